"""Every way in which a link can be good or bad, on sites of four manners, over real HTTP: what is said of each."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, Pages, SiteServer
from jobs.test_links_judged import judged
from zhengjian.jobs import CrawlTarget, crawl
from zhengjian.model import Outcome, Verdict

HOME = f"http://{HOST}/"
WORDS = "市政府召开常务会议，研究部署近期重点工作，听取情况汇报。" * 8
PNG = Answer(b"\x89PNG\r\n", kind="image/png")


def html(body: str, title: str = "某市人民政府", status: int = 200) -> Answer:
    return Answer(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode(), status
    )


def trs(links: list[str], images: list[str]) -> str:
    rows = "".join(f'<li><a href="{url}" target="_blank" title="{url}">{url}</a><span>2025-06-12</span></li>' for url in links)
    return f'<div class="TRS_Editor">{WORDS}</div><ul class="list">{rows}</ul>' + "".join(
        f'<img oldsrc="{url}" src="{url}">' for url in images
    )


def kaipu(links: list[str], images: list[str]) -> str:
    cells = "".join(f"<div class='page-list-item'><a href='{url}'>{url}</a></div>" for url in links)
    return f"<div class='ucap-content'>{WORDS}</div>{cells}" + "".join(f"<img src='{url}' alt=''/>" for url in images)


def by_hand(links: list[str], images: list[str]) -> str:
    cells = "".join(f"<TR><TD><A HREF={url}><FONT>{url}</FONT></A></TD></TR>" for url in links)
    return f"<TABLE>{cells}</TABLE><P>{WORDS}" + "".join(f"<IMG SRC={url}>" for url in images)


def vue(links: list[str], images: list[str]) -> str:
    cards = "".join(f'<section data-v-1><a href="{url}"><h3>{url}</h3></a></section>' for url in links)
    return f'<div id="app"><main>{cards}<p>{WORDS}</p></main></div>' + "".join(f'<img data-src="{url}">' for url in images)


MANNERS = [trs, kaipu, by_hand, vue]
LOST = "<div class='wrap'><h2>哎呀，您要找的内容跑到火星去了</h2><p>抱歉，请返回首页看看其他内容，错误编号 20250612</p></div>"
EMPTY_COLUMN = "<div class='wrap'><h2>人事任免</h2><p>首页 政务公开 人事任免</p></div>"


def once_gone(path: str, before: int) -> Answer:
    return html(WORDS) if before else html("not here", status=404)


def head_refused(answer: Answer) -> Callable[[str, int], Answer]:
    """What a server says that knows no HEAD: the first request for a picture is one."""
    return lambda path, before: answer if before else Answer(b"", 405)


OUTSIDE: dict[str, tuple[Answer, str]] = {
    "sale.test": (html("<p>sale.test 该域名正在出售，有意者请联系</p>", "域名出售"), "域名"),
    "ended.test": (html("<p>您访问的域名已过期，请联系注册商续费</p>", "域名已过期"), "域名"),
    "bet.test": (html("<p>澳门赌场真人百家乐 时时彩 六合彩 棋牌 娱乐城 首存送彩金</p>", "澳门威尼斯人赌场官网-真人娱乐城-百家乐"), "赌博"),
    "office.test": (html("<form>用户名<input name=u>密码<input type=password></form>", "协同办公系统"), "登录"),
    "www.y.gov.cn": (html(f"<h1>白水市人民政府</h1><p>{WORDS}</p>", "白水市人民政府网站"), "另一地方"),
    "firm.test": (html(f"<h1>某公司</h1><p>{WORDS}</p>", "某公司"), ""),
    "refuses.test": (html("<p>403 Forbidden</p>", status=403), ""),
    "citizen.test": (html("<form>个人登录 注册账号<input name=u><input type=password></form>", "统一身份认证"), ""),
}


def site(manner: Callable[[list[str], list[str]], str], not_found: Answer) -> Pages:
    links = [
        "/xw/1.html",
        "/gone.html",
        "/gone2.html",
        "/flaky.html",
        "/lost/t20250612_77.html",
        "/rs/",
        "/403.html",
        "/503.html",
        "/429.html",
    ]
    links += ["/fj/form.doc", "/fj/gone.doc", "/slow.html", *(f"http://{host}/" for host in OUTSIDE if host != "www.y.gov.cn")]
    images = ["/i/gone.png", "/i/405.png", "/i/fine.png"]
    body = manner(links, images) + '<a href="http://www.y.gov.cn/">青山市人民政府</a>'
    pages: Pages = {
        "/": html(body),
        "/xw/1.html": html(f"<a href='/gone.html'>再看</a>{WORDS}<a href='http://sale.test/'>伙伴</a>"),
        "/gone.html": html("没有", status=404),
        "/gone2.html": html("没有", status=410),
        "/flaky.html": once_gone,
        "/rs/": html(EMPTY_COLUMN),
        "/403.html": html("no", status=403),
        "/503.html": html("busy", status=503),
        "/429.html": html("slower", status=429),
        "/fj/form.doc": Answer(b"\xd0\xcf\x11\xe0" + b"\0" * 600, kind="application/msword"),
        "/fj/gone.doc": html("没有", status=404),
        "/slow.html": lambda path, before: time.sleep(1.2) or html(WORDS),  # type: ignore[func-returns-value]
        "/i/gone.png": head_refused(html("没有", status=404)),
        "/i/405.png": head_refused(PNG),
        "/i/fine.png": PNG,
        "/robots.txt": Answer(b"", kind="text/plain"),
        "*": not_found,
    }
    return pages | {f"{host}/": answer for host, (answer, _) in OUTSIDE.items()}


def inspected(root: Path, pages: Pages, **network: object) -> tuple[dict[str, Outcome], dict[str, list[float]]]:
    """What the link checks say, and when each path was asked for."""
    times: dict[str, list[float]] = defaultdict(list)

    def timed(path: str, answer: Answer | Callable[[str, int], Answer]) -> Callable[[str, int], Answer]:
        def tell(asked: str, before: int) -> Answer:
            times[path].append(time.monotonic())
            return answer(asked, before) if callable(answer) else answer

        return tell

    with SiteServer({path: timed(path, answer) for path, answer in pages.items()}) as server:
        hosts = "\n".join(f"127.0.0.1:{server.port} {host}" for host in OUTSIDE)
        space = workspace(root, server, hosts, **network)
        (result,) = crawl(space, PERIOD, [CrawlTarget(site_id="5101000001", home=HOME)], as_of=AS_OF, clock=RealClock())
    return judged(result), times


DEAD = {f"{HOME}gone.html", f"{HOME}gone2.html", f"{HOME}fj/gone.doc", f"{HOME}i/gone.png", f"{HOME}lost/t20250612_77.html"}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    "not_found",
    [html(LOST), html("<h1>404</h1><p>您访问的页面不存在</p>"), Answer(b"", 302, headers={"Location": "/"}), html("404", status=404)],
    ids=["own words", "usual words", "sent home", "status"],
)
def test_each_link_is_called_what_it_is(tmp_path: Path, manner: Callable[[list[str], list[str]], str], not_found: Answer) -> None:
    outcomes, times = inspected(tmp_path, site(manner, not_found), retry_seconds=0.5)
    dead, wrong = outcomes["dead-links"], outcomes["wrong-target-links"]
    assert {finding.value for finding in dead.findings} == DEAD, dead.why
    assert "未能判定" in dead.why
    told = {str(finding.value): finding.what for finding in wrong.findings}
    expected = {f"http://{host}/": words for host, (_, words) in OUTSIDE.items() if words}
    assert told.keys() == expected.keys() and all(words in told[url] for url, words in expected.items()), told
    gone = next(finding for finding in dead.findings if finding.value == f"{HOME}gone.html")
    assert gone.where == HOME and f"{HOME}xw/1.html" in gone.what, "every page that links to it, the home page first"
    assert f"{HOME}xw/1.html" in told["http://sale.test/"]
    assert all(later - first >= 0.5 for first, later in [times["/gone.html"], times["/fj/gone.doc"], times["/i/gone.png"][1:]])


def test_all_pages_that_link_are_named(tmp_path: Path) -> None:
    pages: Pages = {"/": html("".join(f"<a href='/p{n}.html'>p{n}</a>" for n in range(12)) + WORDS), "/robots.txt": Answer(b"")}
    pages |= {f"/p{n}.html": html(f"{n}{WORDS}<a href='/gone.html'>x</a><a href='http://sale.test/'>伙伴</a>") for n in range(12)}
    outcomes, _ = inspected(tmp_path, pages | {"sale.test/": OUTSIDE["sale.test"][0]})
    for name in ("dead-links", "wrong-target-links"):
        (finding,) = outcomes[name].findings
        assert all(f"{HOME}p{n}.html" in finding.what for n in range(12)), finding.what
        assert outcomes[name].verdict is Verdict.VIOLATED


LAYER = """function leaving() { $("a").each(function () { if (this.host.indexOf(".gov.cn") < 0) $(this).on("click", function () {
  layer.confirm("\\u60a8\\u5373\\u5c06\\u79bb\\u5f00\\u672c\\u7f51\\u7ad9", go); }); }); }"""
DELEGATED = "document.addEventListener('click', function (event) { tips(event.target.closest('a')); });"
BANNER = "setInterval(function () { $('.banner li').hide().eq(number++ % 3).show(); }, 3000);"
JUMP = f"<a href='/jump.html?url=http://firm.test/'>某公司</a>{WORDS}"


@pytest.mark.parametrize(
    ("script", "body", "verdict"),
    [
        (LAYER, "", Verdict.MET),
        (DELEGATED, "", Verdict.UNKNOWN),
        (BANNER, "", Verdict.VIOLATED),
        (BANNER, JUMP, Verdict.MET),
        (None, "", Verdict.UNKNOWN),
    ],
    ids=["a dialog in a file", "every click handled", "a banner", "a jump page", "a file that is not there"],
)
def test_a_leaving_notice_is_looked_for_in_the_site_s_script_files(tmp_path: Path, script: str | None, body: str, verdict: Verdict) -> None:
    home = html(f"<a href='http://firm.test/'>某公司</a>{WORDS}{body}<script src='/js/site.js'></script>")
    pages: Pages = {"/": home, "/robots.txt": Answer(b""), "firm.test/": OUTSIDE["firm.test"][0], "/jump.html": html(WORDS)}
    if script is not None:
        pages["/js/site.js"] = Answer(script.encode(), kind="application/javascript")
    outcomes, _ = inspected(tmp_path, pages)
    assert outcomes["external-link-unannounced"].verdict is verdict, outcomes["external-link-unannounced"].why
