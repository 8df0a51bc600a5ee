"""Commands for lists that come in and go out: the register, posts, messages, and the other imports."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhengjian.cli.output import shell

if TYPE_CHECKING:
    from zhengjian.service.register import Imported

SHOWN = 200
Strict = Annotated[bool, typer.Option("--strict", help="有一行不合要求就全部不导入")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="XLSX 或 CSV 文件")]
IMPORTS = {
    "posts": "账号发布记录",
    "messages": "找错留言",
    "reposts": "转载任务",
    "filings": "全国系统导出的账号",
    "profiles": "平台实际显示的账号资料",
    "policies": "政策文件清单",
    "traffic": "栏目访问量",
    "outages": "经批准的停机时段",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    register = typer.Typer(help="名录：导入、比对、导出。", no_args_is_help=True, rich_markup_mode=None)
    register.command("import")(import_register)
    register.command("diff")(diff)
    register.command("export")(export)
    register.command("log")(log)
    app.add_typer(register, name="register")
    for kind, words in IMPORTS.items():
        group = typer.Typer(help=f"{words}。", no_args_is_help=True, rich_markup_mode=None)
        group.command("import", help=f"导入{words}。")(_importer(kind))
        app.add_typer(group, name=kind)


def _importer(kind: str):  # type: ignore[no-untyped-def]
    def run(file: FileArgument, strict: Strict = False) -> int:
        return import_list(kind, file, strict=strict)

    return run


def import_list(kind: str, file: Path, *, strict: bool) -> int:
    """Import one list and print what was done; returns the exit status."""
    from zhengjian.service.imports import import_list as take

    return told(take(shell.workspace(), kind, file, strict=strict), file)


def import_register(
    path: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="XLSX 文件，或放有 units.csv、sites.csv 等的文件夹")],
    strict: Strict = False,
) -> int:
    """导入名录：单位、网站、栏目、账号。"""
    from zhengjian.service.register import import_register as take

    return told(take(shell.workspace(), path, strict=strict, by=user()), path)


def told(imported: Imported, path: Path) -> int:
    """Print every problem and what was imported; exit status 3 when any row was bad."""
    for problem in imported.problems[:SHOWN] if not shell.json else imported.problems:
        names = ("file", "sheet", "row", "column", "value", "expected", "warning")
        shell.say(problem.sentence, **{name: getattr(problem, name) for name in names})
    if len(imported.problems) > SHOWN and not shell.json:
        shell.say(f"……共 {len(imported.problems)} 处，其余见 {imported.errors_file}")
    data = {"read": imported.read, "added": imported.added, "changed": imported.changed, "bad_rows": imported.bad}
    if not imported.done:
        shell.say(f"{path} 有 {imported.bad} 行不合要求，按 --strict 没有导入任何内容；清单见 {imported.errors_file}", **data)
        return 3
    shell.say(f"已导入 {path}：{imported.read} 行有效，其中新增 {imported.added}、变更 {imported.changed}", **data)
    if imported.kept:
        shell.say(f"名录中另有 {imported.kept} 条不在此文件中，没有删除；可用 zhengjian register diff 查看", kept=imported.kept)
    if imported.bad:
        shell.say(f"{imported.bad} 行未导入，清单见 {imported.errors_file}", errors_file=str(imported.errors_file))
        return 3
    return 0


def diff(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="另一份名录")],
    accept: Annotated[str, typer.Option("--accept", help="采纳的编号，如 1,3-5 或 all")] = "",
    reason: Annotated[str, typer.Option("--reason", help="采纳的理由")] = "",
    by: Annotated[str, typer.Option("--as", help="采纳人")] = "",
) -> int:
    """比对名录与另一份名录：新增、缺少、名称、单位或网址、状态不同。"""
    from zhengjian.service.register import accept as take
    from zhengjian.service.register import difference

    found, problems = difference(shell.workspace(), file)
    if accept:
        taken = take(shell.workspace(), file, _numbers(accept, len(found)), by=by or user(), why=reason)
        shell.say(f"已采纳 {len(taken)} 条差异", accepted=len(taken))
        return 0
    for number, one in enumerate(found, 1):
        fields = [{"column": header, "ours": old, "theirs": new} for header, old, new in one.fields]
        shell.say(f"{number}. {one.sentence}", number=number, sheet=one.sheet, key=one.key, name=one.name, change=one.change, fields=fields)
    shell.say(f"共 {len(found)} 处不同" if found else "两份名录一致", differences=len(found))
    bad = [problem for problem in problems if not problem.warning]
    for problem in bad[:SHOWN]:
        shell.say(problem.sentence)
    return 3 if bad else 0


def _numbers(text: str, total: int) -> list[int]:
    from zhengjian.service import WrongUse

    if text == "all":
        return list(range(1, total + 1))
    numbers: list[int] = []
    try:
        for part in text.replace("，", ",").split(","):
            first, _, last = part.partition("-")
            numbers += range(int(first), int(last or first) + 1)
    except ValueError:
        raise WrongUse(f"--accept 的“{text}”不是编号；应写成 1,3-5 或 all") from None
    return numbers


def export(path: Annotated[Path, typer.Argument(metavar="FILE", help="XLSX 文件名，或文件夹名（写成 CSV）")]) -> None:
    """导出名录；再导入时不丢内容。"""
    from zhengjian.service.register import export_register

    done = export_register(shell.workspace(), path)
    counts = {"units": len(done.units), "sites": len(done.sites), "columns": len(done.columns), "accounts": len(done.accounts)}
    words = f"单位 {counts['units']}、网站 {counts['sites']}、栏目 {counts['columns']}、账号 {counts['accounts']}"
    shell.say(f"已导出到 {path}：{words}", file=str(path), **counts)


def log(key: Annotated[str, typer.Argument(metavar="[ID]", help="单位编码、网站标识码或账号编号；不写则全部")] = "") -> None:
    """名录的变更记录：何时、何人、变更前后。"""
    from zhengjian.service.register import changes

    for one in changes(shell.workspace(), key):
        words = f"{one['at']:%Y-%m-%d %H:%M} {one['by']} {one['sheet']} {one['key']} {one['change']}"
        shell.say(words + (f"（{one['reason']}）" if one["reason"] else ""), **{**one, "at": one["at"].isoformat()})


def user() -> str:
    """Who runs the command, for the log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "命令行"
