"""Phrases that a person of the office found right, with who said so, why, where and until when.

They lie in ``exceptions.csv`` of the workspace, one line a phrase; a later line for the same phrase and place replaces an earlier
one. A phrase without an end holds until somebody withdraws it. They are asked when evidence is judged, not when pages are read: one
taught today holds for what was gathered before, and one withdrawn leaves nothing unseen. ``zhengjian check`` heeds those that
hold everywhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhengjian.archive.folder import write_whole
from zhengjian.checks._wording import sentence_of
from zhengjian.service import one_by_one
from zhengjian.workflow.rights import Scope

if TYPE_CHECKING:
    from zhengjian.ledger.audit import Person

EXCEPTIONS_FILE = "exceptions.csv"
COLUMNS = ("语句", "截止日期", "理由", "录入人", "录入日期", "范围", "撤回日期", "撤回人")
_FORMERLY = 5
LEAST = 2
"""A phrase of one character would excuse too much."""
TAUGHT_BY = frozenset({"wrong-wording", "serious-wording", "account-wording"})
"""Checks whose dismissed findings can teach a phrase."""


@dataclass(frozen=True, slots=True)
class RightPhrase:
    """One phrase; ``until`` is the last day on which it counts, None for ever; ``on`` the day on which it was said.

    ``target`` is the site or account for which alone it counts; empty for all. One that was withdrawn counts for nothing,
    whatever day the evidence is of: it should not have been there.
    """

    phrase: str
    until: date | None = None
    reason: str = ""
    who: str = ""
    on: date | None = None
    target: str = ""
    withdrawn: date | None = None
    withdrawn_by: str = ""

    def counts_on(self, day: date) -> bool:
        """True while nobody has withdrawn it and its last day is not over."""
        return self.withdrawn is None and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a dismissal teaches: the whole sentence of the finding or its word alone, for its target or for all, until a day."""

    whole: bool
    here: bool
    until: date | None
    reason: str


def read(workspace: Path) -> list[RightPhrase]:
    """Every phrase, in the order of the file; lines that cannot be read are passed over."""
    path = workspace / EXCEPTIONS_FILE
    if not path.is_file():
        return []
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))[1:]
    found = (_of([*row, *[""] * len(COLUMNS)][: len(COLUMNS)]) for row in rows if len(row) >= _FORMERLY)
    return list({(one.phrase, one.target): one for one in found if one is not None}.values())


def _of(row: list[str]) -> RightPhrase | None:
    phrase, until, reason, who, on, target, withdrawn, by = (cell.strip() for cell in row)
    try:
        days = [date.fromisoformat(day.replace("/", "-")) if day else None for day in (until, on, withdrawn)]
    except ValueError:
        return None
    return RightPhrase(phrase, days[0], reason, who, days[1], target, days[2], by) if len(phrase) >= LEAST else None


def add(workspace: Path, *fresh: RightPhrase) -> None:
    """Take phrases over; the file is replaced whole or not at all."""
    names = {(one.phrase, one.target) for one in fresh}
    with one_by_one(workspace, EXCEPTIONS_FILE):
        _write(workspace, [*(other for other in read(workspace) if (other.phrase, other.target) not in names), *fresh])


def end(workspace: Path, phrase: str, day: date, who: str, target: str | None = None) -> bool:
    """Withdraw a phrase, for one target or (None) wherever it counts; False when there is none that counts."""
    with one_by_one(workspace, EXCEPTIONS_FILE):
        known = read(workspace)
        chosen = [one for one in known if one.phrase == phrase and target in {None, one.target} and one.withdrawn is None]
        _write(workspace, [replace(one, withdrawn=day, withdrawn_by=who) if one in chosen else one for one in known])
    return bool(chosen)


def in_force(workspace: Path, today: date) -> tuple[str, ...]:
    """The phrases that count everywhere on a day."""
    return counting(read(workspace), today, "")


def counting(known: Iterable[RightPhrase], day: date, target: str) -> tuple[str, ...]:
    """Of known phrases those that count for a target on a day."""
    return tuple(one.phrase for one in known if one.target in {"", target} and one.counts_on(day))


def teach(workspace: Path, ids: Sequence[str], lesson: Lesson, by: Person, at: datetime) -> tuple[str, ...]:
    """Take the phrases of dismissed findings over; returns them. Findings of other checks, and those that show none, teach nothing."""
    from zhengjian.ledger import audit, lists

    everywhere = Scope()
    found = [finding for id_ in ids if (finding := lists.finding(id_, everywhere)) and finding["check_name"] in TAUGHT_BY]
    phrases = {
        (phrase, finding["target"] if lesson.here else "")
        for finding in found
        if len(phrase := (sentence_of(finding["what"]) if lesson.whole else finding["value"]) or "") >= LEAST
    }
    with audit.together():
        for phrase, target in sorted(phrases):
            detail = {"target": target, "until": lesson.until and lesson.until.isoformat(), "reason": lesson.reason}
            audit.write(by, "teach-exception", phrase, at, detail)
        add(
            workspace, *(RightPhrase(phrase, lesson.until, lesson.reason, by.name, at.date(), target) for phrase, target in sorted(phrases))
        )
    return tuple(sorted({phrase for phrase, _ in phrases}))


def withdraw(workspace: Path, phrase: str, target: str, by: Person, at: datetime) -> bool:
    """Let a phrase count no longer; False when there is no such phrase."""
    from zhengjian.ledger import audit

    with audit.together():
        audit.write(by, "withdraw-exception", phrase, at, {"target": target})
        done = end(workspace, phrase, at.date(), by.name, target)
        if not done:
            audit.undo()
    return done


def _write(workspace: Path, every: list[RightPhrase]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell if cell is not None else "" for cell in astuple(one)] for one in every)
    write_whole(workspace / EXCEPTIONS_FILE, b"\xef\xbb\xbf" + out.getvalue().encode())
