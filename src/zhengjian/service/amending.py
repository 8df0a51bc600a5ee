"""The office settles the amounts of a rulebook: compared with the document and confirmed, or changed with a second person's consent.

What is accepted lies in the ledger with who, when, why and from which document, and is written as dated data beside the office's
rulebooks, where every later judging and scoring reads it. The rulebook itself is not touched.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from zhengjian.archive.folder import write_whole
from zhengjian.config import Workspace
from zhengjian.judge import all_checks, join
from zhengjian.ledger import amendments, audit
from zhengjian.ledger.amendments import ACCEPTED, REFUSED, TAKEN_BACK, WAITING, Asked
from zhengjian.ledger.audit import Person
from zhengjian.model import Period
from zhengjian.rulebook import AMENDMENTS, AMOUNTS, Rulebook, RulebookError, Settled, as_toml, load, on
from zhengjian.service import CLOCK, Silent, one_by_one, only_one
from zhengjian.service.rechecking import busy
from zhengjian.service.vocabulary import AMOUNT_NAMES, LIMIT_NAMES

MOST_POINTS = Decimal(100)
DONE = "rejudge-done"
_ACTS = {ACCEPTED: "accept-amendment", REFUSED: "refuse-amendment", TAKEN_BACK: "take-back-amendment"}


class Refused(Exception):
    """What was asked cannot be taken; the text is one Chinese sentence with the remedy."""


def limits_of(book: Rulebook, check: str) -> dict[str, int | float]:
    """The limits of a check that are plain numbers and have a name, as the rulebook has them."""
    _, limits = join(book)[check]
    values = {name: getattr(limits, name) for name in limits.__struct_fields__ if name in LIMIT_NAMES}
    return {name: value for name, value in values.items() if isinstance(value, (int, float))}


def standing(book: Rulebook, check: str) -> dict[str, str]:
    """What can be settled about a check's rule, as text: amounts (where the rule has a weight) and limits; empty: not set."""
    rule, found = book.check[check], dict[str, str]()
    if rule.kind in {"deduction", "bonus"}:
        found = {name: "" if getattr(rule, name) is None else _plain(getattr(rule, name)) for name in AMOUNTS}
    limits = limits_of(book, check) if check in all_checks() else {}
    return found | {name: str(value) for name, value in limits.items()}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def settle(workspace: Workspace, book: Rulebook, asked: Asked, by: Person, at: datetime) -> bool:
    """Settle one rule. True when it counts at once (nothing changes), False when a second person is asked; raises ``Refused``.

    ``asked.fields`` are texts as typed; only those that differ from what stands are taken.
    """
    now = on(book, asked.starts)
    if asked.check not in now.check:
        raise Refused("本指标文件中没有这一项")
    _well_founded(book, asked)
    stands = standing(now, asked.check)
    changed = {name: _read(now, asked.check, name, text.strip()) for name, text in asked.fields.items() if text.strip() != stands.get(name)}
    fitting = msgspec.structs.replace(asked, fields=changed, before={name: stands[name] for name in changed})
    _fits(now, fitting, by, at)
    with one_by_one(workspace.root, AMENDMENTS), audit.together():
        if any(row["check_name"] == asked.check for row in amendments.waiting(book.name)):
            raise Refused("这一项已有一条修改在等第二人同意；请先处理那一条")
        state = WAITING if changed else ACCEPTED
        amendments.ask(book.name, [fitting], by=by.name, at=at, state=state)
        detail = {"check": asked.check, "starts": asked.starts, "source": asked.source, "reason": asked.reason}
        if changed:
            audit.write(by, "amend-rule", book.name, at, detail | {"before": fitting.before, "fields": changed})
        else:
            audit.write(by, "confirm-amounts", book.name, at, detail)
            _write(workspace, book.name)
    return not changed


def _well_founded(book: Rulebook, asked: Asked) -> None:
    if not asked.source.strip():
        raise Refused("请写明依据：文件名称、文号和条款")
    if asked.starts < book.in_force_from:
        raise Refused(f"起始日期不应早于本文件施行之日 {book.in_force_from}")


def _read(book: Rulebook, check: str, name: str, text: str) -> str | int | float:
    """A typed amount as the ledger keeps it (amounts as text, limits as numbers); raises ``Refused``."""
    words = (AMOUNT_NAMES | LIMIT_NAMES).get(name, name)
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refused(f"“{words}”应为数字，如 2 或 0.5；现填“{text[:20]}”") from None
    if not value.is_finite() or value < 0:
        raise Refused(f"“{words}”不应小于 0")
    if name in AMOUNTS:
        if value > MOST_POINTS:
            raise Refused(f"“{words}”不应超过 {MOST_POINTS} 分")
        return _plain(value)
    held = limits_of(book, check).get(name)
    if held is None:
        raise Refused(f"本项没有名为“{name}”的限值")
    if isinstance(held, int) and value != value.to_integral_value():
        raise Refused(f"“{words}”应为整数")
    return int(value) if isinstance(held, int) else float(value)


def _fits(book: Rulebook, asked: Asked, by: Person, at: datetime) -> None:
    """Refuse what the check cannot judge by, and a cap below the points of one finding."""
    row = {
        "check_name": asked.check, "starts": asked.starts, "fields": asked.fields, "source": asked.source, "reason": asked.reason,
        "by": by.name, "at": at, "decided": at, "second": "",
    }  # fmt: skip
    candidate = on(msgspec.structs.replace(book, amendment=(amendments.value_of(row),)), asked.starts)
    try:
        join(candidate)
    except RulebookError as error:
        raise Refused(str(error)) from None
    rule = candidate.check[asked.check]
    if rule.cap is not None and rule.cap < rule.points:
        raise Refused(f"本项上限（{_plain(rule.cap)} 分）不应低于每条分值（{_plain(rule.points)} 分）")


def confirm(workspace: Workspace, book: Rulebook, checks: Sequence[str], asked: Asked, by: Person, at: datetime) -> int:
    """Say of several rules that their amounts were compared with a document and hold; returns how many. Raises ``Refused``."""
    chosen = [name for name in dict.fromkeys(checks) if name in book.check]
    if not chosen:
        raise Refused("请先勾选已核对的检查项")
    _well_founded(book, asked)
    with one_by_one(workspace.root, AMENDMENTS), audit.together():
        open_ = {row["check_name"] for row in amendments.waiting(book.name)}
        if held := [name for name in chosen if name in open_]:
            raise Refused(f"“{all_checks()[held[0]].about.title}”有一条修改在等第二人同意；请先处理那一条，或不勾选它")
        amendments.ask(book.name, [msgspec.structs.replace(asked, check=name) for name in chosen], by=by.name, at=at, state=ACCEPTED)
        audit.write(by, "confirm-amounts", book.name, at, {"source": asked.source, "reason": asked.reason, "checks": chosen})
        _write(workspace, book.name)
    return len(chosen)


def decide(workspace: Workspace, id_: int, state: str, by: Person, at: datetime, why: str) -> str:
    """A second person accepts or refuses a change, or who asked takes it back. Returns what stands against it, or nothing."""
    with one_by_one(workspace.root, AMENDMENTS), audit.together():
        row = amendments.one(id_)
        if row is None or row["state"] != WAITING or state not in _ACTS:
            return "这条修改已经处理过，或已被收回；请刷新后查看最新情况"
        own = row["by"] == by.name
        if state == TAKEN_BACK and not own:
            return "只有提出的人可以收回"
        if state != TAKEN_BACK and own:
            return "影响得分的修改须由提出人以外的第二人同意；您可以收回自己提出的修改"
        if state == REFUSED and not why.strip():
            return "不同意的，请写明理由"
        amendments.decide(id_, state, by=by.name, at=at, why=why.strip()[:500])
        detail = {"check": row["check_name"], "fields": row["fields"], "asked_by": row["by"], "reason": why.strip()[:500]}
        audit.write(by, _ACTS[state], row["rulebook"], at, detail)
        if state == ACCEPTED:
            _write(workspace, row["rulebook"])
    return ""


def _write(workspace: Workspace, rulebook: str) -> None:
    """Write what counts as data beside the office's rulebooks; the file is replaced whole or not at all."""
    folder = workspace.root / "rulebooks" / AMENDMENTS
    folder.mkdir(parents=True, exist_ok=True)
    head = "# 本单位对指标文件数值的核定，由控制台写入；请在“指标文件”页修改，不要改动本文件。\n".encode()
    write_whole(folder / f"{rulebook}.toml", head + as_toml(Settled(amendment=amendments.accepted(rulebook))))


def export(workspace: Workspace, rulebook: str) -> bytes:
    """The rulebook with everything that was settled, as a file that another workspace can load; raises ``RulebookError``."""
    return as_toml(load(rulebook, workspace.root / "rulebooks"))


# ------------------------------------------------------------------------------------- what it does to results


def outdated(workspace: Workspace, period: str) -> bool:
    """Whether the results of a period were judged and scored before a change that counts for it."""
    changed = amendments.last_change(workspace.settings.office.rulebook, Period.parse(period).start.date())
    return changed is not None and not audit.happened(DONE, period, changed)


def rejudge(workspace: Workspace, period: str, by: Person, at: datetime) -> str:
    """Judge and score a period anew in a process of its own; one sentence why not, else nothing."""
    _running[:] = [process for process in _running if process.poll() is None]
    if _running or busy(workspace):
        return "正有一次检查或重新判定在进行，请等它结束后再试"
    with audit.together():
        audit.write(by, "rejudge", period, at, {"rulebook": workspace.settings.office.rulebook})
    command = [sys.executable, "-m", "zhengjian.service.amending", str(workspace.root.resolve()), period, by.name]
    with (workspace.root / "rejudge.log").open("ab") as log:
        _running.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True))
    return ""


_running: list[subprocess.Popen[bytes]] = []


def wait() -> None:
    """Wait for every re-judging that this process has started."""
    for process in _running:
        process.wait()
    _running.clear()


def run(root: Path, period: str, who: str) -> None:
    """What the started process does. Its line carries the instant at which it began: what was settled later is not in its results."""
    from zhengjian.service import publish

    workspace, began = Workspace.open(root), CLOCK.now()
    with only_one(workspace, "inspect"):
        publish.rejudge(workspace, period, teller=Silent())
        with audit.together():
            audit.write(Person(name=who), DONE, period, began, {"rulebook": workspace.settings.office.rulebook})


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
