"""Many old texts put online on one day: 突击更新, 旧稿集中上传.

A list shows several items of one day whose articles, labels or addresses are much older. A hit for a person: a unit may
have good reasons, a move to a new system among them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.listed_dates import ListedDate, ListedDates
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="突击更新",
    wording="突击更新、旧稿重发",
    clause="通报用语",
    document="practice：凉山、德阳等地通报",
    finding_phrase="突击更新、旧稿集中上传",
)


class Limits(BaseLimits):
    """``items``: so many items of one day; all of them older elsewhere by ``days``; only days of the last ``within_days``."""

    items: int = 5
    days: int = 30
    within_days: int = 92


def check(dates: ListedDates, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Each list and day with a burst of old texts is a finding."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    if not dates.lists:
        return unknown("没有读到带日期的列表")
    findings = []
    since = now.as_of.date() - timedelta(days=limits.within_days)
    for page in dates.lists:
        days: dict[date, list[ListedDate]] = defaultdict(list)
        for item in page.items:
            if item.other is not None and item.day >= since and item.day - item.other >= timedelta(days=limits.days):
                days[item.day].append(item)
        for day, items in days.items():
            if len(items) >= limits.items:
                first = items[0]
                what = f"“{page.name}”{day}一天内发布{len(items)}条旧稿，上限{limits.items - 1}条"
                what += f"，如《{first.title}》的{first.other_from}日期为{first.other}"
                findings.append(
                    Finding(where=page.url, what=what, value=f"{len(items)}条", expected=f"少于{limits.items}条", evidence=(page.snapshot,))
                )
    if not findings:
        return met(f"{len(dates.lists)}个列表未见旧稿集中上传")
    return threshold(f"{len(findings)}处旧稿集中上传", findings, 0, 1)
