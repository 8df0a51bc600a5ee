"""Serious errors of wording: names and titles of leaders, the state's and the party's names, statements on Taiwan.

A veto, so only whole phrases that cannot be right are hits, and a person always decides. One finding for each sentence;
a text that quotes the error is silent.
"""

from __future__ import annotations

from zhengjian.checks._pages import merged, unread
from zhengjian.checks._wording import spots, what
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.right_phrases import RightPhrases
from zhengjian.facts.wording import Wording
from zhengjian.model import Outcome

ABOUT = About(
    title="存在严重表述错误",
    wording="出现严重表述错误",
    clause="单项否决·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="出现严重表述错误",
)

_LEAST = 95


def check(wording: Pages[Wording], coverage: Coverage, right: RightPhrases | None, now: Moment) -> Outcome:
    """One finding for each serious wording in its sentence."""
    counted = spots(wording, "严重", now.as_of.date(), _LEAST, right)
    findings = merged(counted, what=what, value=lambda item: item.text, expected="表述准确")
    if findings:
        return violated(f"读取{len(wording)}个页面，{len(findings)}处疑为严重表述错误，允许0处（须人工确认）", findings)
    why = unread(wording, coverage)
    return unknown(why) if why else met(f"读取{len(wording)}个页面，未发现严重表述错误")
