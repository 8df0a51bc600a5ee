"""The probe: nothing is down on one program's word, our own line accuses nobody, weeks are counted as the rule says."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import msgspec
import pycurl
import pytest

from jobs.conftest import RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import probes
from zhengjian.checks.site_unreachable import Limits, check
from zhengjian.facts.base import Moment, Registered
from zhengjian.facts.probe_days import gather, is_bad
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.fetch import Fetched, http
from zhengjian.jobs import probe_round, visit_apps
from zhengjian.jobs.loop import settle
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, ProbeVisit, Site, Snapshot, Unit, Verdict
from zhengjian.model import FetchCode as Code
from zhengjian.plan.probes import IMPORTED, due, own_line, slots
from zhengjian.register.entries import Outage

AS_OF = datetime(2025, 6, 29, tzinfo=SHANGHAI)
NOW = Moment(as_of=AS_OF, period_start=datetime(2025, 4, 1, tzinfo=SHANGHAI), period_end=datetime(2025, 7, 1, tzinfo=SHANGHAI))
HALF_HOUR = timedelta(minutes=30)


def _site(number: int, home: str = "") -> Site:
    return Site(
        site_id=f"51010000{number:02d}", name="某市人民政府", home=home or f"http://s{number}.gov.cn/", unit="510100", kind="市级门户"
    )


def _verdict(site: Site, visits: list[ProbeVisit]) -> Verdict:
    registered = Registered(site=site, unit=Unit(code="510100", name="某市人民政府"))
    return check(registered, gather(ProbeVisits(visits=tuple(visits)), NOW), Limits()).verdict


def test_a_round_over_real_http(tmp_path: Path) -> None:
    pages = {
        "a.gov.cn/": page(),
        "www.a.gov.cn/": Answer(b"", 403),
        "b.gov.cn/": lambda path, before: Answer(b"", 502) if before < 1 else page(),
        "www.b.gov.cn/": Answer(b"<html>down</html>", 502),
    }
    homes = [
        "http://a.gov.cn/",
        "http://www.a.gov.cn/",
        "http://b.gov.cn/",
        "http://www.b.gov.cn/",
        "http://nx.test/",
        "http://closed.test/",
        "http://unlisted.test/",
    ]
    sites = [_site(number, home) for number, home in enumerate(homes)]
    with SiteServer(pages) as server:
        round_ = probe_round(workspace(tmp_path, server), sites, clock=RealClock())
        assert server.asked["GET www.b.gov.cn /"] == 3, "twice by the first stack, once by the second"
    codes = [visit.code for visit in round_.visits]
    assert codes == [Code.OK, Code.BLOCKED, Code.OK, Code.DOWN_HTTP, Code.DOWN_DNS, Code.DOWN_CONN, Code.BLOCKED_POLICY]
    stored = list(probes.read(tmp_path / "archive", round_.visits[0].at - HALF_HOUR, round_.visits[0].at + HALF_HOUR))
    assert sorted((visit.site_id, visit.code) for visit in stored) == [(visit.site_id, visit.code) for visit in round_.visits]


def test_when_the_first_stack_fails_and_the_second_does_not_nothing_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """libcurl is made to fail by an option that no server can serve; aiohttp is left alone."""
    make = http.Fetcher._new_handle

    def broken(self: http.Fetcher[object]) -> object:
        handle = make(self)
        handle.setopt(pycurl.INTERFACE, "203.0.113.7")
        return handle

    monkeypatch.setattr(http.Fetcher, "_new_handle", broken)
    with SiteServer({"*": page()}) as server:
        round_ = probe_round(workspace(tmp_path, server), [_site(1, "http://a.gov.cn/")], clock=RealClock())
    assert COUNTS_AS[round_.visits[0].code] is not CountsAs.NOT_OPEN


def test_pages_of_apps_are_visited_like_home_pages_and_kept_apart(tmp_path: Path) -> None:
    pages = {"a.gov.cn/": page(), "www.a.gov.cn/": Answer(b"", 302, headers={"Location": "http://b.gov.cn/"}), "b.gov.cn/": page()}
    pages["www.b.gov.cn/"] = Answer(b"x", 503)
    homes = {"A1": "http://a.gov.cn/", "A2": "http://www.a.gov.cn/", "A3": "http://www.b.gov.cn/"}
    with SiteServer(pages) as server:
        visits = visit_apps(workspace(tmp_path, server), homes, clock=RealClock())
        assert server.asked["GET www.b.gov.cn /"] == 3, "twice by the first stack, once by the second"
    assert [COUNTS_AS[visit.code] for visit in visits] == [CountsAs.OPEN, CountsAs.OPEN, CountsAs.NOT_OPEN]
    start, end = visits[0].at - HALF_HOUR, visits[0].at + HALF_HOUR
    assert {visit.site_id for visit in probes.read(tmp_path / "archive", start, end, under=probes.APPS)} == set(homes)
    assert not list(probes.read(tmp_path / "archive", start, end)), "they enter no share of any site"


@pytest.mark.parametrize(
    ("others", "code"), [((), Code.SELF_SUSPECT), (("http://a.gov.cn/",), Code.SELF_SUSPECT), (("http://other.test/",), Code.DOWN_CONN)]
)
def test_an_app_that_does_not_open_proves_nothing_unless_a_page_of_its_sort_did(
    tmp_path: Path, others: tuple[str, ...], code: Code
) -> None:
    with SiteServer({"*": page()}) as server:
        (visit,) = visit_apps(workspace(tmp_path, server), {"A1": "http://closed.test/"}, clock=RealClock(), others=others)
    assert visit.code is code


def test_when_the_canaries_are_silent_nothing_is_down(tmp_path: Path) -> None:
    with SiteServer({"*": page()}) as server:
        space = workspace(tmp_path, server)
        probe = msgspec.structs.replace(space.settings.probe, canaries=("http://closed.test/", "http://nx.test/"))
        space = msgspec.structs.replace(space, settings=msgspec.structs.replace(space.settings, probe=probe))
        round_ = probe_round(space, [_site(1, "http://closed.test/"), _site(2, "http://a.gov.cn/")], clock=RealClock())
    assert round_.line_down and [visit.code for visit in round_.visits] == [Code.SELF_SUSPECT, Code.OK]


def test_a_failure_while_sites_that_had_opened_no_longer_do_is_ours(tmp_path: Path) -> None:
    """Our line dies between the first try and the second: the site that had failed before is not accused by it."""

    def dies(path: str, before: int) -> Answer:
        return page() if before < 1 else Answer(b"", 502)

    with SiteServer({"a.gov.cn/": dies, "b.gov.cn/": Answer(b"<html>down</html>", 502)}) as server:
        round_ = probe_round(workspace(tmp_path, server), [_site(1, "http://a.gov.cn/"), _site(2, "http://b.gov.cn/")], clock=RealClock())
    assert [visit.code for visit in round_.visits] == [Code.OK, Code.SELF_SUSPECT]


def test_rounds_of_the_same_minutes_are_one_failure_of_ours(tmp_path: Path) -> None:
    """On the even grid few sites are visited each minute: that they all fail shows only over some minutes."""
    with SiteServer({"*": page()}) as server:
        space, at = workspace(tmp_path, server), RealClock().now()
        earlier = [ProbeVisit(site_id=f"s{number}", at=at, seconds=1.0, code=Code.DOWN_CONN) for number in range(2)]
        round_ = probe_round(space, [_site(1, "http://closed.test/")], clock=RealClock(), earlier=earlier, name="probe-10")
    assert [visit.code for visit in round_.kept] == [Code.SELF_SUSPECT] * 3 and len(round_.visits) == 1
    assert {visit.code for visit in probes.read(tmp_path / "archive", at - HALF_HOUR, at + HALF_HOUR)} == {Code.SELF_SUSPECT}


@pytest.mark.parametrize("step", [-3600.0, 3600.0, 86400.0])
def test_a_round_during_which_our_clock_was_set_says_nothing(tmp_path: Path, step: float) -> None:
    class Set(RealClock):
        asked = 0

        def now(self) -> datetime:
            self.asked += 1
            return super().now() + timedelta(seconds=step if self.asked > 1 else 0)

    with SiteServer({"*": page()}) as server:
        round_ = probe_round(workspace(tmp_path, server), [_site(1, "http://closed.test/"), _site(2, "http://a.gov.cn/")], clock=Set())
    assert round_.clock_set and {visit.code for visit in round_.visits} == {Code.SELF_SUSPECT}


def test_a_site_is_down_only_when_both_programs_say_so_in_the_same_way() -> None:
    """Every pair of codes: where either of the two leaves a doubt, no ``not open`` comes out."""
    for first in Code:
        for second in Code:
            seen = [Fetched(Snapshot(id="", url="u", final_url="u", at=AS_OF, code=code)) for code in (first, second)]
            code = settle(*seen, home=True).snapshot.code
            both = COUNTS_AS[first] is COUNTS_AS[second] is CountsAs.NOT_OPEN and (first is Code.DOWN_DNS) is (second is Code.DOWN_DNS)
            refused = first is second is Code.HTTP_ERROR
            assert (COUNTS_AS[code] is CountsAs.NOT_OPEN) is (both or refused), (first, second, code)


def test_the_grid_is_even_spread_and_never_too_dense() -> None:
    day = datetime(2025, 6, 20, tzinfo=SHANGHAI)
    grids = [slots(f"site-{number}", day, HALF_HOUR) for number in range(100)]
    for grid in grids:
        gaps = [later - earlier for earlier, later in pairwise(grid)]
        assert len(grid) >= 47 and min(gaps) >= timedelta(minutes=9, seconds=59) and max(gaps) <= timedelta(minutes=51)
    minutes = {grid[0].minute for grid in grids}
    assert len(minutes) > 20, "sites are spread over the interval"
    assert grids[0] != slots("site-0", day + timedelta(days=1), HALF_HOUR), "and the minute cannot be foretold"


def test_what_was_missed_while_we_stood_still_is_not_made_up() -> None:
    day = datetime(2025, 6, 20, tzinfo=SHANGHAI)
    noon, last = day + timedelta(hours=12), {"a": day + timedelta(hours=9)}
    assert due(["a"], last, noon, HALF_HOUR) == ["a"]
    last["a"] = noon
    assert due(["a"], last, noon + timedelta(minutes=1), HALF_HOUR) == []


@pytest.mark.parametrize(
    ("code", "seconds", "bad"),
    [(Code.OK, 14.999, False), (Code.OK, 15.0, True), (Code.DOWN_CONN, 0.1, True), (Code.DOWN_TLS, 20, False), (Code.HTTP_ERROR, 1, False),
     (Code.CHALLENGE, 16, False), (Code.SELF_SUSPECT, 15, False), (Code.DOWN_TIMEOUT, 15, True)],
)  # fmt: skip
def test_what_is_bad(code: Code, seconds: float, bad: bool) -> None:
    assert is_bad(ProbeVisit(site_id="x", at=AS_OF, seconds=seconds, code=code)) is bad


def test_a_burst_is_one_visit_and_what_lies_outside_the_period_is_none() -> None:
    start = datetime(2025, 6, 20, 8, tzinfo=SHANGHAI)
    burst = [ProbeVisit(site_id="x", at=start + timedelta(seconds=number), seconds=1, code=Code.DOWN_CONN) for number in range(50)]
    outside = [
        ProbeVisit(site_id="x", at=at, seconds=1, code=Code.OK) for at in (datetime(2025, 3, 31, tzinfo=SHANGHAI), AS_OF + HALF_HOUR)
    ]
    (day,) = gather(ProbeVisits(visits=(*burst, *outside)), NOW).days
    assert (day.counted, day.bad) == (1, 1)


def test_visits_in_an_approved_outage_are_no_failures_and_no_visits() -> None:
    start = datetime(2025, 6, 20, 8, tzinfo=SHANGHAI)
    visits = tuple(ProbeVisit(site_id="x", at=start + HALF_HOUR * number, seconds=1, code=Code.DOWN_CONN) for number in range(10))
    leave = Outage(site_id="x", start=start + HALF_HOUR, end=start + HALF_HOUR * 8, reason="机房检修", approved_by="某市人民政府办公室")
    (day,) = gather(ProbeVisits(visits=visits, outages=(leave,)), NOW).days
    assert (day.counted, day.bad, day.excluded) == (2, 2, 8), "both ends of the time belong to it"
    (day,) = gather(ProbeVisits(visits=visits), NOW).days
    assert (day.counted, day.bad, day.excluded) == (10, 10, 0)


def _province(
    chance: Random, *, own_loss: float, sites: int = 60, weeks: int = 3, down: frozenset[int] = frozenset()
) -> dict[int, list[ProbeVisit]]:
    """Weeks of visits of healthy sites, some of them down for a tenth of the time, behind a line of ours that loses some.

    Half of the losses hit single visits, half come in outages that hit every site for a while.
    """
    visits: dict[int, list[ProbeVisit]] = {number: [] for number in range(sites)}
    start = AS_OF - timedelta(weeks=weeks)
    outages = {(day, chance.randrange(48)) for day in range(7 * weeks) for _ in range(round(48 * own_loss / 2 + 0.5))}
    for day in range(7 * weeks):
        for number in visits:
            for slot, at in enumerate(slots(f"s{number}", start + timedelta(days=day), HALF_HOUR)):
                ours = (day, slot) in outages or chance.random() < own_loss / 2
                theirs = number in down and chance.random() < 0.10
                code = Code.DOWN_TIMEOUT if ours or theirs else Code.OK
                visits[number].append(ProbeVisit(site_id=f"s{number}", at=at, seconds=15.0 if code is not Code.OK else 0.8, code=code))
    return visits


@pytest.mark.parametrize("own_loss", [0.01, 0.03])
def test_our_own_line_makes_no_veto_and_hides_none(own_loss: float) -> None:
    down = frozenset({3, 17})
    visits = _province(Random(f"line-{own_loss}"), own_loss=own_loss, down=down)
    cleaned: dict[str, list[ProbeVisit]] = {}
    for visit in own_line(visit for series in visits.values() for visit in series):
        cleaned.setdefault(visit.site_id, []).append(visit)
    verdicts = {number: _verdict(_site(number), cleaned[f"s{number}"]) for number in visits}
    assert {number for number, verdict in verdicts.items() if verdict is Verdict.VIOLATED} == down
    assert sum(verdict is Verdict.MET for verdict in verdicts.values()) >= 55


def test_a_night_of_our_own_line_is_one_event() -> None:
    start = datetime(2025, 6, 20, tzinfo=SHANGHAI)
    visits = [
        ProbeVisit(site_id=f"s{number}", at=start + timedelta(minutes=minute), seconds=15, code=Code.DOWN_CONN)
        for minute in range(0, 480, 30)
        for number in range(40)
    ]
    assert all(visit.code is Code.SELF_SUSPECT for visit in own_line(visits))
    alone = [ProbeVisit(site_id=f"s{number}", at=start, seconds=1, code=Code.DOWN_CONN if number < 2 else Code.OK) for number in range(40)]
    assert sum(visit.code is Code.DOWN_CONN for visit in own_line(alone)) == 2


def test_failures_that_begin_together_are_one_event_and_end_with_it() -> None:
    """A tenth of the sites at once is no fifth, yet no chance; one of them that stays down when the others come back is down."""
    start = datetime(2025, 6, 20, 9, tzinfo=SHANGHAI)

    def visits(vantage: str) -> list[ProbeVisit]:
        return [
            ProbeVisit(
                site_id=f"s{number}",
                at=start + timedelta(minutes=30 * slot + number % 5),
                seconds=1,
                code=Code.DOWN_CONN
                if (number < 12 and 2 <= slot < 8) or (number == 0 and slot >= 2) or (number == 50 and slot == 5)
                else Code.OK,
                vantage=vantage,
            )
            for slot in range(12)
            for number in range(120)
        ]

    left = [(visit.site_id, visit.at.hour * 60 + visit.at.minute) for visit in own_line(visits("本地")) if visit.code is Code.DOWN_CONN]
    assert left == [("s50", 11 * 60 + 30), ("s0", 13 * 60), ("s0", 13 * 60 + 30), ("s0", 14 * 60), ("s0", 14 * 60 + 30)]
    assert own_line(visits(IMPORTED)) == visits(IMPORTED), "of another monitor's line we know nothing"
