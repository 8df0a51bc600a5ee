"""A notice to a unit from issue to closing: its states, its deadlines in working days, and the ladder of reminders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from zhengjian.model import SHANGHAI, State, Value
from zhengjian.workflow.review import Actor, Refusal
from zhengjian.workflow.working_days import WorkCalendar

# Two weeks are asked for most often (practice.md §3c); ten working days are two weeks without holidays.
ANSWER_WORKDAYS = 10
OBJECTION_WORKDAYS = 5


class Step(StrEnum):
    """What can happen to a notice."""

    ISSUE = "issue"
    RECEIVE = "receive"
    ANSWER = "answer"
    OBJECT = "object"
    RULE = "rule"
    SUPPLEMENT = "supplement"
    EXTEND = "extend"
    REMIND = "remind"
    CLOSE = "close"


class Stage(StrEnum):
    """Where a notice stands."""

    NONE = "none"
    ISSUED = "issued"
    RECEIVED = "received"
    CLOSED = "closed"


class NoticeEvent(Value):
    """One entry of a notice's history. ``until`` is the new last day of an extension; ``rung`` names a reminder."""

    kind: Step
    by: str
    at: datetime
    actor: Actor = Actor.OFFICE
    text: str = ""
    until: date | None = None


_OFFICE = frozenset({Actor.OFFICE})
_UNIT = frozenset({Actor.UNIT})
_CHECKERS = frozenset({Actor.OFFICE, Actor.MACHINE})

TABLE: dict[tuple[Stage, Step], tuple[Stage, frozenset[Actor]]] = {
    (Stage.NONE, Step.ISSUE): (Stage.ISSUED, _OFFICE),
    (Stage.ISSUED, Step.RECEIVE): (Stage.RECEIVED, _UNIT),
    (Stage.ISSUED, Step.SUPPLEMENT): (Stage.ISSUED, _OFFICE),
    (Stage.ISSUED, Step.EXTEND): (Stage.ISSUED, _OFFICE),
    (Stage.ISSUED, Step.REMIND): (Stage.ISSUED, _CHECKERS),
    (Stage.ISSUED, Step.RULE): (Stage.ISSUED, _OFFICE),
    (Stage.ISSUED, Step.CLOSE): (Stage.CLOSED, _CHECKERS),
    (Stage.RECEIVED, Step.ANSWER): (Stage.RECEIVED, _UNIT),
    (Stage.RECEIVED, Step.OBJECT): (Stage.RECEIVED, _UNIT),
    (Stage.RECEIVED, Step.RULE): (Stage.RECEIVED, _OFFICE),
    (Stage.RECEIVED, Step.SUPPLEMENT): (Stage.ISSUED, _OFFICE),
    (Stage.RECEIVED, Step.EXTEND): (Stage.RECEIVED, _OFFICE),
    (Stage.RECEIVED, Step.REMIND): (Stage.RECEIVED, _CHECKERS),
    (Stage.RECEIVED, Step.CLOSE): (Stage.CLOSED, _CHECKERS),
    (Stage.CLOSED, Step.SUPPLEMENT): (Stage.ISSUED, _OFFICE),
}

STEP_NAMES: dict[Step, str] = {
    Step.ISSUE: "发出通知",
    Step.RECEIVE: "签收",
    Step.ANSWER: "反馈整改",
    Step.OBJECT: "提出异议",
    Step.RULE: "办理异议",
    Step.SUPPLEMENT: "补充通知",
    Step.EXTEND: "延长期限",
    Step.REMIND: "催办",
    Step.CLOSE: "办结",
}
STAGE_NAMES: dict[Stage, str] = {Stage.NONE: "未发出", Stage.ISSUED: "待签收", Stage.RECEIVED: "整改中", Stage.CLOSED: "已办结"}
SETTLED = frozenset({State.CLOSED, State.WITHDRAWN, State.DISMISSED})


class Rung(Value):
    """One reminder of the ladder: ``days`` working days after the last day (negative: before it)."""

    name: str
    days: int
    words: str


LADDER: tuple[Rung, ...] = (
    Rung(name="before", days=-3, words="整改期限将于3个工作日后届满"),
    Rung(name="overdue", days=1, words="整改期限已过，请立即反馈"),
    Rung(name="escalated", days=5, words="整改逾期已5个工作日，将予通报"),
)


def stage_of(events: Sequence[NoticeEvent]) -> Stage:
    """The stage after these events."""
    stage = Stage.NONE
    for event in events:
        stage = TABLE[stage, event.kind][0]
    return stage


def refuse(events: Sequence[NoticeEvent], step: NoticeEvent, findings: Iterable[State] = ()) -> Refusal | None:
    """Why this step cannot follow, or None. Closing needs every finding settled (``findings`` are their states)."""
    stage = stage_of(events)
    entry = TABLE.get((stage, step.kind))
    if entry is None:
        return Refusal(why=f"该通知目前为“{STAGE_NAMES[stage]}”，不能“{STEP_NAMES[step.kind]}”；请刷新后查看最新情况")
    if step.actor not in entry[1]:
        return Refusal(why=f"您的身份不能对通知“{STEP_NAMES[step.kind]}”")
    if step.kind is Step.EXTEND and (step.until is None or step.until <= last_day(events, step.at.astimezone(SHANGHAI).date())):
        return Refusal(why="延长后的期限须晚于现有期限")
    if step.kind in {Step.ANSWER, Step.OBJECT, Step.EXTEND} and not step.text.strip():
        return Refusal(why=f"“{STEP_NAMES[step.kind]}”须写明内容")
    if step.kind is Step.CLOSE and any(state not in SETTLED for state in findings):
        return Refusal(why="仍有问题没有销号，不能办结")
    return None


def last_day(events: Sequence[NoticeEvent], otherwise: date) -> date:
    """The last day for answering: of the latest issue, supplement or extension that names one."""
    return next((event.until for event in reversed(events) if event.until is not None), otherwise)


def answer_by(issued: datetime, calendar: WorkCalendar) -> date:
    """The last day for answering a notice; raises ``UnknownYear``."""
    return calendar.due(issued, ANSWER_WORKDAYS).date()


def object_by(issued: datetime, calendar: WorkCalendar) -> date:
    """The last day for objecting; raises ``UnknownYear``."""
    return calendar.due(issued, OBJECTION_WORKDAYS).date()


def days_left(last: date, now: datetime, calendar: WorkCalendar) -> int:
    """Working days left until the last day; negative when it is over, 0 on the day itself. Raises ``UnknownYear``."""
    today = now.astimezone(SHANGHAI)
    end = datetime.combine(last, time.max, tzinfo=SHANGHAI)
    return calendar.between(today, end) if today <= end else -calendar.between(end, today)


def rungs_due(last: date, now: datetime, sent: frozenset[str], calendar: WorkCalendar) -> tuple[Rung, ...]:
    """Reminders that are due and were not sent; only the latest of several, so that nobody gets three at once.

    ``sent`` holds names of rungs that went out for this last day. A clock that runs backward sends nothing again.
    """
    left = days_left(last, now, calendar)
    due = [rung for rung in LADDER if left <= -rung.days and not (rung.days < 0 and left < 0)]
    newest = due[-1:]
    return tuple(rung for rung in newest if not any(name in sent for name in _from(rung)))


def _from(rung: Rung) -> tuple[str, ...]:
    place = LADDER.index(rung)
    return tuple(later.name for later in LADDER[place:])
