"""A province with the figures of a real quarter, built as ``Material``: 735 sites, 4,059 accounts, 212 error reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhengjian.bulletin import Material, Observed, write
from zhengjian.config import Office
from zhengjian.model import SHANGHAI, Account, Finding, Message, Outcome, Period, Site, State, Target, Unit, Verdict
from zhengjian.rulebook import Rule, Rulebook
from zhengjian.score import score

AS_OF = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
CITIES = """
成都 1 43 21 854;自贡 1 2 6 95;攀枝花 1 34 5 90;泸州 1 38 7 203;德阳 1 3 6 91;绵阳 1 36 9 167;广元 1 35 7 226;遂宁 1 35 5 181
内江 1 4 5 95;乐山 1 36 11 169;南充 1 1 9 189;宜宾 1 36 10 341;广安 1 2 6 64;达州 1 27 7 175;巴中 1 32 5 104;雅安 1 25 8 166
眉山 1 1 6 95;资阳 1 3 3 39;阿坝 1 38 13 167;甘孜 1 19 18 117;凉山 1 34 17 175
"""
RULES = {
    "hidden-links": ("veto", "0", None),
    "site-unreachable": ("veto", "0", None),
    "interpretation-late": ("deduction", "1", 5),
    "footer-marks-missing": ("deduction", "2", 6),
    "page-labels-missing": ("deduction", "1", 5),
    "account-stale": ("veto", "0", None),
    "account-unfiled-change": ("notice", "0", None),
    "report-late": ("notice", "0", None),
}


def rulebook() -> Rulebook:
    """Eight checks; amounts certain, so that nothing is marked."""
    made = {
        name: Rule(kind=kind, source="测试", confidence="certain", points=Decimal(points), cap=None if cap is None else Decimal(cap))  # type: ignore[arg-type]
        for name, (kind, points, cap) in RULES.items()
    }
    return Rulebook(
        name="national-2019",
        title="政府网站与政务新媒体检查指标",
        document="国办秘函〔2019〕19号",
        in_force_from=date(2019, 4, 1),
        check=made,
    )


def register() -> tuple[list[Unit], list[Site], list[Account]]:
    """Units, sites and accounts in the order of a provincial list."""
    units, sites, accounts = [], list[Site](), list[Account]()
    units.append(Unit(code="51", name="省政府办公厅", kind="省政府办公厅"))

    def site(unit: str, kind: str, name: str, **also: Any) -> None:
        number = len(sites) + 1
        sites.append(Site(site_id=f"51{number:08d}", name=name, home=f"http://s{number}.gov.cn/", unit=unit, kind=kind, **also))

    def account(unit: str, name: str, platform: str) -> None:
        accounts.append(Account(account_id=f"A{len(accounts) + 1:05d}", platform=platform, name=name, unit=unit))

    for position, line in enumerate(CITIES.replace("\n", ";").strip(";").split(";")):
        name, portals, departments, counties, media = line.split()
        code = f"5101{position:02d}"
        units.append(Unit(code=code, name=f"{name}市人民政府", short_name=name, kind="市州", parent="51"))
        units.append(Unit(code=f"{code}B", name=f"{name}市属部门", kind="市级部门", parent=code))
        units.append(Unit(code=f"{code}C", name=f"{name}所属县区", kind="县区", parent=code))
        for kind, unit, number in (("市级门户", code, portals), ("市级部门", f"{code}B", departments), ("县级门户", f"{code}C", counties)):
            for index in range(int(number)):
                site(unit, kind, f"{name}{'市人民政府' if kind == '市级门户' else kind}{'' if kind == '市级门户' else index + 1}")
        for index in range(int(media)):
            account(code, f"{name}发布{index + 1}", "微信公众号")
    site("51", "省级门户", "省人民政府")
    for index in range(45):
        code = f"51D{index:02d}"
        units.append(Unit(code=code, name=f"省第{index + 1}厅", short_name=f"第{index + 1}厅", kind="省直部门", parent="51"))
        site(code, "省直部门", f"省第{index + 1}厅", scored=index < 39)
    for index in range(256):
        account(f"51D{index % 45:02d}", f"省直账号{index + 1}", "抖音" if index < 3 else "微信订阅号")
    return units, sites, accounts


def finding(id_: str, where: str) -> Finding:
    return Finding(id=id_, where=where, what="一处", evidence=("S-2025Q2.x.1.1",), state=State.CONFIRMED)


def messages(number: int = 212) -> tuple[Message, ...]:
    """Reports that were all closed the next working day."""
    start = datetime(2025, 4, 8, 9, tzinfo=SHANGHAI)
    return tuple(
        Message(
            message_id=f"20250408{index:08x}",
            site_id="5100000001",
            kind=("内容不准确", "链接失效", "错别字")[index % 3 if index % 2 else 0],
            received=start,
            forwarded=start,
            closed=start + timedelta(days=1),
            status="已办结",
        )
        for index in range(number)
    )


def province(
    violations: dict[str, list[tuple[str, str]]] | None = None, unknown: dict[str, list[tuple[str, str]]] | None = None
) -> Material:
    """A province in which ``violations`` (check → targets as (kind, id)) are confirmed, and ``unknown`` could not be seen.

    Without arguments the faults are those of the quarter: one departmental site with hidden links, four departmental
    accounts that stopped, 1 of 21 city portals and 6 of 39 scored departments without whole footer marks.
    """
    units, sites, accounts = register()
    departments = [site.site_id for site in sites if site.kind == "省直部门"]
    portals = [site.site_id for site in sites if site.kind == "市级门户"]
    provincial = [account.account_id for account in accounts if account.unit.startswith("51D")]
    if violations is None:
        violations = {
            "hidden-links": [("site", departments[40])],
            "account-stale": [("account", id_) for id_ in provincial[:4]],
            "footer-marks-missing": [("site", portals[8]), *(("site", id_) for id_ in departments[:6])],
            "interpretation-late": [("site", id_) for id_ in departments[3:9]],
            "account-unfiled-change": [("account", id_) for id_ in provincial[9:11]],
        }
    book, unknown = rulebook(), unknown or {}
    bad = {(check, target) for check, targets in violations.items() for target in targets}
    unseen = {(check, target) for check, targets in unknown.items() for target in targets}
    outcomes, scores, counting = {}, {}, set[str]()
    by_id = {site.site_id: site for site in sites}
    for kind, id_ in [*(("site", site.site_id) for site in sites), *(("account", account.account_id) for account in accounts)]:
        target = Target(kind=kind, id=id_)  # type: ignore[arg-type]
        made = []
        for check in book.check:
            if check.startswith("account-") != (kind == "account"):
                continue
            findings: tuple[Finding, ...] = ()
            verdict = Verdict.UNKNOWN if (check, (kind, id_)) in unseen else Verdict.MET
            if (check, (kind, id_)) in bad:
                findings, verdict = (finding(f"F-{check}-{id_}", f"http://{id_}.gov.cn/a"),), Verdict.VIOLATED
                counting.add(findings[0].id)
            made.append(Outcome(verdict=verdict, why="测试", findings=findings, check=check, target=target, period="2025Q2"))
        outcomes[target] = tuple(made)
        scores[target] = score(target, made, book, period="2025Q2", site=by_id.get(id_), counting=frozenset(counting))
    return Material(
        period=Period.parse("2025Q2"),
        as_of=AS_OF,
        rulebook=book,
        office=Office(name="四川省人民政府办公厅", document_number="川办便函〔2025〕172号"),
        units=tuple(units),
        sites=tuple(sites),
        accounts=tuple(accounts),
        outcomes=outcomes,
        scores=scores,
        counting=frozenset(counting),
        messages=messages(),
        observed=tuple(Observed(target=target, seen=True, pages=40 if target.kind == "site" else 1) for target in outcomes),
        auto_confirmed=("hidden-links", "account-stale"),
        issued=date(2025, 6, 25),
    )


@pytest.fixture(scope="session")
def quarter() -> Material:
    """The quarter's material; frozen, so it is shared."""
    return province()


@pytest.fixture(scope="session")
def written(quarter: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the quarter's documents; read only, so it is shared."""
    folder = tmp_path_factory.mktemp("quarter")
    write(quarter, folder)
    return folder


@pytest.fixture(scope="session")
def build() -> Callable[..., Material]:
    """``province`` itself, for other faults; ``change`` for other fields."""
    return province


@pytest.fixture(scope="session")
def change() -> Callable[..., Material]:
    """A material with some fields replaced."""
    return replace
