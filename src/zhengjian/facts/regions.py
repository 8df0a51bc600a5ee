"""The parts of a page that nobody edits from day to day, and how they have changed since the former inspection.

Title, key words, description, navigation, foot, the hosts of scripts, and where links outside the text lead: an intruder who
can write into a template changes these, and so does an honest redesign. A change is shown side by side for a person, never a
verdict. What changed between the two rounds before as well comes and goes by itself and is not shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

from zhengjian.facts.base import Fact, Pages
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.links import Link, PageLinks, host_of, registrable
from zhengjian.facts.tampering import Tampering
from zhengjian.model import Value

MOST_PAGES = 300  # the home page and those next to it: templates repeat themselves below
_REDESIGN = 4  # so many of the seven parts changed on most pages are a redesign
_SHOWN = 4
_NUMBERS = re.compile(r"[\d\s：:年月日\-/.]+")
PARTS = {  # what tells most comes first
    "title": "网页标题",
    "scripts": "脚本来源",
    "outgoing": "导航、页脚和框架指向的站外域名",
    "keywords": "关键词",
    "description": "网页描述",
    "nav": "导航",
    "footer": "页脚",
}


class Regions(Value):
    """One page's parts. ``title``, ``keywords``, ``description`` are None when the round did not read them."""

    url: str
    snapshot: str
    title: str | None = None
    keywords: str | None = None
    description: str | None = None
    nav: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()


class FormerRegions(Fact):
    """The parts of the same pages in the former round, and which of them had changed before it as well.

    ``place`` names the former round (period and round); ``restless`` are pairs of address and part.
    """

    lack: ClassVar[str] = "没有可比较的上一轮检查"

    place: str = ""
    pages: tuple[Regions, ...] = ()
    restless: tuple[tuple[str, str], ...] = ()


class Change(Value):
    """One part that reads otherwise than before, on ``pages`` pages of which ``url`` is the first."""

    part: str
    url: str
    before: str
    now: str
    evidence: tuple[str, ...]
    pages: int = 1


class RegionChanges(Fact):
    """What changed outside of the texts since the former round; ``redesign``: most parts of most pages did, together."""

    place: str = ""
    compared: int = 0
    redesign: bool = False
    changes: tuple[Change, ...] = ()


def gather(former: FormerRegions, links: Pages[PageLinks], tampering: Pages[Tampering]) -> RegionChanges:
    """Hold this round's pages against the former round's."""
    before = {page.url: page for page in former.pages}
    restless = set(former.restless)
    groups: dict[tuple[str, str, str], Change] = {}
    touched: Counter[str] = Counter()
    compared = 0
    for page in regions_of(links, tampering):
        if page.url not in before:
            continue
        compared += 1
        for part, was, now in differing(before[page.url], page):
            if (page.url, part) in restless:
                continue
            touched[part] += 1
            known = groups.get((part, was, now))
            evidence = (before[page.url].snapshot, page.snapshot)
            groups[part, was, now] = Change(
                part=part,
                url=known.url if known is not None else page.url,
                before=was,
                now=now,
                evidence=known.evidence if known is not None else evidence,
                pages=known.pages + 1 if known is not None else 1,
            )
    everywhere = sum(count * 2 > compared for count in touched.values())
    ordered = sorted(groups.values(), key=lambda change: (-change.pages, list(PARTS).index(change.part), change.url))
    return RegionChanges(place=former.place, compared=compared, redesign=everywhere >= _REDESIGN, changes=tuple(ordered))


def regions_of(links: Pages[PageLinks], tampering: Pages[Tampering]) -> Iterator[Regions]:
    """The parts of the first pages; one that was read only in part has none."""
    heads = {reading.snapshot: reading.fact for reading in tampering}
    for reading in links.readings[:MOST_PAGES]:
        head = heads.get(reading.snapshot)
        if not reading.fact.complete or head is None:
            continue
        found = reading.fact.links
        outside = (link for link in found if link.scope == "other" and (link.kind == "frame" or link.where in {"nav", "footer"}))
        yield Regions(
            url=canonical(reading.url),
            snapshot=reading.snapshot,
            title=head.title,
            keywords=head.keywords,
            description=head.description,
            nav=_texts(link for link in found if link.where == "nav"),
            footer=_texts(link for link in found if link.where == "footer"),
            scripts=_hosts(link for link in found if link.kind == "script"),
            outgoing=_hosts(outside),
        )


def restless_in(older: Iterable[Regions], newer: Iterable[Regions]) -> tuple[tuple[str, str], ...]:
    """Which parts of which pages changed between two rounds: what changes every time says nothing."""
    before = {page.url: page for page in older}
    return tuple((page.url, part) for page in newer if page.url in before for part, _, _ in differing(before[page.url], page))


def differing(before: Regions, now: Regions) -> Iterator[tuple[str, str, str]]:
    """The parts that differ, with what they were and are, in Chinese; a part that one round did not read is none."""
    for part in ("title", "keywords", "description"):
        was, is_ = getattr(before, part), getattr(now, part)
        if was is not None and is_ is not None and _NUMBERS.sub("", was) != _NUMBERS.sub("", is_):
            yield part, was or "（无）", is_ or "（无）"
    for part in ("nav", "footer", "scripts", "outgoing"):
        was, is_ = getattr(before, part), getattr(now, part)
        if set(was) != set(is_):
            gone, new = [one for one in was if one not in is_], [one for one in is_ if one not in was]
            yield part, _some(gone), _some(new)


def _texts(links: Iterable[Link]) -> tuple[str, ...]:
    """What links say, as far as it is no number: a count of letters in the menu is no change."""
    return tuple(dict.fromkeys(filter(None, (_NUMBERS.sub("", link.text) for link in links))))


def _hosts(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(sorted({registrable(host_of(link.url)) for link in links if link.url}))


def _some(texts: list[str]) -> str:
    more = f"等{len(texts)}项" if len(texts) > _SHOWN else ""
    return "、".join(texts[:_SHOWN]) + more if texts else "（无）"
