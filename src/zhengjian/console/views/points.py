"""Where the points of one target went: each deduction with its rule, its findings, and the evidence of each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk
from zhengjian.ledger import lists
from zhengjian.ledger.lists import Row
from zhengjian.model import Score, decode
from zhengjian.rulebook import Rulebook

SHOWN = 30
"""Findings of one check that stand on the page; the rest are in the list."""


@require_safe
def page(request: HttpRequest, period: str, kind: str, target_id: str) -> HttpResponse:
    """The score sheet; a unit sees what it was notified of, without totals, which are drafts until the bulletin."""
    scope, book = desk.scope(request), desk.rulebook(period)
    entry = desk.required(lists.target(kind, target_id, scope))
    found = _by_check(lists.findings_of(kind, target_id, period, scope))
    results = () if scope.published_only else lists.results(kind, target_id)
    mine = [row for row in results if row["period"] == period]
    sheets = [_sheet(decode(row["score"], Score), row["after_recheck"], found, book) for row in mine if row["rulebook"] == book.name]
    outcomes = () if scope.published_only else lists.outcomes(kind, target_id, period, book.name)
    unknown = {row["check_name"]: row["why"] for row in outcomes if row["verdict"] == "unknown"}
    return render(
        request,
        "points.html",
        {
            "entry": entry,
            "kind": kind,
            "book": book,
            "sheets": sheets,
            "told": [_line(name, given, book) for name, given in found.items()] if scope.published_only else [],
            "shadows": [row for row in mine if row["rulebook"] != book.name],
            "unknown": [(name, why) for name, why in unknown.items() if name in book.check],
            "shown": SHOWN,
        },
    )


def _by_check(findings: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for finding in findings:
        if finding["counts"]:
            pages = [name for name in json.loads(finding["evidence"]) if name.startswith("S-")]
            grouped.setdefault(finding["check_name"], []).append({**finding, "pages": pages})
    return grouped


def _sheet(score: Score, after: bool, found: Mapping[str, list[Row]], book: Rulebook) -> dict[str, Any]:
    """One score: its vetoes, its indicator groups with their lines and caps, and how the total came about."""
    groups: dict[str, dict[str, Any]] = {}
    for line in score.lines:
        rule = book.check.get(line.check)
        name = rule.group if rule else ""
        group = groups.setdefault(name, {"name": name, "cap": book.scale.groups.get(name), "lines": []})
        counted = [finding for finding in found.get(line.check, ()) if finding["finding_id"] in line.findings]
        group["lines"].append({**_line(line.check, counted, book), "points": line.points, "cap": line.cap, "n": len(line.findings)})
    return {
        "score": score,
        "after": after,
        "vetoes": [_line(name, found.get(name, []), book) for name in score.vetoes],
        "groups": list(groups.values()),
        "unverified": any(line.unverified for line in score.lines),
    }


def _line(name: str, findings: Sequence[Row], book: Rulebook) -> dict[str, Any]:
    rule = book.check.get(name)
    return {"check": name, "rule": rule, "findings": findings[:SHOWN], "n": len(findings), "unverified": name in book.unverified}
