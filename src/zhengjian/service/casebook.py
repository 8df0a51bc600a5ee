"""Makes a case of a finding: the facts that led to it, as literals in a Markdown file that the case runner reads.

A disputed finding becomes a test: somebody corrects the expected outcome, and the check has to follow.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from zhengjian.archive import RoundFolder, StoredFacts
from zhengjian.config import Workspace
from zhengjian.facts.base import Coverage, Fact, FactSource, Literal, Pages, Resolver
from zhengjian.model import Period, to_builtins
from zhengjian.service import WrongUse, open_ledger

F = TypeVar("F", bound=Fact)
MOST_ATTEMPTS = 40


@dataclass
class _Recorder:
    """A fact source that remembers what was asked of it."""

    source: FactSource
    pages_asked: dict[str, Pages[Any]] = field(default_factory=dict)
    given_asked: dict[str, Fact] = field(default_factory=dict)

    def pages(self, fact: type[F]) -> Pages[F]:
        found = self.source.pages(fact)
        self.pages_asked[fact.__name__] = found
        return found

    def given(self, fact: type[F]) -> F | None:
        found = self.source.given(fact)
        if found is not None:
            self.given_asked[fact.__name__] = found
        return found


def export_case(workspace: Workspace, finding: str) -> str:
    """The case of a finding as Markdown, to be put into ``checks/NAME.md``; raises ``WrongUse``."""
    open_ledger(workspace)
    from zhengjian.judge import join, run
    from zhengjian.ledger import rounds
    from zhengjian.service.judging import Bench
    from zhengjian.service.scoring import rulebook_of

    row = rounds.finding_row(finding)
    if row is None:
        raise WrongUse(f"没有编号为 {finding} 的问题；用 zhengjian findings 查看编号")
    period = Period.parse(row["period"])
    entry = next(e for e in reversed(rounds.entries(period)) if e.target.id == row["target"] and e.target.kind == row["kind"])
    bench = Bench.set_up(workspace, period, entry.as_of)
    check, limits = join(rulebook_of(workspace, entry.rulebook, period))[row["check_name"]]
    if row["kind"] == "site":
        folder = RoundFolder(workspace.archive, period.name, row["target"], entry.number)
        sites = [site for site in bench.register.sites if site.site_id == row["target"]]
        cases = bench.site_cases(sites, {row["target"]: folder})
    else:
        accounts = [account for account in bench.register.accounts if account.account_id == row["target"]]
        cases = bench.account_cases(accounts, {row["target"]: entry.number})
    if not cases:
        raise WrongUse(f"名录中已没有 {row['target']}，无法导出 {finding} 的案例")
    case = cases[0]
    recorder = _Recorder(StoredFacts(case.folder, case.given) if case.folder else Literal(case.target, case.given))
    outcome = run(check, limits, Resolver(recorder))
    return _markdown(row, recorder, limits, outcome)


def _markdown(row: dict[str, Any], recorder: _Recorder, limits: Any, outcome: Any) -> str:
    where = {row["where"]} | {finding.where for finding in outcome.findings}
    facts: dict[str, Any] = {name: to_builtins(_narrowed(fact, where)) for name, fact in sorted(recorder.given_asked.items())}
    for name, pages in sorted(recorder.pages_asked.items()):
        chosen = [reading for reading in pages if reading.depth == 0 or reading.url in where] or list(pages)[:3]
        facts[name] = [{"url": reading.url, "depth": reading.depth, "fact": to_builtins(reading.fact)} for reading in chosen]
    expected = {
        "verdict": outcome.verdict.value,
        "findings": [{"where": one.where, "value": one.value} for one in outcome.findings if one.where == row["where"]][:5],
    }
    return (
        f"## 由 {row['finding_id']} 导出：{row['what'][:60]}\n\n"
        "争议问题的事实。请核对后改正 outcome，再放入该检查项的 .md 文件。\n\n"
        f"```facts\n{_json(facts)}\n```\n```limits\n{_json(to_builtins(limits))}\n```\n```outcome\n{_json(expected)}\n```\n"
    )


def _narrowed(fact: Fact, where: set[str]) -> Fact:
    """A coverage without the hundreds of addresses that have nothing to do with the finding."""
    import msgspec

    if not isinstance(fact, Coverage) or len(fact.attempts) <= MOST_ATTEMPTS:
        return fact
    near = [attempt for attempt in fact.attempts if attempt.url in where or where & set(attempt.linked_from)]
    return msgspec.structs.replace(fact, attempts=tuple((near or list(fact.attempts))[:MOST_ATTEMPTS]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
