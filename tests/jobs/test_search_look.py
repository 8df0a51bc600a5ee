"""The look at a site's own search, over real HTTP: what is asked, and what may be concluded from the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer
from zhengjian.archive import StoredFacts
from zhengjian.checks import search_broken
from zhengjian.facts import search_box
from zhengjian.facts.page import Page
from zhengjian.facts.search_look import SearchLook
from zhengjian.jobs import CrawlTarget, crawl
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
        return answer(asked["q"][0])

    return _Searching(pages, search)


class _Searching(SiteServer):
    """Hands every question of the search page to one function."""

    def __init__(self, pages: dict[str, Answer | Callable[[str, int], Answer]], search: Callable[[str, int], Answer]) -> None:
        super().__init__(pages)
        for words in [*TITLES, "工作"]:
            address = search_box.SearchBox(action="/so.jsp", field="q", fields=(("site", "1"),)).address(words)
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


@pytest.mark.parametrize(
    ("answer", "verdict", "searches"),
    [
        (results, Verdict.MET, 2),
        (nothing_but_work, Verdict.VIOLATED, 3),
        (never, Verdict.VIOLATED, 3),
        (scripted, Verdict.UNKNOWN, 3),
        (lambda words: Answer(b"gone", 404), Verdict.VIOLATED, 3),
        (lambda words: Answer(b"busy", 503), Verdict.UNKNOWN, 3),
        (lambda words: Answer(b"no", 403), Verdict.UNKNOWN, 3),
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
    assert look is not None and not look.problem
    assert sorted(one.words for one in look.tries) == sorted(TITLES), "of news and notices, three days old at least"
    assert len(asked) == searches and sum(server.asked[line] for line in asked) == searches
    assert search_broken.check(look, result.coverage).verdict is verdict


@pytest.mark.parametrize(
    "form",
    [
        '<form action="/so.jsp" method="post"><input name="q" placeholder="站内搜索"></form>',
        '<form action="/so.jsp" onsubmit="return go()"><input name="q" placeholder="站内搜索"></form>',
        '<form action="/so.jsp"><input name="q" placeholder="站内搜索"><input type="button" value="搜" onclick="go()"></form>',
        '<form action="javascript:go()"><input name="q" placeholder="站内搜索"></form>',
        '<form action="/login"><input name="user"><input type="password" name="word"></form>',
        '<input id="search" placeholder="站内搜索"><a onclick="go()">搜</a>',
    ],
)
def test_what_only_a_script_or_another_purpose_could_use_is_left_alone(form: str) -> None:
    assert search_box.find(Page(f"http://{HOST}/", f"<html><body>{form}</body></html>")) is None


def test_words_go_out_in_the_charset_of_the_page() -> None:
    html = f"<html><head><meta charset='gbk'></head><body>{FORM}</body></html>"
    box = search_box.find(Page.of(html.encode("gbk"), f"http://{HOST}/", content_type="text/html; charset=gbk"))
    assert box is not None and box.address("防汛") == f"http://{HOST}/so.jsp?site=1&q=%B7%C0%D1%B4"
