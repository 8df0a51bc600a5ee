"""A ledger of its own for each test: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhengjian import ledger
from zhengjian.config import Workspace

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _without_root(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root; the system's ``nobody`` will do."""
    return [*(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []), *map(str, command)]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server on a socket of its own."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    root = Path("/tmp") / f"zj-pg-{os.getpid()}"
    root.mkdir(mode=0o777)
    root.chmod(0o777)
    data, bin_ = root / "data", BINARIES[0]
    subprocess.run(
        _without_root(bin_ / "initdb", "-D", data, "-U", "zj", "-A", "trust", "-E", "UTF8", "--no-sync"),
        check=True,
        capture_output=True,
        cwd=root,
    )
    start = _without_root(
        bin_ / "pg_ctl", "-D", data, "-w", "-l", root / "log", "-o", f"-k {root} -c listen_addresses= -c fsync=off", "start"
    )
    subprocess.run(start, check=True, capture_output=True, cwd=root)
    try:
        yield str(root)
    finally:
        subprocess.run(_without_root(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"), check=True, capture_output=True, cwd=root)
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """An opened workspace on either database."""
    text = ""
    if request.param == "postgresql":
        pytest.importorskip("psycopg")
        root = request.getfixturevalue("server")
        name = f"zj_{abs(hash(request.node.name)) % 10**9}"
        subprocess.run([BINARIES[0] / "createdb", "-h", root, "-U", "zj", name], check=True, capture_output=True)
        text = f'database = "postgresql://zj@/{name}?host={root}"\n'
    (tmp_path / "zhengjian.toml").write_text(text, "utf-8")
    opened = Workspace.open(tmp_path)
    ledger.open(opened)
    yield opened
    from django.db import connections

    connections.close_all()
