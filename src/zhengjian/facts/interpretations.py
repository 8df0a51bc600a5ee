"""Policies that must be interpreted (需解读) and the interpretations found for them, with dates and links both ways.

An interpretation is found by a link between the two pages or by its title: the policy's name in it. Where it is not found,
``searched`` says whether enough was read to call it missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhengjian.facts.article import Article, choose
from zhengjian.facts.base import Coverage, Fact, Moment, Pages, Reading, Registered
from zhengjian.facts.column_entry import Column
from zhengjian.facts.column_state import Dated, dated, descending
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.columns import Columns
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import Policy, Value


class Match(Value):
    """One interpretation: address, title, day (None: not known), its snapshot (empty: page not read)."""

    url: str
    title: str
    day: date | None = None
    evidence: str = ""


class PolicyView(Value):
    """One policy with its earliest interpretation.

    ``published`` is the day of the list, else of the policy's page. ``links_to`` and ``links_back`` say whether the policy's
    page leads to the interpretation and back; None when the page was not read or a script may add links.
    ``searched`` is True when the interpretation columns were read back to the policy's day; ``doubt`` says what was not.
    """

    policy: Policy
    published: date | None = None
    match: Match | None = None
    links_to: bool | None = None
    links_back: bool | None = None
    searched: bool = False
    doubt: str = ""
    evidence: tuple[str, ...] = ()


class Interpretations(Fact):
    """The listed policies that need an interpretation, in the list's order."""

    views: tuple[PolicyView, ...] = ()


_WORDS = re.compile(r"解读|图解|一图|读懂|图说|问答|答记者问|吹风会|发布会|说明|明白卡|要点|动画")
_NAMED = re.compile(r"《(.+?)》")
_AROUND = re.compile(
    r"^.{0,30}?关于(?:印发|公布|发布|转发)?|的(?:通知|公告|通告|决定|意见)$|[\s《》“”\"（()）〔〕]|\d{4}年版|（?(?:试行|暂行|修订)）?"
)


def core(title: str) -> str:
    """What names a policy inside its full title: 某市绿化管理办法 of 某市人民政府关于印发《某市绿化管理办法》的通知."""
    named = _NAMED.search(title)
    return _plain(named[1]) if named else _plain(_AROUND.sub("", title) if len(_AROUND.sub("", title)) >= 4 else title)


def _plain(text: str) -> str:
    return re.sub(r"[\s《》“”\"‘’（()）〔〕【】：:，,、。·\-—]", "", text)


def speaks_of(title: str, policy: str) -> bool:
    """True when a title names a policy: its core stands in it, or nine in ten of the core's character pairs do."""
    name, text = core(policy), _plain(title)
    if len(name) < 5:
        return False
    if name in text:
        return True
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) * 10 >= len(pairs) * 9


@dataclass(frozen=True)
class _Site:
    articles: dict[str, Reading[Article]]
    links: dict[str, frozenset[str]]
    scripts: dict[str, str]
    items: tuple[tuple[str, str, str, str, bool], ...]
    columns: tuple[Column, ...]


def gather(
    registered: Registered,
    columns: Columns,
    lists: Pages[ListItems],
    articles: Pages[Article],
    links: Pages[PageLinks],
    moment: Moment,
    coverage: Coverage,
) -> Interpretations:
    """Match every listed policy that needs an interpretation."""
    wanted = [policy for policy in registered.policies if policy.needs_interpretation]
    if not wanted:
        return Interpretations()
    inside = {canonical(column.url) for column in columns.of("政策解读")}
    items = tuple(
        (item.title, item.url, item.date, reading.snapshot, canonical(reading.url) in inside)
        for reading in lists
        for item in (*reading.fact.items, *(item for box in reading.fact.boxes for item in box.items))
    )
    site = _Site(
        {canonical(reading.url): reading for reading in articles},
        {canonical(reading.url): frozenset(canonical(link.url) for link in reading.fact.of("page", "attachment")) for reading in links},
        {canonical(reading.url): reading.fact.script for reading in lists},
        items,
        tuple(columns.of("政策解读")),
    )
    return Interpretations(complete=coverage.complete, views=tuple(_view(policy, site, moment, coverage) for policy in wanted))


def _view(policy: Policy, site: _Site, moment: Moment, coverage: Coverage) -> PolicyView:
    own = canonical(policy.url) if policy.url else ""
    page = site.articles.get(own)
    published = policy.published or _day(page.fact if page is not None else None, moment)
    match = min(_matches(policy, own, site, moment, coverage), key=lambda found: (found.day is None, found.day or date.max), default=None)
    other = canonical(match.url) if match is not None else ""
    searched, doubt = _searched(site, published, page is not None)
    seen = [column.evidence for column in site.columns if column.evidence]
    return PolicyView(
        policy=policy,
        published=published,
        match=match,
        links_to=_leads(site, own, other),
        links_back=_leads(site, other, own),
        searched=searched,
        doubt=doubt,
        evidence=tuple(dict.fromkeys([*([page.snapshot] if page is not None else []), *seen])),
    )


def _matches(policy: Policy, own: str, site: _Site, moment: Moment, coverage: Coverage) -> Iterator[Match]:
    read_at = coverage.finished or coverage.started
    linked = site.links.get(own, frozenset())
    for title, url, kept, snapshot, inside in site.items:
        key = canonical(url) if url else ""
        if not key or key == own:
            continue
        named = speaks_of(title, policy.title) and (inside or _WORDS.search(title) is not None)
        tied = (inside or _WORDS.search(title) is not None) and (key in linked or own in site.links.get(key, frozenset()))
        if named or tied:
            page = site.articles.get(key)
            entry: Dated | None = dated(kept, "list", moment.as_of, read_at)[0] if kept else None
            day = entry.at.date() if entry is not None else _day(page.fact if page is not None else None, moment)
            yield Match(url=url, title=title, day=day, evidence=page.snapshot if page is not None else snapshot)
    for key, page in site.articles.items():
        title = page.fact.title
        if key != own and _WORDS.search(title) and page.fact.is_article and (speaks_of(title, policy.title) or key in linked):
            yield Match(url=page.url, title=title, day=_day(page.fact, moment), evidence=page.snapshot)


def _day(article: Article | None, moment: Moment) -> date | None:
    chosen = choose(article, moment.as_of) if article is not None else None
    entry = dated(chosen.value, chosen.origin, moment.as_of, None)[0] if chosen is not None else None
    return entry.at.date() if entry is not None else None


def _leads(site: _Site, start: str, end: str) -> bool | None:
    if not start or not end or start not in site.links:
        return None
    if end in site.links[start]:
        return True
    return None if site.scripts.get(start) else False


def _searched(site: _Site, published: date | None, page_read: bool) -> tuple[bool, str]:
    """Whether an interpretation would have been seen if it were there, and if not, why."""
    if not page_read:
        return False, "政策原文页面未读取"
    if published is None:
        return False, "政策发布日期未知"
    if not site.columns:
        return False, "未见政策解读栏目，需人工核实"
    for column in site.columns:
        days = [entry.at.date() for entry in column.seen.dates if entry is not None]
        if not column.evidence or not column.seen.whole or not column.items:
            return False, f"“{column.name}”栏目未读取到列表"
        back = bool(days) and len(days) == len(column.seen.dates) and descending(column.seen.dates) and min(days) <= published
        if column.seen.more_pages and not back:
            return False, f"“{column.name}”栏目未读到政策发布日"
    return True, ""
