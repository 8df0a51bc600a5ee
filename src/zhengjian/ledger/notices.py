"""Notices in the ledger: numbers without gaps, an append-only history, and the files that units hand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from zhengjian.ledger import models as tables
from zhengjian.ledger import people
from zhengjian.ledger.lists import Row, Slice, Wanted, cut, rows_of
from zhengjian.model import State, Value
from zhengjian.workflow.notices import NoticeEvent, Step
from zhengjian.workflow.review import Actor
from zhengjian.workflow.rights import Scope


class Paper(Value):
    """A notice as it stands: its number, whom it went to, its deadlines, and the findings it names."""

    id: int
    year: int
    number: int
    period: str
    unit: str
    issued: datetime
    issued_by: str
    due: date
    objection_until: date
    findings: tuple[str, ...]

    @property
    def words(self) -> str:
        """The number as documents print it."""
        return f"〔{self.year}〕{self.number}号"


class NewFile(Value):
    """A file that was checked and stored: its own name, size in bytes, SHA-256 and kind."""

    name: str
    size: int
    sha256: str
    kind: str


def _paper(row: people.Notice) -> Paper:
    return Paper(
        id=row.pk,
        year=row.year,
        number=row.number,
        period=row.period,
        unit=row.unit,
        issued=row.issued,
        issued_by=row.issued_by,
        due=row.due,
        objection_until=row.objection_until,
        findings=tuple(row.findings),
    )


def _mine(scope: Scope) -> QuerySet[people.Notice, people.Notice]:
    query = people.Notice.objects.all()
    if scope.targets is not None:
        return query.filter(unit__in=_units_of(scope.targets))
    return query if scope.units is None else query.filter(unit__in=sorted(scope.units))


def _units_of(targets: Iterable[str]) -> set[str]:
    chosen = sorted(targets)
    sites = tables.Site.objects.filter(site_id__in=chosen).values_list("unit", flat=True)
    accounts = tables.Account.objects.filter(account_id__in=chosen).values_list("unit", flat=True)
    return {*sites, *accounts}


def listing(scope: Scope, wanted: Wanted) -> Slice:
    """Notices, the latest first, with their last event; filters: period, unit."""
    query: QuerySet[Any, Any] = _mine(scope).order_by("-year", "-number")
    for name in ("period", "unit"):
        if wanted.filters.get(name):
            query = query.filter(**{name: wanted.filters[name]})
    fields = ("id", "year", "number", "period", "unit", "issued", "due", "objection_until", "findings")
    return cut(query.values(*fields), wanted)


def one(id_: int, scope: Scope) -> Paper | None:
    """A notice, or None when there is none or it is not theirs."""
    row = _mine(scope).filter(pk=id_).first()
    return _paper(row) if row is not None else None


def of_unit(period: str, unit: str) -> Paper | None:
    """The notice that a unit has in a period."""
    row = people.Notice.objects.filter(period=period, unit=unit).first()
    return _paper(row) if row is not None else None


def naming(finding: str) -> Paper | None:
    """The notice that names a finding."""
    entry = tables.Finding.objects.filter(finding_id=finding).values_list("period", "unit").first()
    paper = of_unit(*entry) if entry else None
    return paper if paper is not None and finding in paper.findings else None


def issue(paper: Paper, step: NoticeEvent) -> Paper:
    """Keep a new notice under the next number of its year. Call it inside the transaction that records the findings' steps."""
    with transaction.atomic():
        last = people.Notice.objects.select_for_update().filter(year=paper.year).aggregate(n=Max("number"))["n"] or 0
        row = people.Notice.objects.create(
            year=paper.year,
            number=last + 1,
            period=paper.period,
            unit=paper.unit,
            issued=paper.issued,
            issued_by=paper.issued_by,
            due=paper.due,
            objection_until=paper.objection_until,
            findings=list(paper.findings),
        )
        append(row.pk, step)
    return _paper(row)


def extend(id_: int, *, findings: Sequence[str] = (), due: date | None = None, objection_until: date | None = None) -> None:
    """Add findings to a notice, or move its last days."""
    row = people.Notice.objects.select_for_update().get(pk=id_)
    row.findings = [*row.findings, *(id_ for id_ in findings if id_ not in row.findings)]
    row.due, row.objection_until = due or row.due, objection_until or row.objection_until
    row.save()


def append(id_: int, step: NoticeEvent, files: Sequence[NewFile] = ()) -> None:
    """Add one entry to a notice's history, with the files that came with it."""
    row = people.NoticeEvent.objects.create(
        notice_id=id_, kind=step.kind.value, by=step.by, actor=step.actor.value, at=step.at, text=step.text, until=step.until
    )
    people.Attachment.objects.bulk_create(
        people.Attachment(event=row, name=file.name, size=file.size, sha256=file.sha256, kind=file.kind) for file in files
    )


def history(ids: Sequence[int]) -> dict[int, tuple[NoticeEvent, ...]]:
    """The histories of some notices, each in order."""
    grouped: dict[int, list[NoticeEvent]] = {}
    for row in people.NoticeEvent.objects.filter(notice_id__in=ids).order_by("pk"):
        event = NoticeEvent(kind=Step(row.kind), by=row.by, at=row.at, actor=Actor(row.actor), text=row.text, until=row.until)
        grouped.setdefault(row.notice_id, []).append(event)
    return {id_: tuple(events) for id_, events in grouped.items()}


def files(id_: int) -> tuple[Row, ...]:
    """Files handed in for a notice: id, name, size, kind, and when and by whom."""
    query = people.Attachment.objects.filter(event__notice_id=id_).order_by("pk")
    return rows_of(query.values("id", "name", "size", "kind", "sha256", "event__at", "event__by", "event__kind"))


def file(id_: int, scope: Scope) -> Row | None:
    """One file, or None when it is not theirs."""
    query = people.Attachment.objects.filter(pk=id_, event__notice__in=_mine(scope))
    return next(iter(rows_of(query.values("name", "size", "kind", "sha256"))), None)


def waiting(period: str) -> tuple[Row, ...]:
    """Units with findings that count and were not yet notified: unit, n, vetoes."""
    query = tables.Finding.objects.filter(period=period, current=True, counts=True, state=State.CONFIRMED.value)
    return rows_of(query.values("unit").annotate(n=Count("id"), vetoes=Count("id", filter=Q(severity=0))).order_by("-vetoes", "-n", "unit"))


def to_notify(period: str, unit: str) -> tuple[str, ...]:
    """Ids of a unit's findings that count and were not yet notified, heaviest first. Bonus findings need no notice."""
    query = tables.Finding.objects.filter(period=period, unit=unit, current=True, counts=True, state=State.CONFIRMED.value, severity__lt=3)
    return tuple(query.order_by("severity", "check_name", "target", "order").values_list("finding_id", flat=True))


def states(ids: Sequence[str]) -> Mapping[str, State]:
    """The states of some findings."""
    rows = tables.Finding.objects.filter(finding_id__in=ids, current=True).values_list("finding_id", "state")
    return {id_: State(state) for id_, state in rows}


def progress(papers: Sequence[Row]) -> dict[int, dict[str, int]]:
    """How many findings of each notice are in each state, for a list; one query."""
    owner = {finding: paper["id"] for paper in papers for finding in paper["findings"]}
    table: dict[int, dict[str, int]] = {paper["id"]: {} for paper in papers}
    for id_, state in states(list(owner)).items():
        counts = table[owner[id_]]
        counts[state.value] = counts.get(state.value, 0) + 1
    return table


def repeated(period: str, targets: Sequence[str]) -> frozenset[tuple[str, str]]:
    """(target, check) pairs that also counted in an earlier period: the same fault again."""
    query = tables.Finding.objects.filter(target__in=targets, counts=True, period__lt=period, current=True)
    return frozenset(query.values_list("target", "check_name").distinct())


class Document(Value):
    """One document as it was issued: edition (1, 2 …), kind (``docx`` or ``pdf``), SHA-256, size in bytes, when."""

    edition: int
    kind: str
    sha256: str
    size: int
    at: datetime


def documents(id_: int) -> tuple[Document, ...]:
    """The documents of a notice, the first edition first."""
    rows = people.NoticeDocument.objects.filter(notice_id=id_).values("edition", "kind", "sha256", "size", "at")
    return tuple(Document(**row) for row in rows)


def keep_documents(id_: int, made: Sequence[Document]) -> None:
    """Record the documents of one edition; an edition is recorded once."""
    people.NoticeDocument.objects.bulk_create(
        people.NoticeDocument(notice_id=id_, edition=one.edition, kind=one.kind, sha256=one.sha256, size=one.size, at=one.at)
        for one in made
    )


def rungs_sent(id_: int, last: date) -> frozenset[str]:
    """Names of the reminders that went out for a notice and this last day."""
    prefix = f"notice:{id_}:{last.isoformat()}:"
    keys = people.Sent.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    return frozenset(key.removeprefix(prefix) for key in keys)
