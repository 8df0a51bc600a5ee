"""No page asks the database more than fifteen questions, however long its lists are: every address that is read, for every role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.test_rights import POSTED, Objects, address, objects
from tests.console.world import PEOPLE, World

from zhengjian.console.places import PLACES
from zhengjian.workflow.rights import may

MOST = 15
BOUNDARIES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
__all__ = ["objects"]


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_pages_ask_few_questions(world: World, objects: Objects, sign_in: Callable[[str], Client], who: str) -> None:
    client, role = sign_in(who), PEOPLE[who][0]
    client.get("/account/")
    asked = {}
    for place in PLACES:
        path = address(place, objects.own)
        if place.name in POSTED or path is None or not may(role, place.action):
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            answer.close()
        if answer.status_code == 200:
            asked[place.name] = len([query for query in queries if not query["sql"].startswith(BOUNDARIES)])
    assert len(asked) >= 4 and max(asked.values()) <= MOST, sorted(asked.items(), key=lambda pair: -pair[1])[:8]
