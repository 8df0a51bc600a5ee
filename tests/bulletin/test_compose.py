"""What a bulletin says, and that every figure follows the findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest
from conftest import CITIES

from zhengjian.bulletin import Material, Observed
from zhengjian.bulletin.annex import COLUMNS, rows
from zhengjian.bulletin.compose import compose_bulletin
from zhengjian.bulletin.cover import unchecked
from zhengjian.bulletin.draft import Block
from zhengjian.bulletin.selfcheck import check
from zhengjian.model import SHANGHAI, Claim, Message, Period, Target

Build = Callable[..., Material]


def claims_of(material: Material) -> dict[str, Claim]:
    draft, claims = compose_bulletin(material)
    assert check(draft, claims, material) == []
    return {claim.id: claim for claim in claims}


def text_of(material: Material) -> str:
    return compose_bulletin(material)[0].text


def cover_of(material: Material) -> str:
    return "\n".join(block.text for block in compose_bulletin(material)[0].annexes[2].content if isinstance(block, Block))


def test_the_table_of_units_is_the_register_cell_by_cell(quarter: Material) -> None:
    *parts, total = rows(quarter)
    printed = [[row.name, *(row.number(key) for key, _ in COLUMNS)] for row in parts[:-1]]
    expected = []
    for line in CITIES.replace("\n", ";").strip(";").split(";"):
        name, portals, departments, counties, accounts = line.split()
        kinds = int(portals), int(departments), int(counties)
        expected.append([name, sum(kinds), *kinds, 0, int(accounts), 0])
    assert printed == expected
    assert [parts[-1].number(key) for key, _ in COLUMNS] == [46, None, None, None, 1, 256, 4]
    assert [total.number(key) for key, _ in COLUMNS] == [735, 21, 484, 184, 1, 4059, 4]


def test_the_figures_of_the_quarter_and_their_lists(quarter: Material) -> None:
    claims = claims_of(quarter)
    values = {id_: claims[id_].value for id_ in ("sites.total", "sites.failed", "sites.rate", "accounts.total", "accounts.failed")}
    assert values == {
        "sites.total": "735",
        "sites.failed": "1",
        "sites.rate": "99.86%",
        "accounts.total": "4059",
        "accounts.failed": "4",
    }
    assert (claims["accounts.rate"].value, claims["messages.total"].value, claims["messages.rate"].value) == ("99.9%", "212", "100%")
    share = claims["footer-marks-missing.department_share"]
    assert (share.value, share.numerator, share.denominator) == ("15.38%", 6, 39)
    assert len(share.numerator_ids) == 6 and len(share.denominator_ids) == 39
    assert claims["footer-marks-missing.city_share"].value == "4.76%"
    assert all(claim.text and claim.rule and claim.period == "2025Q2" and claim.as_of and claim.where for claim in claims.values())


def test_every_failing_target_is_named_in_the_text(quarter: Material) -> None:
    text = text_of(quarter)
    for name in ("“省第41厅”网站", "“省直账号1”抖音号", "“省直账号4”微信订阅号"):
        assert name in text


@pytest.mark.parametrize("number", [0, 1, 3, 12])
def test_a_planted_fault_moves_every_figure_it_touches(build: Build, number: int) -> None:
    ids = [f"51{index:08d}" for index in range(690, 690 + number)]  # departmental sites
    claims = claims_of(build({"hidden-links": [("site", id_) for id_ in ids]}))
    assert claims["sites.failed"].numerator_ids == tuple(ids)
    assert claims["annex.total.bad_sites"].value == claims["annex.province.bad_sites"].value == str(number)
    assert claims["sites.passed"].value == str(735 - number)
    assert ("hidden-links.number" in claims) == (number > 0)
    assert ("sites.names" in claims) == (0 < number <= 10)


def test_findings_that_do_not_count_are_not_spoken_of(build: Build) -> None:
    material = replace(build(), counting=frozenset())
    text = text_of(material).split("二、存在的主要问题")[1]
    assert "没有经确认的问题" in text
    assert "省第1厅" not in text


def test_targets_not_seen_have_no_result_and_are_told_apart(build: Build) -> None:
    material = build({}, unknown={"hidden-links": [("site", "5100000005"), ("site", "5100000700")]})
    observed = (Observed(target=Target(kind="site", id="5100000005"), seen=False, why="首页未能完整读取（网站要求人机验证）"),)
    material = replace(material, observed=observed + tuple(one for one in material.observed if one.target.id != "5100000005"))
    claims = claims_of(material)
    assert (claims["sites.passed"].value, claims["sites.failed"].value, claims["sites.inconclusive"].value) == ("733", "0", "2")
    assert (claims["sites.rate"].value, claims["sites.rate"].denominator) == ("100%", 733)
    assert claims["coverage.missed"].numerator_ids == ("5100000005",)
    assert "省第10厅" in cover_of(material)  # 5100000700 is inconclusive: named in the cover note, not in the text
    assert "省第10厅" not in text_of(material).split("二、")[1]


def test_a_share_has_only_sites_with_a_conclusion_below_the_line(build: Build) -> None:
    departments = [f"51{index:08d}" for index in range(691, 730)]
    material = build(
        {"footer-marks-missing": [("site", departments[0]), ("site", departments[1])]},
        unknown={"footer-marks-missing": [("site", departments[5])]},
    )
    share = claims_of(material)["footer-marks-missing.department_share"]
    assert (share.numerator, share.denominator, share.value) == (2, 38, "5.26%")


def test_names_stand_in_score_order_without_scores_unless_asked(build: Build) -> None:
    portals = [site.site_id for site in build({}).sites if site.kind == "市级门户"]
    worse = [("site", id_) for id_ in portals[3:]]
    best_but_one = [("site", portals[0])]
    material = build({"footer-marks-missing": worse, "page-labels-missing": best_but_one})
    text, shown = text_of(material), msgspec.structs.replace(material.office, show_scores=True)
    assert "自贡市、攀枝花市、成都市等市（州）政府门户网站得分较高" in text
    assert "自贡市（100分）、攀枝花市（100分）、成都市（99分）等" in text_of(replace(material, office=shown))


def test_reports_not_due_or_invalid_stay_out_of_the_rate(quarter: Material) -> None:
    def message(number: int, **also: object) -> Message:
        start = datetime(2025, 6, 19, 9, tzinfo=SHANGHAI)
        held = {"status": "办理中", "received": start, **also}
        return Message(message_id=f"m{number}", site_id="5100000001", **held)  # type: ignore[arg-type]

    early = datetime(2025, 4, 8, 9, tzinfo=SHANGHAI)
    messages = (
        message(1),  # not due
        message(2, status="无效"),
        message(3, received=early),  # overdue
        message(4, received=early, closed=early + timedelta(days=20), status="已办结"),  # closed late
        message(5, received=early, closed=early + timedelta(days=1), status="已办结"),
    )
    claims = claims_of(replace(quarter, messages=messages))
    assert (claims["messages.total"].value, claims["messages.due"].value, claims["messages.closed"].value) == ("5", "3", "1")
    assert claims["messages.rate"].value == "33.33%"
    assert (claims["messages.not_due"].value, claims["messages.invalid"].value) == ("1", "1")


def test_each_claim_carries_its_own_period(quarter: Material) -> None:
    half = replace(quarter, period=Period.parse("2025H1"), message_period=Period.parse("2025Q2"))
    claims = claims_of(half)
    assert (claims["sites.total"].period, claims["messages.total"].period) == ("2025H1", "2025Q2")
    text = text_of(half)
    assert "2025年上半年依据检查指标" in text and "2025年第二季度共收到网民留言" in text


def test_the_cover_note_lists_what_was_not_checked_and_what_rules_confirmed(quarter: Material) -> None:
    listed, cover = unchecked(quarter), cover_of(quarter)
    assert "dead-links" in listed and "hidden-links" not in listed
    assert f"下列{len(listed)}项本期未检查" in cover
    assert "下列2项检查的结果由系统按办公厅设定的规则自动确认，未经人工逐条复核" in cover
    assert "通报的问题均经人工确认" in cover_of(replace(quarter, auto_confirmed=()))


def test_the_comparison_and_the_re_check_stand_beside_the_result(quarter: Material) -> None:
    failing = next(target for target, one in quarter.scores.items() if target.kind == "site" and one.result == "failed")
    mended = {failing: next(one for one in quarter.scores.values() if one.result == "passed")}
    previous = {target: one for target, one in quarter.scores.items() if target.kind == "site"}
    material = replace(quarter, rechecked=mended, previous=previous, previous_period=Period.parse("2025Q1"))
    text = text_of(material)
    assert "2025年第一季度政府网站合格率为99.86%（已有结论的735个中734个合格），本期持平；1个网站连续两期存在突出问题。" in text
    assert "检查时存在突出问题的政府网站已复查1个，整改到位1个，复查后合格率100%（735个中的735个）。" in text
    assert claims_of(material)["sites.rate"].value == "99.86%"


def test_closed_sites_and_accounts_are_not_counted(quarter: Material, change: Callable[..., Material]) -> None:
    sites = (msgspec.structs.replace(quarter.sites[0], status="永久下线"), *quarter.sites[1:])
    assert claims_of(change(quarter, sites=sites))["sites.total"].value == "734"


def test_classes_that_are_not_scored_are_spoken_of_among_themselves(build: Build) -> None:
    bureaus = [site.site_id for site in build({}).sites if site.kind == "市级部门"]
    claims = claims_of(build({"page-labels-missing": [("site", id_) for id_ in bureaus[:3]]}))
    share = claims["page-labels-missing.bureau_share"]
    assert (share.numerator, share.denominator, share.value) == (3, 484, "0.62%")
    assert claims["page-labels-missing.examples"].numerator_ids == tuple(bureaus[:3])


def test_a_site_of_no_known_class_is_spoken_of_too(quarter: Material) -> None:
    odd = msgspec.structs.replace(quarter.sites[1], kind="")
    target = Target(kind="site", id=odd.site_id)
    found = next(one for one in quarter.outcomes[Target(kind="site", id="5100000691")] if one.check == "footer-marks-missing")
    material = replace(quarter, sites=(quarter.sites[0], odd, *quarter.sites[2:]), outcomes={**quarter.outcomes, target: (found,)})
    assert "个别其他政府网站（1个中的1个，占100%）" in text_of(material)


@pytest.mark.parametrize(
    ("office", "words"),
    [
        ("四川省人民政府办公厅", "全省735个"),
        ("苏州市人民政府办公室", "全市735个"),
        ("凉山彝族自治州人民政府办公室", "全州735个"),
        ("广西壮族自治区人民政府办公厅", "全区735个"),
        ("国务院办公厅", "全国735个"),
    ],
)
def test_an_office_speaks_for_its_own_area(quarter: Material, office: str, words: str) -> None:
    assert words in text_of(replace(quarter, office=msgspec.structs.replace(quarter.office, name=office)))
