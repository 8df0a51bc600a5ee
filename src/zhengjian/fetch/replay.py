"""A stored page drawn again, with the place of a finding marked, and nothing on the network.

Everything that the page asks for comes out of the archive or not at all; its scripts do not run. Before the picture is
taken, whatever could be a person's number is masked in the text that is drawn, so no picture ever holds one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from zhengjian.config import Network
from zhengjian.fetch.browser import Browser, own_world
from zhengjian.model import Clock, Value

WIDTH = 1280
HEIGHT = 640
TALLEST = 1400
SECONDS = 20.0
MOST_PARTS = 200
# No script, no automatic jump, no form, no frame of others; styles and pictures only as far as they are answered.
_POLICY = "sandbox allow-same-origin; default-src 'none'; img-src * data:; style-src * 'unsafe-inline' data:; font-src * data:"


class Aim(Value):
    """Where a finding is on a page, by the first of these that is there.

    ``selectors`` name elements; ``addresses`` are those of links, pictures and frames; ``words`` stand in the text;
    ``foot``: else the foot of the page. ``cover`` paints the place over; ``label`` is written beside it.
    """

    label: str
    addresses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    foot: bool = False
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw: its address, its HTML as text, and where the parts of it come from: address → (content type, bytes)."""

    url: str
    html: str
    parts: Callable[[str], tuple[str, bytes] | None]


class Drawn(Value):
    """A PNG, and how the place was found: ``seen`` on it, ``hidden`` (its surroundings are marked), ``none``."""

    png: bytes
    found: str


def closed_browser(clock: Clock) -> Browser:
    """A browser that may ask nobody: every connection is refused, even if a page found a way to want one."""
    return Browser(Network(hosts_only=True), clock, {})


def draw(browser: Browser, sheet: Sheet, aim: Aim, mask: Callable[[str], str]) -> Any:
    """A future of ``Done``: a ``Drawn`` picture of the sheet with the place marked, or ``Trouble``."""
    return browser.use(lambda page: _draw(page, sheet, aim, mask), SECONDS, scripts=False)


def _draw(page: Any, sheet: Sheet, aim: Aim, mask: Callable[[str], str]) -> Drawn:
    answered = 0

    def answer(route: Any) -> None:
        nonlocal answered
        url, first = route.request.url, not answered
        answered += 1
        if first:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY}
            route.fulfill(status=200, headers=headers, body=sheet.html.encode("utf-8", "replace"))
        elif answered <= MOST_PARTS and route.request.method == "GET" and (part := sheet.parts(url)) is not None:
            route.fulfill(status=200, content_type=part[0], body=part[1])
        else:
            route.abort()

    page.set_viewport_size({"width": WIDTH, "height": 800})
    page.route("**/*", answer)
    page.goto(sheet.url, wait_until="load", timeout=SECONDS * 1000)
    evaluate = own_world(page)
    texts: list[str] = evaluate(f"{_script()}; zhengjian.texts()")
    changed = {number: masked for number, text in enumerate(texts) if (masked := mask(text)) != text}
    found = evaluate(f"zhengjian.rewrite({json.dumps(changed)}); zhengjian.mark({aim_json(aim)})")
    top = max(0.0, min(found["top"] - 260, found["page"] - HEIGHT))
    height = min(max(HEIGHT, found["height"] + 380), TALLEST, max(found["page"] - top, 200))
    clip = {"x": 0, "y": top, "width": WIDTH, "height": height}
    return Drawn(png=page.screenshot(clip=clip, full_page=True, animations="disabled", timeout=10_000), found=found["found"])


def aim_json(aim: Aim) -> str:
    """The aim as the script reads it."""
    names = ("addresses", "words", "selectors", "foot", "cover", "label")
    return json.dumps({name: getattr(aim, name) for name in names})


@cache
def _script() -> str:
    return (resources.files("zhengjian.fetch") / "mark.js").read_text("utf-8")
