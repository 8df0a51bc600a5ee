"""One look at a page outside serves all workers of a run."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from zhengjian.facts.link_target import LinkTarget
from zhengjian.jobs.outside import Look, Outside
from zhengjian.model import FetchCode, Snapshot

AT = datetime.fromisoformat("2025-06-20T12:00:00+08:00")
URL = "http://old-expo.com/"


def _look(code: FetchCode, target: LinkTarget | None) -> Look:
    return Look(Snapshot(id="S-1", url=URL, final_url=URL, at=AT, code=code), target)


def test_what_one_worker_saw_another_knows(tmp_path: Path) -> None:
    first, second = Outside(tmp_path), Outside(tmp_path)
    assert second.get(URL) is None
    first.put(URL, _look(FetchCode.OK, LinkTarget(kind="parked", why="域名出售")))
    second.put(URL, _look(FetchCode.DOWN_TIMEOUT, None))
    third = Outside(tmp_path)
    known = third.get(URL)
    assert known is not None and known.target is not None
    assert (known.snapshot.code, known.target.kind, known.fetched.body) == (FetchCode.OK, "parked", b"")
    for worker in (first, second, third):
        worker.close()


def test_workers_that_begin_in_the_same_instant_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    workers, runs = 3, 150
    together = threading.Barrier(workers)

    def open_all(_: int) -> int:
        for number in range(runs):
            folder = tmp_path / str(number)
            folder.mkdir(exist_ok=True)
            together.wait(60)
            Outside(folder).close()
        return runs

    with ThreadPoolExecutor(workers) as pool:
        assert list(pool.map(open_all, range(workers))) == [runs] * workers
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in tmp_path.glob("*/*")} == {"outside.sqlite"}


def test_a_worker_alone_needs_no_file(tmp_path: Path) -> None:
    alone = Outside(None)
    alone.put(URL, _look(FetchCode.OK, None))
    known = alone.get(URL)
    assert known is not None and known.target is None
    assert Outside(None).get(URL) is None and not list(tmp_path.iterdir())
