"""Drawing decisions for a second look, and recording it."""

from __future__ import annotations

from datetime import datetime

from zhengjian.ledger import audit, looks
from zhengjian.ledger.audit import Person
from zhengjian.model import State

PERCENT = 5
VERDICTS = {"confirmed": State.CONFIRMED, "dismissed": State.DISMISSED}


def draw(period: str, by: Person, at: datetime) -> int:
    """Draw the usual share of a period's decisions; the seed is in the audit log, so that the draw can be repeated."""
    seed = int(at.timestamp())
    with audit.together():
        number = looks.draw(period, PERCENT, seed, at)
        audit.write(by, "draw-second-looks", period, at, {"seed": seed, "percent": PERCENT, "drawn": number})
    return number


def decide(period: str, finding: str, verdict: str, by: Person, at: datetime) -> str:
    """Record a second look; one sentence when it was refused, else "". A different verdict does not change the first."""
    if verdict not in VERDICTS:
        return "请选择“属实”或“不属实”"
    with audit.together():
        if not looks.decide(period, finding, verdict, by.name, at):
            return "该问题未被抽中、已由他人看过，或是您本人作出的决定"
        audit.write(by, "second-look", finding, at, {"verdict": verdict})
    return ""
