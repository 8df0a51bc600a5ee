"""Links of strangers where browsers draw none: comments, leftovers of frames, form fields, menus of addresses, a strange base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from zhengjian.facts.bad_terms import host_promotes, mentions, promotes
from zhengjian.facts.hidden_items import HiddenLink, Places
from zhengjian.facts.hosts import Whose, alike, host_of, whose
from zhengjian.facts.page import Page, attr, squeeze
from zhengjian.facts.source_signs import UNDRAWN

_ANCHOR = re.compile(r"<a\b[^>]{0,1000}?href\s{0,5}=\s{0,5}[\"']?([^\s\"'>]{8,500})[^>]{0,500}>([^<]{0,200})", re.IGNORECASE)
_MOST_COMMENTS = 400
_MOST_FIELDS = 60
_MOST_READ = 20_000
_MOST_LINKS = 50
_NEVER_SHOWN = frozenset({"noframes", "noembed"})


def undrawn(page: Page, own: str, places: Places) -> list[HiddenLink]:
    """Such links with the words of a bad trade; ordinary links that somebody commented out stay silent."""
    items: list[HiddenLink] = []
    if page.has("<!--"):
        items += _within(_comments(page.html), page.html, own, places, "注释内隐藏链接")
    if page.has(*UNDRAWN):
        items += _raw_elements(page, own, places)
    if page.has("<option", "<OPTION"):
        items += _options(page, own, places)
    if page.has("<base", "<BASE", "<Base"):
        items += _based(page, own, places)
    return items


def _comments(html: str) -> Iterator[tuple[int, int]]:
    at = html.find("<!--")
    for _ in range(_MOST_COMMENTS):
        end = html.find("-->", at + 4) if at >= 0 else -1
        if end < 0:
            return
        yield at, end + 3
        at = html.find("<!--", end + 3)


def _within(spans: Iterable[tuple[int, int]], html: str, own: str, places: Places, technique: str) -> Iterator[HiddenLink]:
    """The first bad link of each span of the source."""
    for span in spans:
        inside = html[span[0] : span[1]]
        if "//" not in inside or "<a" not in inside.lower():
            continue
        for target, text in _ANCHOR.findall(inside[:_MOST_READ])[:_MOST_LINKS]:
            host = host_of(target)
            words = (promotes(unescape(text)) or host_promotes(host)) if host and whose(host, own) is Whose.UNKNOWN else []
            if words:
                yield places.item(technique, target, span, text=squeeze(unescape(text))[:100], words=tuple(words[:8]))
                break


def _raw_elements(page: Page, own: str, places: Places) -> Iterator[HiddenLink]:
    """Markup inside of elements whose content is never drawn as markup; ``noframes`` is what no browser of today shows at all."""
    for element in page.select("noframes, noembed, textarea, xmp")[:_MOST_FIELDS]:
        inside = element.text if element.tag not in _NEVER_SHOWN else element.inner_html
        for target, text in _ANCHOR.findall(unescape(inside[:_MOST_READ]))[:_MOST_LINKS] if "//" in inside else ():
            host, words_of = host_of(target), mentions if element.tag in _NEVER_SHOWN else promotes
            words = (words_of(text) or host_promotes(host)) if host and whose(host, own) is Whose.UNKNOWN else []
            if words:
                name = f"{element.tag} 区域内隐藏链接"
                yield places.item(name, target, places.of(element), text=squeeze(text)[:100], words=tuple(words[:8]))
                break


def _options(page: Page, own: str, places: Places) -> Iterator[HiddenLink]:
    """Menus whose entries lead away: a bad trade among friend links."""
    for element in islice(page.select("option[value*='//']"), 2_000):
        target = attr(element, "value")
        host = host_of(target)
        if not host or whose(host, own) is not Whose.UNKNOWN:
            continue
        text = squeeze(element.text)
        if words := promotes(text) or host_promotes(host):
            yield places.item("下拉菜单内的不良链接", target, places.of(element), text=text[:100], words=tuple(words[:8]))


def _based(page: Page, own: str, places: Places) -> Iterator[HiddenLink]:
    """A base at a stranger's turns the page's own links into links to it."""
    for element in page.select("base[href*='//']")[:1]:
        target = attr(element, "href")
        host = host_of(target)
        if not host or whose(host, own) is not Whose.UNKNOWN or alike(host, own):
            continue
        for anchor in islice(page.select("a[href]"), 2_000):
            text = squeeze(anchor.text)
            if "//" not in attr(anchor, "href") and (words := promotes(text)):
                yield places.item("链接的基准地址被指向站外", target, places.of(anchor), text=text[:100], words=tuple(words[:8]))
                return
