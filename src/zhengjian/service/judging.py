"""What is handed to the checks of one target, and the judging of one target in a process of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from zhengjian.archive import RoundFolder, StoredFacts, probes
from zhengjian.config import Workspace
from zhengjian.facts.accounts import AccountEntry, Posts, SourceReading
from zhengjian.facts.app_visits import APP, DAYS_BEFORE, AppVisits
from zhengjian.facts.base import Coverage, Fact, Literal, Moment, NotSeen, Registered, Resolver
from zhengjian.facts.column_register import NOT_LISTED
from zhengjian.facts.columns import Column, Columns
from zhengjian.facts.messages import Messages
from zhengjian.facts.post_texts import OfficeWords
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.facts.reposts import ColumnVisits, RepostTasks
from zhengjian.facts.right_phrases import RightPhrases
from zhengjian.facts.terms import Lexicon
from zhengjian.judge import judge
from zhengjian.ledger import columns, inputs, outages, register
from zhengjian.ledger.rounds import ColumnLine, RoundEntry
from zhengjian.model import PORTAL_KINDS, Account, Message, Outcome, Period, Policy, ProbeVisit, RegisteredColumn, Site, Target, Unit
from zhengjian.plan.probes import own_line, seconded
from zhengjian.register import Register
from zhengjian.register.entries import Outage, Repost, Traffic
from zhengjian.rulebook import Rulebook, among
from zhengjian.service import CLOCK, exceptions
from zhengjian.service.known_accounts import AccountLists
from zhengjian.service.past import of_earlier_rounds
from zhengjian.service.terms import gathering, stamp

RUNNING = frozenset({"正常运行", "正常"})
STATUS_ONLY = frozenset({"status-mismatch"})


@dataclass(frozen=True, slots=True)
class Case:
    """One target ready to be judged: the facts that lists and logs give, and the folder of what was seen."""

    target: Target
    kind: str
    on: tuple[str, ...]
    given: tuple[Fact, ...]
    folder: RoundFolder | None
    period: str
    as_of: datetime
    number: int
    only: frozenset[str] | None = None
    units: tuple[str, ...] = ()
    words: Path | None = None
    """The workspace whose dictionary the target's posts are read with."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one case: outcomes, columns, and how much had been seen."""

    target: Target
    number: int
    period: str
    as_of: datetime
    folder: str
    outcomes: tuple[Outcome, ...]
    columns: tuple[ColumnLine, ...] = ()
    started: datetime | None = None
    finished: datetime | None = None
    observed: bool = True
    why_unseen: str = ""
    complete: bool = True
    pages: int = 0
    left_out: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """Everything the ledger knows that checks may ask for, read once for many targets."""

    workspace: Workspace
    period: Period
    as_of: datetime
    register: Register
    units: dict[str, Unit]
    hosts: dict[str, str]
    sources: dict[tuple[str, str], str]
    messages: dict[str, list[Message]]
    reposts: tuple[Repost, ...]
    traffic: tuple[Traffic, ...]
    reposts_evidence: str = ""
    traffic_evidence: str = ""
    learned: dict[str, str] = field(default_factory=dict)
    outages: dict[str, tuple[Outage, ...]] = field(default_factory=dict)

    @classmethod
    def set_up(cls, workspace: Workspace, period: Period, as_of: datetime) -> Bench:
        """Read the lists and logs that concern a period."""
        known = register.load()
        messages: dict[str, list[Message]] = {}
        for message in inputs.messages(period):
            messages.setdefault(message.site_id, []).append(message)
        hosts = {host: site.site_id for site in reversed(known.sites) for host in [register.host_of(site.home)] if host}
        tasks = tuple(task for task in inputs.reposts() if period.start <= task.published < period.end)
        lines = tuple(line for line in inputs.traffic() if line.start < period.end.date() and line.end >= period.start.date())
        return cls(
            workspace=workspace,
            period=period,
            as_of=as_of,
            register=known,
            units={unit.code: unit for unit in known.units},
            hosts=hosts,
            sources=register.evidence(),
            messages=messages,
            reposts=tasks,
            traffic=lines,
            reposts_evidence=inputs.newest_import("reposts"),
            traffic_evidence=inputs.newest_import("traffic"),
            learned=columns.learned(),
            outages=outages.in_force(),
        )

    @cached_property
    def visits(self) -> dict[str, list[ProbeVisit]]:
        """The period's availability visits by site, failures of our own line and of one vantage point alone taken out."""
        found: dict[str, list[ProbeVisit]] = {}
        day, end = self.period.start, min(self.as_of, self.period.end)
        while day < end:
            for visit in seconded(own_line(probes.read(self.workspace.archive, day, min(day + timedelta(days=1), end)))):
                found.setdefault(visit.site_id, []).append(visit)
            day += timedelta(days=1)
        return found

    @cached_property
    def _apps(self) -> dict[str, list[ProbeVisit]]:
        """Visits of apps' pages by account, from a week before the moment on: an inspection may come after its moment."""
        found: dict[str, list[ProbeVisit]] = {}
        start, end = self.as_of - timedelta(days=DAYS_BEFORE), CLOCK.now() + timedelta(days=1)
        for visit in probes.read(self.workspace.archive, start, end, under=probes.APPS):
            found.setdefault(visit.site_id, []).append(visit)
        return found

    def _moment(self) -> Moment:
        return Moment(as_of=self.as_of, period_start=self.period.start, period_end=self.period.end)

    def _tasks(self, kind: str, unit: str, *, portal: bool) -> list[Fact]:
        """The repost tasks that concern a target: by kind or unit; those without a scope concern all portals."""
        mine = tuple(task for task in self.reposts if ({kind, unit} & set(task.scope.split(";")) if task.scope else portal))
        return [RepostTasks(tasks=mine, evidence=self.reposts_evidence)] if mine else []

    @cached_property
    def _known_right(self) -> list[exceptions.RightPhrase]:
        return exceptions.read(self.workspace.root)

    def _right(self, target: str) -> list[Fact]:
        """The phrases that the office found right for a target; one that ended counts for what was seen before its end."""
        phrases = exceptions.counting(self._known_right, self.as_of.date(), target)
        return [RightPhrases(phrases=phrases)] if phrases else []

    def _unit(self, code: str) -> Unit:
        return self.units.get(code) or Unit(code=code, name=code)

    def _above(self, code: str) -> tuple[str, ...]:
        """A unit's code and those of the units above it, from the bottom up."""
        found: list[str] = []
        while code and code not in found:
            found.append(code)
            code = self.units[code].parent if code in self.units else ""
        return tuple(found)

    @cached_property
    def _known(self) -> AccountLists:
        """What the register and the national export say of accounts."""
        return AccountLists.of(self.register, (account for account, _ in inputs.filings().values()), self._above)

    @cached_property
    def _listed(self) -> dict[str, list[RegisteredColumn]]:
        """The register's columns by site."""
        found: dict[str, list[RegisteredColumn]] = {}
        for column in self.register.columns:
            found.setdefault(column.site_id, []).append(column)
        return found

    @cached_property
    def _policies(self) -> dict[str, list[Policy]]:
        """The imported policy documents by the host that publishes them."""
        found: dict[str, list[Policy]] = {}
        for policy in inputs.policies():
            found.setdefault(register.host_of(policy.url), []).append(policy)
        return found

    def site_cases(self, sites: Iterable[Site], folders: dict[str, RoundFolder]) -> list[Case]:
        """A case for each site that has a folder."""
        listed, policies = self._listed, self._policies
        corrections = self.workspace.settings.calendar
        cases = []
        for site in sites:
            if site.site_id not in folders:
                continue
            registered = Registered(
                site=site,
                unit=self._unit(site.unit),
                columns=tuple(listed.get(site.site_id, ())),
                policies=tuple(policies.get(register.host_of(site.home), ())),
                hosts=self.hosts,
                evidence=self.sources.get(("网站", site.site_id), ""),
                learned=self.learned,
            )
            reports = self.messages.get(site.site_id, [])
            given: list[Fact] = [self._moment(), registered]
            if self.visits.get(site.site_id):
                given.append(ProbeVisits(visits=tuple(self.visits[site.site_id]), outages=self.outages.get(site.site_id, ())))
            if reports:
                given.append(Messages(messages=tuple(reports), extra_workdays=corrections.workdays, extra_holidays=corrections.holidays))
            given += self._tasks(site.kind, site.unit, portal=site.kind in PORTAL_KINDS)
            lines = tuple(line for line in self.traffic if register.host_of(line.url) == register.host_of(site.home))
            given += [*self._right(site.site_id), *self._known.facts(site, registered.unit)]
            given += [ColumnVisits(lines=lines, evidence=self.traffic_evidence)] if lines else []
            running = site.status in RUNNING
            on = ("site", "message") if reports else ("site",)
            folder = folders[site.site_id]
            cases.append(
                Case(
                    Target(kind="site", id=site.site_id),
                    site.kind,
                    on,
                    tuple(given),
                    folder,
                    self.period.name,
                    self.as_of,
                    folder.round,
                    None if running else STATUS_ONLY,
                    self._above(site.unit),
                )
            )
        return cases

    def account_cases(self, accounts: Sequence[Account], numbers: dict[str, int]) -> list[Case]:
        """A case for each account; ``numbers`` are the rounds' numbers."""
        posts = inputs.posts([account.account_id for account in accounts] if len(accounts) < 500 else None)
        looks, profiles, filings = inputs.looks(), inputs.profiles(), inputs.filings()
        beside: dict[tuple[str, str], list[Account]] = {}
        for account in self.register.accounts:
            if account.status in RUNNING:
                beside.setdefault((account.unit, account.platform), []).append(account)
        cases = []
        for account in accounts:
            id_ = account.account_id
            filing, filing_evidence = filings.get(id_, (None, ""))
            siblings = tuple(other for other in beside.get((account.unit, account.platform), ()) if other.account_id != id_)
            entry = AccountEntry(
                account=account,
                unit=self._unit(account.unit),
                profile=profiles.get(id_),
                filing=filing,
                siblings=siblings,
                register_evidence=self.sources.get(("账号", id_), ""),
                filing_evidence=filing_evidence,
            )
            readings = tuple(
                SourceReading(source=look.source, at=look.at, whole=look.whole, evidence=look.evidence, problem=look.problem)
                for look in looks.get(id_, ())
            )
            seen = Posts(posts=posts.get(id_, ()), readings=readings, complete=any(reading.whole for reading in readings))
            target = Target(kind="account", id=id_)
            visits = [AppVisits(visits=tuple(self._apps[id_]))] if account.platform == APP and id_ in self._apps else []
            given = (self._moment(), entry, seen, *visits, *self._tasks("", account.unit, portal=False), *self._right(id_))
            number, units = numbers.get(id_, 1), self._above(account.unit)
            root, period = self.workspace.root, self.period.name
            cases.append(Case(target, "", ("account",), given, None, period, self.as_of, number, units=units, words=root))
        return cases


def judge_case(work: tuple[Case, Rulebook]) -> Judgement:
    """All outcomes of one target; pure but for reading its folder, so that it runs in any process."""
    case, rulebook = work
    rulebook = among(rulebook, case.units, case.as_of.date()) if rulebook.local else rulebook
    source, lines = _source(case)
    outcomes = [
        outcome
        for on in case.on
        for outcome in judge(
            case.target,
            source,
            rulebook,
            on=on,
            kind=case.kind,
            period=case.period,
            as_of=case.as_of,
            round_=case.number,
            only=case.only,
        )
    ]
    order = {name: place for place, name in enumerate(rulebook.check)}
    outcomes.sort(key=lambda outcome: order[outcome.check])
    if case.folder is None:
        return _account_judgement(case, tuple(outcomes))
    coverage = source.given(Coverage) or Coverage()
    waiting = Counter(attempt.reason for attempt in coverage.attempts if attempt.code is None and attempt.reason)
    return Judgement(
        **_named(case),
        outcomes=tuple(outcomes),
        columns=lines,
        started=coverage.started,
        finished=coverage.finished,
        observed=coverage.home_seen or case.only is not None,
        why_unseen=coverage.why_unseen if case.only is None else "",
        complete=coverage.complete,
        pages=sum(attempt.kind == "page" and attempt.code is not None for attempt in coverage.attempts),
        left_out=waiting.total(),
        reasons=dict(sorted(waiting.items())),
    )


def _account_judgement(case: Case, outcomes: tuple[Outcome, ...]) -> Judgement:
    posts = next(fact for fact in case.given if isinstance(fact, Posts))
    entry = next(fact for fact in case.given if isinstance(fact, AccountEntry))
    problem = next((reading.problem for reading in reversed(posts.readings) if reading.problem), "没有订阅源，也没有导入发布记录")
    observed = posts.complete or entry.account.status not in RUNNING
    last = max((reading.at for reading in posts.readings), default=None)
    why = "" if observed else problem
    return Judgement(**_named(case), outcomes=outcomes, started=last, finished=last, observed=observed, why_unseen=why)


@lru_cache(maxsize=2)
def _lexicon(workspace: Path, _as_of: tuple[float, ...]) -> Lexicon:
    """The dictionary of a workspace as its files were at an instant, made once in a process that judges."""
    return gathering(workspace)


def _source(case: Case) -> tuple[StoredFacts | Literal, tuple[ColumnLine, ...]]:
    """The target's facts, and its columns for the column ledger (contract §5); columns are gathered once for all checks."""
    if case.folder is None:
        words = [OfficeWords(lexicon=_lexicon(case.words, stamp(case.words)))] if case.words is not None else []
        return Literal(case.target, (*case.given, *words)), ()
    if case.only is not None:
        return StoredFacts(case.folder, case.given), ()
    given = (*case.given, *of_earlier_rounds(case.folder))
    source = StoredFacts(case.folder, given)
    try:
        columns: Columns = Resolver(source).call(_itself)
    except NotSeen:
        return source, ()
    lines = tuple(msgspec.structs.replace(line, site_id=case.target.id) for line in _lines(columns))
    return StoredFacts(case.folder, (*given, columns)), lines


def _itself(columns: Columns) -> Columns:
    return columns


def _lines(columns: Columns) -> tuple[ColumnLine, ...]:
    strangers = set(columns.only_found)
    return tuple(
        ColumnLine(
            site_id="",
            name=column.name,
            url=column.url,
            kind=column.kind,
            kind_confidence=str(column.kind_confidence),
            why="；".join(filter(None, (column.reason or column.why, NOT_LISTED if _unlisted(column, strangers) else ""))),
            items=column.items,
            last=column.last.date if column.last else None,
            last_from=column.last.origin if column.last else None,
            period_days=column.period_days,
            state=column.state,
        )
        for column in columns.columns
    )


def _unlisted(column: Column, strangers: set[str]) -> bool:
    return column.found and not column.registered and column.name in strangers


def _named(case: Case) -> dict[str, Any]:
    folder = str(case.folder.path) if case.folder is not None else ""
    return {"target": case.target, "number": case.number, "period": case.period, "as_of": case.as_of, "folder": folder}


def entry_of(judgement: Judgement, **known: Any) -> RoundEntry:
    """The round's entry in the ledger."""
    copied = {name: getattr(judgement, name) for name in RoundEntry.__struct_fields__ if hasattr(judgement, name)}
    return RoundEntry(**copied, **known)
