"""The seed bulletin's own figures, computed from pages: on the city portals and provincial offices here, in full on request.

The full run (735 sites, 4,059 accounts; minutes) is asked for with ZHENGJIAN_FULL_DEMO=1: it compares the annex cell by cell.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from zhengjian.lab import Fault, Province
from zhengjian.lab.data import read
from zhengjian.lab.plans import RANKED_CITIES, RANKED_DEPARTMENTS
from zhengjian.rulebook import load
from zhengjian.service import Silent, publish
from zhengjian.service.demo import demo
from zhengjian.service.inspect import Request, inspect

from .harness import SETTINGS, prepared

Claims = dict[str, dict[str, Any]]
CONFIRMED = SETTINGS.replace("auto_confirm = []", f"auto_confirm = {json.dumps(list(load('national-2019').check))}")


def claims_of(folder: Path) -> Claims:
    return {claim["id"]: claim for claim in json.loads((folder / "claims.json").read_text("utf-8"))}


def short_names(province: Province, claim: dict[str, Any]) -> list[str]:
    units = {site.site_id: province.units[site.unit].short_name for site in province.register.sites}
    return [units[id_] for id_ in claim["numerator_ids"]]


def bulletin_of(root: Path, province: Province, sites: tuple[str, ...]) -> Claims:
    """Inspect these sites and the provincial accounts, and write the bulletin."""
    offices = {unit.code for unit in province.register.units if unit.kind == "省直部门"}
    accounts = tuple(account.account_id for account in province.register.accounts if account.unit in offices)
    with prepared(root, province, CONFIRMED, probed=sites) as workspace:
        inspect(workspace, Request(province.period, as_of=province.as_of, sites=sites, accounts=accounts), Silent())
    publish.bulletin(workspace, province.period, root / "out")
    return claims_of(root / "out")


def plain(cell: object) -> str:
    """A cell as it reads: whole numbers without a fraction."""
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def check_text(province: Province, claims: Claims) -> None:
    """What the seed's text says of portals, departments, failing sites and accounts, and reports."""
    bad = next(fault.target for fault in province.plan if fault.kind == "hidden-links")
    stopped = {fault.target for fault in province.plan if fault.kind == "account-stale"}
    assert claims["sites.total"]["value"] == "735"
    assert claims["sites.failed"]["numerator_ids"] == [bad]
    assert set(claims["accounts.failed"]["numerator_ids"]) == stopped
    assert claims["accounts.total"]["value"] == "4059"
    assert (claims["messages.total"]["value"], claims["messages.rate"]["value"]) == ("212", "100%")
    share = claims["footer-marks-missing.department_share"]
    assert (share["value"], share["numerator"], share["denominator"]) == ("15.38%", 6, 39)
    share = claims["footer-marks-missing.city_share"]
    assert (share["value"], share["numerator"], share["denominator"]) == ("4.76%", 1, 21)
    assert short_names(province, claims["sites.portals"]) == list(RANKED_CITIES)
    assert short_names(province, claims["sites.departments"]) == list(RANKED_DEPARTMENTS)


def test_text_figures_and_the_order_of_names(tmp_path: Path) -> None:
    province = Province.seed_bulletin()
    kinds = {"省级门户", "省直部门", "市级门户"}
    sites = tuple(site.site_id for site in province.register.sites if site.kind in kinds)
    check_text(province, bulletin_of(tmp_path, province, sites))


def test_taking_faults_away_changes_every_figure_they_touch(tmp_path: Path) -> None:
    """Eight departments, six of them without their site code and one with hidden links: one of each is mended."""
    whole = Province.seed_bulletin()
    departments = {site.site_id: None for site in whole.register.sites if site.kind == "省直部门"}
    wanting = [fault for fault in whole.plan if fault.kind == "footer-marks-missing" and fault.target in departments]
    bad = next(fault for fault in whole.plan if fault.kind == "hidden-links")
    stopped = next(fault for fault in whole.plan if fault.kind == "account-stale")
    sites = (next(iter(departments)), bad.target, *(fault.target for fault in wanting))
    mended = whole.without(wanting[-1], bad, stopped).plant(Fault("report-late", "9", "8"))
    claims = bulletin_of(tmp_path, mended, sites)
    assert claims["sites.failed"]["value"] == "0"
    assert claims["accounts.failed"]["value"] == "3"
    share = claims["footer-marks-missing.department_share"]
    assert (share["value"], share["numerator"], share["denominator"]) == ("62.5%", 5, 8)
    assert set(share["numerator_ids"]) == {fault.target for fault in wanting[:-1]}
    assert (claims["messages.closed"]["value"], claims["messages.rate"]["value"]) == ("211", "99.53%")


@pytest.mark.skipif("ZHENGJIAN_FULL_DEMO" not in os.environ, reason="takes minutes; set ZHENGJIAN_FULL_DEMO=1")
def test_the_whole_demo_rebuilds_the_annex_cell_by_cell(tmp_path: Path) -> None:
    province = Province.seed_bulletin()
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(Province, "truth")
        demo(tmp_path / "demo", Silent())
    out = tmp_path / "demo" / "bulletin" / province.period
    claims = claims_of(out)
    check_text(province, claims)
    assert (claims["sites.rate"]["value"], claims["accounts.rate"]["value"]) == ("99.86%", "99.9%")
    data = read("annex_2025q2.toml")
    expected = [
        [
            c["short_name"],
            c["portals"] + c["departments"] + c["counties"],
            c["portals"],
            c["departments"],
            c["counties"],
            0,
            c["accounts"],
            0,
        ]
        for c in data["city"]
    ]
    sheet = CalamineWorkbook.from_path(str(out / "annex.xlsx")).get_sheet_by_index(0).to_python()
    rows = [[plain(cell) for cell in row] for row in sheet if row[2] not in ("", None)]
    cities = [[row[1], *(int(cell) for cell in row[2:9])] for row in rows if row[1] in {city[0] for city in expected}]
    assert cities == expected
    provincial, total = rows[-2], rows[-1]
    assert [str(cell) for cell in provincial[2:9]] in (
        ["46", "—", "—", "—", "1", "256", "4"],
        ["46.0", "—", "—", "—", "1.0", "256.0", "4.0"],
    )
    assert [int(cell) for cell in total[2:9]] == [735, 21, 484, 184, 1, 4059, 4]
