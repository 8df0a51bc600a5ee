"""What people can do. Functions here own the clock, the workspace and the transactions; shells only call them.

A function reports on its way by a ``Teller`` and ends with a value or with a ``Stop``: one Chinese sentence and the
exit code that the contract gives it. Values cross to the shells; querysets never do.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from zhengjian.config import Workspace
from zhengjian.model import SHANGHAI


class Stop(Exception):
    """The work ends here; the text is one sentence with place and remedy, ``code`` the exit status (contract §3)."""

    code = 1


class WrongUse(Stop):
    """Something was asked for that there is not, or that cannot be done so."""

    code = 2


class Refused(Stop):
    """An input was refused, or targets were not observed."""

    code = 3


class Gate(Stop):
    """A gate said no: damaged evidence, or a bulletin that does not add up."""

    code = 4


class SystemClock:
    """The wall clock, in Asia/Shanghai."""

    def now(self) -> datetime:
        """The present instant, with whole microseconds."""
        return datetime.now(SHANGHAI)

    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is: what is counted, how many are done of how many, and what was found so far."""

    what: str
    done: int
    total: int
    pages: int = 0
    findings: int = 0
    seconds_left: float | None = None


class Teller(Protocol):
    """Where reports go: a terminal, plain lines, JSON lines, or nowhere."""

    def say(self, text: str, **data: Any) -> None:
        """One line for people; ``data`` is the same for programs."""
        ...

    def progress(self, progress: Progress) -> None:
        """How far the work is."""
        ...


@dataclass
class Silent:
    """A teller that only remembers the last lines: for tests and for the console."""

    lines: list[str] = field(default_factory=list)

    def say(self, text: str, **data: Any) -> None:
        """Remember the line."""
        self.lines.append(text)

    def progress(self, progress: Progress) -> None:
        """Nothing to show."""


CLOCK = SystemClock()


def open_ledger(workspace: Workspace) -> None:
    """Open the workspace's ledger; raises ``Stop`` when it cannot be used."""
    from zhengjian import ledger

    try:
        ledger.open(workspace)
    except ledger.LedgerError as error:
        raise Stop(str(error)) from error


@contextmanager
def only_one(workspace: Workspace, work: str) -> Iterator[None]:
    """Refuse a second process that does the same work in the same workspace."""
    path = workspace.root / f".{work}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Stop(f"工作目录 {workspace.root} 中已有一个检查在进行；请等它结束，或先停止它") from None
        yield


@contextmanager
def one_by_one(root: Path, work: str) -> Iterator[None]:
    """Two people may do the same at once: each waits until the other's file is whole."""
    with (root / f".{work}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def existing(path: Path) -> Path:
    """The path when something is there; raises ``WrongUse`` when not."""
    if not path.exists():
        raise WrongUse(f"没有找到 {path}；请检查文件名和目录")
    return path
