"""The command line: a thin shell over ``service``. Heavy packages are imported by the command that needs them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

INTERRUPTED = 130  # what the parser makes of Ctrl-C
STOPPED = "已停止；已完成的部分都已保存，加 --resume 可以继续"


def main() -> None:
    """Run the command of the process's arguments and leave with the exit status of the contract (§3)."""
    # A service manager that ends us is answered like Ctrl-C: what is in hand is closed, and the words say how to go on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; every fault becomes one sentence on standard error and an exit status."""
    import typer

    from zhengjian.cli.app import app
    from zhengjian.cli.output import shell

    usage_error: type[Exception] = typer.BadParameter.__mro__[1]
    try:
        result = app(args=front(arguments), prog_name="zhengjian", standalone_mode=False)
        sys.stdout.flush()
        if result == INTERRUPTED:
            return shell.fault(1, STOPPED)
        return result if isinstance(result, int) else 0
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return shell.fault(1, STOPPED)
    except usage_error as error:
        return shell.fault(2, shell.usage(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return shell.fault(*shell.explain(error))


def front(arguments: Sequence[str]) -> list[str]:
    """The options that every command takes (-C DIR, --json) may stand anywhere: put them first."""
    first: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        one = left.pop(0)
        if one == "--":
            rest += [one, *left]
            break
        if one == "-C" and left:
            first += [one, left.pop(0)]
        elif one == "--json" or (one.startswith("-C") and len(one) > 2):
            first += [one] if one == "--json" else ["-C", one[2:].removeprefix("=")]
        else:
            rest.append(one)
    return first + rest
