"""Names that a page says twice, rows that scripts or cards hold, boxes that are no list: each as a plain page, and its look-alike."""

from __future__ import annotations

import pytest

from zhengjian.facts import list_page
from zhengjian.facts.column_name import trail_of
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import Page

ROWS = "".join(f"<li><a href='/tz/{n}.html'>关于第{n}批补贴名单的公示</a><i>2025-06-0{n}</i></li>" for n in range(1, 5))


def read(body: str, title: str = "通知公告") -> ListItems:
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return list_page.read(Page("http://www.example.gov.cn/tz/", html, depth=1))


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        ("政府信息公开 - 行政规范性文件", f"<h3>行政规范性文件</h3><ul>{ROWS}</ul>", "行政规范性文件"),
        ("某县公积金管理部-办事提醒", f"<a href='/tz/'>办事提醒</a><ul>{ROWS}</ul>", "办事提醒"),
        ("政务公开 - 办事提醒", f"<h2>政务公开</h2><h3>办事提醒</h3><ul>{ROWS}</ul>", "政务公开"),
        ("政务公开 - 办事提醒", f"<ul>{ROWS}</ul>", "政务公开"),
    ],
    ids=["heading", "link-to-itself", "both-said", "none-said"],
)
def test_the_part_of_a_title_that_the_page_says_again_names_it(title: str, body: str, name: str) -> None:
    assert read(body, title).name == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("您现在的位置：首页 → 政务公告</td></tr></table><table><tr><td> <img></td><td>县级储备粮轮换公告</td><td>第 1/3 页", "政务公告"),
        ("当前位置：首页 &gt; 政务公开 / 通知公告", "通知公告"),
        ("当前位置：首页 / 政务公开 / 通知公告", "通知公告"),
    ],
)
def test_what_stands_behind_a_trail_of_arrows_is_none_of_it(line: str, name: str) -> None:
    body = f"<table><tr><td><table><tr><td>{line}</td></tr></table></td></tr></table>"
    assert trail_of(Page("http://www.example.gov.cn/tz/", f"<html><body>{body}</body></html>", depth=1)) == ((), name)


def test_a_card_that_is_one_link_is_titled_by_its_strong_words() -> None:
    card = "<a href='/tz/{0}.html'><div><strong>第{0}批补贴名单公示</strong><small>浏览 40 次　发布于 2025.06.0{0}</small></div></a>"
    found = read("<div>" + "".join(map(card.format, range(1, 5))) + "</div>")
    assert [(item.title, item.date) for item in found.items][:1] == [("第1批补贴名单公示", "2025-06-01")]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ('{"TITLE":"第%d批补贴名单公示","DOCID":%d,"PUBTIME":"2025-06-0%d 10:00:00.0"}', 4),
        ('{"TITLE":"第%d批补贴名单公示","DOCID":%d,"SORT":%d}', 0),
    ],
    ids=["with-a-day", "without"],
)
def test_rows_without_addresses_in_a_script_are_rows_when_they_have_days(rows: str, count: int) -> None:
    data = ",".join(rows % (n, n, n) for n in range(1, 5))
    found = read(f"<ul id=lst></ul><script>var list=[{data}];for(var i in list)$('#lst').append(row(list[i]))</script>")
    assert len(found.items) == count


def test_two_digit_years_behind_a_label_are_read_where_the_list_proves_their_order() -> None:
    rows = "".join(
        f"<dl><dt><span>日期：{day}</span><a href='/tz/{n}.html'>第{n}批补贴名单公示</a></dt><dd>共四批。</dd></dl>"
        for n, day in enumerate(("25-06-23", "25-05-18", "25-02-20"))
    )
    assert [item.date for item in read(f"<div>{rows}</div>").items] == ["2025-06-23", "2025-05-18", "2025-02-20"]


@pytest.mark.parametrize(("more", "page_type"), [("/{0}/", "folder"), ("/tz/{0}.html", "list")], ids=["to-columns", "to-the-rows"])
def test_boxes_with_a_way_to_more_of_each_are_no_list(more: str, page_type: str) -> None:
    box = (
        "<div class=b><h4>第{0}类<a href='"
        + more
        + "'>更多</a></h4><ul><li><a href='/tz/{0}.html'>第{0}批补贴名单公示</a>2025-06-0{0}</li></ul></div>"
    )
    assert read("".join(map(box.format, range(1, 4)))).page_type == page_type
