"""How each supervising unit stands: sites, accounts, error reports, and what was mended after re-check.

One row for each city and for the provincial departments, as in 附件1. These are the parts of the yearly assessment of
supervising offices (监管工作年度考核) that follow from data; the rest is filled in by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhengjian.bulletin.annex import TOTAL, Row, rows, running_accounts
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.overall import by_result, by_timeliness
from zhengjian.bulletin.safe import printable
from zhengjian.bulletin.shares import percent
from zhengjian.facts.messages import Timeliness
from zhengjian.model import Target

Line = tuple[str | int, ...]

UNIT_HEADS = (
    ("地区（部门）", 26),
    ("网站总数", 10),
    ("合格", 8),
    ("存在突出问题", 13),
    ("未结论", 8),
    ("合格率", 10),
    ("复查后合格率", 13),
    ("账号总数", 10),
    ("合格", 8),
    ("存在突出问题", 13),
    ("未结论", 8),
    ("合格率", 10),
    ("复查后合格率", 13),
    ("留言总数", 10),
    ("按期办结", 10),
    ("超期", 8),
    ("未到期", 8),
    ("按期办结率", 12),
)
PLATFORM_HEADS = (("平台", 18), ("账号总数", 10), ("合格", 8), ("存在突出问题", 13), ("未结论", 8), ("合格率", 10))


@dataclass(frozen=True, slots=True)
class Results:
    """Targets by result; ``mended`` are those that failed and passed the re-check."""

    passed: int
    failed: int
    inconclusive: int
    mended: int

    @property
    def line(self) -> Line:
        """Number, passed, failed, inconclusive, and the pass rate at inspection."""
        total = self.passed + self.failed + self.inconclusive
        return (total, self.passed, self.failed, self.inconclusive, percent(self.passed, self.passed + self.failed))

    @property
    def rate_after(self) -> str:
        """The pass rate when what was mended counts as passed."""
        return percent(self.passed + self.mended, self.passed + self.failed)


def results(material: Material, kind: Literal["site", "account"], ids: Sequence[str]) -> Results:
    """How many of the targets have each result."""
    sorted_ = by_result(material, kind, ids)
    again = (material.rechecked.get(Target(kind=kind, id=id_)) for id_ in sorted_["failed"])
    mended = sum(one is not None and one.result == "passed" for one in again)
    return Results(len(sorted_["passed"]), len(sorted_["failed"]), len(sorted_["inconclusive"]), mended)


def unit_lines(material: Material) -> Iterator[Line]:
    """A line for each row of 附件1, the total last; a report belongs to the row of its site."""
    table = rows(material)
    by_site = {site_id: row.key for row in table[:-1] for site_id in row.cells["sites"] or ()}
    site_of = {message.message_id: message.site_id for message in material.messages}
    reports: dict[str, dict[Timeliness, int]] = {row.key: dict.fromkeys(Timeliness, 0) for row in table}
    for how, ids in by_timeliness(material).items():
        for message_id in ids:
            row_key = by_site.get(site_of[message_id])
            if row_key is not None:
                reports[row_key][how] += 1
            reports[TOTAL][how] += 1
    for row in table:
        yield _unit_line(material, row, reports[row.key])


def _unit_line(material: Material, row: Row, reports: dict[Timeliness, int]) -> Line:
    sites = results(material, "site", row.cells["sites"] or ())
    accounts = results(material, "account", row.cells["accounts"] or ())
    in_time, late = reports[Timeliness.IN_TIME], reports[Timeliness.LATE]
    told = (sum(reports.values()), in_time, late, reports[Timeliness.NOT_DUE], percent(in_time, in_time + late))
    return (row.name, *sites.line, sites.rate_after, *accounts.line, accounts.rate_after, *told)


def platform_lines(material: Material) -> Iterator[Line]:
    """Accounts by platform, the most used first, the total last."""
    platforms: dict[str, list[str]] = {}
    for account in running_accounts(material):
        platforms.setdefault(printable(account.platform) or "其他", []).append(account.account_id)
    ranked: Iterable[tuple[str, list[str]]] = sorted(platforms.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for name, ids in ranked:
        yield (name, *results(material, "account", ids).line)
    yield (TOTAL, *results(material, "account", [id_ for ids in platforms.values() for id_ in ids]).line)
