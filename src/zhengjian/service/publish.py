"""What leaves the house: outcomes and columns as lines and sheets, scores, and the bulletin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian.config import Workspace
from zhengjian.model import Outcome, Period, Score, State, Target
from zhengjian.rulebook import Rulebook
from zhengjian.service import Gate, Stop, Teller, WrongUse, open_ledger

VERDICTS = {"met": "合格", "violated": "有问题", "unknown": "未观察到", "not-applicable": "不适用"}
RESULTS = {"passed": "合格", "failed": "不合格", "inconclusive": "未结论"}
STATES = {"fresh": "正常", "near-stale": "临近超期", "stale": "更新超期", "blank": "空白", "unknown": "未观察到", "exempt": "豁免"}
Row = dict[str, Any]


def outcome_line(outcome: Outcome) -> Row:
    """An outcome as the contract writes it (§4), keys in its order; times as ISO 8601 with offset."""
    return {
        "period": outcome.period,
        "target": {"kind": outcome.target.kind, "id": outcome.target.id} if outcome.target else None,
        "check": outcome.check,
        "verdict": outcome.verdict.value,
        "why": outcome.why,
        "rulebook": outcome.rulebook,
        "as_of": outcome.as_of.isoformat() if outcome.as_of else None,
        "round": outcome.round,
        "findings": [
            {
                "id": finding.id,
                "where": finding.where,
                "what": finding.what,
                "value": finding.value,
                "expected": finding.expected,
                "evidence": list(finding.evidence),
                "state": finding.state.value,
                **{name: getattr(finding, name) for name in ("start", "end", "line") if getattr(finding, name) is not None},
                **({"since": finding.since.isoformat()} if finding.since is not None else {}),
            }
            for finding in outcome.findings
        ],
    }


def outcomes(workspace: Workspace, period: str, *, rulebook: str = "") -> Iterator[Outcome]:
    """A period's outcomes in the register's order; findings that were dismissed or withdrawn no longer carry a verdict."""
    open_ledger(workspace)
    from zhengjian.judge import open_findings, recount
    from zhengjian.ledger import rounds
    from zhengjian.service.scoring import inspected, rulebook_of

    chosen = inspected(period)
    book = rulebook_of(workspace, rulebook, chosen)
    found = list(rounds.outcomes(chosen, book.name))
    place = _places(workspace)
    found.sort(key=lambda outcome: place.get((outcome.target.kind, outcome.target.id), len(place)) if outcome.target else 0)
    for outcome in found:
        states = {finding.id: finding.state for finding in outcome.findings}
        if any(state in {State.DISMISSED, State.WITHDRAWN} for state in states.values()):
            outcome = recount(outcome, frozenset(finding.id for finding in open_findings(outcome, states)), states)
        yield outcome


def _places(workspace: Workspace) -> dict[tuple[str, str], int]:
    from zhengjian.ledger import register

    known = register.load()
    keys = [("site", site.site_id) for site in known.sites] + [("account", account.account_id) for account in known.accounts]
    return {key: place for place, key in enumerate(keys)}


def names(workspace: Workspace) -> dict[tuple[str, str], tuple[str, str]]:
    """Target → its name and its unit's name."""
    open_ledger(workspace)
    from zhengjian.ledger import register

    known = register.load()
    units = {unit.code: unit.short_name or unit.name for unit in known.units}
    sites = {("site", site.site_id): (site.name, units.get(site.unit, site.unit)) for site in known.sites}
    return sites | {("account", entry.account_id): (entry.name, units.get(entry.unit, entry.unit)) for entry in known.accounts}


def last_period(workspace: Workspace) -> str:
    """The latest period that was inspected; raises ``WrongUse`` when none was."""
    open_ledger(workspace)
    from zhengjian.ledger import rounds

    known = rounds.periods()
    if not known:
        raise WrongUse("尚未检查过任何期次，请先运行 zhengjian inspect")
    return known[-1]


def unchecked(workspace: Workspace, rulebook: str = "") -> tuple[str, ...]:
    """Names of the contract's checks that the rulebook does not assess: printed as 未检查, never as met."""
    from zhengjian.service.scoring import rulebook_of
    from zhengjian.service.vocabulary import CHECK_NAMES

    book = rulebook_of(workspace, rulebook)
    return tuple(name for name in CHECK_NAMES if name not in book.check)


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """One column as the contract writes it (§5), and the round that found it."""

    line: Row
    round: int


def columns(workspace: Workspace, period: str) -> list[ColumnEntry]:
    """The columns of a period's sites, of the latest round of each."""
    open_ledger(workspace)
    from zhengjian.ledger import rounds
    from zhengjian.service.scoring import inspected

    found = rounds.column_lines(inspected(period))
    latest = {line.site_id: number for number, line in found}
    return [
        ColumnEntry(
            {
                "site_id": line.site_id,
                "name": line.name,
                "url": line.url,
                "kind": line.kind,
                "kind_confidence": float(line.kind_confidence or 0),
                "why": line.why,
                "items": line.items,
                "last": {"date": line.last, "from": line.last_from} if line.last else None,
                "period_days": line.period_days,
                "state": line.state,
            },
            number,
        )
        for number, line in found
        if number == latest[line.site_id]
    ]


def scores(workspace: Workspace, period: str, *, rulebook: str = "", after_recheck: bool = False) -> list[Score]:
    """The scores of a period in the register's order, computed from the decisions as they stand now."""
    open_ledger(workspace)
    from zhengjian.service.scoring import inspected, picture, rescore, rulebook_of

    chosen_period = inspected(period)
    book = rulebook_of(workspace, rulebook, chosen_period)
    ours = book.name == workspace.settings.office.rulebook
    found = rescore(workspace, period) if ours else picture(workspace, chosen_period, book)
    place = _places(workspace)
    chosen = found.rechecked if after_recheck else found.scores
    return sorted(chosen.values(), key=lambda score: place.get((score.target.kind, score.target.id), len(place)))


def plain(value: Any) -> str:
    """A decimal as documents print it: trailing zeros dropped."""
    return "—" if value is None else f"{value.normalize():f}"


def score_line(score: Score) -> Row:
    """A score as the contract writes it (§5): points are strings without trailing zeros."""
    return {
        "target": {"kind": score.target.kind, "id": score.target.id},
        "period": score.period,
        "rulebook": score.rulebook,
        "result": score.result,
        "vetoes": list(score.vetoes),
        "deducted": plain(score.deducted),
        "bonus": plain(score.bonus),
        "total": None if score.total is None else plain(score.total),
        "lines": [
            {
                "check": line.check,
                "points": plain(line.points),
                "cap": None if line.cap is None else plain(line.cap),
                "findings": list(line.findings),
                "unverified": line.unverified,
            }
            for line in score.lines
        ],
    }


def bulletin(workspace: Workspace, period: str, out: Path, teller: Teller | None = None) -> tuple[Path, ...]:
    """Write a period's bulletin into ``out`` and tell what could not be made; raises ``Gate`` when it does not add up."""
    open_ledger(workspace)
    from zhengjian.bulletin import DoesNotAddUp, write
    from zhengjian.service.setup import reason

    material = material_of(workspace, period)
    try:
        written = write(material, out)
    except DoesNotAddUp as error:
        raise Gate(f"通报未通过自检，没有生成（{len(error.problems)} 处）：\n  " + "\n  ".join(error.problems)) from None
    except OSError as error:
        raise Stop(f"无法写入 {out}（{reason(error)}）；请检查权限和磁盘空间") from None
    if teller is not None:
        for sentence in written.left_out:
            teller.say(sentence)
    return written.files


def score_sheet(workspace: Workspace, period: str, unit: str, out: Path) -> None:
    """Write a unit's own score sheet as DOCX or PDF, by the name's ending; raises ``WrongUse`` for an unknown unit."""
    open_ledger(workspace)
    from zhengjian.bulletin.scoresheet import write_score_sheet

    if out.suffix.lower() not in {".docx", ".pdf"}:
        raise WrongUse(f"得分单写成 .docx 或 .pdf 文件，“{out.name}”不行；请用 --out 指定，例如 --out 得分单.docx")
    material = material_of(workspace, period)
    if all(known.code != unit for known in material.units):
        raise WrongUse(f"名录中没有编码为“{unit}”的单位；请核对单位编码")
    write_score_sheet(material, unit, out)


def material_of(workspace: Workspace, period: str) -> Any:
    """The frozen data set of a period's bulletin."""
    from zhengjian.bulletin import Material, Observed
    from zhengjian.ledger import decisions, inputs, register, rounds
    from zhengjian.service.scoring import inspected, rescore
    from zhengjian.workflow.working_days import WorkCalendar

    chosen = inspected(period)
    found = rescore(workspace, period)
    known = register.load()
    run = rounds.last_run(chosen)
    corrections = workspace.settings.calendar
    before = _previous(chosen, rounds.periods())
    return Material(
        period=chosen,
        as_of=run.as_of if run is not None else chosen.end,
        rulebook=found.rulebook,
        office=workspace.settings.office,
        units=known.units,
        sites=known.sites,
        accounts=known.accounts,
        outcomes=found.outcomes,
        scores=found.scores,
        counting=found.counting,
        messages=inputs.messages(chosen),
        calendar=WorkCalendar.corrected(corrections.workdays, corrections.holidays),
        observed=tuple(
            Observed(target=target, seen=entry.observed, pages=entry.pages, left_out=entry.left_out, why=_why(entry))
            for target, entry in found.entries.items()
        ),
        auto_confirmed=tuple(sorted(decisions.checks_confirmed_by_list(period))),
        rechecked=found.rechecked,
        previous=_kept(before, found.rulebook),
        previous_period=before,
    )


def _why(entry: Any) -> str:
    if entry.why_unseen:
        return str(entry.why_unseen)
    return "；".join(f"{number} 个网址未访问（{reason}）" for reason, number in sorted(entry.reasons.items()))


def _previous(period: Period, known: Sequence[str]) -> Period | None:
    """The inspected period of the same length that ends where this one starts."""
    ended = [Period.parse(name) for name in known]
    same = [other for other in ended if other.end == period.start and len(other.name) == len(period.name)]
    return same[-1] if same else None


def _kept(period: Period | None, rulebook: Rulebook) -> dict[Target, Score]:
    from zhengjian.ledger import results

    return results.load(period, rulebook.name) if period is not None else {}


def rejudge(workspace: Workspace, period: str, *, rulebook: str = "", teller: Any) -> int:
    """Judge the stored evidence of a period again, without the network; returns the number of outcomes.

    The same evidence under the same rulebook gives the same bytes. Decisions stay; the office's own rulebook also
    refreshes columns, states and scores, another one is a shadow beside it.
    """
    open_ledger(workspace)
    from zhengjian import jobs
    from zhengjian.archive import RoundFolder
    from zhengjian.jobs.executor import executor
    from zhengjian.ledger import decisions, rounds
    from zhengjian.service import Progress
    from zhengjian.service.inspect import batches
    from zhengjian.service.judging import Bench, judge_case
    from zhengjian.service.scoring import inspected, rescore, rulebook_of

    chosen = inspected(period)
    book = rulebook_of(workspace, rulebook, chosen)
    kinds = {name: rule.kind for name, rule in book.check.items()}
    ours = book.name == workspace.settings.office.rulebook
    entries = rounds.entries(chosen)
    total, done = 0, 0
    with executor(workspace.settings.jobs) as pool:
        for as_of in sorted({entry.as_of for entry in entries}):
            bench = Bench.set_up(workspace, chosen, as_of)
            sites = {site.site_id: site for site in bench.register.sites}
            accounts = {account.account_id: account for account in bench.register.accounts}
            for batch in batches((entry for entry in entries if entry.as_of == as_of), 300):
                cases, judged_entries = [], []
                for entry in batch:
                    id_ = entry.target.id
                    if entry.target.kind == "site" and id_ in sites:
                        folder = RoundFolder(workspace.archive, chosen.name, id_, entry.number)
                        cases += bench.site_cases([sites[id_]], {id_: folder}) if folder.closed else []
                        judged_entries += [entry] if folder.closed else []
                seen = [entry for entry in batch if entry.target.kind == "account" and entry.target.id in accounts]
                cases += bench.account_cases(
                    [accounts[entry.target.id] for entry in seen], {entry.target.id: entry.number for entry in seen}
                )
                judged_entries += seen
                judged = list(jobs.map(judge_case, [(case, book) for case in cases], workspace.settings.jobs, pool=pool))
                found = {(judgement.target, judgement.number): judgement for judgement in judged}
                given = [(entry, found[entry.target, entry.number]) for entry in judged_entries]
                kept = [rounds.Judged(entry=entry, outcomes=one.outcomes, columns=one.columns) for entry, one in given]
                rounds.replace(kept, kinds, columns=ours)
                total += sum(len(judgement.outcomes) for judgement in judged)
                done += len(batch)
                teller.progress(Progress("对象", done, len(entries)))
    if ours:
        review = workspace.settings.review
        decisions.settle(period, second_person=review.second_person)
        decisions.mark_current(period, book.name)
        rescore(workspace, period)
    return total
