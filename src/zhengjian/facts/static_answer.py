"""Whether a page's static answer is enough to judge by, or only a shell that scripts fill in a browser.

Decides what the browser tier opens; without a browser such a page was not seen whole, so nothing on it is called absent.
"""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page

FEWEST_CHARACTERS = 60
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_FRAMES = re.compile(r"<(?:frameset|frame|iframe)\b[^<>]*\bsrc\s*=", re.IGNORECASE)
_ROOT = re.compile(r"""<(?:div|main|section)[^<>]*\bid\s*=\s*["']?(?:app|root|__nuxt|__next|q-app)\b""", re.IGNORECASE)


class StaticAnswer(Fact):
    """``enough`` is False for a page whose words come from scripts; ``why`` says by what sign, in Chinese.

    ``gate`` is True for a page with hardly a word and no application in it: if it names where to go on, that is the page.
    """

    enough: bool = True
    why: str = ""
    gate: bool = False


def read(page: Page) -> StaticAnswer:
    """A shell has scripts and hardly a visible word; a page of pictures or frames is no shell."""
    if len(page.html) > 200_000:
        return StaticAnswer(complete=page.complete)
    words = len("".join(page.text.split()))
    if words >= FEWEST_CHARACTERS or _FRAMES.search(page.html):
        return StaticAnswer(complete=page.complete)
    application = _ROOT.search(page.html) is not None
    if _SCRIPT.search(page.html) and (application or not page.select("a[href], img[src]")):
        why = f"静态页面只有{words}个可见字，内容由脚本生成"
        return StaticAnswer(complete=page.complete, enough=False, why=why, gate=not application)
    return StaticAnswer(complete=page.complete, gate=not application)
