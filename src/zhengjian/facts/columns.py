"""The column ledger: every column of a site, of which kind, how many items, last updated when, and in which state.

Gathered from all list pages, articles and links of one round, and joined with the register's columns when there are any;
both differences are kept. Contract v1's ``columns`` lines are made here (``as_json``).
"""

from __future__ import annotations

from typing import Any

from zhengjian.facts.article import Article
from zhengjian.facts.base import Coverage, Fact, Moment, Pages, Registered
from zhengjian.facts.column_entry import Column, Last, judged
from zhengjian.facts.column_register import join
from zhengjian.facts.column_sight import Sight, items_of
from zhengjian.facts.column_tree import Tree, canonical, grow
from zhengjian.facts.forecast import Due, forecast
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import RegisteredColumn


class Columns(Fact):
    """All columns of a site, in the order found. ``only_registered`` and ``only_found`` are the names on one side only."""

    columns: tuple[Column, ...] = ()
    only_registered: tuple[str, ...] = ()
    only_found: tuple[str, ...] = ()

    def of(self, *kinds: str) -> list[Column]:
        """The columns of some kinds."""
        return [column for column in self.columns if column.kind in kinds]


def gather(
    lists: Pages[ListItems],
    articles: Pages[Article],
    links: Pages[PageLinks],
    registered: Registered | None,
    moment: Moment,
    coverage: Coverage,
) -> Columns:
    """Make the ledger. Without a home page that was read whole it is empty and not complete."""
    home = lists.home
    if home is None or not coverage.home_seen:
        return Columns(complete=False)
    tree = grow(lists, links, home.url)
    sight = Sight(lists, articles, links, tree, moment.as_of, coverage, registered.learned if registered is not None else {})
    found = [column for key in tree.nodes if (column := sight.column(key)) is not None]
    found = _without_doubles(found, tree)
    rows = [row for row in registered.columns if isinstance(row, RegisteredColumn)] if registered is not None else []
    joined, only_registered, only_found = join(found, rows, moment.as_of)
    return Columns(complete=home.fact.complete, columns=tuple(joined), only_registered=tuple(only_registered), only_found=tuple(only_found))


def _without_doubles(found: list[Column], tree: Tree) -> list[Column]:
    """One column reached by two addresses is listed once: the same name and the same items."""
    kept: dict[tuple[str, frozenset[str]], Column] = {}
    for column in found:
        node = tree.nodes.get(canonical(column.url), None)
        urls = frozenset(item.url for item in items_of(node)[:10]) if node is not None else frozenset()
        kept.setdefault((column.name, urls) if urls else (column.url, urls), column)
    return list(kept.values())


def as_json(site_id: str, columns: Columns) -> list[dict[str, Any]]:
    """Contract v1 §5 ``columns`` objects, in the ledger's order."""
    return [
        {
            "site_id": site_id,
            "name": column.name,
            "url": column.url,
            "kind": column.kind,
            "kind_confidence": column.kind_confidence,
            "why": f"{column.why}；{column.reason}" if column.reason else column.why,
            "items": column.items,
            "last": {"date": column.last.date, "from": column.last.origin} if column.last is not None else None,
            "period_days": column.period_days,
            "state": column.state,
        }
        for column in columns.columns
    ]


__all__ = ["Column", "Columns", "Due", "Last", "as_json", "forecast", "gather", "judged"]
