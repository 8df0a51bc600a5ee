"""One PostgreSQL server for a test run, on a socket of its own; databases are cheap copies of a template."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
WANTED = os.environ.get("ZHENGJIAN_TEST_DATABASE", "") == "postgresql"
"""``make test-postgres``: every test whose ledger can lie on either database has it here."""
DATABASES = ("postgresql",) if WANTED else ("sqlite", "postgresql")
on_both = pytest.mark.parametrize("world", DATABASES, indirect=True)
"""Marks console tests that the ordinary suite runs on both databases."""
_numbers = count(1)


def _as_nobody(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root; the system's ``nobody`` will do."""
    return [*(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []), *map(str, command)]


@cache
def server() -> Path:
    """The folder of the server's socket; it is stopped when the run ends."""
    root = Path(mkdtemp(prefix="zj-pg-", dir="/tmp"))
    root.chmod(0o777)
    data, bin_ = root / "data", BINARIES[0]
    made = _as_nobody(bin_ / "initdb", "-D", data, "-U", "zj", "-A", "trust", "-E", "UTF8", "--no-sync")
    subprocess.run(made, check=True, capture_output=True, cwd=root)
    start = _as_nobody(bin_ / "pg_ctl", "-D", data, "-w", "-l", root / "log", "-o", _options(root), "start")
    subprocess.run(start, check=True, cwd=root)
    atexit.register(_stop, root)
    return root


def _pg_ctl(root: Path, *command: str) -> None:
    control = [BINARIES[0] / "pg_ctl", "-D", root / "data", "-w", "-l", root / "log", "-o", _options(root), *command]
    subprocess.run(_as_nobody(*control), check=True, capture_output=True, cwd=root)


@contextmanager
def stopped() -> Iterator[None]:
    """The server is away while the block runs, and there again after it."""
    _pg_ctl(server(), "-m", "fast", "stop")
    try:
        yield
    finally:
        _pg_ctl(server(), "start")


def _options(root: Path) -> str:
    return f"-k {root} -c listen_addresses= -c fsync=off -c max_connections=200"


def _stop(root: Path) -> None:
    stop = _as_nobody(BINARIES[0] / "pg_ctl", "-D", root / "data", "-m", "immediate", "stop")
    subprocess.run(stop, check=False, capture_output=True, cwd=root)
    shutil.rmtree(root, ignore_errors=True)


def new(template: str = "template0") -> str:
    """The name of a new database, a copy of ``template``."""
    name = f"zj_{next(_numbers)}"
    subprocess.run([BINARIES[0] / "createdb", "-h", server(), "-U", "zj", "-T", template, name], check=True, capture_output=True)
    return name


def address(name: str) -> str:
    """The address of a database as ``zhengjian.toml`` takes it."""
    return f"postgresql://zj@/{name}?host={server()}"


def copied(line: str) -> str:
    """The setting for a new copy of the database that a setting names; nobody may be connected to that one."""
    name = line.split("@/")[1].split("?")[0]
    return f'database = "{address(new(name))}"\n'


def setting(database: str = "postgresql" if WANTED else "sqlite") -> str:
    """The first line of a ``zhengjian.toml`` whose ledger is new and empty; skips the test where there is no server."""
    if database == "sqlite":
        return ""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    return f'database = "{address(new())}"\n'
