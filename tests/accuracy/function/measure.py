"""How well the readers of footers and labels do on the labelled pages: precision and recall, with the pages that differ.

Run by itself (``python -m tests.accuracy.function.measure``) it names every difference; ``make bench-accuracy`` prints the rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhengjian.facts import footer, labels, link_target, message_board
from zhengjian.facts.page import Page

HERE = Path(__file__).parent
_BLOCK = re.compile(r"^## ([^\n]+)\n+```page (\S+)(?: depth=(\d+))?\n(.*?)^```\n```truth\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FIELDS = {"party": "party_mark", "report": "report_entry", "code": "site_code"}
_SAID = {"present": "P", "missing": "A", "unknown": "U"}


@dataclass
class Row:
    """One line of the table: what is measured, and how often it was right, wrongly said, and overlooked."""

    what: str
    pages: int = 0
    right: int = 0
    wrong: int = 0
    overlooked: int = 0
    first_run: str = ""
    differences: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was said, how much is so."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is so, how much was said."""
        return self.right / (self.right + self.overlooked) if self.right + self.overlooked else 1.0


def pages(pattern: str) -> Iterator[tuple[str, Page, dict[str, Any]]]:
    """The labelled pages of some files: name, page, truth."""
    for path in sorted(HERE.glob(pattern)):
        for name, url, depth, html, truth in _BLOCK.findall(path.read_text("utf-8")):
            yield name, Page.of(html.encode(), url, depth=int(depth or 0)), json.loads(truth)


def measure() -> list[Row]:
    """All rows. Absences are what accuses a site, so they are counted apart from presences and values."""
    absent = Row("footer: marks said to be missing", first_run=FIRST_RUN["absent"])
    present = Row("footer: marks said to be there", first_run=FIRST_RUN["present"])
    values = Row("footer: codes and numbers", first_run=FIRST_RUN["values"])
    for name, page, truth in pages("footers-*.md"):
        read = footer.read(page)
        for mark, wanted in truth.items():
            found = read.mark(_FIELDS.get(mark, mark))
            real, said = (wanted if wanted in "PAU" else "P"), _SAID[found.state]
            _count(absent, name, mark, real == "A", said == "A")
            _count(present, name, mark, real == "P", said == "P")
            if wanted not in "PAU" and said == "P":
                same = any(_same(value, wanted) for value in found.values)
                _count(values, name, f"{mark} {wanted} {found.values}", True, same)
        for row in (absent, present, values):
            row.pages += 1
    return [absent, present, values, *_label_rows(), *_message_rows(), _target_row()]


def _label_rows() -> Iterator[Row]:
    said, kinds = Row("labels: values", first_run=FIRST_RUN["labels"]), Row("labels: kind of page", first_run=FIRST_RUN["kinds"])
    for name, page, truth in pages("labels-*.md"):
        read = labels.read(page)
        wanted = {(label, tuple(texts)) for label, texts in truth["labels"].items()}
        found = {(label.name, label.values) for label in read.labels}
        for item in wanted | found:
            _count(said, name, str(item), item in wanted, item in found)
        allowed = truth["kind"] if isinstance(truth["kind"], list) else [truth["kind"]]
        if read.kind in allowed:
            kinds.right += 1
        elif read.kind == "other":
            kinds.overlooked += 1
            kinds.differences.append(f"{name}: overlooked {allowed}")
        else:
            kinds.wrong += 1
            kinds.differences.append(f"{name}: said {read.kind}, is {allowed}")
        said.pages += 1
        kinds.pages += 1
    yield said
    yield kinds


def _message_rows() -> Iterator[Row]:
    kinds = Row("messages: kind of page", first_run=FIRST_RUN["messages"])
    absent = Row("messages: elements said to be missing", first_run=FIRST_RUN["elements"])
    for name, page, truth in pages("messages-*.md"):
        read = message_board.read(page)
        _count(kinds, name, f"{truth['kind']} as {read.kind}", bool(truth["kind"]), bool(read.kind) and read.kind == truth["kind"])
        if read.kind and not truth["kind"]:
            _count(kinds, name, f"no message as {read.kind}", False, True)
        if read.kind == truth["kind"] == "message":
            for element in message_board.ELEMENTS:
                said = element not in read.shown and element not in read.open
                _count(absent, name, element, element not in truth["shown"], said)
        kinds.pages += 1
        absent.pages += 1
    yield kinds
    yield absent


def _target_row() -> Row:
    row = Row("link targets: what they are not", first_run=FIRST_RUN["targets"])
    for name, page, truth in pages("targets-*.md"):
        kind = link_target.read(page).kind
        for item in {kind, truth["kind"]} - {""}:
            _count(row, name, f"{item} (is {truth['kind'] or 'ordinary'}, said {kind or 'ordinary'})", item == truth["kind"], item == kind)
        row.pages += 1
    return row


def _count(row: Row, name: str, what: str, real: bool, said: bool) -> None:
    if real and said:
        row.right += 1
    elif said:
        row.wrong += 1
        row.differences.append(f"{name}: wrongly said: {what}")
    elif real:
        row.overlooked += 1
        row.differences.append(f"{name}: overlooked: {what}")


def _same(value: str, wanted: str) -> bool:
    folded: Callable[[str], str] = lambda text: re.sub(r"\W", "", text).lower()  # noqa: E731
    return folded(value) == folded(wanted) or (wanted.isdigit() and re.sub(r"\D", "", value) == wanted)


FIRST_RUN = {
    "absent": "0.795/0.946, third file 0.714/1.000",
    "present": "0.993/0.982",
    "values": "1.000/1.000",
    "labels": "1.000/0.976",
    "kinds": "1.000/1.000",
} | {"messages": "0.875/0.875", "elements": "0.750/1.000", "targets": "0.833/1.000"}


if __name__ == "__main__":
    for row in measure():
        said = f"{row.right} right, {row.wrong} wrong, {row.overlooked} overlooked; first run {row.first_run}"
        print(f"{row.what}: {row.pages} pages, precision {row.precision:.3f}, recall {row.recall:.3f}; {said}")
        print("".join(f"    {difference}\n" for difference in row.differences), end="")
