"""Harmful content: visible links to gambling, pornography and the like, and promotion of them in the text.

A veto. A single bad word is never enough: police news, prevention and lottery offices name the same trades. Counted are
links whose own words promote to hosts that nothing speaks for, and texts with several promotion words in lines that
report nothing.
"""

from __future__ import annotations

from zhengjian.checks._pages import Spot, merged, unread
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.tampering import Tampering
from zhengjian.model import Outcome

ABOUT = About(
    title="发布或链接不良内容",
    wording="发布或链接反动、暴力、色情等内容",
    clause="单项否决·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="发布或链接不良内容",
)


def check(hidden: Pages[HiddenLinks], tampering: Pages[Tampering], coverage: Coverage) -> Outcome:
    """One finding for each bad link, and one for each page whose text promotes."""
    linked = [
        Spot(reading, item.start, item.end, item.line, (item.target, item.text), item)
        for reading in hidden
        for item in reading.fact.certain
        if item.words and "不良网站" in item.technique
    ]
    promoted = [Spot(reading, 0, 0, 1, reading.fact.excerpt, reading.fact) for reading in tampering if reading.fact.promotion]
    findings = [
        *merged(linked, what=_linked, value=lambda item: item.target, expected="不链接不良网站"),
        *merged(promoted, what=_promoted, value=lambda fact: fact.excerpt, expected="不含不良推广内容"),
    ]
    if findings:
        return violated(f"读取{len(tampering)}个页面，{len(findings)}处不良内容，允许0处", findings)
    why = unread(tampering, coverage)
    return unknown(why) if why else met(f"读取{len(tampering)}个页面，未发现不良内容")


def _linked(item: HiddenLink) -> str:
    return f"{item.technique}，链接文字“{item.text}”，含“{'、'.join(item.words[:3])}”"


def _promoted(fact: Tampering) -> str:
    return f"正文含推广用语“{'、'.join(fact.promotion[:5])}”：{fact.excerpt}"
