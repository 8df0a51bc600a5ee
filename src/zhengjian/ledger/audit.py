"""The audit log: one line per act, chained by digests, written in the transaction of the act it records.

The tables' triggers refuse to change or delete a line (see the migration); the chain shows it when somebody does it
behind the database's back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, rows_of
from zhengjian.ledger.people import Audit
from zhengjian.model import Value

BEGINNING = "0" * 64


def together() -> AbstractContextManager[None]:
    """A transaction for an act and its audit line: both are kept or neither."""
    return cast("AbstractContextManager[None]", transaction.atomic())


def undo() -> None:
    """Give up what ``together`` holds so far, its lines too: nothing was done after all."""
    transaction.set_rollback(True)


class Person(Value):
    """Who acts: account name, role, and the address the request came from."""

    name: str
    role: str = ""
    address: str = ""


def write(person: Person, action: str, subject: str, at: datetime, detail: Mapping[str, object] | None = None) -> None:
    """Append one line. Call it inside the transaction of the act, so that neither stands without the other."""
    with transaction.atomic():
        last = Audit.objects.select_for_update().order_by("-id").values_list("digest", flat=True).first() or BEGINNING
        text = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str)[:2000]
        line = Audit(
            at=at,
            who=person.name,
            role=person.role,
            action=action,
            subject=subject[:200],
            detail=text,
            address=person.address,
            previous=last,
        )
        line.digest = _digest(line)
        line.save(force_insert=True)


def _digest(line: Audit) -> str:
    parts = [line.previous, line.at.timestamp(), line.who, line.role, line.action, line.subject, line.detail, line.address]
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def broken(database: str = "default") -> int | None:
    """The number of the first line that does not fit the chain, or None when every line does."""
    previous = BEGINNING
    for line in Audit.objects.using(database).order_by("id").iterator(chunk_size=2000):
        if line.previous != previous or _digest(line) != line.digest:
            return int(line.pk)
        previous = line.digest
    return None


def lines(wanted: Wanted) -> Slice:
    """The audit log, the latest line first; filters: who, action; sorted by id, who, action or subject."""
    by = {name: name for name in ("id", "who", "action", "subject")}
    query: QuerySet[Any, Any] = Audit.objects.order_by(*order_of(wanted.sort, by, ("-id",)))
    for name in ("who", "action"):
        if wanted.filters.get(name):
            query = query.filter(**{name: wanted.filters[name]})
    if wanted.words:
        query = query.filter(Q(subject__icontains=wanted.words) | Q(detail__icontains=wanted.words))
    return cut(query.values("id", "at", "who", "role", "action", "subject", "detail", "address"), wanted)


def actions() -> tuple[str, ...]:
    """Names of acts that the log holds, sorted."""
    return tuple(Audit.objects.order_by("action").values_list("action", flat=True).distinct())


def about(subject: str, acts: Iterable[str]) -> tuple[Row, ...]:
    """The lines of some acts about one subject, the latest first: at, who, action, detail."""
    query = Audit.objects.filter(subject=subject[:200], action__in=tuple(acts)).order_by("-id")
    return rows_of(query.values("at", "who", "action", "detail")[:50])


def happened(action: str, subject: str, since: datetime) -> bool:
    """Whether an act on a subject is in the log since a moment."""
    return bool(Audit.objects.filter(action=action, subject=subject, at__gte=since).exists())
