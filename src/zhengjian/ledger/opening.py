"""Points Django at a workspace's database and brings its tables up to date."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from zhengjian.config import Workspace
from zhengjian.ledger.settings import database, secret_key


class LedgerError(Exception):
    """The ledger cannot be used; the text is one sentence with place and remedy."""


FAULTS = (DatabaseError, sqlite3.Error, OSError)


def release() -> None:
    """Give this thread's connection back; the next question opens another."""
    connections.close_all()


def open_ledger(workspace: Workspace) -> None:
    """Use this workspace's ledger from now on in this process; raises ``LedgerError``."""
    root = workspace.root.resolve()
    wanted = database(workspace.database, root)
    try:
        settings.SECRET_KEY = secret_key(root)
        os.environ["ZHENGJIAN_WORKSPACE"] = str(root)
        connections.close_all()
        # This thread's connection keeps its own settings after a change of vendor; new threads read the common ones.
        connections.settings["default"].update(wanted)
        connections["default"].settings_dict.update(wanted)
        if connections["default"].vendor != wanted["ENGINE"].rpartition(".")[2].removesuffix("3"):
            _swap(wanted)
        if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except FAULTS as error:
        raise LedgerError(explain(error, root)) from error


def _swap(wanted: dict[str, object]) -> None:
    described = {**connections.settings["default"], **wanted}
    connections.settings["default"] = described
    del connections["default"]


def explain(error: Exception, root: Path) -> str:
    """One Chinese sentence with place and remedy for a database fault."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    causes = {
        "locked": "被另一个程序占用；请稍候再试，或结束占用它的程序",
        "readonly": "只能读不能写；请检查目录和文件的权限",
        "read-only": "只能读不能写；请检查目录和文件的权限",
        "unable to open": "无法打开；请检查目录是否存在、是否可写",
        "full": "写不下了，磁盘已满；请腾出空间后重试，已写入的内容没有丢失",
        "No space": "写不下了，磁盘已满；请腾出空间后重试，已写入的内容没有丢失",
        "Permission": "没有权限；请检查目录和文件的权限",
        "malformed": "已损坏；请用 zhengjian restore 恢复备份",
        "not a database": "不是数据库文件；请用 zhengjian restore 恢复备份",
        "connection": "连接不上；请检查 zhengjian.toml 的 database 一项和数据库服务",
    }
    cause = next((words for mark, words in causes.items() if mark in text), f"出错（{text}）；请检查 zhengjian.toml 的 database 一项")
    return f"工作目录 {root} 的台账{cause}"
