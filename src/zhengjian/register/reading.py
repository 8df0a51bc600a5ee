"""Turns tables into checked values: finds the header, reads each row, and lists what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian.register import Problem, Register, Unreadable
from zhengjian.register.cells import Bad, Odd, absent, shown
from zhengjian.register.shapes import ACCOUNTS, COLUMNS, REGISTER, SITES, UNITS, Shape
from zhengjian.register.tables import Table, tables

HEADER_ROWS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One good row: where it stood and what it says."""

    file: str
    sheet: str
    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one list: the good rows, and the problems of the others."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def bad(self) -> tuple[Problem, ...]:
        """The problems that kept a row out."""
        return tuple(problem for problem in self.problems if not problem.warning)


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """A register as read from a file or folder.

    ``sheets`` names the lists that were there, ``places`` the row of each entry by (sheet, key).
    """

    register: Register
    problems: tuple[Problem, ...]
    sheets: tuple[str, ...]
    places: dict[tuple[str, str], Row]

    @property
    def bad(self) -> tuple[Problem, ...]:
        """The problems that kept a row out."""
        return tuple(problem for problem in self.problems if not problem.warning)


def read_list(path: Path, shape: Shape) -> Reading:
    """Read one list from a file; raises ``Unreadable`` when no sheet has its columns."""
    found = tables(path)
    named = [table for table in found if table.sheet == shape.sheet or table.file == shape.file]
    best = max(named or found, key=lambda table: len(_header(table, shape)[1]), default=None)
    if best is None:
        raise Unreadable(f"{path.name} 没有内容；请检查是否选错文件")
    return _rows(best, shape)


def read_register(path: Path, known: Register | None = None) -> RegisterReading:
    """Read a register from an XLSX file, one CSV file or a folder of CSV files.

    ``known`` is what the ledger has already: a unit that stands there need not stand in the file again.
    Raises ``Unreadable`` when there is none of the lists.
    """
    found = tables(path)
    chosen = _assigned(found)
    if not chosen:
        wanted = "、".join(f"{shape.sheet}（{shape.file}）" for shape in REGISTER)
        raise Unreadable(f"{path.name} 中没有名录的任何一张表；应有{wanted}，表头见用户手册")
    known = known or Register()
    read = {shape.sheet: _rows(chosen[shape.sheet], shape) for shape in REGISTER if shape.sheet in chosen}
    units = {unit.code for unit in known.units} | ({row.value.code for row in read[UNITS.sheet].rows} if UNITS.sheet in read else set())
    for shape in (SITES, ACCOUNTS):
        if shape.sheet in read:
            read[shape.sheet] = _refer(read[shape.sheet], "unit", "主办单位编码", units, "单位表")
    sites = {site.site_id for site in known.sites} | (
        {row.value.site_id for row in read[SITES.sheet].rows} if SITES.sheet in read else set()
    )
    if COLUMNS.sheet in read:
        read[COLUMNS.sheet] = _refer(read[COLUMNS.sheet], "site_id", "网站标识码", sites, "网站表")
    if UNITS.sheet in read:
        read[UNITS.sheet] = _parents(read[UNITS.sheet], units, known)
    if SITES.sheet in read:
        read[SITES.sheet] = _same_home(read[SITES.sheet])
    values = {sheet: tuple(row.value for row in reading.rows) for sheet, reading in read.items()}
    register = Register(
        units=values.get(UNITS.sheet, ()), sites=values.get(SITES.sheet, ()),
        columns=values.get(COLUMNS.sheet, ()), accounts=values.get(ACCOUNTS.sheet, ()),
    )  # fmt: skip
    problems = tuple(problem for reading in read.values() for problem in reading.problems)
    places = {
        (shape.sheet, str(getattr(row.value, shape.unique[0]))): row
        for shape in REGISTER
        if shape.sheet in read
        for row in read[shape.sheet].rows
    }
    return RegisterReading(register, problems, tuple(read), places)


def _assigned(found: Sequence[Table]) -> dict[str, Table]:
    """Which table holds which list: by its name, else (in a workbook, or a file alone) by the columns that it has."""
    chosen: dict[str, Table] = {}
    for table in found:
        name = table.sheet.strip() or table.file.lower()
        shape = next((shape for shape in REGISTER if name in {shape.sheet, shape.file, shape.file.removesuffix(".csv")}), None)
        if shape is None and (table.sheet or len(found) == 1):
            shape = max(REGISTER, key=lambda shape: _fit(table, shape))
            shape = shape if _fit(table, shape) else None
        if shape is not None:
            chosen.setdefault(shape.sheet, table)
    return chosen


def _fit(table: Table, shape: Shape) -> int:
    """How many of a list's columns a table has; 0 when one that every row needs is missing."""
    places = _header(table, shape)[1]
    return len(places) if all(field.key in places for field in shape.fields if field.required) else 0


def _plain(header: str) -> str:
    """A header without marks of obligation, notes in brackets and blanks."""
    return re.sub(r"[（(\[【].*?[)）\]】]|[\s*＊:：]", "", header).lower()


def _header(table: Table, shape: Shape) -> tuple[int, dict[str, int]]:
    """The index of the header row among the first rows, and where each field's column stands."""
    names = {_plain(name): field.key for field in shape.fields for name in (field.header, field.key)}
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        places: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = names.get(_plain(shown(cell)))
            if key is not None:
                places.setdefault(key, column)
        if len(places) > len(best[1]):
            best = (index, places)
    return best


def _rows(table: Table, shape: Shape) -> Reading:
    start, places = _header(table, shape)
    missing = [field.header for field in shape.fields if field.required and field.key not in places]
    if missing:
        sheet = f"表“{table.sheet}”" if table.sheet else ""
        raise Unreadable(f"{table.file} {sheet}缺少列“{'”“'.join(missing)}”；请补上该列（表头用中文名或英文键均可）后再导入")
    rows, problems, seen = [], [], dict[tuple[Any, ...], int]()
    for number, cells in enumerate(table.rows[start + 1 :], start + 2):
        texts = {key: shown(cells[column]) if column < len(cells) else "" for key, column in places.items()}
        if not any(texts.values()):
            continue
        values, wrong = _values(texts, shape, Problem(file=table.file, sheet=table.sheet, row=number, expected=""))
        problems += wrong
        if any(not problem.warning for problem in wrong):
            continue
        key = tuple(values.get(name, "") for name in shape.unique)
        if shape.unique and key in seen:
            field = next(field for field in shape.fields if field.key == shape.unique[0])
            problems.append(
                _at(table, number, field.header, "、".join(map(str, filter(None, key))), f"与第{seen[key]}行重复，已保留前一行")
            )
            continue
        seen[key] = number
        rows.append(Row(table.file, table.sheet, number, shape.type(**values)))
    return Reading(tuple(rows), tuple(problems))


def _at(table: Table | Row, number: int, column: str, value: str, expected: str, *, warning: bool = False) -> Problem:
    return Problem(file=table.file, sheet=table.sheet, row=number, column=column, value=value[:200], expected=expected, warning=warning)


def _values(texts: dict[str, str], shape: Shape, place: Problem) -> tuple[dict[str, Any], list[Problem]]:
    import msgspec

    values: dict[str, Any] = {}
    problems = []
    for field in shape.fields:
        text = texts.get(field.key, "")
        read = _required(field.key, field.required, texts) if absent(text) else field.read(text)
        if isinstance(read, Bad | Odd):
            expected = read.expected if isinstance(read, Bad) else read.why
            problems.append(
                msgspec.structs.replace(place, column=field.header, value=text[:200], expected=expected, warning=isinstance(read, Odd))
            )
            read = read.value if isinstance(read, Odd) else None
        if read is not None:
            values[field.key] = read
    if values.get("status") == "永久下线":
        values.setdefault("home", "")
    return values, problems


def _required(key: str, required: bool, texts: dict[str, str]) -> Bad | None:
    gone = key == "home" and texts.get("status") == "永久下线"
    return Bad("此列必填") if required and not gone else None


def _refer(reading: Reading, key: str, header: str, known: set[str], where: str) -> Reading:
    good = tuple(row for row in reading.rows if getattr(row.value, key) in known)
    wrong = tuple(
        _at(row, row.number, header, getattr(row.value, key), f"应为{where}中已有的编码（该表没有此编码，或其所在行有误）")
        for row in reading.rows
        if getattr(row.value, key) not in known
    )
    return Reading(good, reading.problems + wrong)


def _parents(reading: Reading, units: set[str], known: Register) -> Reading:
    parent = {unit.code: unit.parent for unit in known.units} | {row.value.code: row.value.parent for row in reading.rows}
    wrong = []
    for row in reading.rows:
        code = row.value.parent
        if code and code not in units:
            wrong.append(_at(row, row.number, "上级单位编码", code, "单位表中没有此编码，请核对", warning=True))
        elif code and _in_circle(row.value.code, parent):
            wrong.append(_at(row, row.number, "上级单位编码", code, "上下级单位互为上级，请核对", warning=True))
    return Reading(reading.rows, reading.problems + tuple(wrong))


def _in_circle(code: str, parent: dict[str, str]) -> bool:
    at, steps = parent.get(code, ""), 0
    while at and at != code and steps <= len(parent):
        at, steps = parent.get(at, ""), steps + 1
    return at == code


def _same_home(reading: Reading) -> Reading:
    first: dict[str, Row] = {}
    wrong = []
    for row in reading.rows:
        home = row.value.home.rstrip("/").lower()
        if home and home in first:
            wrong.append(_at(row, row.number, "首页网址", row.value.home, f"与第{first[home].number}行的网址相同，请核对", warning=True))
        first.setdefault(home, row)
    return Reading(reading.rows, reading.problems + tuple(wrong))


def sentences(problems: Iterable[Problem]) -> list[str]:
    """The problems, one line each."""
    return [problem.sentence for problem in problems]
