"""Loads the home page of a site in the browser as a first visitor would, twice, and reads the browser's own clock.

A slow load says something of the site only when our own line and processor were quick at the same time: so a fixed piece
of work is timed before each load, and the line is told by canaries and by the other sites that were loaded last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from zhengjian.config import Network
from zhengjian.facts.links import registrable
from zhengjian.facts.page_load import Control, Load, PageLoad
from zhengjian.fetch.browser import Browser, ByBrowser, Done, Trouble, own_world
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import SEEN_WHOLE, Clock

LOADS = 2
WAITED = 15.0
# What a visitor calls slow (国办发〔2017〕47号); a quick first load needs no second one and no canaries.
SLOW = 3.0
LONG = 1.0
_KEPT = 5
_CANARIES = 2
_WORK = """(() => { const began = performance.now(); const box = document.createElement('div'); document.body.append(box);
for (let i = 0; i < 3000; i++) { const one = document.createElement('p'); one.textContent = '政务公开' + i; box.append(one) }
const high = box.offsetHeight; box.remove(); return high ? (performance.now() - began) / 1000 : 0 })()"""
_TIMES = """(() => { const page = performance.getEntriesByType('navigation')[0];
const parts = performance.getEntriesByType('resource').filter(one => !page.loadEventStart || one.startTime <= page.loadEventStart);
const host = url => { try { return new URL(url).hostname } catch { return '' } };
return {answered: page.responseEnd / 1000, loaded: page.loadEventStart / 1000, size: page.transferSize, parts: parts.slice(0, 2000)
  .map(one => [host(one.name), one.startTime / 1000, one.responseEnd / 1000, one.transferSize])} })()"""


@dataclass
class Line:
    """What a worker knows of its own line: the last loads of other sites, and the office's canaries."""

    canaries: tuple[str, ...] = ()
    lately: deque[Control] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def others(self, host: str) -> list[Control]:
        """The last loads of other hosts."""
        return [control for control in self.lately if control.host != host]


def look(
    visit: Visit, network: Network, hosts: Mapping[str, Place], clock: Clock, *, browser: Browser | None, line: Line
) -> Generator[ByBrowser[Load] | Callable[[], Fetched], Any, PageLoad]:
    """Yields one step at a time, to be taken when its host may be asked; returns what was found."""
    at, host = clock.now(), urlsplit(visit.url).hostname or ""
    if browser is None:
        return PageLoad(at=at, url=visit.url, problem="本机没有可用的浏览器，未测量加载时长", complete=False)
    loads: list[Load] = []
    while len(loads) < LOADS and not any(load.loaded is not None and load.loaded <= SLOW for load in loads):
        done: Done[Load] = yield ByBrowser(browser, partial(_load, url=visit.url), WAITED + 10.0, visit.port)
        if isinstance(done.value, Trouble):
            return PageLoad(at=at, url=visit.url, problem=done.value.why, loads=tuple(loads), complete=False)
        loads.append(done.value)
    fastest = min((load.loaded for load in loads if load.loaded is not None), default=None)
    controls = line.others(host)
    if fastest is None or fastest > SLOW:
        for url in line.canaries[:_CANARIES]:
            canary = Visit(url=url, seconds=WAITED, port=urlsplit(url).port)
            fetched: Fetched = yield partial(fetch_once, canary, network, hosts, clock=clock)
            seen = fetched.snapshot.code in SEEN_WHOLE
            controls.append(Control(host=urlsplit(url).hostname or "", seconds=fetched.snapshot.seconds if seen else None))
    line.lately.append(Control(host=host, seconds=fastest))
    return PageLoad(at=at, url=visit.url, waited=WAITED, loads=tuple(loads), controls=tuple(controls))


def _load(page: Any, url: str) -> Load:
    """One load with an empty cache; a page that does not end in time is a load, too."""
    machine = own_world(page)(_WORK)
    pending: set[str] = set()
    page.on("request", lambda request: pending.add(request.url))
    page.on("requestfinished", lambda request: pending.discard(request.url))
    page.on("requestfailed", lambda request: pending.discard(request.url))
    response = page.goto(url, wait_until="commit", timeout=WAITED * 1000)
    status = response.status if response is not None else 0
    if not 200 <= status < 300:
        raise RuntimeError(f"HTTP {status}")
    with suppress(Exception):
        page.wait_for_load_state("load", timeout=WAITED * 1000)
    times = own_world(page)(_TIMES)
    loaded = round(times["loaded"], 3) or None
    own_host = urlsplit(page.url).hostname or ""
    hosts = {urlsplit(waiting).hostname or "" for waiting in pending} if loaded is None else set()
    own_end = max([times["answered"], *(end for host, _, end, _ in times["parts"] if _same(host, own_host))])
    hosts |= {host for host, start, end, _ in times["parts"] if end > own_end or end - start >= LONG}
    return Load(
        answered=round(times["answered"], 3),
        loaded=loaded,
        others=tuple(sorted(host for host in hosts if host and not _same(host, own_host))[:5]),
        bytes_in=times["size"] + sum(size for *_, size in times["parts"]),
        parts=len(times["parts"]) + 1,
        machine=round(machine, 3),
    )


def _same(host: str, own: str) -> bool:
    """True when things of the host are the site's own: the same registrable domain."""
    return host == own or registrable(host) == registrable(own)
