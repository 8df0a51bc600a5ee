"""Handling citizens' error reports: entering, routing, forwarding, answering, closing, merging; and the clock over all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from zhengjian.config import Workspace
from zhengjian.facts.messages import Timeliness, timeliness
from zhengjian.facts.privacy import mask
from zhengjian.ledger import audit, inputs, mail, reports
from zhengjian.ledger.audit import Person
from zhengjian.ledger.mail import Letter
from zhengjian.ledger.reports import ReportEvent
from zhengjian.model import SHANGHAI, Message, Period, Value, digest
from zhengjian.rulebook import Rulebook
from zhengjian.service import webhook
from zhengjian.service.mail import ready
from zhengjian.service.notices import calendar
from zhengjian.service.replies import refuse_grade
from zhengjian.service.review import actor_of
from zhengjian.service.webhook import Deadline
from zhengjian.workflow import reports as rules
from zhengjian.workflow.reports import ReportStep
from zhengjian.workflow.rights import Scope
from zhengjian.workflow.working_days import UnknownYear

DEFAULT_DAYS = 3
MASKED = re.compile(r"[0-9A-Za-z]*\*{3,}[0-9A-Za-z]*")


class Clocked(Value):
    """A report with how it stands: in time, late, not yet due; ``due`` is its last instant."""

    message: Message
    standing: Timeliness
    due: datetime | None = None


class Rates(Value):
    """按期办结率: closed in time ÷ (closed + overdue); reports that are not due yet are counted apart."""

    in_time: int
    counted: int
    not_due: int
    other: int

    @property
    def late(self) -> int:
        """Overdue, closed since or not."""
        return self.counted - self.in_time

    @property
    def all(self) -> int:
        """Every report."""
        return self.counted + self.not_due + self.other


def days_allowed(rulebook: Rulebook, kind: str = "") -> int:
    """Working days for closing a report (of a kind that has days of its own): the limits of ``report-late``, else three."""
    rule = rulebook.check.get("report-late")
    limits = rule.limits if rule else {}
    return int(limits.get("days_by_kind", {}).get(kind, limits.get("days", DEFAULT_DAYS)))


def clocked(workspace: Workspace, messages: Sequence[Message], as_of: datetime, rulebook: Rulebook) -> list[Clocked]:
    """Every report against its clock; a year without a calendar makes it unclear, never late."""
    known = calendar(workspace)
    found = []
    for message in messages:
        try:
            standing, due, _ = timeliness(message, as_of, days_allowed(rulebook, message.kind), known)
        except UnknownYear:
            standing, due = Timeliness.UNCLEAR, None
        found.append(Clocked(message=message, standing=standing, due=due))
    return found


def rates(found: Sequence[Clocked]) -> Rates:
    """The counts behind the rate."""
    number = {standing: sum(one.standing is standing for one in found) for standing in Timeliness}
    in_time, late = number[Timeliness.IN_TIME], number[Timeliness.LATE]
    other = number[Timeliness.INVALID] + number[Timeliness.UNCLEAR]
    return Rates(in_time=in_time, counted=in_time + late, not_due=number[Timeliness.NOT_DUE], other=other)


def grouped(found: Sequence[Clocked], groups: Mapping[str, str]) -> list[tuple[str, Rates]]:
    """The counts behind the rate by group, the largest first; ``groups`` names the group of each report's number."""
    apart: dict[str, list[Clocked]] = {}
    for one in found:
        apart.setdefault(groups[one.message.message_id], []).append(one)
    return sorted(((name, rates(mine)) for name, mine in apart.items()), key=lambda pair: (-pair[1].all, pair[0]))


def enter(by: Person, given: dict[str, str], at: datetime) -> str:
    """Enter a report that came by telephone or letter; its number, or "" when its site is not in the register."""
    site_id = reports.routed(given.get("url", ""), given.get("site_id", ""))
    if not site_id:
        return ""
    id_ = f"L{at:%Y%m%d}-{digest(site_id, given.get('url', ''), given.get('content', ''), at.isoformat())[:6]}"
    with audit.together():
        inputs.save_messages(
            [
                Message(
                    message_id=id_,
                    site_id=site_id,
                    url=given.get("url", ""),
                    kind=given.get("kind", ""),
                    content=given.get("content", ""),
                    received=at,
                    status=rules.WAITING,
                    evidence=f"entry:{by.name}",
                )
            ]
        )
        audit.write(by, "enter-report", id_, at, {"site": site_id})
    return id_


def remind(workspace: Workspace, period: str, at: datetime, rulebook: Rulebook) -> int:
    """Remind units of forwarded reports on their last day and once that is over, each once; returns how many reports.

    A unit gets one mail a day that lists them all by number; what citizens wrote is read in the console only.
    """
    known = _reminded()
    due: dict[str, list[tuple[Clocked, str]]] = {}
    found = clocked(workspace, [one for one in inputs.messages(Period.parse(period)) if one.status == rules.WORKING], at, rulebook)
    places = reports.sites([one.message for one in found])
    for one in found:
        rung = rules.rung(one.due, at.astimezone(SHANGHAI)) if one.due else ""
        unit = places.get(one.message.site_id, ("", ""))[1]
        if rung and unit and (one.message.message_id, one.due.date() if one.due else None, rung) not in known:
            due.setdefault(unit, []).append((one, rung))
    for unit, mine in due.items():
        _send_reminder(workspace, unit, mine, period, at)
    return sum(map(len, due.values()))


def _reminded() -> set[tuple[str, date | None, str]]:
    return {(id_, event.until, event.text) for id_, event in reports.all_of("remind")}


def _send_reminder(workspace: Workspace, unit: str, mine: Sequence[tuple[Clocked, str]], period: str, at: datetime) -> None:
    lines = [f"{one.message.message_id}：{rung}（期限{one.due:%Y-%m-%d}）" for one, rung in mine]
    numbers = "、".join(sorted(one.message.message_id for one, _ in mine))
    subject = f"关于{len(mine)}条网民留言办理期限的提醒"
    key = f"reports:{unit}:{at.astimezone(SHANGHAI):%Y-%m-%d}:{digest(*lines)}"
    with audit.together():
        body = "以下留言请尽快办理，内容请登录检查系统查看：\n" + "\n".join(lines)
        if mail.put(Letter(id=0, key=key, unit=unit, subject=subject, body=body), at, held=not ready(workspace)):
            first = min(one.due.date() for one, _ in mine if one.due)
            told = Deadline(event="reports-due", unit=unit, subject=subject, words=numbers, period=period, due=first)
            webhook.tell(workspace, key, told, at)
        for one, rung in mine:
            last = one.due.date() if one.due else None
            reports.note(one.message.message_id, ReportEvent(kind=ReportStep.REMIND.value, by="system", at=at, text=rung, until=last))
        audit.write(Person(name="system"), "report-remind", unit, at, {"reports": numbers})


class Asked(Value):
    """One step that somebody asks for: what they wrote, and the last day of an extension."""

    step: ReportStep
    text: str = ""
    until: date | None = None


def act(workspace: Workspace, id_: str, asked: Asked, by: Person, at: datetime, *, scope: Scope, rulebook: Rulebook) -> str:
    """Take one step with a report; one sentence when it was refused, else ""."""
    with audit.together():
        reports.lock(id_)
        message = reports.one(id_, scope)
        if message is None:
            return "没有这条留言，或不在您的权限范围内"
        why = _refuse(workspace, message, asked, by, at, scope=scope, rulebook=rulebook)
        if why:
            return why
        until = asked.until if asked.step is ReportStep.EXTEND else None
        reports.update(id_, status=rules.after(message.status, asked.step), **_times(asked.step, at, asked.text))
        reports.note(id_, ReportEvent(kind=asked.step.value, by=by.name, at=at, text=asked.text.strip(), until=until))
        audit.write(by, f"report-{asked.step.value}", id_, at, {"until": until} if until else None)
    return ""


def _refuse(workspace: Workspace, message: Message, asked: Asked, by: Person, at: datetime, *, scope: Scope, rulebook: Rulebook) -> str:
    step, text = asked.step, asked.text
    refusal = rules.refuse(message.status, step, actor_of(by.role), text=text, answered=message.answered is not None)
    if refusal is None and step is ReportStep.EXTEND:
        due = clocked(workspace, [message], at, rulebook)[0].due
        refusal = rules.refuse_extension(asked.until, due, at, extended=message.until is not None)
    if refusal is not None:
        return refusal.why
    if step is ReportStep.MERGE and (text.strip() == message.message_id or reports.one(text.strip(), scope) is None):
        return "并入的留言编号不存在；请填写同一问题的另一条留言编号"
    return refuse_grade(text) if step is ReportStep.RATE else ""


def forget(workspace: Workspace, at: datetime) -> int:
    """Take the personal data out of reports that were closed long enough ago: out of the report, its answer and what was
    written at its steps, which stay without them; a list from which no open report came is deleted. Returns how many changed.
    """
    before = at - timedelta(days=workspace.settings.console.forget_after_days)
    steps = reports.written(before)
    changed = 0
    for id_, content, answer in list(reports.finished(before)):
        kept = {"content": _forgotten(content), "answer": _forgotten(answer)}
        texts = {key: told for key, text in steps.get(id_, {}).items() if (told := _forgotten(text)) != text}
        if texts or kept != {"content": content, "answer": answer}:
            with audit.together():
                reports.update(id_, **kept)
                reports.rewrite(texts)
                audit.write(Person(name="system"), "report-forget", id_, at)
            changed += 1
    _forget_lists(workspace, before, at)
    return changed


def _forget_lists(workspace: Workspace, before: datetime, at: datetime) -> None:
    """Delete imported lists of reports that are as old themselves and that no open report came from; what they were stays on record."""
    open_ = reports.cited(before)
    for name, sha256 in inputs.imported("messages", before):
        if f"I-{sha256[:16]}" in open_:
            continue
        with audit.together():
            inputs.mark_removed(sha256, at)
            audit.write(Person(name="system"), "forget-list", sha256[:16], at, {"name": name})
        for file in (workspace.archive / "imports").glob(f"{sha256}.*"):
            file.unlink(missing_ok=True)


def _forgotten(text: str) -> str:
    masked = mask(text)
    return MASKED.sub("〔已清除〕", masked) if masked != text else text


def _times(step: ReportStep, at: datetime, text: str) -> dict[str, Any]:
    if step is ReportStep.FORWARD:
        return {"forwarded": at}
    if step is ReportStep.ANSWER:
        return {"answered": at, "answer": text.strip()}
    if step is ReportStep.RETURN:
        return {"answered": None}
    return {"closed": at} if step is ReportStep.CLOSE else {}
