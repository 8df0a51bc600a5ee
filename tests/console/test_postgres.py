"""The same ledger on PostgreSQL: migrations, triggers, decisions, notice numbers, pages. Skipped without a server.

The marker ``tests.postgres.on_both`` runs more console tests on both databases, ``make test-postgres`` all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests import postgres
from tests.console.world import ONE, PERIOD, World


def _client(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_the_console_works_on_postgresql(world: World) -> None:
    from django.db import DatabaseError, connection, transaction

    from zhengjian.ledger import audit, decisions, notices
    from zhengjian.model import State

    assert connection.vendor == "postgresql"
    ids = world.ids
    for who, word in (("li", "veto"), ("wang", "veto"), ("li", "plain"), ("li", "foreign")):
        assert _client(who).post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": ids[word]}).status_code == 302
    for unit in ("C1", "C2"):
        _client("office").post(f"/{PERIOD}/notices/issue/", {"unit": unit})
    papers = [notices.of_unit(PERIOD, unit) for unit in ("C1", "C2")]
    assert [paper.number for paper in papers if paper] == [1, 2]
    assert notices.states([ids["veto"]])[ids["veto"]] is State.NOTIFIED
    for page in (
        f"/{PERIOD}/",
        f"/{PERIOD}/targets/site/?sort=-total",
        f"/{PERIOD}/targets/site/{ONE}/",
        f"/{PERIOD}/findings/?q=链接",
        f"/{PERIOD}/units/",
        f"/{PERIOD}/health/",
        f"/{PERIOD}/reports/",
        "/notices/1/",
    ):
        assert _client("office").get(page).status_code == 200, page
    assert _client("yi").get("/notices/1/").status_code == 404
    for statement in ("UPDATE ledger_audit SET who='x'", "DELETE FROM ledger_event"):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            connection.cursor().execute(statement)
        assert getattr(refused.value.__cause__, "sqlstate", "") == "42501"
    assert audit.broken() is None and decisions.broken() is None


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_a_server_that_restarts_is_a_sentence_and_nothing_is_lost_or_half_done(world: World) -> None:
    from django.db import connections

    from zhengjian.ledger import audit, decisions, notices
    from zhengjian.model import State

    li = _client("li")
    li.raise_request_exception = False
    given = {"decision": "confirm", "finding": world.ids["plain"]}
    with postgres.stopped():
        connections.close_all()
        answers = [li.post(f"/{PERIOD}/review/decide/", given), li.get(f"/{PERIOD}/"), Client(raise_request_exception=False).get("/login/")]
    assert [answer.status_code for answer in answers[:2]] == [503, 503] and "稍候一分钟" in answers[0].content.decode()
    assert answers[2].status_code in {200, 503}
    connections.close_all()
    assert notices.states([world.ids["plain"]])[world.ids["plain"]] is State.HIT
    assert li.post(f"/{PERIOD}/review/decide/", given).status_code == 302, "the same session goes on"
    assert notices.states([world.ids["plain"]])[world.ids["plain"]] is State.CONFIRMED
    assert audit.broken() is None and decisions.broken() is None


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_chores_wait_for_a_server_that_is_away(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    from zhengjian.service import clerk

    monkeypatch.setenv("ZHENGJIAN_LOG", str(tmp_path / "log"))
    with postgres.stopped():
        connections.close_all()
        assert clerk.one_turn(world.workspace) is None
    connections.close_all()
    assert clerk.one_turn(world.workspace) is not None and "chores" in (tmp_path / "log").read_text("utf-8")
