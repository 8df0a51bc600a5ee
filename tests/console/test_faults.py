"""The ledger is locked, away, half migrated, or the same thing is asked twice: nothing is lost, nothing is done twice, and it is said."""

from __future__ import annotations

import sqlite3
import tarfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from tests import postgres
from tests.console.test_cases import confirm, issue, state
from tests.console.world import PERIOD, World

from zhengjian import ledger
from zhengjian.ledger import LedgerError, audit, decisions, notices
from zhengjian.model import SHANGHAI, State
from zhengjian.service import clerk, keeping
from zhengjian.service import notices as service

on_sqlite = pytest.mark.skipif(postgres.WANTED, reason="locks and files of SQLite")
SignIn = Callable[[str], Client]


def locked(world: World) -> sqlite3.Connection:
    """Another program holds the ledger for writing."""
    other = sqlite3.connect(world.workspace.root / "ledger.sqlite", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


@on_sqlite
def test_a_ledger_that_is_locked_for_a_moment_only_delays(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    confirm(sign_in, world, "plain")
    other = locked(world)
    threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
    answer = office.post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})
    assert answer["Location"].startswith("/notices/") and state(world, "plain") is State.NOTIFIED
    other.close()


@on_sqlite
def test_a_ledger_that_stays_locked_answers_with_a_sentence_and_nothing_is_half_done(world: World, sign_in: SignIn) -> None:
    li = sign_in("li")
    other = locked(world)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    li.raise_request_exception = False
    answer = li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    other.execute("ROLLBACK")
    other.close()
    assert answer.status_code in {500, 503} and "Traceback" not in answer.content.decode()
    assert state(world, "plain") is State.HIT and audit.broken() is None and decisions.broken() is None
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    assert state(world, "plain") is State.CONFIRMED


@on_sqlite
def test_chores_survive_a_locked_ledger_and_a_missing_one(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGJIAN_LOG", str(tmp_path / "log"))
    assert clerk.one_turn(world.workspace) == clerk.Chores()
    other = locked(world)
    monkeypatch.setitem(connections["default"].settings_dict["OPTIONS"], "timeout", 0.1)
    assert clerk.one_turn(world.workspace) is None
    other.execute("ROLLBACK")
    other.close()
    assert "被另一个程序占用" in (tmp_path / "log").read_text("utf-8")
    assert clerk.one_turn(world.workspace) == clerk.Chores()


def test_chores_write_each_reminder_once_and_end_waivers(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain", "other")
    address = issue(sign_in)
    day = (datetime.now(SHANGHAI) + timedelta(days=30)).date()
    office = sign_in("office")
    office.post(address + "decide/", {"act": "waive", "finding": world.ids["plain"], "reason": "专题将下线", "until": day.isoformat()})
    paper = notices.of_unit(PERIOD, "C1")
    assert paper is not None
    late = datetime.combine(max(paper.due, day) + timedelta(days=3), datetime.min.time(), tzinfo=SHANGHAI)
    if service.calendar(world.workspace) and late.year > datetime.now(SHANGHAI).year:
        pytest.skip("次年节假日安排尚未公布")
    first = clerk.chores(world.workspace, late)
    assert (first.reminded, first.lapsed) == (1, 1)
    for moment in (late, late - timedelta(days=2)):
        again = clerk.chores(world.workspace, moment)
        assert (again.reminded, again.lapsed) == (0, 0)


def test_a_form_sent_twice_is_one_act(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    office = sign_in("office")
    for _ in range(2):
        office.post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})
    paper = notices.of_unit(PERIOD, "C1")
    assert paper is not None and paper.number == 1 and len(notices.documents(paper.id)) == 2
    jia = sign_in("jia")
    for _ in range(2):
        jia.post(f"/notices/{paper.id}/step/", {"step": "receive"})
    assert [event.kind.value for event in notices.history([paper.id])[paper.id]] == ["issue", "receive"]


def test_a_half_finished_migration_is_finished_at_the_next_opening(world: World) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("ledger", "0004_finding_indexes")])
    with connection.cursor() as cursor:
        assert "ledger_unitmail" not in connection.introspection.table_names(cursor)
    connections.close_all()
    ledger.open(world.workspace)
    with connection.cursor() as cursor:
        assert {"ledger_unitmail", "ledger_noticedocument"} <= set(connection.introspection.table_names(cursor))
    assert len(notices.states([world.ids["plain"]])) == 1


@on_sqlite
def test_a_migration_that_fails_is_a_sentence_and_leaves_the_ledger_as_it_was(world: World) -> None:
    MigrationExecutor(connection).migrate([("ledger", "0004_finding_indexes")])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ledger_unitmail (x int)")  # what a migration that was cut off could leave behind
    connections.close_all()
    with pytest.raises(LedgerError, match="台账"):
        ledger.open(world.workspace)
    connections.close_all()
    with sqlite3.connect(world.workspace.root / "ledger.sqlite") as file:
        file.execute("DROP TABLE ledger_unitmail")
    file.close()
    ledger.open(world.workspace)
    assert notices.states([world.ids["plain"]])[world.ids["plain"]] is State.HIT


@on_sqlite
def test_a_back_up_holds_issued_documents_and_handed_in_files(world: World, sign_in: SignIn, tmp_path: Path) -> None:
    confirm(sign_in, world, "plain")
    issue(sign_in)
    keeping.backup(world.workspace, tmp_path / "backup.tar")
    paper = notices.of_unit(PERIOD, "C1")
    assert paper is not None
    with tarfile.open(tmp_path / "backup.tar") as tar:
        names = set(tar.getnames())
    assert {f"notices/{one.sha256[:2]}/{one.sha256}" for one in notices.documents(paper.id)} <= names
