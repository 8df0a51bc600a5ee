"""Who is in the province: units, sites and accounts as a register would list them, for any size.

``annex_register`` has the counts of the seed's annex (``data/annex_2025q2.toml``: dated, with its source); ``small_register``
has invented cities. Hosts are invented in both (``-ys`` stands for 演示), as are counties, codes and record numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from msgspec.structs import replace

from zhengjian.lab.data import NAMES, read
from zhengjian.model import Account, Site, Unit

PROVINCE_CODE = "510000"


@dataclass(frozen=True, slots=True)
class City:
    """One city's share: names, division code, how many sites of each kind and how many accounts."""

    name: str
    short_name: str
    slug: str
    code: str
    portals: int
    departments: int
    counties: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Provincial:
    """The province's own offices: sub-domain, name and short name of each; the first ``scored`` take part in scoring."""

    name: str
    slug: str
    departments: list[tuple[str, str, str]]
    scored: int
    accounts: int


@dataclass(frozen=True)
class Register:
    """A province's lists, cities first and the provincial offices last, as the annex orders them."""

    province: str
    units: tuple[Unit, ...]
    sites: tuple[Site, ...]
    accounts: tuple[Account, ...]
    messages: int


def annex_register() -> Register:
    """The province with the seed's own counts by city and kind."""
    data = read("annex_2025q2.toml")
    cities = [City(**row) for row in data["city"]]
    departments = _departments()[: data["provincial"]["sites"] - 1]
    provincial = Provincial(data["province"], "sichuan", departments, data["scored_departments"], data["provincial"]["accounts"])
    register = _register(provincial, cities, data["messages"])
    code = {unit.short_name: unit.code for unit in register.units}
    named = {(code[row["unit"]], row["was"]): row for row in data["named_account"]}
    accounts = tuple(
        replace(account, name=row["name"], platform=row["platform"]) if (row := named.get((account.unit, account.platform))) else account
        for account in register.accounts
    )
    return dataclasses.replace(register, accounts=accounts)


def small_register(sites: int, accounts: int, messages: int) -> Register:
    """An invented province of about these sizes: every kind of site from five sites on."""
    departments, cities = max(1, sites // 5), max(1, sites // 5)
    rest = sites - 1 - departments - cities
    counties = rest // 2
    rows, invented = [], NAMES["invented_cities"]
    for index in range(cities):
        name, slug = invented[index % len(invented)]
        if turn := index // len(invented):
            name, slug = f"{name}{turn + 1}", f"{slug}{turn + 1}"
        share = [n // cities + (index < n % cities) for n in (rest - counties, counties, accounts * 3 // 4)]
        rows.append(City(f"{name}市", name, slug, f"51{index + 1:02d}00", 1, *share))
    rest = accounts - sum(row.accounts for row in rows)
    return _register(Provincial("云川省", "yunchuan", _departments()[:departments], departments, rest), rows, messages)


def _departments() -> list[tuple[str, str, str]]:
    return [(slug, name, short) for slug, name, short in NAMES["provincial"]]


def _register(provincial: Provincial, cities: list[City], messages: int) -> Register:
    units: list[Unit] = []
    sites: list[Site] = []
    accounts: list[Account] = []
    counties = _county_names()
    for city in cities:
        entries = _city_units(city, PROVINCE_CODE, counties)
        units += [unit for unit, _, _ in entries]
        sites += [_site(unit, host, kind, n) for n, (unit, host, kind) in enumerate(entries, 1)]
        accounts += _accounts([unit for unit, _, _ in entries], city.accounts, len(accounts))
    entries = _provincial_units(provincial)
    units += [unit for unit, _, _ in entries]
    for n, (unit, host, kind) in enumerate(entries, 1):
        name = f"{provincial.name}人民政府" if kind == "省级门户" else ""
        sites.append(_site(unit, host, kind, n, name=name, scored=1 < n <= provincial.scored + 1))
    accounts += _accounts([unit for unit, _, _ in entries], provincial.accounts, len(accounts))
    return Register(provincial.name, tuple(units), tuple(sites), tuple(accounts), messages)


def _provincial_units(provincial: Provincial) -> list[tuple[Unit, str, str]]:
    domain = f"{provincial.slug}-ys.gov.cn"
    office = Unit(code=PROVINCE_CODE, name=f"{provincial.name}人民政府办公厅", short_name="省政府办公厅", kind="省政府办公厅")
    found = [(office, f"www.{domain}", "省级门户")]
    for n, (sub, name, short) in enumerate(provincial.departments, 1):
        unit = Unit(code=f"5100{n:04d}", name=provincial.name + name, short_name=short, kind="省直部门", parent=office.code)
        found.append((unit, f"{sub}.{domain}", "省直部门"))
    return found


def _city_units(city: City, parent: str, counties: Iterator[tuple[str, str]]) -> list[tuple[Unit, str, str]]:
    domain = f"{city.slug}-ys.gov.cn"
    top = Unit(code=city.code, name=city.name, short_name=city.short_name, kind="市州", parent=parent)
    found = [(top, f"www.{domain}", "市级门户")]
    offices = NAMES["city_offices"]
    for n in range(city.departments):
        sub, name = offices[n % len(offices)]
        turn = "" if n < len(offices) else str(n // len(offices) + 1)
        unit = Unit(
            code=f"{city.code[:4]}{n + 1:04d}",
            name=f"{city.name}{name}{turn}",
            short_name=f"{city.short_name}{name}{turn}",
            kind="市级部门",
            parent=top.code,
        )
        found.append((unit, f"{sub}{turn}.{domain}", "市级部门"))
    for n in range(city.counties):
        name, slug = next(counties)
        suffix = "区县"[n % 2]
        unit = Unit(
            code=f"{city.code[:4]}{21 + n:02d}", name=f"{city.name}{name}{suffix}", short_name=name + suffix, kind="县区", parent=top.code
        )
        found.append((unit, f"www.{slug}-ys.gov.cn", "县级门户"))
    return found


def _county_names() -> Iterator[tuple[str, str]]:
    for turn in range(1, 100):
        for first, second in product(NAMES["county_first"], NAMES["county_second"]):
            tail = "" if turn == 1 else str(turn)
            yield first[0] + second[0] + tail, first[1] + second[1] + tail


def _site(unit: Unit, host: str, kind: str, number: int, *, name: str = "", scored: bool | None = None) -> Site:
    division = unit.code[:6] if kind in {"县级门户", "市级门户"} else unit.code[:4] + "00"
    site_id = f"{division}9{number:03d}"
    portal = f"{unit.name}人民政府"
    return Site(
        site_id=site_id,
        name=name or (portal if kind in {"市级门户", "县级门户"} else unit.name),
        home=f"http://{host}/",
        unit=unit.code,
        kind=kind,
        icp=f"蜀ICP备20059{int(site_id[2:4]):02d}{number:03d}号",
        police=f"川公网安备{division[:4]}{division[4:]}029{number:05d}号",
        scored=scored if kind in {"省级门户", "省直部门"} else None,
    )


def _accounts(units: list[Unit], count: int, before: int) -> list[Account]:
    """One account a unit and platform; what is more than that stands on 其他, the last of the platforms."""
    found, last = [], len(NAMES["platforms"]) - 1
    for n in range(count):
        unit, round_ = units[n % len(units)], n // len(units)
        (platform, sub), turn = NAMES["platforms"][min(round_, last)], max(0, round_ - last)
        number = before + n + 1
        account_id = f"N51{number:05d}"
        name = (unit.short_name or unit.name) + ("发布" if unit.kind in {"市州", "县区"} else "") + (str(turn + 1) if turn else "")
        found.append(
            Account(
                account_id=account_id,
                platform=platform,
                name=name,
                platform_id=f"ys_{sub}_{number:05d}",
                unit=unit.code,
                home=f"http://{sub}.feeds-ys.gov.cn/home/{account_id}",
                feed=f"http://{sub}.feeds-ys.gov.cn/feed/{account_id}",
            )
        )
    return found
