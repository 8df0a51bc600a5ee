"""Dates as Chinese pages write them, and what they mean once the moment of reading is known.

A page is read without a clock, so a date is kept as it was understood: ``2025-06-12``, ``2025-06-12T10:20`` (Shanghai
time), ``--06-12`` (no year) or ``-P3D`` (three days ago). ``resolve`` turns it into an instant at a given moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from zhengjian.model import SHANGHAI, Value

_CHINESE_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_CLOCK = r"(?:[T\s]{0,3}(?P<h>[01]?\d|2[0-4])\s?[:：时]\s?(?P<mi>[0-5]\d)(?:[:：分]\s?[0-5]\d秒?)?)?"
# The same separator twice, or 年 and 月: 2025年1—4月 is a span of months and no date. What may not stand before the year
# is asked after it: an expression that begins with a look back is tried at every character, ten times as slowly.
FULL = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?<![\d.]\d{4})\s?(?:(?P<n>年)|(?P<s>[-/.·_—–−]))\s?(?P<m>1[0-2]|0?[1-9])\s?(?(n)月|(?P=s))\s?(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"(?:\s?[日号])?" + _CLOCK
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?P<m>1[0-2]|0?[1-9])\s?(?:[-/.·]|月)\s?(?P<d>3[01]|[12]\d|0?[1-9])(?:\s?[日号])?" + _CLOCK)
_RELATIVE = re.compile(
    r"(?P<n>\d{1,3}|半|一|两|二|三|四|五|六|七|八|九|十)\s?(?:个)?(?P<unit>秒钟?|分钟|小时|天|日|周|星期|月|年)[之以]?前"
)
_NEAR = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_CLOCK_ONLY = re.compile(r"\s*(?:[上下]午|早上|晚上)?\s*(?:\d{1,2}\s?[:：]\s?\d{2}(?:[:：]\d{2})?)?")
_NUMBERS = dict(zip("半一两二三四五六七八九十", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_UNIT_DAYS = {"秒": 0, "分": 0, "小": 0, "天": 1, "日": 1, "周": 7, "星": 7, "月": 30, "年": 365}
_CHINESE_DATE = re.compile(
    r"(?P<y>[二一][〇○Ｏ零一二三四五六七八九]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月(?P<d>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_WEEKDAY = re.compile(r"^(?:星期|周)[一二三四五六日天]\s*[,，]?\s*|[\s（(]*(?:星期|周)[一二三四五六日天][）)]?$")
_WIDE = re.compile("[０-９]")
_NARROW = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")
_EDGE = "[]()（）【】［］〔〕〈〉<>《》{}|｜:：,，;； \t\r\n\u3000\xa0·•-—"
_LED = re.compile(r"^(?:发布|发表|发文|更新|刊发|上传|公开|录入|添加|创建)?(?:时间|日期|于)?\s*[:：]?\s*")
_MONTH_IN_WORDS = re.compile(r"(十[一二]?|[一二三四五六七八九])月\s*(\d{1,2})\s*[,，]\s*(20\d\d)(?:\s*[-—,，]?\s*\d{1,2}:\d{2})?")
_IN_ADDRESS = (
    re.compile(r"[/_]t(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_\d"),
    re.compile(r"/(20\d\d)[-/](1[0-2]|0?[1-9])[-/](3[01]|[12]\d|0?[1-9])/"),
    re.compile(r"/(20\d\d)-?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])[/_\d.]"),
)


class Mention(Value):
    """One date in a text: what it says (``2025-06-12``…), and where it starts and ends in that text."""

    value: str
    start: int
    end: int


def _written(found: re.Match[str]) -> str | None:
    """The ISO form of a match with year, month, day and perhaps a clock; None when there is no such day."""
    groups = found.groupdict()
    try:
        day = date(int(groups["y"]), int(groups["m"]), int(groups["d"]))
    except ValueError:
        return None
    hour, minute = groups.get("h"), groups.get("mi")
    if hour and minute and int(hour) < 24:
        return f"{day.isoformat()}T{int(hour):02}:{minute}"
    return day.isoformat()


def mentions(text: str) -> Iterator[Mention]:
    """Every date with year, month and day in a running text, in order; forms without a year are not looked for."""
    for found in FULL.finditer(text):
        value = _written(found)
        if value:
            yield Mention(value=value, start=found.start(), end=found.end())
    if "年" in text and ("二〇" in text or "二○" in text or "二零" in text):
        for found in _CHINESE_DATE.finditer(text):
            value = _chinese(found)
            if value:
                yield Mention(value=value, start=found.start(), end=found.end())


def _chinese(found: re.Match[str]) -> str | None:
    year = found["y"].translate(_CHINESE_DIGITS)
    try:
        return date(int(year), _number(found["m"]), _number(found["d"])).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    units = int(ones.translate(_CHINESE_DIGITS)) if ones else 0
    return (int(tens.translate(_CHINESE_DIGITS)) if tens else 1) * 10 + units if ten else units


def whole(text: str) -> str | None:
    """The date that a short text consists of, brackets and a word like 发布时间 aside; None when it is anything else."""
    if not 1 < len(text) < 40:
        return None
    text = _LED.sub("", text.strip(_EDGE), count=1).strip(_EDGE)
    if not text:
        return None
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    if "星期" in text or "周" in text:
        text = _WEEKDAY.sub("", text)
    near = text[:2]
    if near in _NEAR and _CLOCK_ONLY.fullmatch(text, 2):
        return f"-P{_NEAR[near]}D"
    for pattern in (FULL, _COMPACT):
        found = pattern.fullmatch(text)
        if found:
            return _written(found)
    found = _YEAR_LAST.fullmatch(text)
    if found:
        return _year_last(int(found[1]), int(found[2]), found[3])
    found = _MONTH_DAY.fullmatch(text)
    if found:
        return f"--{int(found['m']):02}-{int(found['d']):02}"
    found = _RELATIVE.fullmatch(text)
    if found:
        number = int(found["n"]) if found["n"].isdigit() else _NUMBERS[found["n"]]
        return f"-P{number * _UNIT_DAYS[found['unit'][0]]}D"
    found = _CHINESE_DATE.fullmatch(text)
    if found:
        return _chinese(found)
    found = _MONTH_IN_WORDS.fullmatch(text)
    if found:
        return _iso(found[3], str(_number(found[1])), found[2])
    if text.isascii() and text[-4:].isdigit():
        for form, month, day in zip(_ENGLISH, (2, 1), (1, 2), strict=True):
            if found := form.fullmatch(text):
                return _iso(found[3], _month_of(found[month]), found[day])
    # 星期 after the day, or a clock with am/pm words
    tail = FULL.match(text)
    if tail and re.fullmatch(r"\s*(?:星期|周)[一二三四五六日天]|\s*[上下]午.*", text[tail.end() :]):
        return _written(tail)
    return None


_YEAR_MONTH = re.compile(r"(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>1[0-2]|0?[1-9])月?|(?P<last>1[0-2]|0?[1-9])\s?[-/.]\s?(?P<year>20\d\d)")
_MONTHS_OF_YEAR = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_GAP = r"[\s,/-]{1,3}"
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_ENGLISH = tuple(re.compile(form, re.IGNORECASE) for form in (rf"{_NTH}{_GAP}{_NAME}{_GAP}(20\d\d)", rf"{_NAME}{_GAP}{_NTH}{_GAP}(20\d\d)"))
_ENGLISH_MONTH = re.compile(rf"{_NAME}(?:{_GAP}(20\d\d))?", re.IGNORECASE)
_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])日?")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月")
_YEAR = re.compile(r"(20\d\d)年?")
_MONTH_ALONE = re.compile(r"(1[0-2]|0?[1-9])月?")


def split(first: str, second: str) -> str | None:
    """A date written in two pieces, as cards do.

    ``12`` + ``2025-06`` or ``06.2025`` or ``Jun 2025``, ``06-12`` + ``2025``, ``6月`` + ``12``, ``12`` + ``Jun``.
    """
    for one, other in ((first.strip(_EDGE), second.strip(_EDGE)), (second.strip(_EDGE), first.strip(_EDGE))):
        month, day = _YEAR_MONTH.fullmatch(one), _DAY.fullmatch(other)
        if month and day:
            return _iso(month["y"] or month["year"], month["m"] or month["last"], day[1])
        english = _ENGLISH_MONTH.fullmatch(one)
        if english and day:
            number = _month_of(english[1])
            return _iso(english[2], number, day[1]) if english[2] else f"--{number}-{int(day[1]):02}"
        year, rest = _YEAR.fullmatch(one), _MONTH_DAY.fullmatch(other)
        if year and rest:
            return _iso(year[1], rest["m"], rest["d"])
        named = _MONTH.fullmatch(one)
        if named and day:
            return f"--{int(named[1]):02}-{int(day[1]):02}"
    return None


def split_in_three(first: str, second: str, third: str) -> str | None:
    """A date whose year, month and day are pieces of their own, the month between the others: ``12`` ``06`` ``2025``."""
    for year, day in ((first, third), (third, first)):
        found, month, number = (
            _YEAR.fullmatch(year.strip(_EDGE)),
            _MONTH_ALONE.fullmatch(second.strip(_EDGE)),
            _DAY.fullmatch(day.strip(_EDGE)),
        )
        if found and month and number:
            return _iso(found[1], month[1], number[1])
    return None


def _year_last(first: int, second: int, year: str) -> str | None:
    """``18.06.2025`` and ``06/18/2025``; None for ``06/05/2025``, which some read as May and some as June."""
    if first == second or max(first, second) > _MONTHS_OF_YEAR:
        month, day = min(first, second), max(first, second)
        return _iso(year, str(month), str(day)) if month <= _MONTHS_OF_YEAR else None
    return None


UNORDERED = re.compile(r"(?:(?:日期|时间)\s*[:：]\s*)?[\[(（【]?(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d|\d\d)[\])）】]?")


def ordered_days(pieces: list[str]) -> list[str]:
    """Days of a list whose parts stand in an order that one day does not tell but all together do; empty ones where they do not.

    The year comes last in four digits, or first in two. Month before day is said only when a part beyond twelve proves it.
    """
    parts = [found.groups() if (found := UNORDERED.fullmatch(piece)) else None for piece in pieces]
    known = [tuple(map(int, part)) for part in parts if part is not None]
    if not known:
        return [""] * len(pieces)
    late = [len(part[2]) > 2 for part in parts if part is not None]
    month, day, year = 1, 2, 0
    if all(late):
        year, month, day = 2, 0, 1
        if any(part[0] > _MONTHS_OF_YEAR for part in known):
            month, day = 1, 0
        elif not any(part[1] > _MONTHS_OF_YEAR for part in known):
            return [""] * len(pieces)
    elif any(late) or not _year_first(known):
        return [""] * len(pieces)
    return [(_iso(f"20{part[year][-2:]}", part[month], part[day]) or "") if part is not None else "" for part in parts]


def _year_first(known: list[tuple[int, ...]]) -> bool:
    """True when the first of two-digit parts can only be the year: it falls or stays while a last part beyond twelve changes."""
    first, last = [part[0] for part in known], [part[2] for part in known]
    falls = all(one >= other for one, other in pairwise(first)) and first[0] - first[-1] <= _YEARS_ON_A_PAGE
    return falls and min(first) > _MONTHS_OF_YEAR and max(last) > _MONTHS_OF_YEAR and len(set(last)) > len(set(first))


_YEARS_ON_A_PAGE = 8


def _month_of(name: str) -> str:
    return f"{_MONTHS.index(name.lower()) + 1:02}"


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def in_address(url: str) -> str | None:
    """The day that an address carries (``t20250612_``, ``/2025/6/12/``, ``/20250612/``), or None."""
    for pattern in _IN_ADDRESS:
        found = pattern.search(url)
        if found:
            return _iso(found[1], found[2], found[3])
    return None


def resolve(value: str, at: datetime) -> datetime | None:
    """The instant that a kept date means when read at ``at``; a bare day is the end of that day, in the reader's favour.

    A date without a year is the latest such day not after ``at``. Returns None for a value that is no date.
    """
    at = at.astimezone(SHANGHAI)
    try:
        if value.startswith("-P"):
            return _end_of((at - timedelta(days=int(value[2:-1]))).date())
        if value.startswith("--"):
            return _end_of(_without_year(int(value[2:4]), int(value[5:7]), at.date()))
        if "T" in value:
            return datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)
        return _end_of(date.fromisoformat(value))
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)


def _without_year(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 5, -1):
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if found <= today:
            return found
    raise ValueError("no such day")


def shown(value: str) -> str:
    """A kept date as ISO 8601 with offset for output; a date without a year stays as it is."""
    return f"{value}:00+08:00" if "T" in value and len(value) == 16 else value
