"""Wrong and serious wordings in an account's posts; measured on the title and text of every post that was read.

A veto only in its serious form: an ordinary wrong character is named but fails nobody, so the check's kind in the
rulebook decides what it costs, and every finding says its level.
"""

from __future__ import annotations

from zhengjian.checks._wording import applies, excused, what
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Moment
from zhengjian.facts.post_texts import PostText, PostTexts
from zhengjian.facts.right_phrases import RightPhrases
from zhengjian.facts.wording import WordingItem
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="政务新媒体表述错误",
    wording="严重表述错误；发布内容存在错别字",
    clause="政务新媒体·安全、泄密事故等严重问题；内容审核",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="发布内容表述不规范",
)


class Limits(BaseLimits):
    """``confidence``: hits of a lower confidence (percent) are left to a person."""

    confidence: int = 85


def check(texts: PostTexts, right: RightPhrases | None, now: Moment, limits: Limits) -> Outcome:
    """One finding for each wrong wording in a post."""
    findings = [
        _finding(text, item)
        for text in texts.texts
        for item in text.wording
        if item.level != "提示" and item.confidence >= limits.confidence
        if applies(item, _day(text), now.as_of.date()) and not excused(item, right)
    ]
    if findings:
        return violated(f"读取{len(texts.texts)}条内容，{len(findings)}处表述错误，允许0处", findings)
    if not texts.whole or not texts.texts:
        return unknown("没有读到账号发布的内容")
    return met(f"读取{len(texts.texts)}条内容，未发现表述错误")


def _day(text: PostText) -> str:
    return f"{text.post.at.astimezone(SHANGHAI):%Y-%m-%d}" if text.post.at else ""


def _finding(text: PostText, item: WordingItem) -> Finding:
    where = text.post.url or f"{text.post.account_id}：{text.post.title}"
    prefix = "严重：" if item.level == "严重" else ""
    return Finding(
        where=where, what=prefix + what(item), value=item.text, expected=item.suggestion or "表述准确", evidence=(text.post.evidence,)
    )
