"""Many sites on worker processes: a page that kills its reader, an interruption, a site per worker's share."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from jobs import poison
from jobs.conftest import AS_OF, PERIOD, RealClock, workspace
from jobs.site_server import Pages, SiteServer, page
from zhengjian.archive import StoredFacts, verify
from zhengjian.config import Jobs, Network
from zhengjian.facts.labels import Labels
from zhengjian.jobs import CrawlTarget, Progress, crawl
from zhengjian.model import FetchCode
from zhengjian.plan.groups import spread

HOSTS = [f"s{number}.gov.test" for number in range(6)]
TARGETS = [CrawlTarget(site_id=f"51010000{number:02d}", home=f"http://{host}/") for number, host in enumerate(HOSTS)]
PAGES: Pages = {"/": page("/a.html", "/b.html"), "/a.html": page(), "/b.html": page()}


def _hosts(server: SiteServer) -> str:
    return "\n".join(f"127.0.0.1:{server.port} {host}" for host in HOSTS)


def test_a_page_that_kills_its_reader_is_seen_in_part_and_the_rest_goes_on(tmp_path: Path) -> None:
    pages = {**PAGES, "s3.gov.test/a.html": page(text="毒" * 100)}
    with SiteServer(pages) as server:
        space = workspace(tmp_path, server, _hosts(server), processes=2)
        told: list[Progress] = []
        results = list(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock(), prepare=poison.prepare, progress=told.append))
    assert len(results) == 6 and told[-1] == Progress(6, 6, 18)
    codes = {
        (result.target.home, attempt.url): attempt.code
        for result in results
        for attempt in result.coverage.attempts
        if attempt.kind == "page" and attempt.code is not FetchCode.OK
    }
    assert codes == {("http://s3.gov.test/", "http://s3.gov.test/a.html"): FetchCode.PARSE_PARTIAL}
    assert all(len(StoredFacts(result.folder, ()).pages(Labels)) == (2 if "s3" in result.target.home else 3) for result in results)
    assert verify(tmp_path / "archive") == []
    assert not list((tmp_path / "archive").glob(".run-*"))


def test_an_interrupted_crawl_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    with SiteServer(dict(PAGES)) as server:
        space = workspace(tmp_path, server, _hosts(server), host_interval_seconds=0.0)
        first = list(itertools.islice(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock()), 2))
        rest = list(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock(), resume=True))
        asked = sum(count for line, count in server.asked.items() if line.endswith(" /a.html"))
    assert len(first) == 2 and len(rest) == 6
    assert 6 <= asked <= 6 + 2, "every page once, and again only what was in flight"


def test_a_resumed_crawl_without_resume_begins_open_rounds_anew(tmp_path: Path) -> None:
    with SiteServer(dict(PAGES)) as server:
        space = workspace(tmp_path, server, _hosts(server))
        next(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock()))
        assert len(list(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock()))) == 6
    assert verify(tmp_path / "archive") == []


def test_the_same_crawl_runs_on_a_cluster(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster, SiteServer(dict(PAGES)) as server:
        space = workspace(tmp_path, server, _hosts(server))
        space = msgspec.structs.replace(
            space, settings=msgspec.structs.replace(space.settings, jobs=Jobs(scheduler=cluster.scheduler_address))
        )
        results = list(crawl(space, PERIOD, TARGETS, as_of=AS_OF, clock=RealClock()))
    assert [result.pages for result in results] == [3] * 6 and verify(tmp_path / "archive") == []


def test_sites_on_one_server_stay_together_unless_they_are_too_many() -> None:
    place = dict(zip("abcdefgh", "11122345", strict=True))
    batches = spread("abcdefgh", place.__getitem__, workers=2, size=3, connections=2, limited=True)
    assert sorted(target for batch in batches for target in batch.targets) == list("abcdefgh")
    for address in "12345":
        assert sum(any(place[target] == address for target in batch.targets) for batch in batches) == 1
    (one, two) = spread("abcdefgh", lambda target: "same", workers=2, size=8, connections=2, limited=True)
    assert one.part == two.part == 0.5 and len(one.targets) == len(two.targets) == 4
    assert len(spread("abcdefgh", lambda target: "same", workers=2, size=8, connections=1, limited=True)) == 1
    assert Network().address_connections == 2


def test_workers_do_not_outlive_a_parent_that_was_killed() -> None:
    tests = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(tests)}
    with subprocess.Popen([sys.executable, "-m", "jobs.orphan"], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert workers
        parent.kill()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{worker}/cmdline").exists() and Path(f"/proc/{worker}/cmdline").read_bytes() for worker in workers):
        assert time.monotonic() < until, "a worker lives on without its parent"
        time.sleep(0.05)
