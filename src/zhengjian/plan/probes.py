"""When each site is probed, and which failures say more about our own line than about any site. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

import msgspec

from zhengjian.model import COUNTS_AS, CountsAs, FetchCode, ProbeVisit

JITTER = timedelta(minutes=10)
SHORTEST_GAP = timedelta(minutes=10)
_SLOT = timedelta(minutes=5)
AGREE = timedelta(minutes=20)
"""How far apart two vantage points may have looked and still speak of the same moment."""
NOT_OPEN_SECONDS = 15.0  # 国办秘函〔2019〕19号: 超过（含）15秒
IMPORTED = "导入"
"""The vantage of other monitors' logs: nobody knows where they stood, so they second nobody and need no second."""
FEW_FAILING = 3
MANY_FAILING = 10
HALF, FIFTH, TWENTIETH = 50, 20, 5  # percent


def slots(site: str, day_start: datetime, every: timedelta, *, seed: int = 0) -> tuple[datetime, ...]:
    """A site's visits of one day: an even grid, shifted for each site, each visit up to ten minutes off the grid.

    The shift spreads sites over the interval; the jitter keeps the minute from being foretold. Two visits of a site lie
    at least ten minutes apart when the interval allows it.
    """
    chance = Random(f"{seed}:{site}:{day_start.date().isoformat()}")
    shift = Random(f"{seed}:{site}").random() * every
    spare = max(timedelta(0), min(JITTER, (every - SHORTEST_GAP) / 2))
    count = math.floor(timedelta(days=1) / every)
    end = day_start + timedelta(days=1)
    grid = (day_start + shift + number * every + (2 * chance.random() - 1) * spare for number in range(count))
    return tuple(sorted(min(max(at, day_start), end - timedelta(seconds=1)) for at in grid))


def due(sites: Sequence[str], last: dict[str, datetime], now: datetime, every: timedelta, *, seed: int = 0) -> list[str]:
    """The sites whose latest slot has passed since their last visit; slots missed while we stood still are not made up."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for site in sites:
        passed = [at for at in slots(site, start, every, seed=seed) if at <= now]
        before = last.get(site)
        if passed and (before is None or (before < passed[-1] and now - before >= SHORTEST_GAP)):
            found.append(site)
    return found


def own_line(visits: Iterable[ProbeVisit]) -> list[ProbeVisit]:
    """The same visits, those inside a mass failure recoded to ``SELF_SUSPECT``: an event of ours, not many accusations.

    Within five minutes of one vantage point: half of at least three visited sites failing, or a fifth when that is ten
    sites or more; or ten sites, a twentieth of those visited, whose failures began together and still go on.
    """
    every = list(visits)
    windows: dict[_Window, dict[str, list[ProbeVisit]]] = defaultdict(lambda: defaultdict(list))
    for visit in every:
        windows[_window(visit)][visit.site_id].append(visit)
    ours = {window for window, sites in windows.items() if _mass_failure(sites)}
    together = _begun_together(every, {window: len(sites) for window, sites in windows.items()})
    return [
        msgspec.structs.replace(visit, code=FetchCode.SELF_SUSPECT)
        if _failed(visit) and (_window(visit) in ours or number in together)
        else visit
        for number, visit in enumerate(every)
    ]


_Window = tuple[str, int]


def _begun_together(visits: Sequence[ProbeVisit], visited: Mapping[_Window, int]) -> set[int]:
    """Which visits belong to failures that began within the same minutes at many sites, as long as many of them last.

    A site that is down begins alone; a broken line, or a platform that many sites stand on, begins at all of them at once.
    """
    series: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(
        (number for number, visit in enumerate(visits) if visit.vantage != IMPORTED), key=lambda number: visits[number].at
    ):
        series[visits[number].vantage, visits[number].site_id].append(number)
    failures = [list(run) for one in series.values() for failed, run in groupby(one, lambda number: _failed(visits[number])) if failed]
    begun = _many(Counter(_window(visits[run[0]]) for run in failures), visited)
    suspected = [run for run in failures if _window(visits[run[0]]) in begun]
    lasting = _many(Counter(_window(visits[number]) for run in suspected for number in run), visited)
    return {number for run in suspected for number in run if _window(visits[number]) in lasting}


def _many(counts: Mapping[_Window, int], visited: Mapping[_Window, int]) -> set[_Window]:
    return {window for window, count in counts.items() if count >= MANY_FAILING and count * 100 >= TWENTIETH * visited[window]}


def is_bad(visit: ProbeVisit) -> bool:
    """True for a visit that counts and did not open in time."""
    counts_as = COUNTS_AS[visit.code]
    return counts_as is CountsAs.NOT_OPEN or (counts_as is CountsAs.OPEN and visit.seconds >= NOT_OPEN_SECONDS)


def seconded(visits: Iterable[ProbeVisit]) -> list[ProbeVisit]:
    """The same visits of one day; where a second vantage point looked at a site, a failure counts only when both saw one.

    One that the other did not see at about the same time becomes ``INCOMPLETE``, for a person. Where only one vantage
    point looked that day, its second stack and the canaries have stood in for the other.
    """
    every = list(visits)
    looked: dict[str, dict[str, list[datetime]]] = defaultdict(dict)
    for visit in every:
        if visit.vantage != IMPORTED and COUNTS_AS[visit.code] in {CountsAs.OPEN, CountsAs.NOT_OPEN}:
            bad = looked[visit.site_id].setdefault(visit.vantage, [])
            bad += [visit.at] if is_bad(visit) else []
    return [
        msgspec.structs.replace(visit, code=FetchCode.INCOMPLETE)
        if visit.vantage != IMPORTED and is_bad(visit) and not _seconds(visit, looked[visit.site_id])
        else visit
        for visit in every
    ]


def _seconds(visit: ProbeVisit, looked: dict[str, list[datetime]]) -> bool:
    """True when another vantage point saw the failure, too, or there was none."""
    others = [bad for vantage, bad in looked.items() if vantage != visit.vantage]
    return not others or any(abs(at - visit.at) <= AGREE for bad in others for at in bad)


def mass_failures(before: Iterable[ProbeVisit], after: Iterable[ProbeVisit]) -> dict[datetime, int]:
    """How many visits ``own_line`` took out, by the start of their five minutes: what the office is told of."""
    counts: Counter[datetime] = Counter()
    for old, new in zip(before, after, strict=True):
        if old.code is not new.code:
            counts[datetime.fromtimestamp(_slot(old) * _SLOT.total_seconds(), old.at.tzinfo)] += 1
    return dict(sorted(counts.items()))


def _window(visit: ProbeVisit) -> _Window:
    return visit.vantage, _slot(visit)


def _slot(visit: ProbeVisit) -> int:
    return int(visit.at.timestamp() // _SLOT.total_seconds())


def _failed(visit: ProbeVisit) -> bool:
    return COUNTS_AS[visit.code] is CountsAs.NOT_OPEN


def _mass_failure(sites: dict[str, list[ProbeVisit]]) -> bool:
    failing = sum(all(_failed(visit) for visit in visits) for visits in sites.values())
    if failing >= MANY_FAILING and failing * 100 >= FIFTH * len(sites):
        return True
    return failing >= FEW_FAILING and failing * 100 >= HALF * len(sites)
