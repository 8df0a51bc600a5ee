"""Second looks: decisions drawn at random and judged again by another person, so that precision is known per check."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, Q

from zhengjian.ledger import models as tables
from zhengjian.ledger import people
from zhengjian.ledger.lists import Row, rows_of
from zhengjian.model import State

DECIDED = {State.CONFIRMED.value, State.DISMISSED.value}


def draw(period: str, percent: int, seed: int, at: datetime) -> int:
    """Draw a share of every check's decided findings that were not drawn yet, at least one each; how many were drawn."""
    drawn = people.SecondLook.objects.filter(period=period).values("finding")
    fresh = tables.Finding.objects.filter(period=period, current__in=(True,), state__in=sorted(DECIDED)).exclude(finding_id__in=drawn)
    by_check: dict[str, list[tuple[str, str]]] = {}
    for id_, check, state in fresh.order_by("finding_id").values_list("finding_id", "check_name", "state"):
        by_check.setdefault(check, []).append((id_, state))
    dice = random.Random(seed)
    chosen = [
        people.SecondLook(period=period, finding=id_, check_name=check, first=state, drawn=at)
        for check, found in sorted(by_check.items())
        for id_, state in dice.sample(found, max(1, len(found) * percent // 100))
    ]
    people.SecondLook.objects.bulk_create(chosen, batch_size=500)
    return len(chosen)


def waiting(period: str, person: str) -> Sequence[Row]:
    """Drawn findings that wait for a second look by this person: not those that the person decided. At most 200."""
    own = tables.Event.objects.filter(by=person).values("finding_id")
    looks = people.SecondLook.objects.filter(period=period, verdict="").exclude(finding__in=own).order_by("id")
    return rows_of(looks.values("finding", "check_name", "first")[:200])


def decide(period: str, finding: str, verdict: str, by: str, at: datetime) -> bool:
    """Record the second look; False when it was not drawn, was looked at already, or is the person's own decision."""
    if tables.Event.objects.filter(finding_id=finding, by=by).exists():
        return False
    looks = people.SecondLook.objects.filter(period=period, finding=finding, verdict="")
    return bool(looks.update(verdict=verdict, by=by, at=at))


def agreement(period: str) -> tuple[Row, ...]:
    """By check: drawn, looked, agreed, and how often a confirmation and a dismissal held: confirmed/confirmed_held, …"""
    held = Q(verdict=F("first"))
    return rows_of(
        people.SecondLook.objects.filter(period=period)
        .values("check_name")
        .annotate(
            drawn_n=Count("id"),
            looked=Count("id", filter=~Q(verdict="")),
            agreed=Count("id", filter=held),
            confirmed=Count("id", filter=~Q(verdict="") & Q(first=State.CONFIRMED.value)),
            confirmed_held=Count("id", filter=held & Q(first=State.CONFIRMED.value)),
            dismissed=Count("id", filter=~Q(verdict="") & Q(first=State.DISMISSED.value)),
            dismissed_held=Count("id", filter=held & Q(first=State.DISMISSED.value)),
        )
        .order_by("check_name")
    )
