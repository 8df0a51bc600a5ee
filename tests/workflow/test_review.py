"""Every path of the review table is walked, and every step that is not in it is tried and refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from zhengjian.model import SHANGHAI, State
from zhengjian.workflow import review
from zhengjian.workflow.review import START, TABLE, Actor, Event, Kind, counts, refuse, state_of

NOON = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
PATH_LENGTH = 6


def event(kind: Kind, *, by: str = "", actor: Actor | None = None, n: int = 0) -> Event:
    """An event that fulfils the table's conditions for its kind; each step has another person unless one is named."""
    actor = actor or next(sorted(actors)[-1] for (_, k), (_, actors) in TABLE.items() if k is kind)
    until = date(2025, 12, 31) if kind is Kind.WAIVE else None
    return Event(kind=kind, by=by or f"p{n}", at=NOON + timedelta(minutes=n), actor=actor, reason="理由", until=until)


def paths(length: int) -> Iterator[tuple[Kind, ...]]:
    """Every walk through the table of this length, from its start."""

    def walk(state: State, taken: tuple[Kind, ...]) -> Iterator[tuple[Kind, ...]]:
        if taken:
            yield taken
        if len(taken) < length:
            for (origin, kind), (target, _) in TABLE.items():
                if origin is state:
                    yield from walk(target, (*taken, kind))

    yield from walk(START, ())


def test_every_walk_is_accepted_step_by_step_and_ends_where_the_table_says() -> None:
    walked = 0
    for path in paths(PATH_LENGTH):
        events: list[Event] = []
        state = START
        for n, kind in enumerate(path):
            step = event(kind, n=n, actor=sorted(TABLE[state, kind][1])[-1])
            assert refuse(events, step) is None, (path, n)
            events.append(step)
            state = TABLE[state, kind][0]
            assert state_of(events) is state
        walked += 1
    assert walked > 400


def reachable() -> dict[State, tuple[Event, ...]]:
    """One history that leads to each state."""
    found: dict[State, tuple[Event, ...]] = {START: ()}
    for path in paths(PATH_LENGTH):
        events, state = [], START
        for n, kind in enumerate(path):
            events.append(event(kind, n=n, actor=sorted(TABLE[state, kind][1])[-1]))
            state = TABLE[state, kind][0]
        found.setdefault(state, tuple(events))
    return found


def test_every_state_of_the_contract_can_be_reached() -> None:
    assert set(reachable()) == set(State)
    assert set(review.STATE_NAMES) == set(State)
    assert set(review.EVENT_NAMES) == set(Kind)


@pytest.mark.parametrize(("state", "kind"), [(s, k) for s in State for k in Kind if k is not Kind.UNDO])
def test_exactly_the_steps_of_the_table_are_taken(state: State, kind: Kind) -> None:
    history = reachable()[state]
    for actor in Actor:
        refusal = refuse(history, event(kind, actor=actor, n=50))
        allowed = (state, kind) in TABLE and actor in TABLE[state, kind][1]
        assert (refusal is None) is allowed, (state, kind, actor)
        if refusal is not None:
            assert refusal.why


@pytest.mark.parametrize("kind", sorted(review.NEEDS_REASON))
def test_a_decision_against_somebody_needs_its_reason(kind: Kind) -> None:
    state, (_, actors) = next((s, row) for (s, k), row in TABLE.items() if k is kind)
    bare = Event(kind=kind, by="x", at=NOON, actor=sorted(actors)[-1], reason="  ", until=date(2025, 12, 31))
    refusal = refuse(reachable()[state], bare)
    assert refusal is not None and "理由" in refusal.why


def test_a_waiver_needs_a_day_on_which_it_ends() -> None:
    history = reachable()[State.NOTIFIED]
    for until in (None, NOON.date(), NOON.date() - timedelta(days=1)):
        step = Event(kind=Kind.WAIVE, by="x", at=NOON, actor=Actor.OFFICE, reason="专题结束", until=until)
        assert refuse(history, step) is not None
    step = Event(kind=Kind.WAIVE, by="x", at=NOON, actor=Actor.OFFICE, reason="专题结束", until=date(2025, 6, 21))
    assert refuse(history, step) is None
    assert review.waiver_until((*history, step)) == date(2025, 6, 21)


def test_the_office_list_confirms_without_being_a_person() -> None:
    automatic = event(Kind.CONFIRM, by="auto_confirm", actor=Actor.MACHINE)
    assert refuse([], automatic) is None and state_of([automatic]) is State.CONFIRMED
    assert review.confirmers([automatic]) == ()
    assert counts([automatic], veto=True, second_person=True, auto=True)
    assert not counts([automatic], veto=False, second_person=True, auto=False), "the list was changed afterwards"


def test_the_same_person_cannot_be_the_second_person() -> None:
    first = event(Kind.CONFIRM, by="li")
    assert refuse([first], event(Kind.CONFIRM, by="li", n=1)) is not None
    assert refuse([first], event(Kind.CONFIRM, by="wang", n=1)) is None


def test_undo_takes_back_only_ones_own_last_decision() -> None:
    first = event(Kind.CONFIRM, by="li")
    assert refuse([], event_undo("li")) is not None
    assert refuse([first], event_undo("wang")) is not None
    assert refuse([first], event_undo("li")) is None
    assert state_of([first, event_undo("li")]) is State.HIT
    assert review.live([first, event_undo("li")]) == ()
    noticed = [first, event(Kind.NOTIFY, by="li", n=1)]
    assert refuse(noticed, event_undo("li")) is not None


def event_undo(by: str) -> Event:
    return Event(kind=Kind.UNDO, by=by, at=NOON + timedelta(hours=1))


def test_after_undo_the_same_person_may_decide_anew() -> None:
    history = [event(Kind.DISMISS, by="li"), event_undo("li")]
    assert refuse(history, event(Kind.CONFIRM, by="li", n=9)) is None


@pytest.mark.parametrize(("veto", "second_person", "needed"), [(False, False, 1), (False, True, 1), (True, False, 1), (True, True, 2)])
def test_how_many_people_a_finding_needs(veto: bool, second_person: bool, needed: int) -> None:
    for people in range(4):
        events = [event(Kind.CONFIRM, by=f"p{n}", n=n) for n in range(people)]
        assert counts(events, veto=veto, second_person=second_person, auto=False) is (people >= needed)
        assert counts(events, veto=veto, second_person=second_person, auto=True)


def test_counting_begins_at_confirmation_and_only_dismissal_or_withdrawal_ends_it() -> None:
    for path in paths(PATH_LENGTH):
        events, state = [], START
        for n, kind in enumerate(path):
            events.append(event(kind, n=n, actor=sorted(TABLE[state, kind][1])[-1]))
            state = TABLE[state, kind][0]
        counted = counts(events, veto=False, second_person=True, auto=False)
        gone = state in {State.DISMISSED, State.WITHDRAWN}
        assert counted is (state is not State.HIT and not gone), path
        assert counts(events, veto=False, second_person=True, auto=True) is not gone


def test_notice_and_rectification_never_remove_a_veto_from_the_result() -> None:
    tail = (Kind.NOTIFY, Kind.ANSWER, Kind.CLOSE, Kind.REOPEN, Kind.ANSWER, Kind.CLOSE)
    events = [event(Kind.CONFIRM, by="li"), event(Kind.CONFIRM, by="wang", n=1)]
    for n, kind in enumerate(tail, 2):
        events.append(event(kind, n=n))
        assert counts(events, veto=True, second_person=True, auto=False)


def test_sending_back_forgets_earlier_confirmations() -> None:
    events = [event(Kind.CONFIRM, by="li"), event(Kind.LOOK_AGAIN, by="wang", n=1), event(Kind.CONFIRM, by="wang", n=2)]
    assert review.confirmers(events) == ("wang",)
    assert not counts(events, veto=True, second_person=True, auto=False)
    assert review.second_wanted(events, veto=True, second_person=True, auto=False)
    assert not review.second_wanted(events, veto=False, second_person=True, auto=False)


def test_an_upheld_objection_takes_the_finding_out() -> None:
    events = [event(kind, n=n) for n, kind in enumerate((Kind.CONFIRM, Kind.NOTIFY, Kind.OBJECT))]
    assert counts(events, veto=False, second_person=True, auto=False)
    rejected = [*events, event(Kind.REJECT, n=9)]
    assert counts(rejected, veto=False, second_person=True, auto=False) and state_of(rejected) is State.NOTIFIED
    assert not counts([*events, event(Kind.UPHOLD, n=9)], veto=False, second_person=True, auto=False)


def test_table_rows_are_literal_and_complete() -> None:
    for (state, kind), (target, actors) in TABLE.items():
        assert kind is not Kind.UNDO and actors and state in State and target in State
    ends = {state for state in State if not any(origin is state for origin, _ in TABLE)}
    assert ends == {State.WITHDRAWN}
    assert len(TABLE) == len(set(itertools.chain(TABLE)))
