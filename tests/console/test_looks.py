"""Second looks: drawn at random, blind, never by the person who decided, and counted per check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from tests import postgres
from tests.console.world import ONE, PERIOD, World

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
    from zhengjian.ledger.people import SecondLook
    from zhengjian.model import SHANGHAI

    now = datetime.now(SHANGHAI)
    draws = []
    for _ in range(2):
        assert looks.draw(PERIOD, 5, 42, now) == 2, "at least one of each check"
        draws.append(sorted(SecondLook.objects.values_list("finding", flat=True)))
        SecondLook.objects.all().delete()
    assert draws[0] == draws[1]


def test_clean_pages_are_drawn_and_what_the_machine_missed_is_counted_per_check(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger.people import PageLook

    office, li = sign_in("office"), sign_in("li")
    for _ in range(2):
        office.post(f"/{PERIOD}/looks/pages/draw/")
    (page,) = PageLook.objects.all()
    assert page.target == ONE and page.url == "http://www.jia.gov.cn/", "a page on which nothing was found, drawn once"
    assert f"/evidence/{page.snapshot}/" in li.get(f"/{PERIOD}/looks/").content.decode()

    def look(who: Client, **given: object) -> str:
        return who.post(f"/{PERIOD}/looks/pages/decide/", {"page": page.pk, **given}, follow=True).content.decode()

    assert "须写明看到了什么" in look(li, missed="dead-links") and "请从列表中选择" in look(li, missed="no-such-check", note="x")
    shown = look(li, missed="dead-links", note="附件链接打不开")
    assert "附件链接打不开" in shown and "没有漏检 0 页" in shown and "0/1" in shown and "100%" in shown
    assert "已由他人看过" in look(office, missed="")
    assert (
        sign_in("leader").get(f"/{PERIOD}/looks/").status_code == 404
        and sign_in("li").post(f"/{PERIOD}/looks/pages/draw/").status_code == 404
    )


def test_a_page_with_a_finding_is_not_clean(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger.models import Finding

    Finding.objects.filter(finding_id=world.ids["plain"]).update(where="http://www.jia.gov.cn/")
    assert "没有可抽取的页面" in sign_in("office").post(f"/{PERIOD}/looks/pages/draw/", follow=True).content.decode()


def test_precision_counts_what_people_decided_and_nothing_else(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger import decisions, page_looks
    from zhengjian.model import SHANGHAI

    li = sign_in("li")
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    li.post(f"/{PERIOD}/review/decide/", {"decision": "dismiss", "finding": world.ids["other"], "reason": "误判"})
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["veto"]})
    decisions.confirm_by_list(PERIOD, ["dead-links"], datetime.now(SHANGHAI), second_person=True)
    (row,) = page_looks.precision(PERIOD)
    assert (row["check_name"], row["true"], row["dismissed"], row["judged"], row["open"]) == ("privacy-leak", 1, 1, 2, 0), (
        "a veto waits for its second person, and what a list confirmed nobody has looked at"
    )
    assert "50%" in li.get(f"/{PERIOD}/looks/").content.decode()
