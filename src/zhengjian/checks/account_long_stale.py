"""An account that published nothing for three months: asleep, not merely late.

Told apart from ``account-stale`` because the remedy differs: revive it or close it properly.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts, stale_since
from zhengjian.facts.base import Moment, months_before
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体长期不更新",
    wording="长期不更新，存在“僵尸”“睡眠”情况",
    clause="单项否决指标·内容不更新",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="断更、长期不更新",
)


class Limits(BaseLimits):
    """``months``: older than this many calendar months is asleep; exactly as old is not."""

    months: int = 3
    look_hours: int = 48


def check(entry: AccountEntry, posts: Posts, now: Moment, limits: Limits) -> Outcome:
    """Asleep when a fresh, successful look shows that the newest post lies more than ``months`` months back."""
    if entry.account.status != "正常":
        return not_applicable(f"账号登记状态为“{entry.account.status}”")
    age = stale_since(posts, now.as_of, timedelta(hours=limits.look_hours))
    if isinstance(age, str):
        return unknown(age)
    if age.newest.at is None or age.newest.at >= months_before(now.as_of, limits.months):
        return met(f"最近更新于{age.day}")
    if age.doubt:
        return unknown(age.doubt)
    finding = Finding(
        where=age.newest.url or entry.account.home or entry.account.feed or entry.account.account_id,
        what=f"“{entry.account.name}”（{entry.account.platform}）最近一次更新在{age.day}，已超过{limits.months}个月",
        value=age.newest.at.isoformat(),
        expected=f"{limits.months}个月内有更新",
        evidence=age.evidence,
    )
    return threshold(f"超过{limits.months}个月未更新", [finding], 0, 1)
