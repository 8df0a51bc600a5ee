"""Whole sites that are traps: endless address spaces, robots and site maps that attack, addresses that act, names on one server."""

from __future__ import annotations

import gzip
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pycurl
import pytest

from hostile.clock import RealClock
from hostile.server import HostileServer
from jobs.conftest import AS_OF, HOST, PERIOD, Crawl, workspace
from jobs.site_server import NOT_FOUND, Answer, SiteServer, page
from zhengjian.archive import StoredFacts
from zhengjian.checks import dead_links
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.fetch import http
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.jobs.sitemap import addresses_in
from zhengjian.model import COUNTS_AS, CountsAs, Verdict

NEWS = [f"/news/{number}.html" for number in range(12)]
MOST_OF_A_TRAP = 200
XML = "text/xml"
Say = Callable[[str, int], Answer]


def _site(trap: Say, begins: str) -> Say:
    """A home page with news and the way into a trap; every other address is the trap's."""

    def say(path: str, before: int) -> Answer:
        if path == "/":
            return page(*NEWS, begins)
        if path in NEWS:
            return page(text=f"关于第{path}号事项的通知，请各单位遵照执行，做好有关工作。" * 9)
        return NOT_FOUND if path in {"/robots.txt", "/sitemap.xml"} or path.startswith("/zj-") else trap(path, before)

    return say


def _calendar(path: str, before: int) -> Answer:
    year, month = map(int, path.removeprefix("/cal/").split("/"))
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return page("/cal/{}/{:02}".format(*following), text="本月没有安排。" * 20)


def _sessions(path: str, before: int) -> Answer:
    """Every link carries a fresh session id in its path; behind them are twelve pages and no more."""
    chance = random.Random(path)
    links = [f"/sid/{chance.getrandbits(128):032x}/{number}.html" for number in range(12)]
    return _same(*links, text=f"<p>关于{'甲乙丙丁戊己庚辛壬癸子丑'[int(path.rsplit('/', 1)[1].split('.')[0])]}事的通知</p>" * 20)


def _filters(path: str, before: int) -> Answer:
    """Eight filters of four values: 65,536 views of the same list."""
    chance = random.Random(path)
    views = ["/list?" + "&".join(f"{name}={chance.randrange(4)}" for name in "abcdefgh") for _ in range(30)]
    return page(*views, text="按条件查询的结果。" * 20)


def _same(*links: str, text: str = "<p>正在整理。</p>" * 60) -> Answer:
    """A page that says the same wherever its links lead."""
    anchors = "".join(f'<a href="{link}">查看更多</a>' for link in links)
    return Answer(f"<html><head><meta charset='utf-8'><title>目录</title></head><body>{text}{anchors}</body></html>".encode())


def _echo(path: str, before: int) -> Answer:
    return _same(f"{path}a/", f"{path}b/", "rel/")


def _words(path: str, before: int) -> Answer:
    """Made-up words for ever: no number repeats, nothing looks like a pattern, yet every page says the same."""
    chance = random.Random(path)
    words = ["".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(4)) for _ in range(8)]
    return _same(*(f"/wiki/{word}.html" for word in words))


TRAPS: dict[str, tuple[Say, str]] = {
    "calendar": (_calendar, "/cal/2024/01"),
    "sessions": (_sessions, "/sid/0123456789abcdef0123456789abcdef/0.html"),
    "filters": (_filters, "/list?a=0"),
    "echo": (_echo, "/a/b/"),
    "words": (_words, "/wiki/banana.html"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_little_is_told_and_hides_no_page(crawl_one: Crawl, name: str) -> None:
    trap, begins = TRAPS[name]
    with SiteServer({"*": _site(trap, begins)}) as server:
        result = crawl_one(server, page_budget=3000)
        inside = sum(
            count for line, count in server.asked.items() if line.split(" ", 2)[2].startswith("/" + begins.split("/")[1].split("?")[0])
        )
    assert inside <= MOST_OF_A_TRAP + 5, inside
    read = {reading.url.removeprefix(f"http://{HOST}") for reading in StoredFacts(result.folder, ()).pages(PageLinks)}
    assert set(NEWS) <= read, "the rest of the site was read whole"
    reasons = Counter(attempt.reason for attempt in result.coverage.attempts if attempt.code is None and attempt.reason)
    assert reasons and not result.coverage.complete, "what was cut is listed, not forgotten"
    if name == "sessions":
        behind = {reading.url.rsplit("/", 1)[1] for reading in StoredFacts(result.folder, ()).pages(PageLinks) if "/sid/" in reading.url}
        assert behind == {f"{number}.html" for number in range(12)}, "every page behind the session ids was found"


def test_a_page_for_every_address_is_no_page(crawl_one: Crawl) -> None:
    """Status 200 and "页面不存在" for everything: the links that lead there are dead, and no page of theirs was seen."""
    missing = Answer("<html><head><title>提示</title></head><body>您访问的页面不存在</body></html>".encode())
    with SiteServer({"/": page("/gone/1.html", "/gone/2.html", *NEWS[:3]), **dict.fromkeys(NEWS[:3], page()), "*": missing}) as server:
        result = crawl_one(server)
    facts = StoredFacts(result.folder, ())
    outcome = dead_links.check(result.coverage, facts.pages(LinkTarget), facts.pages(PageLinks), dead_links.Limits())
    assert outcome.verdict is Verdict.VIOLATED and {finding.value for finding in outcome.findings} == {
        f"http://{HOST}/gone/1.html",
        f"http://{HOST}/gone/2.html",
    }


def _robots(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    return Answer(body, status, "text/plain", headers)


ROBOTS: dict[str, tuple[Answer | Say, bool]] = {
    "a gibibyte": (_robots(b"User-agent: *\nDisallow: /secret/\n" + b"#" * (9 << 20)), True),
    "5xx": (_robots(status=500), False),
    "403": (_robots(status=403), True),
    "six redirects": (lambda path, before: _robots(status=302, Location=f"/robots.txt?{before}"), True),
    "bom and gbk": (_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret/\n# " + "说明".encode("gbk")), True),
    "an hour between two": (_robots(b"User-agent: *\nCrawl-delay: 3600\nDisallow: /secret/"), True),
    "html": (_robots(b"<html><body>welcome</body></html>"), True),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_that_misbehave_follow_the_rfc_and_end(crawl_one: Crawl, name: str) -> None:
    answer, crawled = ROBOTS[name]
    began = time.monotonic()
    with SiteServer({"/": page("/a.html", "/secret/x.html"), "/robots.txt": answer, "/a.html": page(), "*": answer}) as server:
        result = crawl_one(server)
        assert server.count("/a.html") > 0 if crawled else server.count("/a.html") == 0
        if b"/secret/" in (answer.body if isinstance(answer, Answer) else b""):
            assert server.count("/secret/x.html") == 0 or name == "a gibibyte"
    assert result.coverage.home_seen, "whether the home page opens is looked at whatever robots.txt says"
    assert time.monotonic() - began < 10


_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><urlset><url><loc>http://www.a.gov.cn/&j;</loc></url></urlset>"
)
_QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 60_000 + b'">]><urlset><url><loc>' + b"&a;" * 20_000 + b"</loc></url></urlset>"


def _map(*urls: str, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    return f"<{outer}>{''.join(f'<{inner}><loc>{url}</loc></{inner}>' for url in urls)}</{outer}>".encode()


def _maps(server: HostileServer) -> dict[str, tuple[bytes, int]]:
    """Site maps, and how many pages each may bring."""
    outside = f"http://127.0.0.2:{server.canary_port}/"
    xxe = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{outside}"><!ENTITY b SYSTEM "file:///etc/passwd">]>'.encode()
    return {
        "laughs": (_LAUGHS, 0),
        "quadratic": (_QUADRATIC, 0),
        "outer entities": (xxe + _map("http://www.a.gov.cn/&a;&b;"), 0),
        "document type": (f'<!DOCTYPE x SYSTEM "{outside}x.dtd">'.encode() + _map("http://www.a.gov.cn/m.html"), 0),
        "late document type": (
            b"<urlset>" + b" " * 70_000 + b'<!DOCTYPE x [<!ENTITY a "b">]><loc>http://www.a.gov.cn/&a;</loc></urlset>',
            1,
        ),
        "gzip bomb": (gzip.compress(_map("http://www.a.gov.cn/m.html") + bytes(80 << 20), 1, mtime=0), 1),
        "index of itself": (_map("http://www.a.gov.cn/sitemap.xml", "http://a.gov.cn/sitemap.xml", index=True), 0),
        "foreign": (_map(outside, "http://other.test/x.html", "file:///etc/passwd", "http://[::1]/", "javascript:alert(1)"), 0),
        "a token of four mebibytes": (b"<urlset><url><loc>" + b"x" * (4 << 20) + b"</loc></url></urlset>", 0),
        "openings without end": (b"<urlset>" + b"<url><loc>" * 400_000, 0),
        "too many": (_map(*(f"http://www.a.gov.cn/n/{number}.html" for number in range(6_000))), 30),
    }


MAPS = (
    "laughs",
    "quadratic",
    "outer entities",
    "document type",
    "late document type",
    "gzip bomb",
    "index of itself",
    "foreign",
    "a token of four mebibytes",
    "openings without end",
    "too many",
)


@pytest.mark.parametrize("name", MAPS)
def test_a_site_map_that_attacks_is_refused_and_the_site_crawled(crawl_one: Crawl, server: HostileServer, name: str) -> None:
    body, most = _maps(server)[name]
    before, began = server.canary, time.monotonic()
    pages = {"/": page(*NEWS), **dict.fromkeys(NEWS, page()), "/sitemap.xml": Answer(body, kind=XML)}
    with SiteServer(pages) as site:
        result = crawl_one(site, page_budget=40)
        brought = {line.split(" ", 2)[2] for line in site.asked} - {"/", *NEWS, "/robots.txt", "/sitemap.xml"}
        assert len({path for path in brought if not path.startswith("/zj-")}) <= most, brought
        assert site.count("/sitemap.xml") <= 3
    assert result.coverage.home_seen and all(site.count(path) for path in NEWS)
    assert time.monotonic() - began < 20 and server.canary == before


def test_a_site_map_brings_fifty_thousand_addresses_and_no_more() -> None:
    found, index = addresses_in(_map(*(f"http://a.test/{number}" for number in range(60_000))))
    assert len(found) == 50_000 and not index


def test_nothing_that_acts_is_ever_asked(crawl_one: Crawl) -> None:
    acts = [
        "/danger?action=delete&id=1",
        "/user/logout",
        "/x?do=remove",
        "/admin/drop",
        "/m?method=unsubscribe",
        "/a?op=del",
        "/quit.do?x=1",
    ]
    words = "".join(
        f"<a href='/act/{number}.html'>{word}</a>" for number, word in enumerate(["退出", "删除", "注销", "取消订阅", "退出登录"])
    )
    form = "<form action='/form' method=post><input name=q><button>提交</button></form><form action='/get-form'><input name=q></form>"
    home = Answer(page(*acts, "/a.html").body.replace(b"</body>", f"{words}{form}</body>".encode()))
    with SiteServer({"/": home, "*": page()}) as server:
        crawl_one(server)
        asked = {line.split(" ", 2)[2] for line in server.asked}
        assert not asked & {*acts, "/form", "/get-form", *(f"/act/{number}.html" for number in range(5))}
        assert {line.split(" ", 1)[0] for line in server.asked} <= {"GET", "HEAD"} and "/a.html" in asked


class Pressed(SiteServer):
    """Counts how many requests are being answered at once, and when each came."""

    def __init__(self, say: Say) -> None:
        self.busy = self.peak = 0
        self.came: list[float] = []
        self._lock = threading.Lock()

        def pressed(path: str, before: int) -> Answer:
            with self._lock:
                self.busy += 1
                self.peak = max(self.peak, self.busy)
                self.came.append(time.monotonic())
            try:
                return say(path, before)
            finally:
                with self._lock:
                    self.busy -= 1

        super().__init__({"*": pressed})


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Callable[[SiteServer, list[str]], list[RoundResult]]]:
    def run(server: SiteServer, hosts: list[str], **network: object) -> list[RoundResult]:
        lines = "\n".join(f"127.0.0.1:{server.port} {host}" for host in hosts)
        space = workspace(tmp_path, server, lines, **network)
        targets = [CrawlTarget(site_id=f"51010{number:05}", home=f"http://{host}/") for number, host in enumerate(hosts)]
        return list(crawl(space, PERIOD, targets, as_of=AS_OF, clock=RealClock()))

    yield run


def test_sixty_five_names_on_one_server_share_its_budget(many: Callable[..., list[RoundResult]]) -> None:
    """A hundred a second here (the settings' five would take minutes): in no second more, and never more than two at once."""

    def slowly(path: str, before: int) -> Answer:
        time.sleep(0.02)
        return page() if path == "/" else NOT_FOUND

    with Pressed(slowly) as server:
        found = many(server, [f"s{number}.shared.test" for number in range(65)], address_requests_per_second=100.0, address_connections=2)
    assert len(found) == 65 and all(result.coverage.home_seen for result in found)
    assert server.peak <= 2
    assert max(sum(start <= other < start + 1.0 for other in server.came) for start in server.came) <= 102


def test_a_server_that_slows_down_under_load_is_asked_one_at_a_time_and_ever_slower(crawl_one: Crawl) -> None:
    """Each answer takes longer than the one before: the pause grows with it, five times the last answer's time."""

    def tired(path: str, before: int) -> Answer:
        time.sleep(min(0.01 * len(server.came), 0.1))
        return page(*NEWS[:6]) if path == "/" else page()

    server = Pressed(tired)
    with server:
        crawl_one(server, host_interval_seconds=0.05)
    gaps = [later - earlier for earlier, later in zip(server.came, server.came[1:], strict=False)]
    assert server.peak == 1 and sum(gap > 0.4 for gap in gaps) >= 3


@pytest.mark.parametrize(("status", "wait"), [(429, "1"), (503, "1")])
def test_a_server_that_asks_for_rest_gets_it(crawl_one: Crawl, status: int, wait: str) -> None:
    def busy(path: str, before: int) -> Answer:
        if path == "/a.html" and before == 0:
            return Answer(b"busy", status, headers={"Retry-After": wait})
        return page("/a.html", "/b.html", "/c.html") if path == "/" else page()

    with Pressed(busy) as server:
        crawl_one(server, host_interval_seconds=0.0)
        gaps = [later - earlier for earlier, later in zip(server.came, server.came[1:], strict=False)]
    assert max(gaps) >= 0.95, "nothing was asked while the server had asked for rest"


def test_hostile_words_are_stored_as_they_came(crawl_one: Crawl) -> None:
    """Titles, labels and addresses with markup, formulas, templates and line breaks: data, byte for byte, wherever they stand."""
    payload = "</w:t></w:r></w:p><script>alert(1)</script>{{7*7}}=cmd|'/c calc'!A0\u202egnp.exe' OR 1=1;$(reboot)"
    escaped = payload.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    head = f"<html><head><meta charset=utf-8><title>{escaped}</title></head>"
    home = f"{head}<body><h1>{escaped}</h1><a href='/a.html'>{escaped}</a>{'<p>正文</p>' * 200}"
    headers = {"X-Odd": "=1+1", "Content-Disposition": 'inline; filename="../../etc/passwd"'}
    with SiteServer({"/": Answer(home.encode(), headers=headers), "/a.html": page()}) as server:
        result = crawl_one(server)
    (first, *_) = StoredFacts(result.folder, ()).pages(PageLinks)
    assert any(link.text == payload for link in first.fact.links)


def test_when_our_first_program_fails_no_page_is_down_and_the_home_page_is_seen(crawl_one: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    """libcurl is led through a proxy that is not there: all its connections fail, and only its. aiohttp is left alone."""
    make = http.Fetcher._new_handle

    def misled(self: http.Fetcher[object]) -> object:
        handle = make(self)
        handle.setopt(pycurl.NOPROXY, "")
        handle.setopt(pycurl.PROXY, "http://127.0.0.1:1")
        return handle

    monkeypatch.setattr(http.Fetcher, "_new_handle", misled)
    with SiteServer({"/": page(*NEWS[:3], "/gone.html", "http://other.test/x"), **dict.fromkeys(NEWS[:3], page())}) as server:
        result = crawl_one(server)
    codes = {attempt.code for attempt in result.coverage.attempts if attempt.code is not None}
    assert result.coverage.home_seen and not any(COUNTS_AS[code] is CountsAs.NOT_OPEN for code in codes), codes
