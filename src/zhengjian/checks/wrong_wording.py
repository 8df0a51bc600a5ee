"""Wrong characters and wordings: terms of the dictionaries, doubled words, broken punctuation, mixed characters.

One finding for each wording in its sentence; the same sentence on many pages counts once, with the number of pages.
Hits below the confidence of the limit, and terms of the level 提示, are left to a person. A text that quotes an error or
teaches the right form is silent, an institution's old name counts only in texts dated after the change, and what a person of
the office found right is no hit.
"""

from __future__ import annotations

from zhengjian.checks._pages import merged, unread
from zhengjian.checks._wording import looks, spots, weak, what
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.right_phrases import RightPhrases
from zhengjian.facts.wording import Wording
from zhengjian.model import Outcome

ABOUT = About(
    title="存在错别字",
    wording="信息内容存在错别字、表述不规范等问题",
    clause="扣分指标·发布解读·内容准确",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在错别字",
)


class Limits(BaseLimits):
    """``confidence``: hits of a lower confidence (percent) are worth a look, not a finding."""

    confidence: int = 85


def check(wording: Pages[Wording], coverage: Coverage, right: RightPhrases | None, now: Moment, limits: Limits) -> Outcome:
    """One finding for each wrong wording in its sentence."""
    today = now.as_of.date()
    counted = spots(wording, "一般", today, limits.confidence, right)
    findings = merged(counted, what=what, value=lambda item: item.text, expected="用字用词规范")
    weaker = looks([weak(wording, today, limits.confidence, right)], "把握不足的疑似问题")
    if findings:
        return violated(f"读取{len(wording)}个页面，发现{len(findings)}处错别字或不规范表述，允许0处{weaker}", findings)
    why = unread(wording, coverage)
    return unknown(why) if why else met(f"读取{len(wording)}个页面，未发现错别字{weaker}")
