"""Over the whole: cities side by side, the trend, the register's changes, the health of an inspection, a draft to check."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhengjian.console import desk
from zhengjian.ledger import history, lists
from zhengjian.register.shapes import REGISTER
from zhengjian.service import Stop, looking, single

LARGEST_DRAFT = 10 * 1024 * 1024
RESULTS = ("passed", "failed", "inconclusive")


@require_safe
def cities(request: HttpRequest, period: str) -> HttpResponse:
    """Every city and department with everything below it: sites, accounts, results, findings."""
    book = desk.rulebook()
    results = lists.by_unit(period, book.name, desk.scope(request))
    found = history.waiting_by_unit(period)
    tops = history.top_units()
    rows = [_row(top, results, found) for top in tops]
    groups = [
        {"title": title, "rows": chosen, "total": _sum(chosen)}
        for kind, title in (("市州", "市（州）"), ("省直部门", "省直部门"))
        if (chosen := [row for row in rows if row["kind"] == kind])
    ]
    return render(request, "cities.html", {"groups": groups, "trend": history.trend(book.name)})


def _row(top: dict[str, Any], results: tuple[dict[str, Any], ...], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {"code": top["code"], "name": top["name"], "kind": top["kind"]}
    for kind in ("site", "account"):
        mine = [entry for entry in results if entry["kind"] == kind and entry["unit"] in top["below"]]
        row |= {f"{kind}_{result}": sum(entry["n"] for entry in mine if entry["result"] == result) for result in RESULTS}
        row[f"{kind}_all"] = sum(entry["n"] for entry in mine)
        row[f"{kind}_decided"] = row[f"{kind}_passed"] + row[f"{kind}_failed"]
    row |= {name: sum(found[unit][name] for unit in top["below"] if unit in found) for name in ("n", "counting", "waiting")}
    return row


def _sum(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name, value in rows[0].items() if isinstance(value, int)}


@require_safe
def trend(request: HttpRequest) -> JsonResponse:
    """Results by period, for the chart; the page shows the same numbers as a table."""
    rows = history.trend(desk.rulebook().name)
    periods = sorted({row["period"] for row in rows})
    table = {(row["period"], row["kind"]): row for row in rows}
    series = {
        f"{kind}_{result}": [table.get((period, kind), {}).get(result, 0) for period in periods]
        for kind in ("site", "account")
        for result in RESULTS
    }
    return JsonResponse({"periods": periods, "series": series})


@require_safe
def cities_data(request: HttpRequest, period: str) -> JsonResponse:
    """Confirmed findings and failing targets of every city, for the map; the page shows the same numbers as a table."""
    results, found = lists.by_unit(period, desk.rulebook().name, desk.scope(request)), history.waiting_by_unit(period)
    rows = [_row(top, results, found) for top in history.top_units() if top["kind"] == "市州"]
    shown = ("code", "name", "counting", "site_failed", "account_failed")
    return JsonResponse({"rows": [{name: row[name] for name in shown} for row in rows]})


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What the register holds, and every change of it."""
    asked = desk.wanted(request, "sheet")
    page, period = history.changes(asked), next(iter(lists.periods()), "")
    return render(
        request,
        "register.html",
        {
            "counts": [(sheet, n, _list_of(sheet, period)) for sheet, n in history.counts().items()],
            "page": page,
            "rows": [{**row, "parts": _parts(row)} for row in page.rows],
            "asked": asked,
        },
    )


def _list_of(sheet: str, period: str) -> str:
    """Where the entries of a sheet are listed, once something was inspected."""
    names = {"单位": ("units", ()), "网站": ("targets", ("site",)), "栏目": ("columns", ()), "账号": ("targets", ("account",))}
    name, rest = names[sheet]
    return reverse(name, args=(period, *rest)) if period else ""


def _parts(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What differs between the entry before and after, by the headers of the office's own lists: header, before, after."""
    before, after = (json.loads(row[name]) if row[name] else {} for name in ("before", "after"))
    words = {field.key: field.header for shape in REGISTER if shape.sheet == row["sheet"] for field in shape.fields}
    keys = [key for key in words if (before.get(key) or "") != (after.get(key) or "")]
    return [(words[key], _cell(before.get(key)), _cell(after.get(key))) for key in keys]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


@require_safe
def health(request: HttpRequest, period: str) -> HttpResponse:
    """How the inspection itself went."""
    desk.required(lists.last_inspection(period))
    return render(request, "health.html", {"health": history.health(period)})


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Check a text, page or attachment before it is published; nothing of it is kept."""
    outcomes, problem, text = [], "", request.POST.get("text", "")[:200_000]
    if request.method == "POST":
        item = _item(request, text)
        if isinstance(item, str):
            problem = item
        else:
            try:
                outcomes = single.check(item, desk.rulebook(), desk.now(), aids=looking.office_aids(desk.workspace().root))
            except Stop as stop:
                problem = str(stop)
    found = [outcome for outcome in outcomes if outcome.verdict.value == "violated"]
    rest = [outcome for outcome in outcomes if outcome.verdict.value != "violated"]
    return render(
        request,
        "draft.html",
        {"problem": problem, "text": text, "url": _url(request), "found": found, "rest": rest, "checked": bool(outcomes)},
        status=422 if problem else 200,
    )


def _item(request: HttpRequest, text: str) -> single.Item | str:
    """The uploaded file, else the pasted text; one sentence when there is neither or it is too big."""
    upload = request.FILES.get("file")
    if upload is not None and (upload.size or 0) > LARGEST_DRAFT:
        return "文件超过10MB，请压缩或拆分后再检查。"
    if upload is not None:
        return single.Item(key=upload.name or "文件", body=upload.read(), name=upload.name or "", url=_url(request))
    if not text.strip():
        return "请粘贴文字，或选择一个文件。"
    return single.Item.of_text("文字", text, _url(request), "draft.html" if text.lstrip()[:1] == "<" else "")


def _url(request: HttpRequest) -> str:
    return request.POST.get("url", "").strip()[:2000]
