"""Notices: one for each unit and period, merged from all checks, numbered without gaps; reminders that go out once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zhengjian.config import Workspace
from zhengjian.ledger import audit, decisions, lists, mail, notices
from zhengjian.ledger.audit import Person
from zhengjian.ledger.mail import Letter
from zhengjian.ledger.notices import Document, Paper
from zhengjian.model import Value
from zhengjian.service import documents, webhook
from zhengjian.service.mail import ready
from zhengjian.service.webhook import Deadline
from zhengjian.workflow import notices as rules
from zhengjian.workflow.notices import NoticeEvent, Step
from zhengjian.workflow.review import Actor, Event, Kind
from zhengjian.workflow.rights import Scope
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar

NOTHING_LEFT = "该单位没有待通知的已确认问题；可能已由他人发出，请刷新"


class Done(Value):
    """What became of an act: the notice it concerned, or one sentence why nothing was done."""

    paper: Paper | None = None
    refused: str = ""


def calendar(workspace: Workspace) -> WorkCalendar:
    """The working-day calendar with the office's corrections."""
    return WorkCalendar.corrected(workspace.settings.calendar.workdays, workspace.settings.calendar.holidays)


def issue(workspace: Workspace, period: str, unit: str, by: Person, at: datetime) -> Done:
    """Notify a unit of every finding that counts and was not yet notified; a second time supplements the same notice.

    The findings' steps, the notice, its number, its documents, its mail and the audit line are kept together or not at all.
    """
    try:
        due, objection = rules.answer_by(at, calendar(workspace)), rules.object_by(at, calendar(workspace))
    except UnknownYear as error:
        return Done(refused=str(error))
    documents.prepare(workspace, period, notices.to_notify(period, unit))
    with audit.together():
        found = notices.to_notify(period, unit)
        if not found:
            return Done(refused=NOTHING_LEFT)
        step = Event(kind=Kind.NOTIFY, by=by.name, at=at, actor=Actor.OFFICE)
        refused = decisions.record(dict.fromkeys(found, step), second_person=workspace.settings.review.second_person)
        named = tuple(id_ for id_ in found if id_ not in refused)
        if not named:  # somebody else issued the notice while we waited for the ledger
            return Done(refused=NOTHING_LEFT)
        paper = _put_out(Draft(period=period, unit=unit, due=due, objection_until=objection, findings=named), by, at)
        sealed = documents.seal(workspace, paper, at)
        _announce(workspace, paper, sealed, at)
        digests = {one.kind: one.sha256 for one in sealed}
        audit.write(by, "issue-notice", paper.words, at, {"unit": unit, "period": period, "findings": len(named), "documents": digests})
    return Done(paper=paper)


def _announce(workspace: Workspace, paper: Paper, sealed: Sequence[Document], at: datetime) -> None:
    """Put the notice with its documents into the outbox, once for each edition."""
    edition = max(one.edition for one in sealed)
    letter = Letter(
        id=0,
        key=f"notice:{paper.id}:edition:{edition}",
        unit=paper.unit,
        subject=f"政府网站与政务新媒体问题整改通知单{paper.words}" + (f"（第{edition}次印发，补充问题）" if edition > 1 else ""),
        body=f"现发去整改通知单{paper.words}，请查收附件，于{paper.due}前完成整改并反馈；有异议的，请于{paper.objection_until}前提出。\n"
        "请登录检查系统签收。本邮件由系统发出，请勿直接回复。",
        files=tuple((f"整改通知{paper.words}.{one.kind}", one.sha256) for one in sealed),
    )
    mail.put(letter, at, held=not ready(workspace))
    told = Deadline(
        event="notice-issued", unit=paper.unit, subject=letter.subject, words="请按期整改并反馈", period=paper.period, due=paper.due
    )
    webhook.tell(workspace, letter.key, told, at)


class Draft(Value):
    """A notice before it has a number."""

    period: str
    unit: str
    due: date
    objection_until: date
    findings: tuple[str, ...]


def _put_out(draft: Draft, by: Person, at: datetime) -> Paper:
    old = notices.of_unit(draft.period, draft.unit)
    if old is None:
        step = NoticeEvent(kind=Step.ISSUE, by=by.name, at=at, until=draft.due, text=f"共{len(draft.findings)}条问题")
        paper = Paper(
            id=0,
            year=at.year,
            number=0,
            period=draft.period,
            unit=draft.unit,
            issued=at,
            issued_by=by.name,
            due=draft.due,
            objection_until=draft.objection_until,
            findings=draft.findings,
        )
        return notices.issue(paper, step)
    notices.extend(old.id, findings=draft.findings, due=draft.due, objection_until=draft.objection_until)
    notices.append(old.id, NoticeEvent(kind=Step.SUPPLEMENT, by=by.name, at=at, until=draft.due, text=f"补充{len(draft.findings)}条问题"))
    return notices.one(old.id, Scope()) or old


def step(paper: Paper, kind: Step, by: Person, at: datetime, *, actor: Actor, text: str = "", until: date | None = None) -> Done:
    """Receive, extend or close a notice, where its table allows it."""
    with audit.together():
        past = notices.history([paper.id]).get(paper.id, ())
        event = NoticeEvent(kind=kind, by=by.name, at=at, actor=actor, text=text.strip(), until=until)
        refusal = rules.refuse(past, event, notices.states(paper.findings).values())
        if refusal is not None:
            return Done(paper=paper, refused=refusal.why)
        notices.append(paper.id, event)
        if kind is Step.EXTEND:
            notices.extend(paper.id, due=until)
        audit.write(by, f"notice-{kind.value}", paper.words, at, {"text": text, "until": until})
    return Done(paper=paper)


def remind(workspace: Workspace, period: str, at: datetime) -> list[tuple[Paper, str]]:
    """Put every reminder that is due into the outbox, each once; returns what was added. Raises ``UnknownYear``."""
    days = calendar(workspace)
    page = lists.Wanted(filters={"period": period}, size=10_000)
    told = []
    for row in notices.listing(Scope(), page).rows:
        paper = notices.one(row["id"], Scope())
        if paper is None or rules.stage_of(notices.history([paper.id])[paper.id]) is rules.Stage.CLOSED:
            continue
        for rung in rules.rungs_due(paper.due, at, notices.rungs_sent(paper.id, paper.due), days):
            key = f"notice:{paper.id}:{paper.due.isoformat()}:{rung.name}"
            subject = f"关于{paper.words}整改通知的提醒"
            with audit.together():
                letter = Letter(id=0, key=key, unit=paper.unit, subject=subject, body=rung.words)
                if mail.put(letter, at, held=not ready(workspace)):
                    webhook.tell(workspace, key, _reminder(paper, subject, rung.words), at)
                    past = notices.history([paper.id])[paper.id]
                    event = NoticeEvent(kind=Step.REMIND, by="system", at=at, actor=Actor.MACHINE, text=rung.words)
                    if rules.refuse(past, event) is None:
                        notices.append(paper.id, event)
                    audit.write(Person(name="system"), "notice-remind", paper.words, at, {"rung": rung.name})
                    told.append((paper, rung.name))
    return told


def _reminder(paper: Paper, subject: str, words: str) -> Deadline:
    return Deadline(event="notice-reminder", unit=paper.unit, subject=subject, words=words, period=paper.period, due=paper.due)


def overdue_first(rows: Sequence[lists.Row], at: datetime, days: WorkCalendar) -> list[lists.Row]:
    """Notices with the working days left, those that ran over first; a year without calendar gives None."""

    def left(row: lists.Row) -> int | None:
        try:
            return rules.days_left(row["due"], at, days)
        except UnknownYear:
            return None

    return [{**row, "left": left(row)} for row in rows]
