"""Addresses from which scripts fetch a page's list, as far as they stand in the code or can be put together from it.

Only plain questions are worked out: GET, an address that is written there, values that are literals, variables with a
literal value, or the page's number. A request that is posted, signed or built from what a visitor types is left alone, and
``Calls.sure`` says that something was: then what the worked-out ones answer need not be all that the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from zhengjian.facts.page import Page

MARKS = ("ajax", "getJSON", "fetch", "axios", ".get(", ".load(", "uni.request")  # without one of them a script fetches nothing
_CALL = re.compile(
    r"(?:\$\.(?:getJSON|get)|jQuery\.(?:getJSON|get)|\bfetch|axios\.get|\.load)\(\s*(?P<expr>[^,;(){}\n]{3,400})(?P<rest>[,)][^;]{0,300})?"
    r"|(?:\$\.ajax|jQuery\.ajax|axios|uni\.request)\(\s*\{(?P<body>[^;]{5,800})"
)
_POSTING = re.compile(r"(?:\$|jQuery|axios|http)\.post\(\s*([^,;(){}\n]{3,400})")
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
# Of what is not asked, that is surely no list: counters and the like, and pieces of a page's frame.
_NO_LIST = re.compile(r"count|click|hits|visit|log(?:in|out)|captcha|vote|praise|zan\b|stat\b|tongji|weather", re.IGNORECASE)
_FRAGMENT = re.compile(r"foot|head|top|bottom|nav|menu|banner|common|include|link", re.IGNORECASE)
MOST = 4
_LONGEST = 60_000

Resolve = Callable[[str], str | None]


class Calls(NamedTuple):
    """At most four addresses, in the order of the code; ``sure`` when they are all that the scripts fetch, with nothing guessed."""

    addresses: tuple[str, ...] = ()
    sure: bool = True


def data_addresses(page: Page) -> tuple[str, ...]:
    """The addresses that the page's own code tells; empty where none is plain."""
    return calls_of(page).addresses


def calls_of(page: Page) -> Calls:
    """What the scripts in the page fetch."""
    return calls_in([script.text for script in page.select("script")], page.resolve)


def calls_in(scripts: Iterable[str], resolve: Resolve, *, given: str = "") -> Calls:
    """What scripts fetch for the page whose addresses ``resolve`` completes; ``given`` is more code that may give variables."""
    found: dict[str, None] = {}
    sure = True
    for text in scripts:
        if not any(mark in text for mark in MARKS) and "post(" not in text:
            continue
        if len(text) > _LONGEST:
            sure = False
            continue
        known = f"{text}\n{given}"
        sure = sure and all(_NO_LIST.search(expression) for expression in _POSTING.findall(text))
        for call in _CALL.finditer(text):
            body = call["body"] or ""
            url = _URL_FIELD.search(body)["expr"] if body and _URL_FIELD.search(body) else call["expr"]  # type: ignore[index]
            if url and (_CHANGES.search(url) or _FRAGMENT.search(url.split("?", 1)[0])):
                sure = sure and (_NO_LIST.search(url) is not None or call[0].startswith(".load"))
                continue
            address, guessed = _put_together(url, known) if url else (None, False)
            query, unsure = _query(body or call["rest"] or "", known)
            if not address or query is None or _POSTED.search(body or call["rest"] or ""):
                sure = False
                continue
            joined = address + (("&" if "?" in address else "?") + query if query else "")
            resolved = None if _CHANGES.search(address) else resolve(joined)
            if resolved:
                sure = sure and not guessed and not unsure
                found[resolved] = None
    return Calls(tuple(found)[:MOST], sure and len(found) <= MOST)


def _put_together(expression: str, script: str) -> tuple[str | None, bool]:
    """An address from its pieces: ``"/api/list?channel=gzdt&page=" + p``; None when a piece is not known; and whether one is guessed."""
    parts: list[str] = []
    end, guessed = 0, False
    for number, found in enumerate(_PIECE.finditer(expression)):
        between = expression[end : found.start()].strip()
        value, guess = _value(found, script)
        if between != ("+" if number else "") or value is None:
            return None, False
        guessed |= guess
        parts.append(value)
        end = found.end()
    address = "".join(parts)
    return (address if parts and not expression[end:].strip() and ("/" in address or "." in address) else None), guessed


def _query(options: str, script: str) -> tuple[str | None, bool]:
    """The query that a call's data make; empty without data, None when a value is not known; and whether one is guessed."""
    data = _DATA.search(options)
    if data is None:
        return ("" if not re.search(r"\bdata\s*:", options) else None), False
    pairs, guessed = {}, False
    for name, expression in _PAIR.findall(data[1]):
        found = _PIECE.fullmatch(expression)
        value, guess = _value(found, script, of_page=_OF_PAGE.search(name) is not None) if found else (None, False)
        if value is None:
            return None, False
        pairs[name] = value
        guessed |= guess
    return urlencode(pairs), guessed


def _value(piece: re.Match[str], script: str, *, of_page: bool = False) -> tuple[str | None, bool]:
    """What a piece stands for: its own words, a number, the literal that a variable was given; else, guessed, 1 for a page's number."""
    if piece[3] is None:
        return piece[1] or piece[2] or "", False
    name = piece[3]
    if name.isdigit():
        return name, False
    given = re.search(rf"\b{re.escape(name)}\s*=\s*(?:\"([^\"\n]{{0,200}})\"|'([^'\n]{{0,200}})'|(\d{{1,12}})\b)", script)
    if given:
        return given[1] or given[2] or given[3] or "", False
    if called := _first_call(name, script):
        return called, False
    return ("1", True) if of_page or _OF_PAGE.search(name) else (None, False)


def _first_call(name: str, script: str) -> str:
    """The number with which the function is first called whose only or first argument has this name; empty when none is told."""
    of = re.search(rf"function\s+(\w+)\s*\(\s*{re.escape(name)}\b", script)
    asked = re.search(rf"(?<!function )\b{of[1]}\(\s*[\"']?(\d{{1,4}})[\"']?\s*[,)]", script) if of else None
    return asked[1] if asked else ""
