"""From real HTTP to what is said of links: redirects to the home page, files that are pages, targets that are something else."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from jobs.conftest import AS_OF, HOST, PERIOD, Crawl, RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import StoredFacts, coverage
from zhengjian.facts.base import Moment
from zhengjian.fetch import read_hosts_file
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.jobs.loop import Crawler, Share
from zhengjian.jobs.outside import Look, Outside
from zhengjian.jobs.terms import Terms
from zhengjian.jobs.watch import RunFolder
from zhengjian.judge import judge
from zhengjian.model import FetchCode, Outcome, Snapshot, Target
from zhengjian.rulebook import load

HOME = f"http://{HOST}/"
CHECKS = ("dead-links", "attachment-broken", "wrong-target-links")
ALSO = ("external-link-unannounced", "form-missing")
SALE = Answer("<html><head><title>域名出售</title></head><body><p>该域名正在出售</p></body></html>".encode())
TO_HOME = Answer(b"", 302, headers={"Location": HOME})


def judged(result: RoundResult) -> dict[str, Outcome]:
    """What the link checks say of a round."""
    given = (coverage(result.folder), Moment(as_of=AS_OF, period_start=PERIOD.start, period_end=PERIOD.end))
    target = Target(kind="site", id=result.target.site_id)
    source = StoredFacts(result.folder, given)
    outcomes = judge(target, source, load("national-2019"), on="site", period="2025Q2", as_of=AS_OF, only=CHECKS + ALSO)
    return {outcome.check: outcome for outcome in outcomes}


def test_what_is_said_of_bad_links(crawl_one: Crawl) -> None:
    listing = page("/xw/t20240101_11.html", "/fj/a.pdf", "http://other.test/expo", "/index.html")
    pages = {"/": page("/xw/"), "/xw/": listing, "/fj/a.pdf": page(), "other.test/expo": SALE, "*": TO_HOME, "/robots.txt": Answer(b"")}
    with SiteServer(pages) as server:
        outcomes = judged(crawl_one(server))
    dead, attachment, wrong = (outcomes[name] for name in CHECKS)
    assert [finding.value for finding in dead.findings] == [f"{HOME}xw/t20240101_11.html"]
    assert "转到首页" in dead.findings[0].what and dead.findings[0].where == f"{HOME}xw/"
    assert [finding.value for finding in attachment.findings] == [f"{HOME}fj/a.pdf"]
    assert [finding.value for finding in wrong.findings] == ["http://other.test/expo"]


def test_nothing_is_said_of_right_links(crawl_one: Crawl) -> None:
    pdf = Answer(b"%PDF-1.4\n%%EOF", kind="application/pdf")
    pages = {"/": page("/a.html", "/fj/a.pdf", "http://other.test/fine"), "/a.html": page("/"), "/fj/a.pdf": pdf, "other.test/fine": page()}
    with SiteServer(pages) as server:
        outcomes = judged(crawl_one(server))
    assert {name: str(outcomes[name].verdict) for name in CHECKS} == dict.fromkeys(CHECKS, "met")


def test_one_look_at_a_target_serves_all_sites(tmp_path: Path) -> None:
    pages = {"/": page("http://other.test/expo", "http://nx.test/", "http://other.test/gone.html"), "other.test/expo": SALE}
    homes = (HOME, "http://www.b.gov.cn/")
    with SiteServer(pages) as server:
        targets = [CrawlTarget(site_id=f"510100000{n}", home=home) for n, home in enumerate(homes)]
        results = list(crawl(workspace(tmp_path, server), PERIOD, targets, as_of=AS_OF, clock=RealClock(), others=homes))
        looks = server.count("/expo")
        tries = server.count("/gone.html")
    assert (looks, tries) == (1, 2)
    dead = [[finding.value for finding in judged(result)["dead-links"].findings] for result in results]
    assert dead == [["http://nx.test/", "http://other.test/gone.html"]] * 2
    assert [len(judged(result)["wrong-target-links"].findings) for result in results] == [1, 1]


def test_a_look_of_another_worker_ends_the_wait_for_our_own(tmp_path: Path) -> None:
    gone, homes, run = "http://other.test/gone.html", (HOME, "http://www.b.gov.cn/"), RunFolder.new(tmp_path)
    with SiteServer({"/": page(gone)}) as server:
        share = Share(
            targets=tuple(CrawlTarget(site_id=f"510100000{n}", home=home) for n, home in enumerate(homes)),
            root=str(tmp_path),
            period=PERIOD.name,
            terms=Terms(network=workspace(tmp_path, server, retry_seconds=1.0).settings.network, as_of=AS_OF, software="test"),
            hosts=read_hosts_file(tmp_path / "hosts"),
            places={},
            others=frozenset(homes),
            run=str(run.path),
        )

        def another_worker() -> None:
            while not server.count("/gone.html"):
                time.sleep(0.01)
            theirs = Outside(run.path)
            theirs.put(gone, Look(Snapshot(id="", url=gone, final_url=gone, at=AS_OF, code=FetchCode.HTTP_ERROR, http_status=404), tries=2))
            theirs.close()

        waits = threading.Timer(20.0, run.ask_to_stop)
        waits.start()
        other = threading.Thread(target=another_worker)
        other.start()
        closed = [target.site_id for target in Crawler(share, RealClock()).run()]
        other.join()
        waits.cancel()
    assert sorted(closed) == [target.site_id for target in share.targets]
    assert server.count("/gone.html") == 1
