"""Every console test has its own workspace; people sign in without the (deliberately slow) password hash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests import postgres
from tests.console import world as worlds
from tests.console.world import World

import zhengjian.ledger  # noqa: F401 - readies Django


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A fresh copy of the small province; on the database that the test is parametrised with, else on the run's."""
    made = worlds.fresh(tmp_path, getattr(request, "param", postgres.DATABASES[0]))
    yield made
    from django.db import connections

    connections.close_all()


@pytest.fixture
def sign_in(world: World) -> Callable[[str], Client]:
    """A browser without scripts in which this person has signed in."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
