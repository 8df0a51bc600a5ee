"""Approved outages: times in which a site may be closed with leave. Withdrawn ones stay to be read and count no longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet

from zhengjian.ledger import models as tables
from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, rows_of
from zhengjian.ledger.times import shanghai
from zhengjian.model import digest
from zhengjian.register.entries import Outage

STANDINGS = ("now", "coming", "over", "withdrawn")
_FIELDS = Outage.__struct_fields__
_SHOWN = (*_FIELDS, "id", "entered_by", "entered", "withdrawn_by", "withdrawn", "withdrawn_why")
_ORDERS = {"site": "site_id", "start": "start", "end": "end", "approved": "approved_by", "entered": "entered"}


def save(outages: Iterable[Outage], *, by: str, at: datetime) -> int:
    """Keep outages by site and time; returns how many were new. One that is known keeps who entered it, and stays withdrawn."""
    rows = {
        row.key: row
        for outage in outages
        for row in [tables.Outage(key=key(outage), entered_by=by, entered=at, **msgspec.structs.asdict(outage))]
    }
    before = tables.Outage.objects.count()
    tables.Outage.objects.bulk_create(
        rows.values(), batch_size=400, update_conflicts=True, unique_fields=["key"], update_fields=["reason", "approved_by"]
    )
    return tables.Outage.objects.count() - before


def key(outage: Outage) -> str:
    """What makes two entries the same outage: the site and both moments."""
    return digest(outage.site_id, str(outage.start), str(outage.end))


def in_force() -> dict[str, tuple[Outage, ...]]:
    """All outages that nobody has withdrawn, by site."""
    found: dict[str, tuple[Outage, ...]] = {}
    for row in tables.Outage.objects.filter(withdrawn=None).order_by("pk").values_list(*_FIELDS):
        outage = Outage(**dict(zip(_FIELDS, shanghai(row), strict=True)))
        found[outage.site_id] = (*found.get(outage.site_id, ()), outage)
    return found


def listing(wanted: Wanted, at: datetime) -> Slice:
    """Outages with the site's name, the latest first; filter ``standing`` (see ``STANDINGS``) as of a moment."""
    query: QuerySet[tables.Outage] = tables.Outage.objects.all()
    standing = wanted.filters.get("standing", "")
    if standing in STANDINGS:
        query = query.filter(_standing(standing, at))
    if wanted.words:
        named = tables.Site.objects.filter(name__icontains=wanted.words).values("site_id")
        query = query.filter(
            Q(site_id__icontains=wanted.words)
            | Q(site_id__in=named)
            | Q(reason__icontains=wanted.words)
            | Q(approved_by__icontains=wanted.words)
        )
    query = query.order_by(*order_of(wanted.sort, _ORDERS, ("-start", "-pk")))
    return cut(query.values(*_SHOWN), wanted)


def _standing(name: str, at: datetime) -> Q:
    if name == "withdrawn":
        return Q(withdrawn__isnull=False)
    times = {"now": Q(start__lte=at, end__gte=at), "coming": Q(start__gt=at), "over": Q(end__lt=at)}
    return Q(withdrawn=None) & times[name]


def standing(row: Row, at: datetime) -> str:
    """How an outage stands at a moment: a word of ``STANDINGS``."""
    if row["withdrawn"] is not None:
        return "withdrawn"
    return "coming" if at < row["start"] else "now" if at <= row["end"] else "over"


def one(id_: int) -> Row | None:
    """One outage."""
    return next(iter(rows_of(tables.Outage.objects.filter(pk=id_).values(*_SHOWN))), None)


def known(outage: Outage) -> bool:
    """Whether this site already has an outage of exactly this time, withdrawn or not."""
    return tables.Outage.objects.filter(key=key(outage)).exists()


def withdraw(id_: int, *, by: str, at: datetime, why: str) -> bool:
    """Let an outage count no longer; False when there is none, or it was withdrawn before."""
    return bool(tables.Outage.objects.filter(pk=id_, withdrawn=None).update(withdrawn=at, withdrawn_by=by, withdrawn_why=why))
