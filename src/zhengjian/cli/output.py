"""What the command line prints: lines for people, JSON lines for programs, progress, tables, and faults."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian.config import ConfigError, Workspace

PLAIN_SECONDS = 5.0


@dataclass
class Shell:
    """The options that every command shares, and the ways to print."""

    root: Path = Path()
    json: bool = False
    _bar: Any = None
    _told: float = 0.0
    _last: str = ""

    def workspace(self) -> Workspace:
        """The workspace of this call; raises ``ConfigError``. From here on logs go to its log file."""
        from zhengjian import logs

        workspace = Workspace.open(self.root)
        logs.to_file(self.root.resolve() / "zhengjian.log")
        return workspace

    # -- a Teller ----------------------------------------------------------------------------------------------

    def say(self, text: str, **data: Any) -> None:
        """One line: words for people, an object for programs."""
        if self.json:
            self.line({"message": text, **data})
        elif self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False)
        else:
            print(text, flush=True)

    def progress(self, progress: Any) -> None:
        """A bar on a terminal; a plain line every few seconds elsewhere; an object with ``--json``."""
        over = progress.done >= progress.total
        if self.json:
            if self._due(progress.what, over):
                names = ("what", "done", "total", "pages", "findings", "seconds_left")
                self.line({"progress": {name: getattr(progress, name) for name in names}})
        elif sys.stderr.isatty():
            self._show_bar(progress, over)
        elif self._due(progress.what, over):
            print(_words(progress), file=sys.stderr, flush=True)

    def _due(self, what: str, over: bool) -> bool:
        now = time.monotonic()
        if over or what != self._last or now - self._told >= PLAIN_SECONDS:
            self._told, self._last = now, what
            return True
        return False

    def _show_bar(self, progress: Any, over: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        if self._bar is None or self._last != progress.what:
            self.end()
            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"))
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
            self._bar.add_task(progress.what, total=progress.total, words="")
            self._last = progress.what
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=progress.done, total=progress.total, words=_words(progress, bare=True))
        if over:
            self.end()

    def end(self) -> None:
        """Take the bar down."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    # -- lines and files -----------------------------------------------------------------------------------------

    def line(self, value: Any) -> None:
        """One JSON object on one line."""
        sys.stdout.buffer.write(dumps(value) + b"\n")
        sys.stdout.buffer.flush()

    def lines(self, values: Iterable[Any], out: Path | None) -> None:
        """JSON lines to a file or standard output."""
        if out is None:
            for value in values:
                sys.stdout.buffer.write(dumps(value) + b"\n")
            sys.stdout.buffer.flush()
            return
        write(out, b"".join(dumps(value) + b"\n" for value in values))

    def listing(self, values: Iterable[Any], out: Path | None) -> None:
        """One JSON list, an object on each of its lines."""
        text = b"[\n" + b",\n".join(map(dumps, values)) + b"\n]\n"
        if out is None:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        else:
            write(out, text)

    def table(self, header: Sequence[str], rows: Iterable[Sequence[Any]], out: Path | None) -> None:
        """A table for people: boxed on a terminal, tab-separated elsewhere."""
        texts = [[("—" if cell is None or cell == "" else str(cell)) for cell in row] for row in rows]
        if out is None and sys.stdout.isatty():
            from rich.console import Console
            from rich.table import Table

            table = Table(*header)
            for row in texts:
                table.add_row(*row)
            Console().print(table, markup=False)
            return
        self.text(
            "".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) + "\n" for row in [list(header), *texts]), out
        )

    def text(self, text: str, out: Path | None) -> None:
        """A text for people, as it stands."""
        if out is None:
            print(text, end="", flush=True)
        else:
            write(out, text.encode())

    def sheet(self, out: Path | None, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> None:
        """An XLSX file; it needs a name to be written under."""
        from zhengjian.register.writing import write_xlsx
        from zhengjian.service import WrongUse

        if out is None:
            raise WrongUse("XLSX 须写入文件；请用 --out 文件名.xlsx")
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            write_xlsx(out, sheets)
        except OSError as error:
            raise _unwritable(out, error) from None

    # -- faults ------------------------------------------------------------------------------------------------

    def fault(self, code: int, sentence: str) -> int:
        """Print one sentence on standard error (and an object with ``--json``); returns the exit status."""
        self.end()
        if self.json:
            self.line({"error": sentence, "exit": code})
        print(sentence, file=sys.stderr, flush=True)
        return code

    def usage(self, error: Exception) -> str:
        """A usage error in Chinese."""
        kind, name = type(error).__name__, getattr(error, "param_hint", None) or _name(getattr(error, "param", None))
        context, message = getattr(error, "ctx", None), str(getattr(error, "message", error))
        path = context.command_path if context is not None else "zhengjian"
        words = {
            "NoSuchOption": f"没有选项 {getattr(error, 'option_name', '')}",
            "MissingParameter": f"缺少 {name}",
            "BadParameter": f"{name} 的值不对（{message}）",
            "BadOptionUsage": f"选项 {getattr(error, 'option_name', '')} 缺少值，或不该有值",
        }.get(kind) or _usage_words(message)
        return f"{words}；用法见 {path} --help"

    def explain(self, error: Exception) -> tuple[int, str]:
        """Exit status and sentence for anything that ended a command; a bug's trace goes to ``zhengjian.log``."""
        from zhengjian.rulebook import RulebookError
        from zhengjian.service import Stop

        if isinstance(error, Stop):
            return error.code, str(error)
        if isinstance(error, ConfigError | RulebookError):
            return 2, str(error)
        if _database(error):
            from zhengjian.ledger.opening import explain

            return 1, explain(error, self.root.resolve())
        if isinstance(error, OSError):
            from zhengjian.service.setup import reason

            place = f"（{error.filename}）" if error.filename else ""
            return 1, f"无法读写文件{place}：{reason(error)}；请检查权限和磁盘空间，已完成的部分没有丢失"
        if isinstance(error, MemoryError):
            return 1, "内存不足；请关闭其他程序，或在 zhengjian.toml 的 [jobs] 中减少 processes"
        return 1, f"程序出错（{type(error).__name__}），已完成的部分没有丢失；{self._log(error)}"

    def _log(self, error: Exception) -> str:
        import traceback

        path = self.root / "zhengjian.log"
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(time.strftime("%Y-%m-%d %H:%M:%S ") + "".join(traceback.format_exception(error)) + "\n")
        except OSError:
            return f"详情：{error}"
        return f"详情已记入 {path}，请把它交给维护人员"


def _usage_words(message: str) -> str:
    """The parser's remaining sentences in Chinese; one that is new stays as it is."""
    for pattern, words in (
        (r"No such command '(.+?)'", "没有命令 {}"),
        (r"Got unexpected extra arguments? \((.+?)\)", "多余的参数 {}"),
        (r"Missing command(.?)", "缺少命令"),
    ):
        if found := re.match(pattern, message):
            return words.format(found[1])
    return message


def _database(error: Exception) -> bool:
    return type(error).__module__.startswith(("django.db", "sqlite3", "psycopg"))


def _name(parameter: Any) -> str:
    if parameter is None:
        return ""
    return (parameter.metavar or parameter.name.upper()) if parameter.param_type_name == "argument" else "/".join(parameter.opts)


def _words(progress: Any, *, bare: bool = False) -> str:
    parts = [f"{progress.done}/{progress.total}"]
    if progress.pages:
        parts.append(f"{progress.pages} 页")
    parts.append(f"{progress.findings} 个问题")
    if progress.seconds_left is not None and progress.done < progress.total:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        parts.append(f"约剩 {minutes} 分 {seconds} 秒" if minutes else f"约剩 {seconds} 秒")
    return ("" if bare else f"{progress.what} ") + "，".join(parts)


def dumps(value: Any) -> bytes:
    """One JSON object as UTF-8 bytes, Chinese as it is; lone surrogates escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), default=str).encode()


def write(out: Path, data: bytes) -> None:
    """A file that is whole or not there; raises ``Stop``."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.with_name(f".{out.name}.part")
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from None


def _unwritable(out: Path, error: OSError) -> Exception:
    from zhengjian.service import Stop
    from zhengjian.service.setup import reason

    return Stop(f"无法写入 {out}（{reason(error)}）；请检查权限和磁盘空间")


shell = Shell()
