"""Sets labelled by hand by someone who has not read the extractors; each file is one site family.

A `.txt` file is a row of pieces. `%%%% KEY` opens a piece, TOML lines with its labels follow, `%%%%` closes them, the text follows.
Marks inside the text are labels too and are taken out before anyone reads it:
`⟦…⟧` is the thing meant (a title of the list, a wrong word, an ID number, the hidden link), `⟪…⟫` is the date of the title beside it;
`⟦王小二¦name⟧` adds what is said of the thing: its kind, or the right word for a wrong one.
`⟪2025-06-12=06-12⟫` shows `06-12` and means 2025-06-12, because a person reading on the day of `AS_OF` would say so.

A `.lines` file holds many small items that share labels: TOML, `%%%%`, the page around them with `<!--HERE-->` (or nothing),
`%%%%`, one item a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AS_OF = "2025-06-20T12:00:00+08:00"
SETS = (
    *("columns", "footers", "labels", "links", "hidden", "privacy", "wording"),
    *("columns_second", "footers_second", "hidden_second", "wording_second"),
    *("columns_third", "footers_third", "labels_third", "hidden_third", "privacy_third", "wording_third"),
    *("columns_fourth", "footers_fourth", "labels_fourth", "hidden_fourth", "privacy_fourth", "wording_fourth"),
)
_OPEN = re.compile(r"^%%%% (\S+)\n", re.MULTILINE)
_MARK = re.compile(r"⟦([^⟧¦]*)(?:¦([^⟧]*))?⟧|⟪(?:(\d{4}-\d{2}-\d{2})=)?([^⟫]*)⟫")
_ISO = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


@dataclass(frozen=True)
class Mark:
    """A marked place of the clean text: `kind` is `thing` or `date`; `value` the thing or the ISO day meant, `note` what is said of it."""

    kind: str
    value: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One labelled page, snippet or sentence. `labels` are the TOML lines; `text` has no marks any more."""

    set: str
    family: str
    key: str
    labels: dict[str, Any]
    text: str
    marks: tuple[Mark, ...]

    @property
    def url(self) -> str:
        return str(self.labels.get("url", ""))

    @property
    def body(self) -> bytes:
        """The page as the server would send it, in its own charset (`charset = "gb18030"`; UTF-8 otherwise)."""
        return self.text.encode(str(self.labels.get("charset", "utf-8")))

    @property
    def things(self) -> tuple[str, ...]:
        return tuple(mark.value for mark in self.marks if mark.kind == "thing")

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(mark.note for mark in self.marks if mark.kind == "thing")

    @property
    def rows(self) -> tuple[tuple[str, str | None], ...]:
        """Titles of a list with their ISO days; `dates = "before"` says that a day stands before its title, else after it."""
        before = self.labels.get("dates") == "before"
        rows: list[tuple[str, str | None]] = []
        day: str | None = None
        for mark in self.marks:
            if mark.kind == "thing":
                rows.append((mark.value, day if before else None))
                day = None
            elif before:
                day = mark.value
            elif rows:
                rows[-1] = (rows[-1][0], mark.value)
        return tuple(rows)


def load(name: str) -> tuple[Item, ...]:
    """All items of one set in the order of its files; raises ValueError naming file and key when a label does not read."""
    folder = HERE / name
    pieces = (item for path in sorted(folder.glob("*.txt")) for item in _pieces(name, path))
    lines = (item for path in sorted(folder.glob("*.lines")) for item in _lines(name, path))
    return (*pieces, *lines)


def _pieces(name: str, path: Path) -> Iterator[Item]:
    parts = _OPEN.split(path.read_text("utf-8"))
    for key, piece in zip(parts[1::2], parts[2::2], strict=True):
        head, close, raw = piece.partition("%%%%\n")
        if not close:
            raise ValueError(f"{path.name} {key}: the labels are not closed")
        try:
            labels = tomllib.loads(head)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{path.name} {key}: {error}") from error
        text, marks = _unmark(raw)
        yield Item(name, path.stem, key, labels, text, marks)


def _lines(name: str, path: Path) -> Iterator[Item]:
    head, around, rows = path.read_text("utf-8").split("%%%%\n", 2)
    labels = tomllib.loads(head)
    for number, row in enumerate(filter(None, rows.splitlines()), 1):
        text, marks = _unmark(around.replace("<!--HERE-->", row) if "<!--HERE-->" in around else row)
        yield Item(name, path.stem, f"{path.stem}-{number:03}", labels, text, marks)


def _unmark(raw: str) -> tuple[str, tuple[Mark, ...]]:
    text, marks, last = "", [], 0
    for found in _MARK.finditer(raw):
        text += raw[last : found.start()]
        thing, note, iso, shown = found.groups()
        start = len(text)
        text += thing if thing is not None else shown
        if thing is not None:
            marks.append(Mark("thing", thing, start, len(text), note or ""))
        else:
            marks.append(Mark("date", iso or _day(shown), start, len(text)))
        last = found.end()
    return text + raw[last:], tuple(marks)


def _day(shown: str) -> str:
    found = _ISO.search(shown)
    if found is None:
        raise ValueError(f"no day can be read from {shown!r}: write ⟪YYYY-MM-DD=…⟫")
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
