"""The model of neighbouring words: its arithmetic, its bytes, what the shipped one knows, and what context makes of it."""

from __future__ import annotations

import pytest

from zhengjian.facts import context, neighbours
from zhengjian.facts.neighbours import Neighbours

SMALL = Neighbours.of({"群众": (-3.0, -0.5), "反映": (-4.0, -0.3), "反应": (-4.0, -0.3)}, {("群众", "反映"): -1.5})


def test_a_known_pair_counts_as_it_is_and_another_as_its_words() -> None:
    assert SMALL.score(["群众", "反映"]) == pytest.approx(-4.5, abs=0.05)
    assert SMALL.score(["群众", "反应"]) == pytest.approx(-7.5, abs=0.05)
    assert SMALL.score(["群众", "无此词"]) == pytest.approx(-12.0, abs=0.05)


def test_a_model_survives_its_bytes() -> None:
    assert neighbours.load(neighbours.dump(SMALL)) == SMALL
    assert neighbours.dump(SMALL) == neighbours.dump(SMALL)


def test_the_shipped_model_prefers_what_is_written() -> None:
    model = neighbours.shipped()
    assert model.score(["我", "局", "作为", "牵头", "部门"]) > model.score(["我", "局", "做", "为", "牵头", "部门"])


@pytest.mark.parametrize(("text", "right"), [("养老保睑关系转移接续可网上办。", "养老保险关系"), ("机沟改革后职责相应调整。", "机构")])
def test_broken_words_are_found_with_their_confidence(text: str, right: str) -> None:
    (found,) = [item for item in context.of_text(text) if item.level == "一般"]
    assert found.suggestion == right
    assert 85 <= found.confidence <= 98


@pytest.mark.parametrize(
    "text",
    ["末名湖诗社社长谈创作。", "涵闸、泵站、撇洪沟全部检修完毕。", "实施雨污分流改造工程。", "岩岩与妍妍姐妹俩获奖。", "二五年六月竣工。"],
)
def test_names_and_words_of_the_field_are_no_findings(text: str) -> None:
    assert [item.text for item in context.of_text(text) if item.level == "一般"] == []
