"""Uses a site's own search box as a visitor would: the home page, up to three titles that the site lists, and one common word."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from zhengjian.config import Network
from zhengjian.facts import search_box
from zhengjian.facts.page import Page, attr
from zhengjian.facts.search_look import SearchLook, SearchTry
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once, page_of
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock

COMMON_WORD = "工作"


@dataclass(frozen=True)
class Ground:
    """What a search is made with: the home page, titles to look for, and why robots.txt refuses an address (empty: it does not)."""

    home: str
    port: int | None
    titles: Sequence[str]
    refuse: Callable[[str], str]


def look(
    ground: Ground, network: Network, hosts: Mapping[str, Place], clock: Clock
) -> Generator[Callable[[], Fetched], Fetched, SearchLook]:
    """Yields one visit at a time, to be made when its host may be asked; returns what was found."""
    at = clock.now()

    def visit(url: str) -> Callable[[], Fetched]:
        return lambda: fetch_once(Visit(url=url, seconds=network.fetch_seconds, port=ground.port), network, hosts, clock=clock)

    def unasked(why: str) -> SearchLook:
        return SearchLook(at=at, problem=why, complete=False)

    if not ground.titles:
        return unasked("本轮没有读到可供搜索的文章标题")
    home = yield visit(ground.home)
    box = search_box.find(page_of(home)) if home.snapshot.whole else None
    if box is None:
        return unasked("首页没有不经脚本即可提交的搜索框，需人工核实")
    if why := ground.refuse(box.address(COMMON_WORD)):
        return unasked(f"搜索页未访问（{why}）")
    tries, scripted, common = [], False, set[tuple[str, str]]()
    for words in ground.titles:
        fetched = yield visit(box.address(words))
        page = page_of(fetched)
        tries.append(_read(fetched, page, words))
        scripted |= "<script" in page.lower
        common |= _links(page)
    if all(one.answer == "found" for one in tries):
        return SearchLook(at=at, tries=tuple(tries), scripted=scripted)
    fetched = yield visit(box.address(COMMON_WORD))
    page = page_of(fetched)
    control = _read(fetched, page, COMMON_WORD)
    # Menus speak of work, too: only links that the answer to a title did not have are results.
    if control.answer == "found" and not {link for link in _links(page) if COMMON_WORD in link[1]} - common:
        control = msgspec.structs.replace(control, answer="unclear")
    return SearchLook(at=at, tries=tuple(tries), control=control, scripted=scripted)


def _read(fetched: Fetched, page: Page, words: str) -> SearchTry:
    snapshot = fetched.snapshot
    said = search_box.answer(page, words) if snapshot.whole else "unclear"
    return SearchTry(words=words, url=snapshot.url, code=snapshot.code, status=snapshot.http_status, answer=said)


def _links(page: Page) -> set[tuple[str, str]]:
    return {(attr(link, "href"), link.text) for link in page.anchors}
