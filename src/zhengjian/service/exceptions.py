"""Phrases that a person of the office found right, with who said so, why, and until when.

They lie in ``exceptions.csv`` of the workspace, one line a phrase; a later line for the same phrase replaces an earlier one.
A phrase without an end holds until somebody ends it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

from zhengjian.archive.folder import write_whole

EXCEPTIONS_FILE = "exceptions.csv"
COLUMNS = ("语句", "截止日期", "理由", "录入人", "录入日期")
LEAST = 2
"""A phrase of one character would excuse too much."""


@dataclass(frozen=True, slots=True)
class RightPhrase:
    """One phrase; ``until`` is the last day on which it counts, None for ever; ``on`` the day on which it was said."""

    phrase: str
    until: date | None = None
    reason: str = ""
    who: str = ""
    on: date | None = None


def read(workspace: Path) -> list[RightPhrase]:
    """Every phrase, in the order of the file; lines that cannot be read are passed over."""
    path = workspace / EXCEPTIONS_FILE
    if not path.is_file():
        return []
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))[1:]
    found = (_of(row) for row in rows if len(row) == len(COLUMNS))
    return list({one.phrase: one for one in found if one is not None}.values())


def _of(row: list[str]) -> RightPhrase | None:
    phrase, until, reason, who, on = (cell.strip() for cell in row)
    try:
        days = [date.fromisoformat(day.replace("/", "-")) if day else None for day in (until, on)]
    except ValueError:
        return None
    return RightPhrase(phrase, days[0], reason, who, days[1]) if len(phrase) >= LEAST else None


def add(workspace: Path, one: RightPhrase) -> None:
    """Take one phrase over; the file is replaced whole or not at all."""
    kept = [other for other in read(workspace) if other.phrase != one.phrase]
    _write(workspace, [*kept, one])


def end(workspace: Path, phrase: str, day: date) -> bool:
    """Let a phrase count until a day and no longer; False when there is no such phrase."""
    known = read(workspace)
    _write(workspace, [replace(one, until=day) if one.phrase == phrase else one for one in known])
    return any(one.phrase == phrase for one in known)


def in_force(workspace: Path, today: date) -> tuple[str, ...]:
    """The phrases that count on a day."""
    return tuple(one.phrase for one in read(workspace) if one.until is None or today <= one.until)


def _write(workspace: Path, every: list[RightPhrase]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell if cell is not None else "" for cell in astuple(one)] for one in every)
    write_whole(workspace / EXCEPTIONS_FILE, b"\xef\xbb\xbf" + out.getvalue().encode())
