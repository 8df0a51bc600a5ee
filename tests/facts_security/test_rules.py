"""Rules of wording: what each finds, and the innocent look-alikes that stay silent."""

from __future__ import annotations

import pytest

from zhengjian.facts import wording


def _said(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in wording.of_text(text).items if item.level == "一般"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025年5月，市国土资源局挂牌出让三宗土地。", "国土资源局"),
        ("请于2025年6月底前到县工商局办理年报。", "工商局"),
        ("根据农业部2025年第8号公告，停止使用该药。", "农业部"),
        ("国税局2025年个人所得税汇算提醒。", "国税局"),
        ("2025年3月，市水利局和农业局联合检查水库。", "农业局"),
    ],
)
def test_an_old_name_beside_a_later_day_is_a_finding(text: str, name: str) -> None:
    assert _said(text) == [("机构旧称", name)]


@pytest.mark.parametrize(
    "text",
    [
        "2025年起，农业部门开展春耕指导。",
        "2025年，原市国土资源局宿舍完成改造。",
        "2012年9月，县工商局开展检查。",
        "2025年，对2016年农业部认定的基地复查。",
        "2025年继续执行《国土资源部关于土地管理的通知》。",
        "2025年3月，美国农业部公布数据。",
        "2025年机构改革后，市环保局并入市生态环境局。",
        "他曾任县农业局局长，2025年荣获表彰。",
        "2025年，警方查获一起冒充国税局工作人员的案件。",
        "2025年开发区环保局开展巡查。",
        "© 2026 武乡县文化和旅游局 版权所有",
        "发布于2026年11月24日，来源：县文化广电体育和旅游局。",
        "2018年6月，市旅游局发布提示。",
        "某集团企业文化部2025年组织运动会。",
    ],
)
def test_old_names_that_tell_of_the_past_or_of_others_are_silent(text: str) -> None:
    assert _said(text) == []


def test_an_old_name_without_a_day_is_for_pages_of_a_later_day_only() -> None:
    (item,) = wording.of_text("县卫计局负责解释。").items
    assert (item.level, item.since is not None, item.suggestion) == ("提示", True, "卫生健康局")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("各部门要认真得落实会议精神。", "认真得"),
        ("始终把人民地利益放在首位。", "人民地"),
        ("上半年取得得成绩来之不易。", "取得得"),
        ("要不断的提高服务水平。", "不断的"),
        ("她激动的说：“感谢大家。”", "激动的"),
    ],
)
def test_particles_that_cannot_be_right(text: str, wrong: str) -> None:
    assert _said(text) == [("的地得混用", wrong)]


@pytest.mark.parametrize(
    "text",
    [
        "给予大力的支持和帮助。",
        "在不断的推进过程中积累经验。",
        "认真的学习态度值得肯定。",
        "工作地问题另行研究，主产地情况良好。",
        "取得的成绩来之不易，不断地提高水平。",
        "记得提高警惕，值得学习，使得落实有据。",
        "他高兴的样子让人难忘。",
    ],
)
def test_particles_in_their_place(text: str) -> None:
    assert [item for item in wording.of_text(text).items if item.kind == "的地得混用"] == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("《关于加强城市管理的通知已印发，请遵照执行。", "《"),
        ("（详见附件1，逾期不予受理。", "（"),
        ("“楹联一条街“在全省首屈一指，游客很多。", "“楹联一条街“"),
    ],
)
def test_a_mark_without_its_fellow(text: str, mark: str) -> None:
    assert _said(text) == [("标点不成对", mark)]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“要办好这件事。\n“还要办得快、办得实。”\n会后开展检查。",
        "（一）申请。1）提交材料；2）现场核验。",
        "（注：本表所列为快报数。\n最终数以年报为准。）",
        "关于印发《城市管理办法（试行",
        "《关于加强城市管理的通知…",
        "（附件一)请于五日内提交有关材料。",
        "if (a《b { return （1; }",
        "《中华人民共和国水法》（2016年修订）自公布之日起施行。",
    ],
)
def test_marks_that_go_on_or_are_cut_off_are_silent(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公示时间为2025年2月29日起五个工作日。", "2025年2月29日"),
        ("上午9:70在三楼会议室召开。", "9:70"),
        ("本次抽检合格率为120%。", "合格率为120%"),
    ],
)
def test_figures_that_cannot_be(text: str, wrong: str) -> None:
    assert [found for _, found in _said(text)] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月29日闰日。",
        "上午9:00至24:00开放。",
        "合格率为100%，完成率120%。",
        "比分下午3：2，上午10:30开始。",
    ],
)
def test_figures_that_can_be(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("各乡镇要认真认真落实河长制工作。", "认真认真"),
        ("会议由副县长主持主持召开。", "主持主持"),
        ("我市将举办第第十届旅游发展大会。", "第第"),
        ("镇党委书记书记带头认领任务。", "书记书记"),
    ],
)
def test_doubled_words_at_the_edge_of_longer_ones(text: str, wrong: str) -> None:
    assert [found for _, found in _said(text)] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "根据根据地建设的历史，修缮旧址三处。",
        "公共共有部分由业主管理使用。",
        "双方签订契约约五十份，均已备案。",
    ],
)
def test_doubled_characters_of_two_words(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("会后组组织开展应急演练。", "组组织"), ("宣传资料已全部发放放。", "发放放"), ("截至至目前，已完成投资九千万元。", "截至至")],
)
def test_a_character_of_a_verb_written_twice(text: str, wrong: str) -> None:
    assert [found for _, found in _said(text)] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "各国反对对伊动武。",
        "就有关工作作了安排。",
        "会议由副主任任建国主持。",
        "省政府府院联动会议召开。",
        "为考生加加油、鼓鼓劲。",
    ],
)
def test_characters_of_two_words_that_meet(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("做为牵头部门，制定了任务清单。", "做为牵头"), ("招聘启示已在官网发布。", "招聘启示"), ("要把权利关进制度的笼子里。", "把权利关进")],
)
def test_a_word_taken_for_another_is_found_beside_its_neighbours(text: str, wrong: str) -> None:
    assert wrong in [found for _, found in _said(text)]


@pytest.mark.parametrize(
    "text",
    [
        "可以于近日办理。",
        "可以经全面评估后实施。",
        "药品不良反应问题不容忽视。",
        "原因该是多方面的。",
        "延长致使成本上升。",
    ],
)
def test_the_same_characters_of_other_words_are_silent(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "各级党组织织密织牢安全网。",
        "全市增强强链补链能力，提高高龄津贴标准。",
        "市监监管和住建建设领域都要参加。",
        "全县中小学学校和产业园园区已全部覆盖，服务科技中小企业二百家。",
        "钢结构制安工程通过验收，债券起息日为六月三日。",
        "深入统战一线，出台便利民企的措施，健全基层群众自治组织。",
    ],
)
def test_words_that_meet_or_are_meant_as_they_stand(text: str) -> None:
    assert _said(text) == []
