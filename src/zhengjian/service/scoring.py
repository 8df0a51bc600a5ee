"""From outcomes and decisions to results: which round counts, what is recounted, and the score of each target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhengjian.config import Workspace
from zhengjian.judge import recount
from zhengjian.ledger import register, results, rounds
from zhengjian.ledger.rounds import RoundEntry
from zhengjian.model import Outcome, Period, Score, State, Target
from zhengjian.rulebook import Rulebook, RulebookError, load, on
from zhengjian.score import score
from zhengjian.service import CLOCK, WrongUse


@dataclass(frozen=True)
class Picture:
    """A period as documents see it: per target the recounted outcomes and the score, at inspection and after re-check."""

    period: Period
    rulebook: Rulebook
    outcomes: Mapping[Target, tuple[Outcome, ...]]
    scores: Mapping[Target, Score]
    rechecked: Mapping[Target, Score]
    counting: frozenset[str]
    entries: Mapping[Target, RoundEntry]


def period_of(name: str) -> Period:
    """Read a period's name; raises ``WrongUse``."""
    try:
        return Period.parse(name)
    except ValueError as error:
        raise WrongUse(str(error)) from None


def inspected(name: str) -> Period:
    """A period that has results; raises ``WrongUse`` when it has none."""
    period = period_of(name)
    known = rounds.periods()
    if name not in known:
        there = f"已有期次：{'、'.join(known)}" if known else "尚未检查过任何期次，请先运行 zhengjian inspect"
        raise WrongUse(f"没有 {name} 的检查结果；{there}")
    return period


def rulebook_of(workspace: Workspace, name: str = "", period: Period | None = None) -> Rulebook:
    """The office's rulebook, or another by name, as it counts for a period, or today; raises ``WrongUse``."""
    day = period.start if period is not None else CLOCK.now()
    try:
        return on(load(name or workspace.settings.office.rulebook, workspace.root / "rulebooks"), day.date())
    except RulebookError as error:
        raise WrongUse(str(error)) from None


def at_inspection(entries: Sequence[RoundEntry]) -> RoundEntry:
    """The round that the result at inspection rests on: the first that saw the target, else the first."""
    return next((entry for entry in entries if entry.observed), entries[0])


def after_recheck(entries: Sequence[RoundEntry]) -> RoundEntry | None:
    """The round that the result after re-check rests on: the last re-check that saw the target."""
    first = at_inspection(entries)
    return next((entry for entry in reversed(entries) if entry.recheck and entry.observed and entry.number > first.number), None)


def picture(workspace: Workspace, period: Period, rulebook: Rulebook, targets: Iterable[Target] | None = None) -> Picture:
    """Recount and score a period's targets (all of them when none are named)."""
    wanted = None if targets is None else sorted({target.id for target in targets})
    grouped: dict[Target, list[RoundEntry]] = {}
    for entry in rounds.entries(period, wanted):
        grouped.setdefault(entry.target, []).append(entry)
    firsts = {target: at_inspection(found) for target, found in grouped.items()}
    seconds = {target: again for target, found in grouped.items() if (again := after_recheck(found)) is not None}
    counting = rounds.counting(period, rulebook.name, wanted)
    first_outcomes: dict[Target, list[Outcome]] = {target: [] for target in firsts}
    second_outcomes: dict[Target, list[Outcome]] = {target: [] for target in seconds}
    for outcome in rounds.outcomes(period, rulebook.name, targets=wanted):
        assert outcome.target is not None
        states = {finding.id: finding.state for finding in outcome.findings}
        for chosen, kept in ((firsts, first_outcomes), (seconds, second_outcomes)):
            if outcome.target in chosen and chosen[outcome.target].number == outcome.round:
                kept[outcome.target].append(_recounted(outcome, counting, states))
    sites = {site.site_id: site for site in register.load().sites}

    def scored(found: Mapping[Target, list[Outcome]]) -> dict[Target, Score]:
        return {
            target: score(
                target,
                given,
                rulebook,
                period=period.name,
                site=sites.get(target.id) if target.kind == "site" else None,
                counting=counting,
            )
            for target, given in found.items()
        }

    return Picture(
        period,
        rulebook,
        {target: tuple(given) for target, given in first_outcomes.items()},
        scored(first_outcomes),
        scored(second_outcomes),
        counting,
        firsts,
    )


def _recounted(outcome: Outcome, counting: frozenset[str], states: Mapping[str, State]) -> Outcome:
    return recount(outcome, counting, states)


def rescore(workspace: Workspace, period: str, targets: Iterable[Target] | None = None) -> Picture:
    """Score a period's targets anew and keep the results for lists."""
    chosen = period_of(period)
    found = picture(workspace, chosen, rulebook_of(workspace, period=chosen), targets)
    units = {target: entry.unit for target, entry in found.entries.items()}
    counted = {
        target: sum(finding.id in found.counting for outcome in outcomes for finding in outcome.findings)
        for target, outcomes in found.outcomes.items()
    }
    results.save(found.scores.values(), units, counted)
    results.save(found.rechecked.values(), units, counted, after_recheck=True)
    return found
