"""Citizens' reports counted and read: rates by kind, unit and month, and the replies in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk, exports
from zhengjian.console.views import messages
from zhengjian.ledger import audit, history, lists, reports, users
from zhengjian.model import Period
from zhengjian.service import messages as service
from zhengjian.service import replies
from zhengjian.workflow import reports as rules

OTHERS = "（名录以外）"


@require_safe
def figures(request: HttpRequest, period: str) -> HttpResponse:
    """Reports and the in-time rate by kind, by city or department, and by month; every number opens its list."""
    found, as_of = messages.clocked(request, period)
    tops, owner = _owners(found)
    kinds = {one.message.message_id: one.message.kind or messages.NO_KIND for one in found}
    months = {one.message.message_id: _month(one) for one in found}
    by_unit = service.grouped(found, owner)
    tables = [
        ("按问题类型", "kind", [(name, name, rates) for name, rates in service.grouped(found, kinds)]),
        ("按市（州）和省直部门", "under", [(tops.get(code, OTHERS), code, rates) for code, rates in by_unit]),
        ("按月份", "month", [(name, name, rates) for name, rates in sorted(service.grouped(found, months))]),
    ]
    return render(request, "report_figures.html", {"tables": tables, "total": service.rates(found), "as_of": as_of})


def _month(one: service.Clocked) -> str:
    started = one.message.forwarded or one.message.received
    return f"{started:%Y-%m}" if started else ""


def _owners(found: Sequence[service.Clocked]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of cities and departments by code, and the code that each report belongs to ("" when to none)."""
    tops = history.top_units()
    top_of = {unit: top["code"] for top in tops for unit in top["below"]}
    sites = reports.sites([one.message for one in found])
    owner = {one.message.message_id: top_of.get(sites.get(one.message.site_id, ("", ""))[1], "") for one in found}
    return {top["code"]: top["name"] for top in tops}, owner


@require_safe
def quality(request: HttpRequest, period: str) -> HttpResponse:
    """The replies, those that stand out first; a person grades each on its report's page."""
    asked = desk.wanted(request, "grade")
    graded = reports.latest("rate")
    found = replies.ranked(reports.of_period(Period.parse(period), desk.scope(request)), graded)
    chosen = [reply for reply in found if asked.filters["grade"] in {"", reply.grade or "none"}]
    page = desk.sliced([{"reply": reply} for reply in chosen], asked)
    shown = [row["reply"] for row in page.rows]
    return render(
        request,
        "replies.html",
        {
            "page": page,
            "asked": asked,
            "grades": replies.grades(found),
            "names": rules.GRADES,
            "sites": reports.sites([reply.message for reply in shown]),
            "people": users.called(reply.by for reply in shown if reply.by),
        },
    )


@require_safe
def export(request: HttpRequest, period: str, format_: str) -> HttpResponse:
    """The list of reports with the same filters, as a file; the citizen's words are masked like on the page."""
    asked = desk.wanted(request, *messages.FILTERS, size=exports.MOST_ROWS)
    found, _ = messages.clocked(request, period)
    chosen = messages.chosen_of(found, asked, messages.missed_seen(request))
    sites, names = reports.sites([one.message for one in chosen]), lists.unit_names()
    heads = [
        "编号",
        "网站标识码",
        "网站",
        "主办单位",
        "网址",
        "类型",
        "内容",
        "收到",
        "转办",
        "期限",
        "延期至",
        "答复",
        "办结",
        "状态",
        "时限",
        "答复内容",
    ]
    rows = (
        [
            one.message.message_id, one.message.site_id, *_site(sites, names, one.message.site_id), one.message.url, one.message.kind,
            one.message.content, one.message.received, one.message.forwarded, one.due, one.message.until, one.message.answered,
            one.message.closed, one.message.status or rules.WAITING, one.standing.value, one.message.answer,
        ]
        for one in chosen
    )  # fmt: skip
    with audit.together():
        audit.write(desk.person(request), "export", f"网民留言 {period}", desk.now(), {"rows": len(chosen)})
    return exports.table(f"{period}网民留言", heads, rows, format_)


def _site(sites: Mapping[str, tuple[str, str]], names: Mapping[str, str], site_id: str) -> tuple[str, str]:
    name, unit = sites.get(site_id, ("", ""))
    return name, names.get(unit, unit)
