"""Approved outages: the list, entering and withdrawing one, and what each does to the availability visits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk, exports
from zhengjian.ledger import audit, lists, outages, users
from zhengjian.model import SHANGHAI
from zhengjian.register.entries import Outage
from zhengjian.service import outages as service

FILTERS = ("standing",)
STANDINGS = {"now": "停机中", "coming": "未开始", "over": "已结束", "withdrawn": "已撤回"}
TONES = {"now": "wait", "coming": "info", "over": "", "withdrawn": ""}
FIELDS = ("site_id", "start", "end", "reason", "approved_by")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The list, filtered, sorted and paged in the database; the office enters one below it."""
    return _listing(request, {}, "")


def _listing(request: HttpRequest, typed: dict[str, str], refused: str) -> HttpResponse:
    asked, at = desk.wanted(request, *FILTERS), desk.now()
    page = outages.listing(asked, at)
    names = lists.target_names([("site", row["site_id"]) for row in page.rows])
    return render(
        request,
        "outages.html",
        {
            "page": page,
            "rows": [_shown(row, at, names.get(("site", row["site_id"]), "")) for row in page.rows],
            "people": users.called(row["entered_by"] for row in page.rows),
            "asked": asked,
            "standings": STANDINGS,
            "typed": typed,
            "refused": refused,
            "longest": service.LONGEST.days,
            "export": "/outages",
        },
        status=422 if refused else 200,
    )


def _shown(row: dict[str, Any], at: datetime, name: str) -> dict[str, Any]:
    standing = outages.standing(row, at)
    late = row["entered"] is not None and row["entered"] > row["start"]
    return {**row, "name": name, "standing": STANDINGS[standing], "tone": TONES[standing], "late": late}


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter one; what cannot be taken is told, and what was typed stays in the form."""
    typed = {name: request.POST.get(name, "").strip()[:500] for name in FIELDS}
    try:
        start, end = (_moment(typed[name]) for name in ("start", "end"))
    except ValueError:
        return _listing(request, typed, "起、止应为日期和时间，如 2025-06-20 22:00")
    outage = Outage(site_id=typed["site_id"], start=start, end=end, reason=typed["reason"], approved_by=typed["approved_by"][:200])
    refused = service.enter(outage, desk.person(request), desk.now())
    if refused:
        return _listing(request, typed, refused)
    messages.success(request, f"已登记 {outage.site_id} 的停机报备；下次判定起，该时段内的监测访问不计入打不开的比例。")
    return redirect("outages")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@require_safe
def one(request: HttpRequest, outage_id: int) -> HttpResponse:
    """One outage, who entered and withdrew it, and the visits it excuses."""
    row = desk.required(outages.one(outage_id))
    outage = Outage(**{name: row[name] for name in FIELDS})
    name = lists.target_names([("site", outage.site_id)]).get(("site", outage.site_id), "")
    effect = service.effect(desk.workspace(), outage)
    people = users.called((row["entered_by"], row["withdrawn_by"]))
    return render(request, "outage.html", {"row": _shown(row, desk.now(), name), "effect": effect, "people": people})


@require_POST
def withdraw(request: HttpRequest, outage_id: int) -> HttpResponse:
    """Withdraw one, with the reason."""
    desk.required(outages.one(outage_id))
    refused = service.withdraw(outage_id, desk.person(request), desk.now(), request.POST.get("reason", ""))
    if refused:
        messages.warning(request, refused)
    else:
        messages.success(request, "已撤回；下次判定起，该时段内的监测访问照常计入。")
    return redirect("outage", outage_id)


@require_safe
def export(request: HttpRequest, format_: str) -> HttpResponse:
    """The list as a file; its first columns are those that ``zhengjian outages import`` takes."""
    at = desk.now()
    page = outages.listing(desk.wanted(request, *FILTERS, size=exports.MOST_ROWS), at)
    heads = ["网站标识码", "起", "止", "原因", "批准人", "状态", "登记人", "登记时间", "撤回人", "撤回时间", "撤回理由"]
    lines = (
        [
            row["site_id"], row["start"], row["end"], row["reason"], row["approved_by"], STANDINGS[outages.standing(row, at)],
            row["entered_by"], row["entered"], row["withdrawn_by"], row["withdrawn"], row["withdrawn_why"],
        ]
        for row in page.rows
    )  # fmt: skip
    audit.write(desk.person(request), "export", "停机报备", at, {"rows": len(page.rows), "query": request.GET.urlencode()[:500]})
    return exports.table("停机报备", heads, lines, format_)
