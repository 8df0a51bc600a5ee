"""An account that published nothing in the two weeks before the moment of inspection.

A veto: one such account fails. Measured on every post known from every source that was read. "Not seen" is not "not
updated": the latest successful look must be recent enough that a post could not have been missed, and a source that
answers with a challenge, an error or an empty list decides nothing. Known limit: a post that the author deleted before
our look is not seen.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts, stale_since
from zhengjian.facts.base import Moment
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体内容不更新",
    wording="监测时间点前2周内无更新",
    clause="单项否决指标·内容不更新",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="监测时间点前2周内无更新",
)


class Limits(BaseLimits):
    """``days``: older than this many days (of 24 hours) is stale, exactly as old is not.

    ``look_hours``: how long before the moment of inspection the latest successful look may lie.
    """

    days: int = 14
    look_hours: int = 48


def check(entry: AccountEntry, posts: Posts, now: Moment, limits: Limits) -> Outcome:
    """Stale when a fresh, successful look shows that the newest post is more than ``days`` old."""
    if entry.account.status != "正常":
        return not_applicable(f"账号登记状态为“{entry.account.status}”")
    age = stale_since(posts, now.as_of, timedelta(hours=limits.look_hours))
    if isinstance(age, str):
        return unknown(age)
    if age.lasting <= timedelta(days=limits.days):
        return met(f"最近更新于{age.day}")
    if age.doubt:
        return unknown(age.doubt)
    finding = Finding(
        where=age.newest.url or entry.account.home or entry.account.feed or entry.account.account_id,
        what=f"“{entry.account.name}”（{entry.account.platform}）最近一次更新在{age.day}，距监测时间点已{age.lasting.days}天，上限{limits.days}天",
        value=age.newest.at.isoformat() if age.newest.at else None,
        expected=f"{limits.days}天内有更新",
        evidence=age.evidence,
    )
    return threshold(f"{age.lasting.days}天未更新，上限{limits.days}天", [finding], 0, 1)
