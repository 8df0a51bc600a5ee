"""The labelled families are read as well as the project promises (issue: columns, kinds and dates)."""

from __future__ import annotations

from tests.accuracy.columns.measure import families, measure
from tests.accuracy.columns_labelled.measure import measure as measure_others


def test_the_set_is_large_and_of_many_families() -> None:
    sites = list(families())
    assert len(sites) >= 10
    assert sum(len(pages) for _, pages in sites) >= 60


def test_columns_kinds_and_dates_reach_the_promised_figures() -> None:
    tallies = measure()
    columns, kind = tallies["columns"], tallies["kind"]
    assert columns.precision >= 0.98 and columns.recall >= 0.95, columns.notes
    assert kind.precision >= 0.97, kind.notes
    for name in ("last update", "publication date", "item dates"):
        assert tallies[name].precision >= 0.99, tallies[name].notes
    assert tallies["state"].precision == 1.0, tallies["state"].notes


def test_pages_that_others_labelled_are_read_without_false_answers() -> None:
    rows = {row.what: row for row in measure_others()}
    for name in ("columns: is a list", "columns: titles of rows", "columns: days of rows", "columns: last update", "columns: kind"):
        assert rows[name].precision >= 0.98, rows[name].differences
        assert rows[name].recall >= 0.9, rows[name].differences
    for name in ("articles: is an article", "articles: title", "articles: day of publication"):
        assert rows[name].precision == 1.0, rows[name].differences
