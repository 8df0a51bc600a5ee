"""Stricter rules of some units (地方规定): who follows them, from when, and what is said of a wrong one."""

from __future__ import annotations

from datetime import date
from importlib import resources

import msgspec
import pytest

from zhengjian.judge import join
from zhengjian.rulebook import Local, Rulebook, RulebookError, among, load

DAY = date(2025, 6, 20)


def book(**limits: dict[str, int]) -> Rulebook:
    named = {name.replace("_", "-"): values for name, values in limits.items()}
    local = Local(units=("510100",), source="某市办函〔2025〕1号", limits=named, starts=date(2025, 1, 1))
    return msgspec.structs.replace(load("national-2019"), local=(local,))


def days(rulebook: Rulebook) -> int:
    return join(rulebook)["news-stale"][1].days  # type: ignore[attr-defined, no-any-return]


def test_a_unit_and_everyone_below_it_follow_the_local_rule() -> None:
    rulebook = book(news_stale={"days": 10})
    assert days(among(rulebook, ("510107", "510100", "510000"), DAY)) == 10
    assert days(among(rulebook, ("510300", "510000"), DAY)) == days(load("national-2019"))


def test_it_counts_from_its_first_day_on() -> None:
    rulebook = book(news_stale={"days": 10})
    assert days(among(rulebook, ("510100",), date(2024, 12, 31))) == days(load("national-2019"))
    assert days(among(rulebook, ("510100",), date(2025, 1, 1))) == 10


@pytest.mark.parametrize(
    ("limits", "words"),
    [({"news_gone": {"days": 10}}, "news-gone"), ({"news_stale": {"weeks": 1}}, "weeks"), ({"news_stale": {"days": "ten"}}, "限值有误")],
)
def test_a_wrong_local_rule_is_named_with_its_source(limits: dict[str, dict[str, int]], words: str) -> None:
    with pytest.raises(RulebookError, match=words) as raised:
        join(book(**limits))
    assert "某市办函〔2025〕1号" in str(raised.value)


def test_local_rules_are_read_from_the_office_s_own_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shipped = (resources.files("zhengjian.rulebooks") / "national-2019.toml").read_text("utf-8")
    text = shipped + '\n[[local]]\nunits = ["510100"]\nsource = "某市规定"\nlimits = {"home-stale" = {days = 10}}\n'
    (tmp_path / "city.toml").write_text(text.replace('name = "national-2019"', 'name = "city"', 1), "utf-8")
    (local,) = load("city", tmp_path).local
    assert (local.units, local.limits) == (("510100",), {"home-stale": {"days": 10}})
