"""Reads the feeds of many accounts. A batch of accounts shares one folder of evidence: a feed costs no files of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from zhengjian.archive import RoundFolder, rounds
from zhengjian.archive.manifest import read_manifest
from zhengjian.archive.store import StoredFacts
from zhengjian.archive.verify import Chain
from zhengjian.config import Network, Workspace
from zhengjian.facts.accounts import SourceReading
from zhengjian.facts.base import Fact
from zhengjian.facts.links import host_of
from zhengjian.fetch import Fetched, Fetcher, Place, Visit, read_hosts_file
from zhengjian.fetch.polite import Pace
from zhengjian.jobs.crawling import SOFTWARE, Progress
from zhengjian.jobs.executor import executor, workers
from zhengjian.jobs.frontier import WAITING, Address
from zhengjian.jobs.round import Ending, OpenRound
from zhengjian.media.feed import FeedError, read_feed
from zhengjian.model import SAID, Account, Clock, Period, Post, digest
from zhengjian.plan.groups import spread

BATCH = 512
TRIES = 2
_NAP = 0.5
_LOOK_SECONDS = 0.25


class FeedPosts(Fact, kw_only=True):
    """What one look at an account's feed brought; ``problem`` says in Chinese why it brought nothing."""

    account_id: str
    posts: tuple[Post, ...] = ()
    reading: SourceReading
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedResult:
    """An account's posts, the look that found them, and the folder that holds the evidence."""

    account_id: str
    posts: tuple[Post, ...]
    reading: SourceReading
    folder: RoundFolder
    problem: str = ""


class FeedShare(msgspec.Struct, frozen=True):
    """What one worker is given: accounts with feeds, their folder, and its part of each server's budget."""

    accounts: tuple[tuple[str, str], ...]
    root: str
    period: str
    name: str
    round: int
    network: Network
    hosts: dict[str, Place]
    as_of: datetime
    part: float

    @property
    def folder(self) -> RoundFolder:
        """Where the evidence of this batch lies."""
        return RoundFolder(Path(self.root), self.period, self.name, self.round)

    @property
    def key(self) -> str:
        """Tells batches of other accounts apart."""
        return digest(*(account for account, _ in self.accounts))


def read_feeds(
    workspace: Workspace,
    period: Period,
    accounts: Sequence[Account],
    *,
    as_of: datetime,
    clock: Clock,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[FeedResult]:
    """One ``FeedResult`` for every account that has a feed, batch by batch. ``resume`` goes on with an interrupted run."""
    root = workspace.archive
    chain = Chain(root)
    with_feed = [account for account in accounts if account.feed]
    shares = _shares(workspace, period, with_feed, as_of, resume=resume)
    told, done = progress or (lambda _: None), 0
    for share in _run(workspace, shares, clock):
        chain.enter(share.folder)
        results = list(_results(share.folder))
        done += len(results)
        told(Progress(done, len(with_feed), done))
        yield from results


def _results(folder: RoundFolder) -> Iterator[FeedResult]:
    for reading in StoredFacts(folder).pages(FeedPosts):
        fact = reading.fact
        yield FeedResult(fact.account_id, fact.posts, fact.reading, folder, fact.problem)


def _run(workspace: Workspace, shares: list[FeedShare], clock: Clock) -> Iterator[FeedShare]:
    yield from (share for share in shares if share.folder.closed)
    shares = [share for share in shares if not share.folder.closed]
    settings = workspace.settings.jobs
    if (workers(settings) == 1 or len(shares) == 1) and not settings.scheduler:
        for share in shares:
            run_feeds(share, clock, "")
            yield share
        return
    stop = workspace.archive / f".stop-feeds-{digest(*(share.name for share in shares))}"
    with executor(settings) as pool:
        running: dict[Future[None], FeedShare] = {pool.submit(run_feeds, share, clock, str(stop)): share for share in shares}
        try:
            while running:
                for future in wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED).done:
                    share = running.pop(future)
                    future.result()
                    yield share
        finally:
            if running:
                stop.touch()
                wait([future for future in running if not future.cancel()])
                stop.unlink(missing_ok=True)


def _shares(workspace: Workspace, period: Period, accounts: list[Account], as_of: datetime, *, resume: bool) -> list[FeedShare]:
    network = workspace.settings.network
    hosts = read_hosts_file(workspace.hosts_file) if workspace.hosts_file else {}
    limited = network.host_interval_seconds > 0 or network.address_requests_per_second > 0
    count = workers(workspace.settings.jobs)
    size = max(1, min(BATCH, -(-len(accounts) // (2 * count))))
    batches = spread(
        accounts, lambda account: host_of(account.feed), workers=count, size=size, connections=network.address_connections, limited=limited
    )
    shares = []
    for number, batch in enumerate(batches):
        share = FeedShare(
            accounts=tuple((account.account_id, account.feed) for account in batch.targets),
            root=str(workspace.archive),
            period=period.name,
            name=f"feeds-{number}",
            round=1,
            network=network,
            hosts=hosts,
            as_of=as_of,
            part=batch.part,
        )
        shares.append(msgspec.structs.replace(share, round=_round(share, resume=resume)))
    return shares


def _round(share: FeedShare, *, resume: bool) -> int:
    """The number of this look: the last one when it is to be gone on with and is of the same accounts, else the next."""
    numbers = rounds(Path(share.root), share.period, share.name)
    if not numbers:
        return 1
    last = msgspec.structs.replace(share, round=numbers[-1])
    if resume and (not last.folder.closed or read_manifest(last.folder).home == share.key):
        return last.round
    return last.round + 1


def run_feeds(share: FeedShare, clock: Clock, stop: str) -> None:
    """A worker's whole job: ask every feed of the batch, twice when it fails, and close the folder."""
    round_ = OpenRound(share.folder, SOFTWARE, most_addresses=len(share.accounts))
    frontier, started = round_.frontier, clock.now()
    if frontier.noted("key") not in {"", share.key}:
        round_.suspend()
        raise ValueError(f"{share.folder.path} 属于另一批账号，不能续读")
    frontier.note("key", share.key)
    # Two accounts may share a feed, so an address is known by its account, too.
    lines = [(account, feed, frontier.add(f"{feed}#{account}", "feed", 0)) for account, feed in share.accounts]
    round_.commit()
    reader = _FeedReader(share, round_, clock, Path(stop) if stop else None)
    finished = reader.run(
        [(account, feed, address) for account, feed, address in lines if address is not None and address.state == WAITING]
    )
    if not finished:
        round_.suspend()
        return
    round_.close(Ending(home=share.key, as_of=share.as_of, started=started, finished=clock.now(), complete=True))()


class _FeedReader:
    """Asks the feeds of one batch at their servers' pace."""

    def __init__(self, share: FeedShare, round_: OpenRound, clock: Clock, stop: Path | None) -> None:
        self._share = share
        self._round = round_
        self._clock = clock
        self._stop = stop
        self._pace = Pace(share.network, share.part)
        self._fetcher: Fetcher[tuple[str, str, Address]] = Fetcher(share.network, clock, share.hosts)

    def run(self, waiting: list[tuple[str, str, Address]]) -> bool:
        """False when it was told to stop before the end."""
        try:
            by_host: dict[str, list[tuple[str, str, Address]]] = {}
            for line in reversed(waiting):
                by_host.setdefault(host_of(line[1]), []).append(line)
            while by_host or len(self._fetcher):
                if self._stop is not None and self._stop.exists():
                    return False
                wake = self._start(by_host)
                for line, fetched in self._fetcher.wait(max(0.0, min(_NAP, wake - self._clock.monotonic()))):
                    self._pace.ended(host_of(line[1]), self._clock.monotonic(), fetched.snapshot.seconds, fetched.retry_after)
                    if self._take(*line, fetched):
                        by_host.setdefault(host_of(line[1]), []).insert(0, line)
                self._round.commit()
        finally:
            self._fetcher.close()
        return True

    def _start(self, by_host: dict[str, list[tuple[str, str, Address]]]) -> float:
        now, wake = self._clock.monotonic(), float("inf")
        for host, lines in list(by_host.items()):
            while lines:
                ready = self._pace.ready_at(host, now)
                if ready > now:
                    wake = min(wake, ready)
                    break
                line = lines.pop()
                self._pace.began(host, now)
                port = int(host.rsplit(":", 1)[1]) if host.rsplit(":", 1)[-1].isdigit() and ":" in host else None
                self._fetcher.start(Visit(url=line[1], why="feed", seconds=self._share.network.fetch_seconds, port=port), line)
            if not lines:
                del by_host[host]
        return wake

    def _take(self, account: str, feed: str, address: Address, fetched: Fetched) -> bool:
        """Store an answer; True when the feed should be asked once more."""
        snapshot = fetched.snapshot
        id_ = self._share.folder.snapshot_id(address.id)
        posts: tuple[Post, ...] = ()
        problem = (
            ""
            if snapshot.whole
            else f"订阅源未能读取（{SAID[snapshot.code]}{f'，HTTP {snapshot.http_status}' if snapshot.http_status else ''}）"
        )
        if snapshot.whole:
            try:
                posts = read_feed(fetched.body, account, id_)
            except FeedError as error:
                problem = str(error)
        again = bool(problem) and address.tries + 1 < TRIES
        self._round.keep(address, fetched, final=not again)
        if not again:
            reading = SourceReading(source="feed", at=snapshot.at, whole=not problem, evidence=id_, problem=problem)
            fact = FeedPosts(account_id=account, posts=posts, reading=reading, problem=problem, complete=not problem)
            self._round.facts(address, feed, 0, [fact])
        return again
