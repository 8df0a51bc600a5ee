"""The sets named *fourth* of ``tests/labelled``, printed only: no test holds them to a figure, so that they stay a hold-out.

They were committed before anything was run on them; ``FIRST_RUN`` has precision and recall of the readers as they were then.
"""

from __future__ import annotations

from tests.accuracy.function.measure import Row
from tests.accuracy.third.measure import measured
from tests.labelled import table

FIRST_RUN = {
    "columns: is a list": "0.976/0.932",
    "columns: name": "0.902/1.000",
    "columns: kind": "1.000/0.902",
    "columns: titles of rows": "0.953/0.953",
    "columns: days of rows": "1.000/0.978",
    "columns: last update": "1.000/0.975",
    "articles: is an article": "1.000/1.000",
    "articles: title": "1.000/1.000",
    "articles: day of publication": "1.000/1.000",
    "footers_fourth: said to be missing": "1.000/0.987",
    "footers_fourth: said to be there": "0.996/0.996",
    "footers_fourth: values": "1.000/1.000",
    "footers_fourth: wrong": "0.857/0.750",
    "labels_fourth: missing": "1.000/1.000",
    "labels_fourth: wrong": "1.000/0.857",
    "hidden_fourth: pages with hidden links or changes": "0.991/0.824",
    "privacy_fourth: kinds of data named": "1.000/0.745",
    "wording_fourth: sentences": "0.969/0.411",
    "wording_fourth: sentences, worth a look included": "0.877/0.470",
    "whole pages left in peace: hidden links or changes": "1.000/1.000",
    "whole pages left in peace: personal data": "1.000/1.000",
    "whole pages left in peace: wrong wording": "1.000/1.000",
}


def measure() -> list[Row]:
    """The rows of this set."""
    return measured("fourth", FIRST_RUN)


def main() -> None:
    """Print the table, then every difference."""
    table.show(measure(), "fourth set, written by others")


if __name__ == "__main__":
    main()
