"""A citizen's error report (找错留言) from arrival to closing: who may do what in which state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from zhengjian.workflow.review import Actor, Refusal


class ReportStep(StrEnum):
    """What can happen to an error report."""

    FORWARD = "forward"
    EXTEND = "extend"
    REMIND = "remind"
    ANSWER = "answer"
    RETURN = "return"
    CLOSE = "close"
    INVALID = "invalid"
    MERGE = "merge"
    RATE = "rate"
    MISSED = "missed"


WAITING, WORKING, DONE, INVALID = "待办", "办理中", "已办结", "无效"

_OFFICE = frozenset({Actor.OFFICE})
_UNIT = frozenset({Actor.UNIT})
_MACHINE = frozenset({Actor.MACHINE})

TABLE: Mapping[tuple[str, ReportStep], tuple[str, frozenset[Actor]]] = {
    (WAITING, ReportStep.FORWARD): (WORKING, _OFFICE),
    (WAITING, ReportStep.INVALID): (INVALID, _OFFICE),
    (WAITING, ReportStep.MERGE): (INVALID, _OFFICE),
    (WORKING, ReportStep.ANSWER): (WORKING, _UNIT),
    (WORKING, ReportStep.EXTEND): (WORKING, _OFFICE),
    (WORKING, ReportStep.REMIND): (WORKING, _MACHINE),
    (WORKING, ReportStep.RETURN): (WORKING, _OFFICE),
    (WORKING, ReportStep.CLOSE): (DONE, _OFFICE),
    (WORKING, ReportStep.INVALID): (INVALID, _OFFICE),
    (WORKING, ReportStep.MERGE): (INVALID, _OFFICE),
    (WORKING, ReportStep.MISSED): (WORKING, _OFFICE),
    (DONE, ReportStep.RATE): (DONE, _OFFICE),
    (DONE, ReportStep.MISSED): (DONE, _OFFICE),
}
STEP_NAMES: Mapping[ReportStep, str] = {
    ReportStep.FORWARD: "转办",
    ReportStep.EXTEND: "延长期限",
    ReportStep.REMIND: "催办",
    ReportStep.ANSWER: "答复",
    ReportStep.RETURN: "退回重新答复",
    ReportStep.CLOSE: "办结",
    ReportStep.INVALID: "标为无效",
    ReportStep.MERGE: "并入同一问题的留言",
    ReportStep.RATE: "评定答复质量",
    ReportStep.MISSED: "记为漏检案例",
}
NEEDS_TEXT = frozenset({
    ReportStep.EXTEND, ReportStep.ANSWER, ReportStep.RETURN, ReportStep.INVALID, ReportStep.MERGE, ReportStep.RATE, ReportStep.MISSED,
})  # fmt: skip
GRADES = ("好", "一般", "差")
"""What a person may say of a reply. No machine grades one."""


def after(status: str, step: ReportStep) -> str:
    """The state after a step that ``refuse`` let through; an empty status counts as waiting."""
    return TABLE[status or WAITING, step][0]


def refuse(status: str, step: ReportStep, actor: Actor, *, text: str = "", answered: bool = False) -> Refusal | None:
    """Why this step cannot be taken, or None. A report is closed only after an answer."""
    entry = TABLE.get((status or WAITING, step))
    if entry is None:
        return Refusal(why=f"该留言目前为“{status or WAITING}”，不能“{STEP_NAMES[step]}”；请刷新后查看最新情况")
    if actor not in entry[1]:
        return Refusal(why=f"您的身份不能对留言“{STEP_NAMES[step]}”")
    if step in NEEDS_TEXT and not text.strip():
        return Refusal(why=f"“{STEP_NAMES[step]}”须写明内容")
    if step is ReportStep.CLOSE and not answered:
        return Refusal(why="尚无答复，不能办结")
    return None


def rung(due: datetime, at: datetime) -> str:
    """The reminder that is due for a report that nobody has closed: on its last day, and once that is over; else ""."""
    if at > due:
        return "已超期"
    return "今日到期" if at.date() == due.date() else ""


def refuse_extension(until: date | None, due: datetime | None, at: datetime, *, extended: bool) -> Refusal | None:
    """Why the clock cannot be extended to ``until``: once only, before the last instant ``due`` has passed, and to a later day."""
    if extended:
        return Refusal(why="该留言已延期一次，不能再次延期")
    if due is None:
        return Refusal(why="该留言的期限无法计算，不能延期；请先补全转办或收到时间和节假日安排")
    if at > due:
        return Refusal(why=f"该留言的期限（{due:%Y-%m-%d}）已过，不能补办延期")
    if until is None or until <= due.date():
        return Refusal(why=f"延长后的期限须晚于现有期限（{due:%Y-%m-%d}）")
    return None
