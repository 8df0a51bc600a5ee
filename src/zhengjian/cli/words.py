"""Commands for the office's own knowledge: terms, outgoing domains, disputed findings as cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhengjian.cli.lists import user
from zhengjian.cli.output import shell, write


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    terms = typer.Typer(help="词典：导入、导出、试用、训练、例外。", no_args_is_help=True, rich_markup_mode=None)
    terms.command("import")(import_terms)
    terms.command("export")(export_terms)
    terms.command("test")(test_terms)
    terms.command("train")(train)
    terms.command("except")(except_phrase)
    terms.command("leaders")(leaders)
    app.add_typer(terms, name="terms")
    app.command()(domains)
    case = typer.Typer(help="争议问题转为检查案例。", no_args_is_help=True, rich_markup_mode=None)
    case.callback()(_group)
    case.command("export")(export_case)
    app.add_typer(case, name="case")


def _group() -> None:
    """争议问题转为检查案例。"""


def import_terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV 文件")],
    strict: Annotated[bool, typer.Option("--strict", help="有一行不合要求就全部不导入")] = False,
) -> int:
    """导入本单位的词条；已有的词条以新的为准。"""
    from zhengjian.service import existing
    from zhengjian.service.terms import import_terms as take

    done = take(shell.workspace().root, existing(file).read_bytes(), who=user(), strict=strict)
    for bad in done.bad:
        names = ("row", "column", "value", "expected")
        words = f"{file.name} 第{bad.row}行“{bad.column}”为“{bad.value}”，{bad.expected}"
        shell.say(words, **{name: getattr(bad, name) for name in names})
    shell.say(f"新增 {done.added} 条，替换 {done.replaced} 条", added=done.added, replaced=done.replaced, bad_rows=len(done.bad))
    return 3 if done.bad else 0


def export_terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV 文件")],
    starter: Annotated[bool, typer.Option("--starter", help="连同内置词条")] = False,
) -> None:
    """导出词条。"""
    from zhengjian.service.terms import export_terms as make

    write(file, make(shell.workspace().root, starter=starter))
    shell.say(f"已导出到 {file}", file=str(file))


def test_terms(file: Annotated[str, typer.Argument(metavar="FILE|-", help="文本文件，或 - 表示标准输入")] = "-") -> None:
    """在一段文字上试用词典，列出全部命中。"""
    from zhengjian.model import to_builtins
    from zhengjian.service import existing
    from zhengjian.service.terms import test_terms as look

    text = sys.stdin.read() if file == "-" else existing(Path(file)).read_text("utf-8-sig", errors="replace")
    for item in look(shell.workspace().root, text):
        shell.line(to_builtins(item))


def train(paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER…", help="规范文本")]) -> None:
    """用本单位的规范文本训练错别字判断。"""
    from zhengjian.service import existing
    from zhengjian.service.terms import train as learn

    number = learn(shell.workspace().root, [existing(path) for path in paths])
    shell.say(f"已读取 {number} 字", characters=number)


def except_phrase(
    phrase: Annotated[str, typer.Argument(metavar="[TEXT]", help="认定无误的语句；不给出则列出全部例外")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="例外的截止日期；默认长期有效")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由")] = "",
    end: Annotated[bool, typer.Option("--end", help="撤回这条例外，下次判定起不再有效")] = False,
) -> None:
    """认定一处语句无误，以后不再报；记明何人认定、何时截止。"""
    from datetime import date

    from zhengjian.model import to_builtins
    from zhengjian.service import WrongUse, exceptions
    from zhengjian.service.looking import present

    root, today = shell.workspace().root, present().date()
    if not phrase:
        shell.lines(map(to_builtins, exceptions.read(root)), None)
        return
    if end:
        if not exceptions.end(root, phrase, today, user()):
            raise WrongUse(f"没有“{phrase}”这条例外；运行 zhengjian terms except 可列出全部例外")
        shell.say(f"已撤回例外“{phrase}”", phrase=phrase)
        return
    if len(phrase) < exceptions.LEAST:
        raise WrongUse("例外的语句至少两个字")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise WrongUse(f"--until 为“{until}”，应为日期，如 2025-12-31") from None
    exceptions.add(root, exceptions.RightPhrase(phrase, last, reason, user(), today))
    shell.say(f"已记录例外“{phrase}”，{f'截至{last}' if last else '长期有效'}", phrase=phrase, until=last and last.isoformat())


def leaders(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="XLSX 或 CSV 文件，整份替换原名单；不给出则列出现有名单")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有一行不合要求就全部不导入")] = False,
) -> int:
    """领导名单：姓名、职务、单位、任职日期、离任日期、排序。"""
    from zhengjian.cli.lists import told
    from zhengjian.model import to_builtins
    from zhengjian.service.leaders import listed, take

    if file is None:
        shell.lines(map(to_builtins, listed(shell.workspace().root)), None)
        return 0
    return told(take(shell.workspace(), file, strict=strict), file)


def domains(
    domain: Annotated[str, typer.Argument(metavar="[DOMAIN]", help="只看这个域名")] = "",
    period: Annotated[str, typer.Option("--period", metavar="P", help="检查期次；默认为最近一期")] = "",
    format: Annotated[str, typer.Option("--format", help="jsonl、xlsx 或 table")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入文件；默认打印")] = None,
) -> None:
    """全省网站链出的域名：哪些网站、多少页面、目前状态；指明域名时逐页列出链出的页面。"""
    from zhengjian.cli.results import chosen_format
    from zhengjian.model import to_builtins
    from zhengjian.service.domains import STATES
    from zhengjian.service.domains import domains as look
    from zhengjian.service.publish import last_period

    workspace = shell.workspace()
    kind = chosen_format(format, ("jsonl", "xlsx", "table"), out)
    found = look(workspace, period or last_period(workspace), only=domain)
    if kind == "jsonl":
        shell.lines(map(to_builtins, found), out)
        return
    header: tuple[str, ...] = ("域名", "网站数", "页面数", "最早发现", "状态", "链出网站", "示例")
    rows: list[tuple[object, ...]] = []
    if domain:
        header = ("域名", "状态", "网站标识码", "链出页面")
        rows = [
            (one.domain, STATES.get(one.state, one.state), site, page)
            for one in found
            for site in one.linking
            for page in one.linking[site]
        ]
    for one in found if not domain else ():
        seen, state = one.first_seen and f"{one.first_seen:%Y-%m-%d}", STATES.get(one.state, one.state)
        rows.append((one.domain, len(one.sites), one.pages, seen, state, " ".join(one.sites[:20]), " ".join(one.examples[:3])))
    if kind == "xlsx":
        shell.sheet(out, [("链出域名", header, rows)])
    else:
        shell.table(header, rows, out)


def export_case(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="问题编号")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入文件；默认打印")] = None,
) -> None:
    """把一个有争议的问题连同依据导出为检查案例（Markdown）。"""
    from zhengjian.service.casebook import export_case as make

    text = make(shell.workspace(), finding)
    if out is None:
        print(text, end="")
    else:
        write(out, text.encode())
        shell.say(f"已导出到 {out}", file=str(out))
