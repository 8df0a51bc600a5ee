"""The HTML that a script writes into its page, as far as its literals tell."""

from __future__ import annotations

import re

from zhengjian.facts.scripts import STRING, unquoted

_WRITE = re.compile(r"(?:document\s*\.\s*write(?:ln)?|\.\s*(?:append|prepend|before|after|html))\s*\(\s*" + STRING)
_INNER = re.compile(r"\.\s*(?:inner|outer)HTML\s*\+?=\s*" + STRING)
_INSERT = re.compile(r"insertAdjacentHTML\s*\(\s*[\"'][a-zA-Z]{1,20}[\"']\s*,\s*" + STRING)


_ALIAS = re.compile(r"\b([A-Za-z_$][\w$]{0,20}+)\s{0,3}=\s{0,3}document\s{0,3}[;,\n]")


def written(script: str) -> str:
    """The HTML that an unpacked script writes into its page, as far as its literals tell."""
    for name in set(_ALIAS.findall(script)[:5]) if "write" in script else ():
        script = re.sub(rf"(?<![\w$.]){re.escape(name)}\s{{0,3}}\.\s{{0,3}}write", "document.write", script)
    pieces = [a or b for pattern in (_WRITE, _INNER, _INSERT) for a, b in pattern.findall(script) if pattern is _WRITE or "<" in (a or b)]
    return "".join(map(unquoted, pieces))
