"""Which pages the label checks judge, and as what: the home page, column pages and article pages of a site."""

from __future__ import annotations

from dataclasses import dataclass

from zhengjian.checks._sample import inner_pages, spread
from zhengjian.facts.base import Pages, Reading
from zhengjian.facts.labels import Labels
from zhengjian.facts.list_page import ListItems

ITEMS = 5  # a list of so many dated items makes a column page


@dataclass(frozen=True)
class LabelPages:
    """The sampled pages; a page that says nothing itself is never among them."""

    home: Reading[Labels]
    columns: tuple[Reading[Labels], ...]
    articles: tuple[Reading[Labels], ...]

    @property
    def all(self) -> tuple[Reading[Labels], ...]:
        """All sampled pages, the home page first."""
        return (self.home, *self.columns, *self.articles)


def sampled(labels: Pages[Labels], lists: Pages[ListItems], home: Reading[Labels], *, columns: int, articles: int) -> LabelPages:
    """At most so many column and article pages, spread over the crawl."""
    listing = {page.url for page in lists if page.fact.page_type == "list" and sum(bool(item.date) for item in page.fact.items) >= ITEMS}
    plain = [page for page in inner_pages(labels, home) if not page.fact.shell]
    of_columns = [page for page in plain if page.fact.kind == "column" or (page.fact.kind == "other" and page.url in listing)]
    of_articles = [page for page in plain if page.fact.kind == "article" and page.url not in listing]
    return LabelPages(home, tuple(spread(of_columns, columns)), tuple(spread(of_articles, articles)))
