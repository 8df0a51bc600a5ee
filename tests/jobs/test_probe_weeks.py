"""Three weeks of a whole province, replayed: sites that come and go, and a line of ours that loses, breaks and has its clock set.

Only the wire is played: what a try meets is asked of a world with a known truth. Retries, controls, second opinions, mass
failures, days and weeks are the product's own. Every try is made when the product makes it: the second a minute later.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace

import msgspec
import pytest

from zhengjian.checks.site_unreachable import Limits, check
from zhengjian.config import Network
from zhengjian.facts.base import Moment, Registered
from zhengjian.facts.probe_days import gather
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.fetch import Fetched, second_opinion
from zhengjian.jobs import probe
from zhengjian.model import SHANGHAI, ProbeVisit, Site, Snapshot, Unit, Verdict
from zhengjian.model import FetchCode as Code
from zhengjian.plan.probes import own_line, slots

SITES, DAYS = 735, 21
START = datetime(2025, 5, 26, tzinfo=SHANGHAI)
HALF_HOUR = timedelta(minutes=30)
WEEKLY_LOSS = (0.005, 0.015, 0.03)
"""Share of single tries that our own line loses, week by week."""
DAY, MINUTE = 86400.0, 60.0


def _answer(code: Code, seconds: float = 0.6) -> Fetched:
    return Fetched(Snapshot(id="", url="u", final_url="u", at=START, code=code, seconds=seconds))


OPEN, LOST = _answer(Code.OK), _answer(Code.DOWN_TIMEOUT, 15.0)


@dataclass
class World:
    """Which site is down when (seconds since the start), and what our own line does to a try."""

    chance: Random = field(default_factory=lambda: Random("three weeks"))
    down: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[int, list[tuple[float, float, float]]] = field(default_factory=lambda: defaultdict(list))

    def outage(self, begin: float, minutes: float, share: float) -> None:
        """Our own line loses a share of the sites for some minutes."""
        end = begin + minutes * MINUTE
        for hour in range(int(begin // 3600), int(end // 3600) + 1):
            self.hours[hour].append((begin, end, share))

    def flap(self, site: str, share: float) -> None:
        """Down for some minutes at a time, so that it is down for this share of the time."""
        at, mean = 0.0, 12 * MINUTE
        while at < DAYS * DAY:
            at += self.chance.expovariate(share / (mean * (1 - share)))
            until = at + self.chance.expovariate(1 / mean)
            self.down[site].append((at, until))
            at = until

    def is_down(self, site: str, at: float) -> bool:
        """The truth about a site."""
        if site not in self.down:
            return False
        place = bisect_right(self.down[site], (at, math.inf))
        return place > 0 and at < self.down[site][place - 1][1]

    def meets(self, site: str, at: float) -> Fetched:
        """What one try meets."""
        for begin, end, share in self.hours.get(int(at // 3600), ()):
            # A broken line cuts the same sites off for as long as it is broken.
            if begin <= at < end and Random(f"{begin}:{site}").random() < share:
                return LOST
        return LOST if self.chance.random() < WEEKLY_LOSS[min(2, int(at // (7 * DAY)))] or self.is_down(site, at) else OPEN


@pytest.fixture(scope="module")
def world() -> World:
    made = World()
    for number in range(SITES):
        if number % 30 == 7:  # a few come and go, from hardly to a third of the time
            made.flap(f"s{number}", (0.03, 0.01, 0.08, 0.15, 0.30)[number // 30 % 5])
    made.down["s100"].append((8 * DAY, 9.5 * DAY))  # a day and a half of one week
    made.down["s200"].append((3 * DAY + 3600, 3 * DAY + 5 * 3600))  # four hours: not enough for a veto
    for day in range(DAYS):
        made.outage(day * DAY + made.chance.random() * 80_000, made.chance.uniform(5, 40), made.chance.choice((1.0, 0.5, 0.3)))
    for week in range(3):  # three hours without one network somewhere on our way: only an eighth of the sites fails
        made.outage((7 * week + 2) * DAY, 180, 0.12)
    made.outage(15 * DAY, 600, 1.0)  # a night without any line
    return made


def _play(world: World, patch: pytest.MonkeyPatch) -> Iterator[list[ProbeVisit]]:
    """The visits of each day as the product's probe makes them, minute by minute on its even grid."""
    clock = SimpleNamespace(monotonic=lambda: clock.at, now=lambda: START + timedelta(seconds=clock.at), at=0.0)
    met = world.meets

    def one_pass(network: Network, hosts: object, clock: object, homes: Mapping[str, str], not_before: float = 0.0) -> dict[str, Fetched]:
        at = not_before or clock.at  # type: ignore[attr-defined]
        return {name: met(name, at) for name in homes}

    class Second:
        def __init__(self, *given: object) -> None:
            """Nothing to start."""

        def ask(self, visit: object) -> SimpleNamespace:
            return SimpleNamespace(result=lambda: met(visit.url, clock.at + probe.RETRY_SECONDS + 2))  # type: ignore[attr-defined]

        def close(self) -> None:
            """Nothing to end."""

    patch.setattr(probe, "_pass", one_pass)
    patch.setattr(probe, "_visit", lambda url, network: SimpleNamespace(url=url))
    patch.setattr(second_opinion, "SecondOpinion", Second)
    network = Network()
    for day in range(DAYS):
        minutes: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
        for number in range(SITES):
            for at in slots(f"s{number}", START + timedelta(days=day), HALF_HOUR):
                minutes[int((at - START).total_seconds() // MINUTE)].append((f"s{number}", at))
        visits: list[ProbeVisit] = []
        for minute, asked in sorted(minutes.items()):
            clock.at = minute * MINUTE
            names = [name for name, _ in asked]
            answers = probe._visit_all(network, {}, clock, dict(zip(names, names, strict=True)))  # type: ignore[arg-type]
            for name, at in asked:
                seen = answers[name].snapshot
                visits.append(ProbeVisit(site_id=name, at=at, seconds=seen.seconds, code=seen.code))
        if day == 10:  # our clock is put back an hour at noon: an hour is lived twice, and its first rounds say nothing
            visits += [
                ProbeVisit(site_id=visit.site_id, at=visit.at + timedelta(seconds=7), seconds=15.0, code=Code.SELF_SUSPECT)
                for visit in visits
                if visit.at.hour == 12
            ]
        yield own_line(visits)


def _violated(series: Mapping[str, list[ProbeVisit]]) -> dict[str, Verdict]:
    end = START + timedelta(days=DAYS)
    now = Moment(as_of=end, period_start=START - timedelta(days=30), period_end=end + timedelta(days=30))
    found = {}
    for name, visits in series.items():
        site = Site(site_id=name, name=name, home=f"http://{name}.gov.cn/", unit="1", kind="市级门户")
        registered = Registered(site=site, unit=Unit(code="1", name="某市"))
        found[name] = check(registered, gather(ProbeVisits(visits=tuple(visits)), now), Limits()).verdict
    return found


def test_three_weeks_of_a_province_bring_no_false_veto_and_miss_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, list[ProbeVisit]] = defaultdict(list)
    truth: dict[str, list[ProbeVisit]] = defaultdict(list)
    for day in _play(world, monkeypatch):
        for visit in day:
            seen[visit.site_id].append(visit)
            if visit.site_id in world.down:
                at = math.floor((visit.at - START).total_seconds() / MINUTE) * MINUTE
                gone = all(world.is_down(visit.site_id, at + later) for later in (0, 60, 62))
                truth[visit.site_id].append(msgspec.structs.replace(visit, code=Code.DOWN_CONN if gone else Code.OK, seconds=0.6))
    found = _violated(seen)
    really = {name for name, verdict in _violated(truth).items() if verdict is Verdict.VIOLATED}
    accused = {name for name, verdict in found.items() if verdict is Verdict.VIOLATED}
    assert accused - really == set(), "a healthy site is never vetoed for a fault of ours"
    assert really - accused == set(), "and what was really down is found"
    assert len(really) >= 12 and "s100" in really and "s200" not in really
    assert sum(verdict is Verdict.MET for verdict in found.values()) >= SITES - len(really) - 5, "the others are cleared, not left open"
    lost = sum(visit.code is Code.SELF_SUSPECT for visits in seen.values() for visit in visits)
    assert lost > 10_000, "our own line did fail, and was taken out"
