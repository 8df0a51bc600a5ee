"""What the console's lists and pages show: filtered, sorted and paged in the database, within a person's scope.

Every function takes a ``Scope`` and never returns a row outside it. Rows are plain dictionaries; the number of queries
of a function does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum

from zhengjian.ledger.models import Account, ColumnReading, Finding, Inspection, Message, Outcome, Result, Round, Site, Unit
from zhengjian.model import Unit as UnitValue
from zhengjian.workflow.rights import Scope, subtree

PAGE_SIZE = 50
PUBLISHED = ("notified", "objected", "rectified", "closed", "reopened", "withdrawn")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for: exact filters, words to search, sort field (``-`` first: descending), page from 1."""

    filters: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    sort: str = ""
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list: its rows, the number of all rows, its own number and the number of pages."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    first: int

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return self.first + len(self.rows) - 1

    @property
    def before(self) -> int:
        """The page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after this one."""
        return self.page + 1


def cut(query: QuerySet[Any, Any], wanted: Wanted, total: int | None = None) -> Slice:
    """One page of a query; a page beyond the end becomes the last one."""
    total = query.count() if total is None else total
    pages = max(1, -(-total // wanted.size))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * wanted.size
    return Slice(tuple(query[start : start + wanted.size]), total, page, pages, start + 1 if total else 0)


def rows_of(query: Iterable[Any]) -> tuple[Row, ...]:
    """All rows of a query."""
    return tuple(query)


def within(query: QuerySet[Any, Any], scope: Scope, *, target: str, unit: str = "unit") -> QuerySet[Any, Any]:
    """The query narrowed to a scope; ``target`` and ``unit`` name its fields."""
    if scope.targets is not None:
        return query.filter(**{f"{target}__in": sorted(scope.targets)})
    if scope.units is not None:
        return query.filter(**{f"{unit}__in": sorted(scope.units)})
    return query


# ------------------------------------------------------------------------------------------------- periods


def periods() -> tuple[str, ...]:
    """Periods that were inspected, the latest first."""
    return tuple(Inspection.objects.order_by("-period").values_list("period", flat=True).distinct())


def last_inspection(period: str) -> Row | None:
    """The latest run of a period: as_of, rulebook, started, finished."""
    return next(
        iter(rows_of(Inspection.objects.filter(period=period).order_by("-id").values("as_of", "rulebook", "started", "finished")[:1])), None
    )


def unit_names() -> dict[str, str]:
    """Unit names by code."""
    return {code: short or name for code, name, short in Unit.objects.values_list("code", "name", "short_name")}


def unit_full_name(code: str) -> str:
    """A unit's full name; its code when the register does not have it."""
    return Unit.objects.filter(code=code).values_list("name", flat=True).first() or code


# ------------------------------------------------------------------------------------------------- targets

_SITE_SORTS = {"id": "site_id", "name": "name", "unit": "unit", "kind": "kind", "status": "status", "position": "position"}
_ACCOUNT_SORTS = {"id": "account_id", "name": "name", "unit": "unit", "kind": "platform", "status": "status", "position": "position"}
_RESULT_SORTS = {"result": "result", "total": "total", "findings": "found"}


def targets(kind: str, period: str, rulebook: str, scope: Scope, wanted: Wanted) -> Slice:
    """Sites or accounts of the register with their result in a period.

    Row: id, name, unit, kind, status, result, total, found (findings that count), observed.
    """
    query, key, sorts = _registered(kind, scope)
    results = Result.objects.filter(period=period, kind=kind, target=OuterRef(key), rulebook=rulebook, after_recheck=False)
    looks = Round.objects.filter(period=period, kind=kind, target=OuterRef(key)).order_by("-number")
    query = query.annotate(
        result=Subquery(results.values("result")[:1]),
        total=Subquery(results.values("total")[:1]),
        found=Subquery(results.values("findings")[:1]),
        observed=Subquery(looks.values("observed")[:1]),
    )
    query = _filter_targets(query, key, wanted, "kind" if kind == "site" else "platform")
    order = order_of(wanted.sort, sorts | _RESULT_SORTS, ("position", key))
    rows = query.order_by(*order).values(
        "name", "unit", "status", "result", "total", "found", "observed", id=F(key), sort=F("kind" if kind == "site" else "platform")
    )
    return cut(rows, wanted)


def _registered(kind: str, scope: Scope) -> tuple[QuerySet[Any, Any], str, dict[str, str]]:
    if kind == "site":
        return within(Site.objects.all(), scope, target="site_id"), "site_id", _SITE_SORTS
    return within(Account.objects.all(), scope, target="account_id"), "account_id", _ACCOUNT_SORTS


def _filter_targets(query: QuerySet[Any, Any], key: str, wanted: Wanted, kind_field: str) -> QuerySet[Any, Any]:
    for name, value in wanted.filters.items():
        if not value:
            continue
        if name == "result":
            query = query.filter(result=value) if value != "none" else query.filter(result__isnull=True)
        elif name == "observed":
            query = query.filter(observed=value == "yes") if value in {"yes", "no"} else query.filter(observed__isnull=True)
        elif name in {"unit", "status"}:
            query = query.filter(**{name: value})
        elif name == "under":
            query = query.filter(unit__in=_below(value))
        elif name == "kind":
            query = query.filter(**{kind_field: value})
        elif name == "running":
            query = query.filter(status__in=("正常运行", "正常"))
        elif name == "ids":
            query = query.filter(**{f"{key}__in": value.split(",")})
    if wanted.words:
        query = query.filter(Q(**{f"{key}__icontains": wanted.words}) | Q(name__icontains=wanted.words))
    return query


def _below(code: str) -> frozenset[str]:
    return subtree((UnitValue(code=unit, name="", parent=parent) for unit, parent in Unit.objects.values_list("code", "parent")), code)


def order_of(sort: str, known: Mapping[str, str], default: tuple[str, ...]) -> list[Any]:
    """The order that a list was asked for, when it is among the known ones, before its usual order."""
    column = known.get(sort.removeprefix("-"))
    if column is None:
        return list(default)
    ordered = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return [ordered, *default]


def target(kind: str, id_: str, scope: Scope) -> Row | None:
    """One registered target with its unit's name, or None when there is none or it is not theirs."""
    model: type[Model] = Site if kind == "site" else Account
    query, key, _ = _registered(kind, scope)
    row = query.filter(**{key: id_}).values(*[f.name for f in model._meta.concrete_fields]).first()
    if row is None:
        return None
    unit = Unit.objects.filter(code=row["unit"]).values_list("name", flat=True).first()
    return {**row, "id": id_, "kind_of": kind, "unit_name": unit or row["unit"]}


def outcomes(kind: str, id_: str, period: str, rulebook: str) -> tuple[Row, ...]:
    """Outcomes of a target in a period, in the rulebook's order, every round: check, verdict, why, round, limit."""
    query = Outcome.objects.filter(period=period, kind=kind, target=id_, rulebook=rulebook)
    return rows_of(
        query.order_by("order", "round__number").values(
            "check_name", "verdict", "why", "limit", "unseen", "as_of", number=F("round__number")
        )
    )


def rounds(kind: str, id_: str) -> tuple[Row, ...]:
    """Every inspection of a target, the latest first, with how much was seen."""
    return rows_of(
        Round.objects.filter(kind=kind, target=id_)
        .order_by("-period", "-number")
        .values(
            "period",
            "number",
            "recheck",
            "as_of",
            "rulebook",
            "pages",
            "observed",
            "why_unseen",
            "left_out",
            "reasons",
            "complete",
            "seconds",
        )
    )


def results(kind: str, id_: str) -> tuple[Row, ...]:
    """Every result of a target, the latest period first; ``score`` is the value as JSON."""
    return rows_of(
        Result.objects.filter(kind=kind, target=id_)
        .order_by("-period")
        .values("period", "rulebook", "after_recheck", "result", "total", "findings", "score")
    )


def columns(site_id: str, period: str) -> tuple[Row, ...]:
    """Columns of a site as they were found in the latest round of a period."""
    latest = Round.objects.filter(period=period, kind="site", target=site_id).order_by("-number").values("id")[:1]
    return rows_of(
        ColumnReading.objects.filter(round=Subquery(latest))
        .order_by("id")
        .values("name", "url", "kind", "kind_confidence", "why", "items", "last_text", "last_from", "period_days", "state")
    )


# ------------------------------------------------------------------------------------------------ findings

_FINDING_SORTS = {"target": "target", "check": "check_name", "unit": "unit", "state": "state", "severity": "severity"}
FINDING_FIELDS = (
    "finding_id", "period", "kind", "target", "unit", "check_name", "severity", "where", "what", "value", "expected", "evidence",
    "start", "end", "line", "since", "state", "counts",
)  # fmt: skip


def _findings(period: str, scope: Scope) -> QuerySet[Any, Any]:
    # ``IN (1)`` and not ``= True``: Django writes the latter as a bare column, for which SQLite uses no index.
    query = within(Finding.objects.filter(period=period, current__in=(True,)), scope, target="target")
    return query.filter(state__in=PUBLISHED) if scope.published_only else query


def findings(period: str, scope: Scope, wanted: Wanted) -> Slice:
    """Current findings of a period; filters: check, state, unit, kind, target, severity, counts (yes/no), ids."""
    query = _findings(period, scope)
    for name, value in wanted.filters.items():
        if not value:
            continue
        if name in {"state", "unit", "kind", "target"}:
            query = query.filter(**{name: value})
        elif name == "under":
            query = query.filter(unit__in=_below(value))
        elif name == "check":
            query = query.filter(check_name=value)
        elif name == "severity" and value.isdigit():
            query = query.filter(severity=int(value))
        elif name == "counts":
            query = query.filter(counts=value == "yes")
        elif name == "ids":
            query = query.filter(finding_id__in=value.split(","))
    if wanted.words:
        query = query.filter(Q(what__icontains=wanted.words) | Q(where__icontains=wanted.words) | Q(target__icontains=wanted.words))
    order = order_of(wanted.sort, _FINDING_SORTS, ("severity", "check_name", "target", "order", "id"))
    return with_names(cut(query.order_by(*order).values(*FINDING_FIELDS), wanted))


def with_names(found: Slice) -> Slice:
    """The same page of findings, each row with its ``target_name``."""
    names = target_names([(row["kind"], row["target"]) for row in found.rows])
    rows = tuple({**row, "target_name": names.get((row["kind"], row["target"]), row["target"])} for row in found.rows)
    return replace(found, rows=rows)


def finding(id_: str, scope: Scope) -> Row | None:
    """One finding's current row, or None when there is none or it is not theirs."""
    query = within(Finding.objects.filter(finding_id=id_), scope, target="target")
    if scope.published_only:
        query = query.filter(state__in=PUBLISHED)
    return query.order_by("-current", "-id").values(*FINDING_FIELDS).first()


def findings_of(kind: str, id_: str, period: str, scope: Scope) -> tuple[Row, ...]:
    """Current findings of one target, vetoes first; at most 500 (the list shows the rest)."""
    return rows_of(
        _findings(period, scope).filter(kind=kind, target=id_).order_by("severity", "check_name", "order").values(*FINDING_FIELDS)[:500]
    )


def target_names(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Names of targets given as (kind, id)."""
    sites = [id_ for kind, id_ in pairs if kind == "site"]
    accounts = [id_ for kind, id_ in pairs if kind == "account"]
    names = {("site", id_): name for id_, name in Site.objects.filter(site_id__in=sites).values_list("site_id", "name")} if sites else {}
    if accounts:
        names |= {("account", id_): name for id_, name in Account.objects.filter(account_id__in=accounts).values_list("account_id", "name")}
    return names


# ------------------------------------------------------------------------------------------------- figures


def figures(period: str, rulebook: str, scope: Scope) -> Row:
    """The counts of the home page: running targets, results by unit, what was seen, findings by check, verdicts.

    Results and verdicts are drafts: a scope that is ``published_only`` gets none.
    """
    running = {
        "site": within(Site.objects.filter(status="正常运行"), scope, target="site_id"),
        "account": within(Account.objects.filter(status="正常"), scope, target="account_id"),
    }
    seen = within(Round.objects.filter(period=period), scope, target="target")
    checks = _findings(period, scope).values("check_name", "severity")
    counted = checks.annotate(n=Count("id"), counting=Count("id", filter=Q(counts=True)), waiting=Count("id", filter=Q(state="hit")))
    rows = seen.values("kind").annotate(
        rounds=Count("target", distinct=True),
        unobserved=Count("target", distinct=True, filter=Q(observed=False)),
        pages=Sum("pages"),
        left_out=Sum("left_out"),
    )
    return {
        "targets": {kind: query.count() for kind, query in running.items()},
        "units": () if scope.published_only else by_unit(period, rulebook, scope),
        "seen": tuple(rows.order_by("kind")),
        "checks": tuple(counted.order_by("severity", "-n", "check_name")),
        "verdicts": {} if scope.published_only else _verdicts(period, rulebook, scope),
    }


def _verdicts(period: str, rulebook: str, scope: Scope) -> dict[str, int]:
    query = within(Outcome.objects.filter(period=period, rulebook=rulebook), scope, target="target", unit="round__unit")
    return dict(query.values_list("verdict").annotate(n=Count("id")).order_by())


def by_unit(period: str, rulebook: str, scope: Scope) -> tuple[Row, ...]:
    """Results counted by unit code: unit, kind, result, n."""
    query = within(Result.objects.filter(period=period, rulebook=rulebook, after_recheck=False), scope, target="target")
    return rows_of(query.values("unit", "kind", "result").annotate(n=Count("id")).order_by())


def waiting_checks(period: str, scope: Scope) -> tuple[Row, ...]:
    """Checks with findings that wait for a decision: check_name, n."""
    query = _findings(period, scope).filter(state="hit")
    return rows_of(query.values("check_name", "severity").annotate(n=Count("id")).order_by("severity", "-n", "check_name"))


def named(ids: Sequence[str], period: str) -> list[Row]:
    """What these ids are, in their order: sites, accounts, findings (``F-…``) or error reports.

    Row: id, kind, name, unit; a finding also has check_name, target, target_kind, state and what.
    """
    known: dict[str, Row] = {}
    for row in rows_of(Site.objects.filter(site_id__in=ids).values("site_id", "name", "unit")):
        known[row["site_id"]] = {"id": row["site_id"], "kind": "site", "name": row["name"], "unit": row["unit"]}
    for row in rows_of(Account.objects.filter(account_id__in=ids).values("account_id", "name", "unit", "platform")):
        known[row["account_id"]] = {
            "id": row["account_id"],
            "kind": "account",
            "name": f"{row['name']}（{row['platform']}）",
            "unit": row["unit"],
        }
    wanted = [id_ for id_ in ids if id_.startswith("F-")]
    for row in Finding.objects.filter(finding_id__in=wanted, period=period, current=True).values(*FINDING_FIELDS) if wanted else ():
        known[row["finding_id"]] = {**row, "id": row["finding_id"], "target_kind": row["kind"], "kind": "finding", "name": row["what"]}
    left = [id_ for id_ in ids if id_ not in known]
    for row in rows_of(Message.objects.filter(message_id__in=left).values("message_id", "site_id", "kind")) if left else ():
        known[row["message_id"]] = {"id": row["message_id"], "kind": "message", "name": row["kind"], "unit": "", "target": row["site_id"]}
    return [known.get(id_, {"id": id_, "kind": "", "name": "", "unit": ""}) for id_ in ids]


def results_of_findings(period: str, rulebook: str, ids: Sequence[str]) -> dict[str, tuple[str, Any]]:
    """Result and total of the targets that some findings are against, by the target's name."""
    pairs = set(Finding.objects.filter(finding_id__in=ids, period=period).values_list("kind", "target"))
    found = Result.objects.filter(period=period, rulebook=rulebook, after_recheck=False, target__in=[target for _, target in pairs])
    names = target_names(sorted(pairs))
    return {
        names.get((kind, target), target): (result, total)
        for kind, target, result, total in found.values_list("kind", "target", "result", "total")
        if (kind, target) in pairs
    }
