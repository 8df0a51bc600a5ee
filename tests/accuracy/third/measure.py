"""The sets named *third* of ``tests/labelled``: what the readers make of pages that nobody has mended anything for.

They were all committed before anything was run on them. Beside the tables of the other sets there is one more: whole pages of
lists, articles and feet, on which no hidden link, personal data or wrong word may be found.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.accuracy.columns_labelled.measure import articles, lists
from tests.accuracy.function.measure import Row
from tests.accuracy.function_labelled.measure import labels, marks
from tests.accuracy.security_labelled.measure import CHECKS, accused, hidden_links, personal_data, sentences
from tests.labelled import load, table

FIRST_RUN: dict[str, str] = {}
_WHOLE = ("columns_third", "footers_third", "labels_third")
_SILENT = {
    "hidden links or changes": CHECKS,
    "personal data": ("privacy-leak",),
    "wrong wording": ("wrong-wording", "serious-wording"),
}


def whole_pages() -> Iterator[Row]:
    """Pages that are left in peace count as right, accused ones as wrong."""
    for what, checks in _SILENT.items():
        row = Row(f"whole pages left in peace: {what}")
        for item in (item for name in _WHOLE for item in load(name) if item.labels.get("media", "text/html") == "text/html"):
            said = accused(item, checks)
            row.right += not said
            row.wrong += bool(said)
            row.differences += [f"{item.key}: {check}" for check in said]
        yield row


def measure() -> list[Row]:
    """All rows, with the figures of the first run beside them."""
    rows = [
        *lists("columns_third"),
        *articles("columns_third"),
        *marks("footers_third"),
        *labels("labels_third"),
        *hidden_links("hidden_third"),
        *personal_data("privacy_third"),
        *sentences("wording_third"),
        *whole_pages(),
    ]
    for row in rows:
        row.first_run = FIRST_RUN.get(row.what, "")
    return rows


def main() -> None:
    """Print the table, then every difference."""
    table.show(measure(), "third set, written by others")


if __name__ == "__main__":
    main()
