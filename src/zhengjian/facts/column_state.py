"""How a column lives: its last update with provenance, its limit, and its state at a moment.

Everything here errs to ``unknown``. A column is stale only when its whole list was read, its items' dates are known, and
the newest of them cannot stand on a page that was not read. A column is blank only when its page was read whole, its
list is really empty, nothing else stands there, and no script fills it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from zhengjian.facts.base import months_before
from zhengjian.facts.dates import resolve
from zhengjian.model import Value


class Rhythm(Value):
    """How often kinds of columns must be updated: 动态要闻 in days (hours × 24, rolling), the others in calendar months."""

    news_days: int = 14
    notice_months: int = 6
    other_months: int = 12


class Dated(Value):
    """One item's date as used: the instant (a bare day counts to its end), and where the date came from."""

    at: datetime
    origin: str


class Seen(Value):
    """What was seen of a column's items, in list order; None for an item whose date is not known.

    ``later`` counts items dated after the moment but not impossible (fetched after it): they prove life we cannot use.
    ``refused`` counts impossible dates. ``more_pages`` is True when further pages of the list were not read.
    """

    dates: tuple[Dated | None, ...] = ()
    later: int = 0
    refused: int = 0
    more_pages: bool = False
    whole: bool = True


DAY_KINDS = frozenset({"动态要闻"})
HALF_YEAR_KINDS = frozenset({"通知公告", "政策文件"})
YEAR_KINDS = frozenset({"政策解读", "人事信息", "统计数据"})
STATIC_KINDS = frozenset({"概况信息", "机构职能", "领导信息"})
SERVICE_KINDS = frozenset({"咨询建言", "办事服务", "在线访谈"})
# An empty mailbox with its explanation is right; so is a survey column that says that none is running.
LETTER_KINDS = frozenset({"留言公开", "咨询建言"})
ASKING_KINDS = frozenset({"意见征集", "在线访谈"})
EXEMPT_KINDS = {
    "规划计划": "规划计划类不按周期判断",
    "信息公开年报": "年度报告每年公布一次，不按周期判断",
    "专题": "专题（历史性工作专题不按周期判断）",
}
SURE = 0.8
NEAR_DAYS = {"动态要闻": 4}
NEAR_DAYS_OTHERS = 15


def newest(seen: Seen) -> Dated | None:
    """The latest known date."""
    return max((entry for entry in seen.dates if entry is not None), key=lambda entry: entry.at, default=None)


def period_of(kind: str, rhythm: Rhythm) -> tuple[int, int] | None:
    """(days, months) that a kind may go without update, one of them zero; None when no rhythm is laid down."""
    if kind in DAY_KINDS:
        return rhythm.news_days, 0
    if kind in HALF_YEAR_KINDS:
        return 0, rhythm.notice_months
    return (0, rhythm.other_months) if kind in YEAR_KINDS else None


def registered_period(days: int) -> tuple[int, int]:
    """A registered 更新周期 in days as (days, months): half a year and a year are meant as calendar months."""
    named = {30: 1, 31: 1, 90: 3, 91: 3, 92: 3, 180: 6, 182: 6, 183: 6, 184: 6, 365: 12, 366: 12}
    return (0, named[days]) if days in named else (days, 0)


def nominal_days(period: tuple[int, int] | None) -> int | None:
    """The period as a number of days for display: 14, 180, 365."""
    if period is None:
        return None
    days, months = period
    return days or {12: 365}.get(months, months * 30)


def last_day(at: datetime, period: tuple[int, int]) -> date:
    """The earliest day that is still in time at ``at``: exactly fourteen days (six months, a year) old is in time."""
    days, months = period
    return (at - timedelta(days=days)).date() if days else months_before(at, months).date()


def in_time(entry: Dated, at: datetime, period: tuple[int, int]) -> bool:
    """True when an update lies inside the period. A bare day stands for its last second, so the day on the limit is inside."""
    days, months = period
    start = at - timedelta(days=days) if days else months_before(at, months)
    return entry.at >= start


def days_left(entry: Dated, at: datetime, period: tuple[int, int]) -> int:
    """Whole days until the column passes its limit; 0 on its last day, negative afterwards."""
    return (entry.at.date() - last_day(at, period)).days


def state_of(kind: str, confidence: float, seen: Seen, at: datetime, period: tuple[int, int] | None) -> tuple[str, str]:
    """``fresh``, ``near-stale``, ``stale``, ``unknown`` or ``exempt`` for a column with items, and why, in Chinese."""
    last = newest(seen)
    if kind in EXEMPT_KINDS:
        return "exempt", EXEMPT_KINDS[kind]
    if last is None and kind in STATIC_KINDS | SERVICE_KINDS and not (seen.later or seen.refused):
        return "exempt", "机构、领导、概况和服务类栏目，不按周期判断"
    if last is None:
        return "unknown", _undated(seen)
    said = f"最近更新 {last.at.date().isoformat()}"
    if period is None:
        if in_time(last, at, (0, 12)):
            return "fresh", said
        return "unknown", f"{said}；该类栏目未规定更新周期，请人工判断"
    if in_time(last, at, period):
        left = days_left(last, at, period)
        if left <= NEAR_DAYS.get(kind, NEAR_DAYS_OTHERS):
            return "near-stale", f"{said}，距超期还有 {left} 天"
        return "fresh", said
    doubt = _doubt(kind, confidence, seen, last)
    if doubt:
        return "unknown", f"{said}；{doubt}"
    return "stale", f"{said}，已超过{said_period(period)}"


def said_period(period: tuple[int, int]) -> str:
    """A period in words: 14天, 6个月, 1年."""
    days, months = period
    if days:
        return f"{days}天"
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def _undated(seen: Seen) -> str:
    if seen.later:
        return f"{seen.later} 条信息的日期晚于检查时点"
    if seen.refused:
        return f"{seen.refused} 条信息的日期不可信（晚于读取时间）"
    return f"列表 {len(seen.dates)} 条信息均未标注日期，稿件页亦未读到发布日期"


def _doubt(kind: str, confidence: float, seen: Seen, last: Dated) -> str:
    """Why an old newest date does not yet prove that the column is stale; empty when it does."""
    if not seen.whole:
        return "页面未读取完整"
    if confidence < SURE:
        return f"栏目类别（{kind}）把握不足，请人工判断"
    if last.origin == "address":
        return "只有网址中的日期，稿件页未读取"
    if seen.later:
        return f"另有 {seen.later} 条信息的日期晚于检查时点"
    undated = [number for number, entry in enumerate(seen.dates) if entry is None]
    ordered = descending(seen.dates)
    if undated:
        first_known = next(number for number, entry in enumerate(seen.dates) if entry is not None)
        if not ordered or undated[0] < first_known or undated[0] <= _position(seen.dates, last):
            return f"另有 {len(undated)} 条信息日期未知"
    if seen.more_pages and not ordered:
        return "列表不是按时间倒序，其余页未读取"
    return ""


def _position(dates: Sequence[Dated | None], last: Dated) -> int:
    return next(number for number, entry in enumerate(dates) if entry == last)


def descending(dates: Sequence[Dated | None]) -> bool:
    """True when a list runs from new to old, a few pinned items at its top and small disorder aside.

    Real lists are sorted by order of entry, so neighbours may be swapped by days: four in five neighbours must be in order,
    and the newest must stand in the first third.
    """
    days = [entry.at.date() for entry in dates if entry is not None]
    if len(days) < 4:
        return all(one >= other for one, other in pairwise(days))
    head = max(2, len(days) // 3)
    if max(days) not in days[:head]:
        return False
    rest = days[days.index(max(days)) :]
    in_order = sum(one >= other for one, other in pairwise(rest))
    return in_order * 5 >= (len(rest) - 1) * 4 and rest[-1] <= rest[0]


def dated(value: str, origin: str, at: datetime, read_at: datetime | None) -> tuple[Dated | None, str]:
    """A kept date at the moment ``at``: the date, or None with ``later`` or ``refused`` (after it) or nothing (no date).

    ``read_at`` is when the page was read: a day between ``at`` and then is possible but says nothing about ``at``;
    a day after it is refused.
    """
    late = read_at is not None and timedelta(0) < read_at - at < timedelta(days=300)
    if value.startswith("--") and late and read_at is not None:
        moment = resolve(value, read_at)
        if moment is not None and moment.date() > at.date():
            return None, "later"
    moment = resolve(value, at)
    if moment is None:
        return None, ""
    if moment.date() <= at.date():
        return Dated(at=moment, origin=origin), ""
    possible = moment - at < timedelta(days=45) and (read_at is None or moment.date() <= max(read_at, at).date())
    return None, "later" if possible else "refused"
