"""Sites and accounts: the list, and everything about one of them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.checks.base import verdict_of_counts
from zhengjian.console import desk
from zhengjian.ledger import lists
from zhengjian.model import Score, decode
from zhengjian.service.pictures import has_place

SITE_KINDS = ("省级门户", "省直部门", "市级门户", "市级部门", "县级门户")
PLATFORMS = (
    "微信公众号", "微信订阅号", "微信服务号", "新浪微博", "移动客户端", "抖音", "快手", "今日头条",
    "微信视频号", "小程序", "小红书", "哔哩哔哩", "百家号", "其他",
)  # fmt: skip
FILTERS = ("result", "unit", "kind", "status", "observed", "running", "under")
GONE = frozenset({"dismissed", "withdrawn"})
MOST_PICTURES = 3


@require_safe
def listing(request: HttpRequest, period: str, kind: str) -> HttpResponse:
    """The list, filtered, sorted and paged in the database."""
    scope, book = desk.scope(request), desk.rulebook(period)
    asked = desk.wanted(request, *FILTERS)
    names = lists.unit_names()
    page = lists.targets(kind, period, book.name, scope, asked)
    return render(
        request,
        "_targets.html" if request.headers.get("HX-Request") else "targets.html",
        {
            "kind": kind,
            "export": f"/{period}/targets/{kind}",
            "page": page,
            "asked": asked,
            "unit_names": names,
            "units": sorted(((code, name) for code, name in names.items() if scope.covers(code)), key=lambda pair: pair[0]),
            "kinds": SITE_KINDS if kind == "site" else PLATFORMS,
            "statuses": ("正常运行", "临时下线", "永久下线") if kind == "site" else ("正常", "变更中", "关停", "注销"),
        },
    )


@require_safe
def one(request: HttpRequest, period: str, kind: str, target_id: str) -> HttpResponse:
    """One target: result, where points went, outcomes, findings, columns, what was seen, history."""
    scope, book = desk.scope(request), desk.rulebook(period)
    entry = desk.required(lists.target(kind, target_id, scope))
    found = lists.findings_of(kind, target_id, period, scope)
    rounds = [{**row, "reasons": _reasons(row["reasons"])} for row in lists.rounds(kind, target_id)]
    results = lists.results(kind, target_id)
    return render(
        request,
        "target.html",
        {
            "entry": entry,
            "kind": kind,
            "findings": found,
            "pictured": [row for row in found if has_place(row) and row["state"] not in GONE][:MOST_PICTURES],
            "outcomes": [] if scope.published_only else _outcomes(lists.outcomes(kind, target_id, period, book.name), found),
            "rounds": rounds,
            "here": [row for row in rounds if row["period"] == period],
            "results": results,
            "scores": [
                {"after": row["after_recheck"], "score": decode(row["score"], Score)}
                for row in results
                if row["period"] == period and row["rulebook"] == book.name and not scope.published_only
            ],
            "columns": lists.columns(target_id, period) if kind == "site" else (),
            "book": book,
        },
    )


def _reasons(text: str) -> list[tuple[str, int]]:
    return sorted(json.loads(text or "{}").items(), key=lambda pair: -pair[1])


def _outcomes(rows: tuple[lists.Row, ...], found: tuple[lists.Row, ...]) -> list[dict[str, Any]]:
    """Outcomes with the verdict that the findings that count give (contract §4), the latest round of each check."""
    latest = {row["check_name"]: row for row in rows}
    by_check: dict[str, list[lists.Row]] = {}
    for finding in found:
        by_check.setdefault(finding["check_name"], []).append(finding)
    return [{**row, **_recounted(row, by_check.get(name, []))} for name, row in latest.items()]


def _recounted(row: lists.Row, found: list[lists.Row]) -> dict[str, Any]:
    counting = sum(finding["counts"] for finding in found)
    undecided = sum(not finding["counts"] and finding["state"] not in GONE for finding in found)
    verdict = row["verdict"]
    if verdict == "violated":
        recounted = verdict_of_counts(counting, undecided + row["unseen"], row["limit"]).value
        verdict = {"violated": "violated", "unknown": "waiting", "met": "cleared"}[recounted]
    return {"shown": verdict, "found": len(found), "counting": counting}
