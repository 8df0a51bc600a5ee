"""The column ledger on small sites: what must be found, what must never be accused, and the register's say."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.facts_columns.site import AS_OF, FOOTER, NAVIGATION, by_name, frame, ledger, list_page

from zhengjian.facts.column_state import Dated, descending, registered_period
from zhengjian.facts.columns import as_json, forecast
from zhengjian.model import SHANGHAI, FetchCode, RegisteredColumn

H = "http://www.a.gov.cn"
HOME = {f"{H}/": frame("首页", "<p>欢迎</p>")}
NEWS = ["2025-06-18", "2025-06-16", "2025-06-11"]
CRUMB = '<div class="wz">当前位置：<a href="/">首页</a> &gt; {}</div>'


def test_the_four_columns_of_a_plain_site() -> None:
    found = by_name(
        ledger(
            HOME
            | {
                f"{H}/xwdt/": list_page("新闻动态", NEWS),
                f"{H}/tzgg/": list_page("通知公告", ["2024-12-20", "2024-11-01"]),
                f"{H}/zcwj/": list_page("政策文件", ["2024-12-19", "2024-11-01"]),
                f"{H}/jgzn/": frame("机构职能", CRUMB.format("机构职能") + "<p>" + "负责全市有关工作的组织协调和监督管理，" * 8 + "</p>"),
            }
        )
    )
    assert {name: column.state for name, column in found.items()} == {
        "新闻动态": "fresh",
        "通知公告": "near-stale",  # exactly six calendar months old: its last day
        "政策文件": "stale",  # one day more
        "机构职能": "exempt",
    }
    assert found["政策文件"].period_days == 180 and found["新闻动态"].period_days == 14


def test_a_home_page_that_was_not_read_whole_gives_no_ledger() -> None:
    found = ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", ["2020-01-01"])}, home_code=FetchCode.CHALLENGE)
    assert not found.complete and found.columns == ()


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ('<ul id="list"></ul><script>$.ajax({url:"/api/list",success:draw})</script>', "unknown"),
        ('<ul><li v-for="n in rows">{{n.title}}</li></ul>', "unknown"),
        ('<div id="list">正在加载...</div>', "unknown"),
        ('<iframe src="/list/tzgg.html"></iframe>', "unknown"),
        ('<ul class="list"></ul><script src="/js/tzgg.js"></script>', "unknown"),
        ('<ul class="list"></ul><video src="/tu/a.mp4"></video>', "unknown"),
        ('<div class="list">暂无数据</div><iframe src="/doc/view.htm"></iframe>', "unknown"),
        ('<div class="list">暂无数据</div><a href="/doc/a.pdf">下载附件一</a>', "unknown"),
        ('<ul class="list"></ul><img src="/tu/liuchengtu.jpg">', "unknown"),
        ('<ul class="list"></ul><p>咨询电话</p><p>周一至周五</p><p>上午九点</p><p>下午五点</p><p>市政府大楼</p><p>三楼大厅</p>', "unknown"),
        ('<ul class="list"></ul>', "blank"),
        ("<div class='list'>暂无数据</div>", "blank"),
        ("<div class='list'>栏目正在建设中</div>", "blank"),
    ],
)
def test_only_a_really_empty_list_is_blank(body: str, state: str) -> None:
    pages = HOME | {
        f"{H}/xwdt/": list_page("新闻动态", NEWS),
        f"{H}/zcwj/": list_page("政策文件", ["2025-05-01", "2025-02-01"]),
        f"{H}/jgzn/": frame("机构职能", CRUMB.format("机构职能") + "<p>负责全市有关工作的组织协调和监督管理。</p>"),
        f"{H}/tzgg/": frame("通知公告", CRUMB.format("通知公告") + body),
    }
    assert by_name(ledger(pages))["通知公告"].state == state


def test_a_page_that_was_cut_off_is_neither_stale_nor_blank() -> None:
    whole = list_page("新闻动态", ["2025-01-01", "2024-12-01"])
    found = by_name(ledger(HOME | {f"{H}/xwdt/": whole}, cut=frozenset({f"{H}/xwdt/"})))
    assert found["新闻动态"].state == "unknown"


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        (["3天前", "5天前", "1个月前"], "fresh"),
        (["06-18", "06-02", "05-30"], "fresh"),
        (["2023-01-01", "2022-05-05", "2025-06-18", "2025-06-11", "2025-06-02", "2025-05-30"], "fresh"),  # pinned
        (["2024-01-01", "2024-05-05", "2025-06-18"], "fresh"),  # from old to new
        (["2031-01-01", "2025-05-01", "2025-04-01"], "stale"),  # a date nobody can have seen is refused
        (["2025-06-25", "2025-05-01", "2025-04-01"], "unknown"),  # after the moment, yet possible: proves nothing
        (["", "", ""], "unknown"),
        (["2025-06-05", "2025-05-01", "2025-04-01"], "stale"),
        (["2025-06-06", "2025-05-01", "2025-04-01"], "near-stale"),  # exactly fourteen days
    ],
)
def test_dates_of_a_news_column(dates: list[str], state: str) -> None:
    assert by_name(ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", dates)}))["新闻动态"].state == state


def test_the_visible_date_of_an_article_decides_where_the_list_has_none() -> None:
    article = frame(
        "标题", "<h1>关于新闻动态的第0条信息标题</h1><p>发布时间：2025-06-17 来源：本站</p><p>" + "会议强调了有关事项。" * 12 + "</p>"
    )
    found = by_name(ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", ["", ""]), f"{H}/xwdt/1000.html": article}))
    column = found["新闻动态"]
    assert column.state == "fresh" and column.last is not None and (column.last.date, column.last.origin) == ("2025-06-17", "article-text")


def test_further_pages_belong_to_their_list() -> None:
    first = list_page("新闻动态", NEWS, extra='<p><a href="index_2.html">2</a> <a href="index_2.html">下一页</a></p>')
    second = list_page("新闻动态", ["2021-01-01", "2020-12-01"], path="old")
    by_query = list_page("通知公告", ["2025-05-01", "2025-04-01"])
    found = ledger(
        HOME
        | {
            f"{H}/xwdt/": first,
            f"{H}/xwdt/index_2.html": second,
            f"{H}/tzgg/": by_query,
            f"{H}/tzgg/?pageNum=2": list_page("通知公告", ["2020-05-01", "2020-04-01"], path="o"),
        }
    )
    assert sorted(column.name for column in found.columns if column.evidence) == ["新闻动态", "通知公告"]
    assert by_name(found)["新闻动态"].items == 5


def test_a_folder_of_sub_columns_is_no_column_and_not_blank() -> None:
    row = '<li><a href="/zwgk/{1}/{2}.html">关于{0}的第{2}条信息标题</a><span>{3}</span></li>'
    rows = row.replace("{2}", "1").replace("{3}", "2025-06-01") + row.replace("{2}", "2").replace("{3}", "2025-05-01")
    box = '<div class="b"><h3>{0}<a href="/zwgk/{1}/">更多</a></h3><ul>' + rows + "</ul></div>"
    pages = HOME | {
        f"{H}/xwdt/": frame("新闻动态", CRUMB.format("新闻动态") + box.format("工作动态", "gz") + box.format("区县动态", "qx")),
        f"{H}/zwgk/gz/": list_page("工作动态", ["2025-06-18", "2025-06-01"]),
        f"{H}/zwgk/qx/": list_page("区县动态", ["2025-05-01", "2025-04-01"]),
    }
    found = by_name(ledger(pages))
    assert "新闻动态" not in found or found["新闻动态"].state not in {"blank", "stale"}
    assert found["工作动态"].state == "fresh" and found["区县动态"].state == "stale"


def test_friend_links_and_other_sites_are_no_columns() -> None:
    rows = "".join(f'<li><a href="http://www.other{n}.gov.cn/">某某单位第{n}门户网站</a></li>' for n in range(6))
    pages = HOME | {f"{H}/yqlj/": frame("友情链接", CRUMB.format("友情链接") + f"<ul>{rows}</ul>")}
    assert "友情链接" not in by_name(ledger(pages))


def test_columns_of_a_topic_do_not_have_to_live() -> None:
    crumb = '<div class="wz">当前位置：<a href="/">首页</a> &gt; <a href="/zt/">专题专栏</a> &gt; 工作动态</div>'
    row = '<li><a href="{0}.html">专题活动第{0}次会议召开</a><span>202{0}-01-01</span></li>'
    rows = f"<ul>{row.format(2)}{row.format(1)}</ul>"
    found = by_name(ledger(HOME | {f"{H}/zt/dj/": frame("工作动态", crumb + rows)}))
    assert found["工作动态"].state == "exempt"


def test_another_list_on_the_page_makes_a_stale_column_doubtful() -> None:
    row = '<div><a href="/xwdt/n{0}.html">市委召开第{0}次会议研究部署重点工作</a></div>'
    headline = f'<div class="tt">{row.format(1)}{row.format(2)}</div>'
    pages = HOME | {f"{H}/xwdt/": list_page("新闻动态", ["2025-05-01", "2025-04-01", "2025-03-01"], extra=headline)}
    assert by_name(ledger(pages))["新闻动态"].state == "unknown"


def test_the_register_corrects_and_both_differences_are_kept() -> None:
    rows = (
        RegisteredColumn(site_id="1", name="要闻", url=f"{H}/xwdt/", kind="通知公告"),
        RegisteredColumn(site_id="1", name="公告", url=f"{H}/tzgg/index.html", period_days=30),
        RegisteredColumn(site_id="1", name="不存在的栏目", url=f"{H}/none/", kind="动态要闻"),
    )
    pages = HOME | {
        f"{H}/xwdt/": list_page("新闻动态", ["2025-05-01", "2025-04-01"]),
        f"{H}/tzgg/": list_page("通知公告", ["2025-05-19", "2025-04-01"]),
    }
    found = ledger(pages, columns=rows)
    columns = by_name(found)
    assert columns["要闻"].kind == "通知公告" and columns["要闻"].state == "fresh"
    assert columns["公告"].state == "stale", "a registered rhythm of one month"
    assert columns["不存在的栏目"].state == "unknown" and not columns["不存在的栏目"].found
    assert found.only_registered == ("不存在的栏目",)
    assert {"政策文件", "机构职能"} <= set(found.only_found)


def test_a_few_corrections_of_kinds_are_no_list_of_a_site_s_columns() -> None:
    row = RegisteredColumn(site_id="1", name="新闻动态", url=f"{H}/xwdt/", kind="通知公告")
    found = ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", ["2025-05-01", "2025-04-01"])}, columns=(row,))
    assert len(found.columns) == 4 and found.only_found == ()


@pytest.mark.parametrize(
    ("by", "until", "state"),
    [
        ("办公厅", date(2025, 12, 31), "exempt"),
        ("", date(2025, 12, 31), "stale"),
        ("办公厅", date(2025, 6, 19), "stale"),
        ("办公厅", None, "stale"),
    ],
)
def test_an_exemption_needs_reason_approver_and_expiry(by: str, until: date | None, state: str) -> None:
    row = RegisteredColumn(site_id="1", name="新闻动态", url=f"{H}/xwdt/", exempt_reason="机构改革", exempt_by=by, exempt_until=until)
    found = by_name(ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", ["2025-05-01", "2025-04-01"])}, columns=(row,)))
    assert found["新闻动态"].state == state


def test_the_contract_line_and_the_forecast() -> None:
    found = ledger(HOME | {f"{H}/xwdt/": list_page("新闻动态", ["2025-06-10", "2025-06-01"])})
    line = next(line for line in as_json("5101000001", found) if line["name"] == "新闻动态")
    assert line["site_id"] == "5101000001" and line["url"] == f"{H}/xwdt/" and line["items"] == 2
    assert line["last"] == {"date": "2025-06-10", "from": "list"} and line["period_days"] == 14 and line["state"] == "near-stale"
    (due,) = forecast(found.columns, AS_OF, 7)
    assert (due.days_left, due.last_day) == (4, date(2025, 6, 24))
    assert forecast(found.columns, AS_OF, 3) == []


def test_small_disorder_is_still_a_list_from_new_to_old() -> None:
    def run(*days: int) -> bool:
        return descending([Dated(at=datetime(2025, 5, day, tzinfo=SHANGHAI), origin="list") for day in days])

    assert run(28, 27, 24, 25, 20, 19, 18, 15)
    assert run(1, 28, 27, 24, 20, 19, 18, 15), "one pinned item"
    assert not run(1, 5, 9, 14, 20, 25)
    assert not run(20, 3, 25, 8, 28, 1)


def test_a_registered_half_year_means_calendar_months() -> None:
    assert registered_period(180) == (0, 6) and registered_period(365) == (0, 12) and registered_period(10) == (10, 0)


def test_navigation_and_footer_are_no_lists() -> None:
    assert NAVIGATION and FOOTER
    assert by_name(ledger(HOME))["新闻动态"].reason.startswith("栏目页未读取")


def in_frame(name: str, source: str) -> str:
    return frame(name, CRUMB.format(name) + f'<iframe src="{source}" width="100%"></iframe>')


def test_a_list_in_a_frame_of_the_site_is_the_list_of_its_column() -> None:
    old = ["2023-06-01", "2023-05-20", "2023-05-02"]
    pages = HOME | {
        f"{H}/xwdt/": in_frame("新闻动态", "/inner/list_8.html"),
        f"{H}/inner/list_8.html": "<html><body>" + list_page("", NEWS) + "</body></html>",
        f"{H}/tzgg/": in_frame("通知公告", "/inner/list_9.html"),
        f"{H}/inner/list_9.html": "<html><body>" + list_page("", old, path="old") + "</body></html>",
        f"{H}/zcwj/": in_frame("政策文件", "/inner/list_7.html"),
    }
    found = by_name(ledger(pages))
    assert {name: found[name].state for name in ("新闻动态", "通知公告", "政策文件")} == {
        "新闻动态": "fresh",
        "通知公告": "stale",
        "政策文件": "unknown",
    }
    assert not [column for column in found.values() if "/inner/" in column.url]


def test_pictures_on_a_home_page_that_only_leads_are_its_navigation() -> None:
    home = "".join(
        f'<a href="/{path}/"><img src="/i/{path}.png" alt="{name}"></a>' for path, name in (("dt", "工作动态"), ("tz", "通知公告"))
    )
    empty = "<html><head><title>通知公告-某局</title></head><body><h2>通知公告</h2><ul class=list></ul></body></html>"
    found = by_name(ledger({f"{H}/": f"<html><body><div class=big>{home}</div></body></html>", f"{H}/tz/": empty}))
    assert found["通知公告"].state == "blank"
    assert found["工作动态"].state == "unknown"
