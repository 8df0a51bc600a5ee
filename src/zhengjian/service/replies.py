"""Replies to citizens' reports in the order in which a person should read them, and what people said of them.

The machine orders; only a person grades. No grade and no sign enters a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zhengjian.facts.replies import signs
from zhengjian.ledger.reports import ReportEvent
from zhengjian.model import Message, Value
from zhengjian.workflow.reports import GRADES


class Reply(Value):
    """One reply: its report, what stands out in it, and the last grade with its reason ("" when nobody graded it)."""

    message: Message
    signs: tuple[str, ...]
    grade: str = ""
    why: str = ""
    by: str = ""


def grade_of(text: str) -> tuple[str, str]:
    """Grade and reason out of a grading step's text, which is the grade, a space and the reason."""
    grade, _, why = text.strip().partition(" ")
    return (grade, why.strip()) if grade in GRADES else ("", text.strip())


def refuse_grade(text: str) -> str:
    """Why a grading step's text cannot be taken, in one sentence, or ""."""
    grade, why = grade_of(text)
    if not grade:
        return f"请选择答复质量：{'、'.join(GRADES)}"
    return "评为“差”须写明理由" if grade == GRADES[-1] and not why else ""


def ranked(messages: Sequence[Message], graded: Mapping[str, ReportEvent]) -> list[Reply]:
    """Valid reports with a reply: those that nobody graded first, the most signs first, then the oldest."""
    answered = [message for message in messages if message.answer.strip() and message.status != "无效"]
    times = Counter(message.answer.strip() for message in answered)
    found = []
    for message in answered:
        event = graded.get(message.message_id)
        grade, why = grade_of(event.text) if event else ("", "")
        stands_out = signs(message.answer, times[message.answer.strip()] - 1)
        found.append(Reply(message=message, signs=stands_out, grade=grade, why=why, by=event.by if event else ""))
    return sorted(found, key=lambda reply: (bool(reply.grade), -len(reply.signs), reply.message.message_id))


def grades(found: Sequence[Reply]) -> dict[str, int]:
    """How many replies got each grade; the denominator is ``graded``."""
    number = Counter(reply.grade for reply in found if reply.grade)
    return {grade: number[grade] for grade in GRADES} | {"graded": number.total(), "all": len(found)}
