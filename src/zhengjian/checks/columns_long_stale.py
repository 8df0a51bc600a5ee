"""Ten or more columns that should be updated and were not for a year: a veto.

Counted are columns of every kind that has a rhythm; what has none by its nature (历史性专题, 规划计划, 年报, 概况) is exempt.
"""

from __future__ import annotations

from zhengjian.checks._columns import first_level, judge_all, named, stale_finding, state_of_group, unseen
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import DAY_KINDS, HALF_YEAR_KINDS, YEAR_KINDS, Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="栏目长期不更新",
    wording="应更新但长期未更新的栏目数量超过（含）10个",
    clause="单项否决指标·栏目不更新（二）",
    document="国办秘函〔2019〕19号",
    finding_phrase="应更新但长期未更新的栏目超过（含）10个",
)


class Limits(BaseLimits):
    """``columns``: this many, or more, fail the site. ``months``: not updated for longer than this is long."""

    columns: int = 10
    months: int = 12


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Counts first-level columns whose last update lies more than ``months`` back."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    rhythm = Rhythm(news_days=limits.months * 31, notice_months=limits.months, other_months=limits.months)
    counted = [column for column in columns.columns if column.kind in DAY_KINDS | HALF_YEAR_KINDS | YEAR_KINDS]
    groups = first_level(judge_all(counted, now.as_of, rhythm))
    stale = [group for group in groups if state_of_group(group) == "stale"]
    open_ = [group[0] for group in groups if state_of_group(group) == "unknown"]
    said = f"应更新栏目{len(groups)}个，超过{limits.months}个月未更新{len(stale)}个，上限{limits.columns}个"
    if open_:
        said += f"；{len(open_)}个未能判断（{named(open_)}：{open_[0].reason}）"
    return threshold(said, [stale_finding(group[0], now.as_of, rhythm) for group in stale], len(open_), limits.columns)
