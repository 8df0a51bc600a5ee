"""What visitors of one kind were shown and a plain browser was not: cloaking, told from the noise of an ordinary site.

Not a fact: a comparison of ``Views``. Everything that comes and goes between two plain views (counters, dates, rotating
pictures and advertising) is noise. What stays is sure only when it is bad by itself, or when a search's visitors are led
to a stranger's site; a mobile edition, a page that is drawn for spiders, and a refusal to them are none of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhengjian.facts.bad_terms import advertises, fold, host_promotes, host_speaks, mentions, reports, sells, terms
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.hosts import Whose, alike, host_of, whose
from zhengjian.facts.links import registrable
from zhengjian.facts.tampering import TamperItem
from zhengjian.facts.views import MANNERS, Manner, Stranger, View, ViewedPage, Views, Words, key_of
from zhengjian.model import Value

Level = Literal["sure", "doubt", "note"]
About = Literal["links", "words", "redirect"]
_FARM = 4  # so many sold trades make a link farm, as in ``hidden``
_ADVERTS = 2
_BAD_KINDS = frozenset({"betting", "parked", "advert"})
_HEAD: tuple[tuple[str, Callable[[View], Words]], ...] = (
    ("网页标题", lambda view: view.title),
    ("关键词", lambda view: view.keywords),
    ("网页描述", lambda view: view.description),
)
_NOT_WORDS = re.compile(r"[\W\d_]+")
_AS_US = "；以本系统名义访问时不显示此内容"
_NOT_PLAIN = "；普通浏览器所见页面无此内容"


class Difference(Value):
    """One thing that visitors of one kind were shown alone. ``what`` is Chinese and holds both versions.

    ``level``: ``sure`` is a finding, ``doubt`` is for a person, ``note`` is said beside the outcome.
    ``about``: ``links`` belongs to hidden links, ``words`` and ``redirect`` to tampering. ``start``, ``end`` and ``line``
    are the place in the version that these visitors were shown; 0 when there is none.
    """

    level: Level
    about: About
    manner: Manner
    url: str
    what: str
    value: str
    evidence: tuple[str, ...]
    start: int = 0
    end: int = 0
    line: int = 0


def differences(views: Views) -> tuple[Difference, ...]:
    """All differences of all pages; what several manners show alike is told once a page."""
    found: dict[tuple[str, str, str], Difference] = {}
    for page in views.pages:
        for each in of_page(page):
            found.setdefault((each.url, each.about, each.value), each)
    return tuple(found.values())


def of_page(page: ViewedPage, *, plain_least: int = 2) -> tuple[Difference, ...]:
    """The differences of one page; none without so many plain views that came whole: one alone cannot tell what is noise."""
    plain = page.of("plain")
    if len(plain) < plain_least:
        return ()
    found = list(_kept_from_us(page, plain))
    for manner in ("spider", "referrer", "mobile"):
        tried = tuple(view for view in page.views if view.manner == manner)
        if tried:
            found += _Held(page, plain, tried).differences()
    return tuple(found)


def unseen(views: Views) -> str:
    """The manners in which no page came whole, in Chinese; empty when all were seen."""
    words = []
    for manner, name in MANNERS.items():
        tried = [view for page in views.pages for view in page.views if view.manner == manner]
        if tried and not any(view.seen for view in tried):
            words.append(f"以{name}方式访问未成功（{tried[0].code}）")
    return "，".join(words)


@dataclass(frozen=True)
class _Held:
    """The views of one manner, ``tried`` at least once, held against the plain ones that came whole."""

    page: ViewedPage
    plain: Sequence[View]
    tried: Sequence[View]

    @property
    def turns(self) -> Sequence[View]:
        """The views of this manner that came whole."""
        return [view for view in self.tried if view.seen]

    @property
    def name(self) -> str:
        return MANNERS[self.tried[0].manner]

    @property
    def full(self) -> bool:
        """True when the plain page speaks for itself: one that scripts draw may be drawn for spiders beforehand."""
        return not any(view.shell for view in self.plain)

    def differences(self) -> Iterator[Difference]:
        """Where these visitors end comes first: what another site's page holds is not this page's."""
        if {view.host for view in self.plain} & {view.host for view in self.tried} or not self._away:
            if self.turns:
                yield from self._bad()
                yield from self._strangers()
                yield from self._head()
        else:
            yield self._led()

    def _difference(self, level: Level, about: About, what: str, value: str, **place: int) -> Difference:
        view = (self.turns or self.tried)[0]
        evidence = (view.snapshot, self.plain[0].snapshot)
        return Difference(
            level=level, about=about, manner=view.manner, url=self.page.url, what=what, value=value, evidence=evidence, **place
        )

    def _bad(self) -> Iterator[Difference]:
        """What would be a finding on any page, shown to these visitors alone."""
        first = self.turns[0]
        stays = set.intersection(*(set(view.keys) for view in self.turns)) - {key for view in self.plain for key in view.keys}
        for item in first.hidden:
            if key_of(item) in stays:
                what = f"仅对{self.name}显示：{_hidden(item)}；该版本{_line(item.line, item.source)}{_NOT_PLAIN}"
                yield self._difference("sure", "links", what, item.target or item.technique, **_place(item))
        for change in first.changed:
            if key_of(change) in stays:
                title = self.plain[0].title
                what = f"仅对{self.name}显示：{_changed(change)}（该版本源代码第{change.line}行）"
                what += f"；普通浏览器所见标题为“{title.text[:60]}”（{_line(title.line, title.source)}）"
                yield self._difference("sure", "words", what, change.text, **_place(change))
        if all(view.promotion for view in self.turns) and not any(view.promotion for view in self.plain):
            what = f"仅对{self.name}显示推广文字{_worded(first.promotion)}：{first.excerpt}{_NOT_PLAIN}"
            yield self._difference("sure", "words", what, first.excerpt)

    def _strangers(self) -> Iterator[Difference]:
        """Links to strangers' hosts that no plain view holds: bad ones by their words, and farms of many trades."""
        first = self.turns[0]
        stays = set.intersection(*({host_of(link.url) for link in view.strangers} for view in self.turns))
        stays -= {host_of(link.url) for view in self.plain for link in view.strangers}
        told = {item.target for item in first.hidden}
        new = [link for link in first.strangers if host_of(link.url) in stays and link.url not in told]
        for link in new:
            words = host_promotes(host_of(link.url)) or (self._only_here(mentions(link.text)) if self.full else [])
            if words:
                yield self._difference("sure", "links", self._stranger(link, words), link.url, line=link.line)
        if first.manner == "mobile" or not self.full or not new or any(item.links >= _FARM for item in first.hidden):
            return
        selling = [link for link in new if sells(link.text)]
        if len({registrable(host_of(link.url)) for link in selling}) >= _FARM:
            what = f"{self._stranger(selling[0], sells(selling[0].text))}；同类链接共{len(selling)}条"
            yield self._difference("sure", "links", what, selling[0].url, line=selling[0].line)
        else:
            hosts = "、".join(list(dict.fromkeys(host_of(link.url) for link in new))[:3])
            yield self._difference("note", "links", f"{self.page.url} 对{self.name}多出指向 {hosts} 的链接", hosts)

    def _stranger(self, link: Stranger, words: Sequence[str]) -> str:
        what = f"仅对{self.name}显示的站外链接：指向 {link.url}{_quoted(link.text)}{_worded(words)}"
        return f"{what}；该版本{_line(link.line, link.source)}{_NOT_PLAIN}"

    def _head(self) -> Iterator[Difference]:
        """Title, key words and description: advertising that only these visitors see, and a title with nothing in common."""
        if not self.full or self.turns[0].changed:
            return
        for part, of in _HEAD:
            here, there = of(self.turns[0]), of(self.plain[0])
            restless = any(len({of(view).text for view in views}) > 1 for views in (self.turns, self.plain))
            if restless or not here.text or here.text == there.text:
                continue
            both = f"“{here.text[:80]}”（该版本{_line(here.line, here.source)}）"
            both += f"；普通浏览器所见为“{there.text[:80]}”" + (f"（{_line(there.line, there.source)}）" if there.line else "")
            words = self._only_here(mentions(here.text) or self._advertised(here.text))
            if words:
                yield self._difference("sure", "words", f"对{self.name}显示另一{part}{_worded(words)}：{both}", here.text, line=here.line)
            elif part == "网页标题" and self.turns[0].manner != "mobile" and not _akin(here.text, there.text):
                yield self._difference("note", "words", f"{self.page.url} 对{self.name}显示另一标题：{both}", here.text, line=here.line)

    def _advertised(self, text: str) -> list[str]:
        """Words of trades that advertise on other people's pages: several, without an institution's name, and not for phones."""
        words = advertises(text)
        honest = self.turns[0].manner == "mobile" or reports(text) or terms("institution").find(fold(text))
        return [] if honest or len(words) < _ADVERTS else words

    def _only_here(self, words: Sequence[str]) -> list[str]:
        """Those of some telling words that the plain page does not hold anywhere."""
        return [word for word in words if not any(word in view.topics for view in self.plain)]

    @property
    def _away(self) -> bool:
        """True when every view of this manner ended on one stranger's host."""
        hosts = {view.host for view in self.tried}
        return len(hosts) == 1 and whose(hosts.pop(), host_of(self.page.url)) is Whose.UNKNOWN

    def _led(self) -> Difference:
        """These visitors end on a stranger's site, and plain ones never do."""
        last = (self.turns or self.tried)[-1]
        words = _bad_place(last)
        sure = bool(words) or (last.manner == "referrer" and len(self.turns) > 1 and not alike(last.host, host_of(self.page.url)))
        titled = f"，该页标题“{last.title.text[:60]}”" if last.title.text else ""
        what = f"{self.name}访问 {self.page.url} 时被跳转到 {last.final_url}{titled}{_worded(words)}"
        # Another edition for phones on a host of the operator's is ordinary; a detour for spiders is for a person.
        level: Level = "sure" if sure else "note" if last.manner == "mobile" else "doubt"
        return self._difference(level, "redirect", f"{what}；普通浏览器访问时停留在 {self.plain[0].final_url}", last.final_url)


def _kept_from_us(page: ViewedPage, plain: Sequence[View]) -> Iterator[Difference]:
    """Bad content that every plain view shows, and that the crawl under our own name was not shown."""
    first, evidence = plain[0], tuple(view.snapshot for view in plain)
    stays = set.intersection(*(set(view.keys) for view in plain)) - set(page.known)
    found: list[tuple[About, str, str, HiddenLink | TamperItem]] = [
        ("links", _hidden(item), item.target, item) for item in first.hidden if item.words
    ]
    found += [("words", _changed(change), change.text, change) for change in first.changed]
    for about, words, value, item in found:
        if key_of(item) in stays:
            what = f"普通浏览器可见：{words}；源代码第{item.line}行{_AS_US}"
            yield Difference(
                level="sure", about=about, manner="plain", url=page.url, what=what, value=value, evidence=evidence, **_place(item)
            )


def _bad_place(view: View) -> list[str]:
    """Why a place that visitors are led to is a bad one: its name, its title, or what it is."""
    words = host_promotes(view.host) or [word for item in view.changed for word in item.words]
    if not words and view.kind in _BAD_KINDS:
        words = host_speaks(view.host) or mentions(view.title.text) or ["赌博、色情、停放或推广页面"]
    return words or list(view.promotion)


def _akin(one: str, other: str) -> bool:
    """True when two titles have at least two characters in a row in common, or one of them says nothing."""
    first, second = (_NOT_WORDS.sub("", text) for text in (one, other))
    return len(first) < 2 or len(second) < 2 or any(first[at : at + 2] in second for at in range(len(first) - 1))


def _hidden(item: HiddenLink) -> str:
    return f"{item.technique}，指向 {item.target or '（未解出）'}{_quoted(item.text)}{_worded(item.words)}"


def _changed(item: TamperItem) -> str:
    return f"{item.kind}{_worded(item.words)}：{item.text[:80]}"


def _place(item: HiddenLink | TamperItem) -> dict[str, int]:
    return {"start": item.start, "end": item.end, "line": item.line}


def _line(line: int, source: str) -> str:
    return f"源代码第{line}行：{source[:120]}"


def _quoted(text: str) -> str:
    return f"，链接文字“{text}”" if text else ""


def _worded(words: Sequence[str]) -> str:
    return f"，含“{'、'.join(words[:3])}”" if words else ""
