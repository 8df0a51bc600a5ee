"""Notices: every walk through their table, deadlines over holidays, and a ladder that never sends twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from zhengjian.model import SHANGHAI, State
from zhengjian.workflow.notices import (
    LADDER,
    STAGE_NAMES,
    STEP_NAMES,
    TABLE,
    NoticeEvent,
    Stage,
    Step,
    answer_by,
    days_left,
    last_day,
    object_by,
    refuse,
    rungs_due,
    stage_of,
)  # fmt: skip
from zhengjian.workflow.review import Actor
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar

NOON = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
CALENDAR = WorkCalendar()


def event(kind: Step, actor: Actor, n: int = 0) -> NoticeEvent:
    until = date(2025, 7, 4) + timedelta(days=n) if kind in {Step.ISSUE, Step.EXTEND, Step.SUPPLEMENT} else None
    return NoticeEvent(kind=kind, by="x", at=NOON + timedelta(hours=n), actor=actor, text="内容", until=until)


def walks(length: int) -> Iterator[tuple[tuple[Stage, Step], ...]]:
    def walk(stage: Stage, taken: tuple[tuple[Stage, Step], ...]) -> Iterator[tuple[tuple[Stage, Step], ...]]:
        if taken:
            yield taken
        if len(taken) < length:
            for (origin, step), (target, _) in TABLE.items():
                if origin is stage:
                    yield from walk(target, (*taken, (origin, step)))

    yield from walk(Stage.NONE, ())


def test_every_walk_is_accepted() -> None:
    seen = set()
    for walk in walks(4):
        events: list[NoticeEvent] = []
        for n, (origin, kind) in enumerate(walk):
            step = event(kind, sorted(TABLE[origin, kind][1])[-1], n)
            assert stage_of(events) is origin
            assert refuse(events, step) is None, (walk, n)
            events.append(step)
            seen.add((origin, kind))
    assert seen == set(TABLE) and set(STEP_NAMES) == set(Step) and set(STAGE_NAMES) == set(Stage)


@pytest.mark.parametrize(("stage", "kind"), [(stage, kind) for stage in Stage for kind in Step])
def test_nothing_else_is_accepted(stage: Stage, kind: Step) -> None:
    history = {
        Stage.NONE: [],
        Stage.ISSUED: [event(Step.ISSUE, Actor.OFFICE)],
        Stage.RECEIVED: [event(Step.ISSUE, Actor.OFFICE), event(Step.RECEIVE, Actor.UNIT, 1)],
        Stage.CLOSED: [event(Step.ISSUE, Actor.OFFICE), event(Step.CLOSE, Actor.OFFICE, 1)],
    }[stage]
    for actor in Actor:
        refusal = refuse(history, event(kind, actor, 9))
        allowed = (stage, kind) in TABLE and actor in TABLE[stage, kind][1]
        assert (refusal is None) is allowed, (stage, kind, actor)


def test_closing_needs_every_finding_settled() -> None:
    history = [event(Step.ISSUE, Actor.OFFICE)]
    close = event(Step.CLOSE, Actor.OFFICE, 1)
    assert refuse(history, close, [State.CLOSED, State.WITHDRAWN]) is None
    for state in (State.NOTIFIED, State.RECTIFIED, State.REOPENED, State.OBJECTED):
        refusal = refuse(history, close, [State.CLOSED, state])
        assert refusal is not None and "没有销号" in refusal.why


def test_an_extension_must_extend() -> None:
    history = [event(Step.ISSUE, Actor.OFFICE)]
    assert last_day(history, NOON.date()) == date(2025, 7, 4)
    same = NoticeEvent(kind=Step.EXTEND, by="x", at=NOON, text="理由", until=date(2025, 7, 4))
    assert refuse(history, same) is not None
    later = NoticeEvent(kind=Step.EXTEND, by="x", at=NOON, text="理由", until=date(2025, 7, 11))
    assert refuse(history, later) is None and last_day([*history, later], NOON.date()) == date(2025, 7, 11)


def test_deadlines_step_over_holidays_and_worked_weekends() -> None:
    before_national_day = datetime(2025, 9, 26, 9, tzinfo=SHANGHAI)
    assert object_by(before_national_day, CALENDAR) == date(2025, 10, 10), "28 September is worked, 1–8 October are free"
    assert answer_by(before_national_day, CALENDAR) == date(2025, 10, 16), "11 October is worked"


def test_a_year_without_calendar_refuses() -> None:
    with pytest.raises(UnknownYear, match="2031"):
        answer_by(datetime(2031, 3, 3, 9, tzinfo=SHANGHAI), CALENDAR)


def test_days_left_is_zero_on_the_last_day_and_negative_after() -> None:
    last = date(2025, 7, 4)
    assert days_left(last, datetime(2025, 7, 4, 23, 59, tzinfo=SHANGHAI), CALENDAR) == 0
    assert days_left(last, datetime(2025, 7, 1, 9, tzinfo=SHANGHAI), CALENDAR) == 3
    assert days_left(last, datetime(2025, 7, 7, 9, tzinfo=SHANGHAI), CALENDAR) == -1
    assert days_left(last, datetime(2025, 7, 5, 9, tzinfo=SHANGHAI), CALENDAR) == 0, "a Saturday is no working day late"


def test_the_ladder_climbs_once_and_never_down() -> None:
    last, sent, told = date(2025, 7, 4), set[str](), []
    day = datetime(2025, 6, 23, 9, tzinfo=SHANGHAI)
    for _ in range(30):
        for rung in rungs_due(last, day, frozenset(sent), CALENDAR):
            sent.add(rung.name)
            told.append((day.date(), rung.name))
        day += timedelta(days=1)
    assert told == [(date(2025, 7, 1), "before"), (date(2025, 7, 7), "overdue"), (date(2025, 7, 11), "escalated")]
    for back in range(40):
        assert rungs_due(last, day - timedelta(days=back), frozenset(sent), CALENDAR) == (), "a backward clock sends nothing again"


def test_after_a_long_outage_only_the_latest_reminder_goes_out() -> None:
    late = datetime(2025, 8, 1, 9, tzinfo=SHANGHAI)
    assert [rung.name for rung in rungs_due(date(2025, 7, 4), late, frozenset(), CALENDAR)] == ["escalated"]
    assert [rung.days for rung in LADDER] == sorted(rung.days for rung in LADDER)
