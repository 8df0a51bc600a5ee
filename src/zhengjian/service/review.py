"""Deciding about findings: confirm, dismiss, send back, take back. One transaction keeps decision and audit line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhengjian.config import Workspace
from zhengjian.ledger import audit, decisions
from zhengjian.ledger.audit import Person
from zhengjian.model import Target, Value
from zhengjian.service.scoring import rescore
from zhengjian.workflow.review import EVENT_NAMES, NEEDS_REASON, Actor, Event, Kind
from zhengjian.workflow.rights import Role, Scope

UNKNOWN = "没有编号为“{}”的问题，或不在您的权限范围内"
_ACTORS = {Role.OFFICE: Actor.OFFICE, Role.REVIEWER: Actor.REVIEWER, Role.SUPERVISOR: Actor.UNIT, Role.OPERATOR: Actor.UNIT}


class Decided(Value):
    """What became of a decision: ids that were decided, and for each other id one sentence why not."""

    decided: tuple[str, ...] = ()
    refused: Mapping[str, str] = {}


def actor_of(role: str) -> Actor:
    """In which capacity a role acts; who has none acts as a reviewer and is refused by the table where it matters."""
    return _ACTORS.get(Role(role), Actor.REVIEWER) if role in set(Role) else Actor.REVIEWER


def decide(
    workspace: Workspace, ids: Sequence[str], kind: Kind, *, by: Person, reason: str = "", at: datetime, scope: Scope | None = None
) -> Decided:
    """The same decision about one or many findings. An id that is unknown, foreign or not in a fitting state is refused alone."""
    if kind in NEEDS_REASON and not reason.strip():
        return Decided(refused=dict.fromkeys(ids, f"“{EVENT_NAMES[kind]}”须写明理由"))
    known = decisions.find(ids)
    mine = {id_: entry for id_, entry in known.items() if scope is None or scope.covers(entry.unit, entry.target)}
    refused = {id_: UNKNOWN.format(id_) for id_ in ids if id_ not in mine}
    step = Event(kind=kind, by=by.name, at=at, actor=actor_of(by.role), reason=reason.strip())
    with audit.together():
        answers = decisions.record(dict.fromkeys(mine, step), second_person=workspace.settings.review.second_person)
        refused |= {id_: refusal.why for id_, refusal in answers.items()}
        decided = tuple(id_ for id_ in mine if id_ not in answers)
        for period in sorted({mine[id_].period for id_ in decided}):
            chosen = [id_ for id_ in decided if mine[id_].period == period]
            rescore(workspace, period, {target_of(mine[id_]) for id_ in chosen})
            audit.write(by, kind.value, chosen[0], at, {"period": period, "findings": chosen[:50], "number": len(chosen), "reason": reason})
    return Decided(decided=decided, refused=refused)


def target_of(entry: decisions.FindingEntry) -> Target:
    """The target that a finding is against."""
    return Target(kind="account" if entry.target_kind == "account" else "site", id=entry.target)
