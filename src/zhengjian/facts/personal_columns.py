"""Columns of a table whose heading says what stands below: homes and passports, which have no form that proves them.

A row counts when it has as many cells as the heading. Lists of offices, shops and posts are no lists of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_CELL = re.compile(r"[^\s](?:[^\s]|[ \u3000](?![ \u3000\t]))*")
_WORDS = ("住址", "地址", "护照", "assport", "PASSPORT")
_HOME = re.compile(r"(?:家庭|现|常住|居住|户籍|通讯|联系|收件|邮寄)?(?:详细)?(?:住址|地址|住所|户籍地)")
_PASSPORT = re.compile(r"护照(?:号码?|编号)?|passport(?:\s?(?:no\.?|number))?", re.IGNORECASE)
_PERSON = re.compile(r"(?:\S{0,6}姓\s?名|户\s?主\S{0,2}|收件人|申请人|村民|居民|学生|受助人|救助对象|name)", re.IGNORECASE)
_OFFICE = re.compile(r"单位|企业|公司|机构|门店|店名|网点|经营|职务|岗位|部门|科室|法定代表|负责人|律所|学校|场所|网站|邮编")
_HOME_CELL = re.compile(r"[\u4e00-\u9fff]{2}[\u4e00-\u9fffA-Za-z0-9０-９（）()\-－—#]{3,58}")
_NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十]{1,5}(?:号|栋|幢|楼|单元|室|组|社)")
_NO_HOME = re.compile(r"公司|大厦|政府|派出所|医院|酒店|学校|中心|工业园|产业园|办公|商铺|门面|某|[*×X]{2}")
_PASSPORT_CELL = re.compile(r"(?=(?:[A-Z]*[0-9]){5})[A-Z0-9]{8,9}")
_MOST_LINES = 5_000
_MOST_GAP = 3


class Cell(NamedTuple):
    """A cell below its heading: what it is, its text, its place in the whole text."""

    what: Literal["home", "passport"]
    text: str
    start: int
    end: int


def cells(text: str) -> Iterator[Cell]:
    """Homes and passport numbers that stand in columns named so."""
    if not any(word in text for word in _WORDS):
        return
    heading: list[Literal["home", "passport"] | None] = []
    at, missed = 0, 0
    for line in text.split("\n")[:_MOST_LINES]:
        row = [(found[0], at + found.start(), at + found.end()) for found in _CELL.finditer(line)]
        at += len(line) + 1
        if named := _heading([cell for cell, _, _ in row]):
            heading, missed = named, 0
        elif heading and len(row) == len(heading):
            for what, (cell, start, end) in zip(heading, row, strict=True):
                if what and _is(what, cell):
                    yield Cell(what, cell, start, end)
        elif heading and row:
            missed += 1
            heading = [] if missed > _MOST_GAP else heading


def _heading(row: list[str]) -> list[Literal["home", "passport"] | None]:
    """What each column holds, when the row is the heading of a list of persons; empty otherwise."""
    if len(row) < 2 or not any(_PERSON.fullmatch(cell) for cell in row) or any(_OFFICE.search(cell) for cell in row):
        return []
    named: list[Literal["home", "passport"] | None] = [
        "home" if _HOME.fullmatch(cell) else "passport" if _PASSPORT.fullmatch(cell) else None for cell in row
    ]
    return named if any(named) else []


def _is(what: str, cell: str) -> bool:
    if what == "passport":
        return _PASSPORT_CELL.fullmatch(cell) is not None
    return _HOME_CELL.fullmatch(cell) is not None and _NUMBERED.search(cell) is not None and _NO_HOME.search(cell) is None
