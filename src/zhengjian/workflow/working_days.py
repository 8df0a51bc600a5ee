"""Deadlines in working days: the State Council's yearly calendar (chinesecalendar) plus the office's corrections.

A year without a published calendar is refused, never guessed.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import chinese_calendar

from zhengjian.model import SHANGHAI, Value


def midnight(day: date) -> datetime:
    """The first instant of a day, Asia/Shanghai: what ``WorkCalendar`` counts from where only a day is known."""
    return datetime.combine(day, time.min, SHANGHAI)


class UnknownYear(Exception):
    """The calendar of a year is not known; the text says which year and what to do."""


class WorkCalendar(Value):
    """The official calendar with corrections: days that are worked or free against it."""

    workdays: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()

    @classmethod
    def corrected(cls, workdays: tuple[str, ...], holidays: tuple[str, ...]) -> WorkCalendar:
        """A calendar with corrections given as ISO dates."""
        return cls(
            workdays=frozenset(date.fromisoformat(day) for day in workdays),
            holidays=frozenset(date.fromisoformat(day) for day in holidays),
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day; raises ``UnknownYear``."""
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            raise UnknownYear(f"没有{day.year}年的节假日安排，无法计算工作日；请更新日历或在设置的 [calendar] 中补充") from None

    def due(self, start: datetime, days: int) -> datetime:
        """The last instant in time: the end of the ``days``-th working day after the day of ``start``."""
        day = start.astimezone(SHANGHAI).date()
        left = days
        while left:
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return datetime.combine(day, time.max, tzinfo=SHANGHAI)

    def between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of ``start`` up to and including the day of ``end``."""
        day, last = start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
        count = 0
        while day < last:
            day += timedelta(days=1)
            count += self.is_workday(day)
        return count
