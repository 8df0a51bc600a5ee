"""Footers, labels and links on the sets of ``tests/labelled``, which someone wrote who had not read the readers.

Each row is what a user would be told: a mark or label said to be missing or wrong, a link said to leave without notice, a
target said to be something else. An accusation that is not so lowers precision; one that was not made lowers recall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tests.accuracy.function.measure import Row
from tests.labelled import AS_OF, Item, load, table

from zhengjian.facts import attachment, documents, footer, link_target
from zhengjian.facts.links import host_of
from zhengjian.facts.page import Page
from zhengjian.model import Outcome
from zhengjian.service import single

FIRST_RUN = {
    "footers: said to be missing": "0.953/0.953",
    "footers: said to be there": "0.990/0.960",
    "footers: values": "1.000/0.941",
    "footers: wrong": "1.000/0.400",
    "footers_second: said to be missing": "0.944/0.586",
    "footers_second: said to be there": "0.933/0.977",
    "footers_second: wrong": "1.000/0.333",
    "labels: missing": "1.000/0.727",
    "labels: wrong": "1.000/0.625",
    "links: leave without notice": "1.000/0.667",
    "links: targets that are something else": "0.833/0.417",
}
MARKS = ("site_code", "icp", "police", "sponsor", "contact", "party_mark", "report_entry", "sitemap")
_TARGETS = {"not-found": "soft404", "closed": "parked", "betting": "gambling", "": "fine"}
_SILENT = {"fine", "service-login", "blocked", "jump"}
_MARK_OF = {"标识码": "site_code", "ICP": "icp", "公安": "police", "找错": "report_entry", "党政机关": "party_mark", "联系": "contact"}


def outcome(item: Item, check: str) -> Outcome:
    """What one check says of one labelled page, looked at by itself."""
    media = str(item.labels.get("media", "text/html"))
    (found,) = single.check(
        single.Item(item.key, item.body, url=item.url, content_type=media), table.rulebook(), datetime.fromisoformat(AS_OF), [check]
    )
    return found


def page_of(item: Item, depth: int = 1) -> Page:
    """The labelled page as a crawl reads it."""
    return Page.of(item.body, item.url, content_type=str(item.labels.get("media", "text/html")), depth=depth)


def footers() -> Iterator[Row]:
    """Marks: missing, there, their values, and wrong; the second set was seen by nobody while the first was mended on."""
    for name in ("footers", "footers_second"):
        yield from marks(name)


def marks(name: str) -> Iterator[Row]:
    """Marks of one set: missing, there, their values, and wrong."""
    missing, present, values, wrong = (Row(f"{name}: {what}") for what in ("said to be missing", "said to be there", "values", "wrong"))
    for item in load(name):
        read, told = footer.read(page_of(item)), item.labels
        judged = {name: state for state in ("present", "missing", "unknown") for name in told.get(state, ())}
        for name, state in judged.items():
            said = read.mark(name).state
            table.count(missing, item, name, state == "missing", said == "missing")
            table.count(present, item, name, state == "present", said == "present")
        for name, value in told.get("value", {}).items():
            found = " ".join(read.mark(name).values)
            table.count(values, item, f"{name} {value} read {found!r}", True, table.bare(value) in table.bare(found))
        accused = {
            mark for finding in outcome(item, "footer-marks-wrong").findings for word, mark in _MARK_OF.items() if word in finding.what
        }
        for name in MARKS:
            table.count(wrong, item, name, name in told.get("wrong", ()), name in accused)
    yield from (missing, present, values, wrong)


def labels(name: str = "labels") -> Iterator[Row]:
    """Labels of one set: missing and wrong."""
    for state in ("missing", "wrong"):
        row = Row(f"{name}: {state}")
        for item in load(name):
            accused = {finding.what.split()[0] for finding in outcome(item, f"page-labels-{state}").findings}
            meant, still = set(item.labels.get(state, ())), set(item.labels.get("open", ()))
            for label in sorted((accused | meant) - still):
                table.count(row, item, label, label in meant, label in accused)
        yield row


def links() -> Iterator[Row]:
    """Links that leave without notice, and targets that are something else."""
    leaving, targets = Row("links: leave without notice"), Row("links: targets that are something else")
    for item in load("links"):
        if (meant := item.labels.get("target")) is None:
            found = {host_of(str(finding.value)) for finding in outcome(item, "external-link-unannounced").findings}
            external, still = set(item.labels.get("external", ())), set(item.labels.get("open", ()))
            for host in sorted((found | external) - still):
                table.count(leaving, item, host, host in external, host in found)
        elif str(item.labels.get("media", "")).startswith("application/"):
            fault = attachment.of_file(item.body, item.url, documents.read(item.body, item.url)).fault
            table.count(targets, item, f"{meant} read {fault or 'fine'}", meant == "error-attachment", bool(fault))
        else:
            kind = link_target.read(page_of(item, link_target.TARGET_DEPTH)).kind
            said = _TARGETS.get(kind, kind)
            if not (item.labels.get("open") and said == "fine"):
                table.count(targets, item, f"{meant} read {said}", meant not in _SILENT, said != "fine" and said not in _SILENT)
    yield from (leaving, targets)


def measure() -> list[Row]:
    """All rows, with the figures of the first run beside them."""
    sets: Iterable[Callable[[], Iterator[Row]]] = (footers, labels, links)
    rows = [row for rows in sets for row in rows()]
    for row in rows:
        row.first_run = FIRST_RUN.get(row.what, "")
    return rows


def main() -> None:
    """Print the table, then every difference."""
    table.show(measure())


if __name__ == "__main__":
    main()
