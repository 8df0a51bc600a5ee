"""Second looks: what was drawn and waits for this person, and how often first decisions held."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import lists, looks, page_looks
from zhengjian.score import is_for
from zhengjian.service import looks as service
from zhengjian.service import page_looks as pages


@require_safe
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """The first decision stays hidden until the second look is recorded, so that it cannot lead it."""
    agreement = looks.agreement(period)
    waiting = looks.waiting(period, request.user.get_username())
    wanted = lists.Wanted(filters={"ids": ",".join(row["finding"] for row in waiting) or "none"}, size=200)
    return render(
        request,
        "looks.html",
        {
            "rows": lists.findings(period, desk.scope(request), wanted).rows,
            "agreement": agreement,
            "percent": service.PERCENT,
            "total": _total(agreement),
            "precision": page_looks.precision(period),
            "pages": page_looks.waiting(period),
            "misses": page_looks.misses(period),
            "checks": [(name, desk.check_title(name)) for name in desk.rulebook().check if is_for(name, "site")],
            "page_number": pages.PAGES,
        },
    )


def _total(rows: Sequence[lists.Row]) -> dict[str, int]:
    names = ("drawn_n", "looked", "agreed", "confirmed", "confirmed_held", "dismissed", "dismissed_held")
    return {name: sum(row[name] for row in rows) for name in names}


@require_POST
def draw_pages(request: HttpRequest, period: str) -> HttpResponse:
    """Draw pages on which nothing was found."""
    number = pages.draw(desk.workspace(), period, desk.person(request), desk.now())
    messages.info(request, f"已抽取{number}个没有发现问题的页面。" if number else "没有可抽取的页面：本期没有存档的网页，或都已抽过。")
    return redirect("looks", period=period)


@require_POST
def decide_page(request: HttpRequest, period: str) -> HttpResponse:
    """Record one look at a clean page."""
    asked = {name: request.POST.get(name, "") for name in ("page", "missed", "note")}
    id_ = int(asked["page"]) if asked["page"].isascii() and asked["page"].isdigit() and len(asked["page"]) < 12 else 0
    why = pages.decide(period, id_, asked["missed"], asked["note"], by=desk.person(request), at=desk.now())
    if why:
        messages.warning(request, why)
    return redirect("looks", period=period)


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
