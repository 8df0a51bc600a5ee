"""Lists that lie in a page's scripts: XML records in CDATA, and objects in JavaScript.

Some systems send a list as data and let a script write it (``jpage`` paging, ``<datastore><record><![CDATA[…]]>``,
``var list = [{title: …}]``). What is in the page is read here; of a list that is fetched later ``filled`` notices the signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape

from zhengjian.facts.dates import whole
from zhengjian.facts.page import Page, squeeze
from zhengjian.facts.row import Item
from zhengjian.facts.rows import Group, groups, merged
from zhengjian.facts.script_rows import rows_in_strings
from zhengjian.model import SHANGHAI

_OBJECT = re.compile(r"\{[^{}]{0,3000}\}")
_PART = re.compile(
    r"<(\w[\w:]*)[^>]{0,300}>\s*(?:<!\[CDATA\[)?([^<\]]{1,500})(?:\]\]>)?\s*</\1\s*>|<(link)\b[^>]{0,200}\bhref\s*=\s*[\"']([^\"'<>]{1,300})",
    re.IGNORECASE,
)
_LETTER_DATE = re.compile(r"(?:\w{3},\s*)?(\d{1,2}\s+[A-Za-z]{3,9}\s+20\d\d)\b.*")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_BARE = 3  # so many objects with a title and a day are a list whose addresses the script builds itself
_DEPTH = 3  # an object in an object: the channel, the author, the pictures of an entry
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d{10,13}))""")
_TITLE_KEYS = ("title", "doctitle", "name", "subject", "bt", "headline", "topic", "infotitle", "articletitle")
_LINK_KEYS = ("url", "link", "href", "docpuburl", "puburl", "linkurl", "path", "infourl", "visiturl")
_DATE_KEYS = (
    "date",
    "time",
    "pubdate",
    "pubtime",
    "publishdate",
    "publishtime",
    "docreltime",
    "createtime",
    "infodate",
    "releasedate",
    "fbsj",
    "showtime",
    "showdate",
    "displaytime",
    "displaydate",
    "issuedate",
    "issuetime",
    "publishedtime",
    "publishedtimestr",
    "displaypublishtime",
    "publishedat",
    "publishat",
    "releasetime",
    "createdat",
)
_TIME_OF_DATA = re.compile(r"(20\d\d-\d\d-\d\d)T(\d\d:\d\d).*")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def records(page: Page) -> list[Item]:
    """Items of a list that is in the page as data; empty when there is none."""
    html = page.html
    if "<record" in html:
        fragments = [body for body in _record_bodies(html) if "<a" in body.lower()]
        if fragments:
            rows = fragments[0].lstrip()[:3].lower() == "<tr"
            joined = "".join(fragments) if rows else "".join(_as_item(fragment) for fragment in fragments)
            source = f"<table>{joined}</table>" if rows else f"<ul>{joined}</ul>"
            inner = Page(page.url, source, depth=page.depth, addresses=page.addresses)
            found: list[Group] = merged(groups(inner))
            return max((group.items for group in found), key=len, default=[])
    if "<item" in html or "<entry" in html:
        entries = _entries(page)
        if entries:
            return entries
    named = ":" in html and any(word in html for word in ("title", "Title", '"TITLE"', "subject"))
    keyed = _objects(page) if named else []
    return keyed or rows_in_strings(page)


def _entries(page: Page) -> list[Item]:
    """Entries of a feed, or of data that is marked like one: each with a title and a link of its own."""
    mark = "item" if "<item" in page.html else "entry"
    items = []
    for entry in _bodies(page.html, f"<{mark}", f"</{mark}"):
        pairs = {(name or link).lower().rpartition(":")[2]: text or href for name, text, link, href in _PART.findall(entry[:6_000])}
        item = _item_of(page, pairs)
        if item is not None:
            items.append(item)
    return items


def _record_bodies(html: str) -> Iterator[str]:
    """What stands in ``<record>`` elements, CDATA marks and escapes taken off."""
    for body in _bodies(html, "<record", "</record"):
        yield unescape(body) if body.startswith("&lt;") else body.removeprefix("<![CDATA[").removesuffix("]]>")


def _bodies(html: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between marks that open and close; at most 2,000, found by plain search so that no page is slow."""
    start = html.find(opening)
    for _ in range(2_000):
        opened = html.find(">", start) if start >= 0 else -1
        end = html.find(closing, opened) if opened >= 0 else -1
        if end < 0:
            return
        if html[start + len(opening)] not in "s":  # <recordset> and <items> are the elements around them
            yield html[opened + 1 : end].strip()
            start = html.find(opening, end)
        else:
            start = html.find(opening, opened)


_GROUP = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?\s*<a\b[^>]{0,40}href\s*=\s*[\"']([^\"']{5,600})", re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"(?<=[?&])page=(\d{1,4})")
_GROUPING = re.compile(r"(totalRecord|perPage|groupSize)\s*:\s*(\d{1,7})")
_MOST_GROUPS = 10


def next_groups(page: Page) -> tuple[str, ...]:
    """Addresses of the groups of records that follow those in the page: as many as the script says that there are, at most ten."""
    named = _GROUP.search(page.html)
    if named is None:
        return ()
    address = unescape(named[1])
    sizes = {name: int(number) for name, number in _GROUPING.findall(page.html)}
    groups_there = -(-sizes.get("totalRecord", 1) // max(1, sizes.get("perPage", 1) * sizes.get("groupSize", 1)))
    number = _GROUP_NUMBER.search(address)
    numbers = range(int(number[1]), min(max(groups_there, int(number[1]) + 1), int(number[1]) + _MOST_GROUPS)) if number else range(1)
    raw = (_GROUP_NUMBER.sub(f"page={number}", address) for number in numbers)
    return tuple(resolved for one in raw if (resolved := page.resolve(one)))


def _as_item(fragment: str) -> str:
    return fragment if fragment.lstrip()[:3].lower() == "<li" else f"<li>{fragment}</li>"


def _objects(page: Page) -> list[Item]:
    """Objects that have a title and a link, in the page's scripts or, when the answer is data, in the answer."""
    items: list[Item] = []
    for text in [page.html] if is_data(page) else [script.text for script in page.select("script")]:
        if len(text) > 400_000 or "{" not in text:
            continue
        for _ in range(_DEPTH):
            found = [item for each in _OBJECT.finditer(text) if (item := _item(page, each[0])) is not None]
            linked = [item for item in found if item.url]
            items += linked if linked or len(found) < _BARE else found
            if found or text.count("{") > 4_000:
                break
            text = _OBJECT.sub('""', text)
        if len(items) >= 200:
            break
    return items[:200] if len(items) >= 2 or (items and is_data(page)) else []


def is_data(page: Page) -> bool:
    """True for an answer that is data and no page: JSON."""
    return "json" in page.content_type or page.html.lstrip()[:1] in {"{", "["}


def holds_records(page: Page) -> bool:
    """True for an answer that a script asked for and that is a list's data: JSON, records, a feed."""
    head = page.html.lstrip()[:400].lower()
    return is_data(page) or "xml" in page.content_type or head.startswith("<?xml") or "<datastore" in head or "<record" in head


def _item(page: Page, text: str) -> Item | None:
    if len(text) < 17:
        return None
    return _item_of(page, {key.lower().replace("_", ""): first or second or number for key, first, second, number in _PAIR.findall(text)})


def _item_of(page: Page, pairs: dict[str, str]) -> Item | None:
    title = _unescaped(next((pairs[key] for key in _TITLE_KEYS if pairs.get(key)), ""))
    link = _unescaped(next((pairs[key] for key in _LINK_KEYS if pairs.get(key)), ""))
    if len(title) < 4 or "+" in title:
        return None
    date = _date(next((pairs[key] for key in _DATE_KEYS if pairs.get(key)), ""))
    if not (link or date):
        return None
    return Item(title=title[:160], url=(page.resolve(link) or "") if link else "", date=date, origin="list" if date else "")


def _date(text: str) -> str:
    """A date as data writes it: ``2025-06-12T10:00:00.0+08:00``, seconds or milliseconds since 1970, or as letters have it."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    if letter := _LETTER_DATE.fullmatch(text.strip()):
        return whole(letter[1]) or ""
    plain = _TIME_OF_DATA.sub(r"\1 \2", text)
    return whole(plain) or whole(plain.split(".", 1)[0].split("+", 1)[0]) or "" if text else ""


def _unescaped(text: str) -> str:
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text
    return squeeze(re.sub(r"<[^>]+>", "", text.replace("\\/", "/").replace('\\"', '"')))
