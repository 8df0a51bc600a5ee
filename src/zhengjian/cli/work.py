"""Commands that look, judge and decide: inspect, probe, rejudge, confirm, dismiss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhengjian.cli.output import shell

if TYPE_CHECKING:
    from datetime import datetime

    from zhengjian.model import Target
    from zhengjian.service.inspect import Inspected

SHOWN = 50
PeriodOption = Annotated[str, typer.Option("--period", metavar="P", help="检查期次，如 2025Q2、2025H1、2025")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (inspect, rejudge, confirm, dismiss):
        app.command()(command)
    probing = typer.Typer(help="可用性监测。", invoke_without_command=True, rich_markup_mode=None)
    probing.callback()(probe)
    probing.command("import", help="导入其他监测系统的记录。")(import_probe)
    app.add_typer(probing, name="probe")


def inspect(
    period: PeriodOption,
    as_of: Annotated[str, typer.Option("--as-of", metavar="TIME", help="监测时间点；默认为现在与期末的较早者")] = "",
    site: Annotated[list[str] | None, typer.Option("--site", metavar="ID", help="只检查这个网站；可多次使用")] = None,
    account: Annotated[list[str] | None, typer.Option("--account", metavar="ID", help="只检查这个账号；可多次使用")] = None,
    recheck: Annotated[bool, typer.Option("--recheck", help="再检查一轮，与前一轮并列")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次没有做完的检查")] = False,
) -> int:
    """检查名录中的网站和账号。"""
    from zhengjian.service.inspect import Request
    from zhengjian.service.inspect import inspect as run

    request = Request(period, _time(as_of), tuple(site or ()), tuple(account or ()), recheck, resume)
    return told(run(shell.workspace(), request, shell))


def told(done: Inspected) -> int:
    """Print what an inspection did; exit status 3 when targets were not observed."""
    shell.end()
    shell.say(
        f"{done.period} 检查完成：{done.sites} 个网站、{done.accounts} 个账号，读取 {done.pages} 页，发现 {done.findings} 个问题"
        + (f"，其中 {done.confirmed} 个按设置自动确认" if done.confirmed else "")
        + (f"；{done.left_out} 个网址未访问" if done.left_out else ""),
        period=done.period,
        as_of=done.as_of.isoformat(),
        sites=done.sites,
        accounts=done.accounts,
        pages=done.pages,
        findings=done.findings,
        confirmed=done.confirmed,
        left_out=done.left_out,
        verdicts=done.verdicts,
        unobserved=len(done.unobserved),
        partial=len(done.partial),
    )
    for reason, number in done.reasons.most_common():
        shell.say(f"  未访问 {number} 个网址：{reason}", reason=reason, left_out=number)
    _listed(f"未能观察 {len(done.unobserved)} 个对象，一律不作结论：", done.unobserved)
    _listed(f"观察不全 {len(done.partial)} 个对象，没有看到的不作结论：", done.partial)
    return 3 if done.unobserved or done.partial else 0


def _listed(title: str, targets: list[tuple[Target, str, str]]) -> None:
    """Targets with their reasons under a title; on a terminal the first few."""
    if not targets:
        return
    shell.say(title)
    for target, name, why in targets if shell.json else targets[:SHOWN]:
        shell.say(f"  {target.id} {name}：{why}", target={"kind": target.kind, "id": target.id}, name=name, why=why)
    if len(targets) > SHOWN and not shell.json:
        shell.say(f"  ……共 {len(targets)} 个，其余见 zhengjian findings")


def _time(text: str) -> datetime | None:
    from zhengjian.register.cells import Bad, moment
    from zhengjian.service import WrongUse

    if not text:
        return None
    read = moment(text)
    if isinstance(read, Bad):
        raise WrongUse(f"--as-of 的“{text}”不是时间；应写成 2025-06-20T12:00:00+08:00 或 2025-06-20")
    return read


def rejudge(
    period: PeriodOption,
    rulebook: Annotated[str, typer.Option("--rulebook", metavar="NAME", help="另一份指标文件")] = "",
) -> None:
    """用已存证据重新判定，不访问网络。"""
    from zhengjian.service.publish import rejudge as run

    number = run(shell.workspace(), period, rulebook=rulebook, teller=shell)
    shell.end()
    shell.say(f"{period} 已重新判定，共 {number} 项结论", outcomes=number)


def confirm(
    findings: Annotated[list[str], typer.Argument(metavar="FINDING…", help="问题编号")],
    by: Annotated[str, typer.Option("--as", metavar="USER", help="确认人")],
) -> int:
    """确认问题；单项否决须由第二人再确认一次。"""
    return _decide(findings, "confirm", by, "")


def dismiss(
    findings: Annotated[list[str], typer.Argument(metavar="FINDING…", help="问题编号")],
    by: Annotated[str, typer.Option("--as", metavar="USER", help="排除人")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由")],
) -> int:
    """排除问题（误报等），须写明理由。"""
    return _decide(findings, "dismiss", by, reason)


def _decide(ids: list[str], kind: str, by: str, reason: str) -> int:
    from zhengjian.service import WrongUse
    from zhengjian.service.deciding import decide

    if not by.strip():
        raise WrongUse("须用 --as 写明是谁作出的决定")
    decided, refused, waiting = decide(shell.workspace(), ids, kind, by=by.strip(), reason=reason)
    verb = "确认" if kind == "confirm" else "排除"
    for id_ in decided:
        shell.say(f"已{verb} {id_}" + ("，待第二人确认后计入" if id_ in waiting else ""), finding=id_, done=kind, counts=id_ not in waiting)
    for id_, why in refused.items():
        shell.say(f"{id_}：{why}", finding=id_, refused=why)
    return 2 if refused else 0


def probe(
    context: typer.Context,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", help="监测几次；默认一直进行到按 Ctrl-C")] = 0,
    report_to: Annotated[str, typer.Option("--report-to", metavar="URL", help="作为第二监测点，把结果报送到检查系统的网址")] = "",
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FILE", help="存放接口令牌的文件（权限为“报送监测记录”）")
    ] = None,
) -> int:
    """按设定间隔访问全部首页，记录能否打开。"""
    if context.invoked_subcommand is not None:
        return 0
    from zhengjian.service.probe import probe as run

    done = run(shell.workspace(), shell, rounds=rounds, report_to=report_to, token=_token(report_to, token_file))
    shell.end()
    reported = f"，报送 {done.reported} 条" if report_to else ""
    shell.say(f"监测 {done.rounds} 次，共访问 {done.visits} 次，打不开 {done.not_opened} 次{reported}", **done.as_dict())
    return 0


def _token(report_to: str, file: Path | None) -> str:
    """The token of a second vantage point; it stands in a file because command lines are seen by everybody on a machine."""
    from zhengjian.service import WrongUse, existing

    if not report_to:
        return ""
    if file is None:
        raise WrongUse("--report-to 需要 --token-file 指定存放接口令牌的文件")
    return existing(file).read_text("utf-8-sig").strip()


def import_probe(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="XLSX 或 CSV 文件")],
    strict: Annotated[bool, typer.Option("--strict", help="有一行不合要求就全部不导入")] = False,
) -> int:
    """导入其他监测系统的记录。"""
    from zhengjian.cli.lists import import_list

    return import_list("probe", file, strict=strict)
