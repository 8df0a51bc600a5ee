"""A document that does not add up is refused, and says where."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from zhengjian.bulletin import DoesNotAddUp, Material, write
from zhengjian.bulletin.compose import compose_bulletin
from zhengjian.bulletin.draft import Block, Draft, Run, Table
from zhengjian.bulletin.selfcheck import check
from zhengjian.model import Claim


def changed(claims: tuple[Claim, ...], id_: str, **fields: object) -> tuple[Claim, ...]:
    return tuple(msgspec.structs.replace(claim, **fields) if claim.id == id_ else claim for claim in claims)


def test_a_whole_document_has_nothing_to_say(quarter: Material) -> None:
    assert check(*compose_bulletin(quarter), quarter) == []


@pytest.mark.parametrize(
    ("id_", "fields", "said"),
    [
        ("sites.rate", {"value": "99.9%"}, "应为99.86%"),
        ("sites.rate", {"value": "100%"}, "应为99.86%"),
        ("sites.failed", {"numerator": 2}, "名单有1项"),
        ("sites.failed", {"numerator": 2, "numerator_ids": ("a", "b")}, "存在突出问题的数量不一致"),
        ("accounts.names", {"numerator_ids": ("A1", "A2", "A3"), "numerator": 3}, "不是同一批"),
        ("footer-marks-missing.department_share", {"denominator": 46}, "名单有39项"),
        ("footer-marks-missing.department_share", {"numerator_ids": ("x",) * 6}, "重复"),
        ("footer-marks-missing.department_share", {"denominator": None, "denominator_ids": ()}, "没有列出基数"),
        ("annex.total.sites", {"value": "736"}, "与论断annex.total.sites不符"),
    ],
)
def test_a_claim_that_does_not_hold_is_found(quarter: Material, id_: str, fields: dict[str, object], said: str) -> None:
    draft, claims = compose_bulletin(quarter)
    problems = check(draft, changed(claims, id_, **fields), quarter)
    assert any(said in problem for problem in problems), problems


def test_a_changed_table_cell_is_found(quarter: Material) -> None:
    draft, claims = compose_bulletin(quarter)
    table = draft.annexes[0].content[0]
    assert isinstance(table, Table)
    body = list(table.body)
    body[0] = (*body[0][:2], msgspec.structs.replace(body[0][2], text="66"), *body[0][3:])
    annex = msgspec.structs.replace(draft.annexes[0], content=(msgspec.structs.replace(table, body=tuple(body)),))
    broken = msgspec.structs.replace(draft, annexes=(annex, *draft.annexes[1:]))
    assert "附件1 成都“网站总数”印为66，名单为65" in check(broken, claims, quarter)


def test_a_foreign_period_word_is_found(quarter: Material) -> None:
    draft, claims = compose_bulletin(quarter)
    block = Block(kind="body", runs=(Run(text="2025年上半年检查了全省网站。"),))
    assert check(msgspec.structs.replace(draft, body=(*draft.body, block)), claims, quarter)


def test_a_refused_document_writes_only_its_problems(quarter: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(material: Material) -> tuple[Draft, tuple[Claim, ...]]:
        draft, claims = compose_bulletin(material)
        return draft, changed(claims, "sites.rate", value="100%")

    monkeypatch.setattr("zhengjian.bulletin.compose_bulletin", broken)
    with pytest.raises(DoesNotAddUp) as refused:
        write(quarter, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["problems.txt"]
    assert refused.value.problems and "应为99.86%" in (tmp_path / "problems.txt").read_text(encoding="utf-8")
