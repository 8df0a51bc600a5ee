"""A page ready to be read: decoded, parsed once, addresses resolved. Not a fact: what page facts are read from.

The only module that imports the HTML parser. ``complete`` is False when the answer was cut, or decoding or parsing
lost something: then no reader may conclude that anything is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin

import ada_url
import turbohtml
from turbohtml import Document, Element

from zhengjian.facts.charset import decode_body
from zhengjian.facts.source_signs import META, SourceSigns, signs_of


class Placed(NamedTuple):
    """A raw href with what it leads to: its address (empty when there is none), its kind, and its scope (see ``links``)."""

    href: str
    url: str
    kind: str
    scope: str


@dataclass(slots=True)
class AddressBook:
    """Resolves raw hrefs against a base, remembering them: pages of a site repeat most of their links."""

    _memo: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _placed: dict[tuple[str, str], dict[str, Placed]] = field(default_factory=dict)
    _size: int = 0

    def resolve(self, href: str, base: str) -> str | None:
        """The absolute http(s) address without fragment, as a browser would build it; None for anything else."""
        key = (_sphere(href, base), href)
        if key not in self._memo:
            if len(self._memo) > 200_000:
                self._memo.clear()
            self._memo[key] = _resolve(href, base)
        return self._memo[key]

    def look_up_all(self, hrefs: Iterable[str], base: str, host: str, place: Callable[[str, str, str], Placed]) -> list[Placed]:
        """``look_up`` of a page's many hrefs: most begin with a slash and were met on an earlier page."""
        known, look_up = self._placed.get((_root(base), host), {}).get, self.look_up
        return [known(href) or look_up(href, base, host, place) for href in hrefs]

    def look_up(self, href: str, base: str, host: str, place: Callable[[str, str, str], Placed]) -> Placed:
        """What a raw href on a page of ``host`` leads to, worked out by ``place`` once and remembered."""
        key = (_sphere(href, base), host)
        found = self._placed.get(key, _NOTHING).get(href)
        if found is None:
            if self._size > 200_000:
                self._placed.clear()
                self._size = 0
            self._size += 1
            found = self._placed.setdefault(key, {})[href] = place(href, self.resolve(href, base) or "", host)
        return found


_NOTHING: dict[str, Placed] = {}
_DEEPEST = 510
"""Elements from the root; the parser, like browsers, lays what is nested deeper side by side, and rows of lists are lost."""


def _is_flattened(element: Element) -> bool:
    depth, above = 0, element.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth >= _DEEPEST


def _root(base: str) -> str:
    """Scheme and host of an address, without a slash behind them: no directory is written so."""
    end = base.find("/", 8)
    return base[:end] if end >= 0 else base


def _sphere(href: str, base: str) -> str:
    """The part of a page's address that an href's meaning depends on: all pages that share it read the href alike."""
    first = href[:1]
    if first == "/":
        return _root(base)
    if "://" in href[:8]:
        return base[:6]
    if first in "?#" or ":" in href[:12]:
        return base
    return base[: base.rfind("/", 0, base.find("?") if "?" in base else None) + 1]


def _resolve(href: str, base: str) -> str | None:
    href = href.strip()
    if not href or href.startswith("#") or href[:11].lower() in {"javascript:"} or href[:7].lower() == "mailto:":
        return None
    try:
        absolute = ada_url.join_url(base, href)
    except ValueError:
        try:
            absolute = urljoin(base, href)
        except ValueError:
            return None
    absolute = absolute.split("#", 1)[0]
    return absolute if absolute[:7].lower() == "http://" or absolute[:8].lower() == "https://" else None


@dataclass
class Page:
    """One decoded and parsed page. ``url`` is its final address; ``depth`` its clicks from the home page.

    ``rendered`` is True when the HTML came from the browser tier (the DOM after scripts ran). ``styles`` are the texts
    of style sheets fetched with the page, when they were. ``shared`` holds what one reader worked out and another needs.
    """

    url: str
    html: str
    charset: str = "utf-8"
    complete: bool = True
    depth: int = 0
    content_type: str = "text/html"
    rendered: bool = False
    addresses: AddressBook = field(default_factory=AddressBook)
    styles: tuple[str, ...] = ()
    shared: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        body: bytes,
        url: str,
        *,
        content_type: str = "",
        whole: bool = True,
        depth: int = 0,
        rendered: bool = False,
        addresses: AddressBook | None = None,
    ) -> Page:
        """Decode and parse an answer's body. ``whole`` is False when the body was cut."""
        text, charset, decoded = decode_body(body, content_type)
        return cls(url, text, charset, whole and decoded, depth, content_type or "text/html", rendered, addresses or AddressBook())

    @cached_property
    def document(self) -> Document:
        """The parsed tree; every element knows its source line and column."""
        return turbohtml.parse(self.html)

    @cached_property
    def base(self) -> str:
        """What relative addresses are resolved against: ``<base href>`` when given, else the page's address."""
        element = self.document.select_one("base[href]")
        href = attr(element, "href") if element is not None else ""
        return (self.addresses.resolve(href, self.url) if href else None) or self.url

    @cached_property
    def signs(self) -> SourceSigns:
        """Where the pieces of text stand in the source that readers ask for before they search."""
        return signs_of(self.html)

    def has(self, *words: str) -> bool:
        """True when at least one of some pieces of text stands in the source; they must be among the signs."""
        return self.signs.has(*words)

    @cached_property
    def lower(self) -> str:
        """The source in lower case: ask it for a plain word before searching with an expression."""
        return self.html.lower()

    @cached_property
    def text(self) -> str:
        """All visible text without scripts and styles, blocks on lines of their own."""
        return str(self.document.to_text())

    @cached_property
    def title(self) -> str:
        """The ``<title>``, white space folded."""
        element = self.document.select_one("title")
        return squeeze(element.text) if element is not None else ""

    @cached_property
    def metas(self) -> list[Element]:
        """All ``<meta>`` in document order; the whole tree is searched only where some stand outside of the head."""
        head = self.document.select_one("head")
        found = list(head.select("meta")) if head is not None else []
        return found if len(found) == self.signs.count(*META) else list(self.document.select("meta"))

    @cached_property
    def anchors(self) -> list[Element]:
        """All ``<a href>`` in document order, image-map areas after them; what lies in a ``<template>`` is not on the page."""
        areas = list(self.document.select("area[href]")) if self.has("<area", "<AREA") else []
        found = list(self.document.select("a[href]")) + areas
        if any(_is_flattened(found[place]) for place in {0, len(found) // 2, len(found) - 1} if found):
            self.complete = False
        if not self.has("<template", "<TEMPLATE"):
            return found
        inert = frozenset(self.document.select("template a[href], template area[href]"))
        return [anchor for anchor in found if anchor not in inert]

    @cached_property
    def named(self) -> list[Element]:
        """All elements with a class or an id, in document order."""
        return list(self.document.select("[class],[id]"))

    def resolve(self, href: str) -> str | None:
        """The absolute http(s) address of a raw href on this page, or None."""
        return self.addresses.resolve(href, self.base)

    def select(self, css: str) -> list[Element]:
        """Elements that match a CSS selector, in document order."""
        return list(self.document.select(css))


def attr(element: Element, name: str) -> str:
    """An attribute as one string; empty when absent (``class`` lists are joined by spaces)."""
    value = element.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def squeeze(text: str) -> str:
    """White space of every kind folded to single spaces, ends trimmed."""
    return " ".join(text.split())


__all__ = ["AddressBook", "Document", "Element", "Page", "Placed", "attr", "decode_body", "squeeze"]
