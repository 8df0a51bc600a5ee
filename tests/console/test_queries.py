"""No page asks the database more than fifteen questions, however long its lists are: every address that is read, for every role."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.test_rights import POSTED, Objects, address, objects
from tests.console.world import PEOPLE, PERIOD, World

from zhengjian.console.places import PLACES
from zhengjian.console.views.bulletin import claims
from zhengjian.workflow.rights import may

MOST = 15
BOUNDARIES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
__all__ = ["objects"]


def test_pages_ask_few_questions(world: World, objects: Objects, sign_in: Callable[[str], Client]) -> None:
    """A new address that answers nobody with a page fails here, too: it was not counted."""
    sign_in("office").post(f"/{PERIOD}/bulletin/make/")
    parts = {**objects.own, "claim_id": claims(PERIOD)[0].id}
    asked: dict[str, int] = {}
    for who, (role, _) in sorted(PEOPLE.items()):
        client = sign_in(who)
        client.get("/account/")
        for place in PLACES:
            path = address(place, parts)
            if place.name in POSTED or path is None or not may(role, place.action):
                continue
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
                answer.close()
            if answer.status_code < 400:
                n = len([query for query in queries if not query["sql"].startswith(BOUNDARIES)])
                asked[place.name] = max(n, asked.get(place.name, 0))
    readable = {place.name for place in PLACES} - POSTED
    assert readable - set(asked) == set(), "not counted"
    assert max(asked.values()) <= MOST, sorted(asked.items(), key=lambda pair: -pair[1])[:8]
