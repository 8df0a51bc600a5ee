"""Columns that will pass their limit in a few days: a warning, no fault.

Offices name 临期更新 and 卡点更新; the earlier a unit hears of it, the less is ever stale.
"""

from __future__ import annotations

from zhengjian.checks._columns import unseen
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.columns import Columns, forecast
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="栏目临近超期",
    wording="临近最后期限更新、卡点更新",
    clause="预警",
    document="practice：各地通报",
    finding_phrase="个别栏目临近超期",
)


class Limits(BaseLimits):
    """``news_days``: days left of the fourteen at which news columns are named; ``other_days``: days left for the others."""

    news_days: int = 4
    other_days: int = 15


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Each column with no more than the given days left is named, soonest first."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    near = [
        due
        for due in forecast(columns.columns, now.as_of, max(limits.news_days, limits.other_days))
        if due.days_left <= (limits.news_days if due.column.kind == "动态要闻" else limits.other_days) and due.column.evidence
    ]
    if not near:
        return met("没有临近超期的栏目")
    findings = [
        Finding(
            where=due.column.url,
            what=f"“{due.column.name}”（{due.column.kind}）还有{due.days_left}天超期，最迟{due.last_day}更新",
            value=f"{due.days_left}天",
            expected=f"{due.last_day}前更新",
            evidence=(due.column.evidence,),
        )
        for due in near
    ]
    return threshold(f"{len(near)}个栏目临近超期", findings, 0, 1)
