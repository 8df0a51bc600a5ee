"""Pages that nothing links to any more: found through earlier rounds and the register, read for what was put into them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import NOT_FOUND, Answer, Pages, SiteServer, page
from zhengjian.archive import StoredFacts
from zhengjian.archive.store import read_attempts
from zhengjian.checks import dead_links, hidden_links
from zhengjian.facts.base import Resolver
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.jobs import CrawlTarget, RoundResult, crawl, unlinked
from zhengjian.model import Verdict

HOME = f"http://{HOST}/"
BAD = '<div style="position:absolute;left:-9999px"><a href="http://bet5588.vip/">百家乐</a></div>'
NEIGHBOUR = '<div class="more" style="display:none"><a href="http://www.xinhua-wh.com/">新华文化</a></div>'
ROWS = "".join(f'<li><a href="/xw/{n}.html">关于召开第{n}次会议的通知</a><span>2019-03-{n:02}</span></li>' for n in range(1, 9))


def with_(answer: Answer, more: str) -> Answer:
    return Answer(answer.body.replace(b"</body>", more.encode() + b"</body>"))


def take(root: Path, pages: Pages, number: int, *, listed: tuple[str, ...] = (), budget: int = 0) -> tuple[RoundResult, SiteServer]:
    with SiteServer(pages) as server:
        target = CrawlTarget(site_id="5101000001", home=HOME, round=number, listed=listed, page_budget=budget)
        (result,) = crawl(workspace(root, server), PERIOD, [target], as_of=AS_OF, clock=RealClock())
    return result, server


FIRST: Pages = {
    "/": page("/a.html", "/old.html", "/xw/"),
    "/a.html": page(),
    "/old.html": page(title="旧闻"),
    "/xw/": with_(page(title="新闻动态"), f"<h2>新闻动态</h2><ul>{ROWS}</ul>"),
}


def test_a_page_that_lost_its_last_link_is_still_searched_for_hidden_links(tmp_path: Path) -> None:
    take(tmp_path, FIRST, 1)
    now: Pages = {**FIRST, "/": page("/a.html"), "/old.html": with_(page("/new.html", title="旧闻"), BAD)}
    result, server = take(tmp_path, now, 2)
    outcome = Resolver(StoredFacts(result.folder)).call(hidden_links.check)
    assert [finding.where for finding in outcome.findings] == [f"{HOME}old.html"]
    assert server.count("/old.html") == 1 and not server.count("/new.html"), "once, and its links are not followed"
    # What was retired is not judged for being old: no list of it is there to be judged.
    assert server.count("/xw/") == 1
    assert f"{HOME}xw/" not in {reading.url for reading in StoredFacts(result.folder).pages(ListItems)}
    third, server = take(tmp_path, now, 3)
    assert server.count("/old.html") == 1, "what was asked so is known to the next round as well"
    assert third.coverage.complete


def test_pages_that_are_gone_or_refused_are_no_fault_and_hide_nothing(tmp_path: Path) -> None:
    take(tmp_path, FIRST, 1)
    now: Pages = {"/": page("/a.html"), "/a.html": page(), "/old.html": NOT_FOUND, "/xw/": Answer(b"no", 403)}
    result, server = take(tmp_path, now, 2)
    resolver = Resolver(StoredFacts(result.folder))
    assert server.count("/old.html") == server.count("/xw/") == 1, "one try each"
    assert resolver.call(dead_links.check, limits=dead_links.Limits()).verdict is Verdict.MET
    assert resolver.call(hidden_links.check).verdict is Verdict.MET
    assert result.coverage.complete and result.pages == 2


def test_what_only_a_lost_style_sheet_could_clear_accuses_nobody(tmp_path: Path) -> None:
    styled = Answer(page(title="旧闻").body.replace(b"</head>", b'<link rel="stylesheet" href="/old.css"></head>'))
    first: Pages = {**FIRST, "/old.html": styled, "/old.css": Answer(b".more{display:block!important}", kind="text/css")}
    take(tmp_path, first, 1)
    now: Pages = {**FIRST, "/": page("/a.html"), "/old.html": with_(styled, NEIGHBOUR)}
    result, _ = take(tmp_path, now, 2)
    (reading,) = [one for one in StoredFacts(result.folder).pages(HiddenLinks) if one.url.endswith("old.html")]
    assert not reading.fact.certain
    assert Resolver(StoredFacts(result.folder)).call(hidden_links.check).verdict is Verdict.MET


def test_addresses_of_the_register_are_asked_though_nothing_links_to_them(tmp_path: Path) -> None:
    pages: Pages = {"/": page("/a.html"), "/a.html": page(), "/gs/": with_(page(title="公示"), BAD)}
    listed = (f"{HOME}gs/", f"{HOME}a.html", "http://other.test/", "http://b.gov.cn/")
    result, server = take(tmp_path, pages, 1, listed=listed)
    outcome = Resolver(StoredFacts(result.folder)).call(hidden_links.check)
    assert [finding.where for finding in outcome.findings] == [f"{HOME}gs/"]
    assert not [line for line in server.asked if "other.test" in line or "b.gov.cn" in line], "another's pages are not this site's"
    assert server.count("/a.html") == 2, "once for its link, once as a control"


def test_the_budget_holds_and_what_was_left_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(tmp_path, FIRST, 1)
    now: Pages = {**FIRST, "/": page("/a.html")}
    result, _ = take(tmp_path, now, 2, budget=3)
    reasons = [stored.reason for stored in read_attempts(result.folder) if stored.kind == "unlinked"]
    assert reasons == ["", "超过本轮页面预算（3页）"]
    monkeypatch.setattr(unlinked, "MOST_UNLINKED", 1)
    result, _ = take(tmp_path, now, 3)
    reasons = [stored.reason for stored in read_attempts(result.folder) if stored.kind == "unlinked"]
    assert reasons == ["", "已无链接指向的旧网址超过1个，未逐一检查"], "what was left out is not forgotten"


@pytest.mark.parametrize("home", [Answer(b"no", 403), Answer(b"", 500)])
def test_a_site_that_does_not_open_is_not_asked_for_its_old_pages(tmp_path: Path, home: Answer) -> None:
    take(tmp_path, FIRST, 1)
    _, server = take(tmp_path, {**FIRST, "/": home}, 2)
    assert not server.count("/old.html")
