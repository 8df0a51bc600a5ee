"""Looks at how a site is entered: its home page's security headers, and what its other protocol answers. Two requests."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from zhengjian.config import Network
from zhengjian.facts.entry_look import HEADERS, EntryLook
from zhengjian.fetch.guard import Refused, take_apart
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock

_OTHER = {"https": "http", "http": "https"}
_USUAL = {"http": 80, "https": 443}
OTHER_SECONDS = 10.0  # a shut door must not hold up the looks of the other sites


def look(
    url: str, port: int | None, network: Network, hosts: Mapping[str, Place], clock: Clock
) -> Generator[Callable[[], Fetched], Fetched, EntryLook]:
    """Yields one request at a time, to be made when its host may be asked; returns what was found."""
    at = clock.now()

    def visit(address: str, allowed: int | None) -> Callable[[], Fetched]:
        seconds = network.fetch_seconds if allowed or address == url else min(OTHER_SECONDS, network.fetch_seconds)
        return lambda: fetch_once(Visit(url=address, seconds=seconds, port=allowed), network, hosts, clock=clock)

    home = yield visit(url, port)
    parts = take_apart(url, port)
    if isinstance(parts, Refused) or not home.snapshot.whole:
        return EntryLook(url=url, at=at, problem=f"首页未能完整读取（{home.snapshot.code}）", complete=False)
    final = home.snapshot.final_url
    found = EntryLook(url=final, at=at, headers=_headers(home.head))
    if parts.port != _USUAL[parts.scheme]:
        return found  # a port of its own speaks one protocol
    place = hosts.get(parts.host)
    if parts.scheme == "http" and place is not None and place.port:
        return found  # nor will a port of the hosts file that speaks HTTP answer to anything but that, however long we wait
    other = f"{_OTHER[parts.scheme]}://{parts.host}/"
    answer = (yield visit(other, None)).snapshot
    return EntryLook(
        url=final, at=at, headers=found.headers, other=other, other_code=answer.code, other_final=answer.final_url if answer.whole else ""
    )


def _headers(head: bytes) -> dict[str, str]:
    """The security headers of an answer by lower-case name; one that is set twice counts as joined."""
    found: dict[str, str] = {}
    for line in head.split(b"\n"):
        name, colon, value = line.decode("latin-1").partition(":")
        key = name.strip().lower()
        if colon and key in HEADERS:
            found[key] = ", ".join(filter(None, (found.get(key), value.strip()[:500])))
    return found
