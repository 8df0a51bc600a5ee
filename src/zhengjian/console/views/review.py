"""The review queue: one finding in front, the others beside it, decisions by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk, excerpt
from zhengjian.ledger import decisions, lists, users
from zhengjian.service import exceptions, kin, review
from zhengjian.workflow.review import Kind

FILTERS = ("check", "unit", "kind", "state", "target")
DECISIONS = {"confirm": Kind.CONFIRM, "dismiss": Kind.DISMISS, "look-again": Kind.LOOK_AGAIN, "undo": Kind.UNDO}
SECOND = "second"  # vetoes that one person has confirmed and another has still to look at
REASONS = ("机器误判：页面实际正常", "内容已豁免或有报备", "因系统故障短时异常", "与其他问题重复")


@require_safe
def queue(request: HttpRequest, period: str) -> HttpResponse:
    """What waits for a decision, vetoes first."""
    scope = desk.scope(request)
    asked = desk.wanted(request, *FILTERS, size=60)
    if not asked.filters["state"]:
        asked = replace(asked, filters={**asked.filters, "state": "hit"})
    second = asked.filters["state"] == SECOND
    narrowed = {**asked.filters, "state": "confirmed", "severity": "0", "counts": "no"} if second else asked.filters
    page = lists.findings(period, scope, replace(asked, filters=narrowed))
    chosen = request.GET.get("at", "")
    front = next((row for row in page.rows if row["finding_id"] == chosen), None) or (page.rows[0] if page.rows else None)
    history = decisions.histories([front["finding_id"]]).get(front["finding_id"], ()) if front else ()
    return render(
        request,
        "_queue.html" if request.headers.get("HX-Request") else "review.html",
        {
            "page": page,
            "asked": asked,
            "query": urlencode(
                {name: value for name, value in asked.filters.items() if value} | ({"page": page.page} if page.page > 1 else {})
            ),
            "front": front,
            "unit_names": lists.unit_names(),
            "history": history,
            "people": users.called(event.by for event in history) if history else {},
            "evidence": excerpt.of_finding(desk.workspace(), front) if front else (),
            "rule": desk.rule(front["check_name"], period) if front else None,
            "about": desk.about(front["check_name"]) if front else None,
            "checks": [(row["check_name"], desk.check_title(row["check_name"]), row["n"]) for row in lists.waiting_checks(period, scope)],
            "reasons": REASONS,
            "kin": kin.kin(desk.workspace(), front, scope) if front else (),
            "teachable": front is not None and front["check_name"] in exceptions.TAUGHT_BY,
            "last": request.session.get("last_decided"),
        },
    )


@require_POST
def decide(request: HttpRequest, period: str) -> HttpResponse:
    """Take one decision, or the same for many findings; then show the next one."""
    kind = desk.required(DECISIONS.get(request.POST.get("decision", "")))
    ids = request.POST.getlist("finding")[:500]
    done = review.decide(
        desk.workspace(),
        ids,
        kind,
        by=desk.person(request),
        reason=request.POST.get("reason", "").strip()[:500],
        at=desk.now(),
        scope=desk.scope(request),
    )
    for why in list(dict.fromkeys(done.refused.values()))[:3]:
        messages.warning(request, why)
    if kind is Kind.DISMISS and done.decided and request.POST.get("teach") in {"sentence", "word"}:
        _teach(request, done.decided)
    if done.decided and kind is not Kind.UNDO:
        request.session["last_decided"] = list(done.decided)
    elif kind is Kind.UNDO:
        request.session.pop("last_decided", None)
    if len(ids) > 1:
        messages.info(request, f"已处理{len(done.decided)}条，未处理{len(done.refused)}条。")
    after = request.POST.get("next", "")
    back = {name: request.POST[name] for name in (*FILTERS, "page") if request.POST.get(name)}
    if kind is Kind.UNDO and done.decided:
        after = done.decided[0]
    return redirect(reverse("review", args=[period]) + "?" + urlencode({**back, "at": after}))


def _teach(request: HttpRequest, ids: Sequence[str]) -> None:
    """Take the phrases of dismissed findings over as exceptions, as far as the box under the reason asks for it."""
    given = request.POST.get("until", "").strip()
    try:
        until = date.fromisoformat(given) if given else None
    except ValueError:
        messages.warning(request, f"例外没有记下：截止日期“{given[:20]}”应为日期，如 2025-12-31。")
        return
    here = request.POST.get("where") != "everywhere"
    lesson = exceptions.Lesson(request.POST["teach"] == "sentence", here, until, request.POST.get("reason", "").strip()[:500])
    taught = exceptions.teach(desk.workspace().root, ids, lesson, desk.person(request), desk.now())
    for phrase in taught[:3]:
        messages.info(
            request,
            f"已记为例外：“{phrase}”，{'仅限本对象' if here else '所有对象'}，{f'至{until}' if until else '长期'}。下次判定起不再报。",
        )
    if not taught:
        messages.warning(request, "例外没有记下：所排除的问题没有可以认可的语句。")
