"""The sets named *fourth* of ``tests/labelled``, printed only: no test holds them to a figure, so that they stay a hold-out.

They were committed before anything was run on them; the figures of the first run belong into ``FIRST_RUN``.
"""

from __future__ import annotations

from tests.accuracy.columns_labelled.measure import articles, lists
from tests.accuracy.function.measure import Row
from tests.accuracy.function_labelled.measure import labels, marks
from tests.accuracy.security_labelled.measure import hidden_links, personal_data, sentences
from tests.accuracy.third.measure import whole_pages
from tests.labelled import table

FIRST_RUN: dict[str, str] = {}


def measure() -> list[Row]:
    """All rows, with the figures of the first run beside them."""
    rows = [
        *lists("columns_fourth"),
        *articles("columns_fourth"),
        *marks("footers_fourth"),
        *labels("labels_fourth"),
        *hidden_links("hidden_fourth"),
        *personal_data("privacy_fourth"),
        *sentences("wording_fourth"),
        *whole_pages(("columns_fourth", "footers_fourth", "labels_fourth")),
    ]
    for row in rows:
        row.first_run = FIRST_RUN.get(row.what, "")
    return rows


def main() -> None:
    """Print the table, then every difference."""
    table.show(measure(), "fourth set, written by others")


if __name__ == "__main__":
    main()
