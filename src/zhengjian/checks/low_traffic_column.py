"""A column that hardly anybody reads: worth merging or closing, says the document; no fault by itself.

Visits are what the office imported; nothing is guessed for a column without a line.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.reposts import ColumnVisits
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="栏目访问量低",
    wording="对无法保障、访问量低的栏目进行优化调整",
    clause="信息内容保障·栏目优化",
    document="国办发〔2017〕47号",
    finding_phrase="栏目访问量低，未及时优化调整",
)


class Limits(BaseLimits):
    """``visits_a_month``: fewer than this many in 30 days is low; ``days``: a line shorter than this is no measure."""

    visits_a_month: int = 30
    days: int = 28


def check(visits: ColumnVisits, limits: Limits) -> Outcome:
    """One finding for each column whose visits over at least ``days`` days are below the limit."""
    measured = [line for line in visits.lines if (line.end - line.start).days + 1 >= limits.days]
    if not measured:
        return unknown(f"没有覆盖{limits.days}天以上的访问量数据")
    low = [
        Finding(
            where=line.url,
            what=f"{line.start}至{line.end}访问{line.visits}次，低于每30天{limits.visits_a_month}次",
            value=str(line.visits),
            expected=f"每30天不少于{limits.visits_a_month}次",
            evidence=(visits.evidence or f"traffic:{line.url}",),
        )
        for line in measured
        if line.visits * 30 < limits.visits_a_month * ((line.end - line.start).days + 1)
    ]
    return threshold(f"{len(measured)}个栏目中{len(low)}个访问量低", low, 0, 1) if low else met(f"{len(measured)}个栏目访问量正常")
