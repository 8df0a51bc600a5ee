"""``Material``: the frozen data set that one bulletin is made from. Same material, same bytes.

The service fills it from the ledger; everything in this room only reads it. Lists keep the register's order, which is
the order of rows and names in the documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zhengjian.config import Office
from zhengjian.model import Account, Message, Outcome, Period, Score, Site, Target, Unit, Value
from zhengjian.rulebook import Rulebook
from zhengjian.workflow.working_days import WorkCalendar


class Observed(Value):
    """How much of one target was seen in the period's round.

    ``seen`` is True when a site's home page was read whole, or an account's posts were read at least once. ``pages``
    counts pages read, ``left_out`` addresses known but not visited. ``why`` says in Chinese what was not seen and for
    what reason; it is empty when nothing was missed.
    """

    target: Target
    seen: bool
    pages: int = 0
    left_out: int = 0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a bulletin may say, frozen.

    * ``outcomes`` are already recounted by ``judge.recount``; only findings whose id is in ``counting`` are spoken of;
    * ``scores`` hold the result at inspection; ``rechecked`` the result after re-check, for targets that had one;
    * ``messages`` are the error reports (找错) of ``message_period`` (the bulletin's own period when None), all of them;
      ``calendar`` is the working-day calendar with the office's corrections;
    * ``auto_confirmed`` names the checks whose hits the office confirmed by rule, without a person's look;
    * ``previous`` holds the scores of ``previous_period``, for the comparison.
    """

    period: Period
    as_of: datetime
    rulebook: Rulebook
    office: Office
    units: tuple[Unit, ...]
    sites: tuple[Site, ...]
    accounts: tuple[Account, ...]
    outcomes: Mapping[Target, tuple[Outcome, ...]]
    scores: Mapping[Target, Score]
    counting: frozenset[str]
    messages: tuple[Message, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    message_period: Period | None = None
    observed: tuple[Observed, ...] = ()
    auto_confirmed: tuple[str, ...] = ()
    rechecked: Mapping[Target, Score] = field(default_factory=dict)
    previous: Mapping[Target, Score] = field(default_factory=dict)
    previous_period: Period | None = None
    issued: date | None = None
