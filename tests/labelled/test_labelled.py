"""The labelled sets read, say what they must, and their invented numbers have the right form."""

from __future__ import annotations

from datetime import date

import pytest

from . import SETS, load

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize("name", SETS)
def test_every_item_reads_and_has_its_own_key_and_text(name: str) -> None:
    items = load(name)
    assert items
    assert len({item.key for item in items}) == len(items)
    assert len({item.text for item in items}) == len(items)
    for item in items:
        assert item.body
        assert not set("⟦⟧⟪⟫") & set(item.text), item.key


@pytest.mark.parametrize("name", ["columns", "columns_second", "columns_third", "columns_fourth"])
def test_the_newest_day_is_among_the_rows(name: str) -> None:
    for item in load(name):
        days = [day for _, day in item.rows if day]
        if days and "newest" in item.labels:
            assert max(days) == item.labels["newest"], item.key


@pytest.mark.parametrize("name", ["privacy", "privacy_third", "privacy_fourth"])
def test_invented_identity_numbers_have_their_day_and_check_digit(name: str) -> None:
    for item in load(name):
        for number, kind in zip(item.things, item.notes, strict=True):
            if kind == "id" and len(number) == 18:
                assert date.fromisoformat(number[6:14]), item.key
                total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
                assert "10X98765432"[total % 11] == number[-1].upper(), item.key


@pytest.mark.parametrize("name", ["wording", "wording_second", "wording_third", "wording_fourth"])
def test_wrong_sentences_mark_their_place_and_right_ones_none(name: str) -> None:
    for item in load(name):
        assert bool(item.things) == item.labels["wrong"], item.key
        assert all(note and note != thing for thing, note in zip(item.things, item.notes, strict=True)), item.key
