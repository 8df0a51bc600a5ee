"""The crawl of one site in one round: what to ask next, and what to make of each answer.

Home page first (it is exempt from robots.txt: looking whether it opens is monitoring), then robots.txt and the site map,
then breadth-first. Everything that an answer brings is committed in one transaction before the next answer is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from zhengjian.archive import RoundFolder
from zhengjian.archive.manifest import requests_on
from zhengjian.archive.store import CONTROL, PAGES, UNLINKED, StoredAttempt
from zhengjian.facts.links import host_of
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.robots import Robots
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.jobs.allowance import Allowance
from zhengjian.jobs.control import Streak, asked, controls, turned
from zhengjian.jobs.frontier import WAITING, Address
from zhengjian.jobs.line import Line
from zhengjian.jobs.link_targets import is_page
from zhengjian.jobs.looks import Eyes, Ground, Looking, planned
from zhengjian.jobs.reader import FRAGMENT_DEPTH, PageReader
from zhengjian.jobs.retry import Step, after
from zhengjian.jobs.round import MOST_ADDRESSES, Ending, OpenRound
from zhengjian.jobs.scope import Scope, Traps, canonical
from zhengjian.jobs.sitemap import addresses_in
from zhengjian.jobs.terms import Common, CrawlTarget, Terms
from zhengjian.jobs.unchanged import Unchanged
from zhengjian.jobs.unlinked import recalled
from zhengjian.jobs.visits import after_jumps, visit_of
from zhengjian.model import SHANGHAI, Clock, FetchCode, digest

MOST_SITEMAPS = 20
MOST_JUMPS = 3
MOST_RENDERED = 20
SITEMAP_DEPTH = 50
_READ_KINDS = frozenset({*PAGES, "attachment", "external", "probe404", "script"})


class SiteCrawl:
    """One site on its way. ``next`` gives what to ask, ``take`` takes the answer; when ``ended``, ``close`` the round."""

    def __init__(self, target: CrawlTarget, folder: RoundFolder, terms: Terms, *, common: Common, now: datetime) -> None:
        self.target = target
        budget = target.page_budget or terms.network.page_budget
        self.round = OpenRound(folder, terms.software, most_addresses=max(MOST_ADDRESSES, 10 * budget))
        self._terms = terms
        self._common = common
        self._frontier = self.round.frontier
        self._scope = Scope.of(target.home, common.others)
        self._traps = Traps()
        self._unchanged = Unchanged(folder, self._frontier, target.anew)
        self._reader = PageReader(self.round, self._scope, self._add, common=common, unchanged=self._unchanged)
        self._robots: Robots | None = None
        self._flying = 0
        today = now.astimezone(SHANGHAI).date()
        self._allowance = Allowance(budget, terms.network.day_budget, today, requests_on(today, folder))
        self._line, self._streak = Line(), Streak()
        self._port = urlsplit(target.home).port
        self._budget = target.page_budget or terms.network.page_budget
        self._jumps: dict[int, list[str]] = {}
        self._rendered = 0
        self._home_body = ""
        self._recalled = False
        self._controlled = any(address.kind == CONTROL and address.depth for address in self._frontier.known.values())
        noted = self._frontier.noted("started")
        self._started = datetime.fromisoformat(noted) if noted else now
        if noted:
            self._resume()
        else:
            self._frontier.note("started", now.isoformat())
            self._unchanged.begin()
            self._add(target.home, "page", 0)
            self.round.commit()

    def _resume(self) -> None:
        """Go on where an interrupted run stopped: what was visited stays visited, what was in flight is asked again."""
        for url in filter(None, self._frontier.noted("adopted").split("\n")):
            self._scope.adopt(url)
        self._allowance.resume(self._frontier.known.values())
        for address in self._frontier.known.values():
            # What robots.txt and style sheets said is not kept over an interruption: they are asked once more.
            if address.state == WAITING or address.kind in {"robots", "style"}:
                address.state = WAITING
                self._line.stand(address)

    # -- asking ----------------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        """True when nothing is on its way and nothing is left to ask, controls included."""
        return self._controlled and self._idle

    @property
    def _idle(self) -> bool:
        return not (self._flying or self._line or self._reader.waiting)

    @property
    def wakes_at(self) -> float:
        """When the first retry is due; infinity when none waits."""
        return self._line.wakes_at

    def wake(self, now: float, today: date) -> None:
        """Put retries that are due back in line; when nothing else is left, unlinked pages, then controls. A new day has a new budget."""
        self._allowance.begin(today)
        self._line.wake(now)
        if self._idle and not self._controlled and not self._recalled and self._robots is not None:
            self._recalled = True
            for address in recalled(self.round.folder, self._frontier, self.target.listed, self._scope.owns):
                self._line.stand(address)
            self.round.commit()
        if self._idle and not self._controlled:
            self._controlled = True
            for url in controls(self._frontier.opened()):
                self._add(url, CONTROL, 1)
            self.round.commit()

    def next_host(self, *, external: bool) -> str:
        """The host that the next request would go to; empty when nothing is to be asked. Drops what may not be asked."""
        while address := self._line.first(external=external):
            if self._waits_for_robots(address):
                return ""
            reason = self._why_not(address)
            if not reason:
                return host_of(address.url)
            self._leave_out(self._line.take(external=external), reason)
        return ""

    @property
    def stuck(self) -> bool:
        """True when nothing is on its way and nothing may be asked, yet the site is not at its end: a fault of ours."""
        if self._flying or self._line.wakes_at < float("inf") or self._idle:
            return False
        return not self.next_host(external=False) and not self.next_host(external=True) and not self._idle

    def give_up(self) -> None:
        """Come to an end all the same, and say at each address that it was not visited."""
        for address in [address for address in self._frontier.known.values() if address.state == WAITING]:
            self._leave_out(address, "程序故障，未能访问")
        self._controlled = True
        self._line.clear()

    def next(self, *, external: bool) -> tuple[Address, Visit]:
        """Take the next address out of the line; ``next_host`` has said that there is one."""
        address = self._line.take(external=external)
        self._allowance.asked(address)
        self._flying += 1
        return address, self._visit(address)

    def put_back(self, address: Address) -> None:
        """Stand an address in line again that was taken and never asked for."""
        self._flying -= 1
        self._line.stand(address)

    def _waits_for_robots(self, address: Address) -> bool:
        """True until robots.txt is known; the home page and what it is drawn with are looked at whatever it says."""
        home = address.kind == "page" and address.depth == 0
        return self._robots is None and not home and address.kind not in {"robots", "style", "external"}

    def _why_not(self, address: Address) -> str:
        """Why an address of the site is not visited, in Chinese; empty when it is."""
        if address.kind == "robots" or (address.kind == "page" and address.depth == 0):
            return ""
        if reason := self._allowance.why_not(address):
            return reason
        if address.kind == "page" and (why := self._traps.closed(address.url)):
            return why
        if self._robots is not None and self._terms.network.respect_robots and address.kind not in {CONTROL, "external"}:
            return self._robots.refuse(address.url)
        return ""

    def _visit(self, address: Address) -> Visit:
        url = self._jumps[address.id][-1] if address.id in self._jumps else asked(address.url)
        seen = address.url in self._reader.codes
        return self._unchanged.ask(visit_of(address, url, self._terms.network, self._port, seen=seen), address)

    def _leave_out(self, address: Address, reason: str) -> None:
        """Pages must not wait for a style sheet that will never come."""
        self._frontier.left_out(address, reason)
        if address.kind == "style":
            self._free(address, None)

    def _free(self, sheet: Address, fetched: Fetched | None) -> None:
        """A style sheet has come or will not come: the pages that waited for it alone are stored and used."""
        for waited, answer in self._reader.sheet_came(sheet.url, fetched):
            if answer.snapshot.code is FetchCode.UNCHANGED and not self._unchanged.trusted:
                self._reader.forget(waited)  # the server was believed when it came
                self._line.stand(waited)
                continue
            page = self._guarded(waited, answer)
            self._use_page(waited, page, self._keep(waited, page))

    def _add(self, url: str, kind: str, depth: int, page: str = "") -> bool:
        """Make an address known, unless it is a trap; queue it when it is new. False when it will not be asked."""
        if kind == "page":
            url = canonical(url)
        if url in self._frontier.known:
            known = self._frontier.add(url, kind, depth, page)
            return known is not None and known.state == WAITING
        address = self._frontier.add(url, kind, depth, page)
        if address is None:
            return False
        reason = self._traps.cut(url) if kind == "page" and depth else ""
        if reason:
            self._frontier.left_out(address, reason)
        else:
            self._line.stand(address)
        return not reason

    # -- answers ---------------------------------------------------------------------------------------------

    def take(self, address: Address, fetched: Fetched, now: float, *, last_word: bool = False) -> Step:
        """Note an answer and what follows from it; ``commit`` then makes it last.

        Returns ``SECOND_OPINION`` or ``RENDER`` when another stack or a browser must be asked first: the answer that is
        to count then comes with ``last_word``.
        """
        known = self._unchanged.known(address)
        if fetched.snapshot.code is FetchCode.UNCHANGED:
            whole = self._unchanged.answer(fetched, known) if known is not None else None
            if whole is None:  # not believed, or lost: so all of it is asked for
                self.put_back(address)
                return Step.AGAIN_NOW
            fetched = whole
        step = Step.DONE if last_word else after(address, fetched.snapshot)
        if step is Step.SECOND_OPINION:
            return step
        if step is Step.DONE and not last_word and self._wants_browser(address, fetched):
            self._rendered += 1
            return Step.RENDER
        self._flying -= 1
        self._allowance.heard(address, fetched.snapshot.code)
        if address.kind == "page" and self._streak.grows_long(fetched.snapshot):
            for url in controls(self._frontier.opened()[:1], self._streak.pages):
                self._add(url, CONTROL, 0)
        if step is Step.DONE and (address.kind in _READ_KINDS or address.url in self._reader.codes):
            fetched = self._guarded(address, fetched)
        if address.id in self._jumps:
            fetched = after_jumps(fetched, address.url, self._jumps[address.id])
        if step is Step.DONE and self._jumps_on(address, fetched):
            self._keep(address, fetched, final=False)
            self._line.stand(address)
            return Step.AGAIN_NOW
        if step is Step.DONE and address.kind == "page" and self._reader.hold(address, fetched):
            self._common.mark.end()
            return step
        record = self._keep(address, fetched, final=step is Step.DONE)
        if address.kind == "style":
            self._free(address, fetched)
        if step is Step.AGAIN_NOW:
            self._line.stand(address)
        elif step is Step.AGAIN_LATER:
            self._line.wait(address, now + self._terms.network.seconds_apart)
        else:
            self._use(address, fetched, record)
        if known is not None and self._unchanged.lies(fetched, known):
            self._ask_again(self._unchanged.distrust())
        self._common.mark.end()
        return step

    def _keep(self, address: Address, fetched: Fetched, *, final: bool = True) -> StoredAttempt:
        return self.round.keep(address, fetched, final=final, known=self._unchanged.known(address))

    def _ask_again(self, urls: Iterable[str]) -> None:
        """Pages of which the server said wrongly, or may have, that nothing has changed."""
        for address in map(self._frontier.known.__getitem__, urls):
            self._reader.forget(address)
            self._allowance.pages -= address.kind == "page"
            address.state, address.tries = WAITING, 0
            self._line.stand(address)

    def _wants_browser(self, address: Address, fetched: Fetched) -> bool:
        """True for a shell that scripts fill, while there is a browser and the site's share of it lasts."""
        if not self._common.browser or address.kind != "page" or self._rendered >= MOST_RENDERED:
            return False
        signpost = not address.depth and self._reader.leads_on(address, fetched)
        return not signpost and self._reader.is_shell(address, fetched)

    def _jumps_on(self, address: Address, fetched: Fetched) -> bool:
        """True when the home page is only a signpost to another page: that one is then asked as the home page."""
        jumps = self._jumps.get(address.id, [])
        if address.kind != "page" or address.depth or len(jumps) >= MOST_JUMPS:
            return False
        there = self._reader.leads_on(address, fetched)
        if not there or there in jumps:
            return False
        self._jumps[address.id] = [*jumps, there]
        return True

    def _guarded(self, address: Address, fetched: Fetched) -> Fetched:
        """Note that the page is being read; one that killed a reader before is kept unread, and so seen only in part."""
        name = self.round.folder.snapshot_id(address.id)
        self._common.mark.begin(name)
        if name not in self._common.unreadable:
            return fetched
        detail = "页面使解析程序崩溃，未能读取内容"
        return replace(fetched, snapshot=msgspec.structs.replace(fetched.snapshot, code=FetchCode.PARSE_PARTIAL, detail=detail))

    def _use(self, address: Address, fetched: Fetched, record: StoredAttempt) -> None:
        snapshot = fetched.snapshot
        if address.kind == "page":
            self._use_page(address, fetched, record)
        elif address.kind == UNLINKED and snapshot.whole and self._scope.owns(snapshot.final_url):
            self._reader.read_unlinked(address, fetched)
        elif address.kind == "robots":
            self._robots = Robots.of(fetched, self._terms.network.user_agent)
            self._after_robots(address.url)
        elif address.kind == CONTROL and snapshot.whole and (why := turned(fetched)):
            self.round.recode(address, record, FetchCode.PARSE_PARTIAL, why)
        elif address.kind == "sitemap" and snapshot.whole:
            self._use_sitemap(fetched.body)
        elif address.kind == "attachment" and (fetched.body or fetched.same or snapshot.code is FetchCode.UNCHANGED):
            self._reader.read_attachment(address, fetched)
        elif address.kind == "image" and snapshot.whole and address.url in self._reader.codes:
            self._reader.read_picture(address, fetched)
        elif address.kind in {"external", "probe404"} and snapshot.whole:
            self._reader.read_target(address, fetched)
        elif address.kind == "script" and snapshot.whole and address.depth == FRAGMENT_DEPTH:
            self._reader.read_fragment(address, fetched)
        elif address.kind == "script" and snapshot.whole:
            self._reader.read_script(address, fetched)

    def _use_page(self, address: Address, fetched: Fetched, record: StoredAttempt) -> None:
        snapshot, home = fetched.snapshot, address.depth == 0
        if home and snapshot.whole and not self._scope.owns(snapshot.final_url):
            if not self._scope.same_owner(snapshot.final_url):
                self.round.recode(address, record, FetchCode.REDIRECT_OFFSITE, "首页跳转到其他网站，需人工核实")
                return
            self._scope.adopt(snapshot.final_url)
            self._frontier.note("adopted", snapshot.final_url)
        elif snapshot.whole and not home and not self._scope.owns(snapshot.final_url):
            return  # a page of ours that leads elsewhere is that site's page
        if home:
            self._home_body = snapshot.sha256
        elif snapshot.sha256 == self._home_body:
            return  # the home page under another name is not read twice
        compare = not home and self._traps.suspects(address.url)
        shell = self._reader.read(address, fetched, compare=compare)
        if shell and home:
            self.round.recode(address, record, FetchCode.PARSE_PARTIAL, shell)
        if home and is_page(fetched):
            parts = urlsplit(snapshot.final_url)
            self._add(f"{parts.scheme}://{parts.netloc}/robots.txt", "robots", 1)
        if compare and self._reader.likeness:
            self._traps.saw(address.url, self._reader.likeness)

    def _after_robots(self, url: str) -> None:
        """With the rules known: an address that cannot exist, to learn what "not found" looks like here, and site maps."""
        root = url.removesuffix("robots.txt")
        self._add(f"{root}zj-{digest(self.target.site_id, root)}.html", "probe404", 1)
        listed = self._robots.sitemaps if self._robots is not None else ()
        for address in [f"{root}sitemap.xml", *listed][:MOST_SITEMAPS]:
            if self._scope.owns(address):
                self._add(address, "sitemap", 1)

    def _use_sitemap(self, body: bytes) -> None:
        found, index = addresses_in(body)
        maps = sum(address.kind == "sitemap" for address in self._frontier.known.values())
        for url in found:
            if not self._scope.owns(url):
                continue
            if not index:
                self._add(url, "page", SITEMAP_DEPTH)
            elif maps < MOST_SITEMAPS:
                maps += 1
                self._add(url, "sitemap", 1)

    def commit(self) -> None:
        """From here on a kill loses nothing of what was taken."""
        self.round.commit()

    # -- ends ------------------------------------------------------------------------------------------------

    def looks(self, hosts: Mapping[str, Place], clock: Clock, eyes: Eyes) -> Looking:
        """The looks beyond the crawl that are worth taking, begun."""
        self.round.commit()
        home = self._frontier.home()
        url = (home.final_url or home.url) if home is not None else self.target.home
        code = FetchCode(home.code) if home is not None else None
        robots = self._robots if self._terms.network.respect_robots else None
        ground = Ground(url, code, self._port, self._frontier, robots, self._budget)
        return Looking(host_of(url), planned(ground, self._terms, hosts, clock, eyes=eyes), self.round.evidence)

    def close(self, now: datetime) -> Callable[[], None]:
        """Everything was asked or left out with a reason: close the round. What is returned is left to do, in any thread."""
        self.round.commit()
        seen_all = self._frontier.cut == 0 and self._frontier.unseen() == 0
        ending = Ending(self.target.home, self._terms.as_of, self._started, now, complete=seen_all, requests=self._allowance.requests)
        return self.round.close(ending)

    def suspend(self) -> None:
        """Stop for now and lose nothing."""
        self.round.suspend()
