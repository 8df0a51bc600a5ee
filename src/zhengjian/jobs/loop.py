"""One worker's share of a crawl: many sites at once in one thread, each at its own polite pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from zhengjian.archive import RoundFolder
from zhengjian.facts.index import edition
from zhengjian.fetch import Fetched, Fetcher, Place, Visit
from zhengjian.fetch.browser import Browser, chromium
from zhengjian.fetch.page_load import Line
from zhengjian.fetch.polite import Pace, QuietHours
from zhengjian.jobs.frontier import LEFT_OUT, Address
from zhengjian.jobs.looks import Eyes, Looking, pool
from zhengjian.jobs.memory import give_back
from zhengjian.jobs.outside import Look, Outside
from zhengjian.jobs.retry import Step, agreed
from zhengjian.jobs.site import SiteCrawl
from zhengjian.jobs.terms import Common, CrawlTarget, Terms
from zhengjian.jobs.watch import Mark, RunFolder
from zhengjian.logs import logger
from zhengjian.model import COUNTS_AS, SHANGHAI, Clock, CountsAs, FetchCode, Snapshot

if TYPE_CHECKING:
    from zhengjian.fetch.second_opinion import SecondOpinion


MOST_ACTIVE = 48
LONGEST_NAP = 0.5
_BUSY_NAP = 0.02
RENDER_SECONDS = 30.0


class Share(msgspec.Struct, frozen=True):
    """What one worker is given: its targets with their folders, and which part of each address's budget is its own.

    ``places`` are the sites' hosts with the addresses they were found at, so that sites on one server share its budget.
    ``prepare`` makes what every page is given in ``Page.shared``; it is called once in the worker.
    ``unreadable`` are snapshots that killed the worker that read them; ``run`` is the run's folder, empty without a parent.
    """

    targets: tuple[CrawlTarget, ...]
    root: str
    period: str
    terms: Terms
    hosts: dict[str, Place]
    places: dict[str, str]
    others: frozenset[str]
    part: float = 1.0
    prepare: Callable[[], Mapping[str, Any]] | None = None
    unreadable: frozenset[str] = frozenset()
    run: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asked for a visit, and by which host it counts."""

    site: SiteCrawl
    address: Address
    visit: Visit
    host: str


@dataclass
class Crawler:
    """Runs a share to its end, or suspends everything when the parent asks for it."""

    share: Share
    clock: Clock
    active: list[SiteCrawl] = field(default_factory=list)

    def __post_init__(self) -> None:
        network = self.share.terms.network
        self._pace = Pace(network, self.share.part)
        for host, address in self.share.places.items():
            self._pace.locate(host, address)
        self._quiet = QuietHours(network.quiet_hours)
        self._fetcher: Fetcher[_Asked] = Fetcher(network, self.clock, self.share.hosts)
        self._second: SecondOpinion | None = None
        self._opinions: list[tuple[_Asked, Fetched, Future[Fetched]]] = []
        self._browser: Browser | None = None
        self._rendering: list[tuple[_Asked, Fetched, Future[tuple[Fetched, bytes]]]] = []
        self._run = RunFolder(Path(self.share.run)) if self.share.run else None
        self._awaited: dict[str, tuple[Address, list[tuple[SiteCrawl, Address]]]] = {}
        self._outside = Outside(self._run.path if self._run is not None else None)
        shared = self.share.prepare() if self.share.prepare is not None else {}
        self._common = Common(
            others=self.share.others,
            shared=shared,
            edition="\n".join((edition(), *(f"{name} {value.digest}" for name, value in sorted(shared.items())))),
            unreadable=self.share.unreadable,
            browser=bool(chromium()),
            mark=Mark(self._run.path if self._run is not None else None),
        )
        self._looks: list[tuple[SiteCrawl, Looking]] = []
        self._eyes = Eyes(self._the_browser, Line(self.share.terms.canaries))
        self._look_threads = pool()
        # Forcing files to the disk waits for the disk; one thread does that while the crawl goes on.
        self._closer = ThreadPoolExecutor(1, thread_name_prefix="closer")
        self._closing: list[tuple[CrawlTarget, Future[None]]] = []

    def run(self) -> Iterator[CrawlTarget]:
        """Crawl, giving each target as its round closes."""
        line = iter(self.share.targets)
        more = True
        try:
            while more or self.active or self._looks or self._closing:
                while more and len(self.active) < MOST_ACTIVE:
                    target = next(line, None)
                    more = target is not None
                    if target is not None:
                        self.active.append(self._open(target))
                yield from self._turn()
                if self._run is not None and self._run.stopped:
                    break
        finally:
            for site in [*self.active, *(site for site, _ in self._looks)]:
                site.suspend()
            self._look_threads.shutdown(cancel_futures=True)
            self._closer.shutdown()
            self._fetcher.close()
            if self._second is not None:
                self._second.close()
            if self._browser is not None:
                self._browser.close()
            self._outside.close()

    def _open(self, target: CrawlTarget) -> SiteCrawl:
        folder = RoundFolder(Path(self.share.root), self.share.period, target.site_id, target.round)
        return SiteCrawl(target, folder, self.share.terms, common=self._common, now=self.clock.now())

    def _turn(self) -> Iterator[CrawlTarget]:
        """Start what may start, take what has ended, close what is done."""
        now = self.clock.monotonic()
        wake = now + (_BUSY_NAP if self._closing or self._looks else LONGEST_NAP)
        moment = self.clock.now()
        quiet, today = self._quiet.quiet(moment), moment.astimezone(SHANGHAI).date()
        for site in self.active:
            site.wake(now, today)
            wake = min(wake, site.wakes_at)
            if not quiet:
                wake = min(wake, self._start(site, now, external=False), self._start(site, now, external=True))
        nap = max(0.0, wake - now)
        for asked, fetched in self._fetcher.wait(min(nap, _BUSY_NAP) if self._opinions or self._rendering else nap):
            self._pace.ended(asked.host, self.clock.monotonic(), fetched.snapshot.seconds, fetched.retry_after)
            self._take(asked, fetched)
        self._hear_opinions()
        self._hear_browser()
        for site in self.active:
            site.commit()
        for site in [site for site in self.active if site.stuck]:
            logger().error("a crawl came to a standstill", site=site.target.site_id)
            site.give_up()
            self._pass_on()
        for site in [site for site in self.active if site.ended]:
            self._looks.append((site, site.looks(self.share.hosts, self.clock, self._eyes)))
            self.active.remove(site)
        if not quiet:
            self._go_on_looking()
        yield from self._closed()

    def _go_on_looking(self) -> None:
        """Looks beyond the crawl go on at the hosts' pace; a site whose looks are all taken is closed."""
        looks, self._looks = self._looks, []
        for site, looking in looks:
            looking.turn(self._pace, self._look_threads, self.clock.monotonic())
            if looking.done:
                site.round.looks(looking.facts)
                self._closing.append((site.target, self._closer.submit(site.close(self.clock.now()))))
            else:
                self._looks.append((site, looking))

    def _closed(self) -> Iterator[CrawlTarget]:
        """The targets whose rounds have become final."""
        closing, self._closing = self._closing, []
        for target, future in closing:
            if future.done():
                future.result()
                give_back()
                yield target
            else:
                self._closing.append((target, future))

    def _start(self, site: SiteCrawl, now: float, *, external: bool) -> float:
        """Start the site's next visits as far as pace allows; returns when it is worth coming back."""
        while host := site.next_host(external=external):
            ready = self._pace.ready_at(host, now)
            if ready > now:
                return ready
            address, visit = site.next(external=external)
            if external and self._looked_at(site, address, now):
                continue
            self._pace.began(host, now)
            self._fetcher.start(visit, _Asked(site, address, visit, host))
        return float("inf")

    def _looked_at(self, site: SiteCrawl, address: Address, now: float) -> bool:
        """True when somebody has looked at an address outside, or is about to: the site is told at once, or then."""
        known = self._outside.get(address.url)
        if known is not None:
            self._tell(site, address, known, now)
            # Another worker's look may come while somebody here waits for one that has to be tried again.
            self._tell_waiting(address.url, known, now)
            return True
        owner, waiting = self._awaited.setdefault(address.url, (address, []))
        if owner is not address:
            waiting.append((site, address))
        return owner is not address

    def _tell(self, site: SiteCrawl, address: Address, look: Look, now: float) -> None:
        """Give a site somebody else's look as its last word."""
        self._common.targets.know(address.url, look.target)
        address.tries = max(address.tries, look.tries - 1)
        site.take(address, look.fetched, now, last_word=True)

    def _tell_waiting(self, url: str, look: Look, now: float) -> None:
        """Tell everybody here who waits for a look at an address."""
        _, waiting = self._awaited.pop(url, (None, []))
        for site, address in waiting:
            self._tell(site, address, look, now)

    def _looked(self, address: Address, snapshot: Snapshot) -> None:
        """A look at an address outside is over: everybody may know, and those that wait are told."""
        look = Look(snapshot, self._common.targets.known(address.url), address.tries)
        self._outside.put(address.url, look)
        self._tell_waiting(address.url, look, self.clock.monotonic())

    def _pass_on(self) -> None:
        """Looks that a site has given up are taken by those that wait for them."""
        for url in [url for url, (owner, _) in self._awaited.items() if owner.state == LEFT_OUT]:
            for site, waiting in self._awaited.pop(url)[1]:
                site.put_back(waiting)

    def _take(self, asked: _Asked, fetched: Fetched) -> None:
        step = asked.site.take(asked.address, fetched, self.clock.monotonic())
        if step is Step.SECOND_OPINION:
            self._second = self._second or self._open_second_stack()
            visit = msgspec.structs.replace(asked.visit, method="GET")
            self._opinions.append((asked, fetched, self._second.ask(visit)))
        elif step is Step.RENDER:
            visit = msgspec.structs.replace(asked.visit, seconds=min(RENDER_SECONDS, asked.visit.seconds))
            browser = self._the_browser()
            assert browser is not None
            self._rendering.append((asked, fetched, browser.ask(visit)))
        elif step is Step.DONE and asked.address.kind == "external":
            self._looked(asked.address, fetched.snapshot)

    def _the_browser(self) -> Browser | None:
        """This worker's browser, begun when it is first needed; None where there is none."""
        if self._browser is None and self._common.browser:
            self._browser = Browser(self.share.terms.network, self.clock, self.share.hosts)
        return self._browser

    def _open_second_stack(self) -> SecondOpinion:
        # Imported with its libraries only when the first failure asks for it.
        from zhengjian.fetch.second_opinion import SecondOpinion

        return SecondOpinion(self.share.terms.network, self.clock, self.share.hosts)

    def _hear_browser(self) -> None:
        """A rendered page counts when it came whole; else the static answer stands, a shell seen in part."""
        waiting, self._rendering = self._rendering, []
        for asked, static, future in waiting:
            if not future.done():
                self._rendering.append((asked, static, future))
                continue
            rendered, _ = future.result()
            answer = rendered if rendered.snapshot.whole else static
            asked.site.take(asked.address, answer, self.clock.monotonic(), last_word=True)

    def _hear_opinions(self) -> None:
        waiting, self._opinions = self._opinions, []
        for asked, first, opinion in waiting:
            if not opinion.done():
                self._opinions.append((asked, first, opinion))
                continue
            last = settle(first, opinion.result(), home=asked.visit.why == "home")
            asked.site.take(asked.address, last, self.clock.monotonic(), last_word=True)
            if asked.address.kind == "external":
                self._looked(asked.address, last.snapshot)


_HEARD = frozenset(code for code, counts_as in COUNTS_AS.items() if counts_as in {CountsAs.OPEN, CountsAs.EXCLUDED}) | {
    FetchCode.BLOCKED,
    FetchCode.CHALLENGE,
}


def settle(first: Fetched, second: Fetched, *, home: bool) -> Fetched:
    """One answer out of two stacks': an answer wins, a refusal by policy or a gate is heard, else see ``agreed``."""
    if second.snapshot.code in _HEARD:
        return second
    code = agreed(first.snapshot, second.snapshot, home=home)
    detail = f"{first.snapshot.detail or first.snapshot.code}；第二访问程序：{second.snapshot.detail or second.snapshot.code}"
    return Fetched(_with(first.snapshot, code, detail), first.body, first.wire, first.head, first.encoding)


def _with(snapshot: Snapshot, code: FetchCode, detail: str) -> Snapshot:
    return msgspec.structs.replace(snapshot, code=code, detail=detail)
