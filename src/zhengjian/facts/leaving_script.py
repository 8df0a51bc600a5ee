"""Whether a script file of a site announces links that leave, or takes links into its hands at all.

Read from the site's own script files as they are visited. A script that binds nothing to links cannot announce them; one
that does, or that is too large or too packed to tell, may.
"""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.leaving_words import NOTICE
from zhengjian.facts.page import Page
from zhengjian.facts.source import decode_script


class LeavingScript(Fact):
    """``announced`` are the words of a notice; ``handles`` is the sign, as written, by which it takes links into its hands."""

    announced: str = ""
    handles: str = ""


_ANCHOR = r"""["'](?:[^\n]{0,60}?[^\w.#\n-])?a(?:[^\w\n-][^\n]{0,60}?)?["']"""  # a selector that speaks of links
HANDLES = re.compile(
    rf"""\(\s*{_ANCHOR}\s*\)\s*\.(?:click|on|bind|live|each|attr|delegate)|(?:on|delegate|live)\(\s*["']?click["']?\s*,\s*{_ANCHOR}"""
    rf"""|delegate\(\s*{_ANCHOR}|(?:querySelectorAll|querySelector|closest|is|getElementsByTagName)\(\s*{_ANCHOR}|document\.links"""
    r"""|(?:document|window|body)["']?\)?\s*\.(?:(?:addEventListener|on|bind)\(\s*(?!["'](?:DOMContentLoaded|load|ready|scroll|resize)["'])|click\(|onclick\b)"""
    r"""|addEventListener\(\s*["']click|(?:tagName|nodeName)[^\n]{0,20}["'][aA]["']"""
    r"""|eval\(function\(p,a,c,k,e""",
)
LARGEST = 200_000  # characters: a bundle hands every click on through its framework


def read(page: Page) -> LeavingScript:
    """Read one script file."""
    body = page.html
    if len(body) > LARGEST:
        return LeavingScript(complete=page.complete, handles="脚本过大")
    text = decode_script(body)
    notice, handles = NOTICE.search(text), HANDLES.search(body)
    return LeavingScript(
        complete=page.complete, announced=notice[0].strip() if notice else "", handles=" ".join(handles[0].split())[:80] if handles else ""
    )
