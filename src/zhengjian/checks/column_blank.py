"""A column that has never had any content.

Said only when the column's page was read whole, its list is really empty or the page itself says so, no script fills it,
and neither sub-columns nor other content stand there. Everything else is unknown or no fault.
"""

from __future__ import annotations

from zhengjian.checks._columns import blank_finding, judge_all, named, unseen
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="空白栏目",
    wording="栏目自开设以来没有任何信息内容",
    clause="扣分指标·发布解读·其他栏目（空白栏目）",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在空白栏目",
)


class Limits(BaseLimits):
    """No limits: one blank column is a finding."""


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Each blank column is a finding."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    blank = [column for column in columns.columns if column.state == "blank"]
    entries = judge_all(columns.columns, now.as_of, Rhythm())
    open_ = [entry for entry in entries if entry.state == "unknown" and not (entry.column.items or entry.column.text)]
    if not blank and not open_:
        return met(f"{len(entries)}个栏目均有内容")
    said = f"{len(entries)}个栏目中{len(blank)}个空白，上限0个"
    if open_:
        said += f"；{len(open_)}个未能判断（{named(open_)}：{open_[0].reason}）"
    return threshold(said, [blank_finding(column) for column in blank], len(open_), 1)
