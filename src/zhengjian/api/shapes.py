"""Shapes of the API's answers; names follow contract §4 and §5. Texts are masked like on pages."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import AwareDatetime, Field

from zhengjian.facts.privacy import mask
from zhengjian.ledger.lists import Row, Slice
from zhengjian.model import FetchCode


class PageOf(Schema):
    """Where a list stands: ``total`` rows, ``page`` of ``pages``."""

    total: int
    page: int
    pages: int


class TargetLine(Schema):
    """One target of a list. ``result`` and ``total`` are null for units: drafts are not theirs."""

    kind: str
    id: str
    name: str
    unit: str
    status: str
    result: str | None = None
    total: str | None = None
    observed: bool | None = None


class TargetPage(PageOf):
    """A page of targets."""

    targets: list[TargetLine]


class FindingShape(Schema):
    """One finding (contract §4) with what it is against."""

    id: str
    period: str
    target: dict[str, str]
    check: str
    where: str
    what: str
    value: str | None
    expected: str | None
    evidence: list[str]
    since: date | None
    state: str
    counts: bool


class FindingPage(PageOf):
    """A page of findings."""

    findings: list[FindingShape]


class OutcomeLine(Schema):
    """One outcome of a target, as the check gave it."""

    check: str
    verdict: str
    why: str
    round: int
    as_of: datetime


class Decision(Schema):
    """A review decision: confirm, dismiss, look-again or undo."""

    decision: str = Field(pattern="^(confirm|dismiss|look-again|undo)$")
    reason: str = Field("", max_length=500)


class Decided(Schema):
    """What became of a decision."""

    decided: list[str]
    refused: dict[str, str]


class NoticeLine(Schema):
    """One notice."""

    id: int
    number: str
    period: str
    unit: str
    issued: datetime
    due: str
    findings: int


class Text(Schema):
    """A text or page to check before it is published."""

    text: str = Field(max_length=2_000_000)
    url: str = Field("", max_length=2000)


class Reading(Schema):
    """One probe visit of another machine of the office; ``code`` is a word of the fetch vocabulary, ``at`` has an offset."""

    site_id: str = Field(max_length=20)
    at: AwareDatetime
    seconds: float = Field(ge=0, le=600)
    code: FetchCode
    http_status: int | None = Field(None, ge=100, le=999)


class Readings(Schema):
    """What a vantage point saw since it last reported."""

    visits: list[Reading] = Field(max_length=5000)


class Received(Schema):
    """How many readings were taken, and why others were not; sending the same again changes nothing."""

    taken: int
    refused: list[str]


class Problem(Schema):
    """Why nothing was done, in one sentence."""

    detail: str


def target_line(kind: str, row: Row, drafts: bool) -> TargetLine:
    """A list row as the API shows it."""
    total = str(row["total"]) if drafts and row["total"] is not None else None
    return TargetLine(
        kind=kind,
        id=row["id"],
        name=mask(row["name"]),
        unit=row["unit"],
        status=row["status"],
        result=row["result"] if drafts else None,
        total=total,
        observed=row["observed"],
    )


def finding_shape(row: Row) -> FindingShape:
    """A finding row as the API shows it."""
    return FindingShape(
        id=row["finding_id"],
        period=row["period"],
        target={"kind": row["kind"], "id": row["target"]},
        check=row["check_name"],
        where=mask(row["where"]),
        what=mask(row["what"]),
        value=None if row["value"] is None else mask(row["value"]),
        expected=None if row["expected"] is None else mask(row["expected"]),
        evidence=json.loads(row["evidence"]),
        since=row["since"],
        state=row["state"],
        counts=row["counts"],
    )


def standing(page: Slice) -> dict[str, Any]:
    """The numbers of a page."""
    return {"total": page.total, "page": page.page, "pages": page.pages}
