"""Lists that are not plain links with days: data in scripts, cards that answer a click, letters, days that only the list tells."""

from __future__ import annotations

import pytest

from zhengjian.facts import article, list_page
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import Page

ROWS = (
    ("全市防汛抗旱工作会议召开", "2025-06-12"),
    ("城北污水处理厂二期开工建设", "2025-06-09"),
    ("我市新增三家国家级专精特新企业", "2025-05-30"),
)
PARTS = [
    {"i": number, "t": title, "d": day, "y": day[:4], "m": day[5:7], "dd": day[8:], "yy": day[2:4]}
    for number, (title, day) in enumerate(ROWS, 1)
]
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
EPOCHS = ("1749693600000", "1749434400000", "1748570400000")

# What is around the rows, and one row.
FORMS = {
    "array in a script": ("<ul id=lst></ul><script>var a=[];{}for(i in a){{show(a[i])}}</script>", 'a[{i}]=["gg/{i}.htm","{t}","{d}"];'),
    "calls": ("<script>{}</script>", "item('/a/{i}.html','{t}','{d}');"),
    "short keys": ("<ul id=lst></ul><script>render([{}]);</script>", "{{t:'{t}',u:'/a/{i}.html',d:'{d}'}},"),
    "nested objects": (
        "<div id=app></div><script>var data={{list:[{}]}}</script>",
        '{{"id":{i},"title":"{t}","channel":{{"id":3,"name":"通知公告"}},"url":"/a/{i}.html","publishTime":"{d} 10:00:00","tags":[]}},',
    ),
    "document.write": ("<ul><script>{}</script></ul>", "document.write('<li><a href=\"/a/{i}.html\">{t}</a><span>{d}</span></li>');"),
    "innerHTML": ('<ul id=x></ul><script>x.innerHTML="{}";</script>', "<li><a href='/a/{i}.html'>{t}</a><b>{d}</b></li>"),
    "text area": ("<textarea hidden><ul>{}</ul></textarea>", '<li><a href="/a/{i}.html">{t}</a><span>{d}</span></li>'),
    "escaped records": (
        "<script type=text/xml><recordset>{}</recordset></script>",
        '<record>&lt;li&gt;&lt;a href="/a/{i}.html"&gt;{t}&lt;/a&gt;{d}&lt;/li&gt;</record>',
    ),
    "entries": ("<xml id=d>{}</xml>", "<item><title>{t}</title><link>/a/{i}.html</link><pubdate>{d}</pubdate></item>"),
    "cards that answer a click": ("{}", "<div class=card onclick=\"location.href='/a/{i}.html'\"><h3>{t}</h3><span>{d}</span></div>"),
    "lines that open a window": ("<ul>{}</ul>", "<li onclick=\"window.open('/a/{i}.html')\">{t}<span>{d}</span></li>"),
    "letters in a table": ("<table><tr><th>标题</th><th>留言时间</th></tr>{}</table>", "<tr><td>{t}</td><td>{d}</td></tr>"),
    "letters shown whole": (
        "{}",
        "<div class=ly><h5>{t}</h5><p>留言人：刘** 留言时间：2025-05-01 09:12</p><div>回复时间：{d} 15:00<br>您好。</div></div>",
    ),
    "heading beside 详细": (
        "{}",
        "<div class=s><h3>{t}</h3><p>近日，我局组织开展了专项工作。</p><p>{d} <a href={i}.html>[详细]</a></p></div>",
    ),
    "day in three pieces": ("<ul>{}</ul>", "<li><em>{dd}</em><i>{m}</i><b>{y}</b><a href={i}.html>{t}</a></li>"),
    "month before day": ("<ul>{}</ul>", "<li><a href={i}.html>{t}</a><i>{m}/{dd}/{y}</i></li>"),
    "year of two digits": ("<ul>{}</ul>", "<li><a href={i}.html>{t}</a><i>{yy}-{m}-{dd}</i></li>"),
    "time element": ("{}", '<article><h2><a href="?p={i}">{t}</a></h2><time datetime="{d}T08:00:00+08:00">{m}-{dd}</time></article>'),
}


def read(body: str, *, name: str = "通知公告", content_type: str = "text/html") -> ListItems:
    """The page's list as the ledger gets it."""
    html = f"<!DOCTYPE html><html><head><title>{name}-某市政府</title></head><body><h2>{name}</h2>{body}</body></html>"
    return list_page.read(Page("http://www.example.gov.cn/tz/", html, depth=1, content_type=content_type))


@pytest.mark.parametrize("form", FORMS)
def test_every_row_is_read_with_its_day(form: str) -> None:
    around, row = FORMS[form]
    found = read(around.format("".join(row.format(**part) for part in PARTS)))
    assert found.page_type == "list"
    assert [(item.title, item.date[:10]) for item in found.items] == list(ROWS)


def test_digits_of_full_width_and_seconds_since_1970_are_days() -> None:
    wide = read("<ul>" + "".join(f"<li><a href={i}>{t}</a><i>{d.translate(WIDE)}</i></li>" for i, (t, d) in enumerate(ROWS)) + "</ul>")
    data = ",".join(
        f'{{"title":"{t}","url":"/{i}.html","publishTime":{e}}}' for i, ((t, _), e) in enumerate(zip(ROWS, EPOCHS, strict=True))
    )
    stored = read(f"<script>var data=[{data}];</script>")
    for found in (wide, stored):
        assert [item.date[:10] for item in found.items] == [day for _, day in ROWS]


def test_an_answer_that_is_data_is_a_list() -> None:
    rows = ",".join(f'{{"id":{i},"title":"{t}","url":"/a/{i}.html","publishDate":"{d} 10:00:00"}}' for i, (t, d) in enumerate(ROWS))
    page = Page("http://www.example.gov.cn/api/list?page=1", f'{{"code":0,"data":{{"total":3,"list":[{rows}]}}}}', depth=1)
    assert [(item.title, item.date[:10]) for item in list_page.read(page).items] == list(ROWS)


@pytest.mark.parametrize("days", [("03/06/2025", "04/05/2025"), ("25-06-12", "24-08-10"), ("12-06-11", "12-06-10")])
def test_days_that_even_the_whole_list_does_not_tell_are_left_open(days: tuple[str, str]) -> None:
    rows = "".join(f"<li><a href={i}.html>{ROWS[i][0]}</a><i>{day}</i></li>" for i, day in enumerate(days))
    assert [item.date for item in read(f"<ul>{rows}</ul>").items] == ["", ""]


@pytest.mark.parametrize(
    "script",
    [
        "var h='';for(var i=0;i<d.length;i++){h+='<li><a href=\"'+d[i].u+'\">'+d[i].t+'</a></li>'}$('#lst').html(h)",
        "load('lst', 'tzgg')",
        "t[0]='全市防汛抗旱工作会议召开';u[0]='/1.html';s[0]='2025-06-12';show('#lst')",
    ],
)
def test_an_empty_place_that_a_script_speaks_of_is_not_blank(script: str) -> None:
    found = read(f"<ul id=lst></ul><script>{script}</script>")
    assert found.script
    assert not found.items


def test_a_menu_in_a_script_does_not_stand_for_the_list_in_the_page() -> None:
    menu = ",".join(f'{{"title":"导航栏目之第{i}个","url":"/m{i}/"}}' for i in range(9))
    rows = "".join(f"<li><a href=/a/{i}.html>{t}</a><span>{d}</span></li>" for i, (t, d) in enumerate(ROWS))
    assert [item.title for item in read(f"<script>var menu=[{menu}]</script><ul>{rows}</ul>").items] == [title for title, _ in ROWS]


def test_a_chronicle_is_no_list_and_its_days_are_nobodys() -> None:
    chronicle = "".join(f"<li><b>{day}</b>{title}</li>" for title, day in ROWS)
    assert not read(f"<ul>{chronicle}</ul>", name="大事记").items


def test_the_list_under_the_pages_own_name_goes_before_a_longer_one() -> None:
    side = "".join(f"<li><a href=/gk/{i}.html>某某公开信息标题很长很长的一条第{i}号</a><i>2025-06-1{i}</i></li>" for i in range(9))
    own = "".join(f"<li><a href={i}.html>{t}</a><i>{d}</i></li>" for i, (t, d) in enumerate(ROWS))
    found = read(f"<div><h3>信息公开</h3><ul>{side}</ul></div><div><h3>通知公告</h3><ul>{own}</ul></div>")
    assert [item.title for item in found.items] == [title for title, _ in ROWS]


def test_names_of_bodies_are_a_list_only_where_the_page_is_called_so() -> None:
    bodies = "".join(f"<li><a href={i}.html>{name}</a></li>" for i, name in enumerate(("办公室", "人事科", "财务科", "法规科")))
    assert read(f"<ul>{bodies}</ul>", name="内设机构").page_type == "list"
    assert read(f"<ul>{bodies}</ul>", name="通知公告").page_type == "other"


def test_text_under_its_own_heading_is_an_article_and_its_years_are_no_day_of_publication() -> None:
    text = "明洪武三年置县，1949年12月27日解放，1994年10月8日撤县设市。2021年5月20日，博物馆新馆开放，全市常住人口八十三万人。"
    page = Page("http://www.example.gov.cn/zj/ls.html", f"<title>历史沿革_某市政府</title><h2>历史沿革</h2><p>{text}</p>", depth=1)
    found = article.read(page)
    assert (found.is_article, found.title, found.published) == (True, "历史沿革", "")


def test_an_empty_place_with_marks_for_a_script_is_not_blank() -> None:
    assert read("<ul class=list data-channel=12></ul>").script
    assert not read("<ul class=list></ul>").script


def test_a_list_of_a_side_column_in_a_script_does_not_stand_for_the_pages_own() -> None:
    hot = ",".join(f'{{"title":"热点之某某消息第{i}条","url":"/h/{i}.html","publishTime":"2021-06-0{i + 1}"}}' for i in range(5))
    rows = "".join(f"<li><a href=/a/{i}.html>{t}</a></li>" for i, (t, _) in enumerate(ROWS))
    assert [item.title for item in read(f"<script>var hot=[{hot}]</script><ul>{rows}</ul>").items] == [title for title, _ in ROWS]


def test_a_column_that_says_that_it_is_closed_says_so() -> None:
    rows = "".join(f"<li><a href={i}.html>{t}</a><i>{d}</i></li>" for i, (t, d) in enumerate(ROWS))
    assert read(f"<p>本栏目自2024年起停止更新，请访问新栏目。</p><ul>{rows}</ul>").closed == "本栏目自2024年起停止更新"
    assert read(f"<p>关于停止供水的通知</p><ul>{rows}</ul>").closed == ""


def listed(row: str) -> str:
    """The rows in one form, as HTML."""
    return "".join(row.format(**part) for part in PARTS)


MONTHS = ("六月", "六月", "五月")
AT_HOME = "http://www.example.gov.cn/xw/"


def test_days_with_a_weekday_and_months_in_words_are_days() -> None:
    short = read(
        "".join(f"<a class=g href={p['i']}><h4>{p['t']}</h4><small>{int(p['m'])}月{int(p['dd'])}日 星期四</small></a>" for p in PARTS)
    )
    assert [item.date for item in short.items] == [f"--{day[5:]}" for _, day in ROWS]
    words = "".join(
        f"<div><span>星期四, {month} {int(p['dd'])}, {p['y']} - 09:30</span><a href={p['i']}>{p['t']}</a></div>"
        for p, month in zip(PARTS, MONTHS, strict=True)
    )
    assert [item.date for item in read(words).items] == [day for _, day in ROWS]


def test_boxes_with_headings_of_their_own_are_the_front_of_a_channel() -> None:
    box = "<td><div class=t><a href=/xw/{0}/>{1}</a><a class=more href=/xw/{0}/>{2}</a></div>{3}</td>"
    rows = listed("<div><a href=/art/{i}.html>{t}</a> {m}-{dd}</div>")
    boxes = box.format("gz", "工作动态", "更多&gt;&gt;", rows) + box.format("xz", "乡镇动态", "+", rows)
    found = read(f"<table><tr>{boxes}</tr></table>", name="新闻中心")
    assert (found.page_type, [box.heading for box in found.boxes]) == ("folder", ["工作动态", "乡镇动态"])


def test_results_of_a_search_are_no_column() -> None:
    assert read(f"<ul>{listed('<li><a href={i}>{t}</a><i>{d}</i></li>')}</ul>", name="“防汛”的搜索结果").page_type == "other"


def test_a_day_that_is_a_link_is_not_the_title_and_other_links_of_the_frame_are_no_rows() -> None:
    row = (
        "<article><a href={i}><time>{d}</time><time>2025年6月19日</time></a><h3><a href={i}>{t}</a></h3><a href={i}>继续阅读</a></article>"
    )
    found = read(f"<p><a href=/>返回首页</a> 2025-06-19</p>{listed(row)}<p>页次：1/9页 <a href=2>后一页</a></p>")
    assert [item.title for item in found.items] == [title for title, _ in ROWS]


def test_the_foot_the_headline_and_the_neighbour_of_an_article_are_no_rows() -> None:
    body = (
        "<table><tr><td><h1>全市导游大赛决赛收官</h1>时间：2025-06-13 10:19 来源：<a href=#>文旅</a><p>6月12日晚落幕。</p></td></tr>"
        "<tr><td><li>上一篇文章：<a href=1.html title='更新时间：2025-5-28'>跨区作业服务站在高速口挂牌</a></li></td></tr>"
        "<tr><td>主办单位：某局 蜀ICP备05000001号 <a href=http://x.cn>某某建站</a> 7.5</td></tr></table>"
    )
    page = Page("http://www.example.gov.cn/a/1.html", f"<title>全市导游大赛决赛收官 - 某局</title>{body}", depth=1)
    assert (article.read(page).is_article, article.read(page).published) == (True, "2025-06-13T10:19")
    assert not list_page.read(page).items


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("New Page 1", "<p><font size=6>政务动态</font></p><hr>", "政务动态"),
        ("某局", "<div>您现在的位置：<a href=/>首页</a>&gt;<a href=/xw/>新闻</a>&gt;新闻发布会</div>", "新闻发布会"),
        ("某局", "<div>您现在的位置：<a href=/>首页</a>&gt;<a href=/xw/nj/>农机动态</a>&gt;所有文章</div>", "农机动态"),
        ("某县 - 通知公告", "<nav><a href=/>首页 / باش بەت</a></nav><div>首页 &gt; 通知公告</div>", "通知公告"),
    ],
)
def test_a_column_is_called_what_a_reader_would_call_it(head: str, body: str, name: str) -> None:
    rows = listed("<p><a href={i}.html>{t}</a>（{d}）</p>")
    assert list_page.read(Page(AT_HOME, f"<title>{head}</title>{body}{rows}", depth=1)).name == name


@pytest.mark.parametrize(
    "body",
    [
        "<h1>油茶示范基地挂牌<br><span>2025-06-10 09:01 来源：产业股 点击：3</span></h1><p>6月8日，示范基地挂牌仪式举行。</p>",
        "<h1>油茶示范基地挂牌</h1><div><span>2025-06-10 09:01</span><span>某区发布</span></div><p>6月8日，示范基地挂牌仪式举行。</p>",
    ],
)
def test_the_line_under_a_headline_tells_the_day_of_a_short_text(body: str) -> None:
    found = article.read(Page("http://www.example.gov.cn/n/n88", f"<title>油茶示范基地挂牌 - 某局</title>{body}", depth=1))
    assert (found.is_article, found.title, found.published) == (True, "油茶示范基地挂牌", "2025-06-10T09:01")


def test_a_day_of_change_in_the_foot_makes_no_article() -> None:
    links = "".join(f"<li><a href=http://{i}.gov.cn>某某政府网站</a></li>" for i in range(4))
    page = Page(
        "http://www.example.gov.cn/yqlj/", f"<title>友情链接</title><ul>{links}</ul><p>蜀ICP备05000001号 更新日期：2025-06-11</p>", depth=1
    )
    assert not article.read(page).is_article


def test_of_several_columns_of_days_the_one_of_publication_counts_or_none() -> None:
    table = "<table><tr><th>案件</th><th>处罚决定日期</th><th>{}</th></tr>" + listed(
        "<tr><td><a href={i}>{t}</a></td><td>2024-12-0{i}</td><td>{d}</td></tr>"
    )
    assert [item.date for item in read(table.replace("<th>{}", "<th>公示日期") + "</table>").items] == [day for _, day in ROWS]
    assert [item.date for item in read(table.replace("<th>{}", "<th>履行日期") + "</table>").items] == ["", "", ""]


@pytest.mark.parametrize(
    "body",
    [
        "<ul class=list></ul><script>initList('12')</script>",
        "<ul class=list style='display:none'></ul><div id=grid></div><script>var g=new Grid('#grid');g.load(7)</script>",
        "<div class=list v-html=html></div>",
        "<div class=list hx-get=/frag/tz></div>",
        "<ul class=list></ul><div style='display:none'>暂无数据</div><script>initList('12')</script>",
    ],
)
def test_an_empty_place_that_something_may_fill_says_by_what(body: str) -> None:
    found = read(body)
    assert found.script
    assert not found.empty


@pytest.mark.parametrize("script", ["createPageHTML(1, 0, 'index', 'html')", "document.write('x')", "_hmt.push(['a'])", "setTab('one',1)"])
def test_calls_that_fill_no_list_are_no_sign(script: str) -> None:
    assert not read(f"<ul class=list></ul><script>{script}</script>").script


def test_a_field_without_a_value_is_not_the_pages_word_that_there_is_nothing() -> None:
    assert not read("<p>相关附件：暂无</p><p>通知内容详见大厅公告栏。</p>").empty
    assert read("<p>暂无数据</p>").empty == "暂无数据"
