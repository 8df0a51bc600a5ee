"""Five or more first-level columns not updated: 动态要闻 in 14 days, 通知公告 and 政策文件 in six months. A veto.

Parts of a first-level column of the same kind count together as one, which is stale only when all of its parts are.
Columns that could not be judged, or that may not be first-level (in no navigation, two or more clicks away), count neither
way; when they could tip the balance the verdict is unknown.
"""

from __future__ import annotations

from zhengjian.checks._columns import Judged, first_level, judge_all, named, stale_finding, state_of_group, unseen
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import DAY_KINDS, HALF_YEAR_KINDS, Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="栏目不更新",
    wording="监测时间点前2周内的动态、要闻类一级栏目，以及监测时间点前6个月内的通知公告、政策文件类一级栏目，累计超过（含）5个未更新",
    clause="单项否决指标·栏目不更新（一）",
    document="国办秘函〔2019〕19号",
    finding_phrase="多个栏目超期未更新",
)


class Limits(BaseLimits):
    """``columns``: this many stale first-level columns, or more, fail the site; the rhythms as in ``column-stale``."""

    columns: int = 5
    news_days: int = 14
    notice_months: int = 6


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Counts stale first-level columns of the three kinds."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    rhythm = Rhythm(news_days=limits.news_days, notice_months=limits.notice_months)
    counted = [
        column
        for column in columns.columns
        if column.kind in DAY_KINDS | HALF_YEAR_KINDS or (not column.evidence and column.kind == "其他")
    ]
    groups = first_level(judge_all(counted, now.as_of, rhythm))
    late = [group for group in groups if state_of_group(group) == "stale"]
    stale = [group for group in late if _is_first_level(group)]
    open_ = [group[0] for group in groups if state_of_group(group) == "unknown"] + [
        group[0] for group in late if not _is_first_level(group)
    ]
    said = f"动态要闻、通知公告、政策文件类一级栏目{len(groups)}个，超期未更新{len(stale)}个，上限{limits.columns}个"
    if open_:
        said += f"；{len(open_)}个未能判断（{named(open_)}：{open_[0].reason}）"
    latest = [
        max((entry for entry in group if entry.state == "stale"), key=lambda entry: entry.column.last.date if entry.column.last else "")
        for group in stale
    ]
    return threshold(said, [stale_finding(entry, now.as_of, rhythm) for entry in latest], len(open_), limits.columns)


def _is_first_level(group: list[Judged]) -> bool:
    return any(entry.column.in_navigation or entry.column.registered or entry.column.depth <= 1 for entry in group)
