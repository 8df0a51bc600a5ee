"""Posts of an account that lead to, or advertise with an address for, gambling, pornography and other harmful trades.

Measured on title and text of every post that was read. A word of the trade is never enough: police and lottery offices write
them every day. Counted are addresses whose own host is named for the trade, and addresses of hosts that nothing speaks for
beside at least two words that are written only to sell it, in a post that reports on nothing. Known limit: menus of the
account, codes in pictures, and what a link leads to are not seen.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.bad_terms import host_promotes, promotes, reports
from zhengjian.facts.hosts import Whose, clean_host, whose
from zhengjian.facts.post_texts import PostText, PostTexts
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体不良链接",
    wording="发布或链接反动、暴力、色情等内容",
    clause="单项否决指标·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="发布内容含有不良链接",
)

_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w@.\-])(?=[a-z0-9\-]{1,60}\.))((?:[a-z0-9\-]{1,60}\.){1,4}[a-z]{2,8})(?![\w\-]|\.[a-z0-9])", re.IGNORECASE
)


class Limits(BaseLimits):
    """``words``: so many different words that sell make a post an advertisement for the address that stands in it."""

    words: int = 2


def check(texts: PostTexts, limits: Limits) -> Outcome:
    """One finding for each post with such an address."""
    findings = [finding for text in texts.texts if (finding := _finding(text, limits.words)) is not None]
    if findings:
        return violated(f"读取{len(texts.texts)}条内容，{len(findings)}条含有不良链接，允许0条", findings)
    if not texts.whole or not texts.texts:
        return unknown("没有读到账号发布的内容")
    return met(f"读取{len(texts.texts)}条内容，未发现不良链接")


def _finding(text: PostText, least: int) -> Finding | None:
    post = text.post
    said = f"{post.title}\n{post.text}"
    hosts = list(dict.fromkeys(clean_host(host) for host in _ADDRESS.findall(said))) if "." in said else []
    strange = [host for host in hosts if whose(host, "") is Whose.UNKNOWN]
    if not strange or reports(said):
        return None
    words = promotes(said)
    bad = next((host for host in strange if host_promotes(host)), strange[0] if len(words) >= least else "")
    if not bad:
        return None
    beside = f"，文字含“{'、'.join(words[:3])}”" if words else ""
    return Finding(
        where=post.url or f"{post.account_id}：{post.title}",
        what=f"发布内容中的网址 {bad} 疑似不良网站{beside}，须人工核实",
        value=bad,
        expected="不链接不良网站",
        evidence=(post.evidence,),
    )
