"""The period at a glance: figures that open their lists, how much was seen, what runs out next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhengjian.console import desk
from zhengjian.ledger import board, lists
from zhengjian.workflow.rights import Action, may


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The latest period's overview; a page that says what to do when nothing was inspected yet."""
    if not may(desk.role(request), Action.SEE_RESULTS):
        return redirect("own-account")
    found = lists.periods()
    if not found:
        return render(request, "nothing_yet.html", {"root": desk.workspace().root})
    return redirect("overview", period=found[0])


@require_safe
def overview(request: HttpRequest, period: str) -> HttpResponse:
    """Figures of one period."""
    scope, rulebook = desk.scope(request), desk.rulebook()
    run = desk.required(lists.last_inspection(period))
    figures = lists.figures(period, rulebook.name, scope)
    return render(
        request,
        "overview.html",
        {
            "run": run,
            "rulebook": rulebook,
            "sites": _kind(figures, "site"),
            "accounts": _kind(figures, "account"),
            "figures": figures,
            "seen": [{**_kind(figures, kind), "words": words} for kind, words in (("site", "政府网站"), ("account", "政务新媒体"))],
            "verdict_total": sum(figures["verdicts"].values()),
            "soon": board.running_out(period, run["as_of"], scope),
            "units": _units(figures["units"], lists.unit_names()) if figures["units"] else [],
            "auto": desk.workspace().settings.review.auto_confirm,
        },
    )


def _kind(figures: dict[str, Any], kind: str) -> dict[str, Any]:
    results: dict[str, int] = {}
    for row in figures["units"]:
        if row["kind"] == kind:
            results[row["result"]] = results.get(row["result"], 0) + row["n"]
    seen = next((row for row in figures["seen"] if row["kind"] == kind), None) or {}
    decided = results.get("passed", 0) + results.get("failed", 0)
    return {
        "kind": kind,
        "total": figures["targets"][kind],
        "passed": results.get("passed", 0),
        "failed": results.get("failed", 0),
        "inconclusive": results.get("inconclusive", 0),
        "decided": decided,
        "rounds": seen.get("rounds", 0),
        "unobserved": seen.get("unobserved", 0),
        "pages": seen.get("pages") or 0,
        "left_out": seen.get("left_out") or 0,
    }


def _units(rows: tuple[lists.Row, ...], names: dict[str, str]) -> list[dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = table.setdefault(
            row["unit"], {"unit": row["unit"], "name": names.get(row["unit"], row["unit"]), "failed": 0, "inconclusive": 0}
        )
        if row["result"] in {"failed", "inconclusive"}:
            entry[row["result"]] += row["n"]
            entry.setdefault(f"{row['kind']}_{row['result']}", 0)
            entry[f"{row['kind']}_{row['result']}"] += row["n"]
    failing = [entry for entry in table.values() if entry["failed"]]
    return sorted(failing, key=lambda entry: (-entry["failed"], entry["unit"]))[:12]
