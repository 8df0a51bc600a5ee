"""Marks that stand in pairs and lack their fellow: a title, a bracket or a quotation that opens and is never closed.

Said of whole sentences only. A quotation that goes on over paragraphs, a text that is cut off, lists, code and other languages are
silent, and so is a mark whose fellow is of another width, which is worth a look at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class LonelyMark(NamedTuple):
    """A mark without its fellow, and how the two should stand. ``sure`` where no reading makes it right."""

    start: int
    end: int
    suggestion: str
    sure: bool


_PAIRS = (("《", "》", "》〉>＞"), ("（", "）", "）)］]】〕"))
_STRAIGHT = "\"'＂」』’"
_TURNED = re.compile(r"“([^“”，。；！？\n]{1,20})“(?=[\u4e00-\u9fff，。；、])")
_OPEN = re.compile(r"[：:，](“)[^“”\n]*\n?")
_SPAN = 400
"""A bracket that opened may hold several sentences, and paragraphs, of so many characters."""
_QUOTED = 3_000
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 8
_ENDS = "。！？；"
_CODE = re.compile(r"[{}<>=]|https?:|[A-Za-z]{3,}\s+[A-Za-z]{3,}|\.\.\.|…")


def read(text: str) -> Iterator[LonelyMark]:
    """Every opening mark of a whole sentence whose fellow is missing; nothing is searched where the marks balance."""
    for opening, closing, alike in _PAIRS:
        if text.count(opening) > text.count(closing):
            yield from _lonely(text, opening, closing, alike)
    if text.count("“") > text.count("”"):
        yield from _quotations(text)


def _lonely(text: str, opening: str, closing: str, alike: str) -> Iterator[LonelyMark]:
    at = text.find(opening)
    while at >= 0:
        following = text.find(opening, at + 1)
        fellow = text.find(closing, at + 1, at + _SPAN)
        is_alone = fellow < 0 or (0 <= following < fellow and _ended(text, at, following))
        if is_alone and _is_sentence(text, at, alike.replace(closing, "")):
            yield LonelyMark(at, at + 1, f"{opening}…{closing}", sure=True)
        at = following


def _quotations(text: str) -> Iterator[LonelyMark]:
    """A quotation that is closed by another opening mark; one that its paragraph leaves open may go on in the next, which is not said."""
    for found in _TURNED.finditer(text):
        if _is_sentence(text, found.start(), _STRAIGHT):
            yield LonelyMark(*found.span(), f"“{found[1]}”", sure=True)
    for found in _OPEN.finditer(text):
        if not text[found.end() : found.end() + _QUOTED].lstrip().startswith("“") and _is_sentence(text, found.start(1), _STRAIGHT):
            yield LonelyMark(*found.span(1), "“…”", sure=False)


def _ended(text: str, at: int, following: int) -> bool:
    """True when the sentence ends, and the paragraph with it, before the next mark of the kind opens."""
    newline = text.find("\n", at, following)
    return newline >= 0 and text[at:newline].rstrip().endswith(tuple(_ENDS))


def _is_sentence(text: str, at: int, alike: str) -> bool:
    """True when the paragraph around the mark is prose that comes to its end, without a mark like the missing one behind it."""
    line_start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    rest = line[at - line_start + 1 :]
    return (
        line.rstrip().endswith(("。", "！", "？"))
        and len(_HAN.findall(line)) >= _LEAST
        and _CODE.search(line) is None
        and not any(mark in rest for mark in alike)
    )
