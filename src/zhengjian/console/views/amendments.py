"""The office settles a rulebook's amounts: one rule or several at once, a second person's word, the history, and the result as TOML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk, exports
from zhengjian.console.views.books import CONFIDENCES, KINDS, book_of
from zhengjian.ledger import amendments, audit, lists, users
from zhengjian.ledger.amendments import Asked
from zhengjian.rulebook import on
from zhengjian.service import amending
from zhengjian.service.vocabulary import AMOUNT_NAMES, LIMIT_NAMES

FILTERS = ("state",)
STATES = {"waiting": "待第二人同意", "accepted": "已生效", "refused": "未同意", "taken-back": "已收回"}
WORDS = AMOUNT_NAMES | LIMIT_NAMES
TONES = {"waiting": "wait", "accepted": "good", "refused": "", "taken-back": ""}


@require_safe
def rule(request: HttpRequest, book: str, check: str) -> HttpResponse:
    """One rule: what stands, from which document, what was ever settled, and the form to settle it."""
    return _rule(request, book, check, {}, "")


def _rule(request: HttpRequest, book: str, check: str, typed: Mapping[str, str], refused: str) -> HttpResponse:
    written = book_of(book)
    now = on(written, desk.now().date())
    stands = amending.standing(now, check) if check in now.check else desk.required(None)
    fields = [
        {"name": name, "words": WORDS.get(name, name), "value": typed.get(name, value), "stands": value} for name, value in stands.items()
    ]
    rows = amendments.of_check(book, check)
    return render(
        request,
        "rule.html",
        {
            "book": now,
            "check": check,
            "rule": now.check[check],
            "about": desk.about(check),
            "fields": fields,
            "kinds": KINDS,
            "confidences": CONFIDENCES,
            "unverified": check in now.unverified,
            "rows": [shown(row) for row in rows],
            "people": users.called(name for row in rows for name in (row["by"], row["second"])),
            "typed": {"starts": written.in_force_from.isoformat(), **typed},
            "refused": refused,
        },
        status=422 if refused else 200,
    )


def shown(row: lists.Row) -> dict[str, Any]:
    """One amendment as pages show it: each changed amount with what stood before."""
    changes = [
        {"words": WORDS.get(name, name), "before": row["before"].get(name) or "未设", "after": value}
        for name, value in row["fields"].items()
    ]
    return {**row, "changes": changes, "state_name": STATES[row["state"]], "tone": TONES[row["state"]]}


def _asked(request: HttpRequest, check: str, fields: Mapping[str, str]) -> Asked:
    try:
        starts = date.fromisoformat(request.POST.get("starts", "").strip())
    except ValueError:
        raise amending.Refused("起始日期应为日期，如 2025-07-01") from None
    source, reason = (request.POST.get(name, "").strip()[:500] for name in ("source", "reason"))
    return Asked(check=check, starts=starts, source=source, reason=reason, fields=fields)


@require_POST
def settle(request: HttpRequest, book: str, check: str) -> HttpResponse:
    """Confirm or change one rule; what cannot be taken is told, and what was typed stays in the form."""
    written = book_of(book)
    desk.required(written.check.get(check))
    stands = amending.standing(on(written, desk.now().date()), check)
    fields = {name: request.POST[name].strip()[:40] for name in stands if name in request.POST}
    try:
        at_once = amending.settle(desk.workspace(), written, _asked(request, check, fields), desk.person(request), desk.now())
    except amending.Refused as problem:
        typed = {name: value[:500] for name, value in request.POST.items() if isinstance(value, str)}
        return _rule(request, book, check, typed, str(problem))
    if at_once:
        messages.success(request, f"已记录：“{desk.check_title(check)}”的现行数值与所列文件一致。")
    else:
        messages.info(request, f"已提出修改“{desk.check_title(check)}”；须由另一人同意后生效，在此之前仍按现行数值计算。")
    return redirect("rule", book, check)


@require_POST
def confirm(request: HttpRequest, book: str) -> HttpResponse:
    """Say of the ticked rules that their amounts hold."""
    written = book_of(book)
    try:
        n = amending.confirm(
            desk.workspace(), written, request.POST.getlist("check"), _asked(request, "", {}), desk.person(request), desk.now()
        )
    except amending.Refused as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"已记录 {n} 项的现行数值与所列文件一致。")
    return redirect("rules", book)


@require_safe
def listing(request: HttpRequest, book: str) -> HttpResponse:
    """Everything that was ever asked about a rulebook; what waits can be decided here."""
    written, asked = book_of(book), desk.wanted(request, *FILTERS)
    page = amendments.listing(book, asked)
    return render(
        request,
        "amendments.html",
        {
            "book": written,
            "page": page,
            "rows": [shown(row) for row in page.rows],
            "asked": asked,
            "states": STATES,
            "people": users.called(name for row in page.rows for name in (row["by"], row["second"])),
            "me": desk.person(request).name,
            "export": f"/rulebooks/{book}/amendments",
            "periods": lists.periods()[:4] if book == desk.workspace().settings.office.rulebook else (),
        },
    )


@require_POST
def decide(request: HttpRequest, book: str, amendment_id: int) -> HttpResponse:
    """Accept, refuse or take back what waits."""
    row = desk.required(amendments.one(amendment_id))
    desk.required(row if row["rulebook"] == book else None)
    state = request.POST.get("state", "")
    refused = amending.decide(desk.workspace(), amendment_id, state, desk.person(request), desk.now(), request.POST.get("reason", ""))
    if refused:
        messages.warning(request, refused)
    elif state == amendments.ACCEPTED:
        messages.success(request, "已生效。此前已算出的结果不会自动改变，请在下方选择期次重新判定和计分。")
    else:
        messages.info(request, "已记录。")
    return redirect("amendments", book)


@require_POST
def rejudge(request: HttpRequest, book: str) -> HttpResponse:
    """Judge and score a period anew by what counts now, in the background."""
    period = request.POST.get("period", "")
    desk.required(period if period in lists.periods() and book == desk.workspace().settings.office.rulebook else None)
    refused = amending.rejudge(desk.workspace(), period, desk.person(request), desk.now())
    if refused:
        messages.warning(request, refused)
    else:
        messages.info(request, f"已开始重新判定 {period}，用已存的证据，不访问网站；人工所作的决定不变。完成后各页显示新的结果。")
    return redirect("amendments", book)


@require_safe
def export(request: HttpRequest, book: str, format_: str) -> HttpResponse:
    """The history as a file."""
    book_of(book)
    page = amendments.listing(book, desk.wanted(request, *FILTERS, size=exports.MOST_ROWS))
    heads = ["检查项", "名称", "起始日期", "修改", "依据", "说明", "提出人", "提出时间", "状态", "第二人", "决定时间", "决定理由"]
    lines = (
        [
            row["check_name"], desk.check_title(row["check_name"]), row["starts"],
            "；".join(f"{change['words']}由 {change['before']} 改为 {change['after']}" for change in shown(row)["changes"]) or "数值不变",
            row["source"], row["reason"], row["by"], row["at"], STATES[row["state"]], row["second"], row["decided"], row["why"],
        ]
        for row in page.rows
    )  # fmt: skip
    _noted(request, f"指标{book}的核定", len(page.rows))
    return exports.table(f"指标{book}的核定", heads, lines, format_)


@require_safe
def toml(request: HttpRequest, book: str) -> HttpResponse:
    """The rulebook with everything that was settled, as the file that ``rulebooks/`` of another workspace takes."""
    written = book_of(book)
    if not written.check:
        raise Http404
    _noted(request, f"指标{book}（TOML）", len(written.check))
    answer = HttpResponse(amending.export(desk.workspace(), book), content_type="application/toml")
    answer["Content-Disposition"] = f'attachment; filename="{book}.toml"'
    return answer


def _noted(request: HttpRequest, what: str, rows: int) -> None:
    audit.write(desk.person(request), "export", what, desk.now(), {"rows": rows, "query": request.GET.urlencode()[:500]})
