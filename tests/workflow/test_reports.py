"""Error reports: exactly the steps of the table, in every state, by every actor."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhengjian.model import SHANGHAI
from zhengjian.workflow.reports import (
    DONE,
    INVALID,
    NEEDS_TEXT,
    STEP_NAMES,
    TABLE,
    WAITING,
    WORKING,
    ReportStep,
    after,
    refuse,
    refuse_extension,
)  # fmt: skip
from zhengjian.workflow.review import Actor


@pytest.mark.parametrize("status", ["", WAITING, WORKING, DONE, INVALID])
@pytest.mark.parametrize("step", list(ReportStep))
def test_exactly_the_table(status: str, step: ReportStep) -> None:
    for actor in Actor:
        refusal = refuse(status, step, actor, text="内容", answered=True)
        entry = TABLE.get((status or WAITING, step))
        assert (refusal is None) is (entry is not None and actor in entry[1])
        if refusal is None:
            assert after(status, step) in {WAITING, WORKING, DONE, INVALID}


def test_conditions() -> None:
    assert set(STEP_NAMES) == set(ReportStep)
    for step in NEEDS_TEXT:
        status, actors = next((s, a) for (s, k), (_, a) in TABLE.items() if k is step)
        refusal = refuse(status, step, sorted(actors)[0], text=" ", answered=True)
        assert refusal is not None and "写明" in refusal.why
    refusal = refuse(WORKING, ReportStep.CLOSE, Actor.OFFICE, answered=False)
    assert refusal is not None and "尚无答复" in refusal.why


def test_an_extension_is_granted_once_in_time_and_only_to_a_later_day() -> None:
    due = datetime(2025, 6, 6, 23, 59, 59, tzinfo=SHANGHAI)

    def why(until: date | None, at: datetime = due, *, extended: bool = False, limit: datetime | None = due) -> str:
        refusal = refuse_extension(until, limit, at, extended=extended)
        return refusal.why if refusal else ""

    assert why(date(2025, 6, 7)) == "", "on the last instant it can still be granted"
    assert "须晚于" in why(date(2025, 6, 6)) and "须晚于" in why(None)
    assert "已过" in why(date(2025, 6, 9), datetime(2025, 6, 7, tzinfo=SHANGHAI))
    assert "再次" in why(date(2025, 6, 9), extended=True) and "无法计算" in why(date(2025, 6, 9), limit=None)
