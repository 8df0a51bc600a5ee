"""Two periods side by side: results, what moved, and which checks found more or less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhengjian.console import desk, exports
from zhengjian.ledger import audit, history, lists
from zhengjian.ledger.lists import Row

FILTERS = ("with", "kind", "move")
RESULTS = {"passed": "合格", "failed": "不合格", "inconclusive": "未结论"}
MOVES = {
    "worse": "由合格变为不合格",
    "better": "由不合格变为合格",
    "again": "两期均不合格",
    "unclear": "一期未结论",
    "new": "本期新增",
    "gone": "本期不再检查",
}
KIND_NAMES = {"site": "政府网站", "account": "政务新媒体"}


@require_safe
def page(request: HttpRequest, period: str) -> HttpResponse:
    """This period beside an earlier one; every number opens its list."""
    asked = desk.wanted(request, *FILTERS)
    earlier, other = _other(period, asked)
    if not other:
        return render(request, "comparison.html", {"other": "", "earlier": ()})
    then, now, moved = _moved(period, other)
    return render(
        request,
        "comparison.html",
        {
            "other": other,
            "earlier": earlier,
            "asked": asked,
            "kinds": KIND_NAMES,
            "moves": MOVES,
            "tables": [_counts(kind, then, now, moved) for kind in KIND_NAMES],
            "checks": _checks(period, other),
            "page": desk.sliced(_named(_chosen(moved, asked)), asked),
            "export": f"/{period}/comparison",
        },
    )


def _other(period: str, asked: lists.Wanted) -> tuple[list[str], str]:
    """The earlier periods, and the one that is asked for (else the latest); "" when there is none."""
    earlier = [name for name in lists.periods() if name < period]
    return earlier, asked.filters["with"] if asked.filters["with"] in earlier else next(iter(earlier), "")


Results = Mapping[tuple[str, str], Row]


def _moved(period: str, other: str) -> tuple[Results, Results, list[Row]]:
    """The results of both periods, and a row for every target that did not stay passed."""
    book = desk.rulebook().name
    then, now = history.results_of(other, book), history.results_of(period, book)
    rows = []
    for kind, target in {**then, **now}:
        old, new = then.get((kind, target)), now.get((kind, target))
        move = _move(old["result"] if old else None, new["result"] if new else None)
        if move:
            held = new or old or {}
            rows.append({"kind": kind, "target": target, "unit": held["unit"], "move": move, "old": old, "new": new})
    return then, now, rows


def _move(old: str | None, new: str | None) -> str:
    """How a target moved; "" when it passed in both periods, or nobody knows in either."""
    if old is None or new is None:
        return "new" if old is None else "gone"
    if (old, new) == ("passed", "failed"):
        return "worse"
    if (old, new) == ("failed", "passed"):
        return "better"
    if old == new:
        return "again" if new == "failed" else ""
    return "unclear"


def _counts(kind: str, then: Results, now: Results, moved: list[Row]) -> dict[str, Any]:
    def of(results: Results) -> dict[str, int]:
        mine = [row["result"] for (of_kind, _), row in results.items() if of_kind == kind]
        return {result: mine.count(result) for result in RESULTS} | {
            "decided": mine.count("passed") + mine.count("failed"),
            "all": len(mine),
        }

    moves = {move: sum(row["kind"] == kind and row["move"] == move for row in moved) for move in MOVES}
    return {"kind": kind, "name": KIND_NAMES[kind], "old": of(then), "new": of(now), "moves": moves}


def _checks(period: str, other: str) -> list[dict[str, Any]]:
    """Checks whose confirmed findings changed in number, the largest change first."""
    then, now = history.counting_by_check(other), history.counting_by_check(period)
    rows = [
        {"check": name, "old": then.get(name, (0, 0))[0], "new": now.get(name, (0, 0))[0], "targets": now.get(name, (0, 0))[1]}
        for name in {**now, **then}
    ]
    return sorted(rows, key=lambda row: (-abs(row["new"] - row["old"]), row["check"]))


def _chosen(moved: list[Row], asked: lists.Wanted) -> list[Row]:
    order = list(MOVES)
    rows = [row for row in moved if asked.filters["kind"] in {"", row["kind"]} and asked.filters["move"] in {"", row["move"]}]
    by = {"target": lambda row: row["target"], "unit": lambda row: row["unit"]}.get(asked.sort.removeprefix("-"))
    rows.sort(key=lambda row: (order.index(row["move"]), row["kind"], row["target"]))
    return sorted(rows, key=by, reverse=asked.sort.startswith("-")) if by else rows


def _named(rows: list[Row]) -> list[Row]:
    names, units = lists.target_names([(row["kind"], row["target"]) for row in rows]), lists.unit_names()
    return [
        {**row, "name": names.get((row["kind"], row["target"]), row["target"]), "unit_name": units.get(row["unit"], row["unit"])}
        for row in rows
    ]


@require_safe
def export(request: HttpRequest, period: str, format_: str) -> HttpResponse:
    """What moved, as a file."""
    asked = desk.wanted(request, *FILTERS)
    _, other = _other(period, asked)
    rows = _named(_chosen(_moved(period, other)[2], asked)) if other else []
    heads = ["对象", "编号", "名称", "主办单位", f"{other}结论", f"{other}得分", f"{period}结论", f"{period}得分", "变化"]

    def side(row: Row | None) -> list[object]:
        return [RESULTS[row["result"]], row["total"]] if row else ["未检查", None]

    lines = (
        [KIND_NAMES[row["kind"]], row["target"], row["name"], row["unit_name"], *side(row["old"]), *side(row["new"]), MOVES[row["move"]]]
        for row in rows
    )
    audit.write(desk.person(request), "export", f"比较 {other} {period}", desk.now(), {"rows": len(rows)})
    return exports.table(f"{other}与{period}比较", heads, lines, format_)
