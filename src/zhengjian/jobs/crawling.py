"""Crawls many sites over the workers and gives each target's result as its round closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from zhengjian import __version__
from zhengjian.archive import RoundFolder, coverage
from zhengjian.archive.manifest import Manifest, read_manifest
from zhengjian.archive.verify import Chain
from zhengjian.config import Network, Workspace
from zhengjian.facts.base import Coverage
from zhengjian.facts.links import host_of
from zhengjian.fetch import Place, read_hosts_file
from zhengjian.fetch.guard import is_literal
from zhengjian.fetch.hosts import ask_system
from zhengjian.fetch.polite import QuietHours
from zhengjian.jobs.executor import executor, workers
from zhengjian.jobs.loop import Crawler, Share
from zhengjian.jobs.terms import CrawlTarget, Terms
from zhengjian.jobs.watch import RunFolder
from zhengjian.logs import logger
from zhengjian.model import Clock, Period
from zhengjian.plan.groups import spread

SOFTWARE = f"Zhengjian {__version__}"
Prepare = Callable[[], Mapping[str, Any]] | None
MOST_DEATHS = 20
_LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class RoundResult:
    """A closed round of one target. ``seconds`` is the wall clock of its crawl, ``pages`` how many pages were visited."""

    target: CrawlTarget
    folder: RoundFolder

    @cached_property
    def manifest(self) -> Manifest:
        """What the round says of itself."""
        return read_manifest(self.folder)

    @cached_property
    def coverage(self) -> Coverage:
        """Every address of the round, visited or not."""
        return coverage(self.folder)

    @property
    def pages(self) -> int:
        """Pages that were visited."""
        return self.manifest.pages

    @property
    def seconds(self) -> float:
        """Wall clock from the first request to the last answer."""
        return self.manifest.seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is: targets and pages done, of how many targets."""

    done: int
    of: int
    pages: int


def crawl(
    workspace: Workspace,
    period: Period,
    targets: Sequence[CrawlTarget],
    *,
    as_of: datetime,
    clock: Clock,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
    others: Iterable[str] = (),
    prepare: Prepare = None,
) -> Iterator[RoundResult]:
    """One ``RoundResult`` per target, as each round closes. Rounds that are closed already are given at once.

    ``others`` are the home pages of all registered sites, so that no site is taken for a part of another. ``resume``
    goes on with rounds that an interruption left open; without it they are begun anew. Closing the iterator (or Ctrl-C)
    suspends all open rounds and loses nothing. ``prepare`` (picklable) is called once in each worker; what it returns is
    put into every page's ``shared``, dictionaries for the readers.

    Raises ``ConfigError`` when the hosts file or quiet hours cannot be read.
    """
    root = workspace.archive
    chain = Chain(root)
    open_targets, pages = [], 0
    told = progress or (lambda _: None)
    for target in targets:
        result = _result(root, period, target)
        if result.folder.closed:
            chain.enter(result.folder)
            pages += result.pages
            yield result
        else:
            if not resume:
                _begin_anew(result.folder)
            open_targets.append(target)
    done = len(targets) - len(open_targets)
    told(Progress(done, len(targets), pages))
    for target in _run(workspace, period, open_targets, as_of, clock, frozenset(others), prepare):
        result = _result(root, period, target)
        chain.enter(result.folder)
        done, pages = done + 1, pages + result.pages
        told(Progress(done, len(targets), pages))
        yield result


def _result(root: Path, period: Period, target: CrawlTarget) -> RoundResult:
    return RoundResult(target, RoundFolder(root, period.name, target.site_id, target.round))


def _begin_anew(folder: RoundFolder) -> None:
    """An open round holds nothing that anyone cites yet."""
    for path in folder.path.iterdir() if folder.path.is_dir() else []:
        path.unlink()


def _run(
    workspace: Workspace,
    period: Period,
    targets: list[CrawlTarget],
    as_of: datetime,
    clock: Clock,
    others: frozenset[str],
    prepare: Prepare = None,
) -> Iterator[CrawlTarget]:
    """The targets in the order in which their rounds close.

    A page that kills the worker reading it is stored unread by the next one, and the crawl goes on.
    """
    settings = workspace.settings.jobs
    alone = workers(settings) == 1 and not settings.scheduler
    run = RunFolder.new(workspace.archive)
    deaths: Counter[str] = Counter()
    try:
        for last_time in (False,) * MOST_DEATHS + (True,):
            unreadable = frozenset(name for name, count in deaths.items() if count >= 2)
            shares = [
                msgspec.structs.replace(share, prepare=prepare, unreadable=unreadable, run="" if alone else str(run.path))
                for share in _shares(workspace, period, targets, as_of, others)
            ]
            try:
                if alone:
                    for share in shares:
                        yield from Crawler(share, clock).run()
                else:
                    yield from _with_workers(workspace, period, shares, clock, run)
                return
            except BrokenProcessPool:
                if last_time:
                    raise
                # The other workers die with the first, whatever they read: only a page that was being read twice is to blame.
                deaths.update(run.died_reading())
                logger().warning("a worker died", reading=dict(deaths))
                targets = [target for target in targets if not _result(workspace.archive, period, target).folder.closed]
    finally:
        run.remove()


def _with_workers(workspace: Workspace, period: Period, shares: list[Share], clock: Clock, run: RunFolder) -> Iterator[CrawlTarget]:
    """Rounds are seen to close by their manifests, so that any executor will do."""
    root = workspace.archive
    waiting = {target.site_id: target for share in shares for target in share.targets}
    with executor(workspace.settings.jobs) as pool:
        running: set[Future[None]] = {pool.submit(run_share, share, clock) for share in shares}
        try:
            while running:
                ended, running = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for target in [target for target in waiting.values() if _result(root, period, target).folder.closed]:
                    yield waiting.pop(target.site_id)
                for future in ended:
                    future.result()
                run.end_hanging(clock.now().timestamp())
        finally:
            if running:
                run.ask_to_stop()
                for future in running:
                    future.cancel()
                wait(running)
    for target in [target for target in waiting.values() if _result(root, period, target).folder.closed]:
        yield target


def run_share(share: Share, clock: Clock) -> None:
    """A worker's whole job; ``clock`` travels to the worker, so it must be picklable."""
    for _ in Crawler(share, clock).run():
        pass


def _shares(workspace: Workspace, period: Period, targets: list[CrawlTarget], as_of: datetime, others: frozenset[str]) -> list[Share]:
    network = workspace.settings.network
    QuietHours(network.quiet_hours)  # a wrong setting is told here and not by a worker
    hosts = read_hosts_file(workspace.hosts_file) if workspace.hosts_file else {}
    limited = network.address_requests_per_second > 0 or network.address_connections > 0
    places = _places(targets, hosts, network)
    count = workers(workspace.settings.jobs)
    paced = network.host_interval_seconds > 0
    size = max(1, -(-len(targets) // count)) if paced else max(1, min(24, -(-len(targets) // (4 * count))))
    batches = spread(
        targets,
        lambda target: places.get(host_of(target.home), target.home),
        workers=count,
        size=size,
        connections=network.address_connections,
        limited=limited,
    )
    terms = Terms(
        network=network,
        as_of=as_of,
        software=SOFTWARE,
        looks=workspace.settings.looks,
        canaries=workspace.settings.probe.canaries,
    )
    everyone = others or frozenset(target.home for target in targets)
    return [
        Share(
            targets=batch.targets,
            root=str(workspace.archive),
            period=period.name,
            terms=terms,
            hosts=hosts,
            places={
                host_of(target.home): places.get(host_of(target.home), "") for target in batch.targets if host_of(target.home) in places
            },
            others=everyone,
            part=batch.part,
        )
        for batch in batches
    ]


def _places(targets: list[CrawlTarget], hosts: dict[str, Place], network: Network) -> dict[str, str]:
    """The first address of every site's host, as far as it can be found out."""
    names = {host_of(target.home) for target in targets}
    found = {name: hosts[name].addresses[0] for name in names if name in hosts and hosts[name].addresses}
    found |= {name: name for name in names - found.keys() if is_literal(name.rsplit(":", 1)[0])}
    unknown = [] if network.hosts_only else sorted(names - found.keys())
    with ThreadPoolExecutor(32, thread_name_prefix="dns") as pool:
        for name, place in zip(unknown, pool.map(ask_system, unknown), strict=True):
            if place.addresses:
                found[name] = place.addresses[0]
    return found
