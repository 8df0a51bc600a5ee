"""A server that turns away late, or a gate that answers "not found" to everything, accuses no healthy site."""

from __future__ import annotations

import pytest

from jobs.conftest import Crawl
from jobs.site_server import NOT_FOUND, Answer, SiteServer, page
from zhengjian.archive import StoredFacts
from zhengjian.checks import dead_links
from zhengjian.checks._pages import unread
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.jobs import RoundResult
from zhengjian.model import Outcome, Verdict

SOFT = Answer("<html><head><title>访问受限</title></head><body><p>您访问的页面不存在</p></body></html>".encode())
PATHS = [f"/{number}.html" for number in range(40)]


def _judged(result: RoundResult) -> tuple[Outcome, str]:
    facts = StoredFacts(result.folder, ())
    targets, links = facts.pages(LinkTarget), facts.pages(PageLinks)
    return dead_links.check(result.coverage, targets, links, dead_links.Limits()), unread(targets, result.coverage)


@pytest.mark.parametrize("turned_away", [NOT_FOUND, SOFT, Answer(b"oops", 500), Answer(b"", 403)], ids=["404", "soft 404", "500", "403"])
def test_a_site_that_turns_us_away_late_is_not_accused(crawl_one: Crawl, turned_away: Answer) -> None:
    hits = 0

    def gate(path: str, before: int) -> Answer:
        nonlocal hits
        hits += 1
        if hits > 20:
            return turned_away
        return page(*PATHS) if path == "/" else page(text=f"关于第{path}号事项的通知，请各单位遵照执行。" * 9)

    with SiteServer({"*": gate, "/robots.txt": NOT_FOUND}) as server:
        result = crawl_one(server)
    outcome, why = _judged(result)
    assert outcome.verdict is Verdict.UNKNOWN and not outcome.findings, outcome.why
    assert result.coverage.lost is not None and not result.coverage.complete
    assert why, "pages that were not given to us are not free of faults"


@pytest.mark.parametrize("gone", [NOT_FOUND, SOFT], ids=["404", "soft 404"])
def test_dead_links_of_a_site_that_stays_are_found(crawl_one: Crawl, gone: Answer) -> None:
    def site(path: str, before: int) -> Answer:
        if path == "/":
            return page(*PATHS)
        return gone if path in PATHS[25:] else page(text=f"关于第{path}号事项的通知，请各单位遵照执行。" * 9)

    with SiteServer({"*": site, "/robots.txt": NOT_FOUND}) as server:
        result = crawl_one(server)
        assert server.count("/") == 2 and server.count(PATHS[24]) == 2, "one control at each end"
    outcome, _ = _judged(result)
    assert result.coverage.lost is None and result.coverage.complete
    assert len(outcome.findings) == 15
