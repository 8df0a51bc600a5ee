"""The register's columns joined with those found: corrections, exemptions, and what only one side knows."""

from __future__ import annotations

from datetime import datetime

import msgspec

from zhengjian.facts.column_entry import Column
from zhengjian.facts.column_state import Rhythm, nominal_days, period_of, registered_period, state_of
from zhengjian.facts.column_tree import canonical
from zhengjian.model import RegisteredColumn

NOT_FOUND = "登记的栏目在抓取中未见到"
NOT_LISTED = "登记名录中无此栏目"
_SHARE_LISTED = 3
"""A register that names fewer than one in so many of the columns found is no list of them, but a few corrections."""


def join(found: list[Column], rows: list[RegisteredColumn], at: datetime) -> tuple[list[Column], list[str], list[str]]:
    """The ledger's columns with the register put over them, the names only registered, and the names only found."""
    by_url = {canonical(column.url): number for number, column in enumerate(found)}
    by_name: dict[str, int] = {}
    for number, column in enumerate(found):
        by_name.setdefault(column.name, number)
    joined = list(found)
    only_registered: list[str] = []
    matched: set[int] = set()
    for row in rows:
        place = by_url.get(canonical(row.url)) if row.url else None
        if place is None and not row.url:
            place = by_name.get(row.name)
        if place is None:
            only_registered.append(row.name)
            joined.append(_unseen(row))
        else:
            matched.add(place)
            joined[place] = _corrected(joined[place], row, at)
    listed = len(matched) * _SHARE_LISTED >= len(found)
    only_found = [column.name for number, column in enumerate(found) if number not in matched] if rows and listed else []
    return joined, only_registered, only_found


def _unseen(row: RegisteredColumn) -> Column:
    period = registered_period(row.period_days) if row.period_days else period_of(row.kind, Rhythm())
    return Column(
        name=row.name,
        url=row.url,
        kind=row.kind or "其他",
        kind_confidence=1.0 if row.kind else 0.5,
        why="登记",
        period_days=nominal_days(period),
        reason=NOT_FOUND,
        group=row.url or row.name,
        registered=True,
        found=False,
        period=period,
    )


def _corrected(column: Column, row: RegisteredColumn, at: datetime) -> Column:
    """The register's kind, rhythm and exemption put over what was found; the state follows."""
    kind, sure, why = (row.kind, 1.0, "登记") if row.kind else (column.kind, column.kind_confidence, column.why)
    period = registered_period(row.period_days) if row.period_days else period_of(kind, Rhythm())
    state, reason = column.state, column.reason
    if column.seen.dates and not column.settled:
        judged_as = "其他" if row.period_days else kind
        state, reason = state_of(judged_as, sure, column.seen, at, period)
    valid = row.exempt_reason and row.exempt_by and row.exempt_until is not None and row.exempt_until >= at.date()
    if valid:
        state, reason = "exempt", f"豁免：{row.exempt_reason}（{row.exempt_by}批准，至{row.exempt_until}）"
    elif row.exempt_reason:
        reason = f"{reason}；登记的豁免缺少批准人或期限，或已到期，未采用"
    return msgspec.structs.replace(
        column,
        name=row.name or column.name,
        kind=kind,
        kind_confidence=sure,
        why=why,
        period=period,
        period_days=row.period_days or nominal_days(period),
        own_period=bool(row.period_days),
        state=state,
        reason=reason,
        registered=True,
    )
