"""Citizens' error reports (找错留言) that concern one site, and whether each was closed in time."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.model import SHANGHAI, Message
from zhengjian.workflow.working_days import WorkCalendar


class Messages(Fact):
    """The site's reports of the period. ``extra_workdays`` and ``extra_holidays`` correct the official calendar (ISO dates)."""

    lack: ClassVar[str] = "本期没有留言记录"

    messages: tuple[Message, ...] = ()
    extra_workdays: tuple[str, ...] = ()
    extra_holidays: tuple[str, ...] = ()


class Timeliness(StrEnum):
    """How one report stands against its clock."""

    IN_TIME = "按期"
    LATE = "超期"
    NOT_DUE = "未到期"
    INVALID = "无效"
    UNCLEAR = "无法判断"


def timeliness(message: Message, as_of: datetime, days: int, calendar: WorkCalendar) -> tuple[Timeliness, datetime | None, datetime | None]:
    """How a report stands at ``as_of``, its last instant in time, and when it was closed (None while open).

    The clock starts at 转办时间, else 收到时间 (contract §4); an extension only lengthens it. Raises ``UnknownYear``.
    """
    if message.status == "无效":
        return Timeliness.INVALID, None, None
    start = message.forwarded or message.received
    if start is None:
        return Timeliness.UNCLEAR, None, None
    due = calendar.due(start, days)
    if message.until is not None:
        due = max(due, datetime.combine(message.until, time.max, tzinfo=SHANGHAI))
    closed = message.closed or (message.answered if message.status == "已办结" else None)
    if closed is not None and closed > as_of:
        closed = None
    elif closed is None and message.status == "已办结":
        return Timeliness.UNCLEAR, due, None
    if closed is not None and closed < start:
        return Timeliness.UNCLEAR, due, closed
    if closed is not None:
        return (Timeliness.IN_TIME if closed <= due else Timeliness.LATE), due, closed
    return (Timeliness.LATE if as_of > due else Timeliness.NOT_DUE), due, None
