"""Rows of a list that stand in a page's scripts as strings, whatever the script then does with them.

``arr[0] = ["gg/71.htm", "…公告", "2025-06-12"]``, ``add("/a/1.html", "…", "06-12")``, ``{t: "…", u: "…", d: "…"}`` and
``document.write("<li><a href=…>…</a></li>")`` all come out the same way: what stands together in one pair of brackets and
holds one address, one day and a title is a row; HTML in strings is read as HTML.
"""

from __future__ import annotations

import html as entities
import re

from zhengjian.facts.dates import whole
from zhengjian.facts.page import Page, squeeze
from zhengjian.facts.row import Item
from zhengjian.facts.rows import groups, merged
from zhengjian.facts.source import decode_script

_PIECE = re.compile(r""""((?:[^"\\\n]|\\.){0,400})"|'((?:[^'\\\n]|\\.){0,400})'|([\])}])""")
_ADDRESS = re.compile(
    r"(?:https?://|\.{0,2}/)[^\s<>一-鿿]{1,300}|[\w%~./-]{1,200}\.(?:s?html?|jspx?|aspx?|php|do|action)(?:\?[^\s<>]{0,200})?", re.ASCII
)
_DAY = re.compile(r"20\d\d\s?[-/.年]\s?\d|\d{1,2}[-/.月]\d{1,2}")
_TITLE = re.compile(r"[一-鿿][^<>{}]*[一-鿿][^<>{}]*[一-鿿][^<>{}]*[一-鿿]")
_UNFILLED = ("'+", '"+', "' +", '" +', "{{", "${", "<%", "+'", '+"', "#{")
_MOST = 200
_LONGEST = 200_000


def rows_in_strings(page: Page) -> list[Item]:
    """Rows of the largest list in the page's inline scripts and hidden text areas; fewer than two are none."""
    best: list[Item] = []
    texts = [script.text for script in page.select("script")]
    if "<textarea" in page.lower:
        texts += [area.text for area in page.select("textarea")]
    for text in texts:
        if not 40 < len(text) < _LONGEST or _DAY.search(text) is None:
            continue
        for found in (_tuples(page, text), _as_html(page, text)):
            if len(found) > max(1, len(best)):
                best = found
    return best[:_MOST]


def _tuples(page: Page, text: str) -> list[Item]:
    """What stands together in one pair of brackets: an address, a title, and a day."""
    items: list[Item] = []
    pieces: list[str] = []
    for found in _PIECE.finditer(text):
        if not found[3]:
            pieces.append(found[1] or found[2] or "")
            continue
        item = _row(page, pieces) if 3 <= len(pieces) <= 24 else None
        if item is not None:
            items.append(item)
        pieces = []
    return items


def _row(page: Page, pieces: list[str]) -> Item | None:
    days = [day for piece in pieces if 4 <= len(piece) <= 30 and (day := whole(squeeze(piece)))]
    links = [piece for piece in pieces if _ADDRESS.fullmatch(piece)]
    titles = [piece for piece in pieces if _TITLE.search(piece) is not None and not whole(piece)]
    if len(set(days)) != 1 or not links or not titles:
        return None
    title = squeeze(entities.unescape(max(titles, key=len)))
    return Item(title=title[:160], url=page.resolve(links[0]) or "", date=days[0], origin="list")


def _as_html(page: Page, text: str) -> list[Item]:
    """Rows of HTML that stands in a script's strings; a row that the script completes from its data is none."""
    if "<a" not in text and "<A" not in text:
        return []
    inner = Page(page.url, decode_script(text), depth=page.depth, addresses=page.addresses)
    found = [group for group in merged(groups(inner)) if group.dated >= 2]
    items = max((group.items for group in found), key=len, default=[])
    return [item for item in items if not any(mark in item.title for mark in _UNFILLED)]
