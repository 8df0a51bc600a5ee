"""Columns that will pass their limit soon, counted from the moment of the latest inspection: lines, and a text for a mail.

"17 columns of 9 sites will pass their limit by Friday": told before it happens, unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from zhengjian.config import Workspace
from zhengjian.facts.column_state import Dated, days_left, registered_period
from zhengjian.model import SHANGHAI, Period, Site, Unit, Value
from zhengjian.service import open_ledger


class DueColumn(Value):
    """One column that passes its limit soon: ``last_day`` is the last day in time, ``days_left`` whole days until then."""

    unit: str
    unit_name: str
    site_id: str
    site: str
    name: str
    url: str
    kind: str
    last: date
    last_day: date
    days_left: int


def due(workspace: Workspace, period: str, within_days: int) -> tuple[datetime, list[DueColumn]]:
    """The moment of the latest inspection, and the columns whose limit passes within so many days of it, soonest first."""
    open_ledger(workspace)
    from zhengjian.ledger import register, rounds
    from zhengjian.service import publish

    chosen = Period.parse(period)
    run = rounds.last_run(chosen)
    at = (run.as_of if run is not None else chosen.end).astimezone(SHANGHAI)
    listed = register.load()
    sites = {site.site_id: site for site in listed.sites}
    units = {unit.code: unit for unit in listed.units}
    return at, due_among((entry.line for entry in publish.columns(workspace, period)), sites, units, at, within_days)


def due_among(
    lines: Iterable[Mapping[str, Any]], sites: Mapping[str, Site], units: Mapping[str, Unit], at: datetime, within_days: int
) -> list[DueColumn]:
    """Which of the contract's column lines pass their limit within so many days of ``at``."""
    found = []
    for line in lines:
        if line["state"] not in {"fresh", "near-stale"} or not line["last"] or not line["period_days"]:
            continue
        last = date.fromisoformat(line["last"]["date"][:10])
        newest = Dated(at=datetime.combine(last, time(23, 59, 59), SHANGHAI), origin="")
        left = days_left(newest, at, registered_period(line["period_days"]))
        if 0 <= left <= within_days:
            site = sites.get(line["site_id"])
            unit = units.get(site.unit) if site is not None else None
            found.append(
                DueColumn(
                    unit=site.unit if site is not None else "",
                    unit_name=unit.name if unit is not None else "",
                    site_id=line["site_id"],
                    site=site.name if site is not None else line["site_id"],
                    name=line["name"],
                    url=line["url"],
                    kind=line["kind"],
                    last=last,
                    last_day=at.date() + timedelta(days=left),
                    days_left=left,
                )
            )
    return sorted(found, key=lambda entry: (entry.days_left, entry.unit, entry.site_id, entry.url))


def letter(found: list[DueColumn], at: datetime, within_days: int) -> str:
    """The same as a text that can be mailed: one paragraph for each unit, the soonest unit first."""
    until = at.date() + timedelta(days=within_days)
    sites = len({entry.site_id for entry in found})
    head = f"截至{_day(at.date())}的检查，{_day(until)}前将有{sites}个网站的{len(found)}个栏目超过更新期限。"
    if not found:
        return f"截至{_day(at.date())}的检查，{_day(until)}前没有栏目将超过更新期限。\n"
    units: dict[str, list[DueColumn]] = {}
    for entry in found:
        units.setdefault(entry.unit_name or entry.site, []).append(entry)
    parts = [head]
    for name, entries in units.items():
        rows = [
            f"　{entry.site}“{entry.name}”：最近更新{entry.last}，最迟{_day(entry.last_day)}更新（还有{entry.days_left}天）"
            for entry in entries
        ]
        parts.append("\n".join([f"{name}（{len(entries)}个）", *rows]))
    return "\n\n".join(parts) + "\n"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
