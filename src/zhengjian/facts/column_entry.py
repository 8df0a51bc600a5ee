"""One line of the column ledger: what a column is, when it was last updated, and in which state it is."""

from __future__ import annotations

from datetime import datetime

from zhengjian.facts.column_state import Rhythm, Seen, period_of, state_of
from zhengjian.model import Value


class Last(Value):
    """A last update: the day (ISO date) and where it was read: list, attribute, article-text, label, address."""

    date: str
    origin: str


class Column(Value):
    """One column. ``state`` is fresh, near-stale, stale, blank, unknown or exempt, and ``reason`` says why in Chinese.

    ``group`` is the address of the first-level column that it is a part of: columns of one group and kind are one
    first-level column. ``seen`` holds what was read of its dates, so that other limits can be applied; ``period`` is
    (days, months). ``evidence`` is the snapshot of its page, empty when it was not read. ``registered`` says that the
    register names it, ``found`` that the crawl did; ``text`` that its page holds running text;
    ``depth`` is its clicks from the home page.
    """

    name: str
    url: str
    kind: str
    kind_confidence: float
    why: str
    items: int = 0
    last: Last | None = None
    period_days: int | None = None
    state: str = "unknown"
    reason: str = ""
    group: str = ""
    parent: str = ""
    evidence: str = ""
    registered: bool = False
    found: bool = True
    in_navigation: bool = False
    text: bool = False
    depth: int = 0
    seen: Seen = Seen()
    period: tuple[int, int] | None = None
    own_period: bool = False
    settled: bool = False


def judged(column: Column, at: datetime, rhythm: Rhythm) -> tuple[str, str]:
    """The column's state under other limits than the national ones (a unit's own rhythm). A registered period stays."""
    if column.own_period or column.settled or not column.seen.dates or column.state in {"blank", "exempt"}:
        return column.state, column.reason
    return state_of(column.kind, column.kind_confidence, column.seen, at, period_of(column.kind, rhythm))
