"""A column that was not updated within the time for its kind: 14 days, six months, one year.

Measured on the dates in the column's list (or on its articles' pages when the list has none), at the moment of
inspection. 动态要闻 columns are judged one by one; parts of another first-level column of the same kind only together
with it. Exactly as old as the limit is in time. A list without dates, read in part, filled by script or not sorted with
pages unread is unknown, never stale. Known limit: a column whose kind is not clear is left to a person.
"""

from __future__ import annotations

from zhengjian.checks._columns import first_level, judge_all, named, stale_finding, state_of_group, unseen
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="栏目更新不及时",
    wording="动态、要闻类栏目监测时间点前2周内未更新；通知公告、政策文件类栏目6个月内未更新；其他应更新栏目1年内未更新",
    clause="扣分指标·发布解读·其他栏目（应更新未更新）",
    document="国办秘函〔2019〕19号",
    finding_phrase="栏目更新不及时",
)


class Limits(BaseLimits):
    """How long each kind may go without update: news in days of 24 hours, the others in calendar months."""

    news_days: int = 14
    notice_months: int = 6
    other_months: int = 12


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Each stale column is a finding; columns that could not be judged are counted and named."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    rhythm = Rhythm(news_days=limits.news_days, notice_months=limits.notice_months, other_months=limits.other_months)
    entries = judge_all(columns.columns, now.as_of, rhythm)
    stale = []
    for group in first_level(entries):
        alone = group[0].column.kind == "动态要闻" or state_of_group(group) == "stale"
        stale += [entry for entry in group if entry.state == "stale"] if alone else []
    open_ = [entry for entry in entries if entry.state == "unknown" and entry.column.period is not None]
    if not stale and not open_:
        return met(f"{len(entries)}个栏目均在期限内更新或不适用")
    said = f"{len(entries)}个栏目中{len(stale)}个超期未更新，上限0个"
    if open_:
        said += f"；{len(open_)}个未能判断（{named(open_)}：{open_[0].reason}）"
    return threshold(said, [stale_finding(entry, now.as_of, rhythm) for entry in stale], len(open_), 1)
