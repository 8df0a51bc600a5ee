"""Hands one small message to an address that the office has set: guarded, verified, without redirects, once.

The crawl only reads; this is the one place that sends. The address of the socket is judged before it connects, so a name
that turns to an inner address leads nowhere; inner addresses are contacted only when the office lists them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pycurl

from zhengjian.fetch.guard import Parts, Refused, refuse_address, take_apart
from zhengjian.fetch.http import HandedOver
from zhengjian.model import Value

CONNECT_SECONDS = 10
SECONDS = 20
MOST_ANSWER = 64 * 1024


class Posted(Value):
    """What became of it: ``taken`` (2xx), ``later`` (nothing was handed over, or the receiver asked for later), ``refused``
    (it never will), ``doubtful`` (handed over, no answer: nobody knows). ``why`` is Chinese."""

    outcome: Literal["taken", "later", "refused", "doubtful"]
    why: str = ""


def post(url: str, body: bytes, headers: Mapping[str, str], allowed: Sequence[str] = ()) -> Posted:
    """POST a JSON body. ``allowed`` lists inner addresses that may be contacted, and only they without TLS."""
    parts = _target(url)
    if isinstance(parts, Refused):
        return Posted(outcome="refused", why=parts.why)
    refused: list[str] = []

    def open_socket(purpose: int, address: Any) -> Any:
        family, kind, protocol, place = address
        why = _refuse(parts, str(place[0]), allowed)
        if why:
            refused.append(why)
            return pycurl.SOCKET_BAD
        return HandedOver(family, kind, protocol)

    handle = pycurl.Curl()
    answer = _Answer()
    for option, value in (
        (pycurl.URL, parts.url),
        (pycurl.NOSIGNAL, 1),
        (pycurl.PROXY, ""),
        (pycurl.NOPROXY, "*"),
        (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
        (pycurl.FOLLOWLOCATION, 0),
        (pycurl.CONNECTTIMEOUT, CONNECT_SECONDS),
        (pycurl.TIMEOUT, SECONDS),
        (pycurl.POST, 1),
        (pycurl.POSTFIELDS, body),
        (pycurl.HTTPHEADER, ["Expect:", "Content-Type: application/json", *(f"{name}: {value}" for name, value in headers.items())]),
        (pycurl.WRITEFUNCTION, answer.take),
        (pycurl.OPENSOCKETFUNCTION, open_socket),
    ):
        handle.setopt(option, value)
    try:
        handle.perform()
    except pycurl.error as error:
        if refused:
            return Posted(outcome="refused", why=refused[0])
        if not handle.getinfo(pycurl.REQUEST_SIZE):
            return Posted(outcome="later", why=f"接收方暂时无法连接（{error.args[1]}）"[:180])
        if not handle.getinfo(pycurl.RESPONSE_CODE):
            return Posted(outcome="doubtful", why="内容已交出，没有等到答复，不能确定是否已送达；请核对后决定是否重发")
    finally:
        status = handle.getinfo(pycurl.RESPONSE_CODE)
        handle.close()
    return _judged(status)


class _Answer:
    """Reads the receiver's answer and keeps none of it; too long a one ends the transfer."""

    def __init__(self) -> None:
        self._size = 0

    def take(self, part: bytes) -> int:
        self._size += len(part)
        return len(part) if self._size <= MOST_ANSWER else 0


def _target(url: str) -> Parts | Refused:
    parts = take_apart(url)
    if isinstance(parts, Refused) and "端口" in parts.why:
        parts = take_apart(url, _port(url))
    return parts


def _port(url: str) -> int | None:
    tail = url.split("://", 1)[-1].split("/", 1)[0].rpartition(":")[2]
    return int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 6 else None


def _refuse(parts: Parts, address: str, allowed: Sequence[str]) -> str:
    if address in allowed:
        return ""
    if parts.scheme != "https":
        return "未加密的 http 只能发往 webhook.allow_addresses 列出的内部地址；请改用 https"
    return refuse_address(address)


def _judged(status: int) -> Posted:
    if 200 <= status < 300:
        return Posted(outcome="taken")
    if status in {408, 425, 429} or status >= 500:
        return Posted(outcome="later", why=f"接收方答复{status}")
    return Posted(outcome="refused", why=f"接收方答复{status}，不接受这条通知")
