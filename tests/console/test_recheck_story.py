"""A fault that is really mended: inspected over HTTP, confirmed, notified, answered, looked at again by the machine, closed."""

from __future__ import annotations

import functools
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from tests import postgres
from tests.province.harness import SETTINGS

from zhengjian.lab import Fault, Province, serve, write_register
from zhengjian.ledger import lists, notices
from zhengjian.ledger.audit import Person
from zhengjian.model import State, Target
from zhengjian.service import CLOCK, Silent, cases, rechecking, review
from zhengjian.service import notices as service
from zhengjian.service.inspect import Request, inspect
from zhengjian.service.register import import_register
from zhengjian.service.setup import init
from zhengjian.workflow.review import Kind
from zhengjian.workflow.rights import Scope

OFFICE, UNIT = Person(name="office", role="office"), Person(name="unit", role="supervisor")


@pytest.mark.parametrize("mended", [True, False])
def test_the_machine_looks_again(tmp_path: Path, mended: bool) -> None:
    site = Province(sites=2).register.sites[0].site_id
    fault = Fault("privacy-leak", site)
    broken = Province(sites=2, faults=(fault,))
    workspace = init(tmp_path, postgres.setting() + SETTINGS)
    write_register(broken, tmp_path / "inputs")
    import_register(workspace, tmp_path / "inputs")

    with serve(broken) as served:
        (tmp_path / "hosts").write_text(served.hosts_file_text, "utf-8")
        inspect(workspace, Request(broken.period, sites=(site,), as_of=broken.as_of), Silent())
    wanted = lists.Wanted(filters={"check": "privacy-leak", "target": site})
    ids = [row["finding_id"] for row in lists.findings(broken.period, Scope(), wanted).rows]
    assert ids
    assert review.decide(workspace, ids, Kind.CONFIRM, by=OFFICE, at=CLOCK.now()).decided == tuple(ids)
    unit = lists.findings(broken.period, Scope(), wanted).rows[0]["unit"]
    paper = service.issue(workspace, broken.period, unit, OFFICE, CLOCK.now()).paper
    assert paper is not None
    answer = cases.Act(kind=Kind.ANSWER, by=UNIT, at=CLOCK.now() - timedelta(seconds=1), reason="已删除")
    assert cases.act(workspace, paper, ids, answer).decided == tuple(ids)
    with serve(broken.without(fault) if mended else broken) as served:
        (tmp_path / "hosts").write_text(served.hosts_file_text, "utf-8")
        target = Target(kind="site", id=site)
        ask = functools.partial(rechecking.start, workspace, broken.period, [target], UNIT)
        assert ask(CLOCK.now(), scope=Scope(units=frozenset({"somebody else"}))) != ""
        assert ask(CLOCK.now(), scope=Scope()) == ""
        assert "一小时" in ask(CLOCK.now(), scope=Scope())
        rechecking.wait()
    expected = State.CLOSED if mended else State.REOPENED
    assert set(notices.states(ids).values()) == {expected}
    connections.close_all()
