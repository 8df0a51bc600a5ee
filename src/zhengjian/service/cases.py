"""What follows a notice: a unit's answer or objection with files, the office's ruling, waivers, and the re-check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zhengjian.config import Workspace
from zhengjian.ledger import audit, cases, decisions, notices
from zhengjian.ledger.audit import Person
from zhengjian.ledger.notices import NewFile, Paper
from zhengjian.model import SHANGHAI, Value
from zhengjian.service.review import Decided, actor_of, target_of
from zhengjian.service.scoring import rescore
from zhengjian.workflow import notices as rules
from zhengjian.workflow.notices import NoticeEvent, Step
from zhengjian.workflow.review import Actor, Event, Kind, waiver_until

_NOTICE_STEPS = {Kind.ANSWER: Step.ANSWER, Kind.OBJECT: Step.OBJECT, Kind.UPHOLD: Step.RULE, Kind.REJECT: Step.RULE}


class Act(Value):
    """One decision about findings of a notice: what, by whom, when, why, until when (a waiver), with which files."""

    kind: Kind
    by: Person
    at: datetime
    reason: str = ""
    until: date | None = None
    files: tuple[NewFile, ...] = ()


def act(workspace: Workspace, paper: Paper, ids: Sequence[str], given: Act) -> Decided:
    """Answer, object, rule, waive or withdraw. Findings that the notice does not name are refused, each by itself."""
    foreign = {id_: "该问题不在本通知内" for id_ in ids if id_ not in paper.findings}
    mine = [id_ for id_ in ids if id_ not in foreign]
    if not ids:
        return Decided(refused={"": "请先选择问题"})
    if given.kind is Kind.OBJECT and given.at.astimezone(SHANGHAI).date() > paper.objection_until:
        return Decided(refused=dict.fromkeys(ids, f"提出异议的期限已于{paper.objection_until}届满"))
    with audit.together():
        step = Event(
            kind=given.kind, by=given.by.name, at=given.at, actor=actor_of(given.by.role), reason=given.reason.strip(), until=given.until
        )
        answers = decisions.record(dict.fromkeys(mine, step), second_person=workspace.settings.review.second_person)
        decided = tuple(id_ for id_ in mine if id_ not in answers)
        if decided:
            _tell_notice(paper, given, decided)
            rescore(workspace, paper.period, {target_of(entry) for entry in decisions.find(decided).values()})
            audit.write(
                given.by, given.kind.value, decided[0], given.at, {"notice": paper.words, "findings": decided, "reason": given.reason}
            )
    return Decided(decided=decided, refused=foreign | {id_: refusal.why for id_, refusal in answers.items()})


def _tell_notice(paper: Paper, given: Act, decided: Sequence[str]) -> None:
    kind = _NOTICE_STEPS.get(given.kind)
    if kind is None:
        return
    actor = actor_of(given.by.role)
    past = notices.history([paper.id]).get(paper.id, ())
    if actor is Actor.UNIT and rules.stage_of(past) is rules.Stage.ISSUED:
        notices.append(paper.id, NoticeEvent(kind=Step.RECEIVE, by=given.by.name, at=given.at, actor=Actor.UNIT, text="随反馈签收"))
    notices.append(
        paper.id,
        NoticeEvent(kind=kind, by=given.by.name, at=given.at, actor=actor, text=f"{len(decided)}条：{given.reason.strip()}"),
        given.files,
    )


def apply_rechecks(workspace: Workspace, period: str, at: datetime) -> dict[str, Kind]:
    """Close or reopen answered findings by a re-check that began after the answer; what was not seen stays as it is.

    A finding that the re-check no longer has, on a check that it could judge, is closed; one that it still has is
    reopened. Returns what was decided about which finding.
    """
    decided: dict[str, Kind] = {}
    with audit.together():
        for row in cases.answered(period):
            seen = cases.after_recheck(row["finding_id"], row["kind"], row["target"], row["check_name"], row["answered"])
            if seen is not None:
                decided[row["finding_id"]] = Kind.REOPEN if seen else Kind.CLOSE
        for kind in (Kind.CLOSE, Kind.REOPEN):
            step = Event(kind=kind, by="recheck", at=at, actor=Actor.MACHINE, reason="机器复查")
            chosen = [id_ for id_, what in decided.items() if what is kind]
            decisions.record(dict.fromkeys(chosen, step), second_person=workspace.settings.review.second_person)
            if chosen:
                audit.write(
                    Person(name="recheck"), kind.value, chosen[0], at, {"period": period, "findings": chosen[:50], "number": len(chosen)}
                )
    return decided


def lapse_waivers(workspace: Workspace, period: str, at: datetime) -> tuple[str, ...]:
    """Reopen findings whose waiver has run out."""
    today = at.astimezone(SHANGHAI).date()
    past = decisions.histories(period=period)
    over = [id_ for id_, events in past.items() if (until := waiver_until(events)) is not None and until < today]
    step = Event(kind=Kind.LAPSE, by="calendar", at=at, actor=Actor.MACHINE, reason="豁免到期")
    with audit.together():
        refused = decisions.record(dict.fromkeys(over, step), second_person=workspace.settings.review.second_person)
    return tuple(id_ for id_ in over if id_ not in refused)
