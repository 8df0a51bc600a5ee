"""The look at a site's own search, over real HTTP: what is asked, and what may be concluded from the answers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer
from zhengjian.archive import StoredFacts
from zhengjian.archive.store import stored_answer
from zhengjian.checks import search_broken
from zhengjian.config import Looks, Workspace
from zhengjian.facts import search_box
from zhengjian.facts.page import Page
from zhengjian.facts.search_look import SearchLook
from zhengjian.fetch.browser import chromium
from zhengjian.jobs import CrawlTarget, RoundResult, crawl, loop
from zhengjian.model import Verdict

LISTS = {
    "/xw/": (
        "要闻动态",
        [
            "市政府召开第五次常务会议研究部署",
            "市领导调研重点项目建设推进情况",
            "全市秋粮收购准备会议在市区召开",
            "市政府与高校签署合作协议",
        ],
    ),
    "/gg/": (
        "通知公告",
        ["关于开展夏季防汛安全检查的通知", "关于做好今年秋粮收购准备的通知", "关于开展档案普查登记的通知", "关于道路封闭施工的通告"],
    ),
    "/zx/": ("咨询投诉", ["建议增设公共自行车停放点位", "停车补贴何时可以发放到位", "反映宣传栏信息陈旧的问题", "咨询绿色建筑的办理条件"]),
}
DAYS = ["2025-06-19", "2025-06-12", "2025-06-05", "2025-05-30"]
TITLES = [LISTS["/xw/"][1][1], LISTS["/gg/"][1][1]]
FORM = (
    '<form action="/so.jsp"><input type="hidden" name="site" value="1"><input name="q" placeholder="站内搜索">'
    '<input type="submit" value="搜"></form>'
)
MENU = '<ul class="nav"><li><a href="/gz/">工作动态</a></li></ul>'


FIELDS = ("q", "keyword")


def shell(inside: str) -> Answer:
    return Answer(f"<html><head><meta charset='utf-8'><title>某市人民政府</title></head><body>{MENU}{inside}</body></html>".encode())


def site(answer: Callable[[str], Answer], form: str = FORM) -> SiteServer:
    """A site with three lists; ``answer`` gives the answer page for the words."""
    body = "<p>" + "市政府召开常务会议，研究部署近期重点任务，听取情况汇报。" * 8 + "</p>"
    menu = "".join(f'<li><a href="{path}">{name}</a></li>' for path, (name, _) in LISTS.items())
    pages: dict[str, Answer | Callable[[str, int], Answer]] = {"/": shell(f"{form}<ul class='menu'>{menu}</ul>{body}"), "/gz/": shell(body)}
    for path, (name, titles) in LISTS.items():
        rows = "".join(
            f'<li><a href="{path}{n}.html">{title}</a><span>{day}</span></li>'
            for n, (title, day) in enumerate(zip(titles, DAYS, strict=True))
        )
        pages[path] = shell(
            f"<div class='position'><a href='/'>首页</a> &gt; <a href='{path}'>{name}</a></div><h2>{name}</h2><ul>{rows}</ul>"
        )
        pages |= {f"{path}{n}.html": shell(f"<h1>{title}</h1>{body}") for n, title in enumerate(titles)}

    def search(path: str, count: int) -> Answer:
        asked = parse_qs(urlsplit(path).query)
        assert asked["site"] == ["1"]
        return answer(next(asked[field][0] for field in FIELDS if field in asked))

    return _Searching(pages, search)


class _Searching(SiteServer):
    """Hands every question of the search page to one function."""

    def __init__(self, pages: dict[str, Answer | Callable[[str, int], Answer]], search: Callable[[str, int], Answer]) -> None:
        super().__init__(pages)
        for words, field in itertools.product([*TITLES, "工作"], FIELDS):
            address = search_box.SearchBox(action="/so.jsp", field=field, fields=(("site", "1"),)).address(words)
            self.pages[address] = search


def results(words: str) -> Answer:
    hits = [title for title in TITLES if words in title] or (["全市工作安排"] if words == "工作" else [])
    return shell("".join(f'<p><a href="/r{n}.html">{hit}</a></p>' for n, hit in enumerate(hits)) or "没有找到相关结果")


def nothing_but_work(words: str) -> Answer:
    return results(words) if words == "工作" else shell("抱歉，没有找到相关结果")


def never(words: str) -> Answer:
    return shell(f"“{words}”：为您找到 0 条结果")


def scripted(words: str) -> Answer:
    return shell('<div style="display:none">没有找到相关结果</div><script src="/so.js"></script>')


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the browser tier."""
    monkeypatch.setattr(loop, "chromium", str)


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    ("answer", "verdict", "searches"),
    [
        (results, Verdict.MET, 2),
        (nothing_but_work, Verdict.VIOLATED, 3),
        (never, Verdict.VIOLATED, 3),
        (scripted, Verdict.UNKNOWN, 3),
        (lambda words: Answer(b"gone", 404), Verdict.VIOLATED, 3),
        (lambda words: Answer(b"busy", 503), Verdict.UNKNOWN, 3),
        (lambda words: Answer(b"no", 403), Verdict.UNKNOWN, 1),
    ],
)
def test_a_search_is_judged_by_what_its_answers_show(
    tmp_path: Path, answer: Callable[[str], Answer], verdict: Verdict, searches: int
) -> None:
    with site(answer) as server:
        space = workspace(tmp_path, server)
        target = CrawlTarget(site_id="5101000001", home=f"http://{HOST}/")
        (result,) = crawl(space, PERIOD, [target], as_of=AS_OF, clock=RealClock())
        asked = [line for line in server.asked if "/so.jsp?" in line]
    look = StoredFacts(result.folder, ()).given(SearchLook)
    assert look is not None and bool(look.problem) == (searches == 1), "a gate is not knocked at again"
    assert {one.words for one in look.tries} <= set(TITLES), "of news and notices, three days old at least"
    assert len(asked) == searches and sum(server.asked[line] for line in asked) == searches
    assert search_broken.check(look, result.coverage).verdict is verdict


POST = FORM.replace("<form ", '<form method="post" ')
BY_SCRIPT = """<div class="search"><input id="keyword" placeholder="请输入关键字搜索"><a href="javascript:go()">搜</a></div>
<script>function go() { location.href = "/so.jsp?site=1&keyword=" + encodeURIComponent(keyword.value); }</script>"""
BY_CALL = """<input id="searchBox" placeholder="搜索"><script>
const SEARCH = "search"; function go(words) { $.getJSON("/so.jsp", {site: 1, keyword: words, type: SEARCH}, show); }</script>"""


def rows(words: str) -> Answer:
    hits = [title for title in TITLES if words in title] or (["全市工作安排"] if words == "工作" else [])
    found = [{"title": hit.replace("关于", "<em>关于</em>"), "url": "/r.html"} for hit in hits]
    return Answer(json.dumps({"code": 0, "keyword": words, "data": {"total": len(found), "list": found}}).encode(), kind="application/json")


def no_rows_but_of_work(words: str) -> Answer:
    return rows(words) if words == "工作" else rows("没有的标题")


def never_rows(words: str) -> Answer:
    return rows("没有的标题")


def shortened(words: str) -> Answer:
    """A list that cuts its titles short, and a template for "nothing" that is not shown."""
    cut = words[:9] + "…" if words != "工作" else "全市工作安排"
    return shell(f'<p style="display:none">没有找到相关结果</p><p><a href="/r.html">{cut}</a></p>')


def look_of(tmp_path: Path, server: SiteServer, **looks: object) -> tuple[SearchLook, RoundResult]:
    space = workspace(tmp_path, server)
    space = Workspace(space.root, msgspec.structs.replace(space.settings, looks=Looks(**looks)))  # type: ignore[arg-type]
    target = CrawlTarget(site_id="5101000001", home=f"http://{HOST}/")
    (result,) = crawl(space, PERIOD, [target], as_of=AS_OF, clock=RealClock())
    found = StoredFacts(result.folder, ()).given(SearchLook)
    assert found is not None
    return found, result


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    ("form", "answer", "way", "verdict"),
    [
        (POST, results, "post", Verdict.MET),
        (POST, nothing_but_work, "post", Verdict.VIOLATED),
        (POST, never, "post", Verdict.UNKNOWN),
        (POST, lambda words: Answer(b"error", 500), "post", Verdict.UNKNOWN),
        (POST, lambda words: Answer(b"", 307, headers={"Location": f"http://{HOST}/other.jsp"}), "post", Verdict.UNKNOWN),
        (BY_SCRIPT, results, "script", Verdict.MET),
        (BY_SCRIPT, lambda words: Answer(b"gone", 404), "script", Verdict.UNKNOWN),
        (BY_CALL.replace('"/so.jsp"', '"/so.jsp?search"'), rows, "script", Verdict.MET),
        (BY_CALL.replace('"/so.jsp"', '"/so.jsp?search"'), no_rows_but_of_work, "script", Verdict.VIOLATED),
        (BY_CALL.replace('"/so.jsp"', '"/so.jsp?search"'), never_rows, "script", Verdict.UNKNOWN),
        (FORM, shortened, "get", Verdict.MET),
        (FORM, lambda words: shell("请输入验证码后继续搜索<input name=code>"), "get", Verdict.UNKNOWN),
        (FORM, lambda words: shell("请先登录<form><input type=password></form>"), "get", Verdict.UNKNOWN),
        (FORM, lambda words: shell("您的搜索过于频繁，请30秒后再试"), "get", Verdict.UNKNOWN),
        (FORM, lambda words: shell("HTTP Status 500 java.lang.NullPointerException"), "get", Verdict.VIOLATED),
        (FORM, lambda words: Answer(b"", 302, headers={"Location": "http://other.test/so"}), "get", Verdict.UNKNOWN),
    ],
)
def test_boxes_of_every_kind(tmp_path: Path, form: str, answer: Callable[[str], Answer], way: str, verdict: Verdict) -> None:
    with site(answer, form) as server:
        server.pages["other.test/so"] = shell("没有找到相关结果")
        look, result = look_of(tmp_path, server)
        posted = [line for line in server.asked if line.startswith("POST")]
    outcome = search_broken.check(look, result.coverage)
    assert (look.way, outcome.verdict) == (way, verdict), (look, outcome.why)
    assert bool(posted) == (way == "post") and all("/so.jsp" in line for line in posted), "no other form is ever sent"


FILED = """<div class="so"><input id="words" class="search-input" placeholder="请输入搜索内容"><a class="go">搜索</a></div>
<script src="/js/jquery.min.js"></script><script src="/js/common.js"></script><script src="/js/search.js"></script>"""


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    ("file", "answer", "verdict"),
    [
        (b"$('.go').click(function(){location.href='/so.jsp?site=1&keyword='+$('#words').val()})", results, Verdict.MET),
        (b"$.getJSON('/so.jsp?search',{site:1,keyword:$('#words').val()},show)", no_rows_but_of_work, Verdict.VIOLATED),
        (b"$.getJSON('/so.jsp?search',{site:1,keyword:$('#words').val()},show)", lambda words: Answer(b"gone", 404), Verdict.UNKNOWN),
        (b"$.post('/so.jsp',{site:1,keyword:$('#words').val()},show)", results, Verdict.UNKNOWN),
    ],
    ids=["address", "json", "not-there", "posted"],
)
def test_a_script_file_that_holds_the_search_address_is_read(
    tmp_path: Path, file: bytes, answer: Callable[[str], Answer], verdict: Verdict
) -> None:
    with site(answer, FILED) as server:
        server.pages["/js/search.js"] = Answer(file, kind="application/javascript")
        look, result = look_of(tmp_path, server)
        posted = [line for line in server.asked if line.startswith("POST")]
    outcome = search_broken.check(look, result.coverage)
    assert outcome.verdict == verdict, (look, outcome.why)
    assert not posted


TYPED = '<div class="so"><input id="words" class="search-input" placeholder="请输入搜索内容"><button class="btn">搜索</button></div>'
OPENS = f"""{TYPED}<script>document.querySelector('.btn').onclick = () => {{
  const form = document.createElement('form'); form.action = '/so.jsp'; form.target = '_blank'; form.method = METHOD;
  form.innerHTML = '<input name="site" value="1"><input name="keyword">'; form.elements.keyword.value = words.value;
  document.body.append(form); form.submit() }}</script>"""
IN_PLACE = f"""{TYPED}<ul id="found"></ul><script>words.onkeydown = async event => {{ if (event.key !== 'Enter') return;
  const told = await (await fetch('/so.jsp?site=1&' + new URLSearchParams({{['key' + 'word']: words.value}}))).json();
  const row = one => '<li><a href="' + one.url + '">' + one.title + '</a></li>';
  found.innerHTML = told.data.list.map(row).join('') || '没有找到相关结果' }}</script>"""
WINDOW = f"""{TYPED}<script>document.querySelector('.btn').onclick = () =>
  window.open('/so.' + 'jsp?site=1&key' + 'word=' + encodeURIComponent(words.value))</script>"""
VUE = f"""<div id="app"></div><script>app.innerHTML = `{TYPED}`;
  document.querySelector('.btn').onclick = () => {{ app.innerHTML = '<p>请完成安全验证</p><div id="slider"></div>' }}</script>"""


@pytest.mark.skipif(not chromium(), reason="no chromium here: boxes that need a browser stay unknown")
@pytest.mark.parametrize(
    ("form", "answer", "post", "verdict", "why"),
    [
        (OPENS.replace("METHOD", "'get'"), nothing_but_work, True, Verdict.VIOLATED, "均提示没有结果"),
        (OPENS.replace("METHOD", "'post'").replace("/so.jsp", "/so.jsp?search"), results, False, Verdict.UNKNOWN, ""),
        (WINDOW, results, True, Verdict.MET, "在浏览器中输入"),
        (IN_PLACE, no_rows_but_of_work, True, Verdict.VIOLATED, "均提示没有结果"),
        (POST.replace('type="submit"', 'type="button" onclick="this.form.submit()"'), results, True, Verdict.MET, "在浏览器中输入"),
        (VUE, results, True, Verdict.UNKNOWN, "验证"),
    ],
)
def test_boxes_that_need_a_browser(
    tmp_path: Path, form: str, answer: Callable[[str], Answer], post: bool, verdict: Verdict, why: str
) -> None:
    with site(answer, form) as server:
        look, result = look_of(tmp_path, server, search_post=post)
        posted = [line for line in server.asked if line.startswith("POST")]
    outcome = search_broken.check(look, result.coverage)
    assert (look.way, outcome.verdict) == ("browser", verdict) and why in outcome.why, (look, outcome.why)
    assert bool(posted) == (form.startswith("<form method") and post), "nothing is posted but a form that is plainly a search"
    assert all(one.snapshot for one in look.asked), "every page that the browser showed is evidence"


def test_every_answer_is_kept_as_evidence(tmp_path: Path) -> None:
    with site(nothing_but_work, POST) as server:
        look, result = look_of(tmp_path, server)
    (finding,) = search_broken.check(look, result.coverage).findings
    assert [one.snapshot for one in look.asked] == list(finding.evidence[1:]) and len(finding.evidence) == 4
    for one in look.asked:
        stored, head, wire = stored_answer(result.folder.root, one.snapshot)
        assert stored.kind == "look" and head.startswith(b"HTTP/1.1 200")
        assert ("没有找到相关结果".encode() in wire) == (one.words != "工作")
    assert not [attempt for attempt in result.coverage.attempts if attempt.kind == "look"], "no link of the site"


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize("form", [POST, FORM.replace("/so.jsp", "http://so.other.test/s")])
def test_what_may_not_be_sent_is_not(tmp_path: Path, form: str) -> None:
    with site(results, form) as server:
        look, result = look_of(tmp_path, server, search_post=False)
        assert not [line for line in server.asked if "so.jsp" in line or "so.other" in line]
    assert look.problem and search_broken.check(look, result.coverage).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "form",
    [
        '<form action="/so.jsp" method="post"><input name="q" placeholder="站内搜索"><input name="tel" type="tel"></form>',
        '<form action="/so.jsp" method="post"><input name="q" placeholder="站内搜索"><textarea name="say"></textarea></form>',
        '<form action="/so.jsp"><input name="q" placeholder="站内搜索"><input type="password" name="word"></form>',
        '<form action="/so.jsp" onsubmit="return go()"><input name="q" placeholder="站内搜索"></form>',
        '<form action="/so.jsp"><input name="q" placeholder="站内搜索"><input type="button" value="搜" onclick="go()"></form>',
        '<form action="javascript:go()"><input name="q" placeholder="站内搜索"></form>',
        '<form action="/login"><input name="user"><input type="password" name="word"></form>',
        '<input id="search" placeholder="站内搜索"><a onclick="go()">搜</a>',
    ],
)
def test_what_only_a_script_or_another_purpose_could_use_is_left_alone(form: str) -> None:
    assert search_box.find(Page(f"http://{HOST}/", f"<html><body>{form}</body></html>")) is None


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        ('<form action="/so"><input name="keys" aria-label="搜索"><button>搜</button></form>', "/so?keys=x"),
        (
            '<form action="/s"><select name="scope"><option value="1">本站</option><option value="2">全省</option></select>'
            '<input name="wd"><button name="go" value="1">检 索</button><input type="submit" value="搜索" name="b"></form>',
            "/s?scope=1&go=1&wd=x",
        ),
        ('<form role="search"><input name="s"></form>', "/?s=x"),
    ],
)
def test_a_form_is_sent_as_a_browser_would(form: str, sent: str) -> None:
    box = search_box.find(Page(f"http://{HOST}/", f"<html><body>{form}</body></html>"))
    assert box is not None and box.address("x").startswith(f"http://{HOST}{sent}")


def test_words_go_out_in_the_charset_of_the_page() -> None:
    html = f"<html><head><meta charset='gbk'></head><body>{FORM}</body></html>"
    box = search_box.find(Page.of(html.encode("gbk"), f"http://{HOST}/", content_type="text/html; charset=gbk"))
    assert box is not None and box.address("防汛") == f"http://{HOST}/so.jsp?site=1&q=%B7%C0%D1%B4"
