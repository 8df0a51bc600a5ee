"""Uses a site's own search as a visitor would: the home page, up to three titles that the site lists, and one common word.

The box is used in the plainest way that works: its form sent by GET; by POST, where the office allows it and the form is
plainly a search; the address that the page's script asks; and where none of these tells, typed into in the browser. Every
answer is kept as evidence. A search that another site offers is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import msgspec

from zhengjian.config import Network
from zhengjian.facts import search_answer, search_box
from zhengjian.facts.page import Page, attr
from zhengjian.facts.search_box import SearchBox
from zhengjian.facts.search_look import SearchLook, SearchTry, Way
from zhengjian.facts.shell import shell_of
from zhengjian.fetch import search_typing
from zhengjian.fetch.browser import Browser, ByBrowser, Trouble
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once, page_of
from zhengjian.fetch.visit import Fetched, Keep, Visit
from zhengjian.model import Clock, FetchCode

COMMON_WORD = "工作"
TYPED_TITLES = 2
_GATES = {FetchCode.BLOCKED: "搜索页拒绝访问", FetchCode.CHALLENGE: "搜索页要求完成人机验证"}
Steps = Generator[Any, Any, SearchLook]


@dataclass(frozen=True)
class Ground:
    """What a search is made with.

    ``titles`` are looked for; ``refuse`` says why robots.txt refuses an address (empty: it does not); ``post`` whether a search
    form may be posted; ``browser`` gives the worker's browser, None where there is none.
    """

    home: str
    port: int | None
    titles: Sequence[str]
    refuse: Callable[[str], str]
    post: bool = True
    browser: Callable[[], Browser | None] = lambda: None


@dataclass(frozen=True)
class _Answer:
    """What came of one search: the answer, the page that it is, and the text that a browser showed.

    ``trouble`` says in Chinese why it cannot be judged, and why no other search could.
    """

    fetched: Fetched
    page: Page
    trouble: str = ""
    shown: str = ""


Ask = Callable[[str], Generator[Any, Any, _Answer]]


def look(ground: Ground, network: Network, hosts: Mapping[str, Place], clock: Clock) -> Steps:
    """Yields one step at a time, to be made when its host may be asked; returns what was found."""
    at = clock.now()

    def visit(url: str, box: SearchBox | None = None, words: str = "") -> Callable[[], Fetched]:
        posted = box is not None and box.method == "POST"
        form = box.data(words) if box is not None and posted else ""
        asked = Visit(url=url, method="POST" if posted else "GET", form=form, seconds=network.fetch_seconds, port=ground.port)
        return lambda: fetch_once(asked, network, hosts, clock=clock)

    def unasked(why: str) -> SearchLook:
        return SearchLook(at=at, problem=why, complete=False)

    if not ground.titles:
        return unasked("本轮没有读到可供搜索的文章标题")
    home = yield visit(ground.home)
    if not home.snapshot.whole:
        return unasked(f"搜索前重新打开首页未成功（{home.snapshot.code}）")
    page = page_of(home)
    box = search_box.find(page)
    leads = search_box.leads_to(page) if box is None else ""
    if leads and not ground.refuse(leads):
        there = yield visit(leads)
        page = page_of(there) if there.snapshot.whole else page
        box = search_box.find(page)
    if box is None:
        files = []
        for url in (url for url in search_box.files_of(page) if not ground.refuse(url)):
            file = yield visit(url)
            files += [page_of(file).html] if file.snapshot.whole else []
        box = search_box.in_scripts(page, files)
    if box is not None and (other := search_box.foreign(box.action, ground.home)):
        return unasked(f"站内搜索由其他网站（{other}）提供，未代为搜索，需人工核实")
    if box is not None and (why := ground.refuse(box.address(COMMON_WORD))):
        return unasked(f"搜索页未访问（{why}）")
    plain = None
    if box is not None and (box.method == "GET" or ground.post):

        def ask(words: str) -> Generator[Any, Any, _Answer]:
            fetched = yield visit(box.address(words), box, words)
            return _Answer(fetched, page_of(fetched), _elsewhere(fetched, ground.home))

        way: Way = "script" if box.by_script else "post" if box.method == "POST" else "get"
        plain = yield from _searched(ask, ground.titles, SearchLook(at=at, way=way))
        if plain.told or not plain.unread:
            return plain
    if plain is None and not search_box.SPEAKS.search(page.html) and not shell_of(page):
        return unasked("首页未见搜索框，需人工核实")
    typed = yield from _typed(ground, page.url, SearchLook(at=at, way="browser"), clock)
    if typed is None:
        return plain or unasked("首页的搜索框须在浏览器中使用，本机没有可用的浏览器，需人工核实")
    return typed if typed.told or plain is None else plain


def _searched(ask: Ask, titles: Sequence[str], empty: SearchLook) -> Steps:
    """Each title, and the common word when one was not found."""
    tries, scripted, common = [], False, set[tuple[str, str]]()
    for number, words in enumerate(titles, 1):
        answer = yield from ask(words)
        one, gated = yield from _judged(answer, words, f"{empty.way}-{number}")
        tries.append(one)
        if gated:
            return msgspec.structs.replace(empty, tries=tuple(tries), problem=f"{one.why}，未继续搜索，需人工核实")
        scripted |= empty.way != "get" or "<script" in answer.page.lower
        common |= _links(answer.page)
    found = msgspec.structs.replace(empty, tries=tuple(tries), scripted=scripted)
    if found.found == len(tries):
        return found
    answer = yield from ask(COMMON_WORD)
    control, _ = yield from _judged(answer, COMMON_WORD, f"{empty.way}-0")
    # Menus speak of work, too: only links that the answer to a title did not have are results.
    results = {link for link in _links(answer.page) if COMMON_WORD in link[1]} - common
    if control.answer == "found" and answer.page.anchors and not results:
        failed = all(one.answer == "error" for one in tries)
        control = msgspec.structs.replace(control, answer="error" if failed else "unclear")
    return msgspec.structs.replace(found, control=control)


def _judged(answer: _Answer, words: str, name: str) -> Generator[Any, Any, tuple[SearchTry, bool]]:
    """Read one answer and keep it; and whether every further search would end there."""
    fetched, snapshot = answer.fetched, answer.fetched.snapshot
    id_ = yield Keep(fetched, name)
    if answer.trouble:
        said = search_answer.Answer("unclear", answer.trouble, gated=True)
    elif snapshot.code in _GATES:
        said = search_answer.Answer("unclear", _GATES[snapshot.code], gated=True)
    elif not snapshot.whole:
        said = search_answer.Answer("unclear", f"搜索页未能完整读取（{snapshot.code}）")
    else:
        said = search_answer.read(answer.page, words, shown=answer.shown)
    one = SearchTry(
        words=words, url=snapshot.url, code=snapshot.code, status=snapshot.http_status, answer=said.kind, why=said.why, snapshot=id_
    )
    return one, said.gated


def _typed(ground: Ground, url: str, empty: SearchLook, clock: Clock) -> Generator[Any, Any, SearchLook | None]:
    """The same searches typed into the box in the browser; None where there is no browser."""
    browser = ground.browser()
    if browser is None:
        return None

    def ask(words: str) -> Generator[Any, Any, _Answer]:
        work = partial(search_typing.search, url=url, words=words, post=ground.post, clock=clock)
        done = yield ByBrowser(browser, work, search_typing.SECONDS, ground.port)
        typed = search_typing.nothing(url, done.value.why, clock) if isinstance(done.value, Trouble) else done.value
        trouble = typed.trouble or _elsewhere(typed.fetched, ground.home)
        return _Answer(typed.fetched, replace(page_of(typed.fetched), rendered=True), trouble, typed.shown)

    return (yield from _searched(ask, ground.titles[:TYPED_TITLES], empty))


def _elsewhere(fetched: Fetched, home: str) -> str:
    """Why the answer of another site says nothing of this one's search; empty for its own."""
    other = search_box.foreign(fetched.snapshot.final_url, home)
    return f"搜索转到其他网站（{other}）" if other else ""


def _links(page: Page) -> set[tuple[str, str]]:
    return {(attr(link, "href"), link.text) for link in page.anchors}
