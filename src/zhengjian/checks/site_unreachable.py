"""A site that does not open in at least one of twenty visits over a week.

A veto, and the one that a fault of our own line would cause most easily: so only whole weeks count, only visits that
certainly say something about the site enter the share, and a week with one thin day decides nothing. Measured on the
probe's and imported visits of the period: every seven days in a row with enough visits each are a week. Where a
second vantage point of the office looked, too, a failure counts only when both saw it. Known limit: one vantage point
cannot tell a broken line at the site from one between the two; canaries and the mass-failure rule stand in for the second.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, not_applicable, unknown, violated
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Registered
from zhengjian.facts.probe_days import ProbeDay, ProbeDays
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="站点无法访问",
    wording="监测1周，每天间隔性访问20次以上，超过（含）15秒网站仍打不开的次数累计占比超过（含）5%",
    clause="单项否决指标·站点无法访问",
    document="国办秘函〔2019〕19号",
    finding_phrase="网站首页打不开的次数占比超过5%",
)


class Limits(BaseLimits):
    """``days`` in a row, each with at least ``visits`` that count; violated from ``percent`` of them not open (含)."""

    days: int = 7
    visits: int = 20
    percent: int = 5


def check(registered: Registered, probed: ProbeDays, limits: Limits) -> Outcome:
    """Violated when any whole week of the period reached the share; met when the latest whole week and all others did not."""
    site = registered.site
    if site.status != "正常运行":
        return not_applicable(f"网站登记状态为“{site.status}”")
    weeks = _weeks(probed.days, limits)
    if not weeks:
        valid = sum(day.counted >= limits.visits for day in probed.days)
        return unknown(
            f"没有连续{limits.days}天、每天{limits.visits}次以上的有效监测（有监测{len(probed.days)}天，其中有效{valid}天），本项未结论"
        )
    over = [week for week in weeks if _total(week)[0] * 100 >= limits.percent * _total(week)[1]]
    if not over:
        bad, counted = _total(weeks[-1])
        return met(f"{_span(weeks[-1])}访问{counted}次，打不开{bad}次（{bad * 100 / counted:.2f}%），低于{limits.percent}%")
    worst = max(over, key=lambda week: _total(week)[0] / _total(week)[1])
    bad, counted = _total(worst)
    words = f"{_span(worst)}有效访问{counted}次，其中打不开{bad}次，占{bad * 100 / counted:.2f}%，限值{limits.percent}%"
    finding = Finding(
        where=site.home,
        what=words,
        value=f"{bad}/{counted}",
        expected=f"低于{limits.percent}%",
        evidence=tuple(name for day in worst for name in day.evidence),
    )
    return violated(words, [finding])


def _weeks(days: tuple[ProbeDay, ...], limits: Limits) -> list[tuple[ProbeDay, ...]]:
    """Every run of so many calendar days in a row that all have enough visits."""
    runs = (days[start : start + limits.days] for start in range(len(days) - limits.days + 1))
    whole = timedelta(days=limits.days - 1)
    return [run for run in runs if run[-1].day - run[0].day == whole and all(day.counted >= limits.visits for day in run)]


def _total(week: tuple[ProbeDay, ...]) -> tuple[int, int]:
    """Visits that were not open, and all that count."""
    return sum(day.bad for day in week), sum(day.counted for day in week)


def _span(week: tuple[ProbeDay, ...]) -> str:
    return f"{week[0].day:%Y-%m-%d}至{week[-1].day:%Y-%m-%d}"
