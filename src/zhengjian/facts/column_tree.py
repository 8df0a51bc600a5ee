"""Which pages of a site are columns, and how they hang together. Pure structure: no dates, no judgement.

Four witnesses: the navigation of the home page, breadcrumbs, headings of boxes with their 更多, and pages that are lists.
What is not a column: the home page and its boxes, further pages of a list, search and map pages, lists of links to other
sites, folders that only hold sub-columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from zhengjian.facts.base import Pages, Reading
from zhengjian.facts.kinds import kind_of
from zhengjian.facts.links import PageLinks, host_of, own_host, same_site
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.row import Item

_INDEX = re.compile(r"(?:index|default|main)\.(?:s?html?|jsp|aspx?|php|do)$", re.IGNORECASE)
_NOT_COLUMNS = re.compile(
    r"/(?:search|sousuo|so|login|register|sitemap|wzdt|rss|app|mobile|english|en)(?:[/.?]|$)|[?&](?:q|keyword|key|searchword|kw)=",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"^(?:首页|网站首页|主页|登录|注册|退出|English|ENGLISH|繁体|简体|无障碍.*|长者.*|适老.*|关怀版|网站地图|站点地图|联系我们|关于我们|网站声明|隐私.*|RSS|"
    r"设为首页|加入收藏|收藏本站|手机版|移动版|微信|微博|客户端|返回.*|上一[页篇条].*|下一[页篇条].*|尾页|末页|更多.*|more|搜索|高级搜索|检索|打印.*|关闭.*|帮助|\d+|.*\.(?:gov|com|cn))$",
    re.IGNORECASE,
)


@lru_cache(maxsize=200_000)
def canonical(url: str) -> str:
    """One spelling of a page's address: no scheme, no ``www.``, no index file, no final slash."""
    parts = urlsplit(url)
    path = _INDEX.sub("", parts.path).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{own_host(parts.netloc)}{path}{query}"


_FEW_COLUMNS = 40
_ENOUGH_ROWS = 3
_PAGED = re.compile(
    r"(?:/(?:index|default|list)(?=[_-]?\d))?(?:(?:[_-]|(?<=[a-z])|(?<=/))\d{1,4}|/\d{1,4}|/page/\d{1,4})?(?:\.\w{2,5})?$", re.IGNORECASE
)
_PAGE_QUERY = re.compile(r"(?:^|&)\w*(?:page|pn|cur|start|offset)\w*=\d+", re.IGNORECASE)


def unpaged(key: str) -> str:
    """A canonical address without its page number; a query that holds one is dropped whole when nothing else tells pages apart."""
    path, _, query = key.partition("?")
    if _PAGE_QUERY.search(query):
        query = "&".join(part for part in _PAGE_QUERY.sub("", query).split("&") if part and not part.startswith("uid="))
    stem = _PAGED.sub("", path.rstrip("/")).rstrip("/").removesuffix("/list").removesuffix("/index")
    return stem + (f"?{query}" if query else "")


@dataclass(slots=True)
class Node:
    """A page that may be a column: how it is called, how it was found, what was read of it and of its further pages.

    ``framed`` is True when the list stands on a page of the site that this one shows in a frame, and was read there; ``fed`` when
    the page's scripts fetch it, and everything that they fetch was read.
    """

    url: str
    names: Counter[str] = field(default_factory=Counter)
    found: set[str] = field(default_factory=set)
    page: Reading[ListItems] | None = None
    further: list[Reading[ListItems]] = field(default_factory=list)
    parent: str = ""
    box: tuple[Item, ...] = ()
    framed: bool = False
    fed: bool = False

    @property
    def name(self) -> str:
        """The name that breadcrumb and navigation agree on, else the page's own."""
        fact = self.page.fact if self.page is not None else None
        if fact is not None and fact.named_by == "面包屑" and fact.page_type != "article":
            return fact.name
        if self.names:
            return self.names.most_common(1)[0][0]
        return fact.name if fact is not None else ""


@dataclass(slots=True)
class Tree:
    """All candidate nodes by canonical address, and the addresses that are folders of others."""

    nodes: dict[str, Node]
    folders: set[str]
    template: frozenset[str]


def grow(lists: Pages[ListItems], links: Pages[PageLinks], home_url: str) -> Tree:
    """Find the candidates and their parents."""
    pages = {canonical(reading.url): reading for reading in reversed(lists.readings)}
    template = repeated(links)
    home = canonical(home_url)
    nodes: dict[str, Node] = {}

    def node(url: str, name: str, how: str) -> None:
        key = canonical(url)
        if key == home or not same_site(url, home_url) or _NOT_COLUMNS.search(url) or not _fits(name):
            return
        entry = nodes.get(key)
        if entry is None:
            entry = nodes[key] = Node(url)
        entry.names[name] += 1
        entry.found.add(how)

    led: set[str] = set()
    bare_home = _only_leads(lists, links)
    for linking in links:
        for link in linking.fact.of("page"):
            # The frame of a site says the same on every page: hearing it once is enough.
            if link.url in led:
                continue
            if (
                link.scope == "own"
                and 2 <= len(link.text) <= 14
                and (_leads(link.where, link.url, linking.depth, template) or (bare_home and linking.depth == 0))
            ):
                node(link.url, link.text.strip("·>» "), "导航")
                led.add(link.url)
    for reading in lists:
        fact = reading.fact
        for name, url in fact.trail:
            if url:
                node(url, name, "面包屑")
        for box in fact.boxes if fact.page_type in {"home", "folder", "list"} else ():
            if box.more and box.heading:
                node(box.more, box.heading, "板块")
        if reading.depth > 0 and fact.page_type == "list":
            node(reading.url, fact.name, "列表页")
        elif reading.depth > 0 and fact.page_type == "other" and fact.named_by == "面包屑" and _like_a_column(fact):
            node(reading.url, fact.name, "面包屑")
    _join_further(nodes, lists)
    for key, entry in nodes.items():
        entry.page = pages.get(key)
    _note_fed(nodes, lists)
    _join_frames(nodes, pages, links)
    folders = _hang(nodes, home)
    return Tree(nodes, folders, template)


def _like_a_column(fact: ListItems) -> bool:
    """True for a page without list that a breadcrumb names as an end of its own, and that is empty or is called like a column."""
    if fact.trail and fact.name == fact.trail[-1][0]:
        return False
    return bool(fact.empty or fact.slot or fact.script) or (len(fact.name) <= 10 and kind_of(fact.name).confidence >= 0.9)


def _fits(name: str) -> bool:
    return 2 <= len(name) <= 30 and not _NOT_NAMES.match(name)


def _leads(where: str, url: str, depth: int, template: frozenset[str]) -> bool:
    """True for a link that leads to a column: in the navigation of any page, or repeated on most pages outside the footer."""
    if where == "nav":
        return depth == 0 or url in template
    return where in {"", "list"} and url in template and len(template) > 0


def repeated(links: Pages[PageLinks]) -> frozenset[str]:
    """Addresses that stand on at least six in ten pages (of the first sixty): navigation, whatever it is made of."""
    readings = links.readings[:60]
    if len(readings) < 4:
        return frozenset()
    counted = Counter(
        url for reading in readings for url in {link.url for link in reading.fact.links if link.url and link.where != "footer"}
    )
    return frozenset(url for url, count in counted.items() if count * 10 >= len(readings) * 6)


def _join_further(nodes: dict[str, Node], lists: Pages[ListItems]) -> None:
    """Further pages of a list are read into its first page and are no columns of their own."""
    names = {canonical(reading.url): reading for reading in lists}
    heads: dict[str, str] = {}
    first: dict[tuple[object, ...], str] = {}
    for reading in lists:
        key = canonical(reading.url)
        head = heads.get(key, key)
        for url in reading.fact.following:
            other = canonical(url)
            if other == head or other in heads or _in_navigation(nodes, other):
                continue
            further = names.get(other)
            if further is None or further.fact.name == reading.fact.name:
                heads[other] = head
        # A further page that the first one did not name as such: the same name, the same address but for a page number.
        if reading.fact.page_type == "list" and reading.fact.name and key not in heads:
            start = first.setdefault((unpaged(key), reading.fact.name, reading.fact.trail), key)
            if start != key and not _in_navigation(nodes, key):
                heads[key] = start
        for url in reading.fact.data:
            if canonical(url) in names:
                heads.setdefault(canonical(url), head)
        for url in reading.fact.shown_on:
            heads.setdefault(key, canonical(url))
    for key, head in heads.items():
        entry = nodes.pop(key, None)
        page = names.get(key)
        if head in nodes and page is not None:
            nodes[head].further.append(page)
        elif entry is not None and head not in nodes:
            nodes[key] = entry


def _note_fed(nodes: dict[str, Node], lists: Pages[ListItems]) -> None:
    """Tell the pages whose scripts fetch nothing but data that were read whole, rows with days among them."""
    names = {canonical(reading.url): reading.fact for reading in lists}
    for entry in nodes.values():
        asked = entry.page.fact if entry.page is not None else None
        if asked is None or not asked.data or asked.asks_more:
            continue
        answers = [names.get(canonical(url)) for url in asked.data]
        dated = max((sum(bool(item.date) for item in answer.items) for answer in answers if answer is not None), default=0)
        entry.fed = dated >= _ENOUGH_ROWS and all(answer is not None and answer.complete for answer in answers)


def _only_leads(lists: Pages[ListItems], links: Pages[PageLinks]) -> bool:
    """True for a home page that lists nothing and only leads to the columns."""
    home, leading = lists.home, links.home
    return (
        home is not None
        and leading is not None
        and not home.fact.items
        and not home.fact.boxes
        and len({link.url for link in leading.fact.of("page")}) <= _FEW_COLUMNS
    )


def _join_frames(nodes: dict[str, Node], pages: dict[str, Reading[ListItems]], links: Pages[PageLinks]) -> None:
    """A column whose list stands in a frame has it from the page that the frame shows."""
    frames = {canonical(reading.url): {canonical(link.url) for link in reading.fact.of("frame")} for reading in links}
    for key, entry in list(nodes.items()):
        if entry.page is None or entry.page.fact.items:
            continue
        shown = [pages[frame] for frame in frames.get(key, ()) if frame in pages and frame != key and not _in_navigation(nodes, frame)]
        listed = [page for page in shown if page.fact.page_type == "list"]
        if len(listed) == 1:
            entry.further.append(listed[0])
            entry.framed = not listed[0].fact.script and listed[0].fact.complete
            nodes.pop(canonical(listed[0].url), None)


def _in_navigation(nodes: dict[str, Node], key: str) -> bool:
    return key in nodes and "导航" in nodes[key].found


def _hang(nodes: dict[str, Node], home: str) -> set[str]:
    """Give every node its nearest ancestor, by breadcrumb first and by address second; return the ancestors."""
    folders: set[str] = set()
    for key, entry in nodes.items():
        trail = [canonical(url) for _, url in entry.page.fact.trail if url] if entry.page is not None else []
        above = [step for step in trail if step != key and step in nodes]
        if above:
            entry.parent = above[-1]
        else:
            path = key.split("?", 1)[0]
            while "/" in path:
                path = path.rsplit("/", 1)[0]
                if path in nodes and path != key and path != home:
                    entry.parent = path
                    break
        if entry.parent:
            folders.add(entry.parent)
    for key, entry in nodes.items():
        seen, step = {key}, entry.parent
        while step:
            if step in seen:
                entry.parent = ""
                break
            seen.add(step)
            step = nodes[step].parent
    return folders


def ancestors(tree: Tree, key: str) -> list[str]:
    """The keys above a node, nearest first."""
    found = []
    step = tree.nodes[key].parent
    while step and step not in found:
        found.append(step)
        step = tree.nodes[step].parent
    return found


def foreign(items: tuple[Item, ...], home_url: str) -> bool:
    """True for a list of links to other sites: most items lead away, and hardly any has a date."""
    away = sum(bool(item.url) and not same_site(item.url, home_url) for item in items)
    return away * 10 >= len(items) * 8 and sum(bool(item.date) for item in items) * 2 < len(items)


def host(url: str) -> str:
    """The host of an address as far as it tells sites apart."""
    return own_host(host_of(url))
