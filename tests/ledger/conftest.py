"""A ledger of its own for each test: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import postgres

from zhengjian import ledger
from zhengjian.config import Workspace


@pytest.fixture(params=postgres.DATABASES)
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """An opened workspace on either database."""
    (tmp_path / "zhengjian.toml").write_text(postgres.setting(request.param), "utf-8")
    opened = Workspace.open(tmp_path)
    ledger.open(opened)
    yield opened
    from django.db import connections

    connections.close_all()
