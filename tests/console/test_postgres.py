"""The same ledger on PostgreSQL: migrations, triggers, decisions, notice numbers, pages. Skipped without a server."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.console import world as worlds
from tests.console.world import ONE, PERIOD, World

INITDB, SERVER = shutil.which("initdb"), shutil.which("postgres")
pytestmark = pytest.mark.skipif(not (INITDB and SERVER), reason="系统没有 PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A cluster of its own on loopback; PostgreSQL refuses to run as root, so it runs as its own account then."""
    pytest.importorskip("psycopg", reason="没有安装 psycopg")
    root = Path(mkdtemp(prefix="zhengjian-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        try:
            account = pwd.getpwnam(user)
        except KeyError:
            pytest.skip("没有 postgres 账号，root 不能启动 PostgreSQL")
        os.chown(root, account.pw_uid, account.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [INITDB or "", "-D", root / "data", "-A", "trust", "-U", "zj", "-E", "UTF8", "--no-sync"],
        check=True,
        user=user,
        capture_output=True,
    )
    options = ["-D", root / "data", "-p", str(port), "-k", root, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    process = subprocess.Popen([SERVER or "", *options], user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"postgresql://zj@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(root, ignore_errors=True)


def _wait(port: int) -> None:
    import time

    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("PostgreSQL 没有在10秒内启动")


@pytest.fixture(scope="module")
def on_postgres(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The small province in PostgreSQL."""
    from django.db import connections

    made = worlds.build(tmp_path_factory.mktemp("world") / "w", f'database = "{server}"\n')
    yield made
    connections.close_all()


def _client(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_console_works_on_postgresql(on_postgres: World) -> None:
    from django.db import DatabaseError, connection, transaction

    from zhengjian.ledger import audit, decisions, notices
    from zhengjian.model import State

    assert connection.vendor == "postgresql"
    ids = on_postgres.ids
    for who, word in (("li", "veto"), ("wang", "veto"), ("li", "plain"), ("li", "foreign")):
        assert _client(who).post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": ids[word]}).status_code == 302
    for unit in ("C1", "C2"):
        _client("office").post(f"/{PERIOD}/notices/issue/", {"unit": unit})
    papers = [notices.of_unit(PERIOD, unit) for unit in ("C1", "C2")]
    assert [paper.number for paper in papers if paper] == [1, 2]
    assert notices.states([ids["veto"]])[ids["veto"]] is State.NOTIFIED
    for page in (
        f"/{PERIOD}/",
        f"/{PERIOD}/targets/site/?sort=-total",
        f"/{PERIOD}/targets/site/{ONE}/",
        f"/{PERIOD}/findings/?q=链接",
        f"/{PERIOD}/units/",
        f"/{PERIOD}/health/",
        f"/{PERIOD}/reports/",
        "/notices/1/",
    ):
        assert _client("office").get(page).status_code == 200, page
    assert _client("yi").get("/notices/1/").status_code == 404
    for statement in ("UPDATE ledger_audit SET who='x'", "DELETE FROM ledger_event"):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            connection.cursor().execute(statement)
        assert getattr(refused.value.__cause__, "sqlstate", "") == "42501"
    assert audit.broken() is None and decisions.broken() is None
