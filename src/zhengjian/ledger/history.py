"""What the register and the periods were: changes of the register, results over periods, results by unit."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhengjian.ledger import models as tables
from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, rows_of
from zhengjian.model import Unit
from zhengjian.workflow.rights import subtree


def changes(wanted: Wanted) -> Slice:
    """Changes of the register, the latest first; filters: sheet; words search the key and who made it; sorted by at, by, key."""
    by = {name: name for name in ("at", "by", "key")}
    query: QuerySet[Any, Any] = tables.RegisterChange.objects.order_by(*order_of(wanted.sort, by, ("-id",)))
    if wanted.filters.get("sheet"):
        query = query.filter(sheet=wanted.filters["sheet"])
    if wanted.words:
        query = query.filter(Q(key__icontains=wanted.words) | Q(by__icontains=wanted.words))
    return cut(query.values("at", "by", "reason", "sheet", "key", "change", "before", "after"), wanted)


def counts() -> dict[str, int]:
    """How many entries the register has, by sheet."""
    return {
        "单位": tables.Unit.objects.count(),
        "网站": tables.Site.objects.count(),
        "栏目": tables.Column.objects.count(),
        "账号": tables.Account.objects.count(),
    }


def trend(rulebook: str) -> tuple[Row, ...]:
    """Results counted by period and kind, the earliest first: period, kind, passed, failed, inconclusive."""
    query = tables.Result.objects.filter(rulebook=rulebook, after_recheck=False).values("period", "kind")
    counted = query.annotate(**{result: Count("id", filter=Q(result=result)) for result in ("passed", "failed", "inconclusive")})
    return rows_of(counted.order_by("period", "kind"))


def results_of(period: str, rulebook: str) -> dict[tuple[str, str], Row]:
    """Results at inspection by kind and target: unit, result, total, findings."""
    query = tables.Result.objects.filter(period=period, rulebook=rulebook, after_recheck=False)
    rows = query.values("kind", "target", "unit", "result", "total", "findings")
    return {(row["kind"], row["target"]): row for row in rows_of(rows)}


def counting_by_check(period: str) -> dict[str, tuple[int, int]]:
    """Findings of a period that count, by check, and on how many targets."""
    query = tables.Finding.objects.filter(period=period, current__in=(True,), counts=True).values("check_name")
    rows = query.annotate(n=Count("id"), targets=Count("target", distinct=True)).order_by()
    return {row["check_name"]: (row["n"], row["targets"]) for row in rows}


def top_units() -> list[Row]:
    """Cities and provincial departments in the register's order, each with the codes of everything below it."""
    units = [Unit(code=code, name=name, short_name=short, kind=kind, parent=parent) for code, name, short, kind, parent in _unit_rows()]
    return [
        {"code": unit.code, "name": unit.short_name or unit.name, "kind": unit.kind, "below": subtree(units, unit.code)}
        for unit in units
        if unit.kind in {"市州", "省直部门"}
    ]


def below(code: str) -> frozenset[str]:
    """The codes of a unit and of everything below it."""
    return subtree((Unit(code=unit, name="", parent=parent) for unit, parent in tables.Unit.objects.values_list("code", "parent")), code)


def _unit_rows() -> QuerySet[tables.Unit, Any]:
    return tables.Unit.objects.values_list("code", "name", "short_name", "kind", "parent")


def waiting_by_unit(period: str) -> dict[str, Row]:
    """Findings of a period by unit: all, counting, waiting."""
    query = tables.Finding.objects.filter(period=period, current__in=(True,)).values("unit")
    counted = query.annotate(n=Count("id"), counting=Count("id", filter=Q(counts=True)), waiting=Count("id", filter=Q(state="hit")))
    return {row["unit"]: row for row in rows_of(counted.order_by())}


def health(period: str) -> Row:
    """How an inspection went: runs, what was not seen and why, addresses left out by reason, oldest readings."""
    seen = tables.Round.objects.filter(period=period)
    reasons = rows_of(seen.filter(observed=False).values("kind", "why_unseen").annotate(n=Count("id")).order_by("-n")[:30])
    total = seen.aggregate(pages=Sum("pages"), left_out=Sum("left_out"), rounds=Count("id"), partial=Count("id", filter=Q(complete=False)))
    runs = rows_of(
        tables.Inspection.objects.filter(period=period).order_by("-id").values("as_of", "rulebook", "recheck", "started", "finished")[:20]
    )
    return {"reasons": reasons, "total": total, "runs": runs, "unknown": _unknown(period)}


def _unknown(period: str) -> tuple[Row, ...]:
    query = tables.Outcome.objects.filter(period=period, verdict="unknown").values("check_name")
    return rows_of(query.annotate(n=Count("id")).order_by("-n", "check_name")[:40])
