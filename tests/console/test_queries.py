"""No page asks the database more than fifteen questions, however long its lists are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.world import ONE, PERIOD, World

MOST = 15
PAGES = (
    "/{p}/", "/{p}/targets/site/", "/{p}/targets/account/", "/{p}/targets/site/{one}/", "/{p}/targets/account/A-0001/", "/{p}/findings/",
    "/{p}/findings/{plain}/", "/{p}/review/", "/{p}/notices/", "/notices/1/", "/{p}/reports/", "/reports/M-1/", "/{p}/bulletin/",
    "/account/", "/account/tokens/",
)  # fmt: skip


@pytest.mark.parametrize("who", ["office", "jia"])
def test_pages_ask_few_questions(world: World, sign_in: Callable[[str], Client], who: str) -> None:
    for word in ("plain", "other"):
        sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids[word]})
    sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})
    client = sign_in(who)
    client.get("/account/")
    asked = {}
    for page in PAGES:
        address = page.format(p=PERIOD, one=ONE, plain=world.ids["plain"])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            status = client.get(address).status_code
        if status == 200:
            asked[address] = len([query for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])
    assert len(asked) >= 11 and max(asked.values()) <= MOST, asked
