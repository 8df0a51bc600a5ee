"""Lists whose further pages, or all of whose rows, only a script's text tells: followed over real HTTP, and judged."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from jobs.conftest import HOST, Crawl
from jobs.site_server import Answer, SiteServer
from zhengjian.archive import StoredFacts
from zhengjian.checks import dead_links
from zhengjian.facts.base import Coverage, Moment, Pages, Registered, Resolver
from zhengjian.facts.columns import Column, Columns
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.jobs import RoundResult
from zhengjian.model import SHANGHAI, Outcome, Site, Unit

AS_OF = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
MOMENT = Moment(as_of=AS_OF, period_start=datetime(2025, 4, 1, tzinfo=SHANGHAI), period_end=datetime(2025, 7, 1, tzinfo=SHANGHAI))
NAMES = {"tz": "通知公告", "xw": "部门动态", "zc": "政策文件", "rs": "人事信息"}
NAVIGATION = "<div class=nav>" + "".join(f'<a href="/{path}/">{name}</a>' for path, name in NAMES.items()) + "</div>"


def answer(name: str, body: str) -> Answer:
    """A page of the site, with enough words to be no shell."""
    words = "<p>" + "本栏目由办公室负责维护，欢迎社会各界监督。" * 12 + "</p>"
    head = f"<head><meta charset=utf-8><title>{name}-某局</title></head>"
    return Answer(f"<html>{head}<body>{NAVIGATION}<p>首页 &gt; {name}</p>{body}{words}</body></html>".encode())


def rows(days: tuple[str, ...], path: str) -> str:
    return "".join(f"<li><a href='/{path}/{day}.html'>关于{day}有关工作安排的信息</a><i>{day}</i></li>" for day in days)


def data(days: tuple[str, ...]) -> Answer:
    listed = [{"id": day, "title": f"关于{day}有关工作安排的通知", "url": f"/tz/{day}.html", "publishDate": f"{day} 10:00"} for day in days]
    return Answer(json.dumps({"code": 0, "data": {"list": listed}}).encode(), kind="application/json")


def records(days: tuple[str, ...]) -> str:
    listed = "".join(f"<record><![CDATA[{rows((day,), 'xw')}]]></record>" for day in days)
    return f"<datastore><recordset>{listed}</recordset></datastore>"


def ledger(result: RoundResult) -> dict[str, Column]:
    site = Site(site_id="5101000001", name="某局", home=f"http://{HOST}/", unit="U1", kind="市级部门")
    given = (MOMENT, result.coverage, Registered(site=site, unit=Unit(code="U1", name="某局")))

    def itself(columns: Columns) -> Columns:
        return columns

    found: Columns = Resolver(StoredFacts(result.folder, given)).call(itself)
    return {column.name: column for column in found.columns}


def test_data_groups_and_numbered_pages_are_followed_and_a_posted_request_is_not_made(crawl_one: Crawl) -> None:
    proxy = "/module/web/jpage/dataproxy.jsp?page={}&columnid=7"
    group = f'<nextgroup><![CDATA[<a href="{proxy.format(1)}"></a>]]></nextgroup>'
    ask = "$.ajax({url:'/api/list?channel=tz&page='+p,dataType:'json',success:show})"
    pages = {
        "/": answer("某局", ""),
        "/tz/": answer("通知公告", f"<ul id=lst></ul><script>function load(p){{{ask}}}load(1)</script>"),
        "/api/list?channel=tz&page=1": data(("2025-06-18", "2025-06-02", "2025-05-06")),
        "/xw/": answer(
            "部门动态",
            f"<script type='text/xml'>{group}{records(('2025-06-19', '2025-06-16'))}</script>"
            "<script>$('#1').jpage({perPage:1,totalRecord:6,groupSize:2})</script>",
        ),
        proxy.format(1): Answer(records(("2025-06-10", "2025-06-05")).encode(), kind="text/xml"),
        proxy.format(2): Answer(records(("2025-05-20", "2025-05-01")).encode(), kind="text/html"),
        "/zc/": answer(
            "政策文件",
            f"<ul>{rows(('2025-05-12', '2025-04-01'), 'zc')}</ul><a href='javascript:goPage(2)'>下一页</a> 第1/3页"
            "<script>function goPage(n){location.href='list_'+n+'.html'}</script>",
        ),
        "/zc/list_2.html": answer("政策文件", f"<ul>{rows(('2025-03-01', '2025-02-01'), 'zc')}</ul>"),
        "/zc/list_3.html": answer("政策文件", f"<ul>{rows(('2025-01-02', '2024-12-01'), 'zc')}</ul>"),
        "/rs/": answer("人事信息", "<ul id=lst></ul><script>$.post('/api/rs?page=1',show)</script>"),
    }
    with SiteServer(pages) as server:
        found = ledger(crawl_one(server))
        asked = [line for line in server.asked if "/api/rs" in line]
    read = {name: (column.state, column.items, column.last.date if column.last else "") for name, column in found.items()}
    assert read["通知公告"] == ("fresh", 3, "2025-06-18")
    assert read["部门动态"] == ("fresh", 6, "2025-06-19")
    assert read["政策文件"] == ("fresh", 6, "2025-05-12")
    assert (read["人事信息"][0], asked) == ("unknown", [])


OLD = ("2023-06-18", "2023-06-02", "2023-05-06")
PLACE = "<ul id=lst></ul>"
ASKS = "$.getJSON('/api/list?channel=tz',show)"


@pytest.mark.parametrize(
    ("body", "days", "state", "why"),
    [
        (f"{PLACE}<script>{ASKS}</script>", OLD, "stale", "最近更新 2023-06-18"),
        (f"{PLACE}<script>{ASKS}</script>", OLD[::-1], "unknown", "不是按时间倒序"),
        (f"{PLACE}<script>{ASKS}</script>", OLD[:2], "unknown", "未经浏览器读取"),
        (f"{PLACE}<script>function more(p){{$.getJSON('/api/list?channel=tz&page='+p,show)}}</script>", OLD, "unknown", "未经浏览器读取"),
        (f"{PLACE}<script>{ASKS};$.post('/api/tz/newest',top)</script>", OLD, "unknown", "未经浏览器读取"),
        (f"{PLACE}<script>{ASKS};$.getJSON('/api/newest?t='+now(),top)</script>", OLD, "unknown", "未经浏览器读取"),
        (f"{PLACE}<script>{ASKS};$.getJSON('/api/gone',top)</script>", OLD, "unknown", "未经浏览器读取"),
        (f"{PLACE}<script>{ASKS}</script><script src='/js/rows.js'></script>", OLD, "unknown", "可能生成列表的脚本"),
        (f"{PLACE}<script>{ASKS}</script>", ("2025-06-18", *OLD), "fresh", ""),
    ],
    ids=["all-read", "upwards", "two-rows", "guessed-page", "posted-too", "more-unknown", "one-failed", "another-file", "new"],
)
def test_data_that_a_script_fetches_are_judged_when_nothing_else_is_fetched(
    crawl_one: Crawl, body: str, days: tuple[str, ...], state: str, why: str
) -> None:
    pages = {"/": answer("某局", ""), "/tz/": answer("通知公告", body)}
    pages |= dict.fromkeys(("/api/list?channel=tz", "/api/list?channel=tz&page=1"), data(days))
    pages["/js/rows.js"] = Answer(b"render(rows)", kind="application/javascript")
    with SiteServer(pages) as server:
        column = ledger(crawl_one(server))["通知公告"]
    assert (column.state, column.items) == (state, len(days))
    assert why in column.reason


def test_a_list_that_only_a_script_file_tells_of_is_read_and_one_that_two_pages_share_is_none(crawl_one: Crawl) -> None:
    """``list.js`` knows the address, the page the channel; ``hot.js`` asks the same on every page."""
    file = "<script src='/js/list.js'></script>"
    pages = {
        "/": answer("某局", ""),
        "/tz/": answer("通知公告", f"{PLACE}<script>var channel='tz'</script>{file}"),
        "/xw/": answer("部门动态", f"{PLACE}<script>var channel='xw'</script>{file}"),
        "/zc/": answer("政策文件", f"{PLACE}<script src='/js/hot.js'></script>"),
        "/rs/": answer("人事信息", f"{PLACE}<script src='/js/hot.js'></script>"),
        "/js/list.js": Answer(b"$.getJSON('/api/list?channel='+channel,show)", kind="application/javascript"),
        "/js/hot.js": Answer(b"$.getJSON('/api/hot',show)", kind="application/javascript"),
        "/api/list?channel=tz": data(("2025-06-18", "2025-06-02", "2025-05-06")),
        "/api/list?channel=xw": data(OLD),
        "/api/hot": data(("2025-06-19", "2025-06-18")),
    }
    with SiteServer(pages) as server:
        found = ledger(crawl_one(server))
    read = {name: (column.state, column.items, column.last.date if column.last else "") for name, column in found.items()}
    assert read["通知公告"] == ("fresh", 3, "2025-06-18")
    assert read["部门动态"] == ("unknown", 3, "2023-06-18")
    assert "脚本文件" in found["部门动态"].reason
    assert (read["政策文件"], read["人事信息"]) == (("unknown", 0, ""), ("unknown", 0, ""))


def test_an_address_that_was_only_worked_out_is_no_dead_link(crawl_one: Crawl) -> None:
    script = "<script>function goPage(n){location.href='list_'+n+'.html'}</script>"
    pages = {
        "/": answer("某局", ""),
        "/zc/": answer(
            "政策文件", f"<ul>{rows(('2025-05-12', '2025-04-01'), 'zc')}</ul><a href='javascript:goPage(2)'>下一页</a> 1/2页{script}"
        ),
        "/tz/": answer("通知公告", "<a href='/gone.html'>关于某事的通知</a>"),
    }
    pages |= {f"/zc/{day}.html": answer("文件", "") for day in ("2025-05-12", "2025-04-01")}
    pages |= {"/xw/": answer("部门动态", ""), "/rs/": answer("人事信息", "")}
    with SiteServer(pages) as server:
        result = crawl_one(server)

    def judged(coverage: Coverage, targets: Pages[LinkTarget], links: Pages[PageLinks]) -> Outcome:
        return dead_links.check(coverage, targets, links, dead_links.Limits())

    outcome: Outcome = Resolver(StoredFacts(result.folder, (MOMENT, result.coverage))).call(judged)
    assert any(attempt.url.endswith("/zc/list_2.html") for attempt in result.coverage.attempts)
    assert [finding.value for finding in outcome.findings] == [f"http://{HOST}/gone.html"]
