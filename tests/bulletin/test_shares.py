"""The rounding rule and the graded words, on their boundaries."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengjian.bulletin.shares import percent, points_between, quantifier


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (734, 735, "99.86%"),
        (4055, 4059, "99.9%"),
        (6, 39, "15.38%"),
        (1, 21, "4.76%"),
        (1, 20, "5%"),
        (212, 212, "100%"),
        (99_999, 100_000, "99.99%"),
        (0, 7, "0%"),
        (0, 0, "—"),
        (1, 800, "0.13%"),  # 0.125 goes up
    ],
)
def test_shares_as_printed(part: int, whole: int, printed: str) -> None:
    assert percent(part, whole) == printed


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_shares_are_half_up_and_only_all_is_100(part: int, whole: int) -> None:
    part = min(part, whole)
    exact = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    printed = Decimal(percent(part, whole).rstrip("%"))
    assert printed == (exact if part == whole else min(exact, Decimal("99.99")))
    assert (printed == 100) == (part == whole)


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [(1, 2, "个别"), (2, 40, "个别"), (3, 40, "部分"), (19, 40, "部分"), (20, 40, "多数"), (31, 40, "多数"), (32, 40, "绝大多数")],
)
def test_graded_words(part: int, whole: int, word: str) -> None:
    assert quantifier(part, whole) == word


def test_changes_are_differences_of_printed_shares() -> None:
    assert points_between((730, 735), (734, 735)) == "提高0.54个百分点"
    assert points_between((4059, 4059), (4055, 4059)) == "下降0.1个百分点"
    assert points_between((1, 1), (7, 7)) == "持平"
