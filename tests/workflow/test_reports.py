"""Error reports: exactly the steps of the table, in every state, by every actor."""

from __future__ import annotations

import pytest

from zhengjian.workflow.reports import DONE, INVALID, NEEDS_TEXT, STEP_NAMES, TABLE, WAITING, WORKING, ReportStep, after, refuse
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
