"""Inspections, rounds and their outcomes: written once per target in one transaction, read as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast

import msgspec
from django.db import transaction
from django.db.models import Max

from zhengjian.ledger import models as tables
from zhengjian.ledger.times import shanghai
from zhengjian.model import SHANGHAI, Finding, Outcome, Period, State, Target, Value, Verdict

Kind = Literal["site", "account", "file"]
SEVERITY = {"veto": 0, "deduction": 1, "notice": 2, "bonus": 3}


class Run(Value):
    """One run of ``inspect``: ``selected`` are the named targets (empty: all)."""

    id: int
    period: str
    as_of: datetime
    rulebook: str
    started: datetime
    recheck: bool = False
    selected: tuple[str, ...] = ()
    finished: datetime | None = None


class RoundEntry(Value):
    """One round of one target: how much was seen, and where the evidence lies."""

    period: str
    target: Target
    number: int
    as_of: datetime
    rulebook: str
    unit: str = ""
    recheck: bool = False
    run: int | None = None
    folder: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    seconds: float = 0.0
    pages: int = 0
    complete: bool = True
    observed: bool = True
    why_unseen: str = ""
    left_out: int = 0
    reasons: dict[str, int] = msgspec.field(default_factory=dict)


class ColumnLine(Value):
    """One column as it was found (contract §5)."""

    site_id: str
    name: str
    url: str
    kind: str
    kind_confidence: str
    why: str
    items: int | None
    last: str | None
    last_from: str | None
    period_days: int | None
    state: str


def begin(run: Run) -> Run:
    """Record the start of a run; the value comes back with its number."""
    row = tables.Inspection.objects.create(
        period=run.period, as_of=run.as_of, rulebook=run.rulebook, recheck=run.recheck, selected=" ".join(run.selected), started=run.started
    )
    return msgspec.structs.replace(run, id=row.pk)


def finish(run: Run, at: datetime) -> None:
    """Record that a run has looked at everything it set out to."""
    tables.Inspection.objects.filter(pk=run.id).update(finished=at)


def _run(row: tables.Inspection) -> Run:
    return Run(
        id=row.pk,
        period=row.period,
        as_of=row.as_of.astimezone(SHANGHAI),
        rulebook=row.rulebook,
        started=row.started.astimezone(SHANGHAI),
        recheck=row.recheck,
        selected=tuple(row.selected.split()),
        finished=row.finished,
    )


def last_run(period: Period) -> Run | None:
    """The latest run of a period, finished or not."""
    row = tables.Inspection.objects.filter(period=period.name).order_by("-pk").first()
    return _run(row) if row is not None else None


def periods() -> tuple[str, ...]:
    """Every period that has a round, in order."""
    return tuple(tables.Round.objects.order_by("period").values_list("period", flat=True).distinct())


def entries(period: Period, targets: Sequence[str] | None = None) -> list[RoundEntry]:
    """All rounds of a period (of some targets, when they are named), by target and number."""
    query = tables.Round.objects.filter(period=period.name)
    return [_entry(row) for row in (query if targets is None else query.filter(target__in=targets))]


def _entry(row: tables.Round) -> RoundEntry:
    return RoundEntry(
        period=row.period,
        target=Target(kind=cast("Kind", row.kind), id=row.target),
        number=row.number,
        as_of=row.as_of.astimezone(SHANGHAI),
        rulebook=row.rulebook,
        unit=row.unit,
        recheck=row.recheck,
        run=row.inspection_id,
        folder=row.folder,
        started=row.started,
        finished=row.finished,
        seconds=row.seconds,
        pages=row.pages,
        complete=row.complete,
        observed=row.observed,
        why_unseen=row.why_unseen,
        left_out=row.left_out,
        reasons=msgspec.json.decode(row.reasons, type=dict[str, int]),
    )


def numbers(period: Period) -> dict[Target, int]:
    """The highest round number of each target in a period."""
    rows = tables.Round.objects.filter(period=period.name).values_list("kind", "target").annotate(highest=Max("number")).order_by()
    return {Target(kind=cast("Kind", kind), id=id_): number for kind, id_, number in rows}


class Judged(Value):
    """One round with what was judged on it."""

    entry: RoundEntry
    outcomes: tuple[Outcome, ...]
    columns: tuple[ColumnLine, ...] = ()


@transaction.atomic
def save(judged: Sequence[Judged], kinds: Mapping[str, str]) -> None:
    """Keep rounds with their outcomes; all of them or none. ``kinds`` are the rulebook's kinds of checks (veto, …)."""
    entries = [item.entry for item in judged]
    left = {"target", "run", "reasons"}
    fresh = [
        tables.Round(
            kind=entry.target.kind,
            target=entry.target.id,
            inspection_id=entry.run,
            reasons=msgspec.json.encode(entry.reasons, order="sorted").decode(),
            **{name: getattr(entry, name) for name in entry.__struct_fields__ if name not in left},
        )
        for entry in entries
    ]
    unique = ["period", "kind", "target", "number"]
    update = [field.name for field in tables.Round._meta.concrete_fields if field.name not in {*unique, "id"}]
    tables.Round.objects.bulk_create(fresh, batch_size=300, update_conflicts=True, unique_fields=unique, update_fields=update)
    kept = tables.Round.objects.filter(period__in={entry.period for entry in entries}, target__in={entry.target.id for entry in entries})
    found = {(row.period, row.kind, row.target, row.number): row for row in kept}
    rows = {id(item): found[item.entry.period, item.entry.target.kind, item.entry.target.id, item.entry.number] for item in judged}
    _save_outcomes([(rows[id(item)], item.outcomes) for item in judged], kinds)
    _save_columns([(rows[id(item)], item.columns) for item in judged])


def _save_columns(columns: Sequence[tuple[Any, Sequence[ColumnLine]]]) -> None:
    """The columns of rounds in place of those kept before."""
    tables.ColumnReading.objects.filter(round__in=[row for row, _ in columns]).delete()
    tables.ColumnReading.objects.bulk_create(
        [
            tables.ColumnReading(
                round=row,
                period=row.period,
                last_text=line.last or "",
                last_from=line.last_from or "",
                **{name: getattr(line, name) for name in line.__struct_fields__ if name not in {"last", "last_from"}},
            )
            for row, lines in columns
            for line in lines
        ],
        batch_size=500,
    )


@transaction.atomic
def replace(judged: Sequence[Judged], kinds: Mapping[str, str], *, columns: bool) -> None:
    """Keep the outcomes of judging rounds again, in place of those under the same rulebook; with ``columns``, their columns, too."""
    found = {(row.period, row.kind, row.target, row.number): row for row in tables.Round.objects.all()}
    rows = [found[(item.entry.period, item.entry.target.kind, item.entry.target.id, item.entry.number)] for item in judged]
    _save_outcomes([(row, item.outcomes) for row, item in zip(rows, judged, strict=True)], kinds)
    if columns:
        _save_columns([(row, item.columns) for row, item in zip(rows, judged, strict=True)])


def _save_outcomes(given: Sequence[tuple[tables.Round, Sequence[Outcome]]], kinds: Mapping[str, str]) -> None:
    books = {outcome.rulebook for _, outcomes in given for outcome in outcomes}
    tables.Outcome.objects.filter(round__in=[row for row, _ in given], rulebook__in=books).delete()
    fresh = [
        tables.Outcome(
            round=row,
            period=row.period,
            kind=row.kind,
            target=row.target,
            check_name=outcome.check,
            order=order,
            verdict=outcome.verdict.value,
            why=outcome.why,
            rulebook=outcome.rulebook,
            as_of=outcome.as_of or row.as_of,
            limit=outcome.limit,
            unseen=outcome.unseen,
        )
        for row, outcomes in given
        for order, outcome in enumerate(outcomes)
    ]
    values = [(row, outcome) for row, outcomes in given for outcome in outcomes]
    tables.Outcome.objects.bulk_create(fresh, batch_size=500)
    tables.Finding.objects.bulk_create(
        [
            _finding_row(finding, order, saved, row, kinds)
            for saved, (row, outcome) in zip(fresh, values, strict=True)
            for order, finding in enumerate(outcome.findings)
        ],
        batch_size=400,
    )


def _finding_row(finding: Finding, order: int, saved: tables.Outcome, row: tables.Round, kinds: Mapping[str, str]) -> tables.Finding:
    return tables.Finding(
        outcome=saved,
        finding_id=finding.id,
        order=order,
        period=row.period,
        kind=row.kind,
        target=row.target,
        unit=row.unit,
        check_name=saved.check_name,
        severity=SEVERITY.get(kinds.get(saved.check_name, "notice"), 2),
        where=finding.where,
        what=finding.what,
        value=finding.value,
        expected=finding.expected,
        evidence=msgspec.json.encode(finding.evidence).decode(),
        start=finding.start,
        end=finding.end,
        line=finding.line,
        since=finding.since,
        state=finding.state.value,
        current=saved.rulebook == row.rulebook,
    )


_FINDING = ("outcome_id", "finding_id", "where", "what", "value", "expected", "evidence", "start", "end", "line", "since", "state")
_OUTCOME = ("id", "kind", "target", "check_name", "verdict", "why", "rulebook", "as_of", "limit", "unseen", "round__number")


def outcomes(period: Period, rulebook: str, *, targets: Sequence[str] | None = None, round_: int | None = None) -> Iterator[Outcome]:
    """Outcomes of a period under one rulebook with their findings' states, by target kind, register order aside, and check."""
    chosen = tables.Outcome.objects.filter(period=period.name, rulebook=rulebook)
    if targets is not None:
        chosen = chosen.filter(target__in=targets)
    if round_ is not None:
        chosen = chosen.filter(round__number=round_)
    findings: dict[int, list[Finding]] = {}
    rows = tables.Finding.objects.filter(outcome__in=chosen.values("id")).order_by("outcome_id", "order").values_list(*_FINDING)
    for row in rows.iterator(chunk_size=5000):
        findings.setdefault(row[0], []).append(_finding(row[1:]))
    for row in chosen.order_by("kind", "target", "round__number", "order").values_list(*_OUTCOME).iterator(chunk_size=5000):
        id_, kind, target, check, verdict, why, book, as_of, limit, unseen, number = shanghai(row)
        yield Outcome(
            verdict=Verdict(verdict),
            why=why,
            findings=tuple(findings.get(id_, ())),
            period=period.name,
            target=Target(kind=kind, id=target),
            check=check,
            rulebook=book,
            as_of=as_of,
            round=number,
            limit=limit,
            unseen=unseen,
        )


def _finding(row: tuple[Any, ...]) -> Finding:
    id_, where, what, value, expected, evidence, start, end, line, since, state = row
    return Finding(
        id=id_,
        where=where,
        what=what,
        value=value,
        expected=expected,
        evidence=tuple(msgspec.json.decode(evidence, type=list[str])),
        start=start,
        end=end,
        line=line,
        since=since,
        state=State(state),
    )


def rulebooks(period: Period) -> tuple[str, ...]:
    """The rulebooks that a period was judged under."""
    return tuple(tables.Outcome.objects.filter(period=period.name).order_by("rulebook").values_list("rulebook", flat=True).distinct())


def column_lines(period: Period, sites: Sequence[str] | None = None) -> list[tuple[int, ColumnLine]]:
    """Columns as found in a period, with the number of their round, by site."""
    query = tables.ColumnReading.objects.filter(period=period.name).order_by("site_id", "round__number", "pk")
    names = ("site_id", "name", "url", "kind", "kind_confidence", "why", "items", "last_text", "last_from", "period_days", "state")
    found = []
    for number, *row in (query if sites is None else query.filter(site_id__in=sites)).values_list("round__number", *names):
        values = dict(zip(names, row, strict=True))
        last, last_from = values.pop("last_text") or None, values.pop("last_from") or None
        found.append((number, ColumnLine(last=last, last_from=last_from, **values)))
    return found


def counting(period: Period, rulebook: str, targets: Sequence[str] | None = None) -> frozenset[str]:
    """Ids of the findings of a period (of some targets, when they are named) that count."""
    rows = tables.Finding.objects.filter(period=period.name, counts=True, outcome__rulebook=rulebook)
    rows = rows if targets is None else rows.filter(kind__in=("site", "account"), target__in=targets)
    return frozenset(rows.values_list("finding_id", flat=True))


def finding_row(id_: str) -> dict[str, Any] | None:
    """One finding with its check, target and evidence as a plain row, or None."""
    names = (
        "finding_id",
        "period",
        "kind",
        "target",
        "unit",
        "check_name",
        "where",
        "what",
        "value",
        "expected",
        "evidence",
        "state",
        "counts",
    )
    row = tables.Finding.objects.filter(finding_id=id_).order_by("-current", "-pk").values(*names).first()
    if row is None:
        return None
    return {**row, "evidence": msgspec.json.decode(row["evidence"], type=list[str])}


def places_of(targets: Sequence[str], kind: Kind = "site") -> dict[str, tuple[str, ...]]:
    """The addresses at which something was found in the last two periods, by target."""
    recent = tables.Round.objects.order_by("-period").values_list("period", flat=True).distinct()[:2]
    rows = tables.Finding.objects.filter(kind=kind, period__in=list(recent), target__in=targets, where__startswith="http")
    found: dict[str, set[str]] = {}
    for target, where in rows.order_by().values_list("target", "where").distinct():
        found.setdefault(target, set()).add(where)
    return {target: tuple(sorted(places)) for target, places in found.items()}


def evidence_of(target: str) -> tuple[str, ...]:
    """The evidence ids of a target's findings, each once, in order."""
    rows = tables.Finding.objects.filter(target=target).order_by("pk").values_list("evidence", flat=True)
    return tuple(dict.fromkeys(id_ for text in rows for id_ in msgspec.json.decode(text, type=list[str])))


def known_target(target: str) -> bool:
    """Whether the target was ever looked at."""
    return tables.Round.objects.filter(target=target).exists()
