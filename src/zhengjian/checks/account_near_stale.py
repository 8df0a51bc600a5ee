"""An account that will soon be two weeks without an update: a warning while there is time, not a fault.

Inspectors name last-minute updating; operators want to know before it happens. Same measurement as ``account-stale``.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts, stale_since
from zhengjian.facts.base import Moment
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体临近更新期限",
    wording="临近最后期限更新，有超期风险",
    clause="预警",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="临近最后期限仍未更新",
)


class Limits(BaseLimits):
    """``warn_days``: from this many days on it is near; ``days``: beyond this it is stale, another check's matter."""

    warn_days: int = 10
    days: int = 14
    look_hours: int = 48


def check(entry: AccountEntry, posts: Posts, now: Moment, limits: Limits) -> Outcome:
    """Near when the newest post is at least ``warn_days`` and at most ``days`` old."""
    if entry.account.status != "正常":
        return not_applicable(f"账号登记状态为“{entry.account.status}”")
    age = stale_since(posts, now.as_of, timedelta(hours=limits.look_hours))
    if isinstance(age, str):
        return unknown(age)
    if not timedelta(days=limits.warn_days) <= age.lasting <= timedelta(days=limits.days):
        return met(f"最近更新于{age.day}")
    if age.doubt:
        return unknown(age.doubt)
    left = limits.days - age.lasting.days
    finding = Finding(
        where=age.newest.url or entry.account.home or entry.account.feed or entry.account.account_id,
        what=f"“{entry.account.name}”（{entry.account.platform}）最近一次更新在{age.day}，距{limits.days}天期限还剩{left}天",
        value=str(left),
        expected=f"{limits.days}天内有更新",
        evidence=age.evidence,
    )
    return threshold(f"距期限还剩{left}天", [finding], 0, 1)
