"""List pages and articles on ``tests/labelled/columns``, which someone wrote who had not read the readers.

Each page is read by itself, at depth 1, on the day of the set. A row of the table counts what is said: ``right`` and ``wrong``
answers, and ``missing`` ones where the page shows an answer and none was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tests.accuracy.function.measure import Row
from tests.labelled import AS_OF, Item, load, table

from zhengjian.facts import article, list_page
from zhengjian.facts.article import Article
from zhengjian.facts.dates import resolve
from zhengjian.facts.kinds import SURE, kind_of
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import Page

FIRST_RUN: dict[str, dict[str, str]] = {
    "columns": {
        "columns: is a list": "0.977/0.878",
        "columns: name": "0.881/1.000",
        "columns: kind": "0.971/0.829",
        "columns: titles of rows": "0.949/0.942",
        "columns: days of rows": "0.964/0.883",
        "columns: last update": "0.943/0.846",
        "articles: is an article": "0.833/0.556",
        "articles: title": "0.900/1.000",
        "articles: day of publication": "0.900/1.000",
    },
    "columns_second": {
        "columns: is a list": "0.917/0.733",
        "columns: name": "1.000/1.000",
        "columns: kind": "1.000/0.700",
        "columns: titles of rows": "1.000/0.804",
        "columns: days of rows": "0.974/0.925",
        "columns: last update": "0.818/1.000",
        "articles: is an article": "1.000/0.833",
        "articles: title": "0.800/1.000",
        "articles: day of publication": "0.800/1.000",
    },
}
NOW = datetime.fromisoformat(AS_OF)


def page_of(item: Item) -> Page:
    """The labelled page as a crawl reads it; the home page at depth 0."""
    return Page.of(item.body, item.url, content_type="text/html", depth=0 if item.labels["what"] == "home" else 1)


def lists(name: str) -> Iterator[Row]:
    """Whether a page is a column's list, its name and kind, its rows and their days."""
    found, called, kind, titles, days, newest = (
        Row(f"columns: {what}") for what in ("is a list", "name", "kind", "titles of rows", "days of rows", "last update")
    )
    for item in load(name):
        what, read = item.labels["what"], list_page.read(page_of(item))
        if what in {"shell", "home"}:
            continue
        said = read.page_type == "list" and bool(read.items)
        table.count(found, item, f"read {read.page_type}", what == "list" and not item.labels.get("blank"), said)
        if what != "list" or item.labels.get("blank") or not read.items:
            continue
        _answer(called, item, str(item.labels.get("column", "")), read.name)
        if meant := item.labels.get("kind"):
            right = {meant} if isinstance(meant, str) else set(meant)
            guess = kind_of(
                read.name,
                label_type=read.label_type,
                parents=[word for word, _ in read.trail[:-1]],
                titles=[row.title for row in read.items],
            )
            if guess.confidence >= SURE:
                kind.right += guess.name in right
                kind.wrong += guess.name not in right
                if guess.name not in right:
                    kind.differences.append(f"{item.key} {read.name}: {guess.name} for {meant}")
            else:
                kind.overlooked += 1
                kind.differences.append(f"{item.key} {read.name}: left to a person, {meant}")
        _rows(item, read, titles, days, newest)
    yield from (found, called, kind, titles, days, newest)


def _rows(item: Item, read: ListItems, titles: Row, days: Row, newest: Row) -> None:
    said = {table.bare(row.title): _settled(row.date) for row in read.items}
    if item.labels.get("rows_judged") is not False:
        for title, day in item.rows:
            hit = next((text for text in said if text == table.bare(title) or (len(text) > 8 and table.bare(title).startswith(text))), None)
            table.count(titles, item, title, True, hit is not None)
            if hit is not None and (said[hit] or item.labels.get("dates_from") != "address"):
                _answer(days, item, day or "", said[hit])
        real = {table.bare(title) for title, _ in item.rows}
        for text in said:
            if not any(text == title or title.startswith(text) for title in real) and not item.labels.get("other_rows"):
                table.count(titles, item, text, False, True)
    meant = item.labels.get("newest")
    if meant and (any(said.values()) or item.labels.get("dates_from") != "address"):
        known = [day for day in said.values() if day and day <= AS_OF[:10]]
        _answer(newest, item, str(meant), max(known, default=""))


def articles(name: str) -> Iterator[Row]:
    """Whether a page is an article, its title, and its visible day of publication."""
    found, title, published = (Row(f"articles: {what}") for what in ("is an article", "title", "day of publication"))
    for item in load(name):
        what, read = item.labels["what"], article.read(page_of(item))
        if what in {"shell", "home"} or "article" in item.labels.get("open", ()):
            continue
        table.count(found, item, "article", what == "article", read.is_article)
        if what == "article" and read.is_article:
            _answer(title, item, str(item.labels["title"]), read.title)
            if item.labels.get("dates_from") != "address" or read.published:
                meant = item.labels["published"]
                days = [str(day) for day in meant] if isinstance(meant, list) else [str(meant)]
                _answer(published, item, _day(read) if _day(read) in days else days[0], _day(read))
    yield from (found, title, published)


def _settled(date: str) -> str:
    """The day as the ledger takes it: one in the future is refused."""
    at = resolve(date, NOW) if date else None
    return at.date().isoformat() if at is not None and at.date() <= NOW.date() else ""


def _day(read: Article) -> str:
    return _settled(read.published)


def _answer(row: Row, item: Item, meant: str, said: str) -> None:
    """An answer is right, wrong, or not given where one is meant."""
    same = table.bare(meant) == table.bare(said)
    row.right += same and bool(said)
    row.wrong += bool(said) and not same
    row.overlooked += bool(meant) and not said
    if not same:
        row.differences.append(f"{item.key}: meant {meant!r}, said {said!r}")


def measure(name: str = "columns") -> list[Row]:
    """All rows of one set, with the figures of the first run beside them."""
    rows = [*lists(name), *articles(name)]
    for row in rows:
        row.first_run = FIRST_RUN[name].get(row.what, "")
    return rows


def main() -> None:
    """Print a table for each set, then every difference."""
    for name in FIRST_RUN:
        table.show(measure(name), f"written by others: {name}")


if __name__ == "__main__":
    main()
