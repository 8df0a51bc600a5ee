"""What the checks of columns share: states under a check's limits, first-level columns, and the words of a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhengjian.facts.base import Coverage
from zhengjian.facts.column_state import Rhythm, last_day, period_of, said_period
from zhengjian.facts.columns import Column, Columns, judged
from zhengjian.model import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """A column and its state under the check's limits."""

    column: Column
    state: str
    reason: str


def unseen(columns: Columns, coverage: Coverage) -> str:
    """Why nothing can be said of the site's columns; empty when something can."""
    if not coverage.home_seen:
        return coverage.why_unseen
    return "" if columns.columns else "未识别到任何栏目，请登记栏目或人工检查"


def judge_all(columns: Iterable[Column], at: datetime, rhythm: Rhythm) -> list[Judged]:
    """Every column with its state under a rhythm."""
    return [Judged(column, *judged(column, at, rhythm)) for column in columns]


def first_level(entries: Iterable[Judged]) -> list[list[Judged]]:
    """Columns put together to first-level columns: the same group and kind."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for entry in entries:
        found.setdefault((entry.column.group or entry.column.url, entry.column.kind), []).append(entry)
    return list(found.values())


def state_of_group(group: list[Judged]) -> str:
    """A first-level column lives when one of its parts does; it is stale only when all of them are."""
    states = {entry.state for entry in group}
    for state in ("fresh", "near-stale", "unknown", "stale", "exempt"):
        if state in states:
            return state
    return "blank"


def stale_finding(entry: Judged, at: datetime, rhythm: Rhythm) -> Finding:
    """A finding on one stale column; its evidence is the column's page."""
    column = entry.column
    period = column.period if column.own_period else period_of(column.kind, rhythm)
    day = column.last.date if column.last is not None else ""
    age = (at.date() - datetime.fromisoformat(day).date()).days if day else 0
    said = said_period(period) if period is not None else ""
    earliest = last_day(at, period).isoformat() if period is not None else ""
    return Finding(
        where=column.url,
        what=f"“{column.name}”（{column.kind}）最近一次更新在{day}，距监测时间点已{age}天，上限{said}",
        value=day,
        expected=f"{earliest}以后有更新",
        evidence=(column.evidence,),
    )


def blank_finding(column: Column) -> Finding:
    """A finding on one blank column."""
    return Finding(
        where=column.url,
        what=f"“{column.name}”（{column.kind}）为空白栏目：{column.reason}",
        value="0条信息",
        expected="有信息内容",
        evidence=(column.evidence,),
    )


def named(entries: Iterable[Judged], limit: int = 5) -> str:
    """The first few columns by name, for a reason: 通知公告、政策文件等6个."""
    names = list(dict.fromkeys(entry.column.name for entry in entries))
    shown = "、".join(names[:limit])
    return shown if len(names) <= limit else f"{shown}等{len(names)}个"
