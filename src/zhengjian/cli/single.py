"""Commands for single pages and files: facts, check, terms, domains, case."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhengjian.cli.output import shell

if TYPE_CHECKING:
    from zhengjian.service.single import Item

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE|URL|-", help="文件、网址，或 - 表示标准输入；可以多个")]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="该内容所在（或将要发布）的网址")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读取 {key, path|text, url}，按原顺序作答")]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this room."""
    app.command()(facts)
    app.command()(check)


def facts(files: Files = None, url: Url = "", jsonl: Jsonl = False) -> int:
    """读出一个页面或文件的要素：标签、页脚、日期、条目、链接、隐藏内容、正文。"""
    from zhengjian.service import single
    from zhengjian.service.looking import present

    now = present()
    if jsonl:
        return _answer(files, lambda item: [single.facts(item, now)])
    refused = 0
    for item in _items(files, url):
        shell.line(single.facts(item, now))
        refused += bool(item.problem)
    return 3 if refused else 0


def check(
    files: Files = None,
    url: Url = "",
    names: Annotated[list[str] | None, typer.Option("--check", metavar="NAME", help="只做这一项检查；可多次使用")] = None,
    jsonl: Jsonl = False,
) -> int:
    """发布前检查一个页面、附件、脚本或一段文字。"""
    from zhengjian.service import single
    from zhengjian.service.looking import known_checks, office_aids, office_rulebook, present
    from zhengjian.service.publish import outcome_line

    known_checks(names or [])
    rulebook, now, aids = office_rulebook(shell.root), present(), office_aids(shell.root)
    if jsonl:
        return _answer(files, lambda item: [outcome_line(outcome) for outcome in single.check(item, rulebook, now, names or (), aids=aids)])
    refused = 0
    for item in _items(files, url):
        for outcome in single.check(item, rulebook, now, names or (), aids=aids):
            shell.line(outcome_line(outcome))
        refused += bool(item.problem)
    return 3 if refused else 0


def _answer(files: list[str] | None, work: Any) -> int:
    from zhengjian.service import WrongUse, single

    if files:
        raise WrongUse("--jsonl 从标准输入逐行读取，不能同时指定文件；请去掉文件名，或去掉 --jsonl")
    lines = (line.decode("utf-8", "surrogateescape") for line in sys.stdin.buffer)
    refused = 0

    def load(given: dict[str, Any]) -> Item:
        nonlocal refused
        item = single.item_of(given, lambda path: Path(path).read_bytes())
        refused += bool(item.problem)
        return item

    for answer in single.jsonl(lines, work, load):
        refused += b'"error":' in answer[:200] and b'"key":' in answer[:20] and b'"check":' not in answer
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 3 if refused else 0


def _items(files: list[str] | None, url: str) -> Iterator[Item]:
    from zhengjian.service import WrongUse
    from zhengjian.service.looking import item_of

    if not files:
        raise WrongUse("请指定文件、网址，或用 - 表示标准输入")
    for name in files:
        yield item_of(name, url, shell.root, sys.stdin.buffer)
