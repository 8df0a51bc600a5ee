"""The browser tier: what it sees, what it cannot be made to do, and that it comes back after a page that never ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from hostile.clock import RealClock
from hostile.server import HostileServer, answer
from hostile.storms import STORMS
from zhengjian.config import Network
from zhengjian.fetch import Visit, read_hosts
from zhengjian.fetch.browser import Browser, Trouble, chromium
from zhengjian.fetch.visit import Fetched
from zhengjian.model import FetchCode as Code

pytestmark = pytest.mark.skipif(not chromium(), reason="no chromium here: the browser tier is off and its pages stay unknown")
SECONDS = 3.0


@pytest.fixture(scope="module")
def browser(server: HostileServer) -> Iterator[Browser]:
    hosts = read_hosts(f"127.0.0.1:{server.port} hostile.gov.test other.gov.test")
    running = Browser(Network(allow_private=True, hosts_only=True), RealClock(), hosts)
    yield running
    running.close()


def _open(browser: Browser, path: str, *, picture: bool = False) -> tuple[Fetched, bytes]:
    visit = Visit(url=f"http://hostile.gov.test/{path}", why="home", seconds=SECONDS)
    return browser.ask(visit, picture=picture).result(timeout=60)


def test_a_page_drawn_by_scripts_is_seen(browser: Browser) -> None:
    fetched, png = _open(browser, "spa", picture=True)
    assert fetched.snapshot.code is Code.OK and fetched.rendered
    assert fetched.body.decode().count("号文件的通知") >= 20 and png.startswith(b"\x89PNG")


def test_twelve_ways_out_lead_nowhere(browser: Browser, server: HostileServer) -> None:
    before = browser.denied
    fetched, _ = _open(browser, "escape")
    time.sleep(0.5)
    assert fetched.snapshot.code is Code.OK
    assert server.canary == 0, "the browser reached an address that the guard forbids"
    assert browser.denied - before >= 8, "the page did try"


def test_redirects_of_the_browser_pass_the_guard(browser: Browser, server: HostileServer) -> None:
    for path in ("redir-canary", "redir-forms?n=0", "redir-port?port=6379", "redir-file"):
        assert not _open(browser, path)[0].snapshot.whole
    assert server.canary == 0


# What can never come to an end by itself; the others may flood their user and still stand whole.
ENDLESS = {"js-loop", "alert-loop", "history-flood", "memory-bomb", "heap-bomb", "dom-bomb", "big-document", "attachment"}


@pytest.mark.parametrize("path", [*STORMS, "attachment"])
def test_a_page_that_storms_is_over_within_its_budget_and_the_next_one_works(browser: Browser, path: str) -> None:
    began = time.monotonic()
    fetched, _ = _open(browser, path)
    assert time.monotonic() - began < SECONDS + 20, "stopped by its budget, not by the one who waits for it"
    assert fetched.snapshot.code in {Code.OK, Code.OK_SLOW, Code.PARSE_PARTIAL}
    assert len(fetched.body) <= 16 << 20
    assert path not in ENDLESS or not fetched.snapshot.whole
    assert ("政务公开" in fetched.body.decode()) if fetched.snapshot.whole else fetched.snapshot.detail
    assert _open(browser, "spa")[0].snapshot.code is Code.OK


def test_an_address_is_asked_for_as_it_stands() -> None:
    """Chromium would try https first and wait up to three seconds for it: a site without it would seem slow."""
    greetings: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(3):
                with suppress(OSError), listener.accept()[0] as connection:
                    greetings.append(connection.recv(4096))
                    connection.sendall(answer(b"<html><body>\xe6\x94\xbf\xe5\x8a\xa1</body></html>", extra="Connection: close\r\n"))

        threading.Thread(target=serve, daemon=True).start()
        hosts = read_hosts(f"127.0.0.1:{listener.getsockname()[1]} plain.gov.test")
        running = Browser(Network(allow_private=True, hosts_only=True), RealClock(), hosts)
        fetched, _ = running.ask(Visit(url="http://plain.gov.test/", seconds=10.0)).result(timeout=60)
        running.close()
    assert fetched.snapshot.whole and greetings and all(words.startswith(b"GET ") for words in greetings)


def test_closing_waits_for_no_page(server: HostileServer) -> None:
    hosts = read_hosts(f"127.0.0.1:{server.port} hostile.gov.test")
    running = Browser(Network(allow_private=True, hosts_only=True), RealClock(), hosts)
    asked = [running.ask(Visit(url="http://hostile.gov.test/js-loop", seconds=60.0)) for _ in range(3)]
    time.sleep(2.0)
    began = time.monotonic()
    running.close()
    assert time.monotonic() - began < 15.0
    assert {one.result(timeout=1)[0].snapshot.code for one in asked} == {Code.PARSE_PARTIAL}


def test_a_browser_that_dies_at_any_moment_holds_nobody_up(browser: Browser) -> None:
    """Killed while a page is made, a call into the driver never returns: the driver is then ended, and a new one begun."""
    for delay in (0.0, 0.05, 0.1, 0.15):
        browser.use(lambda page: None, 20.0).result(timeout=60)
        process = browser._chromium
        assert process is not None
        asked = browser.use(lambda page: page.set_content("<p>政务"), 4.0)
        time.sleep(delay)
        process.kill()
        asked.result(timeout=30)
    assert _open(browser, "spa")[0].snapshot.code is Code.OK


def test_a_browser_that_ends_by_itself_is_given_one_more_try(browser: Browser) -> None:
    """A crash of the browser is not the page's fault until it happens twice; what it says then is no verdict on the page."""
    tries: list[int] = []

    def dies(page: Any, times: int) -> str:
        tries.append(1)
        if len(tries) <= times:
            assert browser._chromium is not None
            browser._chromium.kill()
        page.set_content("<p>政务公开")
        return str(page.inner_text("p"))

    assert browser.use(lambda page: dies(page, 1), 30.0).result(timeout=90).value == "政务公开" and len(tries) == 2
    tries.clear()
    assert isinstance(browser.use(lambda page: dies(page, 2), 30.0).result(timeout=90).value, Trouble) and len(tries) == 2
    assert _open(browser, "spa")[0].snapshot.code is Code.OK
