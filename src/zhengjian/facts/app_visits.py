"""The visits of the page from which a unit's app (移动客户端) is fetched: a shop for apps, or a page of the unit's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.model import SHANGHAI, ProbeVisit

APP = "移动客户端"
DAYS_BEFORE = 7


class AppVisits(Fact):
    """All visits known of one app's page, in any order. Each was asked twice and by two programs before it failed."""

    lack: ClassVar[str] = "没有访问过移动客户端的下载页面"

    visits: tuple[ProbeVisit, ...] = ()


def at_moment(visits: tuple[ProbeVisit, ...], as_of: datetime) -> list[ProbeVisit]:
    """The visits that speak of a moment, the newest last: those of the week before it, else of the first day after it."""
    ordered = sorted(visits, key=lambda visit: visit.at)
    before = [visit for visit in ordered if as_of - timedelta(days=DAYS_BEFORE) <= visit.at <= as_of]
    after = [visit for visit in ordered if visit.at > as_of]
    return before or [visit for visit in after if visit.at.astimezone(SHANGHAI).date() == after[0].at.astimezone(SHANGHAI).date()]
