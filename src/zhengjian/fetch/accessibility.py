"""Runs axe-core on a few pages of a site in the browser, in a world that the pages' own scripts cannot reach.

What axe is not sure of is counted and left to a person; frames of other pages are not entered.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from zhengjian.facts.accessibility_look import AccessibilityLook, Barrier, SeenPage, words
from zhengjian.fetch.browser import Browser, ByBrowser, Done, Trouble, as_answer, own_world
from zhengjian.fetch.visit import Fetched, Keep, Visit
from zhengjian.model import Clock

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
VERSION = AXE.name.removeprefix("axe-").removesuffix(".min.js")
PAGE_SECONDS = 30.0
MOST_ELEMENTS = 20_000
LARGEST_DOCUMENT = 4 << 20
MOST_SAMPLES = 3
LONGEST_SAMPLE = 120
_SETTLE_MS = 2500
# Colours can be judged only when every style sheet has come.
_BY_COLOUR = frozenset({"color-contrast"})
_RUN = """axe.run(document, {runOnly: {type: 'rule', values: %s}, resultTypes: ['violations', 'incomplete'], iframes: false})
.then(found => ({
  barriers: found.violations.map(one => ({rule: one.id, impact: one.impact || 'minor', count: one.nodes.length,
    samples: one.nodes.slice(0, %d).map(node => [].concat(...node.target).join(' ').slice(0, %d))})),
  unsure: found.incomplete.reduce((sum, one) => sum + one.nodes.length, 0)}))"""


_Examined = tuple[SeenPage, Fetched]


def look(
    urls: Sequence[str], port: int | None, browser: Browser | None, clock: Clock
) -> Generator[ByBrowser[_Examined] | Keep, Any, AccessibilityLook]:
    """Yields one page at a time, to be opened when its host may be asked; returns what was found. ``urls``: home page first."""
    at = clock.now()
    if browser is None:
        return AccessibilityLook(at=at, problem="本机没有可用的浏览器，未检查无障碍", complete=False)
    pages = []
    for url in urls:
        visit = Visit(url=url, seconds=PAGE_SECONDS, most_decoded=LARGEST_DOCUMENT, port=port)
        done: Done[_Examined] = yield ByBrowser(browser, partial(_examine, visit=visit, at=at), PAGE_SECONDS, port)
        if isinstance(done.value, Trouble):
            pages.append(SeenPage(url=url, problem=done.value.why))
            continue
        page, fetched = done.value
        kept = (yield Keep(fetched, "accessibility")) if page.barriers else ""
        pages.append(msgspec.structs.replace(page, snapshot=kept))
    return AccessibilityLook(at=at, version=VERSION, pages=tuple(pages), complete=not any(page.problem for page in pages))


def _examine(page: Any, *, visit: Visit, at: datetime) -> _Examined:
    """Open one page and ask axe; the second value is the document that axe saw."""
    url = visit.url
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.url) if request.resource_type == "stylesheet" else None)
    page.on(
        "response",
        lambda response: lost.append(response.url) if response.request.resource_type == "stylesheet" and response.status >= 400 else None,
    )
    response = page.goto(url, wait_until="domcontentloaded", timeout=PAGE_SECONDS * 1000)
    with suppress(Exception):
        page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)
    evaluate = own_world(page)
    status = response.status if response is not None else 0
    fetched = as_answer(page, evaluate, visit, status=status, at=at)
    if not fetched.snapshot.whole:
        return SeenPage(url=url, problem=f"浏览器未能看到页面（{fetched.snapshot.code}，HTTP {status}）"), fetched
    elements = evaluate("document.querySelectorAll('*').length")
    if elements > MOST_ELEMENTS:
        return SeenPage(url=url, problem=f"页面有{elements}个元素，超过{MOST_ELEMENTS}个，未检查无障碍"), fetched
    evaluate(_axe())
    rules = [rule for rule in words().rule if not (lost and rule in _BY_COLOUR)]
    found = evaluate(_RUN % (json.dumps(rules), MOST_SAMPLES, LONGEST_SAMPLE))
    barriers = msgspec.convert(found["barriers"], tuple[Barrier, ...])
    return SeenPage(url=url, barriers=barriers, unsure=found["unsure"], unstyled=bool(lost)), fetched


@cache
def _axe() -> str:
    """The library, ending in a value that can leave the page."""
    return AXE.read_text("utf-8") + "\n;0"
