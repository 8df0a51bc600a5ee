"""Every address that a page names, with what it is and where on the page it stands.

What the crawler follows and what the link checks, the column ledger and the outgoing-domain map are read from. It is
stored for every page, so a link is a short JSON array. Nothing here decides whether a link is visible: that is
``hidden``'s question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Element, Page, Placed, attr, squeeze
from zhengjian.model import Value

if TYPE_CHECKING:
    from tldextract import TLDExtract

_DOCUMENTS = "pdf doc docx wps xls xlsx et ppt pptx dps txt csv rtf ofd ceb zip rar 7z tar gz mp4 mp3 flv avi wmv apk exe"
ATTACHMENT_ENDINGS = frozenset(_DOCUMENTS.split())
IMAGE_ENDINGS = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff"})


class Link(Value, array_like=True):
    """One address on a page.

    ``href`` is as written; ``url`` is the absolute http(s) address without fragment, empty when there is none
    (``javascript:``, ``mailto:``, not parsable). ``kind``: page, attachment, image, script, style, form, frame,
    refresh (meta), redirect (``location.href=`` in a script), option (of a drop-down), action (``onclick``).
    ``where``: nav, breadcrumb, footer, list, content, or empty. ``scope``: own (the page's host), kin (another host of
    the same registrable domain, often another unit), other; empty without ``url``.
    """

    href: str
    url: str
    text: str
    kind: str
    where: str = ""
    scope: str = ""


class PageLinks(Fact):
    """The links of one page in document order, grouped by kind. ``base`` is what relative addresses started from.

    ``upgrades``: the page tells browsers to ask for everything over HTTPS, whatever its addresses say.
    """

    base: str = ""
    links: tuple[Link, ...] = ()
    upgrades: bool = False

    def of(self, *kinds: str) -> Iterator[Link]:
        """The links of some kinds that have an address."""
        return (link for link in self.links if link.url and link.kind in kinds)

    @property
    def followed(self) -> Iterator[Link]:
        """What a crawler follows: pages, frames, refreshes, script redirects, drop-downs and ``onclick`` targets."""
        return self.of("page", "frame", "refresh", "redirect", "option", "action")


UPGRADES = "upgrade-insecure-requests"
_OURS = ".gov.cn"


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list, loaded when a host first needs it: that takes as long as reading a hundred pages."""
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=65_536)
def registrable(host: str) -> str:
    """The registrable domain of a host (``jyj.chengdu.gov.cn`` → ``chengdu.gov.cn``); the host itself for an address."""
    name = host.rsplit(":", 1)[0]
    if name.replace(".", "").isdigit():
        return name
    if name.endswith(_OURS) and len(name) > len(_OURS) and name.islower():
        return name[: -len(_OURS)].rsplit(".", 1)[-1] + _OURS
    found = _suffixes()(host)
    return f"{found.domain}.{found.suffix}" if found.suffix and found.domain else name


@lru_cache(maxsize=65_536)
def own_host(host: str) -> str:
    """A host as far as it tells sites apart: lower case, without ``www.`` and port (an IP address keeps its port)."""
    host = host.lower()
    name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
    if name.replace(".", "").isdigit():
        return host
    return name.removeprefix("www.")


@lru_cache(maxsize=200_000)
def host_of(url: str) -> str:
    """Host and port of an absolute http(s) address, quickly and without failing on broken ones."""
    start = url.find("://") + 3
    end = len(url)
    for mark in "/?#":
        at = url.find(mark, start, end)
        if at >= 0:
            end = at
    return url[start:end].rsplit("@", 1)[-1]


@lru_cache(maxsize=65_536)
def scope_of(host: str, page_host: str) -> str:
    """How a linked host stands to the page's own: own, kin or other."""
    if own_host(host) == own_host(page_host):
        return "own"
    return "kin" if registrable(own_host(host)) == registrable(own_host(page_host)) else "other"


def ending_of(url: str) -> str:
    """The file ending of an address's path in lower case, without dot; empty when there is none."""
    path = url.split("?", 1)[0].rsplit("/", 1)[-1]
    return path.rsplit(".", 1)[-1].lower() if "." in path and "://" not in path else ""


_REGIONS = (
    ("breadcrumb", re.compile(r"crumb|position|location|dqwz|weizhi|curpos|\b(?:path|bread|wz|dq)\b")),
    ("footer", re.compile(r"foot|friend|copyright|\b(?:bottom|yqlj|links?|yejiao)\b")),
    ("nav", re.compile(r"nav|menu|daohang|\b(?:head(?:er)?|top)\b")),
    (
        "content",
        re.compile(
            r"trs_editor|trs_ueditor|v_news_content|vsb_content|articlecontent|article[-_]content|ucap-content|pages_content|\b(?:zoom|view|bt_content|xxgk_content|content_text)\b"
        ),
    ),
)
_BLOCKS = frozenset({"div", "ul", "ol", "dl", "td", "table", "tr", "section", "p", "form", "aside", "main", "article"})
_HOME_WORDS = frozenset({"首页", "网站首页", "主页", "本站首页", "首 页", "门户首页"})
_PLACE = re.compile(r"位置|当前|所在|>|»|›|→|/|\\|·|-")
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s]+)", re.IGNORECASE)
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_REDIRECT = re.compile(
    r"""location(?:\.href\s*=|\s*=|\.replace\(|\.assign\()\s*["']([^"'\s<>+]{1,300})["']\s*(?=[;)}\n\r]|$)""",
)
OPENED = re.compile(
    r"""(?:location(?:\.href)?\s*=\s*|open\(\s*|href\(\s*|jump\w*\(\s*|goto\w*\(\s*)["']([^"'\s]{1,300})["']""", re.IGNORECASE
)


def read(page: Page) -> PageLinks:
    """Read every address of a page; about 0.1 ms for 75 links."""
    host, base, look_up = host_of(page.url), page.base, page.addresses.look_up
    found = [
        (href, url, text, kind, where, scope)
        for (href, url, kind, scope), text, where in zip(targets(page), texts(page), places(page), strict=True)
    ]

    def add(href: str, text: str, kind: str) -> None:
        _, url, _, scope = look_up(href, base, host, _place)
        found.append((href, url, text, kind, "", scope))

    for element in page.select("img"):
        attributes = element.attrs
        for name in ("src", "data-src", "data-original"):
            if value := attributes.get(name):
                add(_text_of(value), _text_of(attributes.get("alt"))[:60], "image")
    for element in page.select("script[src]"):
        add(attr(element, "src"), "", "script")
    for element in page.select("link[href]"):
        relation = attr(element, "rel").lower()
        if "stylesheet" in relation or "icon" in relation:
            add(attr(element, "href"), "", "style" if "stylesheet" in relation else "image")
    for element in page.select("form[action]"):
        add(attr(element, "action"), attr(element, "name") or attr(element, "id"), "form")
    for element in page.select("iframe[src]") + page.select("frame[src]"):
        add(attr(element, "src"), attr(element, "title"), "frame")
    for href, text, kind in _rare(page):
        add(href, text, kind)
    upgrades = page.has(UPGRADES) and any(UPGRADES in attr(meta, "content").lower() for meta in page.metas)
    links = msgspec.convert(found, tuple[Link, ...])  # four times as fast as to make each by a call
    return PageLinks(complete=page.complete, base=base if base != page.url else "", links=links, upgrades=upgrades)


def _place(href: str, url: str, host: str) -> Placed:
    """What one raw href leads to: the part that the address book remembers."""
    return Placed(href, url, _kind(href), scope_of(host_of(url), host) if url else "")


def _rare(page: Page) -> Iterator[tuple[str, str, str]]:
    """Addresses outside the usual attributes; each is looked for only when the source text has its mark."""
    if page.has("refresh", "REFRESH", "Refresh"):
        for element in page.metas:
            found = _REFRESH.search(attr(element, "content"))
            if attr(element, "http-equiv").lower() == "refresh" and found:
                yield found[1], "", "refresh"
    if page.has("onclick"):
        for element in page.select("[onclick]"):
            found = OPENED.search(attr(element, "onclick"))
            if found:
                yield found[1], squeeze(element.text)[:120], "action"
    if page.has("<option", "<OPTION"):
        for element in page.select("option[value]"):
            value = attr(element, "value")
            if value[:4].lower() == "http" or value[:1] == "/":
                yield value, squeeze(element.text)[:120], "option"
    if page.has("location"):
        for element in page.select("script"):
            text = element.text
            if "location" in text and len(text) < 20_000:
                for found in _REDIRECT.finditer(text):
                    yield found[1], "", "redirect"
    if page.has("srcset"):
        for element in page.select("[srcset]"):
            for source in attr(element, "srcset").split(","):
                if address := source.strip().split(" ", 1)[0]:
                    yield address, "", "image"
    if page.has("url("):
        for element in page.select('[style*="url("]'):
            for address in _CSS_URL.findall(attr(element, "style")):
                if address[:5] != "data:":
                    yield address, "", "image"


def link_text(element: Element) -> str:
    """What a reader sees of a link: its text, else its title, else its picture's alternative text; at most 120 characters."""
    text = " ".join(element.text.split())
    if not text:
        picture = element.select_one("img")
        text = squeeze(attr(element, "title") or (attr(picture, "alt") if picture is not None else ""))
    return text[:120]


def _kind(href: str) -> str:
    ending = ending_of(href)
    if ending in ATTACHMENT_ENDINGS:
        return "attachment"
    return "image" if ending in IMAGE_ENDINGS else "page"


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else " ".join(value) if isinstance(value, list) else ""


def targets(page: Page) -> list[Placed]:
    """What each of ``page.anchors`` leads to; worked out once for all readers of the page."""
    found: list[Placed] | None = page.shared.get("targets")
    if found is None:
        hrefs = [element.attr("href") or "" for element in page.anchors]
        found = page.shared["targets"] = page.addresses.look_up_all(hrefs, page.base, host_of(page.url), _place)
    return found


def texts(page: Page) -> list[str]:
    """What a reader sees of each of ``page.anchors``; worked out once for all readers of the page."""
    found = page.shared.get("texts")
    if found is None:
        found = page.shared["texts"] = [link_text(element) for element in page.anchors]
    return found


def places(page: Page) -> list[str]:
    """Where each of ``page.anchors`` stands; worked out once for all readers of the page."""
    found = page.shared.get("places")
    if found is None:
        found = page.shared["places"] = _places(page, page.anchors)
    return found


def _places(page: Page, anchors: list[Element]) -> list[str]:
    """An element's links are a run in document order, so a region costs two look-ups."""
    index = {anchor: number for number, anchor in enumerate(anchors)}
    where = [""] * len(anchors)
    for anchor in page.select("li a[href],tr a[href],dd a[href],dt a[href]"):
        if (number := index.get(anchor)) is not None:  # what lies in a <template> is none of them
            where[number] = "list"
    found: dict[str, list[Element]] = {"content": [], "nav": [], "footer": [], "breadcrumb": []}
    for element in page.named:
        if element.tag not in _BLOCKS:
            continue
        name = _region(attr(element, "class"), attr(element, "id"))
        if name:
            found[name].append(element)
    for tag, name in (("nav", "nav"), ("header", "nav"), ("footer", "footer")):
        found[name] += page.select(tag)
    for name, regions in found.items():
        for region in regions[:300]:
            _mark(region, name, where, index)
    said = texts(page)
    for number, text in enumerate(said if not _HOME_WORDS.isdisjoint(said) else ()):
        if text in _HOME_WORDS and where[number] != "breadcrumb":
            parent = anchors[number].parent
            if isinstance(parent, Element) and is_breadcrumb(squeeze(parent.text)):
                _mark(parent, "breadcrumb", where, index)
    return where


@lru_cache(maxsize=16_384)
def _region(class_: str, id_: str) -> str:
    """Which region a class and id speak of; content is asked last because its words are the most ordinary."""
    words = f"{class_} {id_}".lower()
    return next((name for name, pattern in _REGIONS if pattern.search(words)), "")


def _mark(region: Element, name: str, where: list[str], index: dict[Element, int]) -> None:
    inside = region.select("a[href]")
    if not inside or inside[0] not in index or (name == "breadcrumb" and len(inside) > 8) or len(inside) * 10 > len(where) * 9 > 90:
        return
    first = index[inside[0]]
    row = inside[0].closest("tr") if name == "breadcrumb" else None
    for number, anchor in zip(range(first, len(where)), inside, strict=False):
        if row is not None and anchor.closest("tr") != row:  # rows of the list that old pages put into the same cell
            break
        where[number] = name


def is_breadcrumb(text: str) -> bool:
    """True for a line such as 当前位置：首页 > 政务公开 > 通知公告."""
    if len(text) > 160:
        return False
    return "位置" in text or len(_PLACE.findall(text)) >= 2


def same_site(url: str, home: str) -> bool:
    """True when an address lies on the host of a home page, with or without ``www.``."""
    return own_host(host_of(url)) == own_host(host_of(home))


def path_of(url: str) -> str:
    """The path of an absolute address, at least ``/``."""
    return urlsplit(url).path or "/"


__all__ = [
    "Link",
    "PageLinks",
    "ending_of",
    "host_of",
    "is_breadcrumb",
    "link_text",
    "own_host",
    "path_of",
    "places",
    "read",
    "registrable",
    "same_site",
    "scope_of",
    "targets",
    "texts",
]
