"""The availability probe: every home page once a round, and nothing called "not open" on one program's word.

A failure is asked once more after a rest, beside sites that had opened; then by the second stack. Canaries and those
sites tell whether our own line works; a failure that many sites share, or that comes while our clock is set, is ours.
Bodies are not kept: a visit's row is its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import msgspec

from zhengjian.archive import probes
from zhengjian.config import Network, Workspace
from zhengjian.facts.hosts import PUBLIC_SUFFIXES
from zhengjian.facts.links import host_of
from zhengjian.fetch import Fetched, Fetcher, Place, Visit, read_hosts_file
from zhengjian.fetch.polite import Pace
from zhengjian.jobs.loop import settle
from zhengjian.jobs.scope import Scope
from zhengjian.model import COUNTS_AS, SEEN_WHOLE, SHANGHAI, Clock, CountsAs, FetchCode, ProbeVisit
from zhengjian.plan.probes import own_line

RETRY_SECONDS = 60.0
MOST_OPEN = 500
"""Visits at once: with more of them our own line would make sites slow."""
VANTAGE = "本地"
_NAP = 0.5
CONTROLS = 3
"""Sites that opened, asked again beside those that did not: while they open, our own line works."""
CLOCK_STEP = 2.0
"""Seconds by which wall clock and monotonic clock may run apart in a round: more, and our clock was set."""
# Failures that a second look may clear; what a gate or our own policy said stands as it is.
_DOUBTED = frozenset(code for code, counts_as in COUNTS_AS.items() if counts_as is CountsAs.NOT_OPEN) | {
    FetchCode.HTTP_ERROR,
    FetchCode.PROTO_ERROR,
    FetchCode.INCOMPLETE,
    FetchCode.DOWN_EMPTY,
    FetchCode.SELF_SUSPECT,
}


class Probed(Protocol):
    """What the probe needs to know of a site; ``model.Site`` has it."""

    @property
    def site_id(self) -> str: ...
    @property
    def home(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ProbeRound:
    """One round's visits, how many of the canaries answered, and whether our clock was set in between.

    ``kept`` are the round's file: the earlier visits given, judged anew beside these, then these.
    """

    visits: tuple[ProbeVisit, ...]
    kept: tuple[ProbeVisit, ...] = ()
    canaries: int = 0
    canaries_open: int = 0
    clock_set: bool = False

    @property
    def line_down(self) -> bool:
        """True when there are canaries and most of them did not answer: nothing follows for any site."""
        return self.canaries > 0 and self.canaries_open * 2 <= self.canaries


def probe_round(
    workspace: Workspace, sites: Sequence[Probed], *, clock: Clock, earlier: Sequence[ProbeVisit] = (), name: str = ""
) -> ProbeRound:
    """Visit every home page once and store the visits under the day in ``archive/probes``.

    Without a ``name`` the round has a file of its own; with one, ``earlier`` visits of the same file are kept in it.
    """
    began, homes = clock.now(), {site.site_id: site.home for site in sites}
    answers, round_ = _asked(workspace, homes, clock, began)
    visits = [_judged(_as_visit(site, homes[site], answers[site]), round_) for site in homes]
    # A failure of many sites within minutes shows only when the rounds of these minutes are looked at together.
    kept = tuple(own_line([*earlier, *visits]))
    probes.append(workspace.archive, kept, name or f"probe-{began.astimezone(SHANGHAI):%H%M%S}")
    return replace(round_, visits=kept[len(earlier) :], kept=kept)


def visit_apps(workspace: Workspace, homes: Mapping[str, str], *, clock: Clock, others: Sequence[str] = ()) -> tuple[ProbeVisit, ...]:
    """Visit the page of every app (by account) once, as home pages are visited, and store the visits apart from those.

    ``others`` are pages that should open: a failure says something only where a page of the same sort, of the government or not,
    opened meanwhile, for a line may reach the one and not the other. An app that sends its visitors to a shop for apps has done what
    it should, so leaving its own host is no fault here.
    """
    began = clock.now()
    witnesses = {f"other-{number}": url for number, url in enumerate(others)}
    answers, round_ = _asked(workspace, {**homes, **witnesses}, clock, began)
    opened = {_official(answer.snapshot.url) for answer in answers.values() if answer.snapshot.code in SEEN_WHOLE}
    visits = [_judged(_of_answer(account, answers[account]), round_) for account in homes]
    visits = [visit if _official(homes[visit.site_id]) in opened else _spoiled(visit) for visit in visits]
    kept = own_line(visits)
    probes.append(workspace.archive, kept, f"apps-{began.astimezone(SHANGHAI):%H%M%S}", under=probes.APPS)
    return tuple(kept)


def _official(url: str) -> bool:
    """True for a page of the government's own domains."""
    return f".{host_of(url).partition(':')[0]}".endswith(PUBLIC_SUFFIXES)


def _asked(workspace: Workspace, homes: Mapping[str, str], clock: Clock, began: datetime) -> tuple[dict[str, Fetched], ProbeRound]:
    """The answers of all homes; and what the canaries and the clocks say of our own side since ``began``, just now."""
    hosts = read_hosts_file(workspace.hosts_file) if workspace.hosts_file else {}
    begun = clock.monotonic()
    canaries = {f"canary-{number}": url for number, url in enumerate(workspace.settings.probe.canaries)}
    answers = _visit_all(workspace.settings.network, hosts, clock, {**homes, **canaries})
    drift = (clock.now() - began).total_seconds() - (clock.monotonic() - begun)
    opened = sum(answers[name].snapshot.code in SEEN_WHOLE for name in canaries)
    return answers, ProbeRound((), (), len(canaries), opened, clock_set=abs(drift) > CLOCK_STEP)


def _judged(visit: ProbeVisit, round_: ProbeRound) -> ProbeVisit:
    """A visit as our own side lets it stand: none when our clock was set, no failure while our line was down."""
    if round_.clock_set:
        return msgspec.structs.replace(visit, code=FetchCode.SELF_SUSPECT)
    return _spoiled(visit) if round_.line_down else visit


def _spoiled(visit: ProbeVisit) -> ProbeVisit:
    """A visit of which a failure may be our own."""
    return msgspec.structs.replace(visit, code=FetchCode.SELF_SUSPECT) if COUNTS_AS[visit.code] is CountsAs.NOT_OPEN else visit


def _visit_all(network: Network, hosts: Mapping[str, Place], clock: Clock, homes: dict[str, str]) -> dict[str, Fetched]:
    """Each address once; failures once more after a rest, beside some that opened; what still fails by the second stack."""
    answers = _pass(network, hosts, clock, homes)
    failed = {name: homes[name] for name, fetched in answers.items() if fetched.snapshot.code in _DOUBTED}
    if not failed:
        return answers
    rest = RETRY_SECONDS if network.host_interval_seconds > 0 else 0.0
    controls = [name for name, fetched in answers.items() if fetched.snapshot.code in SEEN_WHOLE][:CONTROLS]
    asked = failed | {name: homes[name] for name in controls}
    again = _pass(network, hosts, clock, asked, not_before=clock.monotonic() + rest)
    answers |= {name: _better(answers[name], again[name]) for name in failed}
    if controls and not any(again[name].snapshot.code in SEEN_WHOLE for name in controls):
        return answers | {name: _ours(answers[name]) for name in failed if answers[name].snapshot.code in _DOUBTED}
    still = [name for name in failed if answers[name].snapshot.code in _DOUBTED]
    if still:
        from zhengjian.fetch.second_opinion import SecondOpinion  # aiohttp is loaded only where a visit failed

        second = SecondOpinion(network, clock, hosts)
        try:
            opinions = {name: second.ask(_visit(homes[name], network)) for name in still}
            answers |= {name: settle(answers[name], opinion.result(), home=True) for name, opinion in opinions.items()}
        finally:
            second.close()
    return answers


def _better(first: Fetched, second: Fetched) -> Fetched:
    """The milder of two tries: a visit that opened on the second try opened, and its time is that of the try that did."""
    spoiled = first.snapshot.code is FetchCode.SELF_SUSPECT  # such a try says nothing, so the second one speaks alone
    return first if COUNTS_AS[second.snapshot.code] is CountsAs.NOT_OPEN and not spoiled else second


def _ours(fetched: Fetched) -> Fetched:
    """A failure while sites that had opened no longer did: our own line's."""
    detail = f"{fetched.snapshot.detail or fetched.snapshot.code}；同时复访先前能打开的网站也打不开，疑为本方线路故障"
    return replace(fetched, snapshot=msgspec.structs.replace(fetched.snapshot, code=FetchCode.SELF_SUSPECT, detail=detail))


def _pass(
    network: Network, hosts: Mapping[str, Place], clock: Clock, homes: Mapping[str, str], not_before: float = 0.0
) -> dict[str, Fetched]:
    """All addresses once, as fast as their servers may be asked."""
    fetcher: Fetcher[tuple[str, str]] = Fetcher(network, clock, hosts)
    pace = Pace(msgspec.structs.replace(network, host_interval_seconds=0.0))
    for url in homes.values():
        place = hosts.get(host_of(url))
        if place is not None and place.addresses:
            pace.locate(host_of(url), place.addresses[0])
    waiting, answers = list(homes.items()), dict[str, Fetched]()
    try:
        while waiting or len(fetcher):
            now = clock.monotonic()
            later, wake = [], now + _NAP
            for name, url in waiting:
                ready = max(pace.ready_at(host_of(url), now), not_before)
                if ready > now or len(fetcher) >= MOST_OPEN:
                    wake = min(wake, max(ready, now + _NAP))
                    later.append((name, url))
                else:
                    pace.began(host_of(url), now)
                    fetcher.start(_visit(url, network), (name, host_of(url)))
            waiting = later
            for (name, host), fetched in fetcher.wait(max(0.0, wake - now)):
                pace.ended(host, clock.monotonic(), fetched.snapshot.seconds)
                answers[name] = fetched
    finally:
        fetcher.close()
    return answers


def _visit(url: str, network: Network) -> Visit:
    host = host_of(url)
    port = int(host.rsplit(":", 1)[1]) if ":" in host and host.rsplit(":", 1)[1].isdigit() else None
    return Visit(url=url, why="probe", seconds=network.probe_seconds, port=port)


def _as_visit(site: str, home: str, fetched: Fetched) -> ProbeVisit:
    visit = _of_answer(site, fetched)
    left = visit.code in SEEN_WHOLE and not Scope.of(home, ()).same_owner(fetched.snapshot.final_url)
    return msgspec.structs.replace(visit, code=FetchCode.REDIRECT_OFFSITE) if left else visit


def _of_answer(site: str, fetched: Fetched) -> ProbeVisit:
    snapshot = fetched.snapshot
    return ProbeVisit(
        site_id=site,
        at=snapshot.at,
        seconds=snapshot.seconds,
        code=snapshot.code,
        http_status=snapshot.http_status,
        vantage=VANTAGE,
        evidence=evidence_id(site, snapshot.at),
    )


def evidence_id(site: str, at: datetime) -> str:
    """What a finding cites for a visit: the row of the day's file with this site and instant."""
    return f"probe:{site}@{at.astimezone(SHANGHAI).isoformat(timespec='seconds')}"
