"""Collections of opinions and online surveys (意见征集、网上调查): when each ends, and whether its page shows what came of it.

A page is a survey by its title. Its end is a full date beside words that speak of an end (截止, 至, …前反馈); without one it has no
end here. A result is a sentence or a link of the page's own, not the name of a column in a menu.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, squeeze
from zhengjian.facts.shell import shell_of


class Survey(Fact):
    """``kind``: survey, the result of one, or empty for any other page. ``ends`` is its last day (``YYYY-MM-DD``) or empty.

    ``result`` quotes what shows a result on the page itself; ``open`` says in Chinese why one that was not found may be there.
    """

    kind: Literal["", "survey", "result"] = ""
    title: str = ""
    ends: str = ""
    result: str = ""
    open: str = ""


_ASKS = re.compile(
    r"征求[^，。]{0,60}(?:意见|建议)|(?:意见|建议|民意)征[集求]|征集[^，。]{0,40}(?:意见|建议|线索)|(?:网上|民意|问卷|在线|满意度)调查|调查问卷"
)
TOLD = re.compile(r"结果|反馈|采纳|汇总|情况(?:的)?(?:公告|公示|说明|通报|报告)")
_FULL = r"(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})"
_ENDS = re.compile(
    rf"(?:截止|截至|结束)(?:日期|时间|期限)?[^\d\n]{{0,10}}{_FULL}"
    rf"|{_FULL}\s?日?[^\d\n]{{0,14}}(?:至|到|—|－|-|~|～)+[^\d\n]{{0,8}}{_FULL}"
    rf"|{_FULL}\s?日?\s?(?:\d{{1,2}}[:：时]\d{{0,2}}分?)?\s?(?:之?前|以前)[^\n]{{0,40}}(?:反馈|提出|发送|提交|寄|告知|填写|参与)"
)
_RESULT = re.compile(
    r"(?:征集|调查|征求意见|意见)[^\n。]{0,10}(?:结果|采纳情况|反馈情况)|结果(?:反馈|公布|公示|公告|统计)|共?收到[^\n。]{0,16}[条份件封个]|未收到|收集到"
)
_LONGEST_OF_MENU, _MOST = 8, 20_000


def read(page: Page) -> Survey:
    """Read a survey; almost nothing for other pages."""
    if not page.depth or not page.has("征求", "征集", "调查"):
        return Survey(complete=page.complete)
    heading = page.document.select_one("h1")
    title = (squeeze(heading.text) if heading is not None else "") or page.title
    if not _ASKS.search(title):
        return Survey(complete=page.complete)
    if TOLD.search(title):
        return Survey(complete=page.complete, kind="result", title=title[:120])
    text = page.text[:_MOST]
    menu = {squeeze(anchor.text) for anchor in page.anchors if len(squeeze(anchor.text)) <= _LONGEST_OF_MENU}
    lines = [line for line in (squeeze(line.strip(" *")) for line in text.split("\n")) if line and line not in menu]
    result = next((hit[0] for hit in map(_RESULT.search, lines) if hit), "")
    return Survey(complete=page.complete, kind="survey", title=title[:120], ends=_last_day(text), result=result, open=shell_of(page))


def _last_day(text: str) -> str:
    """The latest day that is called an end; empty when none is."""
    days = []
    for found in _ENDS.finditer(text):
        groups = found.groups()
        triples = [groups[start : start + 3] for start in range(0, len(groups), 3) if groups[start]]
        try:
            days.append(date(*map(int, triples[-1])).isoformat())
        except ValueError:
            continue
    return max(days, default="")
