"""The column ledger: every column of a site, of which kind, how many items, last updated when, and in which state.

Gathered from all list pages, articles and links of one round, and joined with the register's columns when there are any;
both differences are kept. Contract v1's ``columns`` lines are made here (``as_json``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from zhengjian.facts.article import Article, choose
from zhengjian.facts.base import Coverage, Fact, Moment, Pages, Registered
from zhengjian.facts.column_state import (
    STATIC_KINDS,
    Dated,
    Rhythm,
    Seen,
    dated,
    days_left,
    newest,
    nominal_days,
    period_of,
    registered_period,
    state_of,
)
from zhengjian.facts.column_tree import Node, Tree, ancestors, canonical, foreign, grow
from zhengjian.facts.kinds import Kind, is_historical, kind_of
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.rows import Item
from zhengjian.model import RegisteredColumn, Value


class Last(Value):
    """A last update: the day (ISO date) and where it was read: list, attribute, article-text, label, address."""

    date: str
    origin: str


class Column(Value):
    """One column. ``state`` is fresh, near-stale, stale, blank, unknown or exempt, and ``reason`` says why in Chinese.

    ``group`` is the address of the first-level column that it is a part of: columns of one group and kind are one
    first-level column. ``seen`` holds what was read of its dates, so that other limits can be applied; ``period`` is
    (days, months). ``evidence`` is the snapshot of its page, empty when it was not read. ``registered`` says that the
    register names it, ``found`` that the crawl did; ``text`` that its page holds running text.
    """

    name: str
    url: str
    kind: str
    kind_confidence: float
    why: str
    items: int = 0
    last: Last | None = None
    period_days: int | None = None
    state: str = "unknown"
    reason: str = ""
    group: str = ""
    parent: str = ""
    evidence: str = ""
    registered: bool = False
    found: bool = True
    in_navigation: bool = False
    text: bool = False
    seen: Seen = Seen()
    period: tuple[int, int] | None = None
    own_period: bool = False
    settled: bool = False


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
    sight = _Sight(articles, links, tree, moment.as_of, coverage)
    found = [column for key in tree.nodes if (column := sight.column(key)) is not None]
    found = _without_doubles(found, tree)
    listed = tuple(registered.columns) if registered is not None else ()
    return _with_register(found, listed, moment.as_of, complete=home.fact.complete)


class _Sight:
    """What was seen of the site while its columns are judged; made once for a target."""

    def __init__(self, articles: Pages[Article], links: Pages[PageLinks], tree: Tree, at: datetime, coverage: Coverage) -> None:
        self.articles = {canonical(reading.url): reading.fact for reading in articles if reading.fact.is_article}
        self.links = {canonical(reading.url): reading.fact for reading in links}
        self.tree, self.at = tree, at
        self.read_at = coverage.finished or coverage.started
        self.attempts = {canonical(attempt.url): attempt for attempt in coverage.attempts}
        self.home_url = coverage.home.final_url or coverage.home.url if coverage.home is not None else ""
        self.static_scripts = self._scripts_of_static_lists()

    def _scripts_of_static_lists(self) -> frozenset[str]:
        """Scripts that pages with an ordinary list carry, too: they do not fill lists."""
        known: set[str] = set()
        for key, node in self.tree.nodes.items():
            if node.page is not None and node.page.fact.page_type == "list" and not node.page.fact.script and key in self.links:
                known.update(link.url for link in self.links[key].of("script"))
        return frozenset(known)

    def column(self, key: str) -> Column | None:
        """The column at a node, or None when the node is none (a folder, a link page, an article)."""
        node = self.tree.nodes[key]
        page = node.page
        fact = page.fact if page is not None else None
        above = [self.tree.nodes[step].name for step in reversed(ancestors(self.tree, key))]
        items = _items(node)
        kind = kind_of(
            node.name, label_type=fact.label_type if fact is not None else "", parents=above, titles=[item.title for item in items[:20]]
        )
        if not self._is_column(key, node, items):
            return None
        seen = self._seen(node, items)
        period = period_of(kind.name, Rhythm())
        state, reason = self._state(key, node, items, kind, seen, period)
        last = newest(seen)
        return Column(
            name=node.name,
            url=page.url if page is not None else node.url,
            kind=kind.name,
            kind_confidence=kind.confidence,
            why=kind.why,
            items=len(items),
            last=Last(date=last.at.date().isoformat(), origin=last.origin) if last is not None else None,
            period_days=nominal_days(period),
            state=state,
            reason=reason,
            group=self._group(key, kind),
            parent=above[-1] if above else "",
            evidence=page.snapshot if page is not None else "",
            in_navigation="导航" in node.found,
            text=fact is not None and (fact.page_type == "article" or fact.words >= 80),
            seen=seen,
            period=period,
            settled=not items or is_historical(node.name),
        )

    def _is_column(self, key: str, node: Node, items: Sequence[Item]) -> bool:
        if node.page is None:
            return "导航" in node.found and key not in self.tree.folders
        fact = node.page.fact
        if fact.page_type == "list":
            return not foreign(tuple(items), self.home_url)
        if key in self.tree.folders or fact.page_type in {"folder", "home"}:
            return False
        if fact.page_type == "article":
            return "导航" in node.found
        return True

    def _group(self, key: str, kind: Kind) -> str:
        """The topmost ancestor of the same kind: a first-level column and its parts are judged as one."""
        head = key
        for step in ancestors(self.tree, key):
            above = kind_of(self.tree.nodes[step].name)
            if above.name != kind.name or above.confidence < 0.8:
                break
            head = step
        return self.tree.nodes[head].url

    def _seen(self, node: Node, items: Sequence[Item]) -> Seen:
        dates: list[Dated | None] = []
        counts = {"later": 0, "refused": 0}
        for item in items:
            entry, why = self._date(item)
            if why:
                counts[why] += 1
            else:
                dates.append(entry)
        page = node.page
        read = {canonical(reading.url) for reading in node.further} | ({canonical(page.url)} if page is not None else set())
        following = {canonical(url) for reading in ([page] if page is not None else []) + node.further for url in reading.fact.following}
        pages = max((reading.fact.page_count for reading in ([page] if page is not None else [])), default=0)
        return Seen(
            dates=tuple(dates),
            later=counts["later"],
            refused=counts["refused"],
            more_pages=bool(following - read) or pages > len(read),
            whole=page is not None and page.fact.complete,
        )

    def _date(self, item: Item) -> tuple[Dated | None, str]:
        article = self.articles.get(canonical(item.url)) if item.url else None
        if item.date and not (item.date.startswith("--") and article is not None):
            return dated(item.date, item.origin, self.at, self.read_at)
        chosen = choose(article, self.at) if article is not None else None
        if chosen is not None:
            return dated(chosen.value, chosen.origin, self.at, self.read_at)
        return dated(item.date, item.origin, self.at, self.read_at) if item.date else (None, "")

    def _state(
        self, key: str, node: Node, items: Sequence[Item], kind: Kind, seen: Seen, period: tuple[int, int] | None
    ) -> tuple[str, str]:
        page = node.page
        if page is None:
            attempt = self.attempts.get(key)
            reason = attempt.reason or str(attempt.code or "") if attempt is not None else ""
            return "unknown", "栏目页未读取" + (f"（{reason}）" if reason else "")
        fact = page.fact
        if is_historical(node.name):
            return "exempt", "历史性或已归档的栏目"
        if items:
            return state_of(kind.name, kind.confidence, seen, self.at, period)
        if fact.page_type == "article" or fact.words >= 80:
            return self._single(key, kind, period)
        if not fact.complete:
            return "unknown", "页面未读取完整"
        if fact.script:
            return "unknown", f"{fact.script}，未经浏览器读取"
        return self._blank(key, fact)

    def _single(self, key: str, kind: Kind, period: tuple[int, int] | None) -> tuple[str, str]:
        if kind.name in STATIC_KINDS or period is None:
            return "exempt", "单页内容，不按周期判断"
        article = self.articles.get(key)
        chosen = choose(article, self.at) if article is not None else None
        entry = dated(chosen.value, chosen.origin, self.at, self.read_at)[0] if chosen is not None else None
        if entry is not None and days_left(entry, self.at, period) >= 0:
            return "fresh", f"单页内容，发布于 {entry.at.date().isoformat()}"
        return "unknown", "栏目是单页内容，请人工判断"

    def _blank(self, key: str, fact: ListItems) -> tuple[str, str]:
        """Blank is said only of an empty list or the page's own word, with nothing else on the page but the template."""
        links = self.links.get(key)
        if links is None:
            return "unknown", "页面链接未读取"
        template = self.tree.template
        content = [
            link for link in links.of("page", "attachment", "frame") if link.where in {"", "list", "content"} and link.url not in template
        ]
        content = [link for link in content if len(link.text) >= 4 or link.kind != "page"]
        if fact.boxes or (content and not fact.empty):
            return "unknown", "页面没有可识别的列表，但有其他内容"
        foreign_scripts = [
            link for link in links.of("script") if link.scope == "own" and link.url not in self.static_scripts and not _library(link.url)
        ]
        if foreign_scripts and (not fact.empty or not self.static_scripts):
            return "unknown", "页面带有可能生成列表的脚本，未经浏览器读取"
        if fact.empty:
            return "blank", f"页面写明“{fact.empty}”"
        if fact.slot:
            return "blank", "列表区没有任何信息"
        return "unknown", "页面没有可识别的列表"


_LIBRARIES = (
    "jquery",
    "swiper",
    "bootstrap",
    "common",
    "layer",
    "respond",
    "html5",
    "share",
    "jiucuo",
    "conac",
    "base",
    "main",
    "nav",
    "tab",
    "slide",
    "style",
    "font",
)


def _library(url: str) -> bool:
    name = url.rsplit("/", 1)[-1].lower()
    return any(word in name for word in _LIBRARIES)


def _items(node: Node) -> list[Item]:
    """The items of a list over all its pages that were read, each once."""
    found: dict[str, Item] = {}
    for reading in ([node.page] if node.page is not None else []) + node.further:
        if reading.fact.page_type == "list":
            for item in reading.fact.items:
                found.setdefault(item.url or item.title, item)
    return list(found.values())


def _without_doubles(found: list[Column], tree: Tree) -> list[Column]:
    """One column reached by two addresses is listed once: the same name and the same items."""
    kept: dict[tuple[str, frozenset[str]], Column] = {}
    for column in found:
        node = tree.nodes.get(canonical(column.url), None)
        urls = frozenset(item.url for item in _items(node)[:10]) if node is not None else frozenset()
        kept.setdefault((column.name, urls) if urls else (column.url, urls), column)
    return list(kept.values())


def _with_register(found: list[Column], listed: tuple[Any, ...], at: datetime, *, complete: bool) -> Columns:
    rows = [row for row in listed if isinstance(row, RegisteredColumn)]
    by_url = {canonical(column.url): number for number, column in enumerate(found)}
    by_name: dict[str, int] = {}
    for number, column in enumerate(found):
        by_name.setdefault(column.name, number)
    joined = list(found)
    only_registered: list[str] = []
    matched: set[int] = set()
    for row in rows:
        place = by_url.get(canonical(row.url)) if row.url else None
        if place is None and not row.url:
            place = by_name.get(row.name)
        if place is None:
            only_registered.append(row.name)
            joined.append(_unseen(row))
        else:
            matched.add(place)
            joined[place] = _corrected(joined[place], row, at)
    only_found = tuple(column.name for number, column in enumerate(found) if number not in matched) if rows else ()
    return Columns(complete=complete, columns=tuple(joined), only_registered=tuple(only_registered), only_found=only_found)


def _unseen(row: RegisteredColumn) -> Column:
    period = registered_period(row.period_days) if row.period_days else period_of(row.kind, Rhythm())
    return Column(
        name=row.name,
        url=row.url,
        kind=row.kind or "其他",
        kind_confidence=1.0 if row.kind else 0.5,
        why="登记",
        period_days=nominal_days(period),
        reason="登记的栏目在抓取中未见到",
        group=row.url or row.name,
        registered=True,
        found=False,
        period=period,
    )


def _corrected(column: Column, row: RegisteredColumn, at: datetime) -> Column:
    """The register's kind, rhythm and exemption put over what was found; the state follows."""
    kind, sure, why = (row.kind, 1.0, "登记") if row.kind else (column.kind, column.kind_confidence, column.why)
    period = registered_period(row.period_days) if row.period_days else period_of(kind, Rhythm())
    state, reason = column.state, column.reason
    if column.seen.dates and not column.settled:
        judged_as = "其他" if row.period_days else kind
        state, reason = state_of(judged_as, sure, column.seen, at, period)
    valid = row.exempt_reason and row.exempt_by and row.exempt_until is not None and row.exempt_until >= at.date()
    if valid:
        state, reason = "exempt", f"豁免：{row.exempt_reason}（{row.exempt_by}批准，至{row.exempt_until}）"
    elif row.exempt_reason:
        reason = f"{reason}；登记的豁免缺少批准人或期限，或已到期，未采用"
    return msgspec.structs.replace(
        column,
        name=row.name or column.name,
        kind=kind,
        kind_confidence=sure,
        why=why,
        period=period,
        period_days=row.period_days or nominal_days(period),
        own_period=bool(row.period_days),
        state=state,
        reason=reason,
        registered=True,
    )


def judged(column: Column, at: datetime, rhythm: Rhythm) -> tuple[str, str]:
    """The column's state under other limits than the national ones (a unit's own rhythm). A registered period stays."""
    if column.own_period or column.settled or not column.seen.dates or column.state in {"blank", "exempt"}:
        return column.state, column.reason
    return state_of(column.kind, column.kind_confidence, column.seen, at, period_of(column.kind, rhythm))


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


class Due(Value):
    """A column that will pass its limit: its last day in time, and how many whole days are left."""

    column: Column
    last_day: date
    days_left: int


def forecast(columns: Iterable[Column], at: datetime, within_days: int) -> list[Due]:
    """The columns whose limit passes within so many days, soonest first; those already stale are not among them."""
    found = []
    for column in columns:
        last = newest(column.seen)
        if last is None or column.period is None or column.state not in {"fresh", "near-stale"}:
            continue
        left = days_left(last, at, column.period)
        if 0 <= left <= within_days:
            found.append(Due(column=column, last_day=at.date() + timedelta(days=left), days_left=left))
    return sorted(found, key=lambda due: (due.days_left, due.column.url))


__all__ = ["Column", "Columns", "Due", "Last", "as_json", "forecast", "gather", "judged"]
