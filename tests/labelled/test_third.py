"""The third set is read no worse than on its first run, and its honest pages are not accused of anything more."""

from __future__ import annotations

from tests.accuracy.third.measure import measure


def test_nothing_is_read_worse_than_on_the_first_run() -> None:
    for row in measure():
        precision, recall = (float(figure) for figure in row.first_run.split("/"))
        assert row.precision >= precision - 0.001, (row.what, row.differences)
        assert row.recall >= recall - 0.02, (row.what, row.differences)
