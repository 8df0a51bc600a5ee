"""What the measurements on the labelled sets have in common: counting, comparing and printing."""

from __future__ import annotations

from functools import cache

from tests.accuracy.function.measure import Row
from tests.labelled import Item

from zhengjian.rulebook import Rulebook, load


@cache
def rulebook() -> Rulebook:
    """The rulebook that the labels speak of."""
    return load("national-2019")


def bare(text: str) -> str:
    """Letters and digits alone, in lower case: what two answers are compared by."""
    return "".join(character for character in text.lower() if character.isalnum())


def count(row: Row, item: Item, what: str, real: bool, said: bool) -> None:
    """Count one statement: right, wrongly said, or overlooked."""
    row.right += real and said
    row.wrong += said and not real
    row.overlooked += real and not said
    if real != said:
        row.differences.append(f"{item.key} {what}: {'overlooked' if real else 'wrongly said'}")


def show(rows: list[Row], title: str = "written by others") -> None:
    """Print the table, then every difference."""
    print(f"{title:42} {'right':>6} {'wrong':>6} {'missing':>8} {'precision':>10} {'recall':>8}  {'first run':>12}")
    for row in rows:
        figures = f"{row.right:6} {row.wrong:6} {row.overlooked:8} {row.precision:10.3f} {row.recall:8.3f}"
        print(f"{row.what:42} {figures}  {row.first_run:>12}")
    for row in rows:
        for difference in row.differences:
            print(f"  {row.what}: {difference}")
