"""Drawing clean pages for a person's look, so that what the machine misses is known per check and period."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime

from zhengjian.archive.folder import RoundFolder
from zhengjian.archive.store import read_attempts
from zhengjian.config import Workspace
from zhengjian.judge import all_checks
from zhengjian.ledger import audit, page_looks
from zhengjian.ledger.audit import Person
from zhengjian.ledger.page_looks import Drawn

PAGES = 20


def draw(workspace: Workspace, period: str, by: Person, at: datetime) -> int:
    """Draw pages of as many different sites as there are; the seed is in the audit log, so that the draw can be repeated."""
    seed = int(at.timestamp())
    chosen = list(_pages(workspace, period, random.Random(seed)))
    with audit.together():
        number = page_looks.keep(period, chosen, at)
        audit.write(by, "draw-pages", period, at, {"seed": seed, "drawn": number})
    return number


def _pages(workspace: Workspace, period: str, dice: random.Random) -> Iterator[Drawn]:
    """One clean page of each site in a drawn order, until there are enough; a site without one gives none."""
    sites = list(page_looks.seen_sites(period))
    dice.shuffle(sites)
    left = PAGES
    for target, number in sites:
        try:
            attempts = read_attempts(RoundFolder(workspace.archive, period, target, number))
        except OSError:
            continue  # its evidence lies elsewhere or is gone; another site is drawn
        taken = page_looks.taken(period, target)
        clean = [
            one for one in attempts if one.kind == "page" and one.snapshot and one.code == "OK" and not {one.url, one.final_url} & taken
        ]
        if clean:
            one = dice.choice(clean)
            yield Drawn(target=target, url=one.final_url or one.url, snapshot=one.snapshot)
            left -= 1
        if not left:
            return


def decide(period: str, id_: int, missed: str, note: str, *, by: Person, at: datetime) -> str:
    """Record a look at a clean page; one sentence when it was refused, else ""."""
    if missed and missed not in all_checks():
        return "请从列表中选择漏检的检查项，或选择“没有漏检”"
    if missed and not note.strip():
        return "记为漏检须写明看到了什么"
    with audit.together():
        if not page_looks.decide(period, id_, by.name, missed, note.strip(), at=at):
            return "该页面未被抽中，或已由他人看过"
        audit.write(by, "page-look", f"{period} {id_}", at, {"missed": missed})
    return ""
