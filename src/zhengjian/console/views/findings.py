"""Findings: the list, and one finding with its evidence and history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk, excerpt
from zhengjian.ledger import decisions, lists, users
from zhengjian.model import State
from zhengjian.workflow.review import STATE_NAMES

FILTERS = ("check", "state", "unit", "kind", "target", "severity", "counts", "ids", "under")


@require_safe
def listing(request: HttpRequest, period: str) -> HttpResponse:
    """The list, filtered, sorted and paged in the database."""
    scope = desk.scope(request)
    asked = desk.wanted(request, *FILTERS)
    page = lists.findings(period, scope, asked)
    names = lists.unit_names()
    return render(
        request,
        "_findings.html" if request.headers.get("HX-Request") else "findings.html",
        {
            "page": page,
            "export": f"/{period}/findings",
            "asked": asked,
            "unit_names": names,
            "checks": [(name, desk.check_title(name)) for name in desk.rulebook().check],
            "states": [(state.value, STATE_NAMES[state]) for state in State],
            "units": sorted((code, name) for code, name in names.items() if scope.covers(code)),
        },
    )


@require_safe
def one(request: HttpRequest, period: str, finding_id: str) -> HttpResponse:
    """One finding, two clicks from any number: what, where, evidence with the place marked, who decided what."""
    found = desk.required(lists.finding(finding_id, desk.scope(request)))
    history = decisions.histories([finding_id]).get(finding_id, ())
    return render(
        request,
        "finding.html",
        {
            "finding": found,
            "name": lists.target_names([(found["kind"], found["target"])]).get((found["kind"], found["target"]), ""),
            "history": history,
            "people": users.called(event.by for event in history),
            "evidence": excerpt.of_finding(desk.workspace(), found),
            "rule": desk.rule(found["check_name"], period),
            "about": desk.about(found["check_name"]),
        },
    )
