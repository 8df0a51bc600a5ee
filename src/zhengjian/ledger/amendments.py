"""What the office asked to change in a rulebook's rules, who agreed, and what counts now. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, rows_of
from zhengjian.ledger.people import Amendment as Table
from zhengjian.model import SHANGHAI, Value
from zhengjian.rulebook import AMOUNTS, Amendment

WAITING, ACCEPTED, REFUSED, TAKEN_BACK = "waiting", "accepted", "refused", "taken-back"
STATES = (WAITING, ACCEPTED, REFUSED, TAKEN_BACK)
_SHOWN = (
    "id", "rulebook", "check_name", "starts", "fields", "before", "source", "reason", "by", "at", "state", "second", "decided", "why",
)  # fmt: skip
_ORDERS = {"check": "check_name", "starts": "starts", "at": "at", "by": "by", "decided": "decided"}


class Asked(Value):
    """What somebody asks to settle about one rule: ``fields`` maps amounts and limits to new values, ``before`` to those that stand.

    No fields: the amounts were compared with ``source`` and hold.
    """

    check: str
    starts: date
    source: str
    reason: str = ""
    fields: Mapping[str, Any] = {}
    before: Mapping[str, Any] = {}


def ask(rulebook: str, asked: Sequence[Asked], *, by: str, at: datetime, state: str = WAITING) -> tuple[int, ...]:
    """Keep what was asked; returns the numbers. What is accepted at once has nobody else to agree."""
    decided = at if state == ACCEPTED else None
    return tuple(
        Table.objects.create(
            rulebook=rulebook, check_name=one.check, starts=one.starts, fields=dict(one.fields), before=dict(one.before),
            source=one.source, reason=one.reason, by=by, at=at, state=state, decided=decided,
        ).pk
        for one in asked
    )  # fmt: skip


def one(id_: int) -> Row | None:
    """One amendment."""
    return next(iter(rows_of(Table.objects.filter(pk=id_).values(*_SHOWN))), None)


def waiting(rulebook: str) -> tuple[Row, ...]:
    """Amendments of a rulebook that wait for a second person, the oldest first."""
    return rows_of(Table.objects.filter(rulebook=rulebook, state=WAITING).order_by("pk").values(*_SHOWN))


def of_check(rulebook: str, check: str) -> tuple[Row, ...]:
    """What was ever asked about one rule, the latest first."""
    return rows_of(Table.objects.filter(rulebook=rulebook, check_name=check).order_by("-pk").values(*_SHOWN)[:100])


def listing(rulebook: str, wanted: Wanted) -> Slice:
    """What was ever asked about a rulebook, the latest first; filter ``state``; words are looked for in names, sources and people."""
    query = Table.objects.filter(rulebook=rulebook)
    if wanted.filters.get("state") in STATES:
        query = query.filter(state=wanted.filters["state"])
    if wanted.words:
        found = Q()
        for name in ("check_name", "source", "reason", "by", "second"):
            found |= Q(**{f"{name}__icontains": wanted.words})
        query = query.filter(found)
    return cut(query.order_by(*order_of(wanted.sort, _ORDERS, ("-pk",))).values(*_SHOWN), wanted)


def decide(id_: int, state: str, *, by: str, at: datetime, why: str) -> bool:
    """Give a waiting amendment another state; False when it waits no longer: somebody else was faster."""
    return bool(Table.objects.filter(pk=id_, state=WAITING).update(state=state, second=by, decided=at, why=why))


def accepted(rulebook: str) -> tuple[Amendment, ...]:
    """The amendments of a rulebook that count, in the order in which they were accepted."""
    rows = rows_of(Table.objects.filter(rulebook=rulebook, state=ACCEPTED).order_by("decided", "pk").values(*_SHOWN))
    return tuple(value_of(row) for row in rows)


def value_of(row: Row) -> Amendment:
    """The amendment of a row, as a rulebook holds it."""
    amounts = {name: Decimal(row["fields"][name]) for name in AMOUNTS if name in row["fields"]}
    limits = {name: value for name, value in row["fields"].items() if name not in AMOUNTS}
    day = (row["decided"] or row["at"]).astimezone(SHANGHAI).date()
    return Amendment(
        check=row["check_name"], starts=row["starts"], source=row["source"], by=row["by"], on=day, second=row["second"],
        reason=row["reason"], limits=limits, **amounts,
    )  # fmt: skip


def last_change(rulebook: str, day: date) -> datetime | None:
    """When an amendment was accepted last that changes what counts in a period beginning on this day; None: never."""
    query = Table.objects.filter(rulebook=rulebook, state=ACCEPTED, starts__lte=day).exclude(fields={})
    return query.order_by("-decided").values_list("decided", flat=True).first()
