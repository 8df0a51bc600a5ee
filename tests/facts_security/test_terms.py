"""Term dictionaries: CSV in and out, exceptions, neighbours, dates; the starter dictionary holds no word of the language."""

from __future__ import annotations

from datetime import date

import pytest

from zhengjian.facts import context, terms, wording
from zhengjian.facts.terms import Lexicon, Term


def test_a_dictionary_survives_export_and_import() -> None:
    own = [
        Term(term="大鹏县", suggestion="大鹏区", kind="旧称", exceptions=("原大鹏县",), starts=date(2020, 1, 2), source="批复", who="张")
    ]
    back, bad = terms.read_csv(terms.write_csv(own))
    assert (back, bad) == (own, [])


def test_every_bad_row_is_named() -> None:
    data = "词语,建议,级别,生效日期\n布署,部署,一般,\n一,二,,\n甲乙,甲乙,,\n丙丁,戊,重大,\n己庚,辛,,去年\n".encode("gb18030")
    good, bad = terms.read_csv(data)
    assert [term.term for term in good] == ["布署"]
    assert [(row.row, row.column) for row in bad] == [(3, "词语"), (4, "建议"), (5, "级别"), (6, "生效日期")]
    assert terms.read_csv(b"a,b\n1,2\n")[1][0].expected.startswith("首行应为表头")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("光荣加人中国共产党", ["加人中国共产党"]),
        ("参加人党代会", []),
        ("迅速布署", ["布署"]),
        ("“布署”应为“部署”", []),
        ("中国共产党十九大", []),
        ("学习党十九大精神", ["党十九大"]),
    ],
)
def test_starter_dictionary(text: str, found: list[str]) -> None:
    assert [item.text for item in wording.of_text(text).items] == found


def test_exceptions_hold_where_they_overlap_the_hit() -> None:
    lexicon = Lexicon.of([Term(term="台湾总统", exceptions=("“台湾总统”",))])
    assert [item.text for item in wording.of_text("所谓“台湾总统”一说", lexicon).items] == []
    assert [item.text for item in wording.of_text("台湾总统一说", lexicon).items] == ["台湾总统"]


def test_fifty_thousand_terms_find_only_what_stands_there() -> None:
    many = [Term(term=f"词{chr(0x4E00 + number % 20_000)}{chr(0x4E00 + number // 7)}") for number in range(50_000)]
    lexicon = Lexicon.of([*many, Term(term="布署任务", suggestion="部署任务")])
    assert [term.suggestion for _, _, term in lexicon.find("县里迅速布署任务，抓好落实。" * 3)] == ["部署任务"] * 3


def test_counts_decide_short_words() -> None:
    counts = context.train(["优化营商环境，改善人居环境，保护生态环境。"] * 2_000)
    assert context.load(context.dump(counts)) == counts
    (found,) = context.of_text("这里的环竟。", counts)
    assert (found.text, found.suggestion, found.level) == ("环竟", "环境", "一般")


def test_without_counts_the_dictionary_decides_short_words() -> None:
    (weak,) = context.of_text("这里的环竟。")
    assert (weak.text, weak.suggestion, weak.level) == ("环竟", "环境", "提示")
    (sure,) = context.of_text("机沟改革后职责相应调整。")
    assert (sure.suggestion, sure.level) == ("机构", "一般")


@pytest.mark.parametrize(
    "text",
    [
        "实实在在的政策红利送到企业。",
        "错字表：按装→安装；座落→坐落。",
        "国有企业负责人由市政府任命。",
        "住房城乡建设部门和住房和城乡建设局。",
    ],
)
def test_right_texts_are_silent(text: str) -> None:
    assert [item.text for item in (*wording.of_text(text).items, *context.of_text(text)) if item.level == "一般"] == []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("学习贯彻中国特色社主义思想。", "中国特色社主义", "中国特色社会主义"),
        ("纪律检检查委员会通报典型问题。", "纪律检检查委员会", "纪律检查委员会"),
        ("乡村兴振战略实施成效显著。", "乡村兴振战略", "乡村振兴战略"),
        ("6月31日前完成自查。", "6月31日", ""),
    ],
)
def test_slips_in_set_phrases_and_days_that_no_calendar_has(text: str, wrong: str, right: str) -> None:
    assert [(item.text, item.suggestion) for item in wording.of_text(text).items][:1] == [(wrong, right)]


def test_four_characters_need_no_counts() -> None:
    (found,) = context.of_text("涉嫌玩乎职守。")
    assert (found.suggestion, found.confidence) == ("玩忽职守", 90)


@pytest.mark.parametrize("text", ["中" * 300_000, "布署" * 100_000, "，，" * 100_000, "國" * 100_000])
def test_hostile_texts_give_bounded_answers(text: str) -> None:
    assert len(wording.of_text(text).items) <= 400
    assert len(list(context.of_text(text))) <= 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县教肓局发布通告。", ["教肓局"]),
        ("县气彖局发布预警。", ["气彖局"]),
        ("进—步压实责任。", ["进—步"]),
        ("县人名政府办公室。", ["人名政府"]),
        ("病入膏肓，子曰学而时习之，进——步，又名曰本土，著名族谱，地名人名政策，北京—上海", []),
    ],
)
def test_characters_alike_that_stand_in_a_handful_of_words_only(text: str, found: list[str]) -> None:
    assert [item.text for item in wording.of_text(text).items] == found


def test_common_words_misspelt_are_found_on_every_page() -> None:
    found = {item.text: item.suggestion for item in wording.of_text("改善人居环竟，建立挡案，意见返馈，末按规定投人运营。").items}
    assert found == {"环竟": "环境", "挡案": "档案", "返馈": "反馈", "末按规定": "未按规定", "投人运营": "投入运营"}


@pytest.mark.parametrize(
    "text",
    [
        "感谢尹建莉老师的指导。",  # a name
        "耕地占补平衡指标调剂。",
        "太岳区党委根据根据地的群众基础作出决定。",
        "大家欢天喜地地过年。",
        "岳阳是国家重要的农产品商品基地。",
        "运动员张志华、李喜华参加。",
        "沉甸甸的责任，创造性的工作。",
        "戊、戌、戍、戎四字辨形课。",
        "农村基层组织建设，发展高技术产业。",
        "草草几笔，了了几笔，不能做了了事。",
        "反腐败工作会会讲，需要要求各方，大会会议纪要。",
        "周末按规定执行，自己完成作业，年末登记造册。",
    ],
)
def test_names_and_words_side_by_side_are_no_errors(text: str) -> None:
    assert [item.text for item in (*wording.of_text(text).items, *context.of_text(text)) if item.level != "提示"] == []


@pytest.mark.parametrize(
    ("text", "right"), [("开展安生全产检查。", "安全生产"), ("县卫生健委印发通知。", "卫生健康委"), ("优化营商环竟。", "优化营商环境")]
)
def test_expressions_of_the_field(text: str, right: str) -> None:
    assert right in [item.suggestion for item in (*wording.of_text(text).items, *context.of_text(text))]


@pytest.mark.parametrize(
    ("text", "doubled"),
    [
        ("活动现场现场发放宣传资料两千份。", "现场现场"),
        ("会议传达了了上级文件精神，部署工作。", "了了"),
        ("各乡镇要要高度重视，抓好落实工作。", "要要"),
    ],
)
def test_words_written_twice(text: str, doubled: str) -> None:
    assert [item.text for item in wording.of_text(text).items if item.level == "一般"] == [doubled]
