"""The browser tier: the system's chromium for pages whose static answer is not enough.

One page at a time, in a thread of its own, through the guarding proxy and no other way. The rendered document becomes an
answer like any other. A page that hangs the browser is ended with the browser, from outside, and the next gets a new one.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from zhengjian.config import Network
from zhengjian.fetch import verdicts
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.proxy import GuardingProxy
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock, FetchCode, Snapshot

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 20.0
_SETTLE_MS = 2500
_PAGES_PER_BROWSER = 50
_LARGEST_PICTURE = 8 << 20


def chromium() -> str:
    """The path of the system's chromium, when the driver for it is installed, too; empty when there is no browser tier."""
    if find_spec("playwright") is None:
        return ""
    return next((path for path in map(shutil.which, _NAMES) if path), "")


class Browser:
    """``ask`` gives a future of the rendered answer; ``close`` ends browser, proxy and thread."""

    def __init__(self, network: Network, clock: Clock, hosts: Mapping[str, Place] | None = None) -> None:
        self._network = network
        self._clock = clock
        self._proxy = GuardingProxy(network, hosts)
        self._asked: queue.Queue[tuple[Visit, bool, Future[tuple[Fetched, bytes]]] | None] = queue.Queue()
        self._process: subprocess.Popen[bytes] | None = None
        self._profile = ""
        self._thread = threading.Thread(target=self._work, name="browser", daemon=True)
        self._thread.start()

    @property
    def denied(self) -> int:
        """How many connections of the browser the guard refused."""
        return self._proxy.denied

    def ask(self, visit: Visit, *, picture: bool = False) -> Future[tuple[Fetched, bytes]]:
        """Render an address; with ``picture`` the second value is a PNG of the page. The answer is never an exception."""
        future: Future[tuple[Fetched, bytes]] = Future()
        self._asked.put((visit, picture, future))
        return future

    def close(self) -> None:
        """End everything."""
        self._asked.put(None)
        self._thread.join()
        self._proxy.close()

    # -- the thread that owns the browser --------------------------------------------------------------------

    def _work(self) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as driver:
            browser, pages = None, 0
            while (asked := self._asked.get()) is not None:
                visit, picture, future = asked
                try:
                    if browser is None or not browser.is_connected() or pages >= _PAGES_PER_BROWSER:
                        self._end_process()
                        browser, pages = driver.chromium.connect_over_cdp(self._start_process()), 0
                    pages += 1
                    future.set_result(self._render(browser, visit, picture))
                except Exception as error:
                    self._end_process()
                    browser = None
                    future.set_result((self._failed(visit, str(error)), b""))
            self._end_process()

    def _render(self, browser: Any, visit: Visit, picture: bool) -> tuple[Fetched, bytes]:
        began, at = self._clock.monotonic(), self._clock.now()
        # Scripts may never end, and then no call into the page ever returns: only ending the process helps.
        timer = threading.Timer(visit.seconds, self._kill)
        timer.start()
        self._proxy.extra_port = visit.port
        try:
            context = browser.new_context(
                user_agent=self._network.user_agent, service_workers="block", accept_downloads=False, locale="zh-CN"
            )
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.dismiss())
            page.on("popup", lambda popup: popup.close())
            response = page.goto(visit.url, wait_until="domcontentloaded", timeout=visit.seconds * 1000)
            with suppress(Exception):
                page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)
            html = page.content().encode("utf-8", "replace")[: visit.most_decoded]
            final, status = page.url, response.status if response is not None else 0
            png = page.screenshot(full_page=True, timeout=10_000)[:_LARGEST_PICTURE] if picture else b""
            context.close()
        finally:
            timer.cancel()
        seconds = self._clock.monotonic() - began
        code = verdicts.of_answer(status, b"", html, min(seconds, verdicts.SLOW_SECONDS - 0.001), None)
        snapshot = Snapshot(
            id="",
            url=visit.url,
            final_url=final,
            at=at,
            code=code,
            seconds=round(seconds, 4),
            http_status=status or None,
            content_type="text/html; charset=utf-8",
            sha256=sha256(html).hexdigest(),
            size=len(html),
            detail="由浏览器执行脚本后的页面",
        )
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nX-Archive-Rendered-By: chromium".encode()
        return Fetched(snapshot, html, html, head, rendered=True), png

    def _failed(self, visit: Visit, why: str) -> Fetched:
        detail = f"浏览器未能打开页面（{why.splitlines()[0][:120] if why else '无说明'}）"
        snapshot = Snapshot(id="", url=visit.url, final_url=visit.url, at=self._clock.now(), code=FetchCode.PARSE_PARTIAL, detail=detail)
        return Fetched(snapshot)

    # -- the browser's process -------------------------------------------------------------------------------

    def _start_process(self) -> str:
        """Start chromium with no way out but the proxy; returns the address of its control port."""
        self._profile = tempfile.mkdtemp(prefix="zhengjian-browser-")
        flags = [
            "--headless=new",
            f"--user-data-dir={self._profile}",
            "--remote-debugging-port=0",
            f"--proxy-server=http://127.0.0.1:{self._proxy.port}",
            "--proxy-bypass-list=<-loopback>",  # without it loopback would go direct, past the proxy
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
            "--mute-audio",
            "--js-flags=--max-old-space-size=512",
        ]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # chromium refuses to sandbox root; run the service as a user of its own
        self._process = subprocess.Popen(
            [chromium(), *flags, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        ready = Path(self._profile) / "DevToolsActivePort"
        until = self._clock.monotonic() + _START_SECONDS
        while self._clock.monotonic() < until and self._process.poll() is None:
            if ready.is_file() and len(lines := ready.read_text().splitlines()) == 2:
                return f"http://127.0.0.1:{lines[0]}"
            time.sleep(0.05)
        raise RuntimeError("chromium 未能启动")

    def _kill(self) -> None:
        """End the browser and all its children, by their process group."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _end_process(self) -> None:
        if self._process is not None:
            self._kill()
            self._process.wait()
            shutil.rmtree(self._profile, ignore_errors=True)
            self._process = None
