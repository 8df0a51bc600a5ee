"""Rulebooks as the office counts by them, and the dictionaries of wrong wordings: read here, changed by import."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk, exports
from zhengjian.facts import terms as dictionary
from zhengjian.facts.terms import Term
from zhengjian.ledger import amendments, audit, history, lists
from zhengjian.rulebook import Rule, Rulebook, RulebookError, available, load, on
from zhengjian.service import amending, exceptions
from zhengjian.service import terms as service
from zhengjian.service.vocabulary import LIMIT_NAMES

KINDS = {"veto": "单项否决", "deduction": "扣分", "bonus": "加分", "notice": "提示"}
CONFIDENCES = {"certain": "多处原文一致", "likely": "有可靠出处", "unsure": "待与正式文件核对"}
RULE_FILTERS = ("kind", "confidence")
TERM_FILTERS = ("from", "severity", "kind", "valid")
OWN, SHIPPED = "本单位", "随产品"


def book_of(name: str) -> Rulebook:
    """A rulebook by its name, what was settled not yet applied; 404 when there is none that can be read."""
    folder = desk.workspace().root / "rulebooks"
    if name not in available(folder):
        raise Http404
    try:
        return load(name, folder)
    except RulebookError as error:
        raise Http404 from error


@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    """Every rulebook that can be counted by; which one the office uses, and which amounts nobody has confirmed."""
    folder, rows = desk.workspace().root / "rulebooks", []
    for name in available(folder):
        try:
            book = on(load(name, folder), desk.now().date())
            rows.append({"name": name, "book": book, "rules": len(book.check), "unverified": len(book.unverified)})
        except RulebookError as error:
            rows.append({"name": name, "problem": str(error)})
    return render(request, "rulebooks.html", {"rows": rows, "used": desk.workspace().settings.office.rulebook})


@require_safe
def rules(request: HttpRequest, book: str) -> HttpResponse:
    """One rulebook: its rules with source and confidence, its scale, stricter local rules, and what it gave per period."""
    asked, day = desk.wanted(request, *RULE_FILTERS, size=50), desk.now().date()
    chosen = on(book_of(book), day)
    return render(
        request,
        "rules.html",
        {
            "book": chosen,
            "page": desk.sliced(_rules(chosen, asked), asked),
            "asked": asked,
            "kinds": KINDS,
            "confidences": CONFIDENCES,
            "used": desk.workspace().settings.office.rulebook,
            "unverified": len(chosen.unverified),
            "limit_names": LIMIT_NAMES,
            "trend": history.trend(chosen.name),
            "unit_names": lists.unit_names() if chosen.local else {},
            "open": {row["check_name"] for row in amendments.waiting(book)},
            "settled": {given.check for given in chosen.amendment if given.starts <= day},
            "outdated": _outdated() if book == desk.workspace().settings.office.rulebook else [],
            "export": f"/rulebooks/{book}/rules",
        },
    )


def _outdated() -> list[str]:
    """Recent periods whose results were counted before a change that counts for them."""
    return [period for period in lists.periods()[:2] if amending.outdated(desk.workspace(), period)]


def _rules(book: Rulebook, asked: lists.Wanted) -> list[dict[str, Any]]:
    rows = [
        {
            "check": name,
            "title": desk.check_title(name),
            "rule": rule,
            "number": number,
            "limits": _limits(rule),
            "unverified": name in book.unverified,
        }
        for number, (name, rule) in enumerate(book.check.items(), 1)
        if asked.filters["kind"] in {"", rule.kind}
        and asked.filters["confidence"] in {"", rule.confidence}
        and (not asked.words or asked.words in desk.check_title(name) or asked.words in name or asked.words in rule.source)
    ]
    keys = {"number": "number", "title": "title"}
    by = keys.get(asked.sort.removeprefix("-"))
    if asked.sort.removeprefix("-") == "points":
        return sorted(rows, key=lambda row: row["rule"].points, reverse=asked.sort.startswith("-"))
    return sorted(rows, key=lambda row: row[by], reverse=asked.sort.startswith("-")) if by else rows


def _limits(rule: Rule) -> str:
    return "，".join(
        f"{LIMIT_NAMES.get(name, name)} {'、'.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in rule.limits.items()
    )


@require_safe
def export_rules(request: HttpRequest, book: str, format_: str) -> HttpResponse:
    """A rulebook's rules as a file."""
    chosen = on(book_of(book), desk.now().date())
    rows = _rules(chosen, desk.wanted(request, *RULE_FILTERS))
    heads = [
        "序号",
        "检查项",
        "名称",
        "性质",
        "每条分值",
        "首页分值",
        "本项上限",
        "指标组",
        "适用类别",
        "限值",
        "出处",
        "把握",
        "分值已核实",
    ]
    lines = (
        [
            row["number"], row["check"], row["title"], KINDS[row["rule"].kind], row["rule"].points, row["rule"].home_points,
            row["rule"].cap, row["rule"].group, "、".join(row["rule"].applies), row["limits"], row["rule"].source,
            CONFIDENCES[row["rule"].confidence], "否" if row["unverified"] else "是",
        ]
        for row in rows
    )  # fmt: skip
    _noted(request, chosen.name, len(rows))
    return exports.table(f"指标{chosen.name}", heads, lines, format_)


def _noted(request: HttpRequest, what: str, rows: int) -> None:
    audit.write(desk.person(request), "export", what, desk.now(), {"rows": rows, "query": request.GET.urlencode()[:500]})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Wrong wordings with who entered them, from where, and until when; and phrases that a person found right."""
    asked, today = desk.wanted(request, *TERM_FILTERS, size=50), desk.now().date()
    everything = _terms(today)
    return render(
        request,
        "dictionary.html",
        {
            "page": desk.sliced(_chosen(everything, asked), asked),
            "asked": asked,
            "kinds": sorted({row["term"].kind for row in everything}),
            "severities": dictionary.SEVERITIES,
            "origins": (OWN, SHIPPED),
            "counts": {origin: sum(row["from"] == origin for row in everything) for origin in (OWN, SHIPPED)},
            "phrases": [{"one": one, "valid": one.counts_on(today)} for one in exceptions.read(desk.workspace().root)],
            "export": "/dictionary",
        },
    )


def _terms(today: date) -> list[dict[str, Any]]:
    """Every term once: an own one replaces the one that comes with the product."""
    root = desk.workspace().root
    own = service.own_terms(root)
    mine = {term.term for term in own}
    shipped = [term for term in dictionary.starter() if term.term not in mine]
    return [*(_entry(term, OWN, today) for term in own), *(_entry(term, SHIPPED, today) for term in shipped)]


def _entry(term: Term, origin: str, today: date) -> dict[str, Any]:
    valid = (term.starts is None or term.starts <= today) and (term.ends is None or today <= term.ends)
    return {"term": term, "from": origin, "valid": valid}


def _chosen(rows: Iterable[dict[str, Any]], asked: lists.Wanted) -> list[dict[str, Any]]:
    found = [
        row
        for row in rows
        if asked.filters["from"] in {"", row["from"]}
        and asked.filters["severity"] in {"", row["term"].severity}
        and asked.filters["kind"] in {"", row["term"].kind}
        and asked.filters["valid"] in {"", "yes" if row["valid"] else "no"}
        and (
            not asked.words
            or any(asked.words in text for text in (row["term"].term, row["term"].suggestion, row["term"].source, row["term"].who))
        )
    ]
    by = asked.sort.removeprefix("-")
    if by in {"term", "kind", "severity", "source", "who"}:
        return sorted(found, key=lambda row: getattr(row["term"], by), reverse=asked.sort.startswith("-"))
    return found


@require_safe
def export_terms(request: HttpRequest, format_: str) -> HttpResponse:
    """The dictionary as a file, with the columns that an import takes."""
    rows = _chosen(_terms(desk.now().date()), desk.wanted(request, *TERM_FILTERS))
    lines = (
        [term.term, term.suggestion, term.kind, term.severity, "；".join(term.exceptions), term.starts, term.ends, term.source, term.who]
        for term in (row["term"] for row in rows)
    )
    _noted(request, "词典", len(rows))
    return exports.table("词典", list(dictionary.COLUMNS), lines, format_)


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """End an exception: from the next judging on what lies in the phrase is reported again."""
    phrase, target = request.POST.get("phrase", ""), request.POST.get("target", "")
    if exceptions.withdraw(desk.workspace().root, phrase, target, desk.person(request), desk.now()):
        messages.info(request, f"已撤回例外“{phrase}”，下次判定起照常报告。")
    else:
        messages.warning(request, "没有这条例外，可能已被他人撤回。")
    return redirect("dictionary")
