"""Availability visits counted by day of Shanghai time, as the official rule counts them.

A visit is bad when the home page was not open, or took 15.000 seconds or longer. Visits that only a person can judge
(a certificate warning, a gate's page, an HTTP error of an imported log) and visits that our own side spoiled are counted
apart and enter no share; nor do visits in an approved outage. Visits less than a minute after one of the same vantage
point are its repetitions, not visits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from zhengjian.facts.base import Fact, Moment
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, ProbeVisit, Value
from zhengjian.plan.probes import is_bad
from zhengjian.register.entries import Outage

SHORTEST_GAP = timedelta(minutes=1)
EVIDENCE_KEPT = 20


class ProbeDay(Value):
    """One day: visits that count, those of them that were bad, those for a person, those excluded; some bad ones' evidence."""

    day: date
    counted: int
    bad: int = 0
    person: int = 0
    excluded: int = 0
    evidence: tuple[str, ...] = ()


class ProbeDays(Fact):
    """The days of the period up to the moment of inspection on which there were visits, in order."""

    days: tuple[ProbeDay, ...] = ()


def gather(given: ProbeVisits, now: Moment) -> ProbeDays:
    """Visits of the period before the moment of inspection, day by day."""
    days: dict[date, list[ProbeVisit]] = {}
    last: dict[str, datetime] = {}
    for visit in sorted(given.visits, key=lambda visit: visit.at):
        before = last.get(visit.vantage)
        if not now.period_start <= visit.at <= now.as_of or (before is not None and visit.at - before < SHORTEST_GAP):
            continue
        last[visit.vantage] = visit.at
        days.setdefault(visit.at.astimezone(SHANGHAI).date(), []).append(visit)
    return ProbeDays(days=tuple(_count(day, visits, given.outages) for day, visits in sorted(days.items())), complete=given.complete)


def _count(day: date, visits: list[ProbeVisit], outages: Sequence[Outage]) -> ProbeDay:
    with_leave = {visit for visit in visits if any(outage.start <= visit.at <= outage.end for outage in outages)}
    classes = [CountsAs.EXCLUDED if visit in with_leave else COUNTS_AS[visit.code] for visit in visits]
    bad = [visit for visit in visits if is_bad(visit) and visit not in with_leave]
    named = (visit.evidence or f"probe:{visit.site_id}@{visit.at.isoformat()}" for visit in bad)
    return ProbeDay(
        day=day,
        counted=sum(counts_as in {CountsAs.OPEN, CountsAs.NOT_OPEN} for counts_as in classes),
        bad=len(bad),
        person=classes.count(CountsAs.PERSON),
        excluded=classes.count(CountsAs.EXCLUDED),
        evidence=tuple(dict.fromkeys(named))[:EVIDENCE_KEPT],
    )
