"""How people decide about a finding: the table of states and events, and what follows from a finding's history.

A finding's history is a tuple of ``Event`` values in the order they happened; it only grows. Its ``State`` is never
stored, it is computed here. ``TABLE`` is the whole truth: a step that is not in it is refused with a sentence.

Taking a slip of the key back is an event as well (``UNDO``): it cancels the last review decision of the same person,
and both stay in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from zhengjian.model import State, Value


class Kind(StrEnum):
    """What can happen to a finding."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    LOOK_AGAIN = "look-again"
    UNDO = "undo"
    NOTIFY = "notify"
    OBJECT = "object"
    UPHOLD = "uphold"
    REJECT = "reject"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"
    WAIVE = "waive"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


class Actor(StrEnum):
    """In which capacity somebody acts. ``MACHINE`` is the re-check, the calendar, and the office's ``auto_confirm`` list."""

    OFFICE = "office"
    REVIEWER = "reviewer"
    UNIT = "unit"
    MACHINE = "machine"


class Event(Value):
    """One entry of a finding's history. ``by`` is the person's account name; ``until`` the last day of a waiver."""

    kind: Kind
    by: str
    at: datetime
    actor: Actor = Actor.REVIEWER
    reason: str = ""
    until: date | None = None


class Refusal(Value):
    """A step that cannot be taken; ``why`` is one Chinese sentence for the person who tried."""

    why: str


_JUDGES = frozenset({Actor.OFFICE, Actor.REVIEWER})
_OFFICE = frozenset({Actor.OFFICE})
_UNIT = frozenset({Actor.UNIT})
_CHECKERS = frozenset({Actor.OFFICE, Actor.MACHINE})

TABLE: dict[tuple[State, Kind], tuple[State, frozenset[Actor]]] = {
    (State.HIT, Kind.CONFIRM): (State.CONFIRMED, _JUDGES | {Actor.MACHINE}),
    (State.HIT, Kind.DISMISS): (State.DISMISSED, _JUDGES),
    (State.HIT, Kind.LOOK_AGAIN): (State.HIT, _JUDGES),
    (State.CONFIRMED, Kind.CONFIRM): (State.CONFIRMED, _JUDGES),
    (State.CONFIRMED, Kind.DISMISS): (State.DISMISSED, _JUDGES),
    (State.CONFIRMED, Kind.LOOK_AGAIN): (State.HIT, _JUDGES),
    (State.CONFIRMED, Kind.NOTIFY): (State.NOTIFIED, _OFFICE),
    (State.CONFIRMED, Kind.WITHDRAW): (State.WITHDRAWN, _OFFICE),
    (State.DISMISSED, Kind.LOOK_AGAIN): (State.HIT, _JUDGES),
    (State.NOTIFIED, Kind.OBJECT): (State.OBJECTED, _UNIT),
    (State.NOTIFIED, Kind.ANSWER): (State.RECTIFIED, _UNIT),
    (State.NOTIFIED, Kind.WAIVE): (State.CLOSED, _OFFICE),
    (State.NOTIFIED, Kind.WITHDRAW): (State.WITHDRAWN, _OFFICE),
    (State.OBJECTED, Kind.UPHOLD): (State.WITHDRAWN, _OFFICE),
    (State.OBJECTED, Kind.REJECT): (State.NOTIFIED, _OFFICE),
    (State.OBJECTED, Kind.WITHDRAW): (State.WITHDRAWN, _OFFICE),
    (State.RECTIFIED, Kind.CLOSE): (State.CLOSED, _CHECKERS),
    (State.RECTIFIED, Kind.REOPEN): (State.REOPENED, _CHECKERS),
    (State.RECTIFIED, Kind.WITHDRAW): (State.WITHDRAWN, _OFFICE),
    (State.REOPENED, Kind.ANSWER): (State.RECTIFIED, _UNIT),
    (State.REOPENED, Kind.WAIVE): (State.CLOSED, _OFFICE),
    (State.REOPENED, Kind.WITHDRAW): (State.WITHDRAWN, _OFFICE),
    (State.CLOSED, Kind.REOPEN): (State.REOPENED, _CHECKERS),
    (State.CLOSED, Kind.LAPSE): (State.REOPENED, frozenset({Actor.MACHINE})),
}

START = State.HIT
UNDOABLE = frozenset({Kind.CONFIRM, Kind.DISMISS, Kind.LOOK_AGAIN})
NEEDS_REASON = frozenset({Kind.DISMISS, Kind.OBJECT, Kind.UPHOLD, Kind.REJECT, Kind.ANSWER, Kind.WAIVE, Kind.WITHDRAW})
GONE = frozenset({State.DISMISSED, State.WITHDRAWN})

STATE_NAMES: dict[State, str] = {
    State.HIT: "待复核",
    State.CONFIRMED: "已确认",
    State.DISMISSED: "已排除",
    State.NOTIFIED: "已通知",
    State.OBJECTED: "有异议",
    State.RECTIFIED: "已反馈整改",
    State.CLOSED: "已销号",
    State.REOPENED: "整改未到位",
    State.WITHDRAWN: "已撤销",
}

EVENT_NAMES: dict[Kind, str] = {
    Kind.CONFIRM: "确认",
    Kind.DISMISS: "排除",
    Kind.LOOK_AGAIN: "退回再看",
    Kind.UNDO: "撤回上一步",
    Kind.NOTIFY: "发出通知",
    Kind.OBJECT: "提出异议",
    Kind.UPHOLD: "采纳异议",
    Kind.REJECT: "不予采纳",
    Kind.ANSWER: "反馈整改",
    Kind.CLOSE: "复查销号",
    Kind.REOPEN: "复查未通过",
    Kind.WAIVE: "批准豁免",
    Kind.LAPSE: "豁免到期",
    Kind.WITHDRAW: "撤销",
}


def live(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that hold: every ``UNDO`` and the decision it takes back are left out."""
    held: list[Event] = []
    for event in events:
        if event.kind is Kind.UNDO:
            held.pop()
        else:
            held.append(event)
    return tuple(held)


def state_of(events: Sequence[Event]) -> State:
    """The state after these events. Raises ``KeyError`` for a history that ``refuse`` would not have let through."""
    state = START
    for event in live(events):
        state = TABLE[state, event.kind][0]
    return state


def confirmers(events: Sequence[Event]) -> tuple[str, ...]:
    """Which people have confirmed the finding since it was last sent back or dismissed, in order, each once.

    A confirmation by the ``auto_confirm`` list (``Actor.MACHINE``) is in the history, but is no person's.
    """
    people: list[str] = []
    for event in live(events):
        if event.kind in {Kind.DISMISS, Kind.LOOK_AGAIN}:
            people.clear()
        elif event.kind is Kind.CONFIRM and event.actor is not Actor.MACHINE and event.by not in people:
            people.append(event.by)
    return tuple(people)


def counts(events: Sequence[Event], *, veto: bool, second_person: bool, auto: bool) -> bool:
    """Whether a finding counts (contract §4).

    It counts from its confirmation until it is dismissed, withdrawn, or an objection is upheld; notice and
    rectification change nothing. A veto (``veto``) needs two different people while ``second_person`` is on.
    ``auto`` says that the office has this check confirmed without a look.
    """
    if state_of(events) in GONE:
        return False
    needed = 2 if veto and second_person else 1
    return auto or len(confirmers(events)) >= needed


def second_wanted(events: Sequence[Event], *, veto: bool, second_person: bool, auto: bool) -> bool:
    """Whether one person has confirmed and another has still to look."""
    return (
        bool(confirmers(events))
        and state_of(events) is State.CONFIRMED
        and not counts(events, veto=veto, second_person=second_person, auto=auto)
    )


def refuse(events: Sequence[Event], step: Event) -> Refusal | None:
    """Why this step cannot follow these events, or None when it can."""
    if step.kind is Kind.UNDO:
        return _refuse_undo(events, step)
    state = state_of(events)
    entry = TABLE.get((state, step.kind))
    if entry is None:
        return Refusal(why=f"该问题目前为“{STATE_NAMES[state]}”，不能“{EVENT_NAMES[step.kind]}”；请刷新后查看最新情况")
    if step.actor not in entry[1]:
        return Refusal(why=f"您的身份不能对问题“{EVENT_NAMES[step.kind]}”")
    if step.kind in NEEDS_REASON and not step.reason.strip():
        return Refusal(why=f"“{EVENT_NAMES[step.kind]}”须写明理由")
    if step.kind is Kind.CONFIRM and step.by in confirmers(events):
        return Refusal(why="您已确认过该问题，第二次确认须由另一人作出")
    if step.kind is Kind.WAIVE and (step.until is None or step.until <= step.at.date()):
        return Refusal(why="批准豁免须写明晚于今日的到期日")
    return None


def _refuse_undo(events: Sequence[Event], step: Event) -> Refusal | None:
    held = live(events)
    if not held or held[-1].kind not in UNDOABLE:
        return Refusal(why="没有可撤回的复核决定")
    if held[-1].by != step.by:
        return Refusal(why="只能撤回本人最近一次复核决定")
    return None


def waiver_until(events: Sequence[Event]) -> date | None:
    """The last day of the waiver that closed the finding, or None when none is running."""
    held = live(events)
    return held[-1].until if held and held[-1].kind is Kind.WAIVE else None
