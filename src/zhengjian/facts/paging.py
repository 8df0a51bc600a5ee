"""The further pages of a list: their addresses, and how many there are, by links, by attributes, and by scripts.

Many sites page by a script whose addresses can be worked out from its text: ``createPageHTML(25, 0, "index", "html")``,
``goPage(2)`` with ``location.href = "list_" + n + ".html"``, a form that is sent with a number. What cannot be worked out
(a post back to the server, a request with a signature) is left: then the list's further pages stay unread, and that there
are any is said by their number, at least two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from zhengjian.facts.links import targets, texts
from zhengjian.facts.page import Element, Page, attr
from zhengjian.facts.source_signs import PAGING

MOST_PAGES = 30
_MOST_ADDRESSES = 40

_EDGE = "[]【】()（）<>›»→▶▼ \u3000\xa0&"
_NEXT = re.compile(
    r"(?:下一?[页頁]|后一?[页頁]|次页|尾[页頁]|末[页頁]|最后一?[页頁]|更早(?:的信息)?|next(?: ?page)?|older|last|第\d+[页頁]|\d{1,4}|)",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"[>›»→▶]{1,2}|&gt;{1,2}")
_NEXT_MARK = re.compile(r"\bnext\b|\bxyy\b|xiayi|nextpage", re.IGNORECASE)
_LONGEST = 12
_PAGE_NUMBER = re.compile(r"(?:index|list|default)?(?:[_-]?\d{1,4})?(?:\.\w{2,5})?/?$", re.IGNORECASE)
_NUMBERED = re.compile(r"[_-]\d{1,4}\.\w{2,5}$")
_PAGED_ATTRIBUTES = ("tagname", "data-href", "data-url", "data-link", "pagehref", "hrefs", "url")
_LITERAL = re.compile(r"""\(\s*["']([^"'\s()]{1,300}[./?=][^"'\s()]{0,300})["']""")
_CALL = re.compile(r"createPage(?:HTML)?\(\s*(?:[\"'][\w-]*[\"']\s*,\s*)?(\d+)\s*,\s*(\d+)\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']")
_PAGER = re.compile(r"\b[Pp]ager?\w*\(\s*\{([^{}]{10,400})\}")
_FIELD = re.compile(r"(\w+)\s*:\s*[\"']?([\w./-]+)")
_TEMPLATE = re.compile(
    r"""location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*["']([^"'\n]{0,200})["']\s*\+\s*([\w.$]{1,40}(?:\(\w{0,20}\))?)\s*(?:\+\s*["']([^"'\n]{0,100})["'])?\s*(?=[;)}\n]|$)"""
)
_OF_PAGE = re.compile(r"page|curr|num|\bidx\b|index|^[npi]$|\.curr\b", re.IGNORECASE)
_TO_PAGE = re.compile(r"(?:page\w*|pn|p|cur\w*|start)=$|(?:index|list|default)[_-]$", re.IGNORECASE)
_ASKED = re.compile(r"^(?:javascript:)?\s*(?:return\s+)?([\w.]+)\(\s*['\"]?(\d{1,4})['\"]?\s*\)")
_FORM_FIELD = re.compile(r"(\w+)\.value\s*=\s*\w+")
_COUNT = re.compile(r"(?:共|/)\s*(\d{1,5})\s*$")
_COUNT_BY_NAME = re.compile(r"(?:totalpages?|total_page|pagecount|countpage|pagetotal)[\"']?\s*[:=]\s*[\"']?(\d{1,5})", re.IGNORECASE)
_ROWS = re.compile(
    r"(?:totalrecords?|\bcount|\btotal)[\"']?\s*:\s*[\"']?(\d{1,7})[\s\S]{0,200}?(?:perpage|limit|pagesize)[\"']?\s*:\s*[\"']?(\d{1,3})",
    re.IGNORECASE,
)
_ROWS_TURNED = re.compile(
    r"(?:perpage|limit|pagesize)[\"']?\s*:\s*[\"']?(\d{1,3})[\s\S]{0,200}?(?:totalrecords?|\bcount|\btotal)[\"']?\s*:\s*[\"']?(\d{1,7})",
    re.IGNORECASE,
)


def further_pages(page: Page) -> tuple[tuple[str, ...], int]:
    """Addresses of the list's further pages (at most 40), and how many pages there are when the page tells (else 0)."""
    found: dict[str, None] = {}
    turned = False
    stem = _stem(page.url)
    count = _said_pages(page)
    for element, text, (href, url, _, _) in zip(page.anchors, texts(page), targets(page), strict=True):
        if len(text) > _LONGEST or not _leads_on(element, text):
            continue
        if url and url != page.url:
            if not text.isdigit() or _stem(url).startswith(stem):
                found[url] = None
        elif address := _by_attribute(page, element, href):
            found[address] = None
        else:
            turned |= not url and text != "1"
    for address in (*_selected(page, stem), *_by_script(page, count)):
        if address != page.url:
            found[address] = None
    return tuple(found)[:_MOST_ADDRESSES], count or (2 if not found and (turned or _button_turns(page)) else 0)


def _button_turns(page: Page) -> bool:
    """True when a button turns the page: what it sends is not known."""
    return page.has("submit") and any(_is_next(attr(button, "value")) for button in page.select("input[type=submit], input[type=image]"))


def _leads_on(element: Element, text: str) -> bool:
    """True for a link that is called 下一页, a page's number or an arrow, or is marked so."""
    return _is_next(text) if text else _NEXT_MARK.search(attr(element, "class") + attr(element, "rel")) is not None


@lru_cache(maxsize=50_000)
def _is_next(text: str) -> bool:
    plain = text.strip(_EDGE)
    return _NEXT.fullmatch(plain) is not None if plain else _ARROWS.fullmatch(text.strip("[]【】 \u3000")) is not None


def _by_attribute(page: Page, element: Element, href: str) -> str:
    """Where a link leads whose address stands in another attribute or in what its click does."""
    for name in _PAGED_ATTRIBUTES:
        value = attr(element, name)
        if value and ("." in value or "/" in value or "?" in value):
            return page.resolve(value) or ""
    literal = _LITERAL.search(attr(element, "onclick")) or _LITERAL.search(href)
    return (page.resolve(literal[1]) or "") if literal else ""


def _selected(page: Page, stem: str) -> Iterator[str]:
    """Pages that a drop-down list of numbers offers; and the one that ``<link rel=next>`` names."""
    if page.has("<option", "<OPTION"):
        for option in page.select("option[value]"):
            value, number = attr(option, "value"), option.text.strip().strip("第页")
            address = page.resolve(value) if number.isdigit() and number != "1" and not value.isdigit() else None
            if address and _stem(address).startswith(stem):
                yield address
    for link in page.select("link[rel=next]") if page.has('"next"', "'next'", "=next") else ():
        if address := page.resolve(attr(link, "href")):
            yield address


def _by_script(page: Page, count: int) -> Iterator[str]:
    """Addresses that the page's own scripts would build."""
    html = page.html
    if not page.has("location", *PAGING):
        return
    if call := _CALL.search(html) if page.has("createPage") else None:
        numbers = _numbers(int(call[1]), current=int(call[2]), further=_NUMBERED.search(page.url) is not None)
        yield from _resolved(page, (f"{call[3]}_{number}.{call[4]}" for number in numbers))
        return
    if pager := _PAGER.search(html):
        fields = dict(_FIELD.findall(pager[1]))
        size = next((fields[name] for name in ("size", "total", "pages", "pageCount") if fields.get(name, "").isdigit()), "0")
        if fields.get("prefix") and fields.get("suffix"):
            yield from _resolved(
                page, (f"{fields['prefix']}_{number}.{fields['suffix'].lstrip('.')}" for number in _numbers(int(size), current=0))
            )
            return
    asked = list(_asked_for(page))
    pages = sorted({*asked, *(range(2, min(count, MOST_PAGES) + 1))})
    if template := _template(page):
        yield from _resolved(page, (f"{template[0]}{number}{template[1]}" for number in pages))
    elif asked:
        yield from _resolved(page, _by_form(page, pages))


def _resolved(page: Page, addresses: Iterator[str]) -> Iterator[str]:
    return (address for raw in addresses if (address := page.resolve(raw)))


def _numbers(count: int, *, current: int, further: bool = False) -> Iterator[int]:
    """The numbers in the names of the pages that follow: at most thirty, and the last one, which is the oldest.

    Where the first page is number 0, the second is called 1 and the last one less than there are pages; where it is number 1, the
    second is called 2. A further page does not tell which, so it names only what is there either way.
    """
    first, last = current + 1, count if current and not further else count - 1
    yield from range(first, min(last, first + MOST_PAGES - 1) + 1)
    if last > first + MOST_PAGES - 1:
        yield last


def _asked_for(page: Page) -> Iterator[int]:
    """Numbers of pages that links ask a script for: ``javascript:goPage(2)``."""
    for element, text in zip(page.anchors, texts(page), strict=True):
        if len(text) <= _LONGEST and _leads_on(element, text):
            asked = _ASKED.match(attr(element, "href")) or _ASKED.match(attr(element, "onclick"))
            if asked and int(asked[2]) > 1:
                yield int(asked[2])


def _template(page: Page) -> tuple[str, str] | None:
    """What stands before and behind the number in the address that a script goes to; None when it is no page's number."""
    for script in page.select("script"):
        text = script.text
        for found in _TEMPLATE.finditer(text) if "location" in text and len(text) < 40_000 else ():
            if _TO_PAGE.search(found[1]) or _OF_PAGE.search(found[2]):
                return found[1], found[3] or ""
    return None


def _by_form(page: Page, numbers: list[int]) -> Iterator[str]:
    """Addresses of a form that a script sends with the page's number; of one that is posted, none."""
    for form in page.select("form"):
        if attr(form, "method").lower() not in {"", "get"}:
            continue
        fields = {
            attr(field, "name"): attr(field, "value")
            for field in form.select("input[name]")
            if attr(field, "type").lower() in {"", "hidden", "text"}
        }
        scripts = "".join(script.text for script in page.select("script") if "submit" in script.text)
        name = next((found[1] for found in _FORM_FIELD.finditer(scripts) if found[1] in fields), "")
        if name:
            action = attr(form, "action") or page.url.split("?", 1)[0]
            yield from (f"{action}?{urlencode({**fields, name: str(number)})}" for number in numbers)
            return


def _stem(url: str) -> str:
    """What the pages of one list share: the address without query, ending, and page number (``/xw/index_2.jspx`` → ``/xw/``)."""
    return _PAGE_NUMBER.sub("", url.split("?", 1)[0])


def _said_pages(page: Page) -> int:
    """How many pages the list has by its own words (共12页, 1/12页, totalpage="12"), or by its rows; 0 when it does not say."""
    html, at = page.html, page.html.find("页")
    if call := _CALL.search(html) if page.has("createPage") else None:
        return int(call[1])
    while at >= 0:
        said = _COUNT.search(html, max(0, at - 16), at)
        if said:
            return int(said[1])
        at = html.find("页", at + 1)
    for script in page.select("script"):
        text = script.text
        if said := _COUNT_BY_NAME.search(text):
            return int(said[1])
        if pager := _PAGER.search(text):
            size = dict(_FIELD.findall(pager[1])).get("size", "")
            if size.isdigit():
                return int(size)
        rows = _ROWS.search(text) if len(text) < 40_000 else None
        turned = _ROWS_TURNED.search(text) if rows is None and len(text) < 40_000 else None
        total, each = (int(rows[1]), int(rows[2])) if rows else (int(turned[2]), int(turned[1])) if turned else (0, 0)
        if each and total:
            return -(-total // each)
    return 0
