"""The only way out for a browser: a proxy on loopback that judges the address of every connection before it is made.

Chromium resolves names, follows redirects, opens WebSockets and prefetches by itself, so the guard stands under it and
not in it. A name is resolved here, once, all its addresses are judged, and the connection goes to the judged address.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from zhengjian.config import Network
from zhengjian.fetch.guard import WEB_PORTS, Guard, is_literal
from zhengjian.fetch.hosts import Place, ask_system

_CONNECT_SECONDS = 10.0
_BLOCK = 1 << 16
_LONGEST_HEAD = 1 << 16
_DENIED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Denied(Exception):
    """The guard or the port rule said no."""


class GuardingProxy:
    """Runs in a thread; ``port`` is where it listens on 127.0.0.1, ``denied`` counts what it refused."""

    def __init__(self, network: Network, hosts: Mapping[str, Place] | None = None) -> None:
        self._network = network
        self._hosts = hosts or {}
        self._guard = Guard(network, (address for place in self._hosts.values() for address in place.addresses))
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="guarding-proxy", daemon=True)
        self.port = 0
        self.denied = 0
        self.extra_port: int | None = None
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Stop listening and break every connection."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LONGEST_HEAD))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end(server))
        self._loop.close()

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            host, port = _tunnel(target) if method == "CONNECT" else _plain(target)
            try:
                far_reader, far_writer = await self._connect(host, port)
            except _Denied:
                self.denied += 1
                writer.write(_DENIED)
                await writer.drain()
                return
            try:
                if method == "CONNECT":
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    far_writer.write(_origin_form(head, target))
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
            finally:
                far_writer.close()
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a broken request or a broken far side: the browser sees a closed connection
        finally:
            with suppress(Exception):
                writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to a judged address of the host; raises ``_Denied``."""
        host = host.strip("[]").rstrip(".").lower()
        listed = self._hosts.get(host)
        if (port not in WEB_PORTS and port != self.extra_port) or (self._network.hosts_only and listed is None):
            raise _Denied
        if listed is not None:
            place = listed
        elif is_literal(host):
            place = Place(addresses=(host,))
        else:
            place = await asyncio.to_thread(ask_system, host)
        if not place.addresses or any(map(self._guard.refuse, place.addresses)):
            raise _Denied
        return await asyncio.wait_for(asyncio.open_connection(place.addresses[0], place.port or port), _CONNECT_SECONDS)


def _tunnel(target: str) -> tuple[str, int]:
    host, _, port = target.rpartition(":")
    return host, int(port)


def _plain(target: str) -> tuple[str, int]:
    parts = urlsplit(target)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(target)
    return parts.hostname, parts.port or 80


def _origin_form(head: bytes, target: str) -> bytes:
    """The request as its server expects it, on a connection of its own: the next one must pass the guard again."""
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    kept = [
        line for line in lines if line.split(b":", 1)[0].strip().lower() not in {b"proxy-connection", b"connection", b"proxy-authorization"}
    ]
    method, version = first.split(b" ", 1)[0], first.rsplit(b" ", 1)[1]
    return b"\r\n".join([b" ".join([method, path.encode("latin-1"), version]), *kept, b"Connection: close", b"", b""])


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await reader.read(_BLOCK):
            writer.write(block)
            await writer.drain()
    with suppress(Exception):
        writer.close()
