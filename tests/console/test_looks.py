"""Second looks: drawn at random, blind, never by the person who decided, and counted per check."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests import postgres
from tests.console.world import PERIOD, World

from zhengjian.ledger import looks, notices
from zhengjian.model import State

pytestmark = postgres.on_both


def test_another_person_judges_without_seeing_the_first_decision(world: World, sign_in: Callable[[str], Client]) -> None:
    li, wang, office = sign_in("li"), sign_in("wang"), sign_in("office")
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    li.post(f"/{PERIOD}/review/decide/", {"decision": "dismiss", "finding": world.ids["education"], "reason": "误判"})
    office.post(f"/{PERIOD}/looks/draw/")
    assert "共 0 条" in li.get(f"/{PERIOD}/looks/").content.decode(), "nobody looks twice at their own decision"
    page = wang.get(f"/{PERIOD}/looks/").content.decode()
    assert "共 2 条" in page and "已确认</span>" not in page and "已排除</span>" not in page
    wang.post(f"/{PERIOD}/looks/decide/", {"finding": world.ids["plain"], "verdict": "confirmed"})
    wang.post(f"/{PERIOD}/looks/decide/", {"finding": world.ids["education"], "verdict": "confirmed"})
    found = {row["check_name"]: row for row in looks.agreement(PERIOD)}
    assert (found["privacy-leak"]["confirmed"], found["privacy-leak"]["confirmed_held"]) == (1, 1)
    assert (found["dead-links"]["dismissed"], found["dead-links"]["dismissed_held"]) == (1, 0)
    assert notices.states([world.ids["education"]])[world.ids["education"]] is State.DISMISSED, "a second look changes no decision"
    again = wang.post(f"/{PERIOD}/looks/decide/", {"finding": world.ids["plain"], "verdict": "dismissed"}, follow=True).content.decode()
    assert "已由他人看过" in again


def test_the_same_seed_draws_the_same(world: World, sign_in: Callable[[str], Client]) -> None:
    ids = [world.ids["plain"], world.ids["other"], world.ids["foreign"], world.ids["education"]]
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": ids})
    from datetime import datetime

    from zhengjian.ledger.people import SecondLook
    from zhengjian.model import SHANGHAI

    now = datetime.now(SHANGHAI)
    draws = []
    for _ in range(2):
        assert looks.draw(PERIOD, 5, 42, now) == 2, "at least one of each check"
        draws.append(sorted(SecondLook.objects.values_list("finding", flat=True)))
        SecondLook.objects.all().delete()
    assert draws[0] == draws[1]
