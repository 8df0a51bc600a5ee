"""What the labelled sets say of each check that rests on one page: all sets together, the goal beside them.

The goal of a check is that 98 of 100 accusations are so, and that 95 of 100 faults are found.
"""

from __future__ import annotations

from tests.accuracy.fourth import measure as fourth
from tests.accuracy.function.measure import Row
from tests.accuracy.function.measure import measure as our_own
from tests.accuracy.function_labelled.measure import measure as written_by_others
from tests.accuracy.third import measure as third

PRECISION, RECALL = 0.98, 0.95
CHECKS = {
    "footer-marks-missing": ("said to be missing",),
    "footer-marks-wrong": ("footers: wrong", "footers_second: wrong", "footers_third: wrong", "footers_fourth: wrong"),
    "page-labels-missing": ("labels: missing", "labels_third: missing", "labels_fourth: missing"),
    "page-labels-wrong": ("labels: wrong", "labels_third: wrong", "labels_fourth: wrong"),
    "external-link-unannounced": ("leave without notice",),
    "wrong-target-links": ("targets that are something else", "link targets: what they are not"),
    "message-elements-missing": ("messages: elements said to be missing",),
}


def measure() -> list[Row]:
    """One row a check, summed over the sets."""
    every = [*our_own(), *written_by_others(), *third.measure(), *fourth.measure()]
    rows = []
    for check, endings in CHECKS.items():
        row = Row(check)
        for one in (one for one in every if one.what.endswith(endings)):
            row.right, row.wrong, row.overlooked = row.right + one.right, row.wrong + one.wrong, row.overlooked + one.overlooked
        rows.append(row)
    return rows


def main() -> None:
    """Print the table."""
    print(f"{'check':28} {'right':>6} {'wrong':>6} {'missing':>8} {'precision':>10} {'recall':>8}  goal {PRECISION}/{RECALL}")
    for row in measure():
        reached = "reached" if row.precision >= PRECISION and row.recall >= RECALL else "not reached"
        print(f"{row.what:28} {row.right:6} {row.wrong:6} {row.overlooked:8} {row.precision:10.3f} {row.recall:8.3f}  {reached}")


if __name__ == "__main__":
    main()
