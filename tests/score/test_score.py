"""Points, caps, limits and results of ``score``, with the official boundaries exactly on and beside the line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from zhengjian.model import Finding, Outcome, Score, Site, State, Target, Verdict
from zhengjian.rulebook import Rule, Rulebook, Scale
from zhengjian.score import score

SITE = Site(site_id="5101000001", name="甲市人民政府", home="https://www.jia.gov.cn/", unit="U1", kind="市级门户")
TARGET = Target(kind="site", id=SITE.site_id)
numbers = count(1)


def rule(kind: str, points: str = "0", **also: object) -> Rule:
    return Rule(kind=kind, source="测试", points=Decimal(points), **{"confidence": "certain", **also})  # type: ignore[arg-type]


def book(scale: Scale | None = None, **rules: Rule) -> Rulebook:
    checks = {name.replace("_", "-"): value for name, value in rules.items()}
    return Rulebook(name="test", title="测试", document="测试", in_force_from=date(2019, 4, 1), scale=scale or Scale(), check=checks)


def outcome(check: str, verdict: Verdict, *places: str) -> Outcome:
    findings = tuple(
        Finding(id=f"F-{next(numbers)}", where=place, what="一处", evidence=("S-1",), state=State.CONFIRMED) for place in places
    )
    return Outcome(verdict=verdict, why="测试", findings=findings, check=check)


def scored(rulebook: Rulebook, *outcomes: Outcome, site: Site | None = SITE, target: Target = TARGET) -> Score:
    ids = frozenset(finding.id for one in outcomes for finding in one.findings)
    return score(target, outcomes, rulebook, period="2025Q2", site=site, counting=ids)


VETO = rule("veto")


def test_a_counting_veto_fails_and_ends_scoring() -> None:
    result = scored(
        book(hidden_links=VETO, dead_links=rule("deduction", "1")),
        outcome("hidden-links", Verdict.VIOLATED, "x"),
        outcome("dead-links", Verdict.VIOLATED, "y"),
    )
    assert (result.result, result.vetoes, result.total) == ("failed", ("hidden-links",), None)
    assert result.deducted == 1  # a unit still sees where points would go


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, None])
def test_a_veto_not_seen_or_not_judged_is_inconclusive_never_passed(verdict: Verdict | None) -> None:
    outcomes = [outcome("hidden-links", verdict)] if verdict else []
    assert scored(book(hidden_links=VETO), *outcomes).result == "inconclusive"


def test_a_veto_that_does_not_concern_the_site_does_not_stand_in_its_way() -> None:
    rules = book(no_services=VETO, hidden_links=rule("veto", applies=("县级门户",)))
    assert scored(rules, outcome("no-services", Verdict.NOT_APPLICABLE)).result == "passed"


def test_findings_that_do_not_count_cost_nothing() -> None:
    one = outcome("dead-links", Verdict.VIOLATED, "a", "b")
    rules = book(dead_links=rule("deduction", "2"))
    result = score(TARGET, [one], rules, period="2025Q2", site=SITE, counting=frozenset({one.findings[0].id}))
    assert (result.deducted, result.total, result.lines[0].findings) == (Decimal(2), Decimal(98), (one.findings[0].id,))


def test_a_check_costs_at_most_its_cap_and_a_group_at_most_its_own() -> None:
    scale = Scale(groups={"功能设计": Decimal(6)})
    rules = book(
        scale,
        dead_links=rule("deduction", "1", cap=Decimal(5), group="功能设计"),
        page_labels_missing=rule("deduction", "1", cap=Decimal(5), group="功能设计"),
        privacy_leak=rule("deduction", "3", group="发布解读"),
    )
    result = scored(
        rules,
        outcome("dead-links", Verdict.VIOLATED, *"abcdefgh"),
        outcome("page-labels-missing", Verdict.VIOLATED, *"abc"),
        outcome("privacy-leak", Verdict.VIOLATED, "a"),
    )
    assert [line.points for line in result.lines] == [5, 3, 3]
    assert (result.deducted, result.total) == (Decimal(9), Decimal(91))


def test_points_on_the_home_page_are_those_of_the_home_page() -> None:
    rules = book(dead_links=rule("deduction", "0.1", home_points=Decimal(1)))
    result = scored(rules, outcome("dead-links", Verdict.VIOLATED, "http://www.jia.gov.cn", "https://www.jia.gov.cn/a.html"))
    assert (result.deducted, result.total) == (Decimal("1.1"), Decimal("98.9"))


@pytest.mark.parametrize(("lost", "result"), [("40", "passed"), ("40.1", "failed"), ("39.9", "passed"), ("130", "failed")])
def test_sixty_passes_and_less_fails(lost: str, result: str) -> None:
    got = scored(book(column_stale=rule("deduction", lost)), outcome("column-stale", Verdict.VIOLATED, "a"))
    assert got.result == result
    assert got.total == max(100 - Decimal(lost), Decimal(0))


@pytest.mark.parametrize(("lost", "bonus", "total"), [("20", "0", "80"), ("19.9", "30", "110.1"), ("0", "30", "130")])
def test_only_above_eighty_earns_a_bonus_and_at_most_thirty(lost: str, bonus: str, total: str) -> None:
    rules = book(column_stale=rule("deduction", lost), bonus_surveys=rule("bonus", "40"))
    got = scored(rules, outcome("column-stale", Verdict.VIOLATED, "a"), outcome("bonus-surveys", Verdict.VIOLATED, "b"))
    assert (got.bonus, got.total) == (Decimal(bonus), Decimal(total))


@pytest.mark.parametrize(("lost", "total", "result"), [("0", "100", "passed"), ("30", "60", "passed"), ("30.1", "59.87", "failed")])
def test_departments_without_services_count_from_75_by_four_thirds(lost: str, total: str, result: str) -> None:
    scale = Scale(no_service_kinds=("国务院部门",))
    rules = book(scale, column_stale=rule("deduction", lost), form_missing=rule("deduction", "5", group="办事服务"))
    site = Site(site_id="bm00000001", name="某部", home="http://a.gov.cn/", unit="U", kind="国务院部门", serves_public=False, scored=True)
    findings = outcome("column-stale", Verdict.VIOLATED, "a"), outcome("form-missing", Verdict.VIOLATED, "b")
    got = scored(rules, *findings, site=site)
    assert (got.total, got.result, [line.check for line in got.lines]) == (Decimal(total), result, ["column-stale"])


def test_a_site_with_services_is_not_counted_from_75() -> None:
    rules = book(Scale(no_service_kinds=("国务院部门",)), form_missing=rule("deduction", "5", group="办事服务"))
    assert scored(rules, outcome("form-missing", Verdict.VIOLATED, "b")).total == 95


def test_sites_outside_scoring_and_accounts_have_no_total() -> None:
    rules = book(hidden_links=VETO, account_stale=VETO, dead_links=rule("deduction", "90"))
    department = Site(site_id="5101000002", name="局", home="http://b.gov.cn/", unit="U", kind="市级部门")
    bad_links, clean = outcome("dead-links", Verdict.VIOLATED, "a"), outcome("hidden-links", Verdict.MET)
    got = scored(rules, bad_links, clean, site=department)
    assert (got.total, got.lines, got.result) == (None, (), "passed")
    account = Target(kind="account", id="A1")
    stale = scored(rules, outcome("account-stale", Verdict.VIOLATED, "a"), site=None, target=account)
    assert (stale.total, stale.result, stale.vetoes) == (None, "failed", ("account-stale",))
    assert scored(rules, outcome("account-stale", Verdict.MET), site=None, target=account).result == "passed"


def test_amounts_nobody_confirmed_are_marked() -> None:
    rules = book(dead_links=rule("deduction", "1", confidence="unsure"))
    assert scored(rules, outcome("dead-links", Verdict.VIOLATED, "a")).lines[0].unverified
