"""The availability probe: every home page at the interval of the settings, stored and counted by the day."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from zhengjian.config import Workspace
from zhengjian.model import COUNTS_AS, CountsAs
from zhengjian.service import CLOCK, Progress, Teller, WrongUse, only_one, open_ledger


@dataclass
class Probed:
    """What the probe did: rounds, visits, and how many of them found a home page not open."""

    rounds: int = 0
    visits: int = 0
    not_opened: int = 0
    line_down: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def probe(workspace: Workspace, teller: Teller, *, rounds: int = 0) -> Probed:
    """Visit all running sites' home pages ``rounds`` times (0: until interrupted), an interval apart. Raises ``Stop``."""
    open_ledger(workspace)
    from zhengjian.jobs import probe_round
    from zhengjian.ledger import register
    from zhengjian.service.imports import count_probe_days

    sites = [site for site in register.load().sites if site.status == "正常运行" and site.home]
    if not sites:
        raise WrongUse("名录中没有正常运行的网站；请先运行 zhengjian register import 导入名录")
    if rounds < 0:
        raise WrongUse("--rounds 应为不小于 0 的整数")
    done = Probed()
    every = workspace.settings.probe.every_minutes * 60
    with only_one(workspace, "probe"):
        while not rounds or done.rounds < rounds:
            begun = CLOCK.monotonic()
            found = probe_round(workspace, sites, clock=CLOCK)
            count_probe_days(workspace, found.visits)
            done.rounds += 1
            done.visits += len(found.visits)
            done.not_opened += sum(COUNTS_AS[visit.code] is CountsAs.NOT_OPEN for visit in found.visits)
            if found.line_down:
                done.line_down += 1
                teller.say("本机线路异常（参照网站大多打不开），本次结果不计入任何网站", line_down=True)
            teller.progress(Progress("监测", done.rounds, rounds or done.rounds, len(found.visits), done.not_opened))
            if not rounds or done.rounds < rounds:
                time.sleep(max(0.0, every - (CLOCK.monotonic() - begun)))
    return done
