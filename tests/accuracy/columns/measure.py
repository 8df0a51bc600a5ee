"""Precision and recall of finding columns, their kind, and dates, on the labelled families beside this file.

A family is one site: ``%% site`` with the columns that are there, then ``%% page`` with its address, what it is, and its
HTML. ``None`` in a label means that nothing may be answered (or, for a column's kind or state, that any answer is right).
The families were written and committed before the readers were first run on them, by the same hand that wrote the readers
(no second person was at hand); ``FIRST_RUN`` keeps the figures of that run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from zhengjian.facts.article import Article
from zhengjian.facts.base import Attempt, Coverage, Literal, Moment, Resolver
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.columns import Columns
from zhengjian.facts.describe import describe
from zhengjian.facts.index import read_all
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import Page
from zhengjian.model import FetchCode, Snapshot, Target

FAMILIES = Path(__file__).parent


FIRST_RUN = {
    "columns": "0.780/1.000",
    "kind": "0.898/0.936",
    "last update": "0.949/0.949",
    "state": "0.941/1.000",
    "publication date": "1.000/1.000",
    "page type": "0.953/1.000",
    "items": "0.814/0.972",
    "item dates": "0.949/0.925",
}


@dataclass
class Tally:
    """Answers counted: right, wrong, and missing (there was something to answer and nothing was)."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, expected: object, answer: object, note: str) -> None:
        """Count one answer; ``None`` is no answer."""
        if answer is None:
            self.missing += expected is not None
        elif answer == expected:
            self.right += 1
            return
        else:
            self.wrong += 1
        if answer != expected:
            self.notes.append(f"{note}: expected {expected}, got {answer}")

    @property
    def precision(self) -> float:
        """Right among answered."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Right among what there was to answer."""
        return self.right / max(1, self.right + self.missing)


def families(folder: Path = FAMILIES) -> Iterator[tuple[dict[str, Any], list[tuple[dict[str, Any], str]]]]:
    """Every labelled site: its description and its pages."""
    for path in sorted(folder.glob("*.txt")):
        head, *rest = path.read_text("utf-8").split("%% page ")
        pages = [(json.loads(line), html) for line, _, html in (text.partition("\n") for text in rest)]
        yield json.loads(head.removeprefix("%% site ")), pages


def measure(folder: Path = FAMILIES) -> dict[str, Tally]:
    """Run the readers over every family and compare with the labels."""
    tallies = {
        name: Tally() for name in ("columns", "kind", "last update", "state", "publication date", "page type", "items", "item dates")
    }
    for site, pages in families(folder):
        at = datetime.fromisoformat(site["as_of"])
        _measure_pages(site, pages, at, tallies)
        _measure_columns(site, pages, at, tallies)
    return tallies


def _measure_pages(site: dict[str, Any], pages: list[tuple[dict[str, Any], str]], at: datetime, tallies: dict[str, Tally]) -> None:
    for label, html in pages:
        said = describe(Page(label["url"], html, depth=label["depth"]), at)
        note = f"{site['family']} {label['url']}"
        if "published" in label:
            published = said["published"]["value"][:10] if said["published"] else None
            tallies["publication date"].add(label["published"], published, note)
        if label["type"] in {"list", "article", "folder"}:
            tallies["page type"].add(label["type"], said["page_type"], note)
        if "items" in label:
            tallies["items"].add(label["items"], len(said["items"]) or None, note)
            dates = [item["date"][:10] if item["date"] else None for item in said["items"]]
            tallies["item dates"].add(label["first"], dates[0] if dates else None, f"{note} first")
            tallies["item dates"].add(label["last"], max((date for date in dates if date), default=None), f"{note} newest")


def _measure_columns(site: dict[str, Any], pages: list[tuple[dict[str, Any], str]], at: datetime, tallies: dict[str, Tally]) -> None:
    found = {canonical(column.url): column for column in ledger(pages, at).columns}
    wanted = {canonical(column["url"]): column for column in site["columns"]}
    tally = tallies["columns"]
    for key in found.keys() | wanted.keys():
        note = f"{site['family']} {key}"
        if key not in wanted and not found[key].evidence:
            continue  # named by the navigation, but its page is not among the labelled ones
        if key not in wanted:
            tally.wrong += 1
            tally.notes.append(f"{note}: “{found[key].name}” is no column")
            continue
        if key not in found:
            tally.missing += 1
            tally.notes.append(f"{note}: “{wanted[key]['name']}” not found")
            continue
        tally.add(wanted[key]["name"], found[key].name, note)
        column, label = found[key], wanted[key]
        if label["kind"] is not None:
            tallies["kind"].add(label["kind"], column.kind if column.kind_confidence >= 0.7 else None, note)
        tallies["last update"].add(label["last"], column.last.date if column.last is not None else None, note)
        if label["state"] is not None:
            tallies["state"].add(label["state"], column.state, f"{note} ({column.reason})")


def ledger(pages: list[tuple[dict[str, Any], str]], at: datetime) -> Columns:
    """The column ledger of a labelled site, gathered as after a crawl."""
    read = []
    for number, (label, html) in enumerate(pages):
        snapshot = Snapshot(id=f"S-{number}", url=label["url"], final_url=label["url"], at=at, code=FetchCode.OK)
        page = Page(label["url"], html, depth=label["depth"])
        read.append((snapshot, label["depth"], tuple(read_all(page, (PageLinks, ListItems, Article)))))
    home = pages[0][0]["url"]
    attempts = tuple(Attempt(url=label["url"], depth=label["depth"], code=FetchCode.OK, final_url=label["url"]) for label, _ in pages)
    given = (
        Moment(as_of=at, period_start=at, period_end=at),
        Coverage(home=Attempt(url=home, code=FetchCode.OK, final_url=home), attempts=attempts),
    )

    def gathered(columns: Columns) -> Columns:
        return columns

    result: Columns = Resolver(Literal(Target(kind="site", id="0"), given, tuple(read))).call(gathered)
    return result


def main() -> None:
    """Print the table and every miss."""
    tallies = measure()
    print(f"{'columns and dates':20} {'right':>6} {'wrong':>6} {'missing':>8} {'precision':>10} {'recall':>8}  {'first run':>12}")
    for name, tally in tallies.items():
        figures = f"{tally.right:6} {tally.wrong:6} {tally.missing:8} {tally.precision:10.3f} {tally.recall:8.3f}"
        print(f"{name:20} {figures}  {FIRST_RUN[name]:>12}")
    for name, tally in tallies.items():
        for note in tally.notes:
            print(f"  {name}: {note}")


if __name__ == "__main__":
    main()
