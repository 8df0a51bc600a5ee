"""Columns of a table whose heading says what stands below: homes, passports, cards, telephones of private persons.

A row counts when it has as many cells as the heading. Lists of offices, shops and posts are no lists of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from zhengjian.facts.check_digits import luhn

What = Literal["home", "passport", "card", "mobile"]
_CELL = re.compile(r"[^\s](?:[^\s]|[ \u3000](?![ \u3000\t]))*")
_WORDS = ("住址", "地址", "护照", "assport", "PASSPORT", "卡号", "账号", "帐号", "一卡通", "电话", "手机", "联系方式")
_HOME = re.compile(r"(?:家庭|现|常住|居住|户籍|通讯|联系|收件|邮寄)?(?:详细)?(?:住址|地址|住所|户籍地)")
_PASSPORT = re.compile(r"护照(?:号码?|编号)?|passport(?:\s?(?:no\.?|number))?", re.IGNORECASE)
_CARD = re.compile(r"(?:发放|银行|打卡|社保|惠农|收款)?(?:银行)?(?:卡号|[账帐]号|[账帐]户|一卡通\S{0,3}|存折号?)")
_MOBILE = re.compile(r"(?:家长|监护人|本人|户主|联系|学生)?(?:联系)?(?:电话|手机|联系方式)(?:号码?)?")
_PERSON = re.compile(r"(?:\S{0,6}姓\s?名|户\s?主\S{0,2}|收件人|申请人|村民|居民|学生|受助人|救助对象|\S{1,4}者|监护人|name)", re.IGNORECASE)
# Whose telephone stands in such a list is nobody's at work: what is under 姓名 alone may be.
_PRIVATE = re.compile(r"户\s?主|学生|儿童|家长|监护人|患者|残疾|老人|低保|受助|救助|贫困|村民|居民|购[机房车]者|搬迁|被征")
_OFFICE = re.compile(r"单位|企业|公司|机构|门店|店名|网点|经营|职务|岗位|部门|科室|法定代表|负责人|律所|学校|场所|网站|邮编")
_HOME_CELL = re.compile(r"[\u4e00-\u9fff]{2}[\u4e00-\u9fffA-Za-z0-9０-９（）()\-－—#]{3,58}")
_NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十]{1,5}(?:号|栋|幢|楼|单元|室|组|社)")
_NO_HOME = re.compile(r"公司|大厦|政府|派出所|医院|酒店|学校|中心|工业园|产业园|办公|商铺|门面|某|[*×X]{2}")
_CARD_CELL = re.compile(r"(?:6[0289]|95|4[0-9]|5[0-9]|3[567])[0-9]{13,17}")
_MOBILE_CELL = re.compile(r"1[3-9][0-9]{9}")
_PASSPORT_CELL = re.compile(r"(?=(?:[A-Z]*[0-9]){5})[A-Z0-9]{8,9}")
_MOST_LINES = 5_000
_MOST_GAP = 3


class Cell(NamedTuple):
    """A cell below its heading: what it is, its text, its place in the whole text."""

    what: What
    text: str
    start: int
    end: int


def cells(text: str) -> Iterator[Cell]:
    """What stands in columns named so."""
    if not any(word in text for word in _WORDS):
        return
    heading: list[What | None] = []
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


def _heading(row: list[str]) -> list[What | None]:
    """What each column holds, when the row is the heading of a list of persons; empty otherwise."""
    if len(row) < 2 or not any(_PERSON.fullmatch(cell) for cell in row) or any(_OFFICE.search(cell) for cell in row):
        return []
    private = any(_PRIVATE.search(cell) for cell in row)
    named = [_named(cell, private) for cell in row]
    return named if any(named) else []


def _named(cell: str, private: bool) -> What | None:
    if _HOME.fullmatch(cell):
        return "home"
    if _PASSPORT.fullmatch(cell):
        return "passport"
    if _CARD.fullmatch(cell):
        return "card"
    return "mobile" if private and _MOBILE.fullmatch(cell) else None


def _is(what: str, cell: str) -> bool:
    match what:
        case "passport":
            return _PASSPORT_CELL.fullmatch(cell) is not None
        case "card":
            plain = cell.replace(" ", "")
            return _CARD_CELL.fullmatch(plain) is not None and luhn(plain)
        case "mobile":
            return _MOBILE_CELL.fullmatch(cell) is not None
    return _HOME_CELL.fullmatch(cell) is not None and _NUMBERED.search(cell) is not None and _NO_HOME.search(cell) is None
