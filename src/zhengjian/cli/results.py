"""Commands that show what was found and publish it: findings, columns, score, bulletin, proofread, evidence, case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhengjian.cli.output import shell
from zhengjian.cli.work import PeriodOption

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入文件；默认打印")]
RulebookOption = Annotated[str, typer.Option("--rulebook", metavar="NAME", help="另一份指标文件下的影子结果")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (findings, columns, score, bulletin, proofread):
        app.command()(command)
    evidence = typer.Typer(help="证据：查看、导出、核验。", no_args_is_help=True, rich_markup_mode=None)
    evidence.command("show")(show)
    evidence.command("export")(export)
    evidence.command("verify")(verify)
    app.add_typer(evidence, name="evidence")


def chosen_format(given: str, allowed: tuple[str, ...], out: Path | None) -> str:
    """The format asked for, else the one that the file's name or the terminal suggests."""
    from zhengjian.service import WrongUse

    if not given:
        return "xlsx" if out is not None and out.suffix.lower() == ".xlsx" else allowed[0]
    if given not in allowed:
        raise WrongUse(f"--format 的“{given}”不对；应为 {'、'.join(allowed)} 之一")
    return given


def findings(
    period: PeriodOption,
    format: Annotated[str, typer.Option("--format", help="jsonl、xlsx 或 table")] = "",
    out: Out = None,
    rulebook: RulebookOption = "",
) -> None:
    """列出各项结论和问题。"""
    from zhengjian.service import publish, sheets

    kind = chosen_format(format, ("jsonl", "xlsx", "table"), out)
    workspace = shell.workspace()
    found = publish.outcomes(workspace, period, rulebook=rulebook)
    if kind == "jsonl":
        shell.lines(map(publish.outcome_line, found), out)
        return
    rows, hits = sheets.outcome_rows(workspace, list(found))
    unchecked = publish.unchecked(workspace, rulebook)
    if kind == "xlsx":
        missing = [(name,) for name in unchecked]
        shell.sheet(out, [("问题", sheets.HITS, hits), ("结论", sheets.OUTCOMES, rows), ("未检查", ("检查项",), missing)])
        return
    shell.table(sheets.HITS[:-1], (row[:-1] for row in hits), out)
    if out is None:
        shell.say(f"共 {len(rows)} 项结论，{len(hits)} 个问题；未检查的检查项 {len(unchecked)} 个：{'、'.join(unchecked)}")


def columns(
    period: PeriodOption,
    format: Annotated[str, typer.Option("--format", help="jsonl、xlsx 或 table；与 --due 同用时为 jsonl 或 text（可直接发邮件）")] = "",
    out: Out = None,
    due: Annotated[
        int | None, typer.Option("--due", metavar="DAYS", min=0, help="只列最近一次检查后这么多天内将超过更新期限的栏目")
    ] = None,
) -> None:
    """列出各网站的栏目和更新情况。"""
    from zhengjian.service import publish, sheets

    if due is not None:
        _due(period, format, out, due)
        return
    kind = chosen_format(format, ("jsonl", "xlsx", "table"), out)
    found = publish.columns(shell.workspace(), period)
    if kind == "jsonl":
        shell.lines((entry.line for entry in found), out)
        return
    rows = sheets.column_rows([entry.line for entry in found])
    if kind == "xlsx":
        shell.sheet(out, [("栏目", sheets.COLUMNS, rows)])
    else:
        shell.table(sheets.COLUMNS, rows, out)


def _due(period: str, format: str, out: Path | None, within_days: int) -> None:
    from zhengjian.model import to_builtins
    from zhengjian.service.due import due, letter

    kind = chosen_format(format, ("jsonl", "text"), out)
    at, found = due(shell.workspace(), period, within_days)
    if kind == "text":
        shell.text(letter(found, at, within_days), out)
    else:
        shell.lines(map(to_builtins, found), out)


def score(
    period: PeriodOption,
    format: Annotated[str, typer.Option("--format", help="json、xlsx 或 table")] = "",
    out: Out = None,
    rulebook: RulebookOption = "",
    after_recheck: Annotated[bool, typer.Option("--after-recheck", help="复查后的结果")] = False,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help="只写这个单位的得分单（--out 为 .docx 或 .pdf）")] = "",
) -> None:
    """计算得分和合格情况。"""
    from zhengjian.service import publish, sheets

    if unit:
        sheet = out or Path(f"得分单-{unit}.docx")
        publish.score_sheet(shell.workspace(), period, unit, sheet)
        shell.say(f"已写入 {sheet}", file=str(sheet))
        return
    kind = chosen_format(format, ("json", "jsonl", "xlsx", "table"), out)
    workspace = shell.workspace()
    found = publish.scores(workspace, period, rulebook=rulebook, after_recheck=after_recheck)
    if kind in {"json", "jsonl"}:
        lines_of = shell.lines if kind == "jsonl" or shell.json else shell.listing
        lines_of(map(publish.score_line, found), out)
        return
    rows, lines = sheets.score_rows(workspace, found)
    if kind == "xlsx":
        shell.sheet(out, [("得分", sheets.SCORES, rows), ("扣分明细", sheets.LINES, lines)])
    else:
        shell.table(sheets.SCORES, rows, out)


def bulletin(
    period: PeriodOption,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="写入的目录；默认为工作目录下的 bulletin/期次")] = None,
) -> None:
    """生成通报：DOCX、PDF、HTML、附件 XLSX 和数据依据 claims.json。"""
    from zhengjian.service.publish import bulletin as make

    workspace = shell.workspace()
    for file in make(workspace, period, out or workspace.root / "bulletin" / period, shell):
        shell.say(f"已写入 {file}", file=str(file))


def proofread(files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="DOCX、PDF、HTML 或文本")]) -> int:
    """核对任何一份通报的数字和前后一致。"""
    from zhengjian.service.proofreading import proofread as read

    wrong = 0
    for file in files:
        remarks = read(file)
        for remark in remarks:
            shell.say(remark.sentence, file=str(file), **remark.data)
        wrong += sum(remark.certain for remark in remarks)
        shell.say(f"{file}：{len(remarks)} 处需要核对" if remarks else f"{file}：没有发现问题", file=str(file), remarks=len(remarks))
    return 4 if wrong else 0


def show(id_: Annotated[str, typer.Argument(metavar="[ID]", help="快照、问题、网站或账号的编号；不写则列出全部检查轮次")] = "") -> None:
    """查看证据。"""
    from zhengjian.service.evidence import overview
    from zhengjian.service.evidence import show as find

    if not id_:
        for one in overview(shell.workspace()):
            whole = "" if one["complete"] else "（未读完）"
            shell.say(
                f"{one['period']} {one['target']} 第{one['round']}轮：{one['pages']} 页{whole}，{one['finished']}，存于 {one['folder']}",
                **one,
            )
        return
    found = find(shell.workspace(), id_)
    if shell.json:
        names = ("id", "finding", "snapshots", "imported", "missing")
        shell.line({name: getattr(found, name) for name in names})
        return
    if (row := found.finding) is not None:
        shell.say(f"{row['finding_id']} {row['check_name']} {row['target']}：{row['what']}")
        shell.say(f"  位置 {row['where']}；实际值 {row['value'] or '—'}，要求 {row['expected'] or '—'}，状态 {row['state']}")
        for event in row["events"]:
            shell.say(f"  {event['at']} {event['by']} {event['kind']} {event['reason']}")
    for one in found.snapshots:
        shell.say(f"{one['id']} {one['at']} {one['code']} {one['url']}")
        shell.say(f"  {one['size']} 字节，SHA-256 {one['sha256'] or '—'}，存于 {one['folder']}")
    for one in found.imported:
        absent = f"（原件已于 {one['removed'][:10]} 按规定删除）" if one["removed"] else "（不见了）"
        shell.say(f"{one['id']} 导入文件 {one['file'] or absent} {one['row']}")
    for sentence in found.missing:
        shell.say(sentence)


def export(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="快照、问题、网站或账号的编号；不写则导出全部证据")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="写入的目录")] = None,
) -> None:
    """把证据导出为一个可以独立查看的文件夹。"""
    from zhengjian.service.evidence import export as make

    folder = out or Path(f"evidence-{id_.replace('/', '_') or 'all'}")
    files = make(shell.workspace(), id_, folder)
    shell.say(f"已导出 {len(files)} 个文件到 {folder}", folder=str(folder), files=[str(file) for file in files])


def verify(id_: Annotated[str, typer.Argument(metavar="[ID]", help="编号；不写则核验全部证据")] = "") -> int:
    """核验证据是否完好。"""
    from zhengjian.service.evidence import summary
    from zhengjian.service.evidence import verify as look

    problems = look(shell.workspace(), id_ or None)
    for where, what in problems:
        shell.say(f"{where}：{what}", where=where, what=what)
    shell.say(summary(problems), problems=len(problems))
    return 4 if problems else 0
