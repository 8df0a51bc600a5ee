"""From recounted outcomes to a result: vetoes first, then points lost and earned, line by line (indicators.md §1.1).

* one counting veto fails a target, and it is not scored any further;
* a scored site starts from the full mark and loses points per counting finding, capped per check and per indicator
  group; below 60 it fails, 60 itself passes;
* only above 80 does it enter the bonus part, which is capped at 30;
* departments without services for the public (where the rulebook lists their kind) start from 75, are not assessed on
  services, and their points are multiplied by 4/3;
* accounts, and sites that take no part in scoring, stand and fall by vetoes alone: ``total`` is None;
* passed means that every assessed veto was seen and met; anything less is inconclusive, never passed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from zhengjian.model import Line, Outcome, Score, Site, Target, Verdict
from zhengjian.rulebook import Rule, Rulebook

ZERO = Decimal(0)
CENT = Decimal("0.01")
NO_SERVICE_RATIO = (4, 3)  # 75 points stand for 100: indicators.md §1.1


def score(
    target: Target,
    outcomes: Iterable[Outcome],
    rulebook: Rulebook,
    *,
    period: str,
    site: Site | None = None,
    counting: frozenset[str] = frozenset(),
) -> Score:
    """The score of one target in one period.

    ``outcomes`` are already recounted by ``judge.recount``; ``counting`` holds the ids of the findings that count;
    ``site`` is the register's entry of a site, None for an account. ``Score.deducted`` is after all caps.
    """
    by_check = {outcome.check: outcome for outcome in outcomes}
    assessed = _assessed(target, rulebook, site)
    vetoes = [name for name, rule in assessed.items() if rule.kind == "veto"]
    violated = tuple(name for name in vetoes if _verdict(by_check, name) is Verdict.VIOLATED)
    open_vetoes = any(_verdict(by_check, name) not in {Verdict.MET, Verdict.NOT_APPLICABLE} for name in vetoes)

    lines: tuple[Line, ...] = ()
    deducted, bonus, total, too_low = ZERO, ZERO, None, False
    if site is not None and site.takes_part_in_scoring:
        lines = tuple(_lines(assessed, by_check, counting, site, rulebook.unverified))
        deducted = _deducted(lines, rulebook)
        if not violated:
            bonus, total, too_low = _total(deducted, lines, rulebook, site)
    return Score(
        target=target,
        period=period,
        rulebook=rulebook.name,
        result=_result(bool(violated) or too_low, open_vetoes),
        vetoes=violated,
        deducted=deducted,
        bonus=bonus,
        total=total,
        lines=lines,
    )


def is_for(check: str, kind: str) -> bool:
    """True when a check of this name judges targets of ``kind``: accounts' checks are named ``account-…``."""
    return check.startswith("account-") == (kind == "account")


def without_services(site: Site, rulebook: Rulebook) -> bool:
    """True when the rulebook counts the site from 75 points because its unit serves no public."""
    return not site.serves_public and site.kind in rulebook.scale.no_service_kinds


def _assessed(target: Target, rulebook: Rulebook, site: Site | None) -> dict[str, Rule]:
    """The rules that assess this target, in the rulebook's order."""
    skipped_group = rulebook.scale.no_service_group if site is not None and without_services(site, rulebook) else None
    return {
        name: rule
        for name, rule in rulebook.check.items()
        if is_for(name, target.kind)
        and not (rule.applies and (site is None or site.kind not in rule.applies))
        and not (skipped_group and rule.group == skipped_group)
    }


def _verdict(by_check: Mapping[str, Outcome], name: str) -> Verdict:
    return by_check[name].verdict if name in by_check else Verdict.UNKNOWN


def _lines(
    assessed: Mapping[str, Rule], by_check: Mapping[str, Outcome], counting: frozenset[str], site: Site, unverified: frozenset[str]
) -> Iterable[Line]:
    """One line for every check that costs or earns points, in the rulebook's order."""
    for name, rule in assessed.items():
        if rule.kind not in {"deduction", "bonus"} or _verdict(by_check, name) is not Verdict.VIOLATED:
            continue
        counted = [finding for finding in by_check[name].findings if finding.id in counting]
        points = sum((_points(rule, finding.where, site.home) for finding in counted), ZERO)
        if rule.cap is not None:
            points = min(points, rule.cap)
        if counted:
            ids = tuple(finding.id for finding in counted)
            yield Line(check=name, points=points, cap=rule.cap, findings=ids, unverified=name in unverified)


def _points(rule: Rule, where: str, home: str) -> Decimal:
    on_home = rule.home_points is not None and _address(where) == _address(home)
    return rule.home_points if on_home and rule.home_points is not None else rule.points


def _address(url: str) -> str:
    """An address without its scheme and closing slash: a home page is the same page with and without them."""
    return url.split("://", 1)[-1].rstrip("/").lower()


def _deducted(lines: Iterable[Line], rulebook: Rulebook) -> Decimal:
    """The points lost after the caps of the indicator groups; a group without a cap loses what its lines say."""
    groups: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        rule = rulebook.check[line.check]
        if rule.kind == "deduction":
            groups[rule.group] += line.points
    caps = rulebook.scale.groups
    return sum((min(points, caps.get(group, points)) for group, points in groups.items()), ZERO)


def _total(deducted: Decimal, lines: Iterable[Line], rulebook: Rulebook, site: Site) -> tuple[Decimal, Decimal, bool]:
    """The bonus that counts, the total, and whether the part before the bonus is below the pass mark.

    Shares of three are compared multiplied out, so that 60 is 60.
    """
    scale = rulebook.scale
    times, by = NO_SERVICE_RATIO if without_services(site, rulebook) else (1, 1)
    full = scale.no_service_full if without_services(site, rulebook) else scale.full
    kept = max(full - deducted, ZERO) * times
    bonus = ZERO
    if kept > scale.bonus_above * by:
        earned = sum((line.points for line in lines if rulebook.check[line.check].kind == "bonus"), ZERO)
        bonus = min(earned, scale.bonus_cap)
    total = (kept / by + bonus).quantize(CENT, ROUND_HALF_UP)
    return bonus, plain(total), kept < scale.pass_below * by


def plain(points: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 90.50 → 90.5, 100.00 → 100."""
    return points.quantize(Decimal(1)) if points == points.to_integral_value() else points.normalize()


def _result(failed: bool, open_vetoes: bool) -> Literal["passed", "failed", "inconclusive"]:
    if failed:
        return "failed"
    return "inconclusive" if open_vetoes else "passed"
