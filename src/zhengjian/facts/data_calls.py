"""Addresses from which a page's own scripts fetch its list, as far as they stand in the code or can be put together from it.

Only plain questions are worked out: GET, an address that is written there, values that are literals, variables with a
literal value, or the page's number. A request that is posted, signed or built from what a visitor types is left alone.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from zhengjian.facts.page import Page

_CALL = re.compile(
    r"(?:\$\.(?:getJSON|get)|jQuery\.(?:getJSON|get)|\bfetch|axios\.get|\.load)\(\s*(?P<expr>[^,;(){}\n]{3,400})(?P<rest>[,)][^;]{0,300})?"
    r"|(?:\$\.ajax|jQuery\.ajax|axios|uni\.request)\(\s*\{(?P<body>[^;]{5,800})"
)
_URL_FIELD = re.compile(r"\burl\s*:\s*(?P<expr>[^,}\n]{3,300})")
_POSTED = re.compile(r"(?:type|method)\s*:\s*[\"']\s*(?:post|put|delete)", re.IGNORECASE)
_DATA = re.compile(r"(?:\b(?:data|params)\s*:\s*|^,\s*)\{([^{}]{0,400})\}")
_PAIR = re.compile(r"[\"']?([\w-]+)[\"']?\s*:\s*([^,}\n]{1,120})")
_PIECE = re.compile(r"\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([\w.$]+))\s*")
_OF_PAGE = re.compile(r"page(?!size|count|total)|curr|^[pn]$|^i$|index|pn$", re.IGNORECASE)
# A question that may count, change or send something is never asked: we look, we do not act.
_CHANGES = re.compile(
    r"count|click|hits|visit|add|save|submit|log(?:in|out|off)|token|captcha|verify|delete|remove|cancel|update|vote|praise|zan|apply|register"
    r"|send|sms|upload|quit|stat\b|tongji|weather|like",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"foot|head|top|bottom|nav|menu|banner|common|include|link", re.IGNORECASE)
MOST = 4


def data_addresses(page: Page) -> tuple[str, ...]:
    """At most four addresses, in the order of the code; empty where none is plain."""
    found: dict[str, None] = {}
    for script in page.select("script"):
        text = script.text
        if not 20 < len(text) < 60_000:
            continue
        for call in _CALL.finditer(text):
            body = call["body"] or ""
            url = _URL_FIELD.search(body)["expr"] if body and _URL_FIELD.search(body) else call["expr"]  # type: ignore[index]
            address = _put_together(url, text) if url and not _POSTED.search(body or call["rest"] or "") else None
            if not address or _CHANGES.search(address) or _FRAGMENT.search(address.split("?", 1)[0]):
                continue
            query = _query(body or call["rest"] or "", text)
            if query is None:
                continue
            joined = address + (("&" if "?" in address else "?") + query if query else "")
            if resolved := page.resolve(joined):
                found[resolved] = None
    return tuple(found)[:MOST]


def _put_together(expression: str, script: str) -> str | None:
    """An address from its pieces: ``"/api/list?channel=gzdt&page=" + p``; None when a piece is not known."""
    parts = []
    end = 0
    for number, found in enumerate(_PIECE.finditer(expression)):
        between = expression[end : found.start()].strip()
        if between != ("+" if number else ""):
            return None
        value = _value(found, script)
        if value is None:
            return None
        parts.append(value)
        end = found.end()
    address = "".join(parts)
    return address if parts and not expression[end:].strip() and ("/" in address or "." in address) else None


def _query(options: str, script: str) -> str | None:
    """The query that a call's data make; empty without data, None when a value is not known."""
    data = _DATA.search(options)
    if data is None:
        return "" if not re.search(r"\bdata\s*:", options) else None
    pairs = {}
    for name, expression in _PAIR.findall(data[1]):
        found = _PIECE.fullmatch(expression)
        value = "1" if found and found[3] and _OF_PAGE.search(name) and not found[3].isdigit() else _value(found, script) if found else None
        if value is None:
            return None
        pairs[name] = value
    return urlencode(pairs)


def _value(piece: re.Match[str], script: str) -> str | None:
    """What a piece stands for: its own words, a number, one for the page's number, the literal that a variable was given."""
    if piece[3] is None:
        return piece[1] or piece[2] or ""
    name = piece[3]
    if name.isdigit():
        return name
    given = re.search(rf"\b{re.escape(name)}\s*=\s*(?:\"([^\"\n]{{0,200}})\"|'([^'\n]{{0,200}})'|(\d{{1,12}})\b)", script)
    if given:
        return given[1] or given[2] or given[3] or ""
    return "1" if _OF_PAGE.search(name) else None
