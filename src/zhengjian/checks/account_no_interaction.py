"""An account on which nobody can speak to the unit: its many readers have not left one comment.

A clue for a person, and only where comments are the way to speak. Comments on any post prove interaction. Their absence says
something only when the imported numbers of many posts say 0 in so many words, and those posts were read often enough that some
comment had to come; then commenting has probably been switched off. WeChat accounts and apps answer through menus and messages
that no list shows, so without a comment they stay unknown. What is not in the list is unknown, never zero.
"""

from __future__ import annotations

from datetime import datetime

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts
from zhengjian.facts.base import Moment, months_before
from zhengjian.model import Finding, Outcome, Post

ABOUT = About(
    title="政务新媒体未提供有效互动功能",
    wording="未提供有效互动功能",
    clause="单项否决指标·互动回应差",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="未提供有效互动功能",
)

BY_COMMENTS = frozenset({"新浪微博", "抖音", "快手", "今日头条", "小红书", "哔哩哔哩", "百家号"})


class Limits(BaseLimits):
    """``posts`` with a number of comments, all of them 0, with so many ``views`` together, within so many ``months``."""

    posts: int = 20
    views: int = 100_000
    months: int = 6


def check(entry: AccountEntry, posts: Posts, now: Moment, limits: Limits) -> Outcome:
    """One finding for an account whose comments seem to be switched off."""
    account = entry.account
    if account.status != "正常":
        return not_applicable(f"账号登记状态为“{account.status}”")
    recent = [post for post in posts.posts if _recent(post, now.as_of, limits.months)]
    counted = [post for post in recent if post.comments is not None]
    commented = sum(post.comments or 0 for post in counted)
    if commented:
        return met(f"近{limits.months}个月的{len(counted)}条内容共有评论{commented}条，可以互动")
    if not counted:
        return unknown("没有导入评论数，无法判断能否互动")
    if account.platform not in BY_COMMENTS:
        return unknown(f"{account.platform}可通过菜单、私信等方式互动，没有评论不能说明不能互动，须人工核实")
    seen = [post for post in counted if post.views is not None]
    views = sum(post.views or 0 for post in seen)
    said = f"近{limits.months}个月有数据的内容{len(seen)}条，浏览{views}次，评论0条"
    if len(seen) < limits.posts or views < limits.views:
        return unknown(f"{said}，不足以判断（须有{limits.posts}条以上、浏览{limits.views}次以上）")
    finding = Finding(
        where=account.home or account.account_id,
        what=f"“{account.name}”（{account.platform}）{said}，疑似关闭评论，须人工核实能否互动",
        value="0",
        expected="提供有效互动功能",
        evidence=tuple(dict.fromkeys(post.evidence for post in seen if post.evidence))[:5] or (entry.register_evidence,),
    )
    return threshold(said, [finding], 0, 1)


def _recent(post: Post, as_of: datetime, months: int) -> bool:
    return post.at is not None and months_before(as_of, months) <= post.at <= as_of
