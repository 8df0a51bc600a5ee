"""The API: tokens, scopes, the same rights as pages, contract shapes, masked texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.console.world import MOBILE, ONE, PEOPLE, PERIOD, TWO, World

from zhengjian.ledger import audit, notices, tokens, users
from zhengjian.model import SHANGHAI, State
from zhengjian.workflow.rights import Role

Ask = Callable[..., Any]


@pytest.fixture
def ask(world: World) -> Ask:
    """Ask as somebody with a token of these scopes."""

    def send(who: str, path: str, body: dict[str, object] | None = None, *, scopes: tuple[str, ...] = ("read", "review", "check")) -> Any:
        now = datetime.now(SHANGHAI)
        token = tokens.make(who, "test", scopes, now, now + timedelta(days=1))
        headers = {"authorization": f"Bearer {token}"}
        client = Client()
        if body is None:
            return client.get(f"/api/v1{path}", headers=headers)
        return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return send


def test_without_a_valid_token_nothing_is_told(world: World) -> None:
    for headers in ({}, {"authorization": "Bearer zj_wrong"}, {"authorization": "Basic YTpi"}, {"authorization": "Bearer " + "x" * 5000}):
        assert Client().get(f"/api/v1/{PERIOD}/findings", headers=headers).status_code == 401
    assert Client().get("/api/v1/openapi.json").status_code in {401, 404}, "the description is for people who are signed in"


def test_revoked_expired_and_disabled_tokens_are_dead(world: World) -> None:
    now = datetime.now(SHANGHAI)
    for kill in ("revoke", "expire", "disable"):
        token = tokens.make("li", kill, ["read"], now - timedelta(days=2), now + timedelta(days=-1 if kill == "expire" else 1))
        if kill == "revoke":
            assert tokens.revoke("li", tokens.of("li")[0]["id"])
        if kill == "disable":
            with audit.together():
                users.change("li", is_active=False)
        assert Client().get("/api/v1/periods", headers={"authorization": f"Bearer {token}"}).status_code == 401, kill


def test_findings_have_the_contracts_names_and_no_personal_data(world: World, ask: Ask) -> None:
    answer = ask("office", f"/{PERIOD}/findings")
    found = answer.json()
    assert found["total"] == 5 and MOBILE not in answer.content.decode()
    assert set(found["findings"][0]) >= {"id", "where", "what", "value", "expected", "evidence", "state"}
    one = ask("office", f"/findings/{world.ids['veto']}").json()
    assert one["target"] == {"kind": "site", "id": ONE} and one["check"] == "hidden-links" and one["state"] == "hit"


def test_units_read_only_what_they_were_notified_of(world: World, ask: Ask, sign_in: Callable[[str], Client]) -> None:
    assert ask("jia", f"/{PERIOD}/findings").json()["total"] == 0
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})
    assert ask("jia", f"/{PERIOD}/findings").json()["total"] == 1 and ask("yi", f"/{PERIOD}/findings").json()["total"] == 0
    own, foreign, unknown = (
        ask("jia", f"/findings/{world.ids['plain']}"), ask("yi", f"/findings/{world.ids['plain']}"), ask("yi", "/findings/F-0"),
    )  # fmt: skip
    assert own.status_code == 200 and foreign.status_code == unknown.status_code == 404 and foreign.content == unknown.content
    sites = ask("jia", f"/{PERIOD}/targets/site").json()["targets"]
    assert {site["id"] for site in sites} == {ONE, "5101000002"} and all(site["result"] is None for site in sites)
    assert ask("jia", f"/{PERIOD}/targets/site/{ONE}/outcomes").status_code == 404
    assert len(ask("jia", f"/{PERIOD}/notices").json()) == 1 and ask("yi", f"/{PERIOD}/notices").json() == []


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_every_role_gets_what_the_table_says(world: World, ask: Ask, who: str) -> None:
    role = PEOPLE[who][0]
    reads = role not in {Role.SYSTEM, Role.SECURITY, Role.AUDITOR}
    province = role in {Role.OFFICE, Role.REVIEWER, Role.LEADER}
    assert ask(who, f"/{PERIOD}/targets/site").status_code == (200 if reads else 404)
    assert ask(who, f"/{PERIOD}/targets/site/{TWO}/outcomes").status_code == (200 if province else 404)
    decided = ask(who, f"/findings/{world.ids['foreign']}/decisions", {"decision": "confirm"})
    assert decided.status_code == (200 if role in {Role.OFFICE, Role.REVIEWER} else 404)


def test_scopes_narrow_a_token(world: World, ask: Ask) -> None:
    path = f"/findings/{world.ids['plain']}/decisions"
    assert ask("li", path, {"decision": "confirm"}, scopes=("read",)).status_code == 404
    assert ask("li", f"/{PERIOD}/findings", scopes=("review",)).status_code == 404
    assert ask("li", path, {"decision": "confirm"}, scopes=("review",)).json()["decided"] == [world.ids["plain"]]
    assert notices.states([world.ids["plain"]])[world.ids["plain"]] is State.CONFIRMED


def test_refusals_are_sentences(world: World, ask: Ask) -> None:
    path = f"/findings/{world.ids['plain']}/decisions"
    answer = ask("li", path, {"decision": "dismiss"})
    assert answer.status_code == 409 and "理由" in answer.json()["detail"]
    for body in ({"decision": "notify"}, {}, {"decision": "confirm", "reason": "x" * 501}):
        assert ask("li", path, body).status_code == 422
    assert ask("li", f"/{PERIOD}/findings?page=0").status_code == 422
    assert ask("li", "/2025Q9/findings").status_code in {404, 422}


def test_a_text_is_checked_before_it_is_published(world: World, ask: Ask) -> None:
    found = ask("jia", "/check", {"text": f"张三，电话{MOBILE}，身份证号110101199003073917"})
    leaks = [outcome for outcome in found.json() if outcome["check"] == "privacy-leak"]
    assert leaks and leaks[0]["verdict"] == "violated" and MOBILE not in found.content.decode()


def test_tokens_are_made_and_revoked_on_the_own_page_only(world: World, sign_in: Callable[[str], Client]) -> None:
    li, wang = sign_in("li"), sign_in("wang")
    page = li.post("/account/tokens/", {"label": "统计平台", "scope": ["read", "audit"], "days": "30"}).content.decode()
    assert "data-secret" in page and tokens.of("li")[0]["scopes"] == ["read"]
    id_ = tokens.of("li")[0]["id"]
    assert wang.post(f"/account/tokens/{id_}/").status_code == 404
    assert li.post(f"/account/tokens/{id_}/").status_code == 302 and tokens.of("li")[0]["revoked"]
    assert "/{period}/findings" in str(li.get("/account/openapi.json").json()["paths"].keys())


def test_a_unit_asks_to_look_again_only_at_its_own_and_only_with_the_scope(world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **_: started.append(command) or type("P", (), {"poll": lambda self: 0})())
    path = f"/{PERIOD}/targets/site/{ONE}/recheck"
    assert ask("yi", path, {}, scopes=("answer",)).status_code == 404
    assert ask("jia", path, {}, scopes=("read",)).status_code == 404
    assert ask("jia", path, {}, scopes=("answer",)).status_code == 202 and started[0][-1] == f"site:{ONE}"
    again = ask("jia", path, {}, scopes=("answer",))
    assert again.status_code == 409 and "一小时" in again.json()["detail"] and len(started) == 1
