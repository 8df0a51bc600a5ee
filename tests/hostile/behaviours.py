"""More ways to misbehave, beside those of ``server``: what only some servers do, and what looks worse than it is."""

from __future__ import annotations

import json
import zlib
from functools import cache

import zstandard

from hostile.server import BEHAVIOURS, PAGE, Behaviour, HostileServer, Writer, _fixed, answer

_CLOSED = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


@cache
def _zstd_bomb() -> bytes:
    """A quarter of a gibibyte of nothing; made, never stored."""
    return zstandard.compress(bytes(1 << 28), 3)


async def _truth(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    """What really happened: by path how often, first and last time and bytes; how many were served at once; canaries."""
    told = {
        "paths": {path: {"requests": count, **server.truth.times.get(path, {})} for path, count in server.truth.requests.items()},
        "peak": server.truth.peak,
        "canary": server.canary,
    }
    writer.write(answer(json.dumps(told).encode(), kind="application/json"))


async def _flap(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    """Up and down by the server's own clock, ``p`` seconds each."""
    up = int(server.now() / (float(query["p"]) * server.scale)) % 2 == 0
    server.truth.requests[f"/flap:{'up' if up else 'down'}"] += 1
    writer.write(answer(PAGE) if up else answer(b"down", status="502 Bad Gateway"))


async def _hang_up(server: HostileServer, writer: Writer, target: str, query: dict[str, str]) -> None:
    """The request is read and the connection closed without a word, as a firewall does that wants no talk."""
    if query.get("how") == "reset":
        writer.transport.abort()
    else:
        writer.close()


MORE: dict[str, Behaviour] = {
    "_truth": _truth,
    "flap": _flap,
    "hang-up": _hang_up,
    "many-cookies": _fixed(answer(PAGE, extra="".join(f"Set-Cookie: c{number}={'x' * 3000}\r\n" for number in range(90)))),
    "cl-te": _fixed(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    ),
    "cl-plus": _fixed(b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\nConnection: close\r\n\r\nhello"),
    "lf-only": _fixed(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nhello"),
    "chunk-bad": _fixed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n"),
    "status-odd": _fixed(b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "status-long": _fixed(b"HTTP/1.1 20000 Odd\r\nContent-Length: 2\r\n\r\nok"),
    "nothing-there": _fixed(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "redir-nowhere": _fixed(answer(b"moved", status="302 Found")),
    "redir-bad": _fixed(answer(b"", status="302 Found", extra="Location: http://[::1\r\n")),
    "redir-offsite": _fixed(answer(b"", status="302 Found", extra="Location: http://other.gov.test/ok\r\n")),
    "redir-space": _fixed(answer(b"", status="302 Found", extra="Location: http://127.0.0.2 /\r\n")),
    "redir-crlf": _fixed(answer(b"", status="302 Found", extra="Location: /ok%0d%0aX-Evil:%201\r\n")),
    "zstd-bomb": _fixed(lambda server, query: answer(_zstd_bomb(), extra="Content-Encoding: zstd\r\n")),
    "br-bomb": _fixed(answer(b"\x5b\xff\xff\xff\x03" + b"\x00" * 64, extra="Content-Encoding: br\r\n")),
    "deflate": _fixed(answer(zlib.compress(PAGE), extra="Content-Encoding: deflate\r\n")),
    "encoding-odd": _fixed(answer(PAGE, extra="Content-Encoding: none\r\n")),
    "maintenance": _fixed(answer(_CLOSED.format("系统维护中", "请稍后访问").encode())),
    "parked": _fixed(answer(_CLOSED.format("域名已过期", "请联系域名注册商续费").encode())),
    "default-page": _fixed(answer(_CLOSED.format("Welcome to nginx!", "If you see this page").encode())),
    "s404": _fixed(answer(b"<html><body>404 Not Found</body></html>", status="404 Not Found")),
}
BEHAVIOURS.update(MORE)
_zstd_bomb()
