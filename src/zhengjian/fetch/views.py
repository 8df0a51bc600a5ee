"""Asks a few pages as other visitors would: as a browser, as Baidu's spider, from a search's results, as a phone.

Nobody is deceived about who asks: our own name and contact follow the words of every borrowed agent. Where anything differs,
those who were shown it and the plain browser are asked once more, so that what comes and goes by itself is known. A manner
that a site refuses is not used on its next pages.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from zhengjian.config import Network
from zhengjian.facts import views
from zhengjian.facts.page import Page
from zhengjian.facts.view_differences import of_page
from zhengjian.facts.views import MANNERS, Manner, View, ViewedPage, Views
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once, page_of
from zhengjian.fetch.visit import Fetched, Keep, Visit
from zhengjian.model import Clock

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
_BROWSER = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36"
_AGENTS: dict[Manner, str] = {
    "plain": _BROWSER,
    "spider": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "referrer": _BROWSER,
    "mobile": f"Mozilla/5.0 (Linux; Android 14; M2102J2SC) {_CHROME} Mobile Safari/537.36",
}
_SEARCHED = "https://www.baidu.com/s?wd=%E6%94%BF%E5%BA%9C"  # a search for 政府
_ROUND: tuple[Manner, ...] = ("plain", "spider", "referrer", "mobile")
_MOST_READ = 1 << 20


@dataclass(frozen=True)
class Ground:
    """What is looked at: pages with what the crawl found on them, and the register's port."""

    pages: Sequence[ViewedPage]
    port: int | None


def look(ground: Ground, network: Network, hosts: Mapping[str, Place], clock: Clock) -> Generator[Callable[[], Fetched] | Keep, Any, Views]:
    """Yields one visit at a time, to be made when its host may be asked, and each answer to be kept; returns all views."""
    at = clock.now()
    found: list[ViewedPage] = []
    refused: set[Manner] = set()

    def visit(url: str, manner: Manner) -> Callable[[], Fetched]:
        asked = Visit(
            url=url,
            seconds=network.fetch_seconds,
            port=ground.port,
            agent=f"{_AGENTS[manner]} {network.user_agent}",
            referrer=_SEARCHED if manner == "referrer" else "",
        )
        return lambda: fetch_once(asked, network, hosts, clock=clock)

    for page in ground.pages:
        again: Sequence[Manner] = _ROUND
        while again:
            for manner in [manner for manner in again if manner not in refused]:
                fetched = yield visit(page.url, manner)
                turn = 1 + sum(view.manner == manner for view in page.views)
                snapshot = yield Keep(_named(fetched, manner), f"view-{manner}-{turn}")
                view = _read(fetched, manner, snapshot, page.views)
                page = msgspec.structs.replace(page, views=(*page.views, view))
                if not view.seen:
                    refused.add(manner)
                if "plain" in refused:
                    why = f"以普通浏览器方式访问 {page.url} 未成功（{view.code}）"
                    return Views(at=at, problem=why, pages=(*found, page), complete=False)
            differing = dict.fromkeys(each.manner for each in of_page(page, plain_least=1))
            again = tuple(dict.fromkeys(("plain", *differing))) if differing and again is _ROUND else ()
        found.append(page)
    return Views(at=at, pages=tuple(found), complete=not refused)


def _read(fetched: Fetched, manner: Manner, snapshot: str, before: Sequence[View]) -> View:
    """The answer as a view; the very answer that came before is not read twice."""
    shot = fetched.snapshot
    view = View(manner=manner, code=shot.code, final_url=shot.final_url, snapshot=snapshot, status=shot.http_status, sha256=shot.sha256)
    same = next((other for other in before if other.seen and (other.sha256, other.final_url) == (view.sha256, view.final_url)), None)
    if same is not None and view.seen:
        return msgspec.structs.replace(same, manner=manner, code=shot.code, snapshot=snapshot, status=shot.http_status)
    return views.read(_page(fetched), view) if view.seen else view


def _named(fetched: Fetched, manner: Manner) -> Fetched:
    """The answer as it is kept: whoever opens it sees that the crawl did not get it."""
    detail = "；".join(filter(None, (f"以{MANNERS[manner]}方式访问取得", fetched.snapshot.detail)))
    return replace(fetched, snapshot=msgspec.structs.replace(fetched.snapshot, detail=detail))


def _page(fetched: Fetched) -> Page:
    return page_of(Fetched(fetched.snapshot, fetched.body[:_MOST_READ]))
