"""Moves a whole ledger into another, empty database: everything or nothing, counted and with its chains checked at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction

from zhengjian.config import Workspace
from zhengjian.ledger import audit, decisions
from zhengjian.ledger.opening import FAULTS, LedgerError, explain, open_ledger
from zhengjian.ledger.settings import database

TARGET = "target"
APPS = ("ledger", "otp_totp", "otp_static")  # people sign in anew: sessions and lock-outs stay behind
BATCH = 2000


def move(workspace: Workspace, address: str) -> dict[str, int]:
    """Copy every row into the database at ``address``; returns rows by table. The old ledger stays as it is.

    Raises ``LedgerError`` when the new database cannot be used, is not empty, or does not hold afterwards what the old one does.
    """
    root = workspace.root.resolve()
    open_ledger(workspace)
    connections.settings[TARGET] = {**connections.settings["default"], **database(address, root)}
    try:
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
        return _copy(root)
    except ValueError as error:
        raise LedgerError(f"台账未能移入新的数据库（{error}）；新数据库没有改动") from error
    except FAULTS as error:
        raise LedgerError(explain(error, root)) from error
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def _tables() -> list[type[models.Model]]:
    return [table for name in APPS for table in apps.get_app_config(name).get_models(include_auto_created=True)]


def _copy(root: Path) -> dict[str, int]:
    tables = _tables()
    filled = [table._meta.db_table for table in tables if _rows(table, TARGET).exists()]
    if filled:
        raise LedgerError(f"新的数据库不是空的（表 {filled[0]} 中已有内容）；请另建一个空库")
    counts = {}
    with transaction.atomic(using="default"), transaction.atomic(using=TARGET):
        for table in tables:
            counts[table._meta.db_table] = _copy_table(table)
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), tables):
            with connections[TARGET].cursor() as cursor:
                cursor.execute(statement)
        for table in tables:
            there = _rows(table, TARGET).count()
            if there != counts[table._meta.db_table]:
                raise LedgerError(f"表 {table._meta.db_table} 应有{counts[table._meta.db_table]}行，移入后为{there}行；新数据库没有改动")
        if audit.broken(TARGET) is not None or decisions.broken(TARGET) is not None:
            raise LedgerError("移入后的审计日志或办理记录校验不符；新数据库没有改动，请先查明原台账是否完好")
    return counts


def _copy_table(table: type[models.Model]) -> int:
    texts = [field.attname for field in table._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)]
    number, batch = 0, []
    for row in _rows(table, "default").order_by("pk").iterator(chunk_size=BATCH):
        for name in texts:
            if "\x00" in (getattr(row, name) or ""):  # PostgreSQL keeps no NUL; crawled text may have one
                setattr(row, name, getattr(row, name).replace("\x00", "\ufffd"))
        batch.append(row)
        if len(batch) == BATCH:
            number += _write(table, batch)
            batch = []
    return number + _write(table, batch)


def _write(table: type[models.Model], batch: list[Any]) -> int:
    _manager(table).using(TARGET).bulk_create(batch)
    return len(batch)


def _rows(table: type[models.Model], alias: str) -> models.QuerySet[Any, Any]:
    found: models.QuerySet[Any, Any] = _manager(table).using(alias).all()
    return found


def _manager(table: type[models.Model]) -> Any:
    return table._base_manager
