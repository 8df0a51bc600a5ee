"""The picture of a finding: a fragment with its caption, which a page asks for when it is shown, and the PNG itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk
from zhengjian.ledger import lists
from zhengjian.service import pictures
from zhengjian.service.pictures import Shot


@require_safe
def fragment(request: HttpRequest, period: str, finding_id: str) -> HttpResponse:
    """The picture with what it shows, or in words why there is none. It is drawn when it is asked for the first time."""
    found = desk.required(lists.finding(finding_id, desk.scope(request)))
    shot = _shot(found)
    known = {"shot": shot} if isinstance(shot, Shot) else {"why": shot}
    return render(request, "_picture.html", {"finding": found, **known})


@require_safe
def png(request: HttpRequest, period: str, finding_id: str) -> HttpResponse:
    """The picture alone."""
    shot = _shot(desk.required(lists.finding(finding_id, desk.scope(request))))
    if not isinstance(shot, Shot):
        raise Http404
    return HttpResponse(shot.png, content_type="image/png")


def _shot(found: lists.Row) -> Shot | str:
    return pictures.of_finding(desk.workspace(), found)
