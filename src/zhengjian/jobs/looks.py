"""Looks beyond the crawl, taken of a site when its pages have been read and before its round is closed.

A look is a generator: it yields one connection at a time as a function, and returns a fact. Each connection is made in a
thread, and only when the site's host may be asked, at the same pace as the crawl. A step for the browser waits until the
browser is free, and stands in nobody's way meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from zhengjian.archive.signs import LISTS, SUSPECT
from zhengjian.archive.store import StoredPage
from zhengjian.config import Looks
from zhengjian.facts.base import Fact
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.kinds import kind_of
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.tampering import Tampering
from zhengjian.facts.views import ViewedPage, keys
from zhengjian.fetch import Place
from zhengjian.fetch.browser import Browser, ByBrowser, Done
from zhengjian.fetch.guard import Refused, take_apart
from zhengjian.fetch.page_load import Line
from zhengjian.fetch.polite import Pace
from zhengjian.fetch.robots import Robots
from zhengjian.fetch.visit import Keep, Visit
from zhengjian.jobs.frontier import VISITED, Frontier
from zhengjian.jobs.terms import Terms
from zhengjian.logs import logger
from zhengjian.model import COUNTS_AS, SEEN_WHOLE, SHANGHAI, Clock, CountsAs, FetchCode, Value, decode, digest

_THREADS = 8
INDEX_DAYS = 3
MOST_LISTS = 300
MOST_VIEWED = 3  # beside the home page
PAGES_FOR_ONE_VIEWED = 5
_SEARCHED = frozenset({"动态要闻", "通知公告", "政策文件"})
_SAMPLED = ("list", "article")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
Step = Callable[[], Any] | ByBrowser[Any]
Look = Generator[Step | Keep, Any, Fact]


class _Head(Value):
    """What a page is, of all that ``ListItems`` says: the rest is skipped, not decoded."""

    page_type: str = ""
    name: str = ""
    label_type: str = ""


@dataclass(frozen=True)
class Ground:
    """What is known of a site: its home page by where and how it answered, the register's ``port``, and its open frontier.

    ``pages`` is how many pages the round may ask for.
    """

    url: str
    code: FetchCode | None
    port: int | None
    frontier: Frontier
    robots: Robots | None
    pages: int = 0

    def refuse(self, url: str) -> str:
        """Why robots.txt refuses an address; empty when it does not, or is not heeded."""
        return self.robots.refuse(url) if self.robots is not None else ""


@dataclass(frozen=True)
class Eyes:
    """What one worker sees with: ``browser`` gives its browser, None where there can be none; ``line`` is its own line."""

    browser: Callable[[], Browser | None]
    line: Line


def planned(ground: Ground, terms: Terms, hosts: Mapping[str, Place], clock: Clock, *, eyes: Eyes) -> list[Look]:
    """The looks that are worth taking of a site. ``eyes`` are the worker's own."""
    url, code, port = ground.url, ground.code, ground.port
    wanted: Looks = terms.looks
    parts = take_apart(url, port)
    if isinstance(parts, Refused) or code is None:
        return []
    found: list[Look] = []
    opened = COUNTS_AS[code] is CountsAs.OPEN
    if wanted.tls and parts.scheme == "https" and (opened or code is FetchCode.DOWN_TLS):
        from zhengjian.fetch import tls

        found.append(tls.look(parts.host, parts.port, terms.network, hosts, clock))
    if wanted.entry and code in SEEN_WHOLE:
        from zhengjian.fetch import entry

        found.append(entry.look(url, port, terms.network, hosts, clock))
    if wanted.ipv6 and opened:
        from zhengjian.fetch import ipv6

        found.append(ipv6.look(url, port, terms.network, hosts, clock))
    if wanted.search and code in SEEN_WHOLE:
        from zhengjian.fetch import search

        titles = known_titles(ground.frontier, terms.as_of)
        where = search.Ground(url, port, titles, ground.refuse, wanted.search_post, eyes.browser)
        found.append(search.look(where, terms.network, hosts, clock))
    if wanted.views and code in SEEN_WHOLE and (pages := sampled(ground)):
        from zhengjian.fetch import views

        found.append(views.look(views.Ground(pages, port), terms.network, hosts, clock))
    if wanted.browser and code in SEEN_WHOLE:
        from zhengjian.fetch import accessibility, page_load

        browser, visit = eyes.browser(), Visit(url=url, why="home", port=port)
        found.append(page_load.look(visit, terms.network, hosts, clock, browser=browser, line=eyes.line))
        found.append(accessibility.look([url, *one_of_each_kind(ground.frontier)], port, browser, clock))
    return found


def sampled(ground: Ground) -> list[ViewedPage]:
    """The pages to be asked as other visitors: the home page, those whose facts are suspicious, and a few of the others.

    Which others is told by the digest of their addresses: chance without a die, and the same ones when a round is repeated.
    Their number follows the number of pages read, so that a small site is not asked more for this than for everything else.
    """
    home = next((page for page in islice(ground.frontier.pages(), 1) if not page.depth), None)
    others = [page for page in ground.frontier.signed(SUSPECT, MOST_VIEWED) if page.depth]
    linked = ground.frontier.linked()
    more = min(MOST_VIEWED, len(linked) // PAGES_FOR_ONE_VIEWED) - len(others)
    if more > 0:
        chosen = {page.snapshot for page in others}
        rest = sorted((digest(ground.url, url), id_) for id_, url in linked if id_ not in chosen)
        others += ground.frontier.spooled([id_ for _, id_ in rest[:more]])
    asked = [page for page in ([home] if home is not None else []) + others if not ground.refuse(page.url)]
    most = min(1 + MOST_VIEWED, ground.pages // PAGES_FOR_ONE_VIEWED)
    return [ViewedPage(url=page.url, snapshot=page.snapshot, known=_known(ground.frontier, page)) for page in asked[:most]]


def _known(frontier: Frontier, page: StoredPage) -> tuple[str, ...]:
    cells = frontier.cells(page, HiddenLinks.__name__, Tampering.__name__)
    hidden = decode(cells[HiddenLinks.__name__], HiddenLinks) if HiddenLinks.__name__ in cells else None
    return keys(hidden, decode(cells[Tampering.__name__], Tampering) if Tampering.__name__ in cells else None)


def one_of_each_kind(frontier: Frontier) -> list[str]:
    """One list and one article of a site that opened whole, the same ones whenever the site is the same."""
    best: dict[str, str] = {}
    opened = {
        address.url for address in frontier.known.values() if address.kind == "page" and address.state == VISITED and address.depth > 0
    }
    for page in islice(frontier.pages(), MOST_LISTS):
        kind = _head(frontier, page).page_type
        if kind in _SAMPLED and page.url in opened:
            best[kind] = min(best.get(kind, page.url), page.url, key=digest)
    return [best[kind] for kind in _SAMPLED if kind in best]


def known_titles(frontier: Frontier, as_of: datetime) -> list[str]:
    """Three titles of articles that the site lists, whole, newest first, each from another list where there are several.

    Only from lists of news, notices and documents: letters and services are often searched elsewhere. Too new ones may not
    be in an index yet.
    """
    newest = (as_of.astimezone(SHANGHAI) - timedelta(days=INDEX_DAYS)).strftime("%Y-%m-%d")
    opened = {address.url for address in frontier.known.values() if address.kind == "page" and address.state == VISITED}
    best: dict[str, str] = {}
    lists = sorted(frontier.signed(LISTS, MOST_LISTS), key=lambda page: page.taken)  # as they lie in the former round's file
    searched = [page for page in lists if _named(_head(frontier, page)) in _SEARCHED]
    # By address, because the order in which a crawl finds pages hangs on chance.
    for page in sorted(searched, key=lambda page: page.url):
        dated = {}
        for item in decode(frontier.cells(page, ListItems.__name__)[ListItems.__name__], ListItems).items:
            title, day = item.title.strip(), item.date[:10]
            whole = 10 <= len(title) <= 40 and not title.endswith(("…", "...", "？", "?"))
            if whole and _DAY.fullmatch(day) and day < newest and item.url in opened and title not in best:
                dated[title] = day
        for title in sorted(dated, key=lambda title: (dated[title], title), reverse=True)[:1]:
            best[title] = dated[title]
    return sorted(best, key=lambda title: (best[title], title), reverse=True)[:3]


def _named(head: _Head) -> str:
    return kind_of(head.name, label_type=head.label_type).name


def _head(frontier: Frontier, page: StoredPage) -> _Head:
    cell = frontier.cells(page, ListItems.__name__).get(ListItems.__name__)
    return decode(cell, _Head) if cell is not None else _Head()


@dataclass
class Looking:
    """One site's looks on their way. ``facts`` fills; ``done`` when nothing is left.

    ``keep`` stores an answer that a look wants kept and gives its snapshot's id.
    """

    host: str
    looks: list[Look]
    keep: Callable[[Keep], str]
    facts: list[Fact] = field(default_factory=list)
    _next: Step | None = None
    _flying: Future[Any] | None = None
    _since: float = 0.0

    def __post_init__(self) -> None:
        self._go_on(None)

    @property
    def done(self) -> bool:
        """True when every look has been taken or given up."""
        return not self.looks

    def turn(self, pace: Pace, pool: ThreadPoolExecutor, now: float) -> None:
        """Take the answer that has come; make the next connection when its host may be asked."""
        if self._flying is not None and self._flying.done():
            flying, self._flying = self._flying, None
            answer = flying.result() if flying.exception() is None else None
            pace.ended(self.host, now, answer.seconds if isinstance(answer, Done) else now - self._since)
            if (error := flying.exception()) is not None:
                logger().error("a look failed", host=self.host, exc_info=error)
                self._give_up()
            else:
                self._go_on(answer)
        step = self._next
        if step is None or self._flying is not None or (isinstance(step, ByBrowser) and not step.free):
            return
        if pace.ready_at(self.host, now) <= now:
            pace.began(self.host, now)
            self._since = now
            self._flying, self._next = step.begin() if isinstance(step, ByBrowser) else pool.submit(step), None

    def _go_on(self, answer: Any) -> None:
        """Run the first look up to its next connection; a look that breaks is dropped, and its checks know nothing."""
        while self.looks:
            try:
                step = self.looks[0].send(answer)
                while isinstance(step, Keep):
                    step = self.looks[0].send(self.keep(step))
                self._next = step
            except StopIteration as end:
                self.facts.append(end.value)
            except Exception:
                logger().exception("a look failed", host=self.host)
            else:
                return
            self.looks.pop(0)
            answer = None

    def _give_up(self) -> None:
        self.looks.pop(0)
        self._go_on(None)


def pool() -> ThreadPoolExecutor:
    """The threads in which connections are made."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="looks")
