"""Pages that hold next to nothing themselves: drawn by scripts, made of frames, or there only to lead elsewhere.

Not a fact. From such a page nobody can conclude that something is missing.
"""

from __future__ import annotations

import re

from zhengjian.facts.page import Page

_FRAMESET = re.compile(r"<frameset\b|<frame\b", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_LEADS = re.compile(r"\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\s*\(")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_ROOT = re.compile(r"<div[^<>]*\bid\s*=\s*[\"']?(?:app|root|__next|__nuxt|main-app|container)[\"'\s>]", re.IGNORECASE)
LITTLE, NOTHING = 200, 40  # characters of visible text


def shell_of(page: Page) -> str:
    """Why the page itself says nothing, in Chinese; empty for an ordinary page."""
    if page.rendered or len(page.html) > 200_000:
        return ""
    text = page.text.strip()
    if len(text) >= LITTLE:
        return ""
    if _FRAMESET.search(page.html):
        return "页面是框架页"
    if _REFRESH.search(page.html) or _LEADS.search(page.html):
        return "页面只用于跳转"
    if _SCRIPT.search(page.html) and (len(text) < NOTHING or _ROOT.search(page.html)):
        return "页面正文由脚本生成"
    return ""
