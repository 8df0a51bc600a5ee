"""The source text of a page as readers of marks need it: comments blanked, inline scripts apart, lines countable.

Not a fact. A mark that stands in a comment is not on the page; one that a script writes is. Offsets are those of the
page's own source, so that a place found here can be named by its line.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from zhengjian.facts.page import Page

_OPENS = re.compile(r"<!--|<script\b([^>]*)>", re.IGNORECASE)
_SCRIPT_ENDS = re.compile(r"</script", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JOINED = re.compile(r"""["'`]\s*\+\s*["'`]|\\\r?\n""")
_BETWEEN = re.compile(r"""["']\s*\+\s*(\w{1,40})\s*\+\s*["']""")  # a variable between two strings
_GIVEN = re.compile(r"""\b(\w{1,40})\s*=\s*(["'])([^"'\\\n]{1,200})\2\s*[;,\n]""")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\"'/]))|%u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?td)\b[^<>]{0,500}>|\\[nrt]", re.IGNORECASE)
_TRADITIONAL = dict(
    zip(
        map(ord, "標識碼備網號辦單聯繫係電話熱線錯黨機關權編圖導郵傳證務監業"),
        "标识码备网号办单联系系电话热线错党机关权编图导邮传证务监业",
        strict=True,
    )
)
_ORDINARY = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()} | _TRADITIONAL
_UNORDINARY = re.compile("[" + "".join(map(chr, _ORDINARY)) + "]")


@dataclass(frozen=True, slots=True)
class Script:
    """One script element: its address as written (empty for an inline one), its body, and where it starts."""

    src: str
    body: str
    start: int


@dataclass(frozen=True)
class Source:
    """A page's source: ``shown`` is its HTML with comments and script bodies blanked, so offsets stay those of the page."""

    shown: str
    scripts: tuple[Script, ...]

    @cached_property
    def written(self) -> str:
        """What inline scripts may write, as HTML: escapes undone, joined strings put together, comments left out."""
        return "\n".join(decode_script(script.body) for script in self.scripts if script.body and _writes(script.body))


def source_of(page: Page) -> Source:
    """Split a page's source. A page that is itself a script is one script; text in comments is gone."""
    html = page.html
    if is_script(page):
        return Source("", (Script("", html, 0),))
    scripts: list[Script] = []
    pieces, done = [], 0
    ahead = dict.fromkeys(("<!--", "<script", "<SCRIPT", "<Script"), 0)
    last = html.rfind(">")
    while (place := _next_opening(html, done, ahead)) < len(html):
        opened = _OPENS.match(html, place) if place < last or html.startswith("<!--", place) else None  # no tag ends behind the last
        if opened is None:
            pieces.append(html[done : place + 1])
            done = place + 1
            continue
        start, end = (place, _end_of_comment(html, opened.end())) if opened[1] is None else (opened.end(), len(html))
        if opened[1] is not None:
            closed = _SCRIPT_ENDS.search(html, start)
            end = closed.start() if closed else end
            src = _SRC.search(opened[1])
            address = (src[1] or src[2] or src[3] or "") if src else ""
            scripts.append(Script(address.strip(), html[start:end].strip(), place))
        pieces += [html[done:start], " " * (end - start)]
        done = end
    pieces.append(html[done:])
    return Source("".join(pieces), tuple(scripts))


def _next_opening(html: str, start: int, ahead: dict[str, int]) -> int:
    """Where the next comment or script may open, the source's length for nowhere. ``ahead`` remembers where each mark comes next."""
    for mark, place in ahead.items():
        if place < start or not start:
            found = html.find(mark, start)
            ahead[mark] = found if found >= 0 else len(html)
    return min(ahead.values())


def _end_of_comment(html: str, start: int) -> int:
    place = html.find("-->", start)
    return place + 3 if place >= 0 else len(html)


def is_script(page: Page) -> bool:
    """True for a JavaScript file."""
    return "javascript" in page.content_type or page.url.split("?", 1)[0].endswith(".js")


_WRITES = re.compile(r"write|innerHTML|\.html\(|\.append|\.text\(|insertAdjacent|\.before\(|\.after\(|createElement", re.IGNORECASE)


def _writes(body: str) -> bool:
    return _WRITES.search(body) is not None


def decode_script(body: str) -> str:
    """A script's strings as they would be written: comments out, literal variables put in, ``'a' + 'b'`` joined, escapes undone."""
    text = _BLOCK_COMMENT.sub("", _LINE_COMMENT.sub("", body))
    if _BETWEEN.search(text) and (given := {name: value for name, _, value in _GIVEN.findall(text)}):
        text = _BETWEEN.sub(lambda found: given.get(found[1]) or found[0], text)
    text = _JOINED.sub("", text)
    text = _ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2] or found[4], 16)), text)
    return unquote(text) if "%3C" in text or "%3c" in text or "%E" in text else text


def strip_tags(written: str) -> str:
    """HTML as text, blocks on lines of their own."""
    return entities.unescape(_TAG.sub("", _BREAK.sub("\n", written)))


def fold(text: str) -> str:
    """Full-width letters, digits and spaces, and the traditional characters of the marks, as their ordinary forms."""
    text = text.replace("\xa0", " ").replace("\u3000", " ")
    return text.translate(_ORDINARY) if _UNORDINARY.search(text) else text
