"""Terms of the dictionary in the console: tried before they are kept, kept with source and person, taken out of use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.console.world import World

from zhengjian.facts.terms import starter
from zhengjian.ledger import audit
from zhengjian.service import terms

SignIn = Callable[[str], Client]
PLACE = "/dictionary/term/"
GIVEN = {"词语": "按期步署", "建议": "按期部署", "类别": "错别字", "级别": "一般", "来源": "核定意见〔2025〕3号", "act": "keep"}


def hits(root: Path, text: str) -> list[str]:
    return [item.text for item in terms.test_terms(root, text) if item.confidence > 80]


def test_a_term_is_tried_before_it_is_kept_and_nothing_is_kept_by_trying(world: World, sign_in: SignIn) -> None:
    li, root = sign_in("li"), world.workspace.root
    page = li.post(PLACE, GIVEN | {"act": "try", "sentence": "各单位要按期步署落实。"}).content.decode()
    assert "<mark>按期步署</mark>" in page and "尚未保存" in page and terms.own_terms(root) == []
    page = li.post(PLACE, GIVEN | {"act": "try", "例外": "各单位要按期步署", "sentence": "各单位要按期步署落实。"}).content.decode()
    assert "没有查出问题" in page
    li.post(PLACE, GIVEN | {"例外": "不按期步署 未按期步署", "失效日期": "2030-12-31"})
    (kept,) = terms.own_terms(root)
    assert (kept.suggestion, kept.source, kept.who, kept.exceptions) == (
        "按期部署",
        "核定意见〔2025〕3号",
        "li",
        ("不按期步署", "未按期步署"),
    )
    assert kept.ends is not None and kept.ends.isoformat() == "2030-12-31" and "按期步署" in hits(root, "各单位要按期步署落实。")
    page = li.get("/dictionary/?q=按期步署").content.decode()
    assert "核定意见〔2025〕3号" in page and "至 2030-12-31" in page
    assert "李复核" in li.get(PLACE, {"term": "按期步署"}).content.decode(), "who changed it stands beside it"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"词语": "步"}, "至少两个字"),
        ({"建议": "按期步署"}, "应与词语不同"),
        ({"来源": ""}, "请写明来源"),
        ({"生效日期": "昨天"}, "日期"),
        ({"生效日期": "2025-02-01", "失效日期": "2025-01-01"}, "不应早于"),
        ({"级别": "重大"}, "级别"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(world: World, sign_in: SignIn, change: dict[str, str], told: str) -> None:
    answer = sign_in("li").post(PLACE, GIVEN | {"例外": "一句“例外”"} | change)
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and "一句“例外”" in page and terms.own_terms(world.workspace.root) == []


def test_a_term_of_the_product_is_taken_out_of_use_and_brought_back(world: World, sign_in: SignIn) -> None:
    li, root = sign_in("li"), world.workspace.root
    word = next(term.term for term in starter() if len(term.term) > 3 and not term.exceptions and term.starts is None)
    assert word in hits(root, f"本次{word}。")
    assert "请写明停用" in li.post(PLACE, {"词语": word, "act": "retire"}).content.decode()
    li.post(PLACE, {"词语": word, "act": "retire", "why": "本省惯用"})
    assert word not in hits(root, f"本次{word}。") and "停用" in li.get("/dictionary/", {"q": word}).content.decode()
    assert "已停用" in li.post(PLACE, {"词语": word, "act": "retire", "why": "again"}).content.decode()
    li.post(PLACE, GIVEN | {"词语": word, "建议": ""})
    assert word in hits(root, f"本次{word}。")
    done = audit.about(word, ("keep-term", "retire-term"))
    assert [row["action"] for row in done] == ["keep-term", "retire-term"]


def test_who_may_not_review_reads_and_changes_nothing(world: World, sign_in: SignIn) -> None:
    for who in ("leader", "jia", "auditor"):
        assert sign_in(who).get(PLACE).status_code == 404 and sign_in(who).post(PLACE, GIVEN).status_code == 404
    assert "增加词条" not in sign_in("leader").get("/dictionary/").content.decode()
    page = sign_in("office").get(PLACE, {"term": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page
