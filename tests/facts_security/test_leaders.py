"""Leaders' names and titles against the office's list: what the list decides is found, everything else is silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhengjian.checks._wording import applies
from zhengjian.facts import wording
from zhengjian.facts.leaders import Roster
from zhengjian.facts.tenure import Office
from zhengjian.facts.terms import Lexicon
from zhengjian.register.entries import Leader
from zhengjian.register.shapes import LEADERS
from zhengjian.register.writing import write_xlsx
from zhengjian.service import Refused, leaders
from zhengjian.service.setup import init
from zhengjian.service.terms import test_terms as try_terms

CITY, COMMITTEE = "青禾市人民政府", "中共青禾市委"
LIST = (
    Leader(name="周明远", title="市委书记", unit=COMMITTEE, starts=date(2023, 3, 1), rank=1),
    Leader(name="何建国", title="市委副书记、市长", unit=CITY, starts=date(2024, 4, 10), rank=2),
    Leader(name="何建国", title="副市长", unit=CITY, starts=date(2019, 5, 1), ends=date(2024, 4, 9)),
    Leader(name="李娟", title="常务副市长", unit=CITY, starts=date(2022, 1, 1), rank=3),
    Leader(name="钱大海", title="市长", unit=CITY, starts=date(2018, 1, 1), ends=date(2024, 4, 9)),
    Leader(name="孙立", title="局长", unit="青禾市教育局", starts=date(2021, 1, 1)),
)
LEXICON = Lexicon.of((), roster=Roster.of(LIST))


def said(text: str, day: str = "2025-06-20") -> list[tuple[str, str, str]]:
    """What is said about a text of a day: text, suggestion, level."""
    items = wording.of_text(text, LEXICON).items
    return [(item.text, item.suggestion, item.level) for item in items if applies(item, day, date(2025, 6, 30))]


@pytest.mark.parametrize(
    ("text", "found", "suggestion"),
    [
        ("青禾市市长周明远主持会议。", "市长周明远", "市委书记周明远"),
        ("青禾市召开大会，副市长何建国出席会议。", "副市长何建国", "市委副书记、市长何建国"),
        ("青禾市委书记、市长周明远出席会议。", "市委书记、市长周明远", "市委书记周明远"),
        ("青禾市市长钱大海到乡镇调研。", "市长钱大海", "原市长钱大海"),
        ("2025年6月18日，青禾市市长钱大海到乡镇调研。", "市长钱大海", "原市长钱大海"),
        ("青禾市市长何建囯主持会议。", "何建囯", "何建国"),
        ("青禾市召开大会，市委书记周远明主持。", "周远明", "周明远"),
        ("青禾市教育局局长孙力出席会议。", "孙力", "孙立"),
        ("青禾市人民政府市长周明远作报告。", "市长周明远", "市委书记周明远"),
        ("青禾市领导何建国、周明远、李娟参加植树。", "何建国、周明远", "周明远、何建国"),
        ("青禾市领导市长何建国、市委书记周明远、李娟参加植树。", "何建国、市委书记周明远", "周明远、何建国"),
    ],
)
def test_what_the_list_decides(text: str, found: str, suggestion: str) -> None:
    assert said(text) == [(found, suggestion, "一般")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("青禾市委书记周明远和市长何建国出席。", "2025-06-20"),
        ("青禾市市长钱大海到乡镇调研。", "2023-06-20"),  # in his term
        ("青禾市市长钱大海到乡镇调研。", "2024-04-14"),  # of the days before the change
        ("青禾市副市长何建国到乡镇调研。", "2022-06-20"),
        ("2022年6月，青禾市市长钱大海在这里奠基。", "2025-06-20"),
        ("时任青禾市市长钱大海在这里奠基。", "2025-06-20"),
        ("青禾市原市长钱大海同志因病逝世。", "2025-06-20"),
        ("钱大海同志遗体送别仪式举行，青禾市市长钱大海生前友好参加。", "2025-06-20"),
        ("《关于表彰市长钱大海的决定》同时废止，青禾市。", "2025-06-20"),
        ("邻山市市长周明远到青禾市考察。", "2025-06-20"),  # somebody else of the same name
        ("邻山市长周明园到青禾市考察。", "2025-06-20"),
        ("教师周明远获青禾市表彰。", "2025-06-20"),
        ("邻山市教育局局长孙力到青禾市交流。", "2025-06-20"),
        ("青禾市副市长周明园主持会议。", "2025-06-20"),  # a deputy whom the list leaves out
        ("青禾市副市长李娟主持会议。", "2025-06-20"),
        ("青禾市市委副书记何建国主持会议。", "2025-06-20"),
        ("青禾市领导周明远、何建国、李娟参加植树。", "2025-06-20"),
        ("青禾市领导何建国、周明远、李娟先后发言。", "2025-06-20"),
        ("青禾市人民政府市长何建国、市政府党组书记、市长何建国。", "2025-06-20"),
        ("邻山市人民政府市长周明远到青禾市考察。", "2025-06-20"),
        ("青禾市教育局局长孙立业务学习会。", "2025-06-20"),  # 孙立业 may be another name
        ("青禾市市长周明远主持会议。", ""),  # a text of unknown date
    ],
)
def test_what_is_right_or_cannot_be_decided_is_silent(text: str, day: str) -> None:
    assert said(text, day) == []


def test_without_the_place_it_is_worth_a_look() -> None:
    assert said("副市长何建国出席会议。") == [("副市长何建国", "市委副书记、市长何建国", "提示")]


def test_a_name_met_with_another_place_is_somebody_else_on_the_whole_page() -> None:
    assert said("邻山市副市长何建国到青禾市考察。\n副市长何建国说，此行收获很大。") == []


@pytest.mark.parametrize(
    ("unit", "place", "body"),
    [
        ("成都市青羊区人民政府", "青羊区", ""),
        ("中共青禾市委员会", "青禾市", ""),
        ("阿坝藏族羌族自治州人大常委会", "阿坝藏族羌族自治州", ""),
        ("青禾市市场监督管理局", "青禾市", "市场监督管理局"),
        ("教育局", "", "教育局"),
    ],
)
def test_offices(unit: str, place: str, body: str) -> None:
    assert Office.of(unit) == Office(place, body)


def test_import_replaces_the_list_and_names_bad_rows(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    header = [field.header for field in LEADERS.fields]
    rows = [
        ["周 明", "市长", CITY, date(2023, 3, 1), None, 1],
        ["", "副市长", CITY, None, None, None],
        ["何建国", "副市长", CITY, date(2024, 3, 1), date(2023, 1, 1), None],
        ["孙立", "局长", "教育局", None, None, None],
    ]
    write_xlsx(tmp_path / "名单.xlsx", [("领导名单", header, rows)])
    done = leaders.take(workspace, tmp_path / "名单.xlsx")
    assert (done.read, done.bad, done.done) == (2, 2, True)
    assert [(problem.row, problem.column, problem.warning) for problem in done.problems] == [
        (3, "姓名", False),
        (4, "离任日期", False),
        (5, "单位", True),
    ]
    (first, second) = leaders.listed(workspace.root)
    assert first == Leader(name="周明", title="市长", unit=CITY, starts=date(2023, 3, 1), rank=1) and second.name == "孙立"
    assert [item.kind for item in try_terms(workspace.root, "青禾市副市长周明出席会议。")] == ["领导职务与名单不符"]
    strict = leaders.take(workspace, tmp_path / "名单.xlsx", strict=True)
    assert not strict.done and len(leaders.listed(workspace.root)) == 2
    (tmp_path / "别的.csv").write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(Refused, match="缺少列"):
        leaders.take(workspace, tmp_path / "别的.csv")


def test_hostile_texts_do_not_stall() -> None:
    for text in ("青禾市市长" * 20_000, "何建国、" * 20_000, "市长何建国" * 20_000, "周明远" * 30_000):
        assert len(wording.of_text(text, LEXICON).items) <= 400


def test_who_went_to_another_place_keeps_his_title_there() -> None:
    moved = Leader(name="钱大海", title="市长", unit="邻山市人民政府", starts=date(2024, 4, 10))
    lexicon = Lexicon.of((), roster=Roster.of((*LIST, moved)))
    there = wording.of_text("市长钱大海说，邻山市要向青禾市学习。", lexicon).items
    assert [item for item in there if applies(item, "2025-06-20", date(2025, 6, 30))] == []
    here = wording.of_text("青禾市市长钱大海出席会议。", lexicon).items
    assert [item.suggestion for item in here if applies(item, "2025-06-20", date(2025, 6, 30))] == ["原市长钱大海"]
