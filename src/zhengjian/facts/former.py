"""What the former inspection of the same site saw: the dates of its lists and the texts of its articles, to hold this one against.

A given fact: the service reads it from the former round's stored facts. A former round that is not there, or that did not see
the home page, gives nothing, and nothing is concluded from what it lacks.
"""

from __future__ import annotations

from datetime import date, datetime

from zhengjian.facts.article import Article
from zhengjian.facts.base import Coverage, Fact, Pages
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.dates import resolve
from zhengjian.facts.list_page import ListItems
from zhengjian.model import SHANGHAI, Value


class FormerItem(Value, array_like=True):
    """One item as a list showed it then; ``url`` in its canonical form, as everywhere here."""

    url: str
    title: str
    day: date


class FormerArticle(Value, array_like=True):
    """One article as it was read then: its address, its title and its sentence digests."""

    url: str
    title: str
    sentences: tuple[int, ...]


class Former(Fact):
    """The former round. ``read_on`` are the days on which it may have been read; ``place`` names it (period and round)."""

    place: str = ""
    read_on: tuple[date, ...] = ()
    items: tuple[FormerItem, ...] = ()
    articles: tuple[FormerArticle, ...] = ()

    def day_of(self, url: str) -> date | None:
        """The day that a list showed beside this address then; None when it did not list it."""
        return next((item.day for item in self.items if item.url == url), None)


def of_round(place: str, lists: Pages[ListItems], articles: Pages[Article], coverage: Coverage, as_of: datetime) -> Former | None:
    """The fact from the former round's own facts; None when its home page was not seen."""
    if not coverage.home_seen:
        return None
    read_at = coverage.finished or as_of
    items: dict[str, FormerItem] = {}
    for reading in lists:
        for item in reading.fact.items if reading.fact.page_type == "list" else ():
            at = resolve(item.date, as_of) if item.date and item.url else None
            if at is not None:
                items.setdefault(canonical(item.url), FormerItem(url=canonical(item.url), title=item.title, day=at.date()))
    texts = tuple(
        FormerArticle(url=canonical(reading.url), title=reading.fact.title, sentences=reading.fact.sentences)
        for reading in articles
        if reading.fact.is_article and reading.fact.sentences
    )
    days = [moment.astimezone(SHANGHAI).date() for moment in (as_of, coverage.started, read_at) if moment is not None]
    return Former(place=place, read_on=tuple(dict.fromkeys(days)), items=tuple(items.values()), articles=texts)
