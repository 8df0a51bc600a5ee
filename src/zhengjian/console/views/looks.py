"""Second looks: what was drawn and waits for this person, and how often first decisions held."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import lists, looks
from zhengjian.service import looks as service


@require_safe
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """The first decision stays hidden until the second look is recorded, so that it cannot lead it."""
    waiting = looks.waiting(period, request.user.get_username())
    wanted = lists.Wanted(filters={"ids": ",".join(row["finding"] for row in waiting) or "none"}, size=200)
    return render(
        request,
        "looks.html",
        {
            "rows": lists.findings(period, desk.scope(request), wanted).rows,
            "agreement": looks.agreement(period),
            "percent": service.PERCENT,
        },
    )


@require_POST
def draw(request: HttpRequest, period: str) -> HttpResponse:
    """Draw anew from decisions that were not drawn yet."""
    number = service.draw(period, desk.person(request), desk.now())
    messages.info(request, f"已抽取{number}条，请由未作过该项决定的人员复看。")
    return redirect("looks", period=period)


@require_POST
def decide(request: HttpRequest, period: str) -> HttpResponse:
    """Record one second look."""
    why = service.decide(period, request.POST.get("finding", ""), request.POST.get("verdict", ""), desk.person(request), desk.now())
    if why:
        messages.warning(request, why)
    return redirect("looks", period=period)
