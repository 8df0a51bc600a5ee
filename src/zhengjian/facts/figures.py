"""Days, times and shares that cannot be: 2025年2月29日, 上午9:70, 合格率120%."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple


class BadFigure(NamedTuple):
    """Where it stands, and its kind (Chinese)."""

    start: int
    end: int
    kind: str


_SHARES = ("合格率", "优良率", "满意率", "知晓率", "出勤率", "达标率", "满意度")
_HALVES = ("上午", "下午", "中午", "早上", "晚上", "凌晨")
SIGNS = (*_SHARES, *_HALVES)
"""What times and shares begin with."""
_MONTH = re.compile(r"月(\d{1,2})日")
_BEFORE_MONTH = re.compile(r"(?:((?:19|20)\d\d)年|(?<![\d.]))(\d{1,2})$")
_TIME = re.compile(r"..\s?(\d{1,2})[:：](\d\d)(?![\d:：])")
_SHARE = re.compile(r"...(?:为|达到?|均为|均达)?(\d{3,4}(?:\.\d+)?)[%％]")
_LEAP = 2024


def days(text: str) -> Iterator[BadFigure]:
    """Days that no calendar has: 6月31日, 13月1日."""
    for found in _MONTH.finditer(text):
        left = max(0, found.start() - 7)
        before = _BEFORE_MONTH.search(text[left : found.start()])
        if before is None:
            continue
        year, month, day = int(before[1] or _LEAP), int(before[2]), int(found[1])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield BadFigure(left + before.start(), found.end(), "日期有误")


def at(text: str, start: int) -> BadFigure | None:
    """The impossible time or share that one of ``SIGNS`` begins at a place."""
    if found := _TIME.match(text, start):
        is_wrong = int(found[1]) > 24 or int(found[2]) > 59
        return BadFigure(found.start(1), found.end(), "时间有误") if is_wrong else None
    found = _SHARE.match(text, start)
    return BadFigure(start, found.end(), "百分比有误") if found and float(found[1]) > 100 else None
