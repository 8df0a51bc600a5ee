"""A home page without any update in the two weeks before the moment of inspection. A veto.

Measured on every date on the home page and on the articles it links to; a home page that is only navigation is judged by
all second-level pages. Exactly fourteen days old is in time. A script-filled list, an item whose own page was not read, a
page read in part: unknown. An article whose whole page shows no publication date counts as not updated, as the
indicator's note says, but a home page with no date at all is left to a person.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.column_state import in_time
from zhengjian.facts.home_updates import HomeUpdates
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="首页不更新",
    wording="监测2周，首页无信息更新；首页仅为栏目导航入口的，检查所有二级页面；稿件页未注明发布时间的视为不更新",
    clause="单项否决指标·首页不更新",
    document="国办秘函〔2019〕19号",
    finding_phrase="首页超过2周未更新",
)


class Limits(BaseLimits):
    """``days``: older than this many days of 24 hours is stale, exactly as old is not."""

    days: int = 14


def check(home: HomeUpdates, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Stale when every date is known and none lies within ``days``."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    place = "所有二级页面（首页仅为导航）" if home.by_second_level else "首页"
    newest = home.newest
    if newest is not None and in_time(newest, now.as_of, (limits.days, 0)):
        return met(f"{place}最近更新于{newest.at.date()}")
    doubt = _doubt(home)
    if newest is None or doubt:
        return unknown(doubt or f"{place}未读到任何带日期的信息，请人工判断")
    age = (now.as_of.date() - newest.at.date()).days
    finding = Finding(
        where=home.place,
        what=f"{place}最近一次更新在{newest.at.date()}，距监测时间点已{age}天，上限{limits.days}天（共核对{home.items}条信息）",
        value=newest.at.date().isoformat(),
        expected=f"{limits.days}天内有更新",
        evidence=home.evidence,
    )
    return threshold(f"{place}{age}天未更新，上限{limits.days}天", [finding], 0, 1)


def _doubt(home: HomeUpdates) -> str:
    if not home.complete:
        return "页面未读取完整"
    if home.script:
        return f"{home.script}，未经浏览器读取"
    if home.later:
        return f"{home.later}条信息的日期晚于检查时点"
    return f"{home.undated}条信息未标日期且稿件页未读取" if home.undated else ""
