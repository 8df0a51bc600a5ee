"""Rows of imported lists that no later stage has a value for."""

from __future__ import annotations

from datetime import date, datetime

from zhengjian.model import Value


class ProbeLine(Value):
    """One line of another monitor's availability log; ``result`` in its own words."""

    site_id: str
    at: datetime
    result: str
    seconds: float | None = None


class Repost(Value):
    """A repost task: republish ``url`` within ``hours`` (None: no limit given); ``scope`` is site kinds or unit codes joined by ``;``."""

    task_id: str
    title: str
    published: datetime
    url: str = ""
    hours: float | None = None
    scope: str = ""


class Traffic(Value):
    """Visits of one column from ``start`` to ``end``, both days included."""

    url: str
    start: date
    end: date
    visits: int


class Outage(Value):
    """A time in which a site may be closed with leave: both moments included, why, and who has approved it."""

    site_id: str
    start: datetime
    end: datetime
    reason: str
    approved_by: str


class Leader(Value):
    """One post of one person: ``title`` as the office writes it (several joined by 、), of ``unit``, both days included.

    ``starts`` None: held as long as the list knows; ``ends`` None: still held. ``rank``: the order in which a list of leaders
    names them, 1 first; None when the office does not say.
    """

    name: str
    title: str
    unit: str
    starts: date | None = None
    ends: date | None = None
    rank: int | None = None
