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
    (weak,) = context.of_text("发给本地粮食企业的拔付单。")
    assert (weak.text, weak.suggestion, weak.level) == ("拔付", "拨付", "提示")
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
    assert (found.suggestion, found.level) == ("玩忽职守", "一般")


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
    assert {"挡案", "末按规定", "投人运营"} <= set(found)
    assert {found[wrong] for wrong in found} >= {"档案", "未按规定", "投入运营"}
    assert any("环竟" in wrong for wrong in found) and any("返馈" in wrong for wrong in found)


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
        "连续6个月未更新，逾期未改，两周未报，旧稿新发，字段表未见。",
        "溶江镇、北盛镇、石厢子彝族乡、叙州区、深渡镇开展检查，记者从溶江镇获悉进展，从从化区出发到巴什兰干乡。",
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


OFFICIAL = """
本办法自发布之日起施行，有效期五年，此前规定与本办法不一致的，以本办法为准。
各地各部门要压紧压实责任，把各项任务落到实处，确保按时按质完成。
经县政府同意，现将有关事项通知如下，请认真贯彻执行。
对逾期未整改或整改不到位的，依法依规严肃处理。
会后，与会人员实地察看了项目现场，并就下步工作进行交流。
坚持数智赋能，推动政务服务一网通办、一网统管、一网协同。
全面推行河湖长制、林长制、田长制，筑牢生态屏障。
加快建设具有全国影响力的文化强省、旅游强省。
推动川渝两地政务服务互认互通，实现川渝通办事项应办尽办。
建强用好县级融媒体中心，打造治蜀兴川新名片。
落实好房企、物企信用评价，推进保交楼、保民生、保稳定。
镇村干部包片联户，入户走访，逐户建账，动态销号。
开展送医、送药、送法下乡，惠及镇情偏远的山区群众。
严格落实四个一律要求，凡提必核、凡报必查。
高标准建设产教融合园区，做优做强优势产业链。
各区县要因地制宜制订方案，分区分类分级施策。
持续擦亮天府粮仓金字招牌，稳面积、稳单产、稳总产。
县公安局交警大队对酒驾醉驾毒驾保持零容忍。
市人大常委会党组召开会议，传达学习上级会议精神。
建议提案办理做到件件有着落、事事有回音。
村支两委干部挨家挨户宣讲惠农惠民政策。
深入实施三年行动，提档升级农贸市场、背街小巷。
请持码通行，出示健康码、行程码，配合扫码登记。
链主企业带动上下游配套企业集聚成势。
城管队员对占道经营、流动摊点进行规范劝导。
组建专班，清单推进，挂图作战，限时销号。
对中央巡视反馈问题照单全收、立行立改、真改实改。
水旱灾害防御进入七下八上关键期，严防死守。
抓早抓小，防微杜渐，筑牢拒腐防变思想防线。
老城区雨污分流改造已完工，新区管网同步建成。
统筹用好存量资金，兜牢三保底线，过紧日子。
群众办事少跑腿、零跑腿，数据多跑路。
"""


def test_the_official_language_of_today_is_left_in_peace() -> None:
    items = [*wording.of_text(OFFICIAL).items, *context.of_text(OFFICIAL)]
    assert [item.text for item in items if item.level != "提示"] == []
