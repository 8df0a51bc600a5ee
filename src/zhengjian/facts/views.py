"""What some pages of a site showed when they were asked as other visitors: a browser, Baidu's spider, from a search, a phone.

A given fact: the look in ``fetch.views`` takes it once a round, and it is stored with the round, so that it can be judged
years later. Everything that a visitor of one kind was shown is kept as it was; ``view_differences`` holds the views together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal

from msgspec.structs import replace

from zhengjian.facts import hidden, link_target, tampering
from zhengjian.facts.bad_terms import fold, terms
from zhengjian.facts.base import Fact
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.hidden_items import HiddenLink, Places
from zhengjian.facts.hosts import Whose, host_of, whose
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.shell import shell_of
from zhengjian.facts.tampering import Tampering, TamperItem
from zhengjian.model import SEEN_WHOLE, FetchCode, Value

Manner = Literal["plain", "spider", "referrer", "mobile"]
MANNERS: dict[Manner, str] = {
    "plain": "普通浏览器",
    "spider": "百度蜘蛛",
    "referrer": "从百度搜索进入的访问者",
    "mobile": "手机浏览器",
}
_MOST_STRANGERS = 200
_LONGEST = 300


class Words(Value):
    """Words of the page's head with the source line they stand in; ``line`` counts from 1, 0 for words that are not there."""

    text: str = ""
    line: int = 0
    source: str = ""


class Stranger(Value):
    """A link to a host that nothing speaks for, and the source line of its tag."""

    url: str
    text: str
    line: int = 0
    source: str = ""


class View(Value):
    """One answer to a visitor of one kind. What it holds is empty unless it came whole.

    ``hidden`` and ``changed`` are what would be findings by themselves; ``kind`` is what the page is (see ``link_target``);
    ``topics`` are all words of bad trades in its source, however they are meant; ``shell``: scripts draw the page.
    """

    manner: Manner
    code: FetchCode
    final_url: str
    snapshot: str = ""
    status: int | None = None
    sha256: str = ""
    title: Words = Words()
    keywords: Words = Words()
    description: Words = Words()
    strangers: tuple[Stranger, ...] = ()
    hidden: tuple[HiddenLink, ...] = ()
    changed: tuple[TamperItem, ...] = ()
    promotion: tuple[str, ...] = ()
    excerpt: str = ""
    kind: str = ""
    topics: tuple[str, ...] = ()
    shell: bool = False

    @property
    def seen(self) -> bool:
        """True when the answer came whole and was the site's own."""
        return self.code in SEEN_WHOLE

    @property
    def keys(self) -> tuple[str, ...]:
        """What would be findings by themselves, as ``key_of`` names them."""
        return (*map(key_of, self.hidden), *map(key_of, self.changed))

    @property
    def host(self) -> str:
        """The host at which the visit ended."""
        return host_of(self.final_url)


class ViewedPage(Value):
    """One page and its views in the order in which they were taken. ``snapshot`` is the crawl's; ``known`` is what the
    crawl itself found on it (see ``keys``)."""

    url: str
    snapshot: str = ""
    known: tuple[str, ...] = ()
    views: tuple[View, ...] = ()

    def of(self, manner: Manner) -> tuple[View, ...]:
        """The views of one manner that came whole."""
        return tuple(view for view in self.views if view.manner == manner and view.seen)


class Views(Fact, kw_only=True):
    """``problem`` says in Chinese why no page was asked as other visitors."""

    lack: ClassVar[str] = "本轮未以其他访问方式比较"

    at: datetime
    problem: str = ""
    pages: tuple[ViewedPage, ...] = ()


def keys(hidden_links: HiddenLinks | None, tampered: Tampering | None) -> tuple[str, ...]:
    """What the crawl's own facts found on a page, as ``ViewedPage.known`` names it."""
    found = [key_of(item) for item in (hidden_links.certain if hidden_links is not None else ())]
    if tampered is not None:
        found += [key_of(item) for item in tampered.items] + list(tampered.promotion)
    return tuple(dict.fromkeys(found))


def key_of(item: HiddenLink | TamperItem) -> str:
    """What makes an item of one view the same as one of another."""
    return f"{item.kind} {item.text}" if isinstance(item, TamperItem) else f"{item.technique} {item.target}"


def read(page: Page, view: View) -> View:
    """A view with what its page holds."""
    own, places = host_of(page.url), Places(page.html)
    tampered = tampering.read(page)
    return replace(
        view,
        title=_words(places, page.select("title")[:1], page.title),
        keywords=_meta(page, places, "keywords"),
        description=_meta(page, places, "description"),
        strangers=tuple(_strangers(page, own, places)),
        hidden=tuple(item for item in hidden.read(page).certain if hidden.tells(item)),
        changed=tampered.items,
        promotion=tampered.promotion,
        excerpt=tampered.excerpt,
        kind=link_target.read(page).kind,
        topics=tuple(_topics(page.html)),
        shell=bool(shell_of(page)),
    )


def _topics(text: str) -> Iterable[str]:
    folded = fold(text)
    return dict.fromkeys(word for kind in ("promotion", "topic", "advert") for word in terms(kind).find(folded))


def _words(places: Places, elements: list[Element], text: str) -> Words:
    if not elements:
        return Words()
    item = places.item("", "", places.of(elements[0]))
    return Words(text=text[:_LONGEST], line=item.line, source=item.source)


def _meta(page: Page, places: Places, name: str) -> Words:
    found = [element for element in page.metas if attr(element, "name").lower() == name][:1]
    return _words(places, found, squeeze(attr(found[0], "content")) if found else "")


def _strangers(page: Page, own: str, places: Places) -> Iterable[Stranger]:
    """The first link to each unknown host and text."""
    found: dict[tuple[str, str], Stranger] = {}
    for element in page.anchors:
        url = page.resolve(attr(element, "href")) or ""
        host = host_of(url)
        if host and whose(host, own) is Whose.UNKNOWN:
            text = squeeze(element.text)[:100]
            if (host, text) not in found and len(found) < _MOST_STRANGERS:
                item = places.item("", url, places.of(element))
                found[host, text] = Stranger(url=item.target, text=text, line=item.line, source=item.source)
    return found.values()
