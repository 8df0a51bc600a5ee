"""The HTML that a script writes into its page, as far as its literals tell."""

from __future__ import annotations

import re

from zhengjian.facts.scripts import STRING, Unpacked, unquoted

_WRITE = re.compile(r"(?:document\s*\.\s*write(?:ln)?|\.\s*(?:append|prepend|before|after|html))\s*\(\s*" + STRING)
_INNER = re.compile(r"\.\s*(?:inner|outer)HTML\s*\+?=\s*" + STRING)
_INSERT = re.compile(r"insertAdjacentHTML\s*\(\s*[\"'][a-zA-Z]{1,20}[\"']\s*,\s*" + STRING)


_ALIAS = re.compile(r"\b([A-Za-z_$][\w$]{0,20}+)\s{0,3}=\s{0,3}document\s{0,3}[;,\n]")


_MARKUP = re.compile(STRING)
_TAG = re.compile(r"\s{0,9}<(?:a|div|span|iframe|script|marquee|p|ul|style)\b[^<>]{0,300}>", re.IGNORECASE)
_MADE = re.compile(r"createElement\s{0,3}\(\s{0,3}[\"'](?:div|span|p|ul|marquee)[\"']", re.IGNORECASE)
_MADE_HIDDEN = re.compile(
    r"\.\s{0,3}style\s{0,3}\.\s{0,3}display\s{0,3}=\s{0,3}[\"']none|(?:cssText\s{0,3}=|[\"']style[\"']\s{0,3},)\s{0,3}[\"'][^\"']{0,80}?display\s{0,3}:\s{0,3}none"
)
_SHOWN = re.compile(r"[\"'](?:block|inline|inline-block|flex)[\"']|\.show\(|\.toggle|fadeIn|slideDown|display\s{0,3}=\s{0,3}[\"'][\"']")
_SHORT = 2_000


def page_of(plain: Unpacked) -> str:
    """The HTML that a script writes: what it says that it writes, and markup that it took out of a disguise.

    What it puts into an element that it makes, hides and never shows is hidden.
    """
    text = plain.text
    html = written(text)
    if plain.encoded and "<" not in html and "//" in text:
        found = (unquoted(double or single) for double, single in _MARKUP.findall(text))
        html = "".join(literal for literal in found if "//" in literal and _TAG.match(literal))
    alone = len(text) <= _SHORT and _MADE.search(text) is not None and _SHOWN.search(text) is None
    return f'<div style="display:none">{html}</div>' if "<" in html and alone and _MADE_HIDDEN.search(text) else html


def written(script: str) -> str:
    """The HTML that an unpacked script writes into its page, as far as its literals tell."""
    for name in set(_ALIAS.findall(script)[:5]) if "write" in script else ():
        script = re.sub(rf"(?<![\w$.]){re.escape(name)}\s{{0,3}}\.\s{{0,3}}write", "document.write", script)
    pieces = [a or b for pattern in (_WRITE, _INNER, _INSERT) for a, b in pattern.findall(script) if pattern is _WRITE or "<" in (a or b)]
    return "".join(map(unquoted, pieces))
