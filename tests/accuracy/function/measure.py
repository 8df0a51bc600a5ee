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

from zhengjian.facts import footer, labels
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
    return [absent, present, values, *_label_rows()]


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


FIRST_RUN = {"absent": "0.795/0.946", "present": "0.993/0.982", "values": "1.000/1.000", "labels": "1.000/0.976", "kinds": "1.000/1.000"}


if __name__ == "__main__":
    for row in measure():
        said = f"{row.right} right, {row.wrong} wrong, {row.overlooked} overlooked; first run {row.first_run}"
        print(f"{row.what}: {row.pages} pages, precision {row.precision:.3f}, recall {row.recall:.3f}; {said}")
        print("".join(f"    {difference}\n" for difference in row.differences), end="")
