"""Which columns will pass their limit soon: the board of days left, before anything is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from zhengjian.facts.column_entry import Column
from zhengjian.facts.column_state import days_left, newest
from zhengjian.model import Value


class Due(Value):
    """A column that will pass its limit: its last day in time, and how many whole days are left."""

    column: Column
    last_day: date
    days_left: int


def forecast(columns: Iterable[Column], at: datetime, within_days: int) -> list[Due]:
    """The columns whose limit passes within so many days, soonest first; those already stale are not among them."""
    found = []
    for column in columns:
        last = newest(column.seen)
        if last is None or column.period is None or column.state not in {"fresh", "near-stale"}:
            continue
        left = days_left(last, at, column.period)
        if 0 <= left <= within_days:
            found.append(Due(column=column, last_day=at.date() + timedelta(days=left), days_left=left))
    return sorted(found, key=lambda due: (due.days_left, due.column.url))
