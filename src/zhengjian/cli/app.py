"""The tree of commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhengjian.cli import lists, results, setup, single, words, work
from zhengjian.cli.output import shell

app = typer.Typer(
    name="zhengjian",
    help="政检：检查全省政府网站和政务新媒体，保存证据，生成通报。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def options(
    directory: Annotated[Path, typer.Option("-C", metavar="DIR", help="工作目录")] = Path(),
    json: Annotated[bool, typer.Option("--json", help="每行输出一个 JSON 对象")] = False,
) -> None:
    """政检：检查全省政府网站和政务新媒体，保存证据，生成通报。"""

    shell.root, shell.json = directory, json


for room in (setup, lists, work, results, single, words):
    room.add_to(app)
