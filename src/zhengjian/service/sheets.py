"""Results as rows for tables and spreadsheets, in the words that people use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhengjian.bulletin.phrases import title
from zhengjian.config import Workspace
from zhengjian.model import Outcome, Score, State
from zhengjian.service.publish import RESULTS, STATES, VERDICTS, names, plain
from zhengjian.workflow.review import STATE_NAMES

OUTCOMES = ("对象编号", "对象名称", "主办单位", "检查项", "结论", "说明", "轮次")
HITS = ("问题编号", "对象编号", "对象名称", "主办单位", "检查项", "位置", "问题", "实际值", "要求", "状态", "证据")
COLUMNS = ("网站标识码", "栏目名称", "栏目网址", "栏目类别", "条目数", "最近更新", "日期来源", "更新周期", "状态", "说明")
SCORES = ("对象编号", "对象名称", "主办单位", "结果", "单项否决", "扣分", "加分", "得分", "待核实项")
LINES = ("对象编号", "检查项", "分值", "上限", "备注", "问题编号")
Row = tuple[Any, ...]


def outcome_rows(workspace: Workspace, found: Sequence[Outcome]) -> tuple[list[Row], list[Row]]:
    """One row per outcome, and one per finding."""
    known = names(workspace)
    rows: list[Row] = []
    hits: list[Row] = []
    for outcome in found:
        assert outcome.target is not None
        id_, check = outcome.target.id, title(outcome.check)
        name, unit = known.get((outcome.target.kind, id_), ("", ""))
        rows.append((id_, name, unit, check, VERDICTS[outcome.verdict.value], outcome.why, outcome.round))
        for one in outcome.findings:
            state, evidence = STATE_NAMES[State(one.state)], " ".join(one.evidence)
            hits.append((one.id, id_, name, unit, check, one.where, one.what, one.value, one.expected, state, evidence))
    return rows, hits


def column_rows(lines: Sequence[dict[str, Any]]) -> list[Row]:
    """One row per column."""
    rows = []
    for line in lines:
        last, state = line["last"] or {}, STATES.get(line["state"], line["state"])
        what = [line[name] for name in ("site_id", "name", "url", "kind", "items")]
        rows.append((*what, last.get("date"), last.get("from"), line["period_days"], state, line["why"]))
    return rows


def score_rows(workspace: Workspace, found: Sequence[Score]) -> tuple[list[Row], list[Row]]:
    """One row per target, and one per line of its score sheet."""
    known = names(workspace)
    rows: list[Row] = []
    lines: list[Row] = []
    for one in found:
        name, unit = known.get((one.target.kind, one.target.id), ("", ""))
        points = (plain(one.deducted), plain(one.bonus), plain(one.total))
        unverified = "、".join(title(line.check) for line in one.lines if line.unverified)
        rows.append((one.target.id, name, unit, RESULTS[one.result], "、".join(map(title, one.vetoes)), *points, unverified))
        for line in one.lines:
            mark, ids = "待核实" if line.unverified else "", " ".join(line.findings)
            lines.append((one.target.id, title(line.check), plain(line.points), plain(line.cap), mark, ids))
    return rows, lines
