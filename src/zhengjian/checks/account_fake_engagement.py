"""An account whose numbers cannot have come about by people: more likes than views, or the same likes again and again.

A clue for a person, on strong signs of arithmetic alone. Measured on imported numbers. Small differences and small numbers are
left alone, because lists are read at different moments; so are displays that stop at 100,000, rounded numbers, and platforms on
which a post is liked without being opened. Known limit: bought followers and orders to like do not show in such numbers.
"""

from __future__ import annotations

from collections import Counter

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts
from zhengjian.facts.base import Moment
from zhengjian.model import Finding, Outcome, Post

ABOUT = About(
    title="政务新媒体互动数据疑似弄虚作假",
    wording="存在购买“粉丝”、强制要求群众点赞等弄虚作假行为",
    clause="单项否决指标·互动回应差",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="互动数据疑似弄虚作假",
)

LIKED_UNOPENED = frozenset({"小红书", "今日头条", "百家号", "其他"})
CAP = 100_000  # what platforms show as 10万+


class Limits(BaseLimits):
    """``margin``: so many more likes than views, in at least ``posts`` posts.

    ``alike``: so many posts with one number of likes, of at least ``least`` and not a round one.
    """

    margin: int = 100
    posts: int = 3
    alike: int = 10
    least: int = 100


def check(entry: AccountEntry, posts: Posts, now: Moment, limits: Limits) -> Outcome:
    """One finding for each post with more likes than views, one for a number of likes that returns."""
    account = entry.account
    if account.status != "正常":
        return not_applicable(f"账号登记状态为“{account.status}”")
    known = [post for post in posts.posts if post.likes is not None and (post.at is None or post.at <= now.as_of)]
    if not known:
        return unknown("没有导入浏览、点赞数，无法判断")
    opened = account.platform not in LIKED_UNOPENED
    seen = [post for post in known if opened and post.views is not None and 0 < post.views < CAP]
    more = [post for post in seen if (post.likes or 0) - (post.views or 0) >= limits.margin]
    findings = [_more(post) for post in more] if len(more) >= limits.posts else []
    numbers = Counter(post.likes for post in known if post.likes is not None and _telling(post.likes, limits.least))
    for number, count in sorted(numbers.items()):
        if count >= limits.alike:
            findings.append(_same(entry, [post for post in known if post.likes == number], number))
    if findings:
        return threshold(f"有点赞数的内容{len(known)}条，{len(findings)}处数据异常，允许0处", findings, 0, 1)
    if not seen:
        return unknown("没有浏览数可与点赞数相比" if opened else f"{account.platform}的内容可不打开就点赞，点赞数与浏览数不可比")
    return met(f"有点赞数的内容{len(known)}条，未发现数据异常")


def _telling(number: int, least: int) -> bool:
    """True for a number that does not repeat by itself: neither small, nor round, nor a display's last."""
    return least <= number < CAP and number % 100 != 0


def _more(post: Post) -> Finding:
    return Finding(
        where=post.url or post.title,
        what=f"点赞{post.likes}次，多于浏览{post.views}次，须人工核实",
        value=f"{post.likes}/{post.views}",
        expected="点赞数不多于浏览数",
        evidence=tuple(filter(None, (post.evidence,))),
    )


def _same(entry: AccountEntry, posts: list[Post], number: int) -> Finding:
    account = entry.account
    return Finding(
        where=account.home or account.account_id,
        what=f"“{account.name}”（{account.platform}）{len(posts)}条内容的点赞数都是{number}，须人工核实",
        value=str(number),
        expected="各条内容的点赞数不应相同",
        evidence=tuple(dict.fromkeys(post.evidence for post in posts if post.evidence))[:5],
    )
