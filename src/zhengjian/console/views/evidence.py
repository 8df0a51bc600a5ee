"""One stored visit: when, what answered, and its source as text with personal data masked. Never served as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk, excerpt
from zhengjian.ledger import lists


@require_safe
def snapshot(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """A snapshot's account of itself and its text, a few thousand lines at most."""
    scope = desk.scope(request)
    period, owner = excerpt.owner_of(snapshot_id)
    entry = desk.required(lists.target("site", owner, scope) or lists.target("account", owner, scope))
    kept = desk.required(excerpt.kept(desk.workspace(), snapshot_id))
    start = desk.wanted(request).page
    return render(
        request, "evidence.html", {"entry": entry, "kept": kept, "source": excerpt.page_of_lines(kept, start), "period_of": period}
    )
