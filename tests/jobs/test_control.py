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
        assert 2 <= server.count("/") <= 6 and server.count(PATHS[24]) == 2, "one control at each end, and a few as they went"
    outcome, _ = _judged(result)
    assert result.coverage.lost is None and result.coverage.complete
    assert len(outcome.findings) == 15


@pytest.mark.parametrize("turned_away", [NOT_FOUND, SOFT], ids=["404", "soft 404"])
def test_a_gate_that_lets_us_in_again_before_the_end_accuses_nobody(crawl_one: Crawl, turned_away: Answer) -> None:
    """Closed for two tries of ten pages, open before and after: the controls at the end see nothing of it."""
    asked: list[str] = []

    def gate(path: str, before: int) -> Answer:
        asked.append(path)
        if path == "/":
            return page(*PATHS) if not closed() else turned_away
        return turned_away if closed() else page(text=f"关于第{path}号事项的通知，请各单位遵照执行。" * 9)

    def closed() -> bool:
        """From the twentieth request until ten pages have been turned away twice (those that say 404 are asked twice)."""
        away = asked[20:]
        return len(away) > 0 and min((away.count(path) for path in PATHS[18:28]), default=0) < (2 if turned_away is NOT_FOUND else 1)

    with SiteServer({"*": gate, "/robots.txt": NOT_FOUND}) as server:
        result = crawl_one(server, address_connections=1)
    outcome, why = _judged(result)
    assert outcome.verdict is Verdict.UNKNOWN and not outcome.findings, outcome.why
    assert result.coverage.lost is not None and why


def test_a_run_of_dead_pages_costs_one_more_look_and_stays_dead(crawl_one: Crawl) -> None:
    def site(path: str, before: int) -> Answer:
        if path == "/":
            return page(*PATHS)
        return NOT_FOUND if path in PATHS[5:20] else page(text=f"关于第{path}号事项的通知，请各单位遵照执行。" * 9)

    with SiteServer({"*": site, "/robots.txt": NOT_FOUND}) as server:
        result = crawl_one(server)
        extra = sum(server.count(path) for path in ("/", *PATHS[:5], *PATHS[20:])) - 26
    assert len(_judged(result)[0].findings) == 15 and result.coverage.lost is None
    assert extra <= 7, "the controls at the end, and a few in between"
