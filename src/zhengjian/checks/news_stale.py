"""No news column of the site was updated within two weeks.

Judged over all 动态要闻 columns together; single columns are ``column-stale``. A site where none was recognised is left to a
person, because names vary.
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
    title="动态要闻不更新",
    wording="开设动态要闻栏目，2周内更新",
    clause="扣分指标·发布解读·动态要闻",
    document="国办秘函〔2019〕19号",
    finding_phrase="动态要闻类栏目更新不及时",
)


class Limits(BaseLimits):
    """``days``: more than this many days of 24 hours without update is stale."""

    days: int = 14


def check(columns: Columns, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Violated when every news column is stale."""
    return kind_stale("动态要闻", columns, coverage, now, Rhythm(news_days=limits.days))
