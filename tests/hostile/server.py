"""A server that misbehaves on purpose, one behaviour a path, and keeps the ground truth of what was asked of it.

Runs in a thread with its own event loop. Times are scaled by ``scale``; every stream stops by itself. A second listener,
the canary, counts connections that must never be made.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qs, urlsplit

from hostile.storms import STORMS, storm

Writer = asyncio.StreamWriter
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Behaviour = Callable[["HostileServer", Writer, str, dict[str, str]], Awaitable[None]]

PAGE = (
    "<html><head><meta charset='utf-8'><title>某市人民政府</title></head><body>"
    + "".join(f"<a href='/news/{n}.html'>关于做好第{n}号工作的通知</a><br>" for n in range(700))
    + "</body></html>"
).encode()
MOST_STREAM = 64 << 20
LONGEST_STREAM = 12.0


@dataclass
class Truth:
    """What really happened, by path."""

    requests: Counter[str] = field(default_factory=Counter)
    headers: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, dict[str, float]] = field(default_factory=dict)
    busy: int = 0
    peak: int = 0


class HostileServer:
    """``with HostileServer() as server``: plain HTTP on ``port``, canary on ``canary_port`` at 127.0.0.2."""

    def __init__(self, scale: float = 0.1, tls: dict[str, ssl.SSLContext] | None = None) -> None:
        self.scale = scale
        self.truth = Truth()
        self.canary = 0
        self.port = 0
        self.canary_port = 0
        self.tls_ports: dict[str, int] = {}
        self._tls = tls or {}
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hostile", daemon=True)

    def __enter__(self) -> HostileServer:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    def now(self) -> float:
        """The server's own clock."""
        return self._loop.time()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loop.shutdown_asyncgens()

    async def _listen(self) -> None:
        self.port = await self._start(self._serve)
        self.canary_port = await self._start(self._canary, "127.0.0.2")
        for name, context in self._tls.items():
            self.tls_ports[name] = await self._start(self._serve, ssl=context)
        for name, handler in (("stall", _stall), ("reset", _reset)):
            self.tls_ports[name] = await self._start(handler)

    async def _start(self, handler: Handler, address: str = "127.0.0.1", ssl: ssl.SSLContext | None = None) -> int:
        server = await asyncio.start_server(handler, address, 0, ssl=ssl)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _canary(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        self.canary += 1
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            while line := await reader.readline():
                target = line.split(b" ")[1].decode("latin-1")
                headers = {}
                while (field_ := await reader.readline()) not in {b"\r\n", b"\n", b""}:
                    name, _, value = field_.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                path = urlsplit(target).path
                self.truth.requests[path] += 1
                self.truth.times[path] = {"first": self.truth.times.get(path, {}).get("first", self.now()), "last": self.now()}
                self.truth.headers[path] = [f"{name}: {value}" for name, value in headers.items()]
                self.truth.busy += 1
                self.truth.peak = max(self.truth.peak, self.truth.busy)
                try:
                    await asyncio.wait_for(self._behave(writer, target), LONGEST_STREAM)
                finally:
                    self.truth.busy -= 1
                await writer.drain()
                if path not in {"/ok", "/"} or writer.is_closing():
                    break
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, ValueError, IndexError):
            pass
        finally:
            with suppress(Exception):
                writer.close()

    async def _behave(self, writer: Writer, target: str) -> None:
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        name = parts.path.strip("/").split("/")[0] or "ok"
        await BEHAVIOURS.get(name, _missing)(self, writer, target, query)


async def _stall(reader: asyncio.StreamReader, writer: Writer) -> None:
    await asyncio.sleep(LONGEST_STREAM)
    writer.close()


async def _reset(reader: asyncio.StreamReader, writer: Writer) -> None:
    writer.transport.abort()


def answer(body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", extra: str = "", length: bool = True) -> bytes:
    """A well-formed answer."""
    size = f"Content-Length: {len(body)}\r\n" if length else ""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{size}{extra}\r\n".encode("latin-1") + body


async def pieces(writer: Writer, parts: AsyncIterator[bytes]) -> None:
    """Send until the other side goes away, the cap is reached, or the parts end."""
    sent = 0
    async for part in parts:
        writer.write(part)
        await writer.drain()
        sent += len(part)
        if sent > MOST_STREAM or writer.is_closing():
            return


async def repeat(part: bytes, pause: float, head: bytes = b"") -> AsyncIterator[bytes]:
    """``head`` once, then ``part`` for ever."""
    if head:
        yield head
    while True:
        yield part
        await asyncio.sleep(pause)


def _fixed(data: Callable[[HostileServer, dict[str, str]], bytes] | bytes) -> Behaviour:
    async def behave(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
        writer.write(data if isinstance(data, bytes) else data(server, query))

    return behave


def _forever(part: bytes, pause: float, head: bytes = b"") -> Behaviour:
    async def behave(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
        await pieces(writer, repeat(part, pause * server.scale, head))

    return behave


def _redirect(location: Callable[[HostileServer, dict[str, str]], str], extra: str = "") -> Behaviour:
    return _fixed(lambda server, query: answer(b"", status="302 Found", extra=f"Location: {location(server, query)}\r\n{extra}"))


async def _missing(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    writer.write(answer("<html><body>页面不存在</body></html>".encode(), status="404 Not Found"))


async def _slow(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    await asyncio.sleep(float(query["s"]) * server.scale)
    writer.write(answer(PAGE))


async def _body_slow(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    writer.write(answer(PAGE)[:-10])
    await writer.drain()
    await asyncio.sleep(16 * server.scale)
    writer.write(PAGE[-10:])


async def _no_byte(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    await asyncio.sleep(LONGEST_STREAM)


async def _short(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    writer.write(answer(PAGE)[: len(PAGE) // 2])
    await writer.drain()
    if query.get("how") == "reset":
        writer.transport.abort()
    else:
        writer.close()


@cache
def bomb() -> bytes:
    """A quarter of a gibibyte of nothing in a quarter of a mebibyte of gzip; made, never stored."""
    return gzip.compress(bytes(1 << 28), 1, mtime=0)


def _layers(count: int) -> bytes:
    body = PAGE
    for _ in range(count):
        body = gzip.compress(body, mtime=0)
    return body


FORMS = (
    "2130706434",
    "0177.0.0.2",
    "0x7f000002",
    "127.2",
    "0x7f.0.0.2",
    "①②⑦.0.0.②",
    "127.0.0.2.",
    "[::ffff:127.0.0.2]",
    "[::127.0.0.2]",
    "[64:ff9b::7f00:2]",
    "[2002:7f00:2::]",
    "[::1]",
    "[fe80::1]",
    "169.254.169.254",
    "100.100.100.200",
    "10.0.0.1",
    "[fec0::1]",
    "[ff02::1]",
    "224.0.0.1",
    "0.0.0.0",
)
_GB = "<html><head><title>中文</title></head><body>" + "各区县人民政府，市政府各部门：现将有关事项通知如下。" * 80 + "</body></html>"
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_RELOADS = b"<html><script>var a=1;document.cookie='x='+a;location.reload()</script></html>"
_RUISHU = "<html><head><meta content='x' r='m'><script>$_ts=window['$_ts'];</script></head><body></body></html>"
_JSL = b"<script>document.cookie=('_')+('_')+('j')+'sl_clearance=1';location.href=location.pathname</script>"
_SLIDER = "<html><title>安全验证</title><body>请完成安全验证，拖动滑块后继续访问<script src='/c.js'></script></body></html>"

_ESCAPE = """<html><head><link rel=dns-prefetch href="//127.0.0.2:PORT"><link rel=preconnect href="http://127.0.0.2:PORT">
<link rel=stylesheet href="http://127.0.0.2:PORT/s.css"></head><body><p>十二条出路</p>
<img src="http://127.0.0.2:PORT/i.png"><iframe src="http://127.0.0.2:PORT/f.html"></iframe>
<form id=f action="http://127.0.0.2:PORT/form" method=post target=x></form>
<script>
fetch("http://127.0.0.2:PORT/fetch").catch(()=>0);
var x=new XMLHttpRequest();x.open("GET","http://2130706434:PORT/xhr");try{x.send()}catch(e){}
try{new WebSocket("ws://127.0.0.2:PORT/ws")}catch(e){}
try{new EventSource("http://[::ffff:127.0.0.2]:PORT/es")}catch(e){}
try{new Worker(URL.createObjectURL(new Blob(["fetch('http://127.0.0.2:PORT/worker')"])))}catch(e){}
try{navigator.sendBeacon("http://127.0.0.2:PORT/beacon","x")}catch(e){}
try{window.open("http://127.0.0.2:PORT/popup")}catch(e){}
try{document.getElementById("f").submit()}catch(e){}
try{var c=new RTCPeerConnection({iceServers:[{urls:"stun:127.0.0.2:PORT"},
{urls:"turn:127.0.0.2:PORT?transport=tcp",username:"a",credential:"b"}]});
c.createDataChannel("d");c.createOffer().then(o=>c.setLocalDescription(o))}catch(e){}
setTimeout(()=>{document.body.dataset.done="1"},600);
</script></body></html>"""
_SPA = """<html><body><div id="app"></div><script>
document.getElementById('app').innerHTML='<ul>'+Array.from({length:20},(_,i)=>
'<li><a href="/n/'+i+'.html">关于第'+i+'号文件的通知</a></li>').join('')+'</ul>'
</script></body></html>"""

BEHAVIOURS: dict[str, Behaviour] = {
    "ok": _fixed(answer(gzip.compress(PAGE, 6, mtime=0), extra="Content-Encoding: gzip\r\n")),
    "slow": _slow,
    "head-fast-body-slow": _body_slow,
    "drip-header": _forever(b"X-Drip: 1\r\n", 1.0, b"HTTP/1.1 200 OK\r\n"),
    "drip-body": _forever(b"x", 1.0, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n"),
    "endless-chunk": _forever(b"10000\r\n" + b"x" * 65536 + b"\r\n", 0.0, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "endless-slow-chunk": _forever(b"1\r\nx\r\n", 0.5, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "no-byte": _no_byte,
    "redir-loop": _redirect(lambda server, query: "/redir-loop"),
    "redir-ab": _redirect(lambda server, query: "/redir-ba"),
    "redir-ba": _redirect(lambda server, query: "/redir-ab"),
    "redir-count": _redirect(lambda server, query: f"/redir-count?n={int(query.get('n', 0)) + 1}"),
    "redir-grow": _redirect(lambda server, query: "/redir-grow/" + "x" * 3000),
    "redir-file": _redirect(lambda server, query: "file:///etc/passwd"),
    "redir-gopher": _redirect(lambda server, query: "gopher://127.0.0.2:70/"),
    "redir-canary": _redirect(lambda server, query: f"http://127.0.0.2:{server.canary_port}/"),
    "redir-forms": _redirect(lambda server, query: "http://" + FORMS[int(query["n"])].encode().decode("latin-1") + "/"),
    "redir-port": _redirect(lambda server, query: f"http://hostile.gov.test:{query['port']}/"),
    "redir-gbk": _redirect(lambda server, query: "/ok?" + "关于".encode("gbk").decode("latin-1") + " x"),
    "redir-cookie": _redirect(lambda server, query: "http://other.gov.test/headers", "Set-Cookie: secret=1\r\n"),
    "headers": _fixed(answer(PAGE)),
    "big-header": _fixed(b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * (8 << 20) + b"\r\n\r\n"),
    "endless-header": _forever(b"X-More: " + b"y" * 1000 + b"\r\n", 0.0, b"HTTP/1.1 200 OK\r\n"),
    "endless-100": _forever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.0),
    "endless-103": _forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0.0),
    "endless-trailer": _forever(b"X-T: " + b"z" * 1000 + b"\r\n", 0.0, _CHUNKED + b"3\r\nabc\r\n0\r\n"),
    "chunk-ext": _forever(
        b"1;" + b"e" * 60_000 + b"\r\nx\r\n", 0.0, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    ),
    "cl-conflict": _fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n" + b"x" * 20),
    "cl-neg": _fixed(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\nConnection: close\r\n\r\nhello"),
    "cl-huge": _fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000000\r\n\r\nhello"),
    "short": _short,
    "http09": _fixed(b"<html>hello</html>"),
    "ssh-banner": _fixed(b"SSH-2.0-OpenSSH_8.9\r\n"),
    "nul-header": _fixed(b"HTTP/1.1 200 OK\r\nX-Nul: a\x00b\r\nContent-Length: 2\r\n\r\nok"),
    "gzip-bomb": _fixed(lambda server, query: answer(bomb(), extra="Content-Encoding: gzip\r\n")),
    "br": _fixed(answer(b"\x8b\x02\x80hello\x03", extra="Content-Encoding: br\r\n")),
    "gzip-x10": _fixed(answer(_layers(10), extra="Content-Encoding: " + ", ".join(["gzip"] * 10) + "\r\n")),
    "gzip-lie": _fixed(answer(PAGE, extra="Content-Encoding: gzip\r\n")),
    "gzip-tail": _fixed(answer(gzip.compress(PAGE, mtime=0) + b"junk after the end", extra="Content-Encoding: gzip\r\n")),
    "gzip-members": _fixed(answer(gzip.compress(b"", mtime=0) * 10_000, extra="Content-Encoding: gzip\r\n")),
    "gzip-cut": _fixed(answer(gzip.compress(PAGE, mtime=0)[:-40], extra="Content-Encoding: gzip\r\n")),
    "cs-none-gbk": _fixed(answer(_GB.encode("gbk"), kind="text/html")),
    "cs-conflict": _fixed(answer(_GB.replace("<head>", "<head><meta charset=gbk>").encode("gbk"), kind="text/html; charset=utf-8")),
    "cs-utf7": _fixed(answer(b"<html>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</html>", kind="text/html; charset=utf-7")),
    "cs-bogus": _fixed(answer(PAGE, kind="text/html; charset=x-\xff")),
    "cs-zlib": _fixed(answer(PAGE, kind="text/html; charset=zlib")),
    "escape": _fixed(lambda server, query: answer(_ESCAPE.replace("PORT", str(server.canary_port)).encode())),
    "spa": _fixed(answer(_SPA.encode())),
    "attachment": _fixed(answer(b"x" * 4096, kind="application/octet-stream", extra="Content-Disposition: attachment\r\n")),
    **{name: _fixed(answer(storm(name))) for name in STORMS},
    "s403": _fixed(answer(b"<html><body>403 Forbidden</body></html>", status="403 Forbidden")),
    "s429": _fixed(answer(b"slow down", status="429 Too Many Requests", extra="Retry-After: 120\r\n")),
    "s500": _fixed(answer(b"<html>Internal Server Error</html>", status="500 Internal Server Error")),
    "s503": _fixed(answer(b"busy", status="503 Service Unavailable", extra="Retry-After: 7\r\n")),
    "blank": _fixed(answer(b"  \n")),
    "challenge-202": _fixed(answer(_RELOADS, status="202 Accepted")),
    "challenge-412": _fixed(answer(_RUISHU.encode(), status="412 Precondition Failed")),
    "challenge-521": _fixed(answer(_JSL, status="521 ", extra="Set-Cookie: __jsluid_h=1\r\n")),
    "captcha": _fixed(answer(_SLIDER.encode())),
    "aliyun-405": _fixed(
        answer(
            "<html><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>".encode(), status="405 Not Allowed"
        )
    ),
}
