"""The table of units (附件1): who has how many sites and accounts, and how many of them fail. Cells are lists of ids.

Rows follow the register's order: the cities with everything below them, then the provincial departments together with
the province's own portal as one row, then whatever belongs to neither or has an unknown kind, then the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhengjian.bulletin.material import Material
from zhengjian.bulletin.safe import printable
from zhengjian.model import Account, Site, Target, Unit

CITY = "市州"
CITIES, PROVINCE, OTHERS, UNCLASSED, TOTAL = "市（州）", "省直部门（含省政府门户）", "其他单位", "类别不详的网站", "合计"
PROVINCIAL_UNITS = frozenset({"省政府办公厅", "省直部门"})
PROVINCIAL_SITES = frozenset({"省级门户", "省直部门"})
CITY_SITES = frozenset({"市级门户", "市级部门", "县级门户"})

SITE_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("sites", "网站总数", ""),
    ("portals", "市级门户网站数", "市级门户"),
    ("departments", "市级部门网站数", "市级部门"),
    ("counties", "县级门户（含高新区）网站数", "县级门户"),
)
COLUMNS: tuple[tuple[str, str], ...] = (
    *((key, title) for key, title, _ in SITE_COLUMNS),
    ("bad_sites", "存在突出问题数"),
    ("accounts", "政务新媒体总数"),
    ("bad_accounts", "存在突出问题数"),
)
KIND_KEYS = ("portals", "departments", "counties")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``cells`` maps a column's key to the ids it counts, or None where the column does not apply."""

    key: str
    group: str
    name: str
    cells: dict[str, tuple[str, ...] | None]

    def number(self, column: str) -> int | None:
        """The printed number, None for "—"."""
        ids = self.cells[column]
        return None if ids is None else len(ids)


def running_sites(material: Material) -> list[Site]:
    """Sites that count: those 正常运行, in the register's order."""
    return [site for site in material.sites if site.status == "正常运行"]


def running_accounts(material: Material) -> list[Account]:
    """Accounts that count: those 正常, in the register's order."""
    return [account for account in material.accounts if account.status == "正常"]


def failed(material: Material, kind: str) -> frozenset[str]:
    """Ids of the targets of a kind that fail at inspection."""
    return frozenset(target.id for target, one in material.scores.items() if target.kind == kind and one.result == "failed")


def unit_heads(units: Iterable[Unit]) -> dict[str, str]:
    """For every unit's code, the key of the row it is counted in: a city's code, PROVINCE or OTHERS."""
    by_code = {unit.code: unit for unit in units}
    return {code: _head(code, by_code) for code in by_code}


def _head(code: str, by_code: dict[str, Unit]) -> str:
    """Climb to the city above; a unit below the province's office or a department is the province's."""
    seen: set[str] = set()
    provincial = False
    while code in by_code and code not in seen:
        seen.add(code)
        unit = by_code[code]
        if unit.kind == CITY:
            return code
        provincial = provincial or unit.kind in PROVINCIAL_UNITS
        code = unit.parent
    return PROVINCE if provincial else OTHERS


def _site_head(site: Site, heads: dict[str, str]) -> str:
    """Where a site is counted: by its kind first, because a register's units and kinds may disagree."""
    if site.kind in PROVINCIAL_SITES:
        return PROVINCE
    if site.kind not in CITY_SITES:
        return UNCLASSED
    head = heads.get(site.unit, OTHERS)
    return OTHERS if head == PROVINCE else head


def rows(material: Material) -> list[Row]:
    """All rows with the total last."""
    heads = unit_heads(material.units)
    sites: dict[str, list[Site]] = {}
    for site in running_sites(material):
        sites.setdefault(_site_head(site, heads), []).append(site)
    accounts: dict[str, list[Account]] = {}
    for account in running_accounts(material):
        accounts.setdefault(heads.get(account.unit, OTHERS), []).append(account)

    bad = failed(material, "site"), failed(material, "account")
    made = [
        _row(
            unit.code,
            CITIES,
            unit.short_name or unit.name.removesuffix("人民政府"),
            sites.get(unit.code, []),
            accounts.get(unit.code, []),
            bad,
        )
        for unit in material.units
        if unit.kind == CITY
    ]
    others = [
        _row(head, head, head, sites.get(head, []), accounts.get(head, []), bad)
        for head in (PROVINCE, OTHERS, UNCLASSED)
        if sites.get(head) or accounts.get(head)
    ]
    return [*made, *others, _total([*made, *others])]


def _row(key: str, group: str, name: str, sites: list[Site], accounts: list[Account], bad: tuple[frozenset[str], frozenset[str]]) -> Row:
    cells: dict[str, tuple[str, ...] | None] = {
        column: tuple(site.site_id for site in sites if not kind or site.kind == kind) for column, _, kind in SITE_COLUMNS
    }
    if group in {PROVINCE, UNCLASSED}:  # where a column finds nothing there, it does not apply
        cells = {column: ids or (None if column in KIND_KEYS else ()) for column, ids in cells.items()}
    cells["bad_sites"] = tuple(site.site_id for site in sites if site.site_id in bad[0])
    cells["accounts"] = tuple(account.account_id for account in accounts)
    cells["bad_accounts"] = tuple(account.account_id for account in accounts if account.account_id in bad[1])
    return Row(key, group, printable(name), cells)


def _total(made: list[Row]) -> Row:
    def column(key: str) -> tuple[str, ...]:
        return tuple(id_ for row in made for id_ in row.cells[key] or ())

    return Row(TOTAL, TOTAL, TOTAL, {key: column(key) for key, _ in COLUMNS})


def identities(table: list[Row], material: Material) -> Iterator[tuple[str, int, int]]:
    """What must hold in the table: (what, one side, other side). Sides come from different countings."""
    *parts, total = table
    sites, accounts = running_sites(material), running_accounts(material)
    for key, title in COLUMNS:
        yield f"{title}：各行之和与合计", sum(row.number(key) or 0 for row in parts), total.number(key) or 0
    yield "网站总数与名录", total.number("sites") or 0, len(sites)
    yield "政务新媒体总数与名录", total.number("accounts") or 0, len(accounts)
    for key, title, kind in SITE_COLUMNS[1:]:
        yield f"{title}与名录", total.number(key) or 0, sum(site.kind == kind for site in sites)
    for row in parts:
        if row.group == CITIES:
            kinds = sum(row.number(key) or 0 for key in KIND_KEYS)
            yield f"{row.name}：网站总数与各类网站之和", row.number("sites") or 0, kinds
    yield from _results(
        total, "bad_sites", "存在突出问题的网站数与成绩", {Target(kind="site", id=site.site_id) for site in sites}, material
    )
    held = {Target(kind="account", id=account.account_id) for account in accounts}
    yield from _results(total, "bad_accounts", "存在突出问题的政务新媒体数与成绩", held, material)


def _results(total: Row, key: str, what: str, held: set[Target], material: Material) -> Iterator[tuple[str, int, int]]:
    failing = sum(material.scores[target].result == "failed" for target in held if target in material.scores)
    yield what, total.number(key) or 0, failing
