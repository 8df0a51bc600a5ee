"""The browser tier: the system's chromium for what a page's static answer cannot tell.

One page at a time, in a thread of its own, through the guarding proxy and no other way. A piece of work gets a fresh
page, so many seconds and so much memory; what takes more is ended with the browser, from outside, and the next gets a
new one. Work never raises: it ends in a value, or in ``Trouble``.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar, cast

import msgspec

from zhengjian.config import Network
from zhengjian.fetch import verdicts
from zhengjian.fetch.chromium import MOST_MEMORY, Chromium, Driver, chromium
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.proxy import GuardingProxy
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock, FetchCode, Snapshot

T = TypeVar("T")
CLOSED = "浏览器已关闭"
_SETTLE_MS = 2500
_PAGES_PER_BROWSER = 50
_OLDEST_SECONDS = 900.0
_IDLE_SECONDS = 60.0
_WATCH_SECONDS = 0.3
_GRACE_SECONDS = 3.0
_LARGEST_PICTURE = 8 << 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a piece of work came to nothing, in Chinese."""

    why: str


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a piece of work ended in, and the seconds that it kept the browser."""

    value: T | Trouble
    seconds: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """One piece of work in line; ``port`` is allowed besides the web's own, the one that the register gives for the site."""

    work: Callable[[Any], Any]
    seconds: float
    port: int | None
    answer: Future[Done[Any]]
    scripts: bool


@dataclass(frozen=True, slots=True)
class ByBrowser(Generic[T]):
    """One step of a look that takes the browser: worth beginning only when the browser is free."""

    browser: Browser
    work: Callable[[Any], T]
    seconds: float
    port: int | None = None

    @property
    def free(self) -> bool:
        """True when it could be taken at once."""
        return not self.browser.busy

    def begin(self) -> Future[Done[T]]:
        """Hand it to the browser."""
        return self.browser.use(self.work, self.seconds, self.port)


class Browser:
    """``use`` does a piece of work with a page, ``ask`` renders an address; ``close`` ends browser, proxy and thread."""

    def __init__(self, network: Network, clock: Clock, hosts: Mapping[str, Place] | None = None) -> None:
        self._network = network
        self._clock = clock
        self._proxy = GuardingProxy(network, hosts)
        self._line: queue.Queue[_Asked | None] = queue.Queue()
        self._open: set[Future[Any]] = set()
        self._chromium: Chromium | None = None
        self._driven: Any = None
        self._pages = 0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="browser", daemon=True)
        self._thread.start()

    @property
    def denied(self) -> int:
        """How many connections of the browser the guard refused."""
        return self._proxy.denied

    @property
    def busy(self) -> bool:
        """True while some work is being done or waits in line."""
        return bool(self._open)

    def use(self, work: Callable[[Any], T], seconds: float, port: int | None = None, *, scripts: bool = True) -> Future[Done[T]]:
        """Do ``work(page)`` with a fresh page of playwright's synchronous interface, in the browser's own thread.

        ``scripts`` says whether the page's own scripts may run.
        """
        answer: Future[Done[Any]] = Future()
        self._open.add(answer)
        self._line.put(_Asked(work, seconds, port, answer, scripts))
        return cast("Future[Done[T]]", answer)

    def ask(self, visit: Visit, *, picture: bool = False) -> Future[tuple[Fetched, bytes]]:
        """Render an address; with ``picture`` the second value is a PNG of the page. The answer is never an exception."""
        answer: Future[tuple[Fetched, bytes]] = Future()

        def heard(done: Future[Done[tuple[Fetched, bytes]]]) -> None:
            value = done.result().value
            answer.set_result((self._failed(visit, value.why), b"") if isinstance(value, Trouble) else value)

        self.use(lambda page: self._render(page, visit, picture=picture), visit.seconds, visit.port).add_done_callback(heard)
        return answer

    def close(self) -> None:
        """End everything at once; what is being done or waits comes to nothing."""
        self._closed.set()
        self._line.put(None)
        self._thread.join()
        self._proxy.close()

    # -- the thread that owns the browser --------------------------------------------------------------------

    def _work(self) -> None:
        while self._serve():
            pass

    def _serve(self) -> bool:
        """Do what is asked for with one driver; True when a new driver is needed, False when all is over."""
        from playwright.sync_api import sync_playwright

        manager = sync_playwright()
        driver = Driver(manager.start)
        try:
            while (asked := self._next()) is not None:
                began = self._clock.monotonic()
                value, sound = self._do(driver, asked)
                self._open.discard(asked.answer)
                asked.answer.set_result(Done(value, self._clock.monotonic() - began))
                if not sound:
                    return True
            return False
        finally:
            self._end()
            with suppress(Exception):
                manager.__exit__()

    def _next(self) -> _Asked | None:
        """The next piece of work. A browser that nobody has needed for a while is let go."""
        try:
            return self._line.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            self._end()
            return self._line.get()

    def _do(self, driver: Driver, asked: _Asked) -> tuple[Any, bool]:
        """What the work ended in, and whether the driver can be used again.

        A browser that ends without our doing says nothing about the page: the work is done once more, in what is left of
        its time.
        """
        began = self._clock.monotonic()
        value, sound, died = self._attempt(driver, asked, asked.seconds)
        left = asked.seconds - (self._clock.monotonic() - began)
        if died and sound and left > 0:
            value, sound, _ = self._attempt(driver, asked, left)
        return value, sound

    def _attempt(self, driver: Driver, asked: _Asked, seconds: float) -> tuple[Any, bool, bool]:
        """What ``_do`` returns, and whether the browser ended by itself."""
        watch = None
        if self._closed.is_set():
            return Trouble(CLOSED), True, False
        try:
            browser, process = self._ready(driver.playwright)
            watch = _Watch(process, driver, self._clock, seconds, self._closed)
            self._proxy.extra_port = asked.port
            context = browser.new_context(
                user_agent=self._network.user_agent,
                service_workers="block",
                accept_downloads=False,
                locale="zh-CN",
                java_script_enabled=asked.scripts,
            )
            context.on("page", _only_one)
            value = asked.work(context.new_page())
            context.close()
        except Exception as error:
            why = watch.why if watch is not None else ""
            died = not why and not self._runs
            # Whatever state the page has brought it into, the next page gets a browser of its own.
            self._end()
            return Trouble(why or _in_words(error)), watch is None or not watch.driver_ended, died
        finally:
            if watch is not None:
                watch.end()
        return value, True, False

    def _ready(self, driver: Any) -> tuple[Any, Chromium]:
        """The running browser; a new one when it is gone, or has opened many pages, or has run for long."""
        old = self._chromium is not None and self._clock.monotonic() - self._chromium.started > _OLDEST_SECONDS
        if self._chromium is None or not self._runs or self._pages >= _PAGES_PER_BROWSER or old:
            self._end()
            self._chromium = Chromium(self._proxy.port, self._clock)
            self._driven, self._pages = driver.chromium.connect_over_cdp(self._chromium.endpoint), 0
        self._pages += 1
        return self._driven, self._chromium

    @property
    def _runs(self) -> bool:
        """True while there is a browser and the driver holds it."""
        return self._chromium is not None and self._chromium.alive and self._driven is not None and self._driven.is_connected()

    def _end(self) -> None:
        self._driven = None
        if self._chromium is not None:
            self._chromium.end()
            self._chromium = None

    def _render(self, page: Any, visit: Visit, *, picture: bool) -> tuple[Fetched, bytes]:
        began, at = self._clock.monotonic(), self._clock.now()
        response = page.goto(visit.url, wait_until="domcontentloaded", timeout=visit.seconds * 1000)
        with suppress(Exception):
            page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)
        status = response.status if response is not None else 0
        fetched = as_answer(page, own_world(page), visit, status=status, at=at)
        png = page.screenshot(full_page=True, timeout=10_000)[:_LARGEST_PICTURE] if picture else b""
        seconds = round(self._clock.monotonic() - began, 4)
        return replace(fetched, snapshot=msgspec.structs.replace(fetched.snapshot, seconds=seconds)), png

    def _failed(self, visit: Visit, why: str) -> Fetched:
        at = self._clock.now()
        return Fetched(Snapshot(id="", url=visit.url, final_url=visit.url, at=at, code=FetchCode.PARSE_PARTIAL, detail=why))


def as_answer(page: Any, evaluate: Callable[[str], Any], visit: Visit, *, status: int, at: datetime) -> Fetched:
    """The document that stands in the page now, as an answer like any other."""
    html = evaluate(_DOCUMENT % visit.most_decoded).encode("utf-8", "replace")
    cut = len(html) >= visit.most_decoded
    html = html[: visit.most_decoded]
    code = verdicts.of_answer(status, b"", html, 0.0, None)
    snapshot = Snapshot(
        id="",
        url=visit.url,
        final_url=page.url,
        at=at,
        code=FetchCode.PARSE_PARTIAL if cut else code,
        http_status=status or None,
        content_type="text/html; charset=utf-8",
        sha256=sha256(html).hexdigest(),
        size=len(html),
        detail="执行脚本后的页面过大，只保存了一部分" if cut else "由浏览器执行脚本后的页面",
    )
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{RENDERED}".encode()
    return Fetched(snapshot, html, html, head, rendered=True)


RENDERED = "X-Archive-Rendered-By: chromium"
# At most so many characters leave the page: a document of gigabytes must not come into our own process.
_DOCUMENT = (
    "((most) => { const type = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';"
    " return (type + document.documentElement.outerHTML).slice(0, most); })(%d)"
)


def own_world(page: Any) -> Callable[[str], Any]:
    """A function that evaluates an expression (or a promise) on the page's document in a world of our own.

    Scripts of the page neither see it nor can change what its built-in functions do; the page's content policy does not
    forbid it. Raises when the expression does.
    """
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "zhengjian"})["executionContextId"]

    def evaluate(expression: str) -> Any:
        told = session.send("Runtime.evaluate", {"expression": expression, "contextId": world, "awaitPromise": True, "returnByValue": True})
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"].get("text", "script error"))
        return told["result"].get("value")

    return evaluate


def _only_one(page: Any) -> None:
    """The first page of a context is ours; what a page opens besides is shut, and its dialogs are waved away."""
    if len(page.context.pages) > 1:
        with suppress(Exception):
            page.close()
    else:
        page.on("dialog", _wave_away)


def _wave_away(dialog: Any) -> None:
    with suppress(Exception):
        dialog.dismiss()


def _in_words(error: Exception) -> str:
    text = str(error)
    if "Download is starting" in text:
        return "该网址是供下载的文件，不是网页"
    return f"浏览器未能打开页面（{text.splitlines()[0][:120] if text else type(error).__name__}）"


class _Watch:
    """Ends the browser when its work takes too long or too much memory; ``why`` then says so.

    When the driver does not notice that its browser is gone, it is ended, too.
    """

    def __init__(self, process: Chromium, driver: Driver, clock: Clock, seconds: float, closed: threading.Event) -> None:
        self.why = ""
        self.driver_ended = False
        self._process = process
        self._driver = driver
        self._clock = clock
        self._seconds = seconds
        self._closed = closed
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="browser-watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """The work is over."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        until = self._clock.monotonic() + self._seconds
        while not self._ended.wait(min(_WATCH_SECONDS, max(0.0, until - self._clock.monotonic()))):
            if self._closed.is_set():
                self.why = CLOSED
            elif self._clock.monotonic() >= until:
                self.why = f"页面在{self._seconds:g}秒内没有结束，已停止打开"
            elif self._process.memory > MOST_MEMORY:
                self.why = f"页面占用内存超过{MOST_MEMORY >> 20}MB，已停止打开"
            if self.why:
                self._process.kill()
                if not self._ended.wait(_GRACE_SECONDS):
                    self.driver_ended = True
                    self._driver.kill()
                return


__all__ = ["RENDERED", "Browser", "ByBrowser", "Done", "Trouble", "as_answer", "chromium", "own_world"]
