"""The crawl of one site over real HTTP: what is visited, what is left out and why, and what a bad answer is called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from jobs.conftest import HOST, Crawl
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import StoredFacts, body, snapshot, verify
from zhengjian.checks._pages import unread
from zhengjian.facts.base import Attempt
from zhengjian.facts.footer import Footer
from zhengjian.facts.links import PageLinks
from zhengjian.facts.privacy import PersonalData
from zhengjian.facts.static_answer import StaticAnswer
from zhengjian.fetch.browser import chromium
from zhengjian.jobs import RoundResult
from zhengjian.jobs import line as waiting_line
from zhengjian.model import FetchCode as Code


def attempts(result: RoundResult) -> dict[str, Attempt]:
    """The round's attempts by path (or address, outside)."""
    return {attempt.url.removeprefix(f"http://{HOST}"): attempt for attempt in result.coverage.attempts}


def test_a_site_is_crawled_whole_and_read_back(crawl_one: Crawl, tmp_path: Path) -> None:
    pages = {"/": page("/a.html", "/b/"), "/a.html": page("/", "/b/c.html"), "/b/": page("/b/c.html"), "/b/c.html": page("/")}
    with SiteServer(pages) as server:
        result = crawl_one(server)
    seen = attempts(result)
    assert {path: (seen[path].code, seen[path].depth) for path in pages} == {
        "/": (Code.OK, 0),
        "/a.html": (Code.OK, 1),
        "/b/": (Code.OK, 1),
        "/b/c.html": (Code.OK, 2),
    }
    assert result.coverage.home_seen and result.coverage.complete and result.pages == 4
    assert set(seen["/b/c.html"].linked_from) == {f"http://{HOST}/a.html", f"http://{HOST}/b/"}
    readings = StoredFacts(result.folder, ()).pages(PageLinks)
    assert [reading.url.removeprefix(f"http://{HOST}") for reading in readings] == ["/", "/a.html", "/b/", "/b/c.html"]
    root = tmp_path / "archive"
    assert body(root, seen["/a.html"].snapshot) == pages["/a.html"].body
    assert snapshot(root, seen["/"].snapshot).http_status == 200
    assert verify(root) == []


def test_every_bad_link_is_tried_twice_and_named(crawl_one: Crawl) -> None:
    links = (
        "/gone.html",
        "/missing.png",
        "/file.pdf",
        "http://nx.test/",
        "http://closed.test/",
        "http://other.test/fine",
        "http://unlisted.test/",
    )
    pages = {
        "/": Answer(page(*links).body.replace(b"</body>", b"<img src='/missing.png'><img src='/refuses-head.png'></body>")),
        "/file.pdf": Answer(b"%PDF-1.4 x", kind="application/pdf"),
        "/refuses-head.png": lambda path, before: Answer(b"", 405) if before == 0 else Answer(b"png", kind="image/png"),
        "other.test/fine": page(),
    }
    with SiteServer(pages) as server:
        seen = attempts(crawl_one(server))
    found = {path: (seen[path].kind, seen[path].code, seen[path].tries) for path in seen if path != "/"}
    assert found["/gone.html"] == ("page", Code.HTTP_ERROR, 2) and seen["/gone.html"].http_status == 404
    assert found["/missing.png"] == ("image", Code.HTTP_ERROR, 3)  # HEAD, then GET twice
    assert found["/refuses-head.png"] == ("image", Code.OK, 2)
    assert found["/file.pdf"] == ("attachment", Code.OK, 1)
    assert found["http://nx.test/"][:2] == ("external", Code.DOWN_DNS) and found["http://nx.test/"][2] >= 2
    assert found["http://closed.test/"][:2] == ("external", Code.DOWN_CONN)
    assert found["http://other.test/fine"] == ("external", Code.OK, 1)
    assert found["http://unlisted.test/"][1] is Code.BLOCKED_POLICY
    assert all(attempt.snapshot for attempt in seen.values() if attempt.code is not None)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(b"<html>Forbidden</html>", 403), Code.BLOCKED),
        (Answer(b"", 429, headers={"Retry-After": "1"}), Code.BLOCKED),
        (Answer(b"<script>$_ts=1;</script>", 412), Code.CHALLENGE),
        (Answer(b"<script>document.cookie='a=1';location.reload()</script>"), Code.CHALLENGE),
        (
            Answer("<html><title>网站防火墙</title><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>".encode()),
            Code.CHALLENGE,
        ),
        (Answer(b"<html>error</html>", 500), Code.DOWN_HTTP),
        (Answer(b"", 200), Code.DOWN_EMPTY),
        (Answer("<html><title>提示</title><body><h1>网站正在升级维护，请稍后访问</h1></body></html>".encode()), Code.DOWN_EMPTY),
        (Answer(b"<html><title>Welcome to nginx!</title><body><h1>Welcome to nginx!</h1></body></html>"), Code.DOWN_EMPTY),
        (Answer(b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>"), Code.PARSE_PARTIAL),
    ],
)
def test_a_home_page_that_cannot_be_seen_is_not_seen(crawl_one: Crawl, answer: Answer, code: Code) -> None:
    with SiteServer({"/": answer}) as server:
        coverage = crawl_one(server).coverage
    assert coverage.home is not None and coverage.home.code is code
    assert not coverage.home_seen and "首页未能完整读取" in coverage.why_unseen


def test_a_home_page_that_opens_on_the_second_try_is_open(crawl_one: Crawl) -> None:
    with SiteServer({"/": lambda path, before: Answer(b"", 502) if before == 0 else page()}) as server:
        coverage = crawl_one(server).coverage
    assert coverage.home_seen and coverage.home is not None and coverage.home.tries == 2


@pytest.mark.parametrize(
    "signpost",
    [
        "<html><head><script>window.location.href='/portal/index.shtml';</script></head><body></body></html>",
        "<html><head><meta http-equiv='refresh' content='0;url=portal/index.shtml'></head>"
        "<body>正在跳转，请稍候，或<a href='portal/index.shtml'>点此</a></body></html>",
    ],
)
def test_a_home_page_that_is_only_a_signpost_is_followed(crawl_one: Crawl, signpost: str) -> None:
    pages = {"/": Answer(signpost.encode()), "/portal/index.shtml": page("/a.html"), "/a.html": page()}
    with SiteServer(pages) as server:
        result = crawl_one(server)
    home = result.coverage.home
    assert result.coverage.home_seen and home is not None and home.url == f"http://{HOST}/"
    assert home.final_url == f"http://{HOST}/portal/index.shtml"
    readings = StoredFacts(result.folder, ()).pages(PageLinks)
    assert readings.home is not None and readings.home.url == f"http://{HOST}/portal/index.shtml"
    assert attempts(result)["/a.html"].code is Code.OK


def test_a_signpost_to_another_owner_is_for_a_person(crawl_one: Crawl) -> None:
    signpost = Answer(b"<html><script>location.href='http://other.test/'</script></html>")
    with SiteServer({f"{HOST}/": signpost, "other.test/": page()}) as server:
        coverage = crawl_one(server).coverage
    assert coverage.home is not None and coverage.home.code is Code.REDIRECT_OFFSITE


def test_a_redirect_to_another_owner_is_for_a_person(crawl_one: Crawl) -> None:
    moved = Answer(status=302, headers={"Location": "http://other.test/"})
    with SiteServer({f"{HOST}/": moved, "other.test/": page()}) as server:
        coverage = crawl_one(server).coverage
    assert coverage.home is not None and coverage.home.code is Code.REDIRECT_OFFSITE


def test_sites_that_share_a_host_keep_to_their_directories(crawl_one: Crawl) -> None:
    pages = {"/jyj/": page("/jyj/a.html", "/wjw/b.html"), "/jyj/a.html": page(), "/wjw/b.html": page("/wjw/c.html"), "/wjw/c.html": page()}
    with SiteServer(pages) as server:
        seen = attempts(crawl_one(server, f"http://{HOST}/jyj/", others=(f"http://{HOST}/jyj/", f"http://{HOST}/wjw/")))
        assert server.count("/wjw/c.html") == 0
    assert seen["/jyj/a.html"].kind == "page" and seen["/wjw/b.html"].kind == "external"


def test_robots_budget_and_traps_are_told_never_silent(crawl_one: Crawl) -> None:
    pages = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /inner/\nSitemap: http://www.a.gov.cn/map.xml", kind="text/plain"),
        "/": page("/inner/x.html", "/1.html", "/2.html", "/3.html", "/user?action=delete", "/s/a/b/s/a/b/s/a/b/s/a/b/"),
        "/map.xml": Answer(b"<urlset><url><loc>http://www.a.gov.cn/old.html</loc></url></urlset>", kind="text/xml"),
        "*": page(),
    }
    with SiteServer(pages) as server:
        result = crawl_one(server, page_budget=3)
        assert server.count("/inner/x.html") == 0 and server.count("/user?action=delete") == 0
    reasons = {path: attempt.reason for path, attempt in attempts(result).items() if attempt.reason}
    assert reasons["/inner/x.html"] == "robots.txt 不允许抓取"
    assert reasons["/3.html"] == reasons["/old.html"] == "超过本轮页面预算（3页）"
    assert "可能改变网站内容" in reasons["/user?action=delete"] and "循环重复" in reasons["/s/a/b/s/a/b/s/a/b/s/a/b/"]
    assert result.pages == 3 and not result.coverage.complete


def test_robots_that_cannot_be_read_close_the_site_but_not_its_home(crawl_one: Crawl) -> None:
    with SiteServer({"/": page("/a.html"), "/robots.txt": Answer(b"", 500), "/a.html": page()}) as server:
        result = crawl_one(server)
        assert server.count("/a.html") == 0
    assert result.coverage.home_seen and "robots.txt 无法读取" in attempts(result)["/a.html"].reason


@pytest.mark.parametrize("robots", ["User-agent: *\nDisallow: /css/", ""])
def test_no_page_waits_for_a_style_sheet_that_never_comes(crawl_one: Crawl, robots: str) -> None:
    styled = Answer(page().body.replace(b"<head>", b"<head><link rel=stylesheet href='/css/gone.css'>"))
    pages = {"/": page("/a.html"), "/a.html": styled, "/robots.txt": Answer(robots.encode(), kind="text/plain")}
    with SiteServer(pages) as server:
        result = crawl_one(server)
    seen = attempts(result)
    assert seen["/a.html"].code is Code.OK
    assert seen["/css/gone.css"].reason == "robots.txt 不允许抓取" if robots else seen["/css/gone.css"].tries == 2


def test_a_site_that_begins_to_refuse_is_left_alone_and_not_called_seen(crawl_one: Crawl) -> None:
    def gate(path: str, before: int) -> Answer:
        return page(*(f"/{n}.html" for n in range(100))) if path == "/" else Answer(b"", 403 if path > "/2" else 200)

    with SiteServer({"*": gate, "/robots.txt": Answer(b"", 404)}) as server:
        result = crawl_one(server)
        assert sum(server.asked.values()) < 60
    assert result.coverage.home_seen and not result.coverage.complete
    assert any("已停止抓取" in attempt.reason for attempt in result.coverage.attempts)
    data = StoredFacts(result.folder, ()).pages(PersonalData)
    assert "被拒绝访问" in unread(data, result.coverage), "what was refused is not free of faults"


def test_a_page_under_two_names_is_read_once(crawl_one: Crawl) -> None:
    moved = Answer(status=302, headers={"Location": "/a.html"})
    home = page("/index.html", "/a.html", "/old.html", "http://a.gov.cn/a.html")
    with SiteServer({"/": home, "/index.html": home, "/a.html": page(text="正文" * 100), "/old.html": moved}) as server:
        result = crawl_one(server)
    readings = StoredFacts(result.folder, ()).pages(PageLinks)
    assert [reading.url.split("/", 3)[3] for reading in readings] == ["", "a.html"]


def test_a_cookie_before_the_home_page_is_no_loop(crawl_one: Crawl) -> None:
    def once(path: str, before: int) -> Answer:
        return Answer(status=302, headers={"Location": "/", "Set-Cookie": "seen=1"}) if before == 0 else page()

    with SiteServer({"/": once}) as server:
        assert crawl_one(server).coverage.home_seen


def test_session_ids_and_endless_calendars_end(crawl_one: Crawl) -> None:
    def calendar(path: str, before: int) -> Answer:
        if path.startswith("/cal/"):
            number = int(path.removeprefix("/cal/"))
            return page(f"/cal/{number + 1}", "/list.jsp;jsessionid=" + f"{number:032x}", text="本月没有活动安排。" * 20)
        return page("/cal/1") if path == "/" else page()

    with SiteServer({"*": calendar}) as server:
        result = crawl_one(server, page_budget=2000)
        asked = sum(count for line, count in server.asked.items() if "/cal/" in line)
        assert asked <= 200 and server.count("/list.jsp") == 1
    assert any("内容都相同" in attempt.reason for attempt in result.coverage.attempts)


def test_a_page_is_read_with_its_own_style_sheets_and_footer_scripts(crawl_one: Crawl) -> None:
    foot = "<div class=footer><script src='/footer.js'></script></div></body>"
    head = "<head><link rel=stylesheet href='/s.css'>"
    home = Answer(page("/a.html").body.replace(b"<head>", head.encode()).replace(b"</body>", foot.encode()))
    script = "document.write('<p>主办单位：某市人民政府 网站标识码：5101000001 蜀ICP备05000001号-1</p>');"
    pages = {
        "/": home,
        "/a.html": home,
        "/s.css": Answer(b".x{display:none}", kind="text/css"),
        "/footer.js": Answer(script.encode(), kind="text/javascript"),
    }
    with SiteServer(pages) as server:
        result = crawl_one(server)
        assert server.count("/s.css") == 1 and server.count("/footer.js") == 1
    assert result.coverage.complete
    fragments = [reading for reading in StoredFacts(result.folder, ()).pages(Footer) if reading.depth == 99]
    assert [reading.fact.site_code.values for reading in fragments] == [("5101000001",)]


@pytest.mark.skipif(not chromium(), reason="no chromium here")
def test_a_site_drawn_by_scripts_is_seen_by_the_browser(crawl_one: Crawl) -> None:
    shell = Answer(b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    script = (
        "document.getElementById('app').innerHTML='<h1>某市人民政府</h1><p>"
        + "市政府召开常务会议。" * 12
        + '</p><a href="/a.html">通知</a>\''
    )
    with SiteServer({"/": shell, "/app.js": Answer(script.encode(), kind="text/javascript"), "/a.html": page()}) as server:
        result = crawl_one(server, fetch_seconds=20.0)
    assert result.coverage.home_seen and attempts(result)["/a.html"].code is Code.OK
    home = StoredFacts(result.folder, ()).pages(StaticAnswer).home
    assert home is not None and home.fact.enough


def test_the_pages_of_a_frameset_are_read_as_pages(crawl_one: Crawl) -> None:
    frameset = "<html><frameset rows='80,*'><frame src='top.htm'><frame src='main.htm'></frameset></html>"
    pages = {
        "/": Answer(frameset.encode()),
        "/top.htm": page("/a.html"),
        "/main.htm": page("/b.html"),
        "/a.html": page(),
        "/b.html": page(),
    }
    with SiteServer(pages) as server:
        seen = attempts(crawl_one(server))
    assert {path: (seen[path].kind, seen[path].code) for path in pages} == dict.fromkeys(pages, ("page", Code.OK))


def test_attachments_are_read_for_what_people_should_not_publish(crawl_one: Crawl) -> None:
    book = io.BytesIO()
    sheets = xlsxwriter.Workbook(book)
    sheet = sheets.add_worksheet("补助名单")
    for row, line in enumerate((("姓名", "身份证号"), ("张三", "11010519491231002X"))):
        sheet.write_row(row, 0, line)
    sheets.close()
    pages = {
        "/": page("/mingdan.xlsx", "/cut.zip"),
        "/mingdan.xlsx": Answer(book.getvalue(), kind="application/octet-stream"),
        "/cut.zip": Answer(b"PK\x03\x04 cut", kind="application/zip"),
    }
    with SiteServer(pages) as server:
        result = crawl_one(server)
    found = {reading.url.rsplit("/", 1)[1]: reading.fact for reading in StoredFacts(result.folder, ()).pages(PersonalData)}
    assert [item.kind for item in found["mingdan.xlsx"].certain] == ["身份证号码"] and found["mingdan.xlsx"].complete
    assert not found["cut.zip"].complete, "an attachment that was not read is not free of faults"


def test_a_crawl_that_comes_to_a_standstill_ends_and_says_so(crawl_one: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours, brought about by force: robots.txt is never asked for, and everything waits for it."""
    monkeypatch.setitem(waiting_line._ORDER, "robots", 99)
    with SiteServer({"/": page("/a.html"), "/a.html": page()}) as server:
        result = crawl_one(server)
    assert attempts(result)["/a.html"].reason == "程序故障，未能访问" and not result.coverage.complete
