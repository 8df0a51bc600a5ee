"""Approved outages on their page: entered and withdrawn by the office, refused with a sentence, and felt by the judging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests import postgres
from tests.console.world import AS_OF, HOSTILE, ONE, TWO, World, period

from zhengjian.archive import probes
from zhengjian.facts.base import Moment
from zhengjian.facts.probe_days import gather
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.ledger import audit, lists, outages
from zhengjian.model import SHANGHAI, FetchCode, ProbeVisit
from zhengjian.service.judging import Bench

pytestmark = postgres.on_both
SignIn = Callable[[str], Client]
GIVEN = {
    "site_id": TWO, "start": "2025-06-10T22:00", "end": "2025-06-11T06:00", "reason": "机房检修", "approved_by": "乙府办〔2025〕8号",
}  # fmt: skip


def entered() -> list[dict[str, object]]:
    return [row for row in outages.listing(lists.Wanted(), AS_OF).rows if row["site_id"] == TWO]


def test_the_office_enters_and_withdraws_an_outage_and_the_judging_follows(world: World, sign_in: SignIn) -> None:
    night = datetime(2025, 6, 10, 22, tzinfo=SHANGHAI)
    visits = [
        ProbeVisit(site_id=TWO, at=night + timedelta(minutes=30 * n), seconds=1.0, code=FetchCode.DOWN_TIMEOUT if n < 3 else FetchCode.OK)
        for n in range(-2, 20)
    ]
    probes.append(world.workspace.archive, visits, "test")
    office = sign_in("office")
    assert office.post("/outages/enter/", GIVEN).status_code == 302
    (row,) = entered()
    assert (row["entered_by"], row["approved_by"], row["withdrawn"]) == ("office", "乙府办〔2025〕8号", None)
    page = office.get(f"/outages/{row['id']}/").content.decode()
    assert "17<small>次" in page and "3<small>次" in page and "14<small>次" in page, "22:00 to 06:00, both included"

    def counted() -> tuple[int, int]:
        given = Bench.set_up(world.workspace, period(), AS_OF).outages.get(TWO, ())
        now = Moment(as_of=AS_OF, period_start=period().start, period_end=period().end)
        days = gather(ProbeVisits(visits=tuple(visits), outages=given), now).days
        return sum(day.counted for day in days), sum(day.bad for day in days)

    assert counted() == (5, 2), "two visits before and three after the night stand; what is excused is neither good nor bad"
    withdrawing = f"/outages/{row['id']}/withdraw/"
    office.post(withdrawing, {"reason": ""})
    assert counted() == (5, 2), "without a reason nothing is withdrawn"
    office.post(withdrawing, {"reason": "检修取消"})
    assert counted() == (22, 5)
    assert "已被撤回" in office.post(withdrawing, {"reason": "again"}, follow=True).content.decode()
    outages.save([_outage()], by="名单导入", at=AS_OF)
    assert counted() == (22, 5), "a list that is imported again brings nothing back that was withdrawn"
    done = [line["action"] for line in audit.lines(lists.Wanted()).rows]
    assert done[:2] == ["withdraw-outage", "enter-outage"]


def _outage() -> outages.Outage:
    times = {name: datetime.fromisoformat(GIVEN[name]).replace(tzinfo=SHANGHAI) for name in ("start", "end")}
    return outages.Outage(site_id=TWO, reason="机房检修", approved_by="另一人", **times)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"site_id": "9999999999"}, "名录中没有"),
        ({"end": "2025-06-10T22:00"}, "“止”应晚于“起”"),
        ({"end": "2026-06-11T06:00"}, "最长 31 天"),
        ({"start": "昨天"}, "应为日期和时间"),
        ({"approved_by": " "}, "批准人"),
        ({"reason": ""}, "停机原因"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(world: World, sign_in: SignIn, change: dict[str, str], told: str) -> None:
    given = GIVEN | {"reason": "机房“检修”"} | change
    answer = sign_in("office").post("/outages/enter/", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and entered() == []
    assert all(f'value="{given[name]}"' in page for name in ("start", "reason", "site_id"))


def test_the_same_outage_twice_is_one_and_others_only_read(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    office.post("/outages/enter/", GIVEN)
    assert "完全相同" in office.post("/outages/enter/", GIVEN).content.decode() and len(entered()) == 1
    for who in ("li", "leader"):
        page = sign_in(who).get("/outages/").content.decode()
        assert "机房检修" in page and 'name="approved_by"' not in page
        assert sign_in(who).post("/outages/enter/", GIVEN).status_code == 404
    assert sign_in("jia").get("/outages/").status_code == 404


def test_the_list_is_filtered_sorted_and_exported(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    office.post("/outages/enter/", GIVEN, follow=True)
    assert ONE in (page := office.get("/outages/?q=甲市").content.decode()) and TWO not in page and HOSTILE not in page
    assert "没有符合条件" in office.get("/outages/?standing=withdrawn").content.decode()
    for sort in ("site", "-start", "end", "approved", "-entered"):
        assert office.get(f"/outages/?sort={sort}&standing=over").status_code == 200
    rows = office.get("/outages.csv").content.decode().splitlines()
    assert len(rows) >= 3 and "<script>" in "".join(rows), "text stays text; only formulas and hidden characters are disarmed"
    assert office.get("/outages.pdf").status_code == 404 and office.get("/outages/99/").status_code == 404
