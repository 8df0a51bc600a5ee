"""Fifteen ways out of the browser: without the guard each of them arrives, with it none does."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from hostile.clock import RealClock
from hostile.server import BEHAVIOURS, HostileServer, answer
from zhengjian.config import Network
from zhengjian.fetch import Visit, read_hosts
from zhengjian.fetch.browser import Browser, chromium
from zhengjian.model import FetchCode as Code

pytestmark = pytest.mark.skipif(not chromium(), reason="no chromium here: the browser tier is off and its pages stay unknown")
WAYS = {
    "redirect": "<img src='/escape-302'>",
    "picture": "<img src='URL/picture'>",
    "style": "<link rel=stylesheet href='URL/style'>",
    "script": "<script src='URL/script'></script>",
    "frame": "<iframe src='URL/frame'></iframe>",
    "refresh": "<iframe srcdoc=\"<meta http-equiv=refresh content='0;url=URL/refresh'>\"></iframe>",
    "form": "<form id=f action='URL/form' method=post target=inner></form><iframe name=inner></iframe><script>f.submit()</script>",
    "fetch": "<script>fetch('URL/fetch',{mode:'no-cors'}).catch(()=>0)</script>",
    "request": "<script>var x=new XMLHttpRequest();x.open('GET','URL/request');x.send()</script>",
    "socket": "<script>new WebSocket('URL/socket'.replace('http','ws'))</script>",
    "events": "<script>new EventSource('URL/events')</script>",
    "beacon": "<script>navigator.sendBeacon('URL/beacon','x')</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('URL/worker',{mode:'no-cors'})\"])))</script>",
    "media": "<video src='URL/media' autoplay preload=auto></video>",
    "font": "<style>@font-face{font-family:a;src:url('URL/font')}p{font-family:a}</style><p>字</p>",
}
SECONDS = 8.0


class Canary:
    """Answers every request at 127.0.0.2 and counts the paths; a second ear hears datagrams on the same port."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        self.datagrams = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.2", 0))
        self.port = server.sockets[0].getsockname()[1]
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ear.bind(("127.0.0.2", self.port))
        ear.setblocking(False)
        self._loop.add_reader(ear, self._datagram, ear)
        self._ready.set()
        self._loop.run_forever()
        self._loop.remove_reader(ear)
        ear.close()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _datagram(self, ear: socket.socket) -> None:
        ear.recv(2000)
        self.datagrams += 1

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heard[head.split(" ")[1].strip("/")] += 1
            if "sec-websocket-key" in head.lower():
                key = head.lower().index("sec-websocket-key:")
                token = head[key:].split("\r\n", 1)[0].split(":", 1)[1].strip()
                proof = base64.b64encode(hashlib.sha1(token.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
                upgrade = f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {proof}\r\n\r\n"
                writer.write(f"HTTP/1.1 101 Switching Protocols\r\n{upgrade}".encode())
            else:
                writer.write(b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n")
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            self.heard["a connection"] += 1
        finally:
            writer.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


@pytest.fixture
def canary(server: HostileServer) -> Iterator[Canary]:
    listening = Canary()
    address = f"http://127.0.0.2:{listening.port}"
    ways = "".join(WAYS.values()).replace("URL.create", "@create").replace("URL/", f"{address}/").replace("@create", "URL.create")
    calls = (
        f"<script>var c=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.2:{listening.port}'}}]}});"
        "c.createDataChannel('d');c.createOffer().then(o=>c.setLocalDescription(o))</script>"
        f"<link rel=dns-prefetch href='//127.0.0.2:{listening.port}'><link rel=preconnect href='{address}'>"
    )

    async def pages(given: HostileServer, writer: asyncio.StreamWriter, target: str, query: dict[str, str]) -> None:
        if target.startswith("/escape-302"):
            writer.write(answer(b"", status="302 Found", extra=f"Location: {address}/redirect\r\n"))
        else:
            writer.write(answer(f"<html><head><meta charset=utf-8></head><body>{ways}{calls}</body></html>".encode()))

    BEHAVIOURS["escape-302"] = BEHAVIOURS["escape-all"] = pages
    yield listening
    del BEHAVIOURS["escape-302"], BEHAVIOURS["escape-all"]
    listening.close()


def _open(server: HostileServer, canary: Canary, network: Network) -> tuple[Code, int]:
    """Render the page with the canary's port allowed, so that nothing but its address can be refused."""
    browser = Browser(network, RealClock(), read_hosts(f"127.0.0.1:{server.port} hostile.gov.test"))
    try:
        visit = Visit(url="http://hostile.gov.test/escape-all", why="home", seconds=SECONDS, port=canary.port)
        fetched, _ = browser.ask(visit).result(timeout=60)
        time.sleep(1.0)
        return fetched.snapshot.code, browser.denied
    finally:
        browser.close()


def test_each_way_out_arrives_where_nobody_guards_and_none_where_the_guard_stands(server: HostileServer, canary: Canary) -> None:
    code, _ = _open(server, canary, Network(allow_private=True))
    tried = set(canary.heard)
    assert code is Code.OK
    assert set(WAYS) <= tried, f"these ways were not really tried: {set(WAYS) - tried}"
    canary.heard.clear()
    canary.datagrams = 0
    code, denied = _open(server, canary, Network(allow_private=True, hosts_only=True))
    assert code is Code.OK and denied >= len(WAYS) - 3, "the page did try"
    assert not canary.heard and not canary.datagrams, f"the browser got out by {set(canary.heard)}"
