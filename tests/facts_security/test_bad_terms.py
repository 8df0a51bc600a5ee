"""Words of bad trades: characters that only meet by chance accuse nobody, and a pitch is told from a venue."""

from __future__ import annotations

import pytest

from zhengjian.facts import link_target, tampering
from zhengjian.facts.bad_terms import promotes
from zhengjian.facts.page import Page


@pytest.mark.parametrize(
    "text",
    [
        "最美军人妻子", "名人妻女故事", "特色图书馆建设", "红色图书漂流", "红色播报员", "彩色图片展", "维生素A片采购", "现金网点名单",
        "出彩神州大地", "公私服务大厅", "模特码头演出", "特色吧台设计", "代开增值税发票指南", "彩票走势图", "皇冠体育馆", "世博体育中心",
        "江南体育公园", "三级电影院复工", "万豪会议室", "企业香港挂牌上市", "夜校红包夜市", "部队番号", "办证大厅",
        "红包、夜景", "特色、图书", "成人在线教育报名", "毕业证办理流程", "办理毕业证书遗失补办", "拉斯维加斯电子展", "四不像图片",
        "注册就送流量", "网投平台投稿", "揭开网络赌博平台的真面目",
    ],
)  # fmt: skip
def test_characters_that_meet_by_chance_are_no_words(text: str) -> None:
    assert promotes(text) == []
    page = Page("https://www.x.gov.cn/a.html", f"<title>{text} - 某县人民政府</title><h1>{text}</h1><p>{text}</p>")
    assert tampering.read(page).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "人妻熟女",
        "美女色图",
        "传奇私服",
        "百*家*乐",
        "皇冠体育",
        "重庆时时彩票",
        "看A片",
        "现金网",
        "香港特码",
        "澳门葡京官网",
        "澳门银河注册",
        "代开发票加微信",
    ],
)
def test_pitches_are_found(text: str) -> None:
    assert promotes(text)


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("网站已被黑，安全性等于零", True),
        ("Hacked by ghost", True),
        ("Owned by ghost", True),
        ("The plant is wholly owned by the State.", False),
        ("漏洞通报：部分网站被篡改为“Hacked by”页面，请各单位自查。", False),
        ("开展“网站被黑客入侵”应急演练，网站已被黑后如何处置", False),
    ],
)
def test_a_page_that_reports_defacing_is_not_defaced(text: str, accused: bool) -> None:
    assert bool(tampering.read(Page("https://www.x.gov.cn/", f"<title>首页</title><p>{text}</p>")).items) is accused


def test_a_strange_page_whose_characters_meet_by_chance_is_no_betting_site() -> None:
    page = Page(
        "https://www.x-wenlv.com/", "<title>特色图书与红色播报 - 某某文旅</title><p>现金网点、出彩神州</p>", depth=link_target.TARGET_DEPTH
    )
    assert link_target.read(page).kind == ""


def test_a_warning_of_the_police_is_no_promotion_however_short() -> None:
    text = "骗子先推荐博彩平台，小额返利后诱导加注，所谓“稳赚不赔”的北京赛车、幸运飞艇都是后台操控。"
    page = Page("https://gaj.x.gov.cn/a.html", f"<title>警务资讯</title><h1>谨防“杀猪盘”</h1><p>{text}</p><p>区公安分局</p>")
    assert tampering.read(page).promotion == ()
