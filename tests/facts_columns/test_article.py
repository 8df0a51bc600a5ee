"""The publication date of an article: which of its dates is taken, and that none is better than a wrong one."""

from __future__ import annotations

from datetime import datetime

import pytest

from zhengjian.facts.article import read
from zhengjian.facts.describe import describe
from zhengjian.facts.page import Page
from zhengjian.model import SHANGHAI

AT = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
T = "关于开展汛期安全检查的通知"
P = "<p>会议指出，要坚持问题导向，压实工作责任，细化工作举措，确保各项任务按时保质完成。</p>" * 3
ROW = "<li><a href=a{0}.html>相关新闻相关新闻{0}</a><span>2025-06-19</span></li>"
RELATED = f"<ul>{ROW.format(1)}{ROW.format(2)}{ROW.format(3)}</ul>"
ADDRESS = "http://a.gov.cn/x/y/z.html"

# body, expected day, head, address
CASES: dict[str, tuple[str, str | None, str, str]] = {
    "gd": (
        f'<h3 class="zw-title">{T}</h3><div class="date_row">时间 :<span>2025-06-12 10:20:30</span> 来源 : 本网</div><div>{P}</div>',
        "2025-06-12",
        "",
        ADDRESS,
    ),
    "plain under title": (f"<div class=bt>{T}</div><div class=sj>2025-06-12</div><div>{P}</div>", "2025-06-12", "", ADDRESS),
    "brackets": (f"<div class=bt>{T}</div><div class=sj>[ 2025-06-12 ]</div><div>{P}</div>", "2025-06-12", "", ADDRESS),
    "before title": (f"<div class=sj>发布日期：2025-06-12 浏览：12</div><div class=bt>{T}</div><div>{P}</div>", "2025-06-12", "", ADDRESS),
    "bottom": (f"<div class=bt>{T}</div><div>{P}</div><div>发布时间：2025-06-12\u3000编辑：张三</div>", "2025-06-12", "", ADDRESS),
    "bottom pipe": (
        f"<div class=bt>{T}</div><div>{P}</div><div>信息来源：办公室 | 发布时间：2025年06月12日 | 点击：33</div>",
        "2025-06-12",
        "",
        ADDRESS,
    ),
    "sig only": (f"<div class=bt>{T}</div><div>{P}</div><p>某市办公室</p><p>2025年6月9日</p>", None, "", ADDRESS),
    "effective": (f"<div class=bt>{T}</div><div>施行日期：2025-07-01</div><div>{P}</div>", None, "", ADDRESS),
    "future label": (f"<div class=bt>{T}</div><div>{P}</div>", None, '<meta name=PubDate content="2026-01-01">', ADDRESS),
    "future visible label ok": (
        f"<div class=bt>{T}</div><div>发布时间：2027-06-12</div><div>{P}</div>",
        "2025-06-11",
        '<meta name=PubDate content="2025-06-11">',
        ADDRESS,
    ),
    "label only": (f"<div class=bt>{T}</div><div>{P}</div>", "2025-06-11", '<meta name=PubDate content="2025/06/11 8:30">', ADDRESS),
    "label T": (
        f"<div class=bt>{T}</div><div>{P}</div>",
        "2025-06-11",
        '<meta property="article:published_time" content="2025-06-11T08:30:00+08:00">',
        ADDRESS,
    ),
    "meeting time first": (f"<h1>{T}</h1><p>会议时间：2025年6月18日</p><p>时间：2025年6月19日上午</p>{P}", None, "", ADDRESS),
    "related list": (f"<h1>{T}</h1><div>发布时间：2025-06-12</div>{P}{RELATED}", "2025-06-12", "", ADDRESS),
    "side before": (
        f"<div class=side><h4>热点</h4>{RELATED}</div><h1>{T}</h1><div>发布时间：2025-06-12</div>{P}",
        "2025-06-12",
        "",
        ADDRESS,
    ),
    "clock": (f"<div>今天是：2025年6月20日 星期五</div><h1>{T}</h1><div>来源：本站 日期：2025-06-12</div>{P}", "2025-06-12", "", ADDRESS),
    "update+pub": (f"<h1>{T}</h1><div>更新时间：2025-06-15 发布时间：2025-06-12</div>{P}", "2025-06-12", "", ADDRESS),
    "update only": (f"<h1>{T}</h1><div>更新时间：2025-06-15</div>{P}", "2025-06-15", "", ADDRESS),
    "table meta": (
        f"<table><tr><th>索引号：</th><td>1</td><th>主题分类：</th><td>x</td></tr><tr><th>发文机关：</th><td>办</td><th>成文日期：</th><td>2025年06月01日</td></tr><tr>"
        f"<th>标\u3000\u3000题：</th><td>{T}</td></tr><tr><th>发文字号：</th><td>x</td><th>发布日期：</th><td>2025年06月12日</td></tr></table><h1>{T}</h1>{P}",
        "2025-06-12",
        "",
        ADDRESS,
    ),
    "spaced label": (f"<h1>{T}</h1><div>发布时间： 2025 年 6 月 12 日</div>{P}", "2025-06-12", "", ADDRESS),
    "发布 label split": (f"<h1>{T}</h1><ul><li>发布时间</li><li>2025-06-12</li></ul>{P}", "2025-06-12", "", ADDRESS),
    "slash clock": (f"<h1>{T}</h1><p>2025/6/12 9:03:00 作者：x</p>{P}", "2025-06-12", "", ADDRESS),
    "english": (f"<h1>{T}</h1><p>Date: 2025-06-12</p>{P}", "2025-06-12", "", ADDRESS),
    "address": (f"<h1>{T}</h1>{P}", "2025-06-12", "", "http://a.gov.cn/x/202506/t20250612_1.html"),
    "short body": (f"<h1>{T}</h1><div>发布时间：2025-06-12</div><p>请各单位按时参加。</p>", "2025-06-12", "", ADDRESS),
    "image body": (f"<h1>{T}</h1><div>发布时间：2025-06-12 来源：本站</div><p><img src=a.jpg></p>", "2025-06-12", "", ADDRESS),
    "year month only": (f"<h1>{T}</h1><div>2025年6月</div>{P}", None, "", ADDRESS),
    "发布于": (f"<h1>{T}</h1><div>本站 发布于 2025-06-12 10:00 阅读(33)</div>{P}", "2025-06-12", "", ADDRESS),
}


@pytest.mark.parametrize("case", CASES)
def test_which_date_is_taken(case: str) -> None:
    body, expected, head, address = CASES[case]
    frame = f"<html><head><title>{T}-某市政府</title>{head}</head><body><div class=nav><a href=/>首页</a><a href=/a/>新闻</a></div>{body}"
    said = describe(Page(address, f"{frame}<div class=foot>版权所有 2015-01-01</div></body></html>", depth=2), AT)
    assert (said["published"]["value"][:10] if said["published"] else None) == expected, said["dates"]


def test_of_several_labels_the_official_one_is_taken_wherever_it_stands() -> None:
    days = {"article:published_time": "2020-01-01", "publishdate": "2021-01-01", "PubDate": "2025-06-12"}
    labels = "".join(f"<meta name={name} content={day}>" for name, day in days.items())
    fact = read(Page(ADDRESS, f"<head><title>{T}</title>{labels}</head><body>{P}</body>", depth=3))
    assert [date.value for date in fact.dates if date.origin == "label"] == ["2025-06-12", "2021-01-01", "2020-01-01"]


def test_rejected_dates_are_shown_with_their_reason() -> None:
    body = f"<h1>{T}</h1><div>发布时间：2025-06-12 成文日期：2025-06-01</div>{P}<p>2027-01-01前完成。</p>"
    page = Page(ADDRESS, f"<html><head><meta name=PubDate content='2025-06-11'></head><body>{body}</body></html>", depth=2)
    said = {date["value"]: date for date in describe(page, AT)["dates"]}
    assert said["2025-06-12"]["chosen"] and not said["2025-06-11"]["chosen"]
    assert said["2025-06-01"]["why"] == "成文日期不是发布时间"
    assert said["2027-01-01"]["why"] == "晚于读取时间，不予采信"
    assert said["2025-06-11"]["from"] == "label"


def test_the_heads_of_a_table_tell_which_of_two_days_is_which() -> None:
    table = "<table><tr><th>成文日期</th><th>发布日期</th></tr><tr><td>2025-06-01</td><td>2025-06-12</td></tr></table>"
    text = "<p>" + "为做好防汛工作，制定本预案，请认真贯彻执行，确保安全度汛。" * 4 + "</p>"
    found = read(
        Page("http://www.example.gov.cn/zc/1.html", f"<title>防汛预案</title>{table}<h1>关于印发防汛预案的通知</h1>{text}", depth=1)
    )
    assert found.published in {"", "2025-06-12"}


def test_a_day_without_a_year_under_the_title_is_one() -> None:
    text = "<p>" + "会议强调，要加强监测预警，强化值班值守，做好应急准备。" * 4 + "</p>"
    page = Page(
        "http://www.example.gov.cn/xw/1.html",
        f"<title>防汛会议召开</title><h1>防汛会议召开</h1><p>发布时间：06-12 10:00</p>{text}",
        depth=1,
    )
    assert read(page).published == "--06-12"
