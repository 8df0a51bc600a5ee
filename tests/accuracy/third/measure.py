"""The sets named *third* of ``tests/labelled``: what the readers make of pages that nobody has mended anything for.

They were all committed before anything was run on them. Beside the tables of the other sets there is one more: whole pages of
lists, articles and feet, on which no hidden link, personal data or wrong word may be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.accuracy.columns_labelled.measure import articles, lists
from tests.accuracy.function.measure import Row
from tests.accuracy.function_labelled.measure import labels, marks
from tests.accuracy.security_labelled.measure import CHECKS, accused, hidden_links, personal_data, sentences
from tests.labelled import load, table

FIRST_RUN = {
    "columns: is a list": "0.857/0.913",
    "columns: name": "0.810/1.000",
    "columns: kind": "1.000/0.786",
    "columns: titles of rows": "0.979/0.979",
    "columns: days of rows": "1.000/0.957",
    "columns: last update": "0.949/0.949",
    "articles: is an article": "0.933/0.667",
    "articles: title": "1.000/1.000",
    "articles: day of publication": "1.000/1.000",
    "footers_third: said to be missing": "1.000/0.772",
    "footers_third: said to be there": "0.938/1.000",
    "footers_third: values": "1.000/1.000",
    "footers_third: wrong": "0.400/1.000",
    "labels_third: missing": "1.000/0.667",
    "labels_third: wrong": "1.000/0.900",
    "hidden_third: pages with hidden links or changes": "0.982/0.771",
    "privacy_third: kinds of data named": "1.000/0.846",
    "wording_third: sentences": "0.970/0.394",
    "wording_third: sentences, worth a look included": "0.925/0.521",
    "whole pages left in peace: hidden links or changes": "1.000/1.000",
    "whole pages left in peace: personal data": "1.000/1.000",
    "whole pages left in peace: wrong wording": "1.000/1.000",
}
_WHOLE = ("columns", "footers", "labels")
_SILENT = {
    "hidden links or changes": CHECKS,
    "personal data": ("privacy-leak",),
    "wrong wording": ("wrong-wording", "serious-wording"),
}


def whole_pages(names: Iterable[str]) -> Iterator[Row]:
    """Honest pages of these sets: those that are left in peace count as right, accused ones as wrong."""
    for what, checks in _SILENT.items():
        row = Row(f"whole pages left in peace: {what}")
        for item in (item for name in names for item in load(name) if item.labels.get("media", "text/html") == "text/html"):
            said = accused(item, checks)
            row.right += not said
            row.wrong += bool(said)
            row.differences += [f"{item.key}: {check}" for check in said]
        yield row


def measured(which: str, first_run: Mapping[str, str]) -> list[Row]:
    """All rows of the sets so named (``third``), with the figures of the first run beside them."""
    rows = [
        *lists(f"columns_{which}"),
        *articles(f"columns_{which}"),
        *marks(f"footers_{which}"),
        *labels(f"labels_{which}"),
        *hidden_links(f"hidden_{which}"),
        *personal_data(f"privacy_{which}"),
        *sentences(f"wording_{which}"),
        *whole_pages([f"{name}_{which}" for name in _WHOLE]),
    ]
    for row in rows:
        row.first_run = first_run.get(row.what, "")
    return rows


def measure() -> list[Row]:
    """The rows of this set."""
    return measured("third", FIRST_RUN)


def main() -> None:
    """Print the table, then every difference."""
    table.show(measure(), "third set, written by others")


if __name__ == "__main__":
    main()
