"""“We have mended it, look now”: a re-check of single targets, started by a person, run by a process of its own.

The process is an ordinary inspection with all its manners (politeness, robots, budgets, one at a time), followed by
closing or reopening what units have answered. The console only starts it and goes on.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from zhengjian.config import Workspace
from zhengjian.ledger import audit, lists
from zhengjian.ledger.audit import Person
from zhengjian.model import Target
from zhengjian.service import CLOCK, Silent, cases
from zhengjian.service.inspect import Request, inspect
from zhengjian.workflow.rights import Scope

MOST_TARGETS = 20
AGAIN_AFTER = timedelta(hours=1)
ACT = "recheck"
_running: list[subprocess.Popen[bytes]] = []


def start(workspace: Workspace, period: str, targets: Sequence[Target], by: Person, at: datetime, *, scope: Scope) -> str:
    """Start looking at these targets again; one sentence why not, else "". Each target at most once an hour."""
    mine = [target for target in dict.fromkeys(targets) if lists.target(target.kind, target.id, scope) is not None]
    if not mine or lists.last_inspection(period) is None:
        return "没有可复查的对象，或不在您的权限范围内"
    if len(mine) > MOST_TARGETS:
        return f"一次最多复查{MOST_TARGETS}个对象；全面复查请在服务器上运行 zhengjian inspect --recheck"
    if any(audit.happened(ACT, target.id, at - AGAIN_AFTER) for target in mine):
        return "所选对象在一小时内已复查过，请稍后再试"
    if busy(workspace):
        return "正有一次检查在进行，请等它结束后再复查"
    with audit.together():
        for target in mine:
            audit.write(by, ACT, target.id, at, {"period": period})
    _running[:] = [process for process in _running if process.poll() is None]
    command = [sys.executable, "-m", "zhengjian.service.rechecking", str(workspace.root.resolve()), period]
    with (workspace.root / "recheck.log").open("ab") as log:
        _running.append(
            subprocess.Popen(
                [*command, *(f"{target.kind}:{target.id}" for target in mine)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        )
    return ""


def busy(workspace: Workspace) -> bool:
    """Whether an inspection holds the workspace."""
    with (workspace.root / ".inspect.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def wait() -> None:
    """Wait for every re-check that this process has started."""
    for process in _running:
        process.wait()
    _running.clear()


def run(root: Path, period: str, named: Sequence[str]) -> None:
    """What the started process does: inspect again, then close or reopen."""
    workspace = Workspace.open(root)
    chosen = [name.partition(":")[::2] for name in named]
    request = Request(
        period,
        sites=tuple(id_ for kind, id_ in chosen if kind == "site"),
        accounts=tuple(id_ for kind, id_ in chosen if kind == "account"),
        recheck=True,
    )
    inspect(workspace, request, Silent())
    cases.apply_rechecks(workspace, period, CLOCK.now())


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
