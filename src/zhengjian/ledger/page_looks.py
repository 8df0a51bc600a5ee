"""How often the machine is right and what it misses, from what people decided: precision of hits, looks at clean pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from zhengjian.ledger import models as tables
from zhengjian.ledger import people
from zhengjian.ledger.lists import Row, rows_of
from zhengjian.model import State, Value


class Drawn(Value):
    """A page to be looked at: whose, its address, and the snapshot that holds it."""

    target: str
    url: str
    snapshot: str


def seen_sites(period: str) -> tuple[tuple[str, int], ...]:
    """Sites that were observed in a period, with the number of the round."""
    query = tables.Round.objects.filter(period=period, kind="site", observed=True, recheck=False).order_by("target", "number")
    return tuple(query.values_list("target", "number"))


def taken(period: str, target: str) -> frozenset[str]:
    """Addresses of a site that are no clean pages: the machine found something there."""
    return frozenset(tables.Finding.objects.filter(period=period, target=target, current__in=(True,)).values_list("where", flat=True))


def keep(period: str, drawn: Iterable[Drawn], at: datetime) -> int:
    """Keep drawn pages; one that was drawn before is not drawn again. Returns how many are new."""
    known = set(people.PageLook.objects.filter(period=period).values_list("snapshot", flat=True))
    fresh = [
        people.PageLook(period=period, target=one.target, url=one.url, snapshot=one.snapshot, drawn=at)
        for one in drawn
        if one.snapshot not in known
    ]
    people.PageLook.objects.bulk_create(fresh)
    return len(fresh)


def waiting(period: str) -> tuple[Row, ...]:
    """Pages that nobody has looked at: id, target, url, snapshot. At most 100."""
    return rows_of(people.PageLook.objects.filter(period=period, by="").order_by("id").values("id", "target", "url", "snapshot")[:100])


def decide(period: str, id_: int, by: str, missed: str, note: str, *, at: datetime) -> bool:
    """Record a look; False when somebody looked already, or the page was not drawn."""
    mine = people.PageLook.objects.filter(period=period, pk=id_, by="")
    return bool(mine.update(by=by, missed=missed, note=note[:500], at=at))


def misses(period: str) -> dict[str, Any]:
    """``looked`` and ``drawn`` pages, ``clean`` ones among those looked at, and by check the pages on which it missed something."""
    mine = people.PageLook.objects.filter(period=period)
    looked = mine.exclude(by="")
    by_check = rows_of(looked.exclude(missed="").values("missed").annotate(n=Count("id")).order_by("-n", "missed"))
    found = rows_of(looked.exclude(missed="").order_by("-id").values("target", "url", "snapshot", "missed", "note", "by", "at")[:100])
    return {"drawn": mine.count(), "looked": looked.count(), "clean": looked.filter(missed="").count(), "checks": by_check, "found": found}


def precision(period: str) -> tuple[Row, ...]:
    """By check: findings that people confirmed (``true``), dismissed, or took back (``withdrawn``), and that wait (``open``).

    What the office's list confirmed without a look says nothing about precision and is left out.
    """
    unseen = tables.Event.objects.filter(kind="confirm", actor="machine").values("finding_id")
    query = tables.Finding.objects.filter(period=period, current__in=(True,)).exclude(finding_id__in=unseen).values("check_name")
    counted = query.annotate(
        n=Count("id"),
        true=Count("id", filter=Q(counts=True)),
        dismissed=Count("id", filter=Q(state=State.DISMISSED.value)),
        withdrawn=Count("id", filter=Q(state=State.WITHDRAWN.value)),
    )
    rows = [{**row, "judged": row["true"] + row["dismissed"] + row["withdrawn"]} for row in rows_of(counted)]
    rows = [{**row, "open": row["n"] - row["judged"]} for row in rows]
    return tuple(sorted((row for row in rows if row["judged"]), key=lambda row: (-row["judged"], row["check_name"])))
