"""The columns of all sites as they were last found in a period: the list, and what runs out; and what kinds names are known by."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from zhengjian.facts.column_register import NOT_FOUND, NOT_LISTED
from zhengjian.facts.kinds import SURE
from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, within
from zhengjian.ledger.models import Column, ColumnReading, Round, Site
from zhengjian.workflow.rights import Scope

_SORTS = {"site": "site_id", "name": "name", "kind": "kind", "items": "items", "last": "last_text", "state": "state"}
_FIELDS = ("site_id", "name", "url", "kind", "kind_confidence", "why", "items", "last_text", "last_from", "period_days", "state")
_DIFFERENCES = {"missing": NOT_FOUND, "unlisted": NOT_LISTED}
_SITES_AGREE = 3
_SHARE_AGREES = 80


def _latest(period: str, scope: Scope) -> QuerySet[Any, Any]:
    newest = Round.objects.filter(period=period, kind="site", target=OuterRef("site_id")).order_by("-number").values("id")[:1]
    query = ColumnReading.objects.filter(period=period).annotate(newest=Subquery(newest)).filter(round_id=F("newest"))
    return within(query, scope, target="site_id", unit="round__unit")


def listing(period: str, scope: Scope, wanted: Wanted) -> Slice:
    """Columns with their site's name; filters: state, kind, site, unsure (yes: a person should say the kind), and
    register (missing: registered and not found; unlisted: found and not registered)."""
    query = _latest(period, scope)
    for name, value in wanted.filters.items():
        if value and name in {"state", "kind"}:
            query = query.filter(**{name: value})
        elif value and name == "site":
            query = query.filter(site_id=value)
        elif value == "yes" and name == "unsure":
            query = query.filter(kind_confidence__lt=str(SURE))
        elif name == "register" and value in _DIFFERENCES:
            query = query.filter(why__contains=_DIFFERENCES[value])
    if wanted.words:
        query = query.filter(Q(name__icontains=wanted.words) | Q(url__icontains=wanted.words) | Q(site_id__icontains=wanted.words))
    names = Site.objects.filter(site_id=OuterRef("site_id")).values("name")[:1]
    rows = query.order_by(*order_of(wanted.sort, _SORTS, ("site_id", "id"))).values(*_FIELDS, site_name=Subquery(names))
    return cut(rows, wanted)


def counts(period: str, scope: Scope) -> dict[str, int]:
    """How many columns are in each state."""
    return dict(Counter(_latest(period, scope).values_list("state", flat=True)))


def lines(period: str, scope: Scope) -> list[dict[str, Any]]:
    """Columns that may run out, as lines of the contract (§5), as far as forecasts need them."""
    rows = _latest(period, scope).filter(state__in=("fresh", "near-stale")).exclude(last_text="").values(*_FIELDS)
    return [{**row, "last": {"date": row["last_text"], "from": row["last_from"]}} for row in rows]


def one(period: str, site_id: str, url: str, scope: Scope) -> Row | None:
    """One column of a site by its address, or None when there is none or it is not theirs."""
    return _latest(period, scope).filter(site_id=site_id, url=url).values(*_FIELDS).first()


def learned() -> dict[str, str]:
    """Column names that offices registered or corrected alike on three sites or more: name → kind.

    Evidence for sites whose own page leaves the kind open: the same name means the same on sites of one platform.
    """
    kinds: dict[str, Counter[str]] = {}
    for name, kind in Column.objects.exclude(kind="").values_list("name", "kind"):
        kinds.setdefault(name, Counter())[kind] += 1
    found = {}
    for name, tally in kinds.items():
        kind, times = tally.most_common(1)[0]
        if times >= _SITES_AGREE and times * 100 >= tally.total() * _SHARE_AGREES:
            found[name] = kind
    return found
