"""The second stack: aiohttp, independent of libcurl from name to bytes. It speaks before anything is called down.

Runs in a thread of its own, a few visits at once, under the same guard: the address of each socket is judged where the
socket is made, because aiohttp asks no resolver for hosts that are addresses.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import ada_url
import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from zhengjian.config import Network
from zhengjian.facts.content_coding import undo
from zhengjian.fetch import verdicts
from zhengjian.fetch.challenge import placeholder
from zhengjian.fetch.guard import Guard, Refused, is_literal, take_apart
from zhengjian.fetch.hosts import Place, ask_system
from zhengjian.fetch.sockets import trusted_roots
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock, FetchCode, Snapshot

_AT_ONCE = 8
_NAMES_AT_ONCE = 64
_HEADERS = {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9", "Accept-Encoding": "gzip"}


class _Refusal(OSError):
    """The guard said no to a socket."""


class _Names(AbstractResolver):
    """The hosts file first, then the system. One forbidden address refuses the name; each is judged again at its socket."""

    def __init__(self, hosts: Mapping[str, Place], guard: Guard) -> None:
        self._hosts = hosts
        self._guard = guard

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        listed = self._hosts.get(host)
        place = listed if listed is not None else await asyncio.to_thread(ask_system, host)
        if not place.addresses:
            raise OSError(place.problem)
        if why := next(filter(None, map(self._guard.refuse, place.addresses)), ""):
            raise _Refusal(why)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=place.port or port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in place.addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


class SecondOpinion:
    """``ask`` gives a future of the answer; ``close`` ends the thread."""

    def __init__(self, network: Network, clock: Clock, hosts: Mapping[str, Place] | None = None) -> None:
        self._network = network
        self._clock = clock
        self._hosts = hosts or {}
        self._guard = Guard(network, (address for place in self._hosts.values() for address in place.addresses))
        self._loop = asyncio.new_event_loop()
        # A name that hangs holds its thread beyond its visit; other names must not stand in line behind it.
        self._loop.set_default_executor(ThreadPoolExecutor(_NAMES_AT_ONCE, thread_name_prefix="second-dns"))
        self._limit = asyncio.Semaphore(_AT_ONCE)
        self._thread = threading.Thread(target=self._loop.run_forever, name="second-opinion", daemon=True)
        self._thread.start()

    def ask(self, visit: Visit) -> Future[Fetched]:
        """Visit the address with the second stack."""
        return asyncio.run_coroutine_threadsafe(self._visit(visit), self._loop)

    def close(self) -> None:
        """Stop the thread; what is on its way is dropped."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _visit(self, visit: Visit) -> Fetched:
        async with self._limit:
            began, at = self._clock.monotonic(), self._clock.now()
            url, redirects, code, detail = visit.url, [], FetchCode.PROTO_ERROR, ""
            status, fields, wire, cut = 0, dict[str, str](), b"", False
            try:
                async with asyncio.timeout(visit.seconds), self._session() as session:
                    for _ in range(visit.most_redirects + 1):
                        if why := self._refused(url, visit.port):
                            raise _Refusal(why)
                        status, fields, wire, cut = await self._hop(session, url, visit)
                        location = fields.get("location", "")
                        if status not in verdicts.REDIRECT_STATUS or not location:
                            break
                        redirects.append(url)
                        url = ada_url.join_url(url, location.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
                    else:
                        code, detail = FetchCode.REDIRECT_LOOP, "跳转次数过多"
                        status = 0
            except _Refusal as error:
                code, detail, status = FetchCode.BLOCKED_POLICY, str(error), 0
            except TimeoutError:
                code, detail, status = FetchCode.DOWN_TIMEOUT, "超过时限", 0
            except (aiohttp.ClientError, OSError, ValueError) as error:
                code, detail = _failure(error)
                status = 0
            body, trouble, words = undo(wire, fields.get("content-encoding", ""), visit.most_decoded) if status else (b"", None, "")
            if cut:
                trouble, words = FetchCode.TRUNCATED, f"正文超过{visit.most_wire}字节"
            seconds = self._clock.monotonic() - began
            if status:
                head = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("utf-8", "replace")
                code, detail = verdicts.of_answer(status, head, body, seconds, trouble), words
                if code is FetchCode.OK and visit.why in {"home", "probe"} and (why := placeholder(body)):
                    code, detail = FetchCode.DOWN_EMPTY, why
            snapshot = Snapshot(
                id="",
                url=visit.url,
                final_url=url,
                at=at,
                code=code,
                seconds=round(seconds, 4),
                http_status=status or None,
                content_type=fields.get("content-type", "")[:200],
                redirects=tuple(redirects),
                sha256=sha256(body).hexdigest(),
                size=len(body),
                detail=detail,
            )
            lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())] if status else []
            head = "\r\n".join(lines).encode("utf-8", "replace")
            return Fetched(snapshot, body, wire, head, fields.get("content-encoding", ""))

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_Names(self._hosts, self._guard),
            use_dns_cache=False,
            force_close=True,
            socket_factory=self._socket,
            ssl=trusted_roots(),
        )
        headers = {**_HEADERS, "User-Agent": self._network.user_agent}
        return aiohttp.ClientSession(
            connector=connector, headers=headers, auto_decompress=False, trust_env=False, max_field_size=65_536, max_line_size=65_536
        )

    def _socket(self, info: Any) -> socket.socket:
        family, kind, protocol, _, place = info
        why = self._guard.refuse(str(place[0]))
        if why:
            raise _Refusal(why)
        return socket.socket(family, kind, protocol)

    def _refused(self, url: str, port: int | None) -> str:
        parts = take_apart(url, port)
        if isinstance(parts, Refused):
            return parts.why
        if self._network.hosts_only and parts.host not in self._hosts:
            return f"主机 {parts.host} 不在主机表中"
        return self._guard.refuse(parts.host) if is_literal(parts.host) else ""

    async def _hop(self, session: aiohttp.ClientSession, url: str, visit: Visit) -> tuple[int, dict[str, str], bytes, bool]:
        """Status, header fields, body, and whether the body was longer than a visit may bring."""
        async with session.get(URL(url, encoded=True), allow_redirects=False, timeout=aiohttp.ClientTimeout(total=None)) as answer:
            parts, size = [], 0
            async for chunk in answer.content.iter_any():
                parts.append(chunk)
                size += len(chunk)
                if size > visit.most_wire:
                    break
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, b"".join(parts), size > visit.most_wire


def _failure(error: Exception) -> tuple[FetchCode, str]:
    """What a failure of the second stack is, in the same vocabulary."""
    words = f"第二访问程序：{error}"[:200]
    if isinstance(error.__cause__, _Refusal) or isinstance(getattr(error, "os_error", None), _Refusal):
        return FetchCode.BLOCKED_POLICY, words
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchCode.DOWN_DNS, words
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return FetchCode.DOWN_TLS, words
    if getattr(error, "errno", None) in verdicts.OUR_ERRNO:
        return FetchCode.SELF_SUSPECT, words
    if isinstance(error, aiohttp.ClientConnectorError):
        return FetchCode.DOWN_CONN, words
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return FetchCode.INCOMPLETE, words
    if isinstance(error, ConnectionError):
        return FetchCode.DOWN_CONN, words
    return FetchCode.PROTO_ERROR, words
