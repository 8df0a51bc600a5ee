"""Run as a program: the crash-point loop over one crawl. Prints one line a step and ends with 0 when all held.

Arguments: a folder, and which round is stopped. The second is of a site that has not changed since the first, so that
pages are asked for conditionally, facts are taken over, and bodies lie in the first round's records.

Every crawl and every look at its evidence happens in a forked child, so that this process stays free of threads and of
libraries that do not survive a fork.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from jobs.conftest import AS_OF, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import RoundFolder, StoredFacts, body, verify
from zhengjian.archive.steps import CRASHED, crash_at
from zhengjian.facts.base import Coverage
from zhengjian.facts.index import read_all
from zhengjian.facts.links import PageLinks
from zhengjian.facts.page import Page
from zhengjian.jobs import CrawlTarget, crawl
from zhengjian.model import FetchCode

PAGES = {"/": page("/a.html", "/b.html"), "/a.html": page("/c.html"), "/b.html": page("/c.html", "/a.html"), "/c.html": page("/")}
HOME = "http://www.a.gov.cn/"
CONTROLS = ("/", "/c.html")  # asked once more at the end
MOST_STEPS = 200
LONGEST_CHILD = 10


def in_child(function: Callable[[], None]) -> int:
    """The exit status of a process that does only this; one that hangs is ended by its alarm."""
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST_CHILD)
        try:
            function()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def target(number: int) -> CrawlTarget:
    """The site in its first or second round."""
    return CrawlTarget(site_id="5101000001", home=HOME, round=number)


def serve_marked(server: SiteServer) -> None:
    """Every page with a mark, and "not modified" for who shows it."""

    def marked(path: str, _: int) -> Answer:
        same = server.headers[path].get("if-none-match") == f'"{path}"'
        return Answer(b"" if same else PAGES[path].body, 304 if same else 200, headers={"ETag": f'"{path}"'})

    server.pages |= dict.fromkeys(PAGES, marked)


def run(root: Path, server: SiteServer, stop_at: int, number: int) -> None:
    """Crawl, or go on crawling, and stop at a step."""
    crash_at(stop_at)
    space = workspace(root, server, address_connections=1)
    for _ in crawl(space, PERIOD, [target(number)], as_of=AS_OF, clock=RealClock(), resume=True):
        pass


def look(root: Path, server: SiteServer, number: int) -> None:
    """What must hold after every stop."""
    folder = RoundFolder(root / "archive", PERIOD.name, target(number).site_id, number)
    facts = StoredFacts(folder, ())
    readings = {reading.url.removeprefix("http://www.a.gov.cn"): reading for reading in facts.pages(PageLinks) if reading.depth < 90}
    assert set(readings) == set(PAGES), "a page's facts were lost"
    for path, reading in readings.items():
        assert body(root / "archive", reading.snapshot) == PAGES[path].body
        assert server.count(path) <= 2 + (path in CONTROLS), "only what was in flight may be asked again"
    assert sum(server.count(path) for path in PAGES) <= len(PAGES) + len(CONTROLS) + 1
    coverage = facts.given(Coverage)
    assert coverage is not None and coverage.home_seen and coverage.complete
    codes = {attempt.code for attempt in coverage.attempts if attempt.kind == "page"}
    assert codes == ({FetchCode.OK} if number == 1 else {FetchCode.OK, FetchCode.UNCHANGED})
    assert verify(root / "archive") == []
    assert not [path for path in folder.path.iterdir() if path.name.startswith(".tmp-")], "a half file was left"


def main(top: Path, number: int) -> int:
    """The loop; of the second round every third step, since most are the first round's."""
    # Dictionaries and tables that the readers build on first use are built here, once for all children.
    list(read_all(Page.of(PAGES["/"].body, HOME)))
    with SiteServer({}) as server:
        serve_marked(server)
        first = top / "first"
        first.mkdir()
        if number > 1 and in_child(lambda: run(first, server, 0, 1)):
            return 1
        for stop_at in range(1, MOST_STEPS, 1 if number == 1 else 3):
            root = top / str(stop_at)
            shutil.copytree(first, root)
            server.asked.clear()
            status = in_child(lambda root=root, stop_at=stop_at: run(root, server, stop_at, number))  # type: ignore[misc]
            if status == 0:
                print(f"ended by itself after {stop_at - 1} steps", flush=True)
                return 0 if stop_at > 20 else 1
            resumed = in_child(lambda root=root: run(root, server, 0, number))  # type: ignore[misc]
            looked = in_child(lambda root=root: look(root, server, number)) if resumed == 0 else 1  # type: ignore[misc]
            print(f"step {stop_at}: stopped {status}, resumed {resumed}, looked {looked}", flush=True)
            if (status, resumed, looked) != (CRASHED, 0, 0):
                return 1
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
