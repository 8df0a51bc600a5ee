"""Citizens' error reports (找错): the list with its rate, one report, and what may be done with it."""

from __future__ import annotations

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhengjian.console import desk
from zhengjian.facts.messages import Timeliness
from zhengjian.ledger import audit, lists, reports, users
from zhengjian.model import Period
from zhengjian.service import messages as service
from zhengjian.service.review import actor_of
from zhengjian.workflow import reports as rules
from zhengjian.workflow.reports import ReportStep
from zhengjian.workflow.rights import Role

KINDS = ("内容不准确", "内容无法访问", "链接失效", "更新不及时", "其他")


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """Reports of the period with the clock; the office enters one that came by telephone."""
    if request.method == "POST":
        return _enter(request, period)
    asked = desk.wanted(request, "standing", "status", "site")
    run = lists.last_inspection(period)
    as_of = run["as_of"] if run else desk.now()
    found = service.clocked(desk.workspace(), reports.of_period(Period.parse(period), desk.scope(request)), as_of, desk.rulebook())
    rates = service.rates(found)
    chosen = [
        one
        for one in found
        if (not asked.filters["standing"] or one.standing.value == asked.filters["standing"])
        and (not asked.filters["status"] or (one.message.status or rules.WAITING) == asked.filters["status"])
        and (not asked.filters["site"] or one.message.site_id == asked.filters["site"])
        and (not asked.words or asked.words in one.message.message_id or asked.words in one.message.kind)
    ]
    chosen.sort(key=lambda one: (one.standing is not Timeliness.LATE, one.due is None, one.due))
    pages = max(1, -(-len(chosen) // asked.size))
    number = min(asked.page, pages)
    start = (number - 1) * asked.size
    page = lists.Slice(
        tuple({"one": one} for one in chosen[start : start + asked.size]), len(chosen), number, pages, start + 1 if chosen else 0
    )
    return render(
        request,
        "reports.html",
        {
            "page": page,
            "asked": asked,
            "rates": rates,
            "late": rates.counted - rates.in_time,
            "all": len(found),
            "sites": reports.sites([row["one"].message for row in page.rows]),
            "standings": [standing.value for standing in Timeliness],
            "statuses": (rules.WAITING, rules.WORKING, rules.DONE, rules.INVALID),
            "kinds": KINDS,
            "as_of": as_of,
            "days": service.days_allowed(desk.rulebook()),
            "enters": desk.role(request) is Role.OFFICE,
        },
    )


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
    actor, history = actor_of(desk.role(request)), reports.history(message_id)
    steps = [
        (step.value, rules.STEP_NAMES[step])
        for (status, step), (_, actors) in rules.TABLE.items()
        if status == (message.status or rules.WAITING) and actor in actors and desk.role(request) is not Role.REVIEWER
    ]
    return render(
        request,
        "report.html",
        {
            "message": message,
            "clock": service.clocked(desk.workspace(), [message], desk.now(), desk.rulebook())[0],
            "site": reports.sites([message]).get(message.site_id),
            "steps": steps if desk.role(request) is not Role.LEADER else [],
            "beside": reports.beside(message),
            "history": history,
            "people": users.called(event.by for event in history) if history else {},
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
    why = service.act(
        message_id, ReportStep(step), desk.person(request), desk.now(), text=request.POST.get("text", "")[:4000], scope=desk.scope(request)
    )
    if why:
        told.warning(request, why)
    else:
        told.success(request, f"已{rules.STEP_NAMES[ReportStep(step)]}。")
    return redirect("message", message_id=message_id)


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
