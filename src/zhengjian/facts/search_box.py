"""Finding the search box of a page: a form that is sent as it stands, or the address that a script of the site's own asks.

Not a fact: looks at a site's search use it. A form is a search when it speaks of searching, has exactly one field for words,
and no field that a search never has; no other form is ever sent. What needs more of a script than building an address is
left to the browser tier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import quote_plus

from zhengjian.facts.links import host_of, registrable
from zhengjian.facts.page import Element, Page, attr
from zhengjian.facts.source import source_of
from zhengjian.model import Value

SPEAKS = re.compile(r"search|sousuo|query|keyword|jiansuo|检索|搜|全文|站内", re.IGNORECASE)
_NAMES_OF_WORDS = "q wd kw key keys word words query keyword keywords searchword searchwords searchtext searchkey title qt s so text"
WORDS = frozenset(_NAMES_OF_WORDS.split())
_NAMING = ("id", "name", "class", "placeholder", "title", "aria-label", "type", "value")
_NEVER = frozenset({"password", "file", "email", "tel", "date", "number"})
_BUILT = re.compile(r"""["'`]((?:https?:)?/{1,2}[^"'`\s<>+]{1,200}[?&](\w{1,20})=)(?:["']\s*\+|\$\{)""")
_GETS = re.compile(r"""\b(?:get|getJSON)\(\s*["']([^"'\s]{1,200})["']\s*,\s*\{(?:\s*params\s*:\s*\{)?([^{}]{1,300})\}""")
_PAIR = re.compile(r"""(\w{1,30})["']?\s*:\s*(?:["']([^"']*)["']|(\d+)|[^,]+)""")
_LIBRARY = re.compile(r"jquery|swiper|bootstrap|layui|echarts|vue|react|polyfill|html5shiv|respond|hm\.js|conac|jiucuo", re.IGNORECASE)
MOST_FILES = 4
_LEADS = re.compile(r"(?:站内|全站|全文|高级|智能|网站)?(?:搜索|检索)(?:一下)?")


class SearchBox(Value):
    """Where a box sends its words: ``action`` with ``field`` and the fixed ``fields`` before it, in a ``charset``.

    ``by_script``: it is no form; the page's own script asks this address.
    """

    action: str
    field: str
    fields: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"
    method: Literal["GET", "POST"] = "GET"
    by_script: bool = False

    def address(self, words: str) -> str:
        """The address that a browser would ask for; of a posted form, where it is sent."""
        bare = self.action.split("#", 1)[0]
        return f"{bare.split('?', 1)[0]}?{self.data(words)}" if self.method == "GET" else bare

    def data(self, words: str) -> str:
        """What a browser would send as a form's fields."""
        pairs = [*self.fields, (self.field, words)]
        return "&".join(f"{_quoted(name, self.charset)}={_quoted(value, self.charset)}" for name, value in pairs)


def find(page: Page) -> SearchBox | None:
    """The page's search box, GET before POST; None when there is none or a script has a hand in sending it."""
    found = list(filter(None, (_box(page, form) for form in page.select("form"))))
    scripts = [script.body for script in source_of(page).scripts] if shows_one(page) else []
    return min(found, key=lambda box: box.method, default=None) or in_scripts(page, scripts)


def files_of(page: Page) -> list[str]:
    """Script files of the site's own that may hold what its search asks, the likeliest first; none where the page shows no box."""
    written = (
        [script.src for script in source_of(page).scripts if script.src and not _LIBRARY.search(script.src)] if shows_one(page) else []
    )
    own = [url for src in written if (url := page.resolve(src)) and not foreign(url, page.url)]
    return sorted(dict.fromkeys(own), key=lambda url: SPEAKS.search(url) is None)[:MOST_FILES]


def shows_one(page: Page) -> bool:
    """True when the page shows a field that speaks of searching, however it may be sent."""
    fields = page.select("input")
    return any(
        attr(field, "type").lower() in {"", "text", "search"} and SPEAKS.search(" ".join(attr(field, name) for name in _NAMING))
        for field in fields
    ) or bool(page.select("[role=search]"))


def leads_to(page: Page) -> str:
    """The address of a search page of the site itself that a link names; empty when there is none."""
    for anchor in page.anchors:
        url = page.resolve(attr(anchor, "href"))
        if url and _LEADS.fullmatch(anchor.text.strip()) and not foreign(url, page.url):
            return url
    return ""


def foreign(url: str, home: str) -> str:
    """The host of an address that belongs to another site; empty for a site's own and its kin's."""
    host = host_of(url)
    return "" if registrable(host) == registrable(host_of(home)) else host


def _box(page: Page, form: Element) -> SearchBox | None:
    method = attr(form, "method").upper() or "GET"
    action = page.resolve(attr(form, "action") or page.url) or ""
    inputs = form.select("input, select, textarea, button")
    kinds = {attr(box, "type").lower() for box in inputs if box.tag == "input"} | {box.tag for box in inputs if box.tag == "textarea"}
    boxes = [box for box in inputs if box.tag == "input" and attr(box, "type").lower() in {"", "text", "search"} and attr(box, "name")]
    if method not in {"GET", "POST"} or attr(form, "onsubmit") or not action.startswith("http") or "multipart" in attr(form, "enctype"):
        return None
    if len(boxes) != 1 or kinds & (_NEVER | {"textarea"}) or any(map(_scripted, inputs)):
        return None
    words = " ".join([action, *(attr(box, name) for box in (form, *inputs) for name in _NAMING), *(box.text for box in inputs)])
    if not (SPEAKS.search(words) or attr(form, "role") == "search" or attr(boxes[0], "type").lower() == "search"):
        return None
    charset = attr(form, "accept-charset").split(",")[0].strip() or page.charset
    default = next(filter(_submits, inputs), None)  # what Enter presses; other buttons are not sent
    sent = tuple(pair for box in inputs if box is not boxes[0] and (box is default or not _submits(box)) for pair in _sent(box))
    return SearchBox(action=action, field=attr(boxes[0], "name"), fields=sent, charset=charset, method=method)  # type: ignore[arg-type]


def _sent(box: Element) -> Iterator[tuple[str, str]]:
    """What a field other than the words adds: hidden and ticked ones, a drop-down's choice, and the button."""
    name, kind = attr(box, "name"), attr(box, "type").lower()
    if not name or "disabled" in box.attrs:
        return
    if box.tag == "select":
        options = box.select("option")
        chosen = next((option for option in options if "selected" in option.attrs), options[0] if options else None)
        if chosen is not None:
            yield name, attr(chosen, "value") if "value" in chosen.attrs else chosen.text.strip()
    elif kind == "hidden" or (kind in {"radio", "checkbox"} and "checked" in box.attrs):
        yield name, attr(box, "value") if kind == "hidden" or "value" in box.attrs else "on"
    elif _submits(box):
        yield name, attr(box, "value")


def _submits(box: Element) -> bool:
    return attr(box, "type").lower() in ({"submit", ""} if box.tag == "button" else {"submit"})


def _scripted(box: Element) -> bool:
    """True for a button or field that calls a script instead of sending the form."""
    kind = attr(box, "type").lower()
    return bool(attr(box, "onclick") or attr(box, "onkeydown")) or kind == "button"


def in_scripts(page: Page, scripts: Iterable[str]) -> SearchBox | None:
    """An address that a script builds from the words, for a page that shows a search box: asked for, never posted to."""
    for script in scripts:
        for built, field in _BUILT.findall(script):
            url = page.resolve(built)
            if url and field.lower() in WORDS and SPEAKS.search(built):
                return _of_address(url, field)
        for address, inside in _GETS.findall(script):
            url, pairs = page.resolve(address), _PAIR.findall(inside)
            words = [name for name, text, number in pairs if not text and not number and name.lower() in WORDS]
            if url and SPEAKS.search(address) and len(words) == 1:
                fixed = tuple((name, text or number) for name, text, number in pairs if text or number)
                return SearchBox(action=url, field=words[0], fields=fixed, by_script=True)
    return None


def _of_address(url: str, field: str) -> SearchBox:
    """An address that ends where the words begin, with the fixed parts of its query before them."""
    action, _, query = url.partition("?")
    fixed = tuple((name, value) for name, _, value in (part.partition("=") for part in query.split("&")[:-1]))
    return SearchBox(action=action, field=field, fields=fixed, by_script=True)


def _quoted(text: str, charset: str) -> str:
    try:
        return quote_plus(text.encode(charset, "xmlcharrefreplace"))
    except LookupError:
        return quote_plus(text)
