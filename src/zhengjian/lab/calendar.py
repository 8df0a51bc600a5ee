"""Working days for invented dates: offices of the lab publish and answer on working days only."""

from __future__ import annotations

from datetime import datetime, timedelta

import chinese_calendar


def on_workday(moment: datetime) -> datetime:
    """The moment itself, or the same time on the last working day before it."""
    while not chinese_calendar.is_workday(moment.date()):
        moment -= timedelta(days=1)
    return moment


def add_workdays(moment: datetime, days: int) -> datetime:
    """The moment moved by working days; the day it falls on does not count."""
    while days:
        moment += timedelta(days=1)
        days -= bool(chinese_calendar.is_workday(moment.date()))
    return moment
