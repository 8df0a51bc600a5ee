"""The office's list of leaders: ``zhengjian terms leaders``. It lies in ``leaders.csv`` of the workspace, replaced as a whole.

Whoever is no longer in office stays in the list with the day he left: that is how texts of his time are known to be right.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from zhengjian.config import Workspace
from zhengjian.facts.leaders import Roster
from zhengjian.facts.tenure import Office
from zhengjian.register import Problem, Unreadable
from zhengjian.register.entries import Leader
from zhengjian.register.reading import Reading, Row, read_list
from zhengjian.register.shapes import LEADERS
from zhengjian.register.writing import write_csv
from zhengjian.service import Refused, existing
from zhengjian.service.register import Imported, report

NO_PLACE = "单位名称没有行政区划（如“青禾市人民政府”），只有单位名称写在职务前面的才能核对"
NO_DAYS = "离任日期早于任职日期"


def take(workspace: Workspace, path: Path, *, strict: bool = False) -> Imported:
    """Replace the list by a file's; with ``strict`` nothing is taken when any row is bad. Raises ``Refused`` for another kind of file."""
    try:
        reading = _examined(read_list(existing(path), LEADERS))
    except Unreadable as error:
        raise Refused(str(error)) from None
    errors = report(workspace, reading.problems)
    if not reading.rows or (strict and reading.bad):
        return Imported(len(reading.rows), 0, 0, 0, reading.problems, errors, done=False)
    before = set(listed(workspace.root))
    now: list[Leader] = [row.value for row in reading.rows]
    header = [field.header for field in LEADERS.fields]
    write_csv(workspace.root / LEADERS.file, header, [[getattr(leader, field.key) for field in LEADERS.fields] for leader in now])
    return Imported(len(now), len(set(now) - before), 0, 0, reading.problems, errors, done=True)


def _examined(reading: Reading) -> Reading:
    good, problems = [], list(reading.problems)
    for row in reading.rows:
        leader: Leader = row.value
        if leader.starts and leader.ends and leader.ends < leader.starts:
            problems.append(_problem(row, "离任日期", leader.ends.isoformat(), NO_DAYS))
            continue
        if not Office.of(leader.unit).place:
            problems.append(replace(_problem(row, "单位", leader.unit, NO_PLACE), warning=True))
        good.append(row)
    return Reading(tuple(good), tuple(problems))


def _problem(row: Row, column: str, value: str, expected: str) -> Problem:
    return Problem(file=row.file, sheet=row.sheet, row=row.number, column=column, value=value, expected=expected)


def listed(root: Path) -> tuple[Leader, ...]:
    """The list as it was taken over, in its order; empty when there is none."""
    path = root / LEADERS.file
    return tuple(row.value for row in read_list(path, LEADERS).rows) if path.is_file() else ()


def roster(root: Path) -> Roster | None:
    """The list ready to be held against texts; None when there is none."""
    leaders = listed(root)
    return Roster.of(leaders) if leaders else None
