"""Every console test has its own workspace and signs in by the front door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.console import world as worlds
from tests.console.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A fresh copy of the small province."""
    made = worlds.fresh(tmp_path)
    yield made
    from django.db import connections

    connections.close_all()


@pytest.fixture
def sign_in(world: World) -> Callable[[str], Client]:
    """A browser without scripts in which this person has signed in."""

    def enter(name: str) -> Client:
        client = Client()
        answer = client.post("/login/", {"username": name, "password": worlds.PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return enter
