"""Citizens' error reports (找错): the list with its rate, one report, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, datetime

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhengjian.console import desk
from zhengjian.facts.messages import Timeliness
from zhengjian.facts.replies import signs
from zhengjian.ledger import audit, history, lists, reports, users
from zhengjian.model import Period
from zhengjian.service import messages as service
from zhengjian.service.review import actor_of
from zhengjian.workflow import reports as rules
from zhengjian.workflow.reports import ReportStep
from zhengjian.workflow.review import Actor
from zhengjian.workflow.rights import UNITS, Role

FILTERS = ("standing", "status", "site", "kind", "month", "under", "missed")
SORTS: dict[str, Callable[[service.Clocked], str]] = {
    "id": lambda one: one.message.message_id,
    "site": lambda one: one.message.site_id,
    "kind": lambda one: one.message.kind,
    "received": lambda one: str(one.message.received or ""),
    "due": lambda one: str(one.due or ""),
    "status": lambda one: one.message.status or rules.WAITING,
    "standing": lambda one: one.standing.value,
}
NO_KIND = "（未填类型）"
APART = frozenset({ReportStep.EXTEND, ReportStep.RATE, ReportStep.MISSED})
"""Steps with a form of their own."""
INSIDE = frozenset({ReportStep.RATE.value, ReportStep.MISSED.value})
"""Steps that are the office's own notes: units do not see them."""
KINDS = ("内容不准确", "内容无法访问", "链接失效", "更新不及时", "其他")


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """Reports of the period with the clock; the office enters one that came by telephone."""
    if request.method == "POST":
        return _enter(request, period)
    asked = desk.wanted(request, *FILTERS)
    found, as_of = clocked(request, period)
    rates, missed = service.rates(found), missed_seen(request)
    chosen = chosen_of(found, asked, missed)
    page = desk.sliced([{"one": one} for one in chosen], asked)
    return render(
        request,
        "reports.html",
        {
            "page": page,
            "asked": asked,
            "export": f"/{period}/reports",
            "rates": rates,
            "missed": sum(one.message.message_id in missed for one in found),
            "sites": reports.sites([row["one"].message for row in page.rows]),
            "standings": [standing.value for standing in Timeliness],
            "statuses": (rules.WAITING, rules.WORKING, rules.DONE, rules.INVALID),
            "kinds": sorted({one.message.kind for one in found if one.message.kind}),
            "entered": KINDS,
            "as_of": as_of,
            "days": service.days_allowed(desk.rulebook()),
            "enters": desk.role(request) is Role.OFFICE,
        },
    )


def clocked(request: HttpRequest, period: str) -> tuple[list[service.Clocked], datetime]:
    """The period's reports that this person may see, with the clock at the period's moment (its last inspection, else now)."""
    run = lists.last_inspection(period)
    as_of = run["as_of"] if run else desk.now()
    return service.clocked(
        desk.workspace(), reports.of_period(Period.parse(period), desk.scope(request)), as_of, desk.rulebook(period)
    ), as_of


def missed_seen(request: HttpRequest) -> dict[str, reports.ReportEvent]:
    """Reports that the office noted as missed by the machine; its own note, so units see none."""
    return {} if desk.scope(request).published_only else reports.latest("missed")


def chosen_of(found: list[service.Clocked], asked: lists.Wanted, missed: Container[str]) -> list[service.Clocked]:
    """The reports that a list was asked for: overdue ones first, then by their last instant."""
    below = history.below(asked.filters["under"]) if asked.filters["under"] else frozenset()
    units = {id_: unit for id_, (_, unit) in reports.sites([one.message for one in found]).items()} if below else {}

    def wanted(one: service.Clocked) -> bool:
        message, asks = one.message, asked.filters
        started = message.forwarded or message.received
        return (
            asks["standing"] in {"", one.standing.value}
            and asks["status"] in {"", message.status or rules.WAITING}
            and asks["site"] in {"", message.site_id}
            and asks["kind"] in {"", message.kind or NO_KIND}
            and (not asks["month"] or (started is not None and f"{started:%Y-%m}" == asks["month"]))
            and (not below or units.get(message.site_id) in below)
            and (not asks["missed"] or message.message_id in missed)
            and (not asked.words or asked.words in message.message_id or asked.words in message.kind)
        )

    chosen = sorted(filter(wanted, found), key=lambda one: (one.standing is not Timeliness.LATE, one.due is None, one.due))
    by = SORTS.get(asked.sort.removeprefix("-"))
    return sorted(chosen, key=by, reverse=asked.sort.startswith("-")) if by else chosen


def _enter(request: HttpRequest, period: str) -> HttpResponse:
    desk.required(desk.role(request) if desk.role(request) is Role.OFFICE else None)
    given = {name: request.POST.get(name, "").strip()[:2000] for name in ("site_id", "url", "kind", "content")}
    id_ = service.enter(desk.person(request), given, desk.now()) if given["content"] else ""
    if id_:
        told.success(request, f"已登记，留言编号 {id_}。")
        return redirect("message", message_id=id_)
    told.warning(request, "没有登记：须写明内容，并给出名录中的网站标识码，或该网站的网址。")
    return redirect("messages", period=period)


@require_safe
def one(request: HttpRequest, message_id: str) -> HttpResponse:
    """One report: text with personal data masked, the clock, duplicates, our own findings there, history."""
    return _page(request, message_id)


def _page(request: HttpRequest, message_id: str, *, raw: bool = False) -> HttpResponse:
    message = desk.required(reports.one(message_id, desk.scope(request)))
    actor = actor_of(desk.role(request))
    steps_taken = tuple(event for event in reports.history(message_id) if actor is not Actor.UNIT or event.kind not in INSIDE)
    steps = [
        (step.value, rules.STEP_NAMES[step])
        for (status, step), (_, actors) in rules.TABLE.items()
        if status == (message.status or rules.WAITING) and actor in actors and desk.role(request) in {Role.OFFICE, *UNITS}
    ]
    apart = {step: words for step, words in steps if step in APART and not (step == ReportStep.EXTEND and message.until)}
    return render(
        request,
        "report.html",
        {
            "message": message,
            "clock": service.clocked(desk.workspace(), [message], desk.now(), desk.rulebook())[0],
            "site": reports.sites([message]).get(message.site_id),
            "steps": [(step, words) for step, words in steps if step not in APART],
            "apart": apart,
            "grades": rules.GRADES,
            "signs": signs(message.answer) if message.answer and actor is Actor.OFFICE else (),
            "beside": reports.beside(message),
            "history": steps_taken,
            "people": users.called(event.by for event in steps_taken),
            "step_names": {step.value: words for step, words in rules.STEP_NAMES.items()},
            "raw": raw,
        },
    )


@require_POST
def act(request: HttpRequest, message_id: str) -> HttpResponse:
    """One step with a report."""
    desk.required(reports.one(message_id, desk.scope(request)))
    step = request.POST.get("step", "")
    desk.required(step if step in set(ReportStep) else None)
    text = " ".join(request.POST.get(name, "").strip()[:4000] for name in ("grade", "text")).strip()
    asked = service.Asked(step=ReportStep(step), text=text, until=_day(request.POST.get("until", "")))
    why = service.act(
        desk.workspace(), message_id, asked, desk.person(request), desk.now(), scope=desk.scope(request), rulebook=desk.rulebook()
    )
    if why:
        told.warning(request, why)
    else:
        told.success(request, f"已{rules.STEP_NAMES[asked.step]}。")
    return redirect("message", message_id=message_id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@require_POST
def unmask(request: HttpRequest, message_id: str) -> HttpResponse:
    """Show a report's text without masks, once, for a reason that the audit log keeps."""
    desk.required(reports.one(message_id, desk.scope(request)))
    reason = request.POST.get("reason", "").strip()
    if not reason:
        told.warning(request, "查看未遮盖内容须写明理由，理由将记入审计日志。")
        return redirect("message", message_id=message_id)
    audit.write(desk.person(request), "unmask", message_id, desk.now(), {"reason": reason})
    return _page(request, message_id, raw=True)
