"""“我的分丢在哪里”: a unit's own sheet for a period — results, points line by line, and what could not be concluded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from zhengjian.bulletin.annex import running_accounts, running_sites
from zhengjian.bulletin.compose import issued
from zhengjian.bulletin.cover import open_vetoes
from zhengjian.bulletin.docx import bulletin_docx
from zhengjian.bulletin.draft import Annex, Block, Cell, Draft, Run, Table
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.overall import account_name, reasons
from zhengjian.bulletin.pdf import bulletin_pdf
from zhengjian.bulletin.phrases import title
from zhengjian.bulletin.safe import printable
from zhengjian.facts.privacy import mask
from zhengjian.model import Finding, Line, Score, Target

RESULTS = {"passed": "合格", "failed": "存在突出问题", "inconclusive": "未结论"}
PLACES = 3  # places of a line that are printed; the console shows all
RESULT_HEADS = ("网站（账号）", "结果", "得分", "扣分", "加分", "说明")
LINE_HEADS = ("网站", "检查项", "问题数", "分值", "上限", "位置", "备注")


def write_score_sheet(material: Material, unit: str, out: Path) -> None:
    """Write the sheet of the unit with this code: as PDF when the name ends in ``.pdf``, else as DOCX."""
    draft = score_sheet(material, unit)
    out.write_bytes(bulletin_pdf(draft) if out.suffix == ".pdf" else bulletin_docx(draft))


def score_sheet(material: Material, unit: str) -> Draft:
    """The sheet as a document; a unit without running sites and accounts gets empty tables."""
    name = next((printable(one.name) for one in material.units if one.code == unit), printable(unit))
    sites = [site for site in running_sites(material) if site.unit == unit]
    accounts = [account for account in running_accounts(material) if account.unit == unit]
    results = [_result(material, Target(kind="site", id=site.site_id), printable(site.name), site.kind) for site in sites]
    results += [_result(material, Target(kind="account", id=one.account_id), account_name(one), "") for one in accounts]
    lines = [row for site in sites for row in _lines(material, Target(kind="site", id=site.site_id), printable(site.name))]
    text = (
        f"你单位在{material.period.chinese}检查中的结果和得分见附件。分值依据《{printable(material.rulebook.title)}》（{printable(material.rulebook.document)}）；"
        "只有经确认的问题扣分，未能查清的事项不扣分。备注“分值待核”的，以办公厅核定的分值为准。"
    )
    return Draft(
        office=printable(material.office.name),
        number="内部参考",
        title=f"{material.period.chinese}政府网站与政务新媒体检查得分单",
        recipients=name,
        body=(Block(kind="body", runs=(Run(text=text),)),),
        annexes=(
            Annex(title="检查结果", content=(_table(RESULT_HEADS, (3, 1.6, 1, 1, 1, 4), results),)),
            Annex(title="扣分和加分明细", content=(_table(LINE_HEADS, (2.4, 2.4, 0.9, 0.9, 0.9, 3.6, 1.4), lines),)),
        ),
        issued=issued(material),
        disclosure="",
        letter=True,
    )


def _table(heads: Sequence[str], widths: tuple[float, ...], rows: Sequence[Sequence[str]]) -> Table:
    header = tuple(Cell(text=head) for head in heads)
    return Table(widths=widths, header=(header,), body=tuple(tuple(Cell(text=text) for text in row) for row in rows))


def _result(material: Material, target: Target, name: str, kind: str) -> tuple[str, ...]:
    scored = material.scores.get(target)
    if scored is None:
        return (name, RESULTS["inconclusive"], "—", "—", "—", "本期未检查")
    points = tuple(map(_points, (scored.total, scored.deducted, scored.bonus) if scored.total is not None else (None,) * 3))
    return (name, RESULTS[scored.result], *points, _why(material, scored, kind))


def _why(material: Material, scored: Score, kind: str) -> str:
    """What decided the result: the vetoes, or the vetoes that are still open."""
    if scored.result == "failed":
        return reasons(scored)
    opened = "、".join(map(title, open_vetoes(material, scored.target, kind)))
    return f"未能查清：{opened}" if scored.result == "inconclusive" and opened else ""


def _points(points: Decimal | None) -> str:
    return "—" if points is None else f"{points.normalize():f}"


def _lines(material: Material, target: Target, name: str) -> list[tuple[str, ...]]:
    scored = material.scores.get(target)
    found = {finding.id: finding for outcome in material.outcomes.get(target, ()) for finding in outcome.findings}
    return [_line(name, line, [found[id_] for id_ in line.findings if id_ in found]) for line in (scored.lines if scored else ())]


def _line(name: str, line: Line, found: Sequence[Finding]) -> tuple[str, ...]:
    places = "；".join(mask(printable(finding.where)) for finding in found[:PLACES]) + ("；等" if len(found) > PLACES else "")
    return (
        name,
        title(line.check),
        str(len(line.findings)),
        _points(line.points),
        _points(line.cap),
        places,
        "分值待核" if line.unverified else "",
    )
