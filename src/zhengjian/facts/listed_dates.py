"""The dates a list shows beside what its articles, labels and addresses say: where forged, moved and burst dates show.

Only lists that the office writes itself (letters of citizens are none), and only rows with a date of their own.
"""

from __future__ import annotations

from datetime import date

from zhengjian.facts.article import Article
from zhengjian.facts.base import Coverage, Fact, Moment, Pages
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.columns import Columns
from zhengjian.facts.dates import in_address, resolve
from zhengjian.facts.kinds import SURE
from zhengjian.facts.list_page import ListItems
from zhengjian.model import SHANGHAI, Value


class ListedDate(Value):
    """One item: the day in the list, the day that its own page shows the public, and the oldest other witness with its name.

    ``other_from`` is 稿件页, 网址 or 页面标签.
    """

    title: str
    url: str
    day: date
    shown: date | None = None
    other: date | None = None
    other_from: str = ""
    sentences: tuple[int, ...] = ()


class DatedList(Value):
    """One list page with its dated items in list order. ``kind`` is its column's kind, empty when that is not sure."""

    name: str
    url: str
    snapshot: str
    items: tuple[ListedDate, ...]
    kind: str = ""


class ListedDates(Fact):
    """All dated lists of a site. ``read_on`` are the days on which the pages may have been read."""

    lists: tuple[DatedList, ...] = ()
    read_on: tuple[date, ...] = ()


_OTHERS_WRITE = frozenset({"留言公开", "咨询建言", "意见征集", "在线访谈", "办事服务"})
_NAMES = {"article-text": "稿件页", "label": "页面标签", "address": "网址"}


def gather(columns: Columns, lists: Pages[ListItems], articles: Pages[Article], moment: Moment, coverage: Coverage) -> ListedDates:
    """Put every column's dates beside the other witnesses of its items."""
    own = {canonical(column.url): column for column in columns.columns if column.kind not in _OTHERS_WRITE}
    texts = {canonical(reading.url): reading.fact for reading in articles}
    found = []
    for reading in lists:
        if reading.fact.page_type != "list" or canonical(reading.url) not in own:
            continue
        items = []
        for item in reading.fact.items:
            at = resolve(item.date, moment.as_of) if item.date and not item.date.startswith("-P") else None
            if at is None:
                continue
            article = texts.get(canonical(item.url)) if item.url else None
            other, name = _oldest(article, item.url)
            sentences = article.sentences if article is not None else ()
            shown = date.fromisoformat(article.published[:10]) if article is not None and article.origin == "article-text" else None
            items.append(
                ListedDate(title=item.title, url=item.url, day=at.date(), shown=shown, other=other, other_from=name, sentences=sentences)
            )
        if items:
            column = own[canonical(reading.url)]
            kind = column.kind if column.kind_confidence >= SURE else ""
            found.append(DatedList(name=reading.fact.name, url=reading.url, snapshot=reading.snapshot, items=tuple(items), kind=kind))
    seen = [moment_.astimezone(SHANGHAI).date() for moment_ in (moment.as_of, coverage.started, coverage.finished) if moment_ is not None]
    return ListedDates(lists=tuple(found), read_on=tuple(dict.fromkeys(seen)))


def _oldest(article: Article | None, url: str) -> tuple[date | None, str]:
    witnesses = (
        [(entry.value[:10], _NAMES[entry.origin]) for entry in article.dates if entry.origin in _NAMES] if article is not None else []
    )
    address = in_address(url)
    if address:
        witnesses.append((address, "网址"))
    whole = [(date.fromisoformat(value), name) for value, name in witnesses if not value.startswith("-")]
    return min(whole, default=(None, ""))
