"""The office settles amounts: confirmed at once, changed with a second person, used by scoring and judging, kept with their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from tests import postgres
from tests.console.test_cases import confirm
from tests.console.world import AS_OF, PASSWORD, PERIOD, RULEBOOK, TWO, World, period

from zhengjian.ledger import amendments, audit, lists, users
from zhengjian.model import Target
from zhengjian.rulebook import Rulebook, load, on
from zhengjian.service import amending, only_one
from zhengjian.service.scoring import rescore, rulebook_of
from zhengjian.workflow.rights import Role

pytestmark = postgres.on_both
SignIn = Callable[[str], Client]
BOOK = f"/rulebooks/{RULEBOOK}/"
GIVEN = {"source": "国办秘函〔2019〕19号 附件1", "starts": "2019-04-01", "reason": "逐条核对"}


def stored(world: World) -> Rulebook:
    return load(RULEBOOK, world.workspace.root / "rulebooks")


def second(sign_in: SignIn) -> Client:
    users.create("deputy", Role.OFFICE, PASSWORD, AS_OF, more={"name": "副主任", "must_change": False})
    return sign_in("deputy")


def asked(**more: str) -> dict[str, str]:
    return {"points": "1", "cap": "5", **GIVEN, **more}


def propose(office: Client, check: str = "dead-links", **more: str) -> int:
    assert office.post(f"{BOOK}rules/{check}/settle/", asked(**more)).status_code == 302
    return int(max(row["id"] for row in amendments.waiting(RULEBOOK)))


def lost(world: World) -> Decimal:
    scores = rescore(world.workspace, PERIOD).scores
    (line,) = (line for line in scores[Target(kind="site", id=TWO)].lines if line.check == "dead-links")
    return line.points


def test_amounts_that_hold_are_confirmed_at_once_one_by_one_and_many_together(world: World, sign_in: SignIn) -> None:
    office, before = sign_in("office"), stored(world)
    stands = amending.standing(before, "dead-links")
    assert "dead-links" in before.unverified
    office.post(f"{BOOK}rules/dead-links/settle/", {**stands, **GIVEN})
    settled = on(stored(world), date(2025, 4, 1))
    assert settled.check["dead-links"].points == before.check["dead-links"].points
    assert "dead-links" not in settled.unverified and "附件1" in settled.check["dead-links"].source
    others = sorted(settled.unverified)[:3]
    office.post(f"{BOOK}confirm/", {"check": others, **GIVEN})
    assert not set(others) & on(stored(world), date(2025, 4, 1)).unverified
    lines = audit.lines(lists.Wanted(filters={"action": "confirm-amounts"})).rows
    assert len(lines) == 2 and all(name in lines[0]["detail"] for name in others)
    for path in (BOOK, f"{BOOK}?confidence=certain", "/rulebooks/", f"{BOOK}amendments/", f"{BOOK}rules/dead-links/"):
        assert office.get(path).status_code == 200, path


def test_a_change_counts_only_after_a_second_person_and_the_score_follows(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    confirm(sign_in, world, "foreign")
    old = lost(world)
    id_ = propose(office, points="0.5")
    deciding = f"{BOOK}amendments/{id_}/"
    assert lost(world) == old and "待第二人同意" in office.get(BOOK).content.decode()
    assert "第二人同意" in office.post(deciding, {"state": "accepted"}, follow=True).content.decode() and lost(world) == old
    assert sign_in("li").post(deciding, {"state": "accepted"}).status_code == 404
    deputy = second(sign_in)
    deputy.post(deciding, {"state": "accepted"})
    assert amending.outdated(world.workspace, PERIOD) and "请重新判定" in office.get(BOOK).content.decode()
    assert lost(world) == Decimal("0.5")
    assert "已经处理过" in deputy.post(deciding, {"state": "refused", "reason": "晚了"}, follow=True).content.decode()
    row = amendments.one(id_)
    assert row is not None and (row["by"], row["second"], row["state"]) == ("office", "deputy", "accepted")
    page = office.get(f"/{PERIOD}/targets/site/{TWO}/points/").content.decode()
    assert "附件1" in page, "the score sheet names the document that the amount rests on"


def test_an_amount_counts_from_the_period_that_begins_on_its_day(world: World, sign_in: SignIn) -> None:
    propose(sign_in("office"), starts="2025-05-01", points="3")
    second(sign_in).post(f"{BOOK}amendments/{amendments.waiting(RULEBOOK)[-1]['id']}/", {"state": "accepted"})
    old, new = rulebook_of(world.workspace, period=period()), rulebook_of(world.workspace)
    assert new.check["dead-links"].points == 3 != old.check["dead-links"].points
    assert not amending.outdated(world.workspace, PERIOD), "a period that began earlier is not touched"


def test_limits_are_judged_by_and_wrong_ones_refused(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    for given, told in (
        ({"days": "0.5"}, "整数"),
        ({"days": "十"}, "应为数字"),
        ({"days": "-1"}, "不应小于"),
        ({"source": " "}, "依据"),
        ({"starts": "2018-01-01"}, "施行之日"),
        ({"starts": "昨天"}, "起始日期"),
    ):
        answer = office.post(f"{BOOK}rules/account-stale/settle/", {"days": "10", **GIVEN, **given})
        assert answer.status_code == 422 and told in answer.content.decode(), given
        assert f'value="{next(iter(given.values()))}"' in answer.content.decode(), "what was typed stays"
    for given, told in (({"points": "101"}, "100"), ({"points": "6"}, "上限"), ({"points": "NaN"}, "数")):
        assert told in office.post(f"{BOOK}rules/dead-links/settle/", asked(**given)).content.decode(), given
    assert len(amendments.waiting(RULEBOOK)) == 1, "only the one that was there"
    office.post(f"{BOOK}rules/account-stale/settle/", {"days": "10", **GIVEN})
    id_ = amendments.waiting(RULEBOOK)[-1]["id"]
    second(sign_in).post(f"{BOOK}amendments/{id_}/", {"state": "accepted"})
    assert amending.standing(rulebook_of(world.workspace, period=period()), "account-stale")["days"] == "10"


def test_one_change_of_a_rule_waits_at_a_time_and_can_be_taken_back_or_refused(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    first = propose(office)
    assert "已有一条修改" in office.post(f"{BOOK}rules/dead-links/settle/", asked(points="2")).content.decode()
    told = office.post(f"{BOOK}confirm/", {"check": ["dead-links"], **GIVEN}, follow=True).content.decode()
    assert "待第二人同意" in told or "等第二人同意" in told
    office.post(f"{BOOK}amendments/{first}/", {"state": "taken-back"})
    again = propose(office, points="2")
    deputy = second(sign_in)
    assert "请写明理由" in deputy.post(f"{BOOK}amendments/{again}/", {"state": "refused"}, follow=True).content.decode()
    deputy.post(f"{BOOK}amendments/{again}/", {"state": "refused", "reason": "与文件不符"})
    states = {row["id"]: row["state"] for row in amendments.listing(RULEBOOK, lists.Wanted()).rows}
    assert (states[first], states[again]) == ("taken-back", "refused")
    assert stored(world).amendment == () and "与文件不符" in office.get(f"{BOOK}amendments.csv").content.decode()


def test_the_exported_rulebook_loads_elsewhere_and_counts_alike(world: World, sign_in: SignIn, tmp_path: Path) -> None:
    propose(sign_in("office"), points="0.5")
    second(sign_in).post(f"{BOOK}amendments/{amendments.waiting(RULEBOOK)[-1]['id']}/", {"state": "accepted"})
    (tmp_path / f"{RULEBOOK}.toml").write_bytes(sign_in("office").get(f"{BOOK}rulebook.toml").content)
    for day in (date(2018, 1, 1), date(2025, 4, 1)):
        assert on(load(RULEBOOK, tmp_path), day) == on(stored(world), day)


@pytest.mark.parametrize("path", [f"{BOOK}rules/none/", "/rulebooks/none/amendments/", f"{BOOK}amendments.pdf", "/rulebooks/x/rules/y/"])
def test_what_is_not_there_is_not_found(world: World, sign_in: SignIn, path: str) -> None:
    assert sign_in("office").get(path).status_code == 404
    assert sign_in("jia").get(BOOK + "amendments/").status_code == 404
    for who in ("li", "leader"):
        page = sign_in(who).get(BOOK + "rules/dead-links/").content.decode()
        assert "核定记录" in page and "settle" not in page


def test_results_are_judged_anew_in_the_background(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    propose(office, points="0.5")
    second(sign_in).post(f"{BOOK}amendments/{amendments.waiting(RULEBOOK)[-1]['id']}/", {"state": "accepted"})
    with only_one(world.workspace, "inspect"):
        assert "请等它结束" in office.post(f"{BOOK}rejudge/", {"period": PERIOD}, follow=True).content.decode()
    assert amending.outdated(world.workspace, PERIOD)
    assert "已开始重新判定" in office.post(f"{BOOK}rejudge/", {"period": PERIOD}, follow=True).content.decode()
    amending.wait()
    assert (world.workspace.root / "rejudge.log").read_text("utf-8") == ""
    assert not amending.outdated(world.workspace, PERIOD)
    assert office.post(f"{BOOK}rejudge/", {"period": "1999"}).status_code == 404
