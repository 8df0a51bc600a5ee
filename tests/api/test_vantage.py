"""A second vantage point: it reports over real HTTP with a token of its own, and nothing is down on one place's word."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from tests.console.browser import serving
from tests.console.world import ONE, TWO, World

from zhengjian.archive import probes
from zhengjian.checks.site_unreachable import Limits, check
from zhengjian.config import Webhook
from zhengjian.facts.base import Moment, Registered
from zhengjian.facts.probe_days import gather
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.ledger import audit, tokens
from zhengjian.ledger.lists import Wanted
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, ProbeVisit, Site, Unit, Verdict
from zhengjian.model import FetchCode as Code
from zhengjian.plan.probes import IMPORTED, seconded
from zhengjian.service import Silent
from zhengjian.service.vantage import Reporter

NOON = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
HALF_HOUR = timedelta(minutes=30)


def _token(who: str = "office", *scopes: str) -> str:
    now = datetime.now(SHANGHAI)
    return tokens.make(who, "第二监测点", scopes or ("probe",), now, now + timedelta(days=1))


def _post(token: str, *rows: dict[str, object]) -> Any:
    headers = {"authorization": f"Bearer {token}"}
    return Client().post("/api/v1/probe-visits", {"visits": list(rows)}, content_type="application/json", headers=headers)


def _row(site: str = ONE, at: datetime | None = None, code: str = "DOWN_CONN", **more: object) -> dict[str, object]:
    return {"site_id": site, "at": (at or datetime.now(SHANGHAI)).isoformat(), "seconds": 0.4, "code": code, **more}


def _stored(world: World) -> list[ProbeVisit]:
    now = datetime.now(SHANGHAI)
    return list(probes.read(world.workspace.archive, now - timedelta(days=8), now + timedelta(days=1)))


def test_readings_come_over_http_with_the_account_as_their_vantage(world: World) -> None:
    now = datetime.now(SHANGHAI).replace(microsecond=0)
    seen = [ProbeVisit(site_id=site, at=now - number * HALF_HOUR, seconds=0.2, code=Code.OK) for site in (ONE, TWO) for number in range(5)]
    settings = msgspec.structs.replace(world.workspace.settings, webhook=Webhook(allow_addresses=("127.0.0.1",)))
    here = msgspec.structs.replace(world.workspace, settings=settings)
    with serving() as url:
        assert Reporter(here, url, _token(), Silent()).add(seen, now) == 10
        assert Reporter(here, f"{url}/api/v1/probe-visits", _token(), Silent()).add(seen, now) == 10, "the same again"
        teller = Silent()
        assert Reporter(here, url, "zj_wrong", teller).add(seen, now) == 0 and "未能报送" in teller.lines[0]
    stored = _stored(world)
    assert len(stored) == 10 and {visit.vantage for visit in stored} == {"office"}
    assert {(visit.site_id, visit.at) for visit in stored} == {(visit.site_id, visit.at) for visit in seen}


def test_what_could_not_be_reported_is_kept_for_the_next_time(world: World) -> None:
    now = datetime.now(SHANGHAI)
    visit = ProbeVisit(site_id=ONE, at=now, seconds=0.2, code=Code.OK)
    settings = msgspec.structs.replace(world.workspace.settings, webhook=Webhook(allow_addresses=("127.0.0.1",)))
    with serving() as url:
        reporter = Reporter(msgspec.structs.replace(world.workspace, settings=settings), "http://127.0.0.1:9", _token(), Silent())
        assert reporter.add([visit], now) == 0
        reporter._url = f"{url}/api/v1/probe-visits"
        assert reporter.add([], now + timedelta(minutes=1)) == 0, "not before its time"
        assert reporter.add([visit], now + timedelta(minutes=6)) == 2
    assert len(_stored(world)) == 1


@pytest.mark.parametrize("who", ["li", "jia", "office"])
def test_without_the_right_the_route_does_not_exist(world: World, who: str) -> None:
    scopes = ("read", "review", "check") if who == "office" else ("probe",)
    assert _post(_token(who, *scopes), _row()).status_code == 404
    assert _stored(world) == []


def test_what_cannot_be_true_is_refused_row_by_row(world: World) -> None:
    now = datetime.now(SHANGHAI)
    rows = [_row(), _row("9999999999"), _row(at=now + timedelta(hours=1)), _row(at=now - timedelta(days=30))]
    answer = _post(_token(), *rows).json()
    assert answer["taken"] == 1 and [why.split("：")[1] for why in answer["refused"]] == [
        "名录中没有此网站标识码", "时间晚于现在，请校准监测点的时钟", "时间早于7天之前，不再接收",
    ]  # fmt: skip
    bad = (_row(code="DOWN"), _row(seconds=-1), _row() | {"at": "2025-06-20T12:00:00"}, _row(http_status=1), {"site_id": ONE})
    for row in bad:
        assert _post(_token(), row).status_code == 422
    assert len(_stored(world)) == 1


def test_each_report_is_one_audit_line(world: World) -> None:
    _post(_token(), _row(), _row(TWO))
    found = audit.lines(Wanted(filters={"action": "report-probes"})).rows
    assert len(found) == 1


# -- the rule: what two vantage points make of each other's failures ----------------------------------------


def _visit(minutes: float, code: Code = Code.OK, vantage: str = "本地", seconds: float = 0.5, site: str = "a") -> ProbeVisit:
    return ProbeVisit(site_id=site, at=NOON + timedelta(minutes=minutes), seconds=seconds, code=code, vantage=vantage)


def _codes(*visits: ProbeVisit) -> list[Code]:
    return [visit.code for visit in seconded(visits)]


def test_alone_a_vantage_point_is_believed_as_before() -> None:
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(30)) == [Code.DOWN_CONN, Code.OK]
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(1, vantage="B", site="b")) == [Code.DOWN_CONN, Code.OK], "another site's visit"


def test_two_that_see_the_same_failure_are_believed_both() -> None:
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(20, Code.DOWN_TIMEOUT, "B")) == [Code.DOWN_CONN, Code.DOWN_TIMEOUT]
    assert _codes(_visit(0, seconds=15.0), _visit(5, Code.DOWN_HTTP, "B")) == [Code.OK, Code.DOWN_HTTP], "too slow is not open, too"


@pytest.mark.parametrize("other", [Code.OK, Code.OK_SLOW, Code.TRUNCATED])
def test_a_failure_that_the_other_did_not_see_is_for_a_person(other: Code) -> None:
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(5, other, "B")) == [Code.INCOMPLETE, other]
    assert _codes(_visit(0, other), _visit(5, Code.DOWN_CONN, "B")) == [other, Code.INCOMPLETE]


def test_at_the_edge_of_the_same_moment() -> None:
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(20, Code.DOWN_CONN, "B")) == [Code.DOWN_CONN, Code.DOWN_CONN]
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(20.01, Code.DOWN_CONN, "B")) == [Code.INCOMPLETE, Code.INCOMPLETE]


@pytest.mark.parametrize("other", [Code.SELF_SUSPECT, Code.BLOCKED, Code.CHALLENGE, Code.DOWN_TLS])
def test_a_vantage_point_that_saw_nothing_seconds_nothing_and_hinders_nothing(other: Code) -> None:
    """Blocked, challenged or cut off all day it has not looked; then the first stands alone, with its second stack."""
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(5, other, "B")) == [Code.DOWN_CONN, other]


def test_other_monitors_logs_second_nobody_and_need_no_second() -> None:
    assert _codes(_visit(0, Code.DOWN_CONN, IMPORTED), _visit(5)) == [Code.DOWN_CONN, Code.OK]
    assert _codes(_visit(0, Code.DOWN_CONN), _visit(5, Code.DOWN_CONN, IMPORTED), _visit(5, vantage="B"))[0] is Code.INCOMPLETE


def _week(bad: dict[str, int]) -> list[ProbeVisit]:
    """A week of 48 visits a day from each vantage point, the first so many of each day failing."""
    start = NOON.replace(hour=0) - timedelta(days=10)
    return [
        ProbeVisit(
            site_id=ONE,
            at=start + timedelta(days=day, minutes=30 * slot),
            seconds=0.5,
            code=Code.DOWN_CONN if slot < bad[vantage] else Code.OK,
            vantage=vantage,
        )
        for vantage in bad
        for day in range(7)
        for slot in range(48)
    ]


@pytest.mark.parametrize(
    ("bad", "verdict"),
    [
        ({"本地": 5}, Verdict.VIOLATED),
        ({"本地": 5, "B": 5}, Verdict.VIOLATED),
        ({"本地": 48, "B": 0}, Verdict.MET),
        ({"本地": 20, "B": 0}, Verdict.MET),
        ({"本地": 0, "B": 0}, Verdict.MET),
    ],
)  # fmt: skip
def test_a_week_seen_from_two_places(bad: dict[str, int], verdict: Verdict) -> None:
    """The line to one place broken for a week accuses nobody: what the other saw stands."""
    now = Moment(as_of=NOON, period_start=NOON - timedelta(days=60), period_end=NOON + timedelta(days=10))
    week = _week(bad)
    days = {visit.at.date() for visit in week}
    visits = [visit for day in sorted(days) for visit in seconded(one for one in week if one.at.date() == day)]
    site = Site(site_id=ONE, name="甲市", home="http://www.jia.gov.cn/", unit="C1", kind="市级门户")
    registered = Registered(site=site, unit=Unit(code="C1", name="甲市"))
    assert check(registered, gather(ProbeVisits(visits=tuple(visits)), now), Limits()).verdict is verdict
    agreed = 7 * sum(bad.values()) if min(bad.values()) else 0
    assert sum(COUNTS_AS[visit.code] is CountsAs.NOT_OPEN for visit in visits) == agreed


def test_the_command_wants_its_token_in_a_file(tmp_path: Path) -> None:
    from zhengjian.cli.work import _token as read
    from zhengjian.service import WrongUse

    with pytest.raises(WrongUse, match="--token-file"):
        read("https://a.test", None)
    with pytest.raises(WrongUse, match="没有找到"):
        read("https://a.test", tmp_path / "none")
    (tmp_path / "token").write_text("\ufeffzj_x\n", "utf-8")
    assert read("https://a.test", tmp_path / "token") == "zj_x" and read("", None) == ""
