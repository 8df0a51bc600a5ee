"""Columns of all sites: the list, a person's word on their kind, and what will pass its limit soon."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk
from zhengjian.facts.kinds import KINDS, SURE
from zhengjian.ledger import audit, columns, lists, register
from zhengjian.model import SHANGHAI
from zhengjian.service import due as forecast
from zhengjian.service import kinds

FILTERS = ("state", "kind", "site", "unsure", "register")
STATES = {"fresh": "正常", "near-stale": "临近期限", "stale": "超期", "blank": "空白", "unknown": "未结论", "exempt": "豁免"}
DIFFERENCES = {"missing": "登记而未找到", "unlisted": "找到而未登记"}
DAYS = (3, 7, 15, 30)


@require_safe
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """The list, filtered, sorted and paged in the database."""
    scope, asked = desk.scope(request), desk.wanted(request, *FILTERS)
    desk.required(lists.last_inspection(period))
    part = bool(request.headers.get("HX-Request"))
    numbers = {} if part else columns.counts(period, scope)
    return render(
        request,
        "_columns.html" if part else "columns.html",
        {
            "page": columns.listing(period, scope, asked),
            "export": f"/{period}/columns",
            "asked": asked,
            "states": STATES,
            "kinds": KINDS,
            "differences": DIFFERENCES,
            "counts": [(name, words, numbers[name]) for name, words in STATES.items() if name in numbers],
            "sure": str(SURE),
        },
    )


@require_POST
def correct(request: HttpRequest, period: str) -> HttpResponse:
    """A person says the kind of one column; it is registered, and the next judging follows it."""
    site_id, url = request.POST.get("site", ""), request.POST.get("url", "")
    column = desk.required(columns.one(period, site_id, url, desk.scope(request)))
    kind, person, at = request.POST.get("kind", ""), desk.person(request), desk.now()
    with audit.together():
        why = kinds.correct(site_id, column["name"], url, kind, by=person.name, at=at, why=request.POST.get("why", ""))
        if not why:
            audit.write(person, "correct-kind", site_id, at, {"column": column["name"], "url": url, "kind": kind})
    if why:
        messages.warning(request, why)
    else:
        messages.info(request, f"已将“{column['name']}”登记为“{request.POST['kind']}”，下次判定起采用。")
    return redirect(f"{reverse('columns', args=[period])}?site={site_id}")


@require_safe
def due(request: HttpRequest, period: str) -> HttpResponse:
    """Which columns pass their limit within some days of the latest inspection, unit by unit, and the same as a letter."""
    run = desk.required(lists.last_inspection(period))
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(number) for number in DAYS} else DAYS[1]
    listed = register.load()
    at = run["as_of"].astimezone(SHANGHAI)
    found = forecast.due_among(
        columns.lines(period, desk.scope(request)),
        {site.site_id: site for site in listed.sites},
        {unit.code: unit for unit in listed.units},
        at,
        days,
    )
    units: dict[str, list[forecast.DueColumn]] = {}
    for entry in found:
        units.setdefault(entry.unit_name or entry.site, []).append(entry)
    sites = len({entry.site_id for entry in found})
    context = {"units": units, "found": found, "sites": sites, "at": at, "days": days, "choices": DAYS}
    return render(request, "due.html", {**context, "letter": forecast.letter(found, at, days)})
