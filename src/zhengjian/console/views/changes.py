"""What changed outside of a site's texts since the round before: title, navigation, foot, scripts, side by side for a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk
from zhengjian.facts.regions import PARTS
from zhengjian.ledger import lists
from zhengjian.service import past


@require_safe
def page(request: HttpRequest, period: str, target_id: str) -> HttpResponse:
    """Before and now, with the evidence of both; what is on most pages comes first."""
    entry = desk.required(lists.target("site", target_id, desk.scope(request)))
    changes = past.changes_of(desk.workspace(), period, target_id)
    rows = [{"part": PARTS[change.part], "change": change} for change in changes.changes] if changes is not None else []
    return render(request, "changes.html", {"entry": entry, "changes": changes, "rows": rows})
