"""A ledger moves from SQLite to PostgreSQL whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from tests import postgres
from tests.console.test_cases import confirm, issue
from tests.console.world import PERIOD, World

from zhengjian import ledger
from zhengjian.config import Workspace
from zhengjian.ledger import audit, decisions, notices
from zhengjian.model import State
from zhengjian.service import Stop
from zhengjian.service.keeping import move_ledger

pytestmark = pytest.mark.skipif(not postgres.BINARIES or postgres.WANTED, reason="needs PostgreSQL beside SQLite")


def everything() -> dict[str, list[dict[str, object]]]:
    tables = [table for name in ("ledger", "otp_totp", "otp_static") for table in apps.get_app_config(name).get_models()]
    return {table._meta.db_table: list(table._base_manager.order_by("pk").values()) for table in tables}


def test_every_row_moves_and_work_goes_on_there(world: World, sign_in: Callable[[str], Client]) -> None:
    confirm(sign_in, world, "veto", "plain")
    issue(sign_in)
    before = everything()
    address = postgres.address(postgres.new())
    moved = move_ledger(world.workspace, address)
    assert moved == {name: len(rows) for name, rows in before.items()} and moved["ledger_event"] == 5
    assert everything() == before, "the old ledger stays as it is"
    connections.close_all()
    (world.workspace.root / "zhengjian.toml").write_text(f'database = "{address}"\n', "utf-8")
    ledger.open(Workspace.open(world.workspace.root))
    assert connections["default"].vendor == "postgresql" and everything() == before
    assert audit.broken() is None and decisions.broken() is None
    confirm(sign_in, world, "foreign")
    issue(sign_in, "C2")
    paper = notices.of_unit(PERIOD, "C2")
    assert paper is not None and paper.number == 2, "numbers go on without a gap, and new rows find their place"
    assert notices.states([world.ids["foreign"]])[world.ids["foreign"]] is State.NOTIFIED


def test_a_database_that_is_not_empty_or_not_there_is_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    address = postgres.address(postgres.new())
    move_ledger(world.workspace, address)
    with pytest.raises(Stop, match="不是空的"):
        move_ledger(world.workspace, address)
    with pytest.raises(Stop, match="连接不上"):
        move_ledger(world.workspace, f"postgresql://zj@/none?host={tmp_path}")
    with pytest.raises(Stop, match="无法识别"):
        move_ledger(world.workspace, "mysql://x/y")


def test_a_broken_chain_does_not_move(world: World) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_audit_no_UPDATE")
        cursor.execute("INSERT INTO ledger_audit (at, who, role, action, subject, detail, address, previous, digest) "
                       "VALUES ('2025-01-01', 'x', '', 'a', '', '', '', 'wrong', 'wrong')")  # fmt: skip
    name = postgres.new()
    with pytest.raises(Stop, match="校验不符"):
        move_ledger(world.workspace, postgres.address(name))
