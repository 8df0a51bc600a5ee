"""Rows of a list in the many ways that systems and hands write them: title and date of each, and nothing of the frame."""

from __future__ import annotations

from datetime import datetime

import pytest

from zhengjian.facts import list_page
from zhengjian.facts.dates import split, whole
from zhengjian.facts.describe import describe
from zhengjian.facts.page import Page
from zhengjian.model import SHANGHAI

AT = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
TITLES = (
    "市委召开会议研究部署防汛减灾工作",
    "全市重点项目建设推进会召开",
    "我市启动夏季食品安全专项检查",
    "市领导赴基层调研粮食生产情况",
    "青年人才座谈会在行政中心举行",
    "城区道路改造二期工程完工通车",
)
DATES = ("2025-06-18", "2025-06-17", "2025-06-12", "2025-05-30", "2025-05-20", "2025-05-11")
PAGE = """<html><head><title>工作动态-某市政府</title></head><body>
<div class=nav><a href=/>首页</a><a href=/gzdt/>工作动态</a><a href=/tzgg/>通知公告</a></div>
<div>当前位置：<a href=/>首页</a> &gt; <a href=/gzdt/>工作动态</a></div>{rows}
<div class=foot><p>主办单位：某市政府办公室</p><a href=http://x.cn/>网站地图</a></div></body></html>"""

# What is around the rows, and one row: {i} number, {t} title, {d} whole date, {y} {m} {dd} its parts, {md} month and day.
FORMS = {
    "li span": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><span>{d}</span></li>'),
    "li p b": ("<ul>{}</ul>", '<li><i></i><a href="./t{i}.html" title="{t}"><p>{t}</p></a><b>{d}</b></li>'),
    "li date first": ("<ul>{}</ul>", '<li><span>{d}</span><a href="./t{i}.html">{t}</a></li>'),
    "em in a": ("<ul>{}</ul>", '<li><a href="./t{i}.html"><em>{t}</em><span>{d}</span></a></li>'),
    "div div": ("<div class=l>{}</div>", '<div class=r><div class=a><a href="./t{i}.html">{t}</a></div><div class=b>{d}</div></div>'),
    "table icon": (
        "<table>{}</table>",
        '<tr><td><img src=a.gif></td><td><a href="./t{i}.html">{t}</a></td><td>{d}</td></tr><tr><td colspan=3><hr></td></tr>',
    ),
    "nested tables": ("<td>{}</td>", '<table><tr><td>·</td><td><a href="./t{i}.html">{t}</a></td><td align=right>({d})</td></tr></table>'),
    "nested in tr": (
        "<table>{}</table>",
        '<tr><td><table><tr><td>·<a href="./t{i}.html">{t}</a></td><td>[{y}年{m}月{dd}日]</td></tr></table></td></tr>',
    ),
    "dl dt dd": ("<dl>{}</dl>", '<dt><a href="./t{i}.html">{t}</a></dt><dd>{d}</dd>'),
    "dl each": ("<div>{}</div>", '<dl><dt><a href="./t{i}.html">{t}</a></dt><dd>{d}</dd></dl>'),
    "dd only": ("<dl><dt>工作动态</dt>{}</dl>", '<dd><span>{d}</span><a href="./t{i}.html">{t}</a></dd>'),
    "p": ("<div>{}</div>", '<p><a href="./t{i}.html">{t}</a> {d}</p>'),
    "br": ("<div>{}</div>", '· <a href="./t{i}.html">{t}</a> {d}<br>'),
    "br paren md": ("<td>{}</td>", '<a href="./t{i}.html">{t}</a>({md})<br>'),
    "font": ("<div>{}</div>", '<font color=red>·</font><a href="./t{i}.html">{t}</a><font>[{m}/{dd}]</font><br>'),
    "card": (
        "<div>{}</div>",
        "<div class=card><div class=date><b>{dd}</b><span>{y}-{m}</span></div><div class=txt>"
        '<h4><a href="./t{i}.html">{t}</a></h4><p>会议强调，要落实责任。2025年7月1日前完成。</p></div></div>',
    ),
    "card dot": ("<ul>{}</ul>", '<li><div><h5>{dd}</h5><p>{y}.{m}</p></div><a href="./t{i}.html">{t}</a></li>'),
    "card slash": (
        "<ul>{}</ul>",
        '<li><a href="./t{i}.html"><div class=d><strong>{dd}</strong><span>{y}/{m}'
        "</span></div><div class=c><h3>{t}</h3><p>摘要摘要摘要摘要摘要</p></div></a></li>",
    ),
    "card month": ("<ul>{}</ul>", '<li><a href="./t{i}.html"><p class=m>{m}月</p><p class=dd>{dd}</p><h3>{t}</h3></a></li>'),
    "label": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><p>发布时间：{d} 来源：办公室</p></li>'),
    "label2": (
        "<ul>{}</ul>",
        '<li><a href="./t{i}.html">{t}</a><p><span>来源：办公室</span><span>日期：{d}</span><span>浏览：2025</span></p></li>',
    ),
    "time el": (
        "<div>{}</div>",
        '<article><h2><a href="./t{i}.html">{t}</a></h2><time datetime="{d}T08:00:00+08:00">上午</time></article>',
    ),
    "title attr": ("<ul>{}</ul>", '<li><a href="./t{i}.html" title="{t}\n发布时间：{d}">{t}</a></li>'),
    "data attr": ("<ul>{}</ul>", '<li data-date="{d} 08:00:00"><a href="./t{i}.html">{t}</a></li>'),
    "js write": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><script>document.write("{d}")</script></li>'),
    "category": ("<ul>{}</ul>", '<li>[<a href="/c/">要闻</a>] <a href="./t{i}.html">{t}</a> <span>{d}</span></li>'),
    "new img": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><img src=new.gif><span>{d}</span></li>'),
    "pic link": (
        "<ul>{}</ul>",
        '<li><a href="./t{i}.html"><img src=p{i}.jpg></a><div><a href="./t{i}.html">{t}'
        '</a><p>摘要</p><span>{d}</span><a href="./t{i}.html">查看详情&gt;&gt;</a></div></li>',
    ),
    "blocks of 2": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><span>{d}</span></li>'),
    "datetime": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><span>{d} 10:22:33</span></li>'),
    "onclick": ("<ul>{}</ul>", '<li onclick="window.open(1)"><a href="./t{i}.html">{t}</a><span>{d}</span></li>'),
    "section time": (
        "<main>{}</main>",
        '<section><time><em>{dd}</em><span>{y}-{m}</span></time><div><a href="./t{i}.html"><h4>{t}</h4></a><p>摘要……</p></div></section>',
    ),
    "index no": (
        "<table><tr><th>序号</th><th>标题</th><th>文号</th><th>发布日期</th></tr>{}</table>",
        '<tr><td>{i}</td><td><a href="./t{i}.html">{t}</a></td><td>某政发〔2025〕{i}号</td><td>{d}</td></tr>',
    ),
    "written+pub": (
        "<table><tr><th>标题</th><th>成文日期</th><th>发布日期</th></tr>{}</table>",
        '<tr><td><a href="./t{i}.html">{t}</a></td><td>2024-01-01</td><td>{d}</td></tr>',
    ),
    "inline written": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><p>成文日期：2024-01-01 发布日期：{d}</p></li>'),
    "views": ("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><span>2025</span><span>{d}</span></li>'),
    "side menu": (
        "<div class=left><ul><li><a href=/gzdt/a/>本地要闻</a></li><li><a href=/gzdt/b/>部门动态</a>"
        "</li><li><a href=/gzdt/c/>区县动态</a></li></ul></div><div class=right><ul>{}</ul></div>",
        '<li><a href="./t{i}.html">{t}</a><span>{d}</span></li>',
    ),
    "grid two col": ("<table><tr>{}</tr></table>", '<td><a href="./t{i}.html">{t}</a><span>{d}</span></td>'),
}


def read(wrap: str, row: str, count: int = 6) -> tuple[str, list[tuple[str, str | None]]]:
    """The page type and the (title, day) pairs that are read from a page with so many rows."""
    rows = "".join(
        row.format(i=n, t=TITLES[n], d=DATES[n], y=DATES[n][:4], m=DATES[n][5:7], dd=DATES[n][8:], md=DATES[n][5:]) for n in range(count)
    )
    said = describe(Page("http://a.gov.cn/gzdt/index.html", PAGE.format(rows=wrap.format(rows)), depth=1), AT)
    return said["page_type"], [(item["title"], item["date"] and item["date"][:10]) for item in said["items"]]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_row_is_read(form: str) -> None:
    page_type, items = read(*FORMS[form])
    assert page_type == "list"
    assert items == list(zip(TITLES, DATES, strict=True))


@pytest.mark.parametrize("count", [1, 2])
def test_a_list_of_one_or_two_is_a_list(count: int) -> None:
    page_type, items = read("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a><span>{d}</span></li>', count)
    assert page_type == "list" and len(items) == count


def test_a_list_without_dates_has_none() -> None:
    page_type, items = read("<ul>{}</ul>", '<li><a href="./t{i}.html">{t}</a></li>')
    assert page_type == "list" and [date for _, date in items] == [None] * 6


def test_months_in_a_title_are_no_date() -> None:
    page = PAGE.format(rows='<dl><dt>2024.05.16</dt><dd><a href="1.html">2025年1—4月主要业务数据</a></dd></dl>')
    said = describe(Page("http://a.gov.cn/gzdt/", page, depth=1), AT)
    assert [item["date"] for item in said["items"]] == ["2024-05-16"]


def test_blocks_parted_by_rules_are_one_list_however_many() -> None:
    blocks = "<hr>".join(
        "<ul>"
        + "".join(
            f"<li><a href='t_{b}{n}.html'>第{b}组第{n}条政务要闻标题</a><span>2025-06-{20 - 3 * b - n:02}</span></li>" for n in range(3)
        )
        + "</ul>"
        for b in range(4)
    )
    page = Page("http://www.a.gov.cn/xw/", f"<html><body><h3>要闻 <a href='rss.xml'>RSS</a></h3>{blocks}</body></html>", depth=1)
    items = list_page.read(page).items
    assert (len(items), items[0].date, items[-1].date) == (12, "2025-06-20", "2025-06-09")


def test_a_day_that_may_be_read_in_two_ways_is_not_read() -> None:
    assert [whole(text) for text in ("06/18/2025", "18.06.2025", "06/06/2025", "06/05/2025", "31/02/2025")] == [
        "2025-06-18",
        "2025-06-18",
        "2025-06-06",
        None,
        None,
    ]


def test_english_months() -> None:
    assert [whole(text) for text in ("Jun 12, 2025", "12 June 2025", "May 2025")] == ["2025-06-12", "2025-06-12", None]
    assert (split("17", "Jun 2025"), split("19", "06.2025")) == ("2025-06-17", "2025-06-19")
