"""One hidden link with its place in the source, and how places are found."""

from __future__ import annotations

import re
from typing import Any

from zhengjian.facts.page import Element
from zhengjian.model import Value


class HiddenLink(Value):
    """One hidden link or hostile behaviour. ``technique`` is Chinese; ``target`` the address it leads to.

    ``start`` and ``end`` are character offsets into the page's source, ``line`` counts from 1, ``source`` is that line.
    ``links`` is how many links the same hidden block holds; ``words`` are the telling words found.
    """

    technique: str
    target: str
    text: str = ""
    words: tuple[str, ...] = ()
    links: int = 1
    line: int = 1
    start: int = 0
    end: int = 0
    source: str = ""
    certain: bool = True


class Places:
    """Turns an element's source position, or an offset, into the place of an item."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._starts: list[int] = []

    def of(self, element: Element) -> tuple[int, int]:
        """Start and end offset of an element's start tag; (0, 0) for an element that the source does not hold."""
        line, column = element.source_line, element.source_col
        if not line:
            return 0, 0
        start = self.line_start(line) + (column or 0)
        end = self.html.find(">", start, start + 4000)
        return start, end + 1 if end >= 0 else min(len(self.html), start + 200)

    def line_start(self, line: int) -> int:
        """The offset at which a line begins; the end of the text for a line behind the last."""
        if not self._starts:
            self._starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", self.html))]
        return self._starts[line - 1] if line <= len(self._starts) else len(self.html)

    def after_end(self) -> tuple[int, int]:
        """Line and column of the last ``</html>``; beyond every place when there is none."""
        at = max(self.html.rfind("</html>"), self.html.rfind("</HTML>"))
        if at < 0:
            return len(self.html) + 1, 0
        newline = "\n" if "\n" in self.html else "\r"
        return self.html.count(newline, 0, at) + 1, at - self.html.rfind(newline, 0, at) - 1

    def item(self, technique: str, target: str, place: tuple[int, int], **more: Any) -> HiddenLink:
        """An item with its line and the source around its start."""
        start, end = place
        begin = max(self.html.rfind("\n", 0, start) + 1, start - 60)
        stop = self.html.find("\n", start)
        stop = min(len(self.html) if stop < 0 else stop, begin + 300)
        line = self.html.count("\n", 0, start) + 1
        source = self.html[begin:stop].strip()
        return HiddenLink(technique=technique, target=target[:500], line=line, start=start, end=end, source=source, **more)
