"""What was seen of a site's columns, and the judgement of each: made once for a target, used by ``columns``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from zhengjian.facts.article import Article, choose
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.column_entry import Column, Last
from zhengjian.facts.column_state import (
    ASKING_KINDS,
    LETTER_KINDS,
    SERVICE_KINDS,
    STATIC_KINDS,
    Dated,
    Rhythm,
    Seen,
    dated,
    days_left,
    descending,
    in_time,
    newest,
    nominal_days,
    period_of,
    state_of,
)
from zhengjian.facts.column_tree import Node, Tree, ancestors, canonical, foreign
from zhengjian.facts.filled import IN_FRAME
from zhengjian.facts.kinds import SURE, Kind, is_historical, kind_of
from zhengjian.facts.links import PageLinks, same_site
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.row import Item


class Sight:
    """What was seen of the site while its columns are judged; made once for a target."""

    def __init__(
        self,
        lists: Pages[ListItems],
        articles: Pages[Article],
        links: Pages[PageLinks],
        tree: Tree,
        at: datetime,
        coverage: Coverage,
        learned: Mapping[str, str],
    ) -> None:
        self.pages = {canonical(reading.url): reading.fact for reading in lists}
        self.articles = {canonical(reading.url): reading.fact for reading in articles if reading.fact.is_article}
        self.links = {canonical(reading.url): reading.fact for reading in links}
        self.tree, self.at, self.learned = tree, at, learned
        self.read_at = coverage.finished or coverage.started
        self.attempts = {canonical(attempt.url): attempt for attempt in coverage.attempts}
        self.home_url = coverage.home.final_url or coverage.home.url if coverage.home is not None else ""
        self.static_scripts = self._scripts_of_static_lists()
        pages = [node.page.fact for node in tree.nodes.values() if node.page is not None]
        self.holders = frozenset(fact.holder for fact in pages if fact.holder and fact.page_type == "list")

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
        items = items_of(node)
        kind = kind_of(
            node.name, label_type=fact.label_type if fact is not None else "", parents=above, titles=[item.title for item in items[:20]]
        )
        if kind.confidence < SURE and node.name in self.learned:
            kind = Kind(name=self.learned[node.name], confidence=SURE, why=f"其他网站的“{node.name}”栏目多登记为此类")
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
            depth=page.depth if page is not None else 0,
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
            return not foreign(tuple(items), self.home_url) and not self._repeats_parts(key, items)
        if key in self.tree.folders or fact.page_type in {"folder", "home"}:
            return False
        if fact.page_type == "article":
            return "导航" in node.found
        return True

    def _said_elsewhere(self, key: str) -> set[int]:
        """Digests of the text lines that other pages show, too: the template's."""
        return {line for other, fact in self.pages.items() if other != key for line in fact.lines}

    def _shown_elsewhere(self, key: str) -> set[str]:
        """Pictures that other pages show, too."""
        return {link.url for other, fact in self.links.items() if other != key for link in fact.of("image")}

    def _repeats_parts(self, key: str, items: Sequence[Item]) -> bool:
        """True for a page whose list only repeats what its sub-columns list: a folder."""
        if key not in self.tree.folders:
            return False
        below = {item.url for node in self.tree.nodes.values() if node.parent == key for item in items_of(node)}
        return sum(item.url in below for item in items) * 10 >= len(items) * 6

    def _group(self, key: str, kind: Kind) -> str:
        """The topmost ancestor of the same kind: a first-level column and its categories are judged as one.

        News columns stand for themselves: 部门动态 beside 要闻 under 新闻中心 is a column that must live, and no category.
        """
        head = key
        if kind.name == "动态要闻":
            return self.tree.nodes[head].url
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
        if fact.closed:
            return "unknown", f"页面写明“{fact.closed}”，请人工核对"
        if items and self._topical(key, node):
            return "exempt", "专题内的栏目（历史性工作专题不按周期判断）"
        if items:
            state, reason = state_of(kind.name, kind.confidence, seen, self.at, period)
            doubt = self._doubt(key, node, items, period) if state == "stale" else ""
            return ("unknown", f"{reason}；{doubt}") if doubt else (state, reason)
        if fact.page_type == "article" or fact.words >= (30 if kind.name in STATIC_KINDS else 80):
            return self._single(key, kind, period)
        if not fact.complete:
            return "unknown", "页面未读取完整"
        if script := _script(node, fact):
            return "unknown", f"{script}，未经浏览器读取"
        if kind.name in SERVICE_KINDS and not (fact.empty or fact.slot):
            return "exempt", "互动、服务类栏目，不按周期判断"
        if kind.name in LETTER_KINDS or (kind.name in ASKING_KINDS and fact.empty[:1] not in {"", "共", "总"}):
            return "unknown", "互动类栏目没有条目，请人工核对是否有说明"
        state, reason = self._blank(key, fact)
        return ("unknown", f"{reason}；不在导航中且层级较深，请登记后判断") if state == "blank" and _is_deep(node) else (state, reason)

    def _doubt(self, key: str, node: Node, items: Sequence[Item], period: tuple[int, int] | None) -> str:
        """Why a stale column may not be called so: its real list may be another, or it lies too deep to be a column of the site."""
        fact = node.page.fact if node.page is not None else ListItems()
        if any(reading.fact.shown_on for reading in node.further):
            return "列表由脚本文件读取的数据给出，未经浏览器核对"
        if script := _script(node, fact):
            return f"{script}，页面另有列表未经浏览器读取"
        if node.fed and not descending(self._seen(node, items).dates):
            return "脚本读取的数据不是按时间倒序，其余数据未读取"
        if node.fed and self._unread_scripts(key):
            return "页面带有可能生成列表的脚本，未经浏览器读取"
        if _is_deep(node):
            return "不在导航中且层级较深，请登记后判断"
        for item in _headlines(node, items):
            entry, _ = self._date(item)
            if entry is None or (period is not None and in_time(entry, self.at, period)):
                return "同页另有未标日期或较新的信息，不能确定是否属于本栏目"
        return ""

    def _topical(self, key: str, node: Node) -> bool:
        """True for a column of a topic (专题), by its ancestors' names or its address."""
        names = [self.tree.nodes[step].name for step in ancestors(self.tree, key)]
        return any(kind_of(name).name == "专题" for name in names) or _TOPIC_ADDRESS.search(node.url) is not None

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
        if fact.boxes or any(link.kind != "page" for link in content) or (content and not fact.empty):
            return "unknown", "页面没有可识别的列表，但有其他内容"
        images = {link.url for link in links.of("image")} - self._shown_elsewhere(key)
        if images or len(set(fact.lines) - self._said_elsewhere(key)) > _OWN_LINES:
            return "unknown", "页面没有可识别的列表，但有其他文字或图片"
        if self._unread_scripts(key):
            return "unknown", "页面带有可能生成列表的脚本，未经浏览器读取"
        if fact.empty:
            return "blank", f"页面写明“{fact.empty}”"
        if fact.slot or self.holders & set(fact.hollow):
            return "blank", "列表区没有任何信息"
        return "unknown", "页面没有可识别的列表"

    def _unread_scripts(self, key: str) -> bool:
        """True when the page has a script file that may write a list: none that pages with an ordinary list have, too."""
        links = self.links.get(key, PageLinks())
        return any(
            (link.scope in {"own", "kin"} or "callback=" in link.url) and link.url not in self.static_scripts and not _library(link.url)
            for link in links.of("script")
        )


_TOPIC_ADDRESS = re.compile(r"/(?:zt|ztzl|ztlm|ztbd|zhuanti|special|topics?|old|bak|history|archives?)(?:/|\d)", re.IGNORECASE)
# So many clicks from the home page, and in no navigation: not what the indicator calls a column of the site without a person's word.
_DEEP = 3
# What even an empty page says of itself: title, breadcrumb, heading, and that there is nothing.
_OWN_LINES = 4
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


def _script(node: Node, fact: ListItems) -> str:
    """By which sign a script fills the column's list; a frame whose page was read is none, nor are data that were."""
    return "" if node.fed or (node.framed and fact.script == IN_FRAME) else fact.script


def _is_deep(node: Node) -> bool:
    return node.page is not None and node.page.depth >= _DEEP and "导航" not in node.found


def _headlines(node: Node, items: Sequence[Item]) -> list[Item]:
    """Items of other lists on the column's page that may be its own: no side column, no heading that leads elsewhere."""
    if node.page is None or not items:
        return []
    known = {item.url for item in items}
    boxes = [box for box in node.page.fact.boxes if not box.aside and not box.more]
    return [
        item
        for box in boxes
        for item in box.items
        if item.url and item.url not in known and len(item.title) >= 8 and same_site(item.url, node.url)
    ]


def _library(url: str) -> bool:
    name = url.rsplit("/", 1)[-1].lower()
    return any(word in name for word in _LIBRARIES)


def items_of(node: Node) -> list[Item]:
    """The items of a list over all its pages that were read, each once."""
    found: dict[str, Item] = {}
    for reading in ([node.page] if node.page is not None else []) + node.further:
        if reading.fact.page_type == "list":
            for item in reading.fact.items:
                found.setdefault(item.url or item.title, item)
    return list(found.values())
