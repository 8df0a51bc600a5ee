"""The availability probe: every home page at the interval of the settings, stored and counted by the day."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from zhengjian.config import Workspace
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, ProbeVisit, Site
from zhengjian.plan.probes import due
from zhengjian.service import CLOCK, Progress, Teller, WrongUse, only_one, open_ledger

_MINUTE = 60.0


@dataclass
class Probed:
    """What the probe did: rounds, visits, and how many of them found a home page not open."""

    rounds: int = 0
    visits: int = 0
    not_opened: int = 0
    line_down: int = 0
    reported: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def probe(workspace: Workspace, teller: Teller, *, rounds: int = 0, report_to: str = "", token: str = "") -> Probed:
    """Visit all running sites' home pages ``rounds`` times, an interval apart; 0: on the even grid until interrupted.

    With ``report_to``, the office's server, this machine is a second vantage point and tells it what it saw. Raises ``Stop``.
    """
    open_ledger(workspace)
    from zhengjian.jobs import probe_round
    from zhengjian.ledger import register
    from zhengjian.service.imports import count_probe_days
    from zhengjian.service.vantage import Reporter

    sites = [site for site in register.load().sites if site.status == "正常运行" and site.home]
    if not sites:
        raise WrongUse("名录中没有正常运行的网站；请先运行 zhengjian register import 导入名录")
    if rounds < 0:
        raise WrongUse("--rounds 应为不小于 0 的整数")
    done = Probed()
    reporter = Reporter(workspace, report_to, token, teller) if report_to else None
    every = workspace.settings.probe.every_minutes * 60
    with only_one(workspace, "probe"):
        for chosen, kept, name in _on_the_grid(sites, timedelta(seconds=every)) if not rounds else _at_once(sites, rounds, every):
            found = probe_round(workspace, chosen, clock=CLOCK, earlier=kept, name=name)
            kept[:] = found.kept
            count_probe_days(workspace, found.kept)
            done.rounds += 1
            if reporter is not None:
                done.reported += reporter.add(found.visits, CLOCK.now(), now=done.rounds == rounds)
            done.visits += len(found.visits)
            done.not_opened += sum(COUNTS_AS[visit.code] is CountsAs.NOT_OPEN for visit in found.visits)
            if found.clock_set:
                done.line_down += 1
                teller.say("本机时间在监测中被调整，本次结果不计入任何网站", line_down=True)
            elif found.line_down:
                done.line_down += 1
                teller.say("本机线路异常（参照网站大多打不开），本次结果不计入任何网站", line_down=True)
            teller.progress(Progress("监测", done.rounds, rounds or done.rounds, len(found.visits), done.not_opened))
    return done


Turn = tuple[list[Site], list[ProbeVisit], str]


def _at_once(sites: list[Site], rounds: int, every: float) -> Iterator[Turn]:
    """All sites, so many times, an interval apart; each time in a file of its own."""
    for number in range(rounds):
        begun = CLOCK.monotonic()
        yield sites, [], ""
        if number + 1 < rounds:
            time.sleep(max(0.0, every - (CLOCK.monotonic() - begun)))


def _on_the_grid(sites: list[Site], every: timedelta) -> Iterator[Turn]:
    """For ever, minute by minute, the sites whose slot of the even grid has come; an hour's visits share a file."""
    by_id = {site.site_id: site for site in sites}
    started = CLOCK.now().astimezone(SHANGHAI)
    last = dict.fromkeys(by_id, started)  # slots before our start are missed, not made up in one burst
    hour, kept = -1, list[ProbeVisit]()
    while True:
        begun, now = CLOCK.monotonic(), CLOCK.now().astimezone(SHANGHAI)
        if now.hour != hour:
            hour, kept = now.hour, []
        last = {name: min(at, now) for name, at in last.items()}  # our clock may have been set back
        names = due(list(by_id), last, now, every)
        if names:
            last |= dict.fromkeys(names, now)
            yield [by_id[name] for name in names], kept, f"probe-{now:%H}-{started:%d%H%M%S}"
        time.sleep(max(0.0, _MINUTE - (CLOCK.monotonic() - begun)))
