"""The first stack: libcurl, many transfers at once in one thread, no callbacks into the crawl.

``start`` hands over a visit with a token, ``wait`` gives back what ended. One wall-clock deadline covers name lookup,
connection, redirects and body; redirects are followed by hand so that every hop passes the guard; the guard sees the
address of each socket before it connects. The environment's proxies are ignored, nothing but http and https is spoken.
"""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from time import sleep
from typing import Any, Generic, TypeVar
from urllib.parse import quote_from_bytes

import ada_url
import pycurl

from zhengjian.config import Network
from zhengjian.facts.content_coding import undo
from zhengjian.fetch import heads, verdicts
from zhengjian.fetch.challenge import placeholder
from zhengjian.fetch.guard import LONGEST_ADDRESS, Guard, Parts, Refused, is_literal, take_apart
from zhengjian.fetch.hosts import Place, Resolver
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock, FetchCode, Snapshot, payload_digest

CONNECT_SECONDS = 10.0
_DNS_POLL_SECONDS = 0.01
_IDLE_CONNECTIONS = 64
_SAME_METHOD = frozenset({307, 308})
_SHA256_OF_NOTHING = sha256(b"").hexdigest()

Token = TypeVar("Token")


@dataclass(slots=True)
class _Transfer(Generic[Token]):
    """One visit on its way: where it is now, when it must end, what has come so far."""

    visit: Visit
    token: Token
    began: float
    at: datetime
    parts: Parts
    place: Place = field(default_factory=Place)
    handle: Any = None
    redirects: list[str] = field(default_factory=list)
    head: list[bytes] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    refused: str = ""

    @property
    def conditional(self) -> bool:
        """True while the address is asked that the marks of an earlier answer belong to: no redirect has led elsewhere."""
        return bool(self.visit.etag or self.visit.modified) and not self.redirects


class HandedOver(socket.socket):
    """libcurl works on a duplicate of the descriptor, so ours is closed as soon as it has been handed over."""

    def __del__(self) -> None:
        self.close()


class Fetcher(Generic[Token]):
    """Fetches visits, any number at once. Not for sharing between threads or processes."""

    def __init__(self, network: Network, clock: Clock, hosts: Mapping[str, Place] | None = None) -> None:
        self._network = network
        self._clock = clock
        self._resolver = Resolver(hosts or {})
        self._guard = Guard(network, (address for place in self._resolver.listed.values() for address in place.addresses))
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._poll = select.epoll()
        self._watched: set[int] = set()
        self._timer: float | None = None
        self._idle: list[Any] = []
        self._resolving: list[_Transfer[Token]] = []
        self._running: dict[Any, _Transfer[Token]] = {}
        self._ended: list[tuple[Token, Fetched]] = []
        self._authorities = ssl.get_default_verify_paths().cafile

    def __len__(self) -> int:
        return len(self._running) + len(self._resolving) + len(self._ended)

    def start(self, visit: Visit, token: Token) -> None:
        """Begin a visit; its end comes out of ``wait`` with the token."""
        began, at = self._clock.monotonic(), self._clock.now()
        parts = take_apart(visit.url, visit.port)
        if isinstance(parts, Refused):
            snapshot = Snapshot(id="", url=visit.url, final_url=visit.url, at=at, code=FetchCode.BLOCKED_POLICY, detail=parts.why)
            self._ended.append((token, Fetched(snapshot)))
        else:
            self._hop(_Transfer(visit, token, began, at, parts))

    def wait(self, timeout: float) -> list[tuple[Token, Fetched]]:
        """What has ended since the last call; waits up to ``timeout`` seconds for the first end."""
        until = self._clock.monotonic() + timeout
        while True:
            self._look_up_again()
            self._drive(0.0 if self._ended else max(0.0, until - self._clock.monotonic()))
            if self._ended or self._clock.monotonic() >= until:
                ended, self._ended = self._ended, []
                return ended

    def fetch(self, visit: Visit, token: Token | None = None) -> Fetched:
        """One visit from beginning to end, when nothing else is on its way."""
        self.start(visit, token)  # type: ignore[arg-type]
        while True:
            for _, fetched in self.wait(1.0):
                return fetched

    def close(self) -> None:
        """Break off what is on its way and let all connections go."""
        for handle in self._running:
            self._multi.remove_handle(handle)
            handle.close()
        self._running.clear()
        for handle in self._idle:
            handle.close()
        self._multi.close()
        self._poll.close()
        self._resolver.close()

    # -- one hop ------------------------------------------------------------------------------------------

    def _hop(self, transfer: _Transfer[Token]) -> None:
        """Find the host of the address that is due, then ask it; or end the visit with the reason it may not be asked."""
        host = transfer.parts.host
        now = self._clock.monotonic()
        listed = host in self._resolver.listed
        if self._network.hosts_only and not listed:
            self._end(transfer, FetchCode.BLOCKED_POLICY, f"主机 {host} 不在主机表中")
            return
        if "." not in host and ":" not in host and not listed:
            self._end(transfer, FetchCode.BLOCKED_POLICY, f"主机名 {host} 不是完整的域名")
            return
        place = Place(addresses=(host,)) if is_literal(host) and not listed else self._resolver.look(host, now)
        if place is None:
            self._resolving.append(transfer)
            return
        if not place.addresses:
            if listed or self._resolver.line_works(now):
                self._end(transfer, FetchCode.DOWN_DNS, f"域名解析失败（{place.problem}）")
            elif self._resolver.asks_others(host):
                self._resolving.append(transfer)  # what becomes of the other names tells whose failure this one is
            else:
                self._end(transfer, FetchCode.SELF_SUSPECT, f"没有域名能够解析（{place.problem}），无法判断是否为本方线路故障")
            return
        why = next(filter(None, map(self._guard.refuse, place.addresses)), "")
        if why:
            self._end(transfer, FetchCode.BLOCKED_POLICY, why)
            return
        self._ask(transfer, place)

    def _ask(self, transfer: _Transfer[Token], place: Place) -> None:
        visit, parts, transfer.place = transfer.visit, transfer.parts, place
        left = visit.seconds - (self._clock.monotonic() - transfer.began)
        if left <= 0:
            self._end(transfer, FetchCode.DOWN_TIMEOUT, "超过时限")
            return
        transfer.head, transfer.body = [], []
        handle = transfer.handle = transfer.handle or (self._idle.pop() if self._idle else self._new_handle())
        handle.setopt(pycurl.URL, parts.url)
        posts = visit.method == "POST" and not transfer.redirects
        handle.setopt(pycurl.NOBODY, visit.method == "HEAD")
        if posts:
            handle.setopt(pycurl.POSTFIELDS, visit.form)
        elif visit.method != "HEAD":
            handle.setopt(pycurl.HTTPGET, 1)
        handle.setopt(pycurl.TIMEOUT_MS, max(1, int(left * 1000)))
        # Whether a home page opens is measured over the whole official limit: a slow handshake is a part of it.
        patience = left if visit.why in {"home", "probe"} else min(left, CONNECT_SECONDS)
        handle.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, int(patience * 1000)))
        handle.setopt(pycurl.MAXFILESIZE_LARGE, visit.most_wire)
        handle.setopt(pycurl.HEADERFUNCTION, transfer.head.append)
        handle.setopt(pycurl.WRITEFUNCTION, transfer.body.append)
        handle.setopt(pycurl.HTTPHEADER, heads.of_request(visit, posts=posts, conditional=transfer.conditional))
        # A place of the hosts file may have another port; names from the resolver keep all their addresses.
        bracketed = [f"[{address}]" if ":" in address else address for address in place.addresses]
        handle.setopt(pycurl.CONNECT_TO, [f"{parts.host}:{parts.port}:{bracketed[0]}:{place.port}"] if place.port else [])
        if not place.port and not is_literal(parts.host):
            handle.setopt(pycurl.RESOLVE, [f"+{parts.host}:{parts.port}:{','.join(bracketed)}"])
        self._running[handle] = transfer
        self._multi.add_handle(handle)

    def _new_handle(self) -> Any:
        handle = pycurl.Curl()
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.PROXY, "")
        handle.setopt(pycurl.NOPROXY, "*")
        handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        handle.setopt(pycurl.FOLLOWLOCATION, 0)
        handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        handle.setopt(pycurl.USERAGENT, self._network.user_agent)
        handle.setopt(pycurl.OPENSOCKETFUNCTION, lambda purpose, address: self._open_socket(handle, address))
        handle.setopt(pycurl.COOKIEFILE, "")
        if self._authorities:
            handle.setopt(pycurl.CAINFO, self._authorities)
        return handle

    def _open_socket(self, handle: Any, address: Any) -> Any:
        """The last word on every connection: the address of the socket that is about to connect."""
        family, kind, protocol, place = address
        why = self._guard.refuse(str(place[0]))
        if why:
            self._running[handle].refused = why
            return pycurl.SOCKET_BAD
        return HandedOver(family, kind, protocol)

    # -- driving libcurl ----------------------------------------------------------------------------------

    def _watch(self, what: int, descriptor: int, multi: Any, data: Any) -> None:
        if what == pycurl.POLL_REMOVE:
            if descriptor in self._watched:
                self._watched.discard(descriptor)
                try:
                    self._poll.unregister(descriptor)
                except (OSError, ValueError):
                    return  # libcurl has closed it already, and epoll forgets closed descriptors by itself
            return
        mask = (select.EPOLLIN if what & pycurl.POLL_IN else 0) | (select.EPOLLOUT if what & pycurl.POLL_OUT else 0)
        if descriptor in self._watched:
            self._poll.modify(descriptor, mask)
        else:
            self._watched.add(descriptor)
            self._poll.register(descriptor, mask)

    def _set_timer(self, milliseconds: int) -> None:
        self._timer = None if milliseconds < 0 else self._clock.monotonic() + milliseconds / 1000

    def _drive(self, timeout: float) -> None:
        if self._resolving:
            timeout = min(timeout, _DNS_POLL_SECONDS)
        if self._timer is not None:
            timeout = min(timeout, max(0.0, self._timer - self._clock.monotonic()))
        if self._watched:
            for descriptor, events in self._poll.poll(timeout):
                readable = pycurl.CSELECT_IN if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR) else 0
                writable = pycurl.CSELECT_OUT if events & select.EPOLLOUT else 0
                self._multi.socket_action(descriptor, readable | writable)
        elif timeout:
            sleep(timeout)
        if self._timer is not None and self._clock.monotonic() >= self._timer:
            self._timer = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        more = 1
        while more:
            more, succeeded, failed = self._multi.info_read()
            for handle in succeeded:
                self._multi.remove_handle(handle)
                self._answered(self._running.pop(handle))
            for handle, number, message in failed:
                self._multi.remove_handle(handle)
                self._failed(self._running.pop(handle), number, message)

    def _look_up_again(self) -> None:
        waiting, self._resolving = self._resolving, []
        for transfer in waiting:
            now = self._clock.monotonic()
            if not transfer.redirects and not self._resolver.asking(transfer.parts.host):
                transfer.began = now  # a visit begins with its first DNS packet, not while it stands in our own line
            if now - transfer.began < transfer.visit.seconds:
                self._hop(transfer)
            elif self._resolver.line_works(now):
                self._end(transfer, FetchCode.DOWN_TIMEOUT, "域名解析超过时限")
            else:
                self._end(transfer, FetchCode.SELF_SUSPECT, "没有域名能够解析，无法判断是否为本方线路故障")

    # -- ends ---------------------------------------------------------------------------------------------

    def _failed(self, transfer: _Transfer[Token], number: int, message: str) -> None:
        if transfer.refused:
            self._end(transfer, FetchCode.BLOCKED_POLICY, transfer.refused)
            return
        os_error = int(transfer.handle.getinfo(pycurl.OS_ERRNO))
        over_ipv4 = transfer.place.over_ipv4
        if over_ipv4 is not None and number == pycurl.E_COULDNT_CONNECT and os_error in verdicts.OUR_ERRNO:
            self._ask(transfer, over_ipv4)  # this machine has no way over IPv6: that says nothing of the site's other addresses
            return
        code, detail = verdicts.of_failure(number, message, os_error, heard=bool(transfer.head))
        self._end(transfer, code, detail)

    def _answered(self, transfer: _Transfer[Token]) -> None:
        status = int(transfer.handle.getinfo(pycurl.RESPONSE_CODE))
        if status in verdicts.REDIRECT_STATUS:
            location = next((line[9:].strip() for line in heads.last_block(transfer.head) if line[:9].lower() == b"location:"), b"")
            if location:
                if status in _SAME_METHOD and transfer.visit.method == "POST":
                    self._end(transfer, FetchCode.BLOCKED_POLICY, "不向跳转后的地址再次提交")
                else:
                    self._follow(transfer, location)
                return
        self._end(transfer, None, "")

    def _follow(self, transfer: _Transfer[Token], location: bytes) -> None:
        """Go where a redirect points, unless that is refused, seen already, or one too many."""
        here = transfer.parts.url
        try:
            target = ada_url.join_url(here, quote_from_bytes(location, safe="!#$%&'()*+,/:;=?@[]~"))
        except ValueError:
            self._end(transfer, FetchCode.PROTO_ERROR, "跳转地址不合规范")
            return
        # A server that sets a cookie and sends us back to the same address may be content the second time.
        cookie = any(line[:11].lower() == b"set-cookie:" for line in transfer.head)
        if (
            len(target) > LONGEST_ADDRESS
            or (target in transfer.redirects and not cookie)
            or len(transfer.redirects) >= transfer.visit.most_redirects
        ):
            self._end(transfer, FetchCode.REDIRECT_LOOP, f"跳转{len(transfer.redirects) + 1}次后仍在跳转")
            return
        transfer.redirects.append(here)
        parts = take_apart(target, transfer.visit.port)
        if isinstance(parts, Refused):
            self._end(transfer, FetchCode.BLOCKED_POLICY, f"跳转到 {target[:200]}：{parts.why}")
            return
        transfer.parts = parts
        self._hop(transfer)

    def _end(self, transfer: _Transfer[Token], code: FetchCode | None, detail: str) -> None:
        """Turn a transfer into its one result; ``code`` None means an answer came to its end."""
        visit, handle = transfer.visit, transfer.handle
        seconds = self._clock.monotonic() - transfer.began
        wire, lines = b"".join(transfer.body), heads.last_block(transfer.head)
        fields = heads.fields_of(lines)
        encoding, content_type = fields.get(b"content-encoding", ""), fields.get(b"content-type", "")[:200]
        status, address = None, ""
        if handle is not None:
            status = int(handle.getinfo(pycurl.RESPONSE_CODE)) or None
            address = str(handle.getinfo(pycurl.PRIMARY_IP) or "")
            handle.setopt(pycurl.COOKIELIST, "ALL")
            self._idle.append(handle)
        held = visit.held if status == HTTPStatus.OK and not transfer.redirects and wire else None
        same = held is not None and (payload_digest(wire), encoding, content_type) == (held.payload, held.encoding, held.content_type)
        body, trouble, words = (b"", None, "") if same else undo(wire, encoding, visit.most_decoded)
        if seconds >= visit.seconds and code is None:
            code, detail = FetchCode.DOWN_TIMEOUT, f"用时{seconds:.3f}秒，时限{visit.seconds:g}秒"
        if code is None and same:
            code = verdicts.of_opened(seconds)
        elif code is None:
            head = b"".join(lines)
            code = verdicts.of_answer(status or 0, head, body, seconds, trouble, conditional=transfer.conditional)
            if code is FetchCode.OK and visit.why in {"home", "probe"} and (why := placeholder(body)):
                code, words = FetchCode.DOWN_EMPTY, why
        snapshot = Snapshot(
            id="",
            url=visit.url,
            final_url=transfer.parts.url if transfer.redirects else visit.url,
            at=transfer.at,
            code=code,
            seconds=round(seconds, 4),
            http_status=status,
            content_type=content_type,
            address=address,
            redirects=tuple(transfer.redirects),
            sha256=held.sha256 if held is not None and same else sha256(body).hexdigest() if body else _SHA256_OF_NOTHING,
            size=held.size if held is not None and same else len(body),
            detail=detail or words,
        )
        asked_to_wait = verdicts.retry_after(fields[b"retry-after"], transfer.at.timestamp()) if b"retry-after" in fields else 0.0
        etag, modified = fields.get(b"etag", ""), fields.get(b"last-modified", "")
        fetched = Fetched(snapshot, body, wire, b"".join(lines), encoding, etag, modified, asked_to_wait, same=same)
        self._ended.append((transfer.token, fetched))
