"""Notices and what follows: issue, receive, answer with files, object, rule, waive, re-check, close."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import lists, notices, users
from zhengjian.ledger.notices import NewFile, Paper
from zhengjian.model import Target
from zhengjian.service import attachments, cases, documents, rechecking
from zhengjian.service import notices as service
from zhengjian.service.review import actor_of
from zhengjian.workflow import notices as rules
from zhengjian.workflow.notices import STAGE_NAMES, Stage, Step
from zhengjian.workflow.review import Kind
from zhengjian.workflow.rights import Action, Scope, may
from zhengjian.workflow.working_days import UnknownYear

UNIT_ACTS = {"answer": Kind.ANSWER, "object": Kind.OBJECT}
OFFICE_ACTS = {"uphold": Kind.UPHOLD, "reject": Kind.REJECT, "waive": Kind.WAIVE, "withdraw": Kind.WITHDRAW}
STEPS = {"receive": Step.RECEIVE, "extend": Step.EXTEND, "close": Step.CLOSE}


NOTICE_FILTERS = ("stage", "late")
SORTS: dict[str, Callable[[lists.Row], Any]] = {
    "number": lambda row: (row["year"], row["number"]),
    "unit": lambda row: row["unit"],
    "issued": lambda row: row["issued"],
    "due": lambda row: row["due"],
}


@require_safe
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """Notices of a period, overdue ones first, and for the office the units that wait for one."""
    asked = desk.wanted(request, *NOTICE_FILTERS)
    names = lists.unit_names()
    return render(
        request,
        "notices.html",
        {
            "page": desk.sliced(chosen(request, period, asked, names), asked),
            "asked": asked,
            "stages": STAGE_NAMES,
            "stage_choices": [(stage.value, words) for stage, words in STAGE_NAMES.items() if stage is not Stage.NONE],
            "unit_names": names,
            "waiting": notices.waiting(period) if may(desk.role(request), Action.NOTIFY) else (),
            "export": f"/{period}/notices",
        },
    )


def chosen(request: HttpRequest, period: str, asked: lists.Wanted, names: Mapping[str, str]) -> list[lists.Row]:
    """The period's notices within the scope that a list was asked for: open before closed, the least time left first."""
    found = notices.listing(desk.scope(request), lists.Wanted(filters={"period": period}, size=10_000)).rows
    progress, histories = notices.progress(found), notices.history([row["id"] for row in found])
    rows = [
        {**row, "stage": rules.stage_of(histories[row["id"]]), "progress": progress[row["id"]], "settled": _settled(progress[row["id"]])}
        for row in service.overdue_first(found, desk.now(), service.calendar(desk.workspace()))
    ]
    rows = [
        {**row, "late": row["stage"] is not Stage.CLOSED and row["left"] is not None and row["left"] < 0}
        for row in rows
        if asked.filters["stage"] in {"", row["stage"].value} and asked.words in f"{names.get(row['unit'], '')}{row['unit']}{row['number']}"
    ]
    rows = [row for row in rows if row["late"] or not asked.filters["late"]]
    rows.sort(key=lambda row: (row["stage"] is Stage.CLOSED, row["left"] if row["left"] is not None else 10_000))
    by = SORTS.get(asked.sort.removeprefix("-"))
    return sorted(rows, key=by, reverse=asked.sort.startswith("-")) if by else rows


def _settled(progress: dict[str, int]) -> int:
    return sum(progress.get(state.value, 0) for state in rules.SETTLED)


@require_POST
def issue(request: HttpRequest, period: str) -> HttpResponse:
    """Issue or supplement one unit's notice."""
    done = service.issue(desk.workspace(), period, request.POST.get("unit", ""), desk.person(request), desk.now())
    if done.paper is None:
        messages.warning(request, done.refused)
        return redirect("notices", period=period)
    messages.success(request, f"已发出整改通知{done.paper.words}，共{len(done.paper.findings)}条问题。")
    return redirect("notice", notice_id=done.paper.id)


def _paper(request: HttpRequest, notice_id: int) -> Paper:
    paper: Paper = desk.required(notices.one(notice_id, desk.scope(request)))
    return paper


@require_safe
def one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice: its findings with their states, what may be done next, files, history."""
    paper, scope = _paper(request, notice_id), desk.scope(request)
    mine = scope.targets is None
    wanted = lists.Wanted(filters={"ids": ",".join(paper.findings)}, size=1000)
    rows = lists.findings(paper.period, scope if not mine else Scope(), wanted).rows if paper.findings else ()
    repeated = notices.repeated(paper.period, [row["target"] for row in rows])
    history = notices.history([paper.id]).get(paper.id, ())
    try:
        left: int | None = rules.days_left(paper.due, desk.now(), service.calendar(desk.workspace()))
    except UnknownYear:
        left = None
    return render(
        request,
        "notice.html",
        {
            "paper": paper,
            "rows": [{**row, "repeated": (row["target"], row["check_name"]) in repeated} for row in rows],
            "history": history,
            "people": users.called(event.by for event in history),
            "steps": rules.STEP_NAMES,
            "stage": rules.stage_of(history),
            "stage_name": STAGE_NAMES[rules.stage_of(history)],
            "left": left,
            "files": notices.files(paper.id),
            "documents": notices.documents(paper.id),
            "unit_name": lists.unit_full_name(paper.unit),
            "period": paper.period,
            "rectified": any(row["state"] == "rectified" for row in rows),
        },
    )


@require_POST
def step(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Receive (the unit), extend or close (the office)."""
    paper = _paper(request, notice_id)
    kind = desk.required(STEPS.get(request.POST.get("step", "")))
    actor = actor_of(desk.role(request))
    done = service.step(
        paper, kind, desk.person(request), desk.now(), actor=actor, text=request.POST.get("text", ""), until=_day(request.POST.get("until"))
    )
    if done.refused:
        messages.warning(request, done.refused)
    return redirect("notice", notice_id=notice_id)


@require_POST
def unit_act(request: HttpRequest, notice_id: int) -> HttpResponse:
    """A unit's answer or objection, with files."""
    return _act(request, notice_id, UNIT_ACTS)


@require_POST
def office_act(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The office's ruling, waiver or withdrawal."""
    return _act(request, notice_id, OFFICE_ACTS)


def _act(request: HttpRequest, notice_id: int, known: dict[str, Kind]) -> HttpResponse:
    paper, scope = _paper(request, notice_id), desk.scope(request)
    kind = desk.required(known.get(request.POST.get("act", "")))
    asked = request.POST.getlist("finding")[:500]
    mine = [id_ for id_ in asked if scope.targets is None or lists.finding(id_, scope) is not None]
    files = _files(request)
    if files is None:
        return redirect("notice", notice_id=notice_id)
    before = _results(paper, mine)
    given = cases.Act(
        kind=kind,
        by=desk.person(request),
        at=desk.now(),
        reason=request.POST.get("reason", "")[:2000],
        until=_day(request.POST.get("until")),
        files=files,
    )
    done = cases.act(desk.workspace(), paper, mine, given)
    for why in list(dict.fromkeys(done.refused.values()))[:3]:
        messages.warning(request, why)
    if done.decided:
        messages.success(request, f"已办理{len(done.decided)}条。{_changed(before, _results(paper, mine))}")
    return redirect("notice", notice_id=notice_id)


def _files(request: HttpRequest) -> tuple[NewFile, ...] | None:
    kept: list[NewFile] = []
    for upload in request.FILES.getlist("files")[: attachments.MOST_FILES]:
        if (upload.size or 0) > attachments.LARGEST:
            messages.warning(request, f"“{upload.name}”未接收：超过{attachments.LARGEST // 1048576}MB的上限")
            return None
        result = attachments.keep(desk.workspace(), upload.name or "", upload.read())
        if isinstance(result, str):
            messages.warning(request, result)
            return None
        kept.append(result)
    return tuple(kept)


def _results(paper: Paper, ids: list[str]) -> dict[str, tuple[str, Any]]:
    return lists.results_of_findings(paper.period, desk.rulebook().name, ids)


def _changed(before: dict[str, tuple[str, Any]], after: dict[str, tuple[str, Any]]) -> str:
    words = {"passed": "合格", "failed": "不合格", "inconclusive": "未结论"}
    changes = [
        f"{name}由{words[before[name][0]]}变为{words[result]}" if before[name][0] != result else f"{name}得分由{before[name][1]}变为{total}"
        for name, (result, total) in after.items()
        if name in before and before[name] != (result, total)
    ]
    return f"对结果的影响：{'；'.join(changes)}。" if changes else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@require_safe
def document(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """The notice as it was last issued, as DOCX."""
    paper = _paper(request, notice_id)
    issued = {one.kind: one for one in documents.latest(desk.workspace(), paper, desk.now())}
    return _issued(request, paper, issued["docx"])


@require_safe
def edition(request: HttpRequest, notice_id: int, edition: int, sheet: str) -> HttpResponseBase:
    """One edition of the notice, as DOCX or PDF, byte for byte as it was issued."""
    paper = _paper(request, notice_id)
    found = (one for one in notices.documents(paper.id) if (one.edition, one.kind) == (edition, sheet))
    return _issued(request, paper, desk.required(next(found, None)))


def _issued(request: HttpRequest, paper: Paper, one: notices.Document) -> HttpResponseBase:
    data = documents.stored(desk.workspace(), one.sha256)
    if data is None:
        messages.error(request, "该文件缺失或与发出时的摘要不符，未予下载；请从备份恢复工作目录的 notices 文件夹")
        return redirect("notice", notice_id=paper.id)
    name = f"整改通知{paper.words}" + (f"（第{one.edition}次印发）" if one.edition > 1 else "")
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{name}.{one.kind}", content_type="application/octet-stream")


@require_safe
def file(request: HttpRequest, file_id: int) -> FileResponse:
    """A file that a unit handed in, as a download only."""
    found = desk.required(notices.file(file_id, desk.scope(request)))
    path = attachments.place(desk.workspace(), found["sha256"])
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found["name"], content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_POST
def recheck(request: HttpRequest, period: str) -> HttpResponse:
    """Apply finished re-checks: close what is mended, reopen what is not, leave what was not seen."""
    decided = cases.apply_rechecks(desk.workspace(), period, desk.now())
    lapsed = cases.lapse_waivers(desk.workspace(), period, desk.now())
    closed = sum(kind is Kind.CLOSE for kind in decided.values())
    messages.info(request, f"按复查结果：销号{closed}条，退回{len(decided) - closed}条；豁免到期{len(lapsed)}条。未看到的保持原状。")
    return redirect("notices", period=period)


@require_POST
def remind(request: HttpRequest, period: str) -> HttpResponse:
    """Record every reminder that is due, each once, however often this is pressed."""
    try:
        told = service.remind(desk.workspace(), period, desk.now())
    except UnknownYear as error:
        messages.warning(request, str(error))
    else:
        messages.info(request, f"已催办{len(told)}份通知。" if told else "目前没有需要催办的通知。")
    return redirect("notices", period=period)


@require_POST
def look_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Start a re-check of the targets that a notice's answered findings are against."""
    paper, scope = _paper(request, notice_id), desk.scope(request)
    answered = lists.findings(paper.period, scope, lists.Wanted(filters={"ids": ",".join(paper.findings), "state": "rectified"}, size=1000))
    targets = [Target(kind=row["kind"], id=row["target"]) for row in answered.rows]
    why = rechecking.start(desk.workspace(), paper.period, targets, desk.person(request), desk.now(), scope=scope)
    if why:
        messages.warning(request, why)
    else:
        messages.success(request, "已开始复查，完成后自动销号或退回；请稍后刷新本页。")
    return redirect("notice", notice_id=notice_id)
