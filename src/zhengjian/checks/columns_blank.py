"""Five or more blank columns: a veto. What counts as blank is said in ``column-blank``."""

from __future__ import annotations

from zhengjian.checks._columns import blank_finding, judge_all, named, unseen
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="空白栏目较多",
    wording="空白栏目数量超过（含）5个",
    clause="单项否决指标·栏目不更新（三）",
    document="国办秘函〔2019〕19号",
    finding_phrase="空白栏目数量超过（含）5个",
)


class Limits(BaseLimits):
    """``columns``: this many blank columns, or more, fail the site."""

    columns: int = 5


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Counts blank columns; columns without any item that could not be judged may yet be blank."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    blank = [column for column in columns.columns if column.state == "blank"]
    open_ = [
        entry
        for entry in judge_all(columns.columns, now.as_of, Rhythm())
        if entry.state == "unknown" and not (entry.column.items or entry.column.text)
    ]
    said = f"空白栏目{len(blank)}个，上限{limits.columns}个"
    if open_:
        said += f"；{len(open_)}个未能判断（{named(open_)}：{open_[0].reason}）"
    return threshold(said, [blank_finding(column) for column in blank], len(open_), limits.columns)
