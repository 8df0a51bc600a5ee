"""No policy column of the site was updated within six months.

Judged over all 政策文件 columns together, so that one seldom used category does not accuse a site that publishes policies.
"""

from __future__ import annotations

from zhengjian.checks._kinds import kind_stale
from zhengjian.checks.base import About
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.model import Outcome

ABOUT = About(
    title="政策文件不更新",
    wording="开设政策文件栏目，分类公开，6个月内更新",
    clause="扣分指标·发布解读·政策文件",
    document="国办秘函〔2019〕19号",
    finding_phrase="政策文件类栏目更新不及时",
)


class Limits(BaseLimits):
    """``months``: calendar months without update beyond which policies are stale."""

    months: int = 6


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Violated when every policy column is stale."""
    return kind_stale("政策文件", columns, coverage, now, Rhythm(notice_months=limits.months))
