"""Looks beyond the crawl, taken of a site when its pages have been read and before its round is closed.

A look is a generator: it yields one connection at a time as a function, and returns a fact. Each connection is made in a
thread, and only when the site's host may be asked, at the same pace as the crawl.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from zhengjian.config import Looks
from zhengjian.facts.base import Fact
from zhengjian.facts.links import host_of
from zhengjian.fetch import Place
from zhengjian.fetch.guard import Refused, take_apart
from zhengjian.fetch.polite import Pace
from zhengjian.jobs.terms import Terms
from zhengjian.logs import logger
from zhengjian.model import COUNTS_AS, Clock, CountsAs, FetchCode

_THREADS = 8
Look = Generator[Callable[[], Any], Any, Fact]


def planned(url: str, code: FetchCode | None, port: int | None, terms: Terms, hosts: Mapping[str, Place], clock: Clock) -> list[Look]:
    """The looks that are worth taking at a home page, by where and how it answered. ``port``: the register's own."""
    wanted: Looks = terms.looks
    parts = take_apart(url, port)
    if isinstance(parts, Refused) or code is None:
        return []
    found: list[Look] = []
    opened = COUNTS_AS[code] is CountsAs.OPEN
    if wanted.tls and parts.scheme == "https" and (opened or code is FetchCode.DOWN_TLS):
        from zhengjian.fetch import tls

        found.append(tls.look(parts.host, parts.port, terms.network, hosts, clock))
    if wanted.ipv6 and opened:
        from zhengjian.fetch import ipv6

        found.append(ipv6.look(url, port, terms.network, hosts, clock))
    return found


@dataclass
class Looking:
    """One site's looks on their way. ``facts`` fills; ``done`` when nothing is left."""

    host: str
    looks: list[Look]
    facts: list[Fact] = field(default_factory=list)
    _next: Callable[[], Any] | None = None
    _flying: Future[Any] | None = None
    _since: float = 0.0

    def __post_init__(self) -> None:
        self._go_on(None)

    @property
    def done(self) -> bool:
        """True when every look has been taken or given up."""
        return not self.looks

    def turn(self, pace: Pace, pool: ThreadPoolExecutor, now: float) -> None:
        """Take the answer that has come; make the next connection when its host may be asked."""
        if self._flying is not None and self._flying.done():
            flying, self._flying = self._flying, None
            pace.ended(self.host, now, now - self._since)
            try:
                self._go_on(flying.result())
            except Exception:
                logger().exception("a look failed", host=self.host)
                self._give_up()
        if self._next is not None and self._flying is None and pace.ready_at(self.host, now) <= now:
            pace.began(self.host, now)
            self._since = now
            self._flying, self._next = pool.submit(self._next), None

    def _go_on(self, answer: Any) -> None:
        """Run the first look up to its next connection; a look that breaks is dropped, and its checks know nothing."""
        while self.looks:
            try:
                self._next = self.looks[0].send(answer)
            except StopIteration as end:
                self.facts.append(end.value)
            except Exception:
                logger().exception("a look failed", host=self.host)
            else:
                return
            self.looks.pop(0)
            answer = None

    def _give_up(self) -> None:
        self.looks.pop(0)
        self._go_on(None)


def pool() -> ThreadPoolExecutor:
    """The threads in which connections are made."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="looks")


def looking(url: str, looks: list[Look]) -> Looking:
    """Begin a site's looks; its host's pace is kept."""
    return Looking(host_of(url), looks)
