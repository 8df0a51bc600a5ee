"""The labelled families are read as well as the project promises (issue: columns, kinds and dates)."""

from __future__ import annotations

from tests.accuracy.columns.measure import families, measure


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
