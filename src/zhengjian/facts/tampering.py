"""Signs that a page's own words were changed: title, key words and description, defacement, rows of promotion in the text.

Search engines show titles and descriptions, so those are what intruders change. A title of police news, of prevention
or of a lottery office names the same trades and is silent: only promotion counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhengjian.facts import signals
from zhengjian.facts.bad_terms import fold, promotes, reports
from zhengjian.facts.base import Fact
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.model import Value


class TamperItem(Value):
    """One sign: ``kind`` in Chinese, the words as they stand, the telling ones, and the place in the source."""

    kind: str
    text: str
    words: tuple[str, ...]
    line: int = 1
    start: int = 0
    end: int = 0


class Tampering(Fact):
    """篡改：标题、关键词、描述或正文被改成推广内容

    ``title``, ``keywords`` and ``description`` are as they stand, to be held against the next round's; None in readings of old.
    """

    title: str | None = None
    keywords: str | None = None
    description: str | None = None
    items: tuple[TamperItem, ...] = ()
    promotion: tuple[str, ...] = ()
    excerpt: str = ""


# Companies are owned by somebody, too: only words that begin with it are meant so.
_DEFACED = re.compile(
    r"hacked\s{1,3}by|h4ck3d|(?<![a-z0-9,)][\s-])owned\s{1,3}by|0wn[3e]d\s{1,3}by|defaced\s{1,3}by|pwned\s{1,3}by|被黑客?(?:入侵|攻陷)|黑客到此一游|網站被黑|(?:本站|此站|网站|服务器)已经?被黑|hacked\s{0,3}[:!]|site\s{1,3}(?:was|is|has\s{1,3}been)\s{1,3}(?:defaced|hacked)",
    re.IGNORECASE,
)
_METAS = {
    "keywords": "关键词被篡改",
    "description": "网页描述被篡改",
    "og:title": "网页标题被篡改",
    "og:description": "网页描述被篡改",
}
_MANY = 3
# An offer with a way to take it up is no report, however short.
_BAIT = re.compile(
    r"加(?:我?微信|v信|群|qq?)|电询|保真|(?:联系|客服|咨询)\s?(?:qq|微信|扣扣)|(?:qq|微信)\s?[:：]?\s?\w{5,}"
    r"|货到付款|稳赚不赔|秒到账|即送\d|专卖|出售|快速办理",
    re.IGNORECASE,
)
_WARNS = re.compile(r"谨防|骗|反?诈|警惕|警方|民警|公安|提醒|防范|涉赌|受害|操控|曝光|打击|查处|抓获")
_LITTLE = 2_000
_HEAD = 200
_LINE_LEAST = 4


def read(page: Page) -> Tampering:
    """Read titles and descriptions always; the text only where a promotion word stands in it."""
    labels = _labels(page)
    first = {name: text for name, text, _ in reversed(labels)}
    items = [*_title(page), *_metas(page, labels), *_defaced(page)]
    words, excerpt = _promotion(page.text) if "promotion" in signals.of_page(page) else ([], "")
    return Tampering(
        title=page.title[:_HEAD],
        keywords=first.get("keywords", "")[:_HEAD],
        description=first.get("description", "")[:_HEAD],
        items=tuple(items),
        promotion=tuple(words),
        excerpt=excerpt,
        complete=page.complete,
    )


def _labels(page: Page) -> list[tuple[str, str, Element]]:
    """Key words and descriptions with their words, in document order."""
    named = (((attr(element, "name") or attr(element, "property")).lower(), element) for element in page.metas)
    return [(name, squeeze(attr(element, "content")), element) for name, element in named if name in _METAS and "content" in element.attrs]


def of_text(text: str) -> Tampering:
    """The same for a plain text: promotion in it, nothing else."""
    words, excerpt = _promotion(text) if "promotion" in signals.search(text) else ([], "")
    return Tampering(promotion=tuple(words), excerpt=excerpt)


def _title(page: Page) -> list[TamperItem]:
    """The title always; headings only where the visible text has a promotion word at all."""
    found = []
    titles = [("网页标题被篡改", page.title, "title")]
    if "promotion" in signals.of_page(page):
        titles += [("页面大标题被篡改", squeeze(element.text), "h1") for element in page.select("h1")]
    for kind, text, tag in titles:
        words = promotes(text)
        if words and not reports(text):
            element = page.document.select_one(tag)
            found.append(_item(page, kind, text, words, (element.source_line if element is not None else None) or 1))
    return found


def _metas(page: Page, labels: Iterable[tuple[str, str, Element]]) -> list[TamperItem]:
    found = []
    for name, text, element in labels:
        words = promotes(text)
        if words and (len(words) >= 2 or not reports(text)):
            found.append(_item(page, _METAS[name], text, words, element.source_line or 1))
    return found


def _defaced(page: Page) -> list[TamperItem]:
    """A defaced page says so in its title, or holds little else; one that quotes or reports such words is none."""
    for text in (page.title, page.text if len(page.text) < _LITTLE else ""):
        found = _DEFACED.search(text)
        if found and text[found.start() - 1 : found.start()] not in _QUOTES and not _TOLD.search(_line_at(text, found.start())):
            return [_item(page, "页面被涂改", text[max(0, found.start() - 20) : found.end() + 40], [found[0]], 1)]
    return []


_QUOTES = frozenset("“‘\"'「『《")


_TOLD = re.compile(r"通报|警示|提醒|防范|自查|警方|公安|民警|处置|案例|演练|应急")


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else None]


def _item(page: Page, kind: str, text: str, words: list[str], line: int) -> TamperItem:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", page.html))]
    start = starts[min(line, len(starts)) - 1]
    return TamperItem(kind=kind, text=text[:200], words=tuple(words[:8]), line=line, start=start, end=min(len(page.html), start + 200))


def _promotion(text: str) -> tuple[list[str], str]:
    """Promotion words that stand together without a word of report near them, and the passage they stand in."""
    found: dict[str, None] = {}
    excerpt, baited = "", False
    for line in text.splitlines():
        if len(line) < _LINE_LEAST or not (words := promotes(line)) or reports(line):
            continue
        found |= dict.fromkeys(words)
        baited = baited or _BAIT.search(line) is not None
        excerpt = excerpt or squeeze(line)[:120]
    total = len(fold(text))
    warned = _WARNS.search(text) is not None
    whole = (len(found) >= _MANY or baited) and (not reports(text) or len(found) >= 2 * _MANY or (total < 200 and not warned))
    return (list(found)[:12], excerpt) if whole else ([], "")
