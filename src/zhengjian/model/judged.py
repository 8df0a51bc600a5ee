"""What was judged: verdicts, findings and their states, outcomes, scores, and the claims of a document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from zhengjian.model.listed import Target
from zhengjian.model.value import Value


class Verdict(StrEnum):
    """Four verdicts; ``unknown`` never counts as met and never as violated."""

    MET = "met"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class State(StrEnum):
    """Where a finding stands; computed from its append-only events."""

    HIT = "hit"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NOTIFIED = "notified"
    OBJECTED = "objected"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Finding(Value):
    """One instance inside an outcome: where, what, the measured value, what was expected, and its evidence.

    A finding without evidence cannot be built. ``start``, ``end`` (character offsets) and ``line`` place it in a text.
    ``since`` is the day of the first inspection that saw the same in the same place; None when none did, or nobody looked.
    """

    where: str
    what: str
    evidence: tuple[str, ...]
    value: str | None = None
    expected: str | None = None
    id: str = ""
    state: State = State.HIT
    start: int | None = None
    end: int | None = None
    line: int | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        if not self.evidence or not all(self.evidence):
            raise ValueError(f"finding without evidence: {self.what} at {self.where}")
        if not self.where:
            raise ValueError(f"finding without a place: {self.what}")


class Outcome(Value):
    """The verdict of one check on one target in one period, with its findings.

    A check returns it with the judgement only; ``judge`` fills in who, when and under which rulebook.
    ``limit`` is the number of findings that violates (5 stale columns, say), ``unseen`` how many things of the
    same kind could not be judged: with them the verdict can be recomputed from the findings that count.
    """

    verdict: Verdict
    why: str
    findings: tuple[Finding, ...] = ()
    period: str | None = None
    target: Target | None = None
    check: str = ""
    rulebook: str = ""
    as_of: datetime | None = None
    round: int = 1
    limit: int = 1
    unseen: int = 0


class Line(Value):
    """One line of a score sheet: a check's points, its cap, and the findings that cost them."""

    check: str
    points: Decimal
    cap: Decimal | None = None
    findings: tuple[str, ...] = ()
    unverified: bool = False


class Score(Value):
    """Pass or fail, points, and the reasons line by line. ``total`` is None for a target that is not scored."""

    target: Target
    period: str
    rulebook: str
    result: Literal["passed", "failed", "inconclusive"]
    vetoes: tuple[str, ...] = ()
    deducted: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    total: Decimal | None = None
    lines: tuple[Line, ...] = ()


class Claim(Value):
    """One number, name or share in a document, with the lists it counts and the rule that made it.

    ``value`` is printed as it stands. ``numerator_ids`` and ``denominator_ids`` are target, message or finding ids.
    """

    id: str
    text: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    numerator_ids: tuple[str, ...] = ()
    denominator_ids: tuple[str, ...] = ()
    rule: str = ""
    period: str = ""
    as_of: datetime | None = None
    where: str = ""
