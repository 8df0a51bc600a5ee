"""Joins facts, checks and a rulebook into outcomes, and recomputes outcomes from the findings that count.

Pure: the same facts, rulebook and moment give the same bytes. The one place that turns a check's exception into
``unknown`` with its trace logged.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from zhengjian import checks
from zhengjian.checks.base import About, Limits, verdict_of_counts
from zhengjian.facts.base import FactSource, NotSeen, Resolver
from zhengjian.logs import logger
from zhengjian.model import Finding, Outcome, State, Target, Verdict, digest
from zhengjian.rulebook import Rulebook, RulebookError


@dataclass(frozen=True, slots=True)
class Check:
    """A check as code: its name, official wording, limits type and function."""

    name: str
    about: About
    limits: type[Limits]
    function: Callable[..., Outcome]


@cache
def all_checks() -> dict[str, Check]:
    """Every check that is built, by name. A check's name is its file's name with hyphens."""
    found = {}
    for entry in pkgutil.iter_modules(checks.__path__):
        if entry.name in {"base"} or entry.name.startswith("_"):
            continue
        module = importlib.import_module(f"zhengjian.checks.{entry.name}")
        name = entry.name.replace("_", "-")
        found[name] = Check(name, module.ABOUT, getattr(module, "Limits", Limits), module.check)
    return dict(sorted(found.items()))


def join(rulebook: Rulebook) -> dict[str, tuple[Check, Limits]]:
    """The rulebook's checks with their limits, in its order; raises ``RulebookError`` for a name or limit nobody has."""
    known, joined = all_checks(), {}
    for name, rule in rulebook.check.items():
        if name not in known:
            raise RulebookError(f"指标文件 {rulebook.name} 中的“{name}”没有对应的检查项；请删去该项或改正名称")
        try:
            limits = msgspec.convert(rule.limits, type=known[name].limits, strict=True)
        except msgspec.ValidationError as error:
            raise RulebookError(f"指标文件 {rulebook.name} 中“{name}”的限值有误：{error}") from None
        unknown_limits = set(rule.limits) - set(known[name].limits.__struct_fields__)
        if unknown_limits:
            raise RulebookError(f"指标文件 {rulebook.name} 中“{name}”没有这些限值：{'、'.join(sorted(unknown_limits))}")
        joined[name] = (known[name], limits)
    _check_local(rulebook, known)
    return joined


def _check_local(rulebook: Rulebook, known: Mapping[str, Check]) -> None:
    """Raises ``RulebookError`` for a local rule of a check or a limit that nobody has."""
    for local in rulebook.local:
        where = f"指标文件 {rulebook.name} 的地方规定（{local.source}）中，"
        for name, limits in local.limits.items():
            if name not in rulebook.check:
                raise RulebookError(f"{where}“{name}”不在本指标之内；请删去该项或改正名称")
            try:
                msgspec.convert(limits, type=known[name].limits, strict=True)
            except msgspec.ValidationError as error:
                raise RulebookError(f"{where}“{name}”的限值有误：{error}") from None
            if strange := set(limits) - set(known[name].limits.__struct_fields__):
                raise RulebookError(f"{where}“{name}”没有这些限值：{'、'.join(sorted(strange))}")


def judge(
    target: Target,
    source: FactSource,
    rulebook: Rulebook,
    *,
    on: str,
    kind: str = "",
    period: str | None,
    as_of: datetime | None,
    round_: int = 1,
    only: Iterable[str] | None = None,
) -> list[Outcome]:
    """All outcomes of one target, in the rulebook's order.

    ``on`` picks the checks for sites, accounts or messages; ``kind`` is the site's 网站类别 (rules may be narrowed to
    kinds); ``only`` limits to some check names.
    """
    resolver = Resolver(source)
    wanted = None if only is None else set(only)
    outcomes = []
    for name, (check, limits) in join(rulebook).items():
        if check.about.on != on or (wanted is not None and name not in wanted):
            continue
        applies = rulebook.check[name].applies
        if applies and kind not in applies:
            continue
        outcomes.append(_fill(run(check, limits, resolver), target, name, rulebook.name, period, as_of, round_))
    return outcomes


def run(check: Check, limits: Limits, resolver: Resolver) -> Outcome:
    """One check on resolved facts; a missing fact or a bug becomes ``unknown``."""
    also: dict[str, Any] = {"limits": limits} if "limits" in inspect.signature(check.function).parameters else {}
    try:
        return resolver.call(check.function, **also)  # type: ignore[no-any-return]
    except NotSeen as missing:
        return Outcome(verdict=Verdict.UNKNOWN, why=str(missing))
    except Exception:
        logger().exception("check failed", check=check.name)
        return Outcome(verdict=Verdict.UNKNOWN, why="本项检查程序出错，未作结论（详见日志）")


def _fill(outcome: Outcome, target: Target, check: str, rulebook: str, period: str | None, as_of: datetime | None, round_: int) -> Outcome:
    named, seen = [], dict[str, int]()
    for finding in outcome.findings:
        key = digest(
            period or "", target.kind, target.id, check, finding.where, finding.what, finding.value or "", str(finding.start or "")
        )
        seen[key] = seen.get(key, 0) + 1
        suffix = f"-{seen[key]}" if seen[key] > 1 else ""
        named.append(msgspec.structs.replace(finding, id=f"F-{key}{suffix}"))
    return msgspec.structs.replace(
        outcome, findings=tuple(named), period=period, target=target, check=check, rulebook=rulebook, as_of=as_of, round=round_
    )


GONE = frozenset({State.DISMISSED, State.WITHDRAWN})


def recount(outcome: Outcome, counting: frozenset[str], states: Mapping[str, State]) -> Outcome:
    """The outcome recomputed from its findings that count (contract §4).

    ``counting`` holds the ids of findings that count; a finding dismissed or withdrawn is gone; every other one is
    still open, like something not seen. A verdict other than violated stands as the check gave it.
    """
    if outcome.verdict is not Verdict.VIOLATED:
        return outcome
    findings = tuple(msgspec.structs.replace(finding, state=states.get(finding.id, State.HIT)) for finding in outcome.findings)
    bad = sum(finding.id in counting for finding in findings)
    undecided = sum(finding.id not in counting and finding.state not in GONE for finding in findings)
    verdict = verdict_of_counts(bad, undecided + outcome.unseen, outcome.limit)
    return msgspec.structs.replace(outcome, verdict=verdict, findings=findings)


def open_findings(outcome: Outcome, states: Mapping[str, State]) -> tuple[Finding, ...]:
    """The findings of an outcome that nobody has dismissed or withdrawn."""
    return tuple(finding for finding in outcome.findings if states.get(finding.id, State.HIT) not in GONE)
