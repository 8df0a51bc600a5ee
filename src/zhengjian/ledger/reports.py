"""Error reports as people handle them: within a scope, with their steps, their duplicates, and our own findings beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengjian.ledger import inputs, people
from zhengjian.ledger import models as tables
from zhengjian.ledger.lists import Row, rows_of
from zhengjian.model import Message, Period, Value
from zhengjian.workflow.rights import Scope

BESIDE = 20


class ReportEvent(Value):
    """One step in handling a report."""

    kind: str
    by: str
    at: datetime
    text: str = ""
    until: date | None = None


def _mine(scope: Scope) -> QuerySet[tables.Site, tables.Site]:
    query = tables.Site.objects.all()
    if scope.targets is not None:
        return query.filter(site_id__in=sorted(scope.targets))
    return query if scope.units is None else query.filter(unit__in=sorted(scope.units))


def of_period(period: Period, scope: Scope) -> tuple[Message, ...]:
    """Reports whose clock started in the period and whose site is in the scope."""
    found = inputs.messages(period)
    if scope == Scope():
        return found
    mine = set(_mine(scope).values_list("site_id", flat=True))
    return tuple(message for message in found if message.site_id in mine)


def one(id_: str, scope: Scope) -> Message | None:
    """One report, or None when there is none or its site is not theirs. A report without a known site is the office's."""
    row = tables.Message.objects.filter(message_id=id_).first()
    if row is None or (scope != Scope() and not _mine(scope).filter(site_id=row.site_id).exists()):
        return None
    return inputs.messages(only=id_)[0]


def sites(messages: Sequence[Message]) -> dict[str, tuple[str, str]]:
    """Site code → (name, unit code) of the sites that reports are about."""
    rows = tables.Site.objects.filter(site_id__in={message.site_id for message in messages}).values_list("site_id", "name", "unit")
    return {id_: (name, unit) for id_, name, unit in rows}


def routed(url: str, site_id: str) -> str:
    """The code of the registered site that a report concerns: by its code, else by the host of its address, else ""."""
    if tables.Site.objects.filter(site_id=site_id).exists():
        return site_id
    host = url.split("//")[-1].split("/")[0].split(":")[0].lower()
    found = tables.Site.objects.filter(host__in={host, f"www.{host}", host.removeprefix("www.")}).values_list("site_id", flat=True)
    return found.first() or "" if host else ""


def update(id_: str, **fields: Any) -> None:
    """Change fields of a report."""
    tables.Message.objects.filter(message_id=id_).update(**fields)


def lock(id_: str) -> None:
    """Wait for others who handle the same report; call inside a transaction."""
    tables.Message.objects.select_for_update().filter(message_id=id_).first()


def note(id_: str, event: ReportEvent) -> None:
    """Add a step to a report's history."""
    people.MessageEvent.objects.create(message=id_, kind=event.kind, by=event.by, at=event.at, text=event.text, until=event.until)


def history(id_: str) -> tuple[ReportEvent, ...]:
    """A report's steps in order."""
    rows = people.MessageEvent.objects.filter(message=id_).order_by("pk")
    return tuple(_event(row) for row in rows)


def latest(kind: str) -> dict[str, ReportEvent]:
    """The last step of a kind of every report that has one."""
    return {row.message: _event(row) for row in people.MessageEvent.objects.filter(kind=kind).order_by("pk")}


def all_of(kind: str) -> tuple[tuple[str, ReportEvent], ...]:
    """Every step of a kind with its report's number."""
    return tuple((row.message, _event(row)) for row in people.MessageEvent.objects.filter(kind=kind).order_by("pk"))


def _event(row: people.MessageEvent) -> ReportEvent:
    return ReportEvent(kind=row.kind, by=row.by, at=row.at, text=row.text, until=row.until)


def _closed(before: datetime) -> Q:
    return Q(status="已办结", closed__lt=before) | Q(status="无效", closed=None, received__lt=before)


def finished(before: datetime) -> Iterator[tuple[str, str, str]]:
    """Reports that were closed before a moment (invalid ones: that came before it): id, text, answer."""
    rows = tables.Message.objects.filter(_closed(before)).order_by("pk").values_list("message_id", "content", "answer")
    yield from rows.iterator(chunk_size=500)


def written(before: datetime) -> dict[str, dict[int, str]]:
    """What was written at the steps of reports that were closed before a moment, by report: the step's key and its text."""
    found: dict[str, dict[int, str]] = {}
    closed = tables.Message.objects.filter(_closed(before)).values("message_id")
    for key, id_, text in people.MessageEvent.objects.filter(message__in=closed).exclude(text="").values_list("pk", "message", "text"):
        found.setdefault(id_, {})[key] = text
    return found


def rewrite(texts: Mapping[int, str]) -> None:
    """Replace the texts of steps by their keys."""
    for key, text in texts.items():
        people.MessageEvent.objects.filter(pk=key).update(text=text)


def cited(before: datetime) -> set[str]:
    """The evidence ids of the imported files that reports not yet closed at a moment came from."""
    rows = tables.Message.objects.exclude(pk__in=tables.Message.objects.filter(_closed(before)).values("pk"))
    return {evidence.partition("#")[0] for evidence in rows.values_list("evidence", flat=True)}


def beside(message: Message) -> Mapping[str, tuple[Row, ...]]:
    """``same``: other reports on the same address; ``ours``: our own current findings on that page, or about that address.

    One page has many spellings: with or without https, a slash at the end, a fragment.
    """
    same: tuple[Row, ...] = ()
    ours: tuple[Row, ...] = ()
    if message.url:
        spellings = _spellings(message.url)
        others = tables.Message.objects.filter(url__in=spellings).exclude(message_id=message.message_id)
        same = rows_of(others.order_by("received").values("message_id", "kind", "received", "status")[:BESIDE])
        mine = tables.Finding.objects.filter(target=message.site_id, current__in=(True,))
        found = mine.filter(Q(where__in=spellings) | Q(value__in=spellings))
        ours = rows_of(found.order_by("-period", "severity").values("finding_id", "period", "check_name", "what", "state")[:BESIDE])
    return {"same": same, "ours": ours}


def _spellings(url: str) -> tuple[str, ...]:
    bare = url.strip().split("#")[0].rstrip("/")
    rest = bare.split("://", 1)[-1]
    return (url, *(f"{scheme}://{rest}{end}" for scheme in ("http", "https") for end in ("", "/")))
