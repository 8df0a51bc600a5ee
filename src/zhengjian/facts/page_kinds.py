"""Which pages of a site are column pages and which are articles, as far as several readings agree."""

from __future__ import annotations

from zhengjian.facts.article import Article
from zhengjian.facts.base import Fact, Pages, Reading
from zhengjian.facts.labels import Labels, is_list_address
from zhengjian.facts.list_page import ListItems

ITEMS, FEW = 5, 3  # a list of so many dated items makes a column page; of few where the breadcrumb ends in its name


class PageKinds(Fact):
    """Addresses of column pages and of articles, in the order of the crawl. A page of no certain kind is in neither."""

    columns: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def gather(labels: Pages[Labels], lists: Pages[ListItems], articles: Pages[Article]) -> PageKinds:
    """What the labels' own reading is not sure of is decided by the list reading and the article reading.

    A column: a list of dated items, or one without dates or filled by a script at a list's address. An article: one that
    shows its date, at no list's address.
    """
    listing = {page.url for page in lists if _lists(page)}
    dated = {page.url for page in articles if page.fact.is_article and page.fact.origin == "article-text" and not is_list_address(page.url)}
    alone = len(labels) == 1  # one page looked at by itself
    plain = [page for page in labels if (page.depth > 0 or alone) and not page.fact.shell]
    kinds = [(page.url, page.fact.kind) for page in plain]
    return PageKinds(
        columns=tuple(url for url, kind in kinds if kind == "column" or (kind == "other" and url in listing - dated)),
        articles=tuple(url for url, kind in kinds if kind == "article" or (kind == "other" and url in dated - listing)),
    )


def _lists(page: Reading[ListItems]) -> bool:
    fact = page.fact
    if fact.page_type == "list":
        dated = sum(bool(item.date) for item in fact.items)
        return dated >= (FEW if fact.named_by == "面包屑" else ITEMS) or (len(fact.items) >= ITEMS and is_list_address(page.url))
    return fact.page_type == "other" and bool(fact.script) and is_list_address(page.url)
