"""The matrix of the API: every route × every role × own, foreign and unknown objects. A route without a row here fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.console.test_rights import Objects, objects
from tests.console.world import PEOPLE, PERIOD, World

from zhengjian.api.routes import api
from zhengjian.ledger import tokens
from zhengjian.model import SHANGHAI
from zhengjian.workflow.rights import SCOPES, UNITS, Action, may

__all__ = ["objects"]
PREFIX = "/api/v1"
# method and path: the right it asks for, and a body that is in order
ROUTES: dict[tuple[str, str], tuple[Action, dict[str, object] | None]] = {
    ("get", "/periods"): (Action.SEE_RESULTS, None),
    ("get", "/{period}/targets/{kind}"): (Action.SEE_RESULTS, None),
    ("get", "/{period}/targets/{kind}/{id}/outcomes"): (Action.SEE_PROVINCE, None),
    ("get", "/{period}/findings"): (Action.SEE_RESULTS, None),
    ("get", "/findings/{id}"): (Action.SEE_RESULTS, None),
    ("post", "/findings/{id}/decisions"): (Action.REVIEW, {"decision": "look-again"}),
    ("get", "/{period}/notices"): (Action.SEE_NOTICES, None),
    ("post", "/check"): (Action.CHECK_DRAFT, {"text": "请按期部署"}),
    ("post", "/probe-visits"): (Action.REPORT_PROBES, {"visits": []}),
    ("post", "/{period}/targets/{kind}/{id}/recheck"): (Action.RECHECK, {}),
}


@pytest.fixture
def asking(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Ask a route as somebody with a token of every scope, or of those without one; no inspection is really started."""
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: type("P", (), {"poll": lambda self: 0})())
    now = datetime.now(SHANGHAI)

    def send(who: str, route: tuple[str, str], parts: dict[str, object], *, scopes: tuple[str, ...] = tuple(SCOPES)) -> Any:
        token = tokens.make(who, "test", scopes, now, now + timedelta(days=1))
        id_ = str(parts["target_id"] if "targets" in route[1] else parts["finding_id"])
        path = PREFIX + route[1].replace("{period}", PERIOD).replace("{kind}", "site").replace("{id}", id_)
        headers = {"authorization": f"Bearer {token}"}
        if route[0] == "get":
            return Client().get(path, headers=headers)
        return Client().post(path, ROUTES[route][1], content_type="application/json", headers=headers)

    return send


def test_every_route_has_a_row() -> None:
    described = {(method, path.removeprefix(PREFIX)) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods}
    assert described == set(ROUTES)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_roles_reach_exactly_what_the_table_says(objects: Objects, asking: Callable[..., Any], who: str) -> None:
    role = PEOPLE[who][0]
    for route, (action, _) in ROUTES.items():
        status = asking(who, route, objects.own).status_code
        if not may(role, action):
            assert status == 404, (who, route, status)
        elif role not in UNITS or who == "jia":
            assert status in {200, 202, 409}, (who, route, status)


@pytest.mark.parametrize(("who", "other"), [("jia", "foreign"), ("yi", "own"), ("jyj", "foreign")])
def test_foreign_and_unknown_objects_answer_alike(objects: Objects, asking: Callable[..., Any], who: str, other: str) -> None:
    named = [route for route in ROUTES if "{id}" in route[1]]
    for route in named:
        theirs, unknown = asking(who, route, getattr(objects, other)), asking(who, route, objects.unknown)
        assert (theirs.status_code, unknown.status_code) == (404, 404) and theirs.content == unknown.content, (who, route)
    assert len(named) >= 4


def test_a_scope_that_does_not_hold_the_right_hides_the_route(objects: Objects, asking: Callable[..., Any]) -> None:
    for route, (action, _) in ROUTES.items():
        without = tuple(word for word, actions in SCOPES.items() if action not in actions)
        assert asking("office", route, objects.own, scopes=without).status_code == 404, route
