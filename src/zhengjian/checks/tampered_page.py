"""Tampered pages: title, key words or description changed to promotion, defacement, scripts that show spiders another page.

A veto like hidden links, which it stands beside: there the intruder adds links, here the page's own words or its
behaviour towards some visitors are changed. Hijacks are told by what a script does, so they appear in both checks.
What a server itself shows to some visitors alone is seen by asking a few pages as a browser, as Baidu's spider, from a
search's results and as a phone. Only bad content is a finding, and being led to a stranger's site from a search; what also
differs between two plain views is noise, and a view that was refused says nothing. What changed outside of the texts since
the former round is told side by side for a person and is never a finding by itself.
"""

from __future__ import annotations

from zhengjian.checks._pages import Spot, dated, merged, unread
from zhengjian.checks._views import compared
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.regions import PARTS, RegionChanges
from zhengjian.facts.sightings import Sightings, value_of
from zhengjian.facts.tampering import Tampering, TamperItem
from zhengjian.facts.views import Views
from zhengjian.model import Outcome

ABOUT = About(
    title="网页被篡改",
    wording="对安全攻击（如被篡改、挂马等）没有及时有效处置造成严重安全事故",
    clause="单项否决·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="网页被篡改",
)

SHOWN = 3
SAME = "对所有访问者显示同样内容"
HIJACKS = (
    "按搜索来源",
    "按搜索爬虫",
    "对搜索爬虫",
    "按访问终端",
    "按后退操作",
    "按访问时间",
    "按访问来源",
    "点击网页任意处",
    "首次访问时",
    "打开网页即由脚本",
    "自动刷新跳转",
    "脚本跳转到站外",
    "覆盖全页",
    "脚本写入覆盖全页",
)


def check(
    tampering: Pages[Tampering],
    hidden: Pages[HiddenLinks],
    coverage: Coverage,
    views: Views | None,
    changes: RegionChanges | None,
    sightings: Sightings | None,
) -> Outcome:
    """One finding for each changed title or description, and for each way in which some visitors are shown or sent elsewhere."""
    changed = [
        Spot(reading, item.start, item.end, item.line, (item.kind, item.text), item) for reading in tampering for item in reading.fact.items
    ]
    hijacked = [
        Spot(reading, item.start, item.end, item.line, (item.technique, item.target), item)
        for reading in hidden
        for item in reading.fact.certain
        if item.technique.startswith(HIJACKS)
    ]
    others = compared(views, frozenset({"words", "redirect"}), SAME)
    found = [
        *merged(changed, what=_changed, value=value_of, expected="本单位自己的内容"),
        *merged(hijacked, what=_hijacked, value=value_of, expected=SAME),
        *others.findings,
    ]
    beside = _side_by_side(changes) if changes is not None else ""
    if findings := dated(found, sightings):
        return violated(f"读取{len(tampering)}个页面，{len(findings)}处被篡改，允许0处{beside}", findings)
    why = unread(tampering, coverage) or others.doubt
    return unknown(why) if why else met(f"读取{len(tampering)}个页面，未发现被篡改{others.beside}{beside}")


def _side_by_side(changes: RegionChanges) -> str:
    """What changed outside of the texts since the former round, for a person to look at; a redesign in one sentence."""
    if not changes.changes:
        return ""
    if changes.redesign:
        return f"；与{changes.place}相比，{changes.compared}个页面的标题、导航、脚本等多处一同变化，疑似网站改版，供核对"
    shown = "；".join(
        f"{PARTS[change.part]}由“{change.before[:60]}”变为“{change.now[:60]}”（{change.url} 等{change.pages}个页面）"
        for change in changes.changes[:SHOWN]
    )
    return f"；与{changes.place}相比，正文以外有{len(changes.changes)}处变化，供核对：{shown}"


def _changed(item: TamperItem) -> str:
    return f"{item.kind}，含“{'、'.join(item.words[:3])}”：{item.text[:80]}"


def _hijacked(item: HiddenLink) -> str:
    return f"{item.technique}：{item.target or '去向未解出'}；源代码第{item.line}行：{item.source[:120]}"
