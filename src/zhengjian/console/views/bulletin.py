"""The bulletin workshop: every figure of the document opens the lists it counts."""

from __future__ import annotations

from pathlib import Path

import msgspec
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk, reading
from zhengjian.ledger import audit, lists
from zhengjian.model import Claim
from zhengjian.service import Stop, publish

FILES = {
    "bulletin.docx": "通报（DOCX）",
    "bulletin.pdf": "通报（PDF）",
    "bulletin.html": "通报（网页）",
    "annex.xlsx": "附件表（XLSX）",
    "claims.json": "数据依据（JSON）",
}
SIDES = {"numerator": "numerator_ids", "denominator": "denominator_ids"}


def folder(period: str) -> Path:
    """Where a period's documents lie."""
    return desk.workspace().root / "bulletin" / period


def claims(period: str) -> tuple[Claim, ...]:
    """The claims of the period's document; empty when none was made."""
    try:
        data = (folder(period) / "claims.json").read_bytes()
    except OSError:
        return ()
    return tuple(msgspec.json.decode(data, type=list[Claim], strict=False))


@require_safe
def page(request: HttpRequest, period: str) -> HttpResponse:
    """All claims in the document's order, each number opening its list; the files beside them."""
    desk.required(lists.last_inspection(period))
    made = claims(period)
    return render(
        request,
        "bulletin.html",
        {
            "claims": made,
            "sections": reading.sections(made),
            "annex": reading.annex(made),
            "files": [(name, words) for name, words in FILES.items() if (folder(period) / name).is_file()],
            "made": bool(made),
        },
    )


@require_safe
def claim(request: HttpRequest, period: str, claim_id: str) -> HttpResponse:
    """The list that one number counts: its numerator or its denominator."""
    found = desk.required(next((one for one in claims(period) if one.id == claim_id), None))
    side = request.GET.get("side", "numerator")
    ids: tuple[str, ...] = getattr(found, SIDES.get(side, "numerator_ids"))
    asked = desk.wanted(request, size=100)
    start = (min(asked.page, max(1, -(-len(ids) // asked.size))) - 1) * asked.size
    shown = ids[start : start + asked.size]
    rows = lists.named(shown, period)
    cut = lists.Slice(tuple(rows), len(ids), start // asked.size + 1, max(1, -(-len(ids) // asked.size)), start + 1 if ids else 0)
    return render(request, "claim.html", {"claim": found, "asked": asked, "side": side, "page": cut, "unit_names": lists.unit_names()})


@require_safe
def file(request: HttpRequest, period: str, name: str) -> FileResponse:
    """One of the documents as a download; no other file of the folder."""
    path = folder(period) / name
    if name not in FILES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{period}-{name}")


@require_POST
def make(request: HttpRequest, period: str) -> HttpResponse:
    """Write the period's documents anew from the ledger; a document that does not add up is refused and says where."""
    desk.required(lists.last_inspection(period))
    audit.write(desk.person(request), "make-bulletin", period, desk.now())  # first: without its line nothing is written
    try:
        publish.bulletin(desk.workspace(), period, folder(period))
    except Stop as problem:
        messages.error(request, f"通报没有生成：{problem}")
    else:
        messages.success(request, "通报已按台账重新生成。")
    return redirect("bulletin", period=period)
