"""Commands that make, examine, serve, keep and restore a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhengjian.cli.output import shell


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    for command in (init, demo, serve, doctor, backup, restore):
        app.command()(command)
    app.command("move-ledger")(move_ledger)


def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="新建的工作目录")]) -> None:
    """建立工作目录。"""
    from zhengjian.service.setup import init as make

    workspace = make(directory)
    shell.say(f"已建立工作目录 {workspace.root}；下一步：zhengjian -C {workspace.root} register import 名录文件", root=str(workspace.root))


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="演示目录")] = Path("demo"),
    small: Annotated[bool, typer.Option("--small", help="只用 10 个网站，一分钟内完成")] = False,
) -> int:
    """在内置的演示省上走完全部流程，直到生成通报。"""
    from zhengjian import logs
    from zhengjian.service.demo import demo as run

    if directory == Path("demo") and shell.root != Path():
        directory = shell.root
    shell.root = directory
    logs.to_file(directory.resolve() / "zhengjian.log")
    shown = run(directory, shell, small=small)
    done = shown.inspected
    shell.end()
    shell.say(
        f"完成：检查 {done.sites} 个网站、{done.accounts} 个账号，读取 {done.pages} 页，"
        f"发现 {done.findings} 个问题，用时 {shown.seconds:.0f} 秒",
        sites=done.sites,
        accounts=done.accounts,
        pages=done.pages,
        findings=done.findings,
        seconds=round(shown.seconds, 1),
    )
    if done.unobserved:
        shell.say(
            f"未能观察 {len(done.unobserved)} 个对象（不作结论，原因见 zhengjian -C {directory} findings）", unobserved=len(done.unobserved)
        )
    for document in shown.documents:
        shell.say(f"  {document}", document=str(document))
    shell.say(f"查看：zhengjian -C {directory} serve，然后用浏览器打开所示网址")
    return 0


def serve(
    port: Annotated[int, typer.Option("--port", help="端口")] = 8000,
    address: Annotated[str, typer.Option("--address", help="监听地址")] = "127.0.0.1",
) -> None:
    """启动控制台（网页界面）。"""
    from zhengjian.cli.serving import serve as run

    run(shell.workspace(), address, port)


def doctor() -> int:
    """检查本机和工作目录：时钟、磁盘、浏览器、字体、日历、台账。"""
    from zhengjian.service.doctor import examine

    found = examine(shell.root)
    marks = {"ok": "正常", "warning": "提示", "error": "有误"}
    for one in found:
        shell.say(f"[{marks[one.level]}] {one.what}：{one.words}", what=one.what, level=one.level)
    return 1 if any(one.level == "error" for one in found) else 0


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件，例如 backup.tar")]) -> None:
    """备份设置、台账和密钥（证据库请另行复制）；可在运行中进行。"""
    from zhengjian.service.keeping import backup as run

    size = run(shell.workspace(), file)
    shell.say(f"已备份到 {file}（{size / 1_000_000:.1f} MB）；证据库 archive/ 请另行复制", file=str(file), bytes=size)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="恢复到的目录，须不存在或为空")],
) -> None:
    """把备份恢复到一个新目录。"""
    from zhengjian.service.keeping import restore as run

    run(file, directory)
    shell.say(f"已恢复到 {directory}；如有证据库备份，请复制到 {directory / 'archive'}", root=str(directory))


def move_ledger(address: Annotated[str, typer.Argument(metavar="ADDRESS", help="新数据库，例如 postgresql://用户:密码@主机/库名")]) -> None:
    """把台账移入另一个空的数据库；原台账保持不动。"""
    from zhengjian.service.keeping import move_ledger as run

    moved = run(shell.workspace(), address)
    words = f"已移入 {sum(moved.values())} 行，逐表核对无误；请停止控制台，在 zhengjian.toml 中把 database 改为新地址后再启动"
    shell.say(words, rows=sum(moved.values()), tables=moved)
