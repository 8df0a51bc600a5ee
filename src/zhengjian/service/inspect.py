"""The inspection: register → plan → crawl → judge → ledger, target by target, so that an interruption loses nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from zhengjian.config import Workspace
from zhengjian.model import Account, Period, Site, Target
from zhengjian.rulebook import Rulebook, RulebookError
from zhengjian.service import CLOCK, Progress, Stop, Teller, WrongUse, only_one, open_ledger

if TYPE_CHECKING:
    from zhengjian.ledger.rounds import Run
    from zhengjian.service.judging import Case, Judgement

BATCH = 60
SMALL_MACHINE = 4
WITNESSES = 3  # home pages that should open while apps are looked for
CUT_SHORT = "已停止抓取"  # how the crawl says that a site let us in no further

T = TypeVar("T")
S = TypeVar("S", Site, Account)


@dataclass(frozen=True)
class Request:
    """What to inspect: a period; all targets, or the named sites and accounts; a new round, or one that was cut short."""

    period: str
    as_of: datetime | None = None
    sites: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    recheck: bool = False
    resume: bool = False


@dataclass
class Inspected:
    """What an inspection did: how many targets, pages and findings; which were not observed, or only in part, and why."""

    period: str
    as_of: datetime
    sites: int = 0
    accounts: int = 0
    pages: int = 0
    left_out: int = 0
    findings: int = 0
    confirmed: int = 0
    skipped: int = 0
    unobserved: list[tuple[Target, str, str]] = field(default_factory=list)
    partial: list[tuple[Target, str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    verdicts: dict[str, int] = field(default_factory=dict)

    def add(self, judgement: Judgement, name: str) -> None:
        """Count one judged target in."""
        self.pages += judgement.pages
        self.left_out += judgement.left_out
        for outcome in judgement.outcomes:
            self.findings += len(outcome.findings)
            self.verdicts[outcome.verdict.value] = self.verdicts.get(outcome.verdict.value, 0) + 1
        self.reasons.update(judgement.reasons)
        refused = next((reason for reason in judgement.reasons if reason.endswith(CUT_SHORT)), "")
        if judgement.observed and refused:
            words = f"只读取了 {judgement.pages} 页，{judgement.left_out} 个网址未访问（{refused}）"
            self.partial.append((judgement.target, name, words))
        if not judgement.observed:
            self.unobserved.append((judgement.target, name, judgement.why_unseen))


def inspect(workspace: Workspace, request: Request, teller: Teller) -> Inspected:
    """Inspect; raises ``Stop``. Every finished target is in the ledger before the next is asked for.

    Without ``recheck`` only targets are looked at that no round of the period has observed yet.
    """
    open_ledger(workspace)
    with only_one(workspace, "inspect"):
        return _Inspection(workspace, request, teller).run()


class _Inspection:
    """One run, with what it needs on its way."""

    def __init__(self, workspace: Workspace, request: Request, teller: Teller) -> None:
        from zhengjian.ledger import register, rounds
        from zhengjian.service.scoring import period_of, rulebook_of

        self.workspace, self.request, self.teller = workspace, request, teller
        self.period = period_of(request.period)
        self.now = CLOCK.now()
        self.run_entry = self._resumed() if request.resume else None
        self.as_of = self.run_entry.as_of if self.run_entry else _as_of(request.as_of, self.period, self.now)
        self.recheck = self.run_entry.recheck if self.run_entry else request.recheck
        self.rulebook = rulebook_of(workspace, self.run_entry.rulebook if self.run_entry else "", self.period)
        _joined(self.rulebook, workspace.settings.review.auto_confirm)
        self.register = register.load()
        self.names = {site.site_id: site.name for site in self.register.sites}
        self.names |= {account.account_id: account.name for account in self.register.accounts}
        self.entries: dict[Target, list[rounds.RoundEntry]] = {}
        for entry in rounds.entries(self.period):
            self.entries.setdefault(entry.target, []).append(entry)

    def _resumed(self) -> Run | None:
        """The run that was cut short, or None."""
        from zhengjian.ledger import rounds

        run = rounds.last_run(self.period)
        return run if run is not None and run.finished is None else None

    def run(self) -> Inspected:
        """Look at every chosen target and keep what was found."""
        from zhengjian.ledger import decisions, rounds
        from zhengjian.service.cases import apply_rechecks
        from zhengjian.service.scoring import rescore

        sites, accounts = self._chosen()
        self.result = Inspected(self.period.name, self.as_of)
        if self.run_entry is None:
            named = (*self.request.sites, *self.request.accounts)
            self.run_entry = rounds.begin(
                rounds.Run(
                    id=0,
                    period=self.period.name,
                    as_of=self.as_of,
                    rulebook=self.rulebook.name,
                    started=self.now,
                    recheck=self.recheck,
                    selected=named,
                )
            )
        if self.as_of > self.now + timedelta(days=1):
            words = f"提示：监测时间点 {self.as_of:%Y-%m-%d %H:%M} 晚于现在，更新情况会按那时计算；请核对 --as-of 和本机时间"
            self.teller.say(words, as_of=self.as_of.isoformat())
        due_sites, due_accounts = self._due(sites), self._due(accounts)
        self.result.skipped = len(sites) + len(accounts) - len(due_sites) - len(due_accounts)
        if self.result.skipped and not self.request.resume:
            words = f"{self.result.skipped} 个对象在 {self.period.name} 已检查过，本次跳过；如需复查请加 --recheck"
            self.teller.say(words, skipped=self.result.skipped)
        self._look_at_sites(due_sites)
        self._look_at_accounts(due_accounts)
        review = self.workspace.settings.review
        self.result.confirmed = decisions.confirm_by_list(
            self.period.name, review.auto_confirm, CLOCK.now(), second_person=review.second_person
        )
        decisions.settle(self.period.name, second_person=review.second_person)
        decisions.mark_current(self.period.name, self.rulebook.name)
        if self.recheck:
            apply_rechecks(self.workspace, self.period.name, CLOCK.now())
        rescore(self.workspace, self.period.name)
        rounds.finish(self.run_entry, CLOCK.now())
        return self.result

    def _chosen(self) -> tuple[list[Site], list[Account]]:
        request = self.request
        names = self.run_entry.selected if self.run_entry else (*request.sites, *request.accounts)
        known = {site.site_id for site in self.register.sites} | {account.account_id for account in self.register.accounts}
        if unknown := [name for name in names if name not in known]:
            raise WrongUse(f"名录中没有 {'、'.join(unknown[:5])}；请核对编码，或先导入名录")
        sites = [site for site in self.register.sites if site.home and (not names or site.site_id in names)]
        accounts = [account for account in self.register.accounts if not names or account.account_id in names]
        if not sites and not accounts:
            raise WrongUse("名录是空的；请先运行 zhengjian register import 导入单位、网站和账号")
        return sites, accounts

    def _due(self, chosen: Sequence[S]) -> list[S]:
        """Those still to be looked at in this run."""
        assert self.run_entry is not None
        due = []
        for one in chosen:
            target = _target(one)
            done = self.entries.get(target, [])
            in_this_run = any(entry.run == self.run_entry.id for entry in done)
            if not in_this_run and (self.recheck or not any(entry.observed for entry in done)):
                due.append(one)
        return due

    def _number(self, target: Target) -> int:
        """The number of the target's next round; an interrupted one is gone on with when resuming."""
        from zhengjian.archive import rounds as stored

        kept = max((entry.number for entry in self.entries.get(target, [])), default=0)
        begun = max(stored(self.workspace.archive, self.period.name, target.id), default=0)
        return max(kept + 1, begun if self.request.resume else begun + 1)

    def _look_at_sites(self, sites: Sequence[Site]) -> None:
        """Crawl, and judge each site as soon as its round is closed."""
        from zhengjian.jobs import CrawlTarget, crawl
        from zhengjian.ledger import rounds
        from zhengjian.service.judging import RUNNING, Bench
        from zhengjian.service.terms import prepare

        if not sites:
            return
        by_id = {site.site_id: site for site in sites}
        bench = Bench.set_up(self.workspace, self.period, self.as_of)
        places = rounds.places_of(list(by_id))
        listed: dict[str, list[str]] = {}
        for column in self.register.columns:
            listed.setdefault(column.site_id, []).append(column.url)
        targets = [
            CrawlTarget(
                site_id=site.site_id,
                home=site.home,
                round=self._number(_target(site)),
                unit=site.unit,
                page_budget=0 if site.status in RUNNING else 1,  # of a closed site only whether it still answers
                anew=places.get(site.site_id, ()),
                listed=tuple(listed.get(site.site_id, ())),
            )
            for site in sites
        ]
        homes = [site.home for site in self.register.sites if site.home]
        seconds: dict[str, float] = {}

        def cases() -> Iterator[Case]:
            for result in crawl(
                self.workspace,
                self.period,
                targets,
                as_of=self.as_of,
                clock=CLOCK,
                resume=self.request.resume,
                progress=self._tell("网站"),
                others=homes,
                prepare=partial(prepare, self.workspace.root),
            ):
                id_ = result.target.site_id
                seconds[id_] = result.seconds
                yield from bench.site_cases([by_id[id_]], {id_: result.folder})

        self._judge(cases(), {site.site_id: site.unit for site in sites}, seconds)
        self.result.sites = len(seconds)

    def _tell(self, what: str) -> Callable[[Any], None]:
        """Hands the crawl's progress on, with the findings so far and the time that is left at this pace."""
        begun = CLOCK.monotonic()

        def told(progress: Any) -> None:
            spent, done = CLOCK.monotonic() - begun, progress.done
            left = spent / done * (progress.of - done) if done else None
            self.teller.progress(Progress(what, done, progress.of, getattr(progress, "pages", 0), self.result.findings, left))

        return told

    def _look_at_accounts(self, accounts: Sequence[Account]) -> None:
        """Read the feeds, then judge every account by everything that is known of it."""
        from zhengjian.facts.app_visits import APP
        from zhengjian.service.judging import RUNNING, Bench

        if not accounts:
            return
        numbers = {account.account_id: self._number(_target(account)) for account in accounts}
        self._read_feeds([account for account in accounts if account.feed and account.status in RUNNING], numbers)
        self._visit_apps([account for account in accounts if account.platform == APP and account.home and account.status in RUNNING])
        bench = Bench.set_up(self.workspace, self.period, self.as_of)
        self._judge(iter(bench.account_cases(accounts, numbers)), {account.account_id: account.unit for account in accounts}, {})
        self.result.accounts = len(accounts)

    def _visit_apps(self, accounts: Sequence[Account]) -> None:
        """Ask for the page from which each app is fetched, like the home page of a site."""
        from zhengjian.jobs import visit_apps
        from zhengjian.service.judging import RUNNING

        if accounts:
            others = [site.home for site in self.register.sites if site.home and site.status in RUNNING][:WITNESSES]
            homes = {account.account_id: account.home for account in accounts}
            visit_apps(self.workspace, homes, clock=CLOCK, others=others)

    def _read_feeds(self, accounts: Sequence[Account], numbers: dict[str, int]) -> None:
        from zhengjian.jobs import read_feeds
        from zhengjian.ledger import inputs

        found = read_feeds(
            self.workspace,
            self.period,
            accounts,
            as_of=self.as_of,
            clock=CLOCK,
            resume=self.request.resume,
            progress=self._tell("订阅源"),
        )
        for batch in batches(found, 400):
            inputs.save_posts(post for result in batch for post in result.posts)
            inputs.save_looks(
                inputs.Look(
                    account_id=result.account_id,
                    source=result.reading.source,
                    at=result.reading.at,
                    whole=result.reading.whole,
                    period=self.period.name,
                    round=numbers[result.account_id],
                    posts=len(result.posts),
                    problem=result.reading.problem or result.problem,
                    evidence=result.reading.evidence,
                )
                for result in batch
            )

    def _judge(self, cases: Iterator[Case], units: dict[str, str], seconds: dict[str, float]) -> None:
        """Judge each case as it comes; keep what is judged in batches, each in one transaction.

        On a small machine the crawl's workers have the cores and the memory, so judging is done here, between two results
        of theirs; with many cores it has processes of its own.
        """
        from zhengjian import jobs
        from zhengjian.jobs.executor import workers
        from zhengjian.service.judging import judge_case

        settings = self.workspace.settings.jobs
        here = not settings.scheduler and workers(settings) <= SMALL_MACHINE
        work = ((case, self.rulebook) for case in cases)
        judged = map(judge_case, work) if here else jobs.map(judge_case, work, settings)
        for batch in batches(judged, BATCH):
            self._keep(batch, units, seconds)

    def _keep(self, batch: Sequence[Judgement], units: dict[str, str], seconds: dict[str, float]) -> None:
        from zhengjian.ledger import rounds
        from zhengjian.service.judging import entry_of

        assert self.run_entry is not None
        kinds = {name: rule.kind for name, rule in self.rulebook.check.items()}
        kept = []
        for judgement in batch:
            id_ = judgement.target.id
            entry = entry_of(
                judgement, rulebook=self.rulebook.name, unit=units.get(id_, ""), recheck=self.recheck, run=self.run_entry.id,
                seconds=seconds.get(id_, 0.0),
            )  # fmt: skip
            kept.append(rounds.Judged(entry=entry, outcomes=judgement.outcomes, columns=judgement.columns))
            self.result.add(judgement, self.names.get(id_, ""))
        rounds.save(kept, kinds)


def _target(one: Site | Account) -> Target:
    return Target(kind="site", id=one.site_id) if isinstance(one, Site) else Target(kind="account", id=one.account_id)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most ``size``."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _as_of(given: datetime | None, period: Period, now: datetime) -> datetime:
    """The instant to judge at: as given, else the earlier of now and the period's end."""
    if given is not None:
        if given < period.start:
            raise WrongUse(f"--as-of {given:%Y-%m-%d %H:%M} 早于 {period.name} 的起始时间 {period.start:%Y-%m-%d}；请改正时间或期次")
        return given
    if now < period.start:
        raise WrongUse(f"{period.chinese}（{period.name}）还没有开始；请检查期次，或检查本机时间（现在是 {now:%Y-%m-%d %H:%M}）")
    return min(now, period.end - timedelta(seconds=1))


def _joined(rulebook: Rulebook, auto_confirm: Sequence[str]) -> None:
    """Refuse a rulebook or an auto_confirm list that names checks nobody has built."""
    from zhengjian.judge import all_checks, join

    try:
        join(rulebook)
    except RulebookError as error:
        raise Stop(str(error)) from None
    if unknown := sorted(set(auto_confirm) - set(all_checks())):
        raise WrongUse(f"zhengjian.toml 的 auto_confirm 中没有这些检查项：{'、'.join(unknown)}；请改正名称")
