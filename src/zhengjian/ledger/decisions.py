"""Decisions about findings: an append-only, chained history per finding, and what follows from it.

What a finding's state is, which step may follow, and when it counts is said in ``workflow.review``; here it is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from zhengjian.ledger import models as tables
from zhengjian.model import Value
from zhengjian.workflow.review import Actor, Event, Kind, Refusal, confirmers, counts, live, refuse, state_of

BEGINNING = "0" * 64
AUTO = "auto_confirm"


class FindingEntry(Value):
    """A finding as decisions need it: what it is against, and how heavy it is."""

    id: str
    period: str
    check: str
    target_kind: str
    target: str
    unit: str
    severity: int

    @property
    def veto(self) -> bool:
        """True when the finding belongs to a veto check."""
        return self.severity == 0


def find(ids: Iterable[str]) -> dict[str, FindingEntry]:
    """The findings with these ids; an unknown one is left out."""
    names = ("finding_id", "period", "check_name", "kind", "target", "unit", "severity")
    rows = tables.Finding.objects.filter(finding_id__in=list(ids)).order_by("current", "pk").values_list(*names)
    return {
        row[0]: FindingEntry(id=row[0], period=row[1], check=row[2], target_kind=row[3], target=row[4], unit=row[5], severity=row[6])
        for row in rows
    }


def _event(row: tables.Event) -> Event:
    return Event(kind=Kind(row.kind), by=row.by, at=row.at, actor=Actor(row.actor), reason=row.reason, until=row.until)


def histories(ids: Sequence[str] | None = None, period: str | None = None) -> dict[str, tuple[Event, ...]]:
    """The history of each finding that has one; of some findings, or of a period's, when asked."""
    query = tables.Event.objects.order_by("pk")
    if ids is not None:
        query = query.filter(finding_id__in=ids)
    if period is not None:
        query = query.filter(finding_id__in=tables.Finding.objects.filter(period=period).values("finding_id"))
    grouped: dict[str, list[Event]] = {}
    for row in query.iterator(chunk_size=5000):
        grouped.setdefault(row.finding_id, []).append(_event(row))
    return {id_: tuple(events) for id_, events in grouped.items()}


def counting(events: Sequence[Event], *, veto: bool, second_person: bool) -> bool:
    """Whether a finding with this history counts; a confirmation by the office's list was recorded as an event."""
    return counts(events, veto=veto, second_person=second_person, auto=confirmed_by_list(events))


def confirmed_by_list(events: Sequence[Event]) -> bool:
    """Whether the office's ``auto_confirm`` list confirmed the finding and nobody has sent it back since."""
    held = False
    for event in live(events):
        if event.kind in {Kind.DISMISS, Kind.LOOK_AGAIN}:
            held = False
        elif event.kind is Kind.CONFIRM and event.actor is Actor.MACHINE:
            held = True
    return held


@transaction.atomic
def record(steps: Mapping[str, Event], *, second_person: bool) -> dict[str, Refusal]:
    """Append one step to each finding's history, where the table of steps allows it; returns what was refused.

    A refused step changes nothing for its finding; the others are kept, all in one transaction.
    """
    _alone()
    past = histories(list(steps))
    refused, taken = {}, {}
    for id_, step in steps.items():
        refusal = refuse(past.get(id_, ()), step)
        if refusal is not None:
            refused[id_] = refusal
        else:
            taken[id_] = step
    _append(taken)
    refresh({id_: (*past.get(id_, ()), step) for id_, step in taken.items()}, second_person=second_person)
    return refused


def _alone() -> None:
    """Nobody else appends until this transaction ends. SQLite's own transactions see to it; PostgreSQL must be asked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("lock table ledger_event in exclusive mode")


def _append(steps: Mapping[str, Event]) -> None:
    last = tables.Event.objects.order_by("-pk").values_list("digest", flat=True).first() or BEGINNING
    rows = []
    for id_, step in steps.items():
        row = tables.Event(
            finding_id=id_, kind=step.kind.value, by=step.by, actor=step.actor.value, reason=step.reason, until=step.until, at=step.at
        )
        row.previous, row.digest = last, _digest(row, last)
        rows.append(row)
        last = row.digest
    tables.Event.objects.bulk_create(rows, batch_size=500)


def _digest(row: tables.Event, previous: str) -> str:
    parts = [previous, row.finding_id, row.kind, row.by, row.actor, row.reason, row.until or "", row.at.timestamp()]
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def broken(database: str = "default") -> int | None:
    """The number of the first event that does not fit the chain, or None when all do."""
    previous = BEGINNING
    for row in tables.Event.objects.using(database).order_by("pk").iterator(chunk_size=2000):
        if row.previous != previous or row.digest != _digest(row, previous):
            return int(row.pk)
        previous = row.digest
    return None


def refresh(past: Mapping[str, Sequence[Event]], *, second_person: bool) -> None:
    """Bring the state and the counting mark of the findings' rows up to date with their histories."""
    changed = []
    ids = list(past)
    for start in range(0, len(ids), 500):
        for row in tables.Finding.objects.filter(finding_id__in=ids[start : start + 500]):
            events = past[row.finding_id]
            state, count = state_of(events).value, counting(events, veto=row.severity == 0, second_person=second_person)
            if (row.state, row.counts) != (state, count):
                row.state, row.counts = state, count
                changed.append(row)
    tables.Finding.objects.bulk_update(changed, ["state", "counts"], batch_size=300)


def confirm_by_list(period: str, checks: Sequence[str], at: datetime, *, second_person: bool) -> int:
    """Confirm the period's open hits of the checks that the office confirms without a look; each use is an event."""
    rows = tables.Finding.objects.filter(period=period, check_name__in=list(checks)).values_list("finding_id", flat=True).distinct()
    ids = list(rows)
    step = Event(kind=Kind.CONFIRM, by=AUTO, at=at, actor=Actor.MACHINE, reason="按 [review] auto_confirm 设置自动确认")
    with transaction.atomic():
        _alone()
        past = histories(period=period)
        fresh = {id_: step for id_ in ids if not past.get(id_)}
        _append(fresh)
        refresh(dict.fromkeys(fresh, (step,)), second_person=second_person)
    return len(fresh)


def settle(period: str, *, second_person: bool) -> None:
    """After judging again: give every finding of a period the state that its history says."""
    refresh(histories(period=period), second_person=second_person)


def mark_current(period: str, rulebook: str) -> None:
    """Lists show each finding once: under this rulebook, in the latest round that has it."""
    rows = tables.Finding.objects.filter(period=period, outcome__rulebook=rulebook).order_by("outcome__round__number")
    wanted = set(dict(rows.values_list("finding_id", "pk")).values())
    with transaction.atomic():
        wrong = [
            pk for pk, current in tables.Finding.objects.filter(period=period).values_list("pk", "current") if current != (pk in wanted)
        ]
        for start in range(0, len(wrong), 500):
            part = wrong[start : start + 500]
            tables.Finding.objects.filter(pk__in=[pk for pk in part if pk in wanted]).update(current=True)
            tables.Finding.objects.filter(pk__in=[pk for pk in part if pk not in wanted]).update(current=False)


def waiting_for_second(events: Sequence[Event]) -> bool:
    """Whether exactly one person has confirmed."""
    return len(confirmers(events)) == 1


def checks_confirmed_by_list(period: str) -> frozenset[str]:
    """The checks of a period whose hits the office's ``auto_confirm`` list confirmed and nobody has sent back since."""
    rows = dict(tables.Finding.objects.filter(period=period).values_list("finding_id", "check_name"))
    held = (id_ for id_, events in histories(period=period).items() if confirmed_by_list(events))
    return frozenset(rows[id_] for id_ in held)
