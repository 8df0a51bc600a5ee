"""Every address that changes something writes exactly one line of the audit log, in the transaction of the change.

The acts below stand for the addresses of the console and the routes of the API; one without an act here fails the first test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.api.test_rights import PREFIX, ROUTES
from tests.console.test_cases import confirm, issue, recheck
from tests.console.test_doors import _code, _enrol
from tests.console.test_rights import Objects, address, objects
from tests.console.world import ONE, PASSWORD, PERIOD, RULEBOOK, TWO, World

from zhengjian.console.places import PLACES
from zhengjian.ledger import amendments, mail, tokens, users
from zhengjian.ledger.people import Audit, PageLook, SecondLook
from zhengjian.model import SHANGHAI
from zhengjian.service import amending, exceptions, rechecking
from zhengjian.workflow.rights import SCOPES, Role

__all__ = ["objects"]
SignIn = Callable[[str], Client]
SOURCE = {"source": "国办秘函〔2019〕19号", "starts": "2019-04-01"}
NEW = {"username": "zhao", "name": "赵", "role": "reviewer", "unit": "", "mail": "", "targets": ""}
NOTHING_CHANGES = frozenset({"check-draft"})
"""Addresses that take a form and keep nothing."""


@dataclass
class Desk:
    """Who can act on what: the world, people signing in, and what an act has to remember."""

    world: World
    sign_in: SignIn
    kept: dict[str, Any] = field(default_factory=dict)

    def finding(self, word: str = "plain") -> str:
        return self.world.ids[word]

    def notice(self) -> str:
        confirm(self.sign_in, self.world, "plain")
        return issue(self.sign_in)

    def answered(self) -> str:
        place = self.notice()
        self.sign_in("jia").post(place + "answer/", {"act": "answer", "finding": self.finding(), "reason": "已改"})
        return place


Act = tuple[str, Callable[[Desk], tuple[Any, ...]]]


def _post(path: str, **given: Any) -> Callable[[Desk], tuple[Any, ...]]:
    return lambda desk: (path, given)


def _drawn(desk: Desk) -> tuple[Any, ...]:
    confirm(desk.sign_in, desk.world, "plain")
    desk.sign_in("office").post(f"/{PERIOD}/looks/draw/")
    return f"/{PERIOD}/looks/decide/", {"finding": SecondLook.objects.get().finding, "verdict": "confirmed"}


def _page(desk: Desk) -> tuple[Any, ...]:
    desk.sign_in("office").post(f"/{PERIOD}/looks/pages/draw/")
    return f"/{PERIOD}/looks/pages/decide/", {"page": PageLook.objects.get().pk, "missed": ""}


def _rechecked(desk: Desk) -> tuple[Any, ...]:
    desk.answered()
    recheck(desk.world, still=False)
    return f"/{PERIOD}/notices/recheck/", {}


def _late(desk: Desk) -> tuple[Any, ...]:
    from zhengjian.ledger.people import Notice

    desk.notice()
    Notice.objects.update(due=(datetime.now(SHANGHAI) - timedelta(days=9)).date())
    return f"/{PERIOD}/notices/remind/", {}


def _held(desk: Desk) -> tuple[Any, ...]:
    from zhengjian.ledger.people import Sent

    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", datetime.now(SHANGHAI))
    desk.notice()
    return f"/mail/{Sent.objects.get().pk}/again/", {}


def _taught(desk: Desk) -> tuple[Any, ...]:
    exceptions.add(desk.world.workspace.root, exceptions.RightPhrase("参加人员"))
    return "/dictionary/exceptions/withdraw/", {"phrase": "参加人员", "target": ""}


def _token(desk: Desk) -> tuple[Any, ...]:
    now = datetime.now(SHANGHAI)
    tokens.make("office", "试用", ("read",), now, now + timedelta(days=1))
    return f"/account/tokens/{tokens.of('office')[0]['id']}/", {}


def _enrolled(desk: Desk) -> tuple[Any, ...]:
    _, _, codes = _enrol(desk.sign_in("office"))
    desk.kept["client"] = desk.sign_in("office")
    return "/account/second-factor/", {"code": codes[0]}


def _enrolling(desk: Desk) -> tuple[Any, ...]:
    client = desk.kept["client"] = desk.sign_in("office")
    secret = re.search(r'class="secret code">([A-Z2-7 ]+)<', client.get("/account/totp/").content.decode())
    assert secret
    return "/account/totp/", {"code": _code(secret[1])}


def _waiting(desk: Desk) -> tuple[Any, ...]:
    users.create("deputy", Role.OFFICE, PASSWORD, datetime.now(SHANGHAI), more={"must_change": False})
    return f"/rulebooks/{RULEBOOK}/amendments/{amendments.waiting(RULEBOOK)[0]['id']}/", {"state": "accepted"}


def _column(desk: Desk) -> tuple[Any, ...]:
    return f"/{PERIOD}/columns/kind/", {"site": ONE, "url": "http://x/tz/", "kind": "专题", "why": "名称"}


ACTS: dict[str, Act] = {
    "login": ("", _post("/login/", username="li", password=PASSWORD)),
    "logout": ("li", _post("/logout/")),
    "password": ("li", _post("/account/password/", old=PASSWORD, new=PASSWORD + "x", again=PASSWORD + "x")),
    "second-factor": ("", _enrolled),
    "totp": ("", _enrolling),
    "tokens": ("office", _post("/account/tokens/", label="试用", scope="read", days="30")),
    "revoke-token": ("office", _token),
    "correct-kind": ("li", _column),
    "decide": ("li", lambda desk: (f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": desk.finding()})),
    "draw-looks": ("office", lambda desk: (confirm(desk.sign_in, desk.world, "plain"), f"/{PERIOD}/looks/draw/", {})[1:]),
    "decide-look": ("wang", _drawn),
    "draw-pages": ("office", _post(f"/{PERIOD}/looks/pages/draw/")),
    "decide-page": ("li", _page),
    "issue-notice": ("office", lambda desk: (confirm(desk.sign_in, desk.world, "plain"), f"/{PERIOD}/notices/issue/", {"unit": "C1"})[1:]),
    "remind": ("office", _late),
    "apply-recheck": ("office", _rechecked),
    "notice-step": ("jia", lambda desk: (desk.notice() + "step/", {"step": "receive"})),
    "notice-answer": ("jia", lambda desk: (desk.notice() + "answer/", {"act": "object", "finding": desk.finding(), "reason": "无此事"})),
    "notice-decide": (
        "office",
        lambda desk: (desk.answered() + "decide/", {"act": "withdraw", "finding": desk.finding(), "reason": "有误"}),
    ),
    "notice-recheck": ("jia", lambda desk: (desk.answered() + "recheck/", {})),
    "send-mail": ("office", _post("/mail/send/")),
    "unit-mail": ("office", _post("/mail/address/", unit="C1", mail="jia@jia.gov.cn")),
    "mail-again": ("office", _held),
    "withdraw-exception": ("li", _taught),
    "term": ("li", _post("/dictionary/term/", 词语="按期步署", 建议="按期部署", 级别="一般", 来源="核定", act="keep")),
    "settle-rule": ("office", _post(f"/rulebooks/{RULEBOOK}/rules/dead-links/settle/", points="0.2", **SOURCE)),
    "confirm-rules": ("office", _post(f"/rulebooks/{RULEBOOK}/confirm/", check=["dead-links", "https-faulty"], **SOURCE)),
    "decide-amendment": ("deputy", _waiting),
    "rejudge": ("office", _post(f"/rulebooks/{RULEBOOK}/rejudge/", period=PERIOD)),
    "enter-outage": (
        "office",
        _post("/outages/enter/", site_id=TWO, start="2025-06-10T22:00", end="2025-06-11T06:00", reason="检修", approved_by="甲"),
    ),
    "withdraw-outage": ("office", _post("/outages/1/withdraw/", reason="取消")),
    "messages": ("office", _post(f"/{PERIOD}/reports/", url="http://jia.gov.cn/a.html", kind="链接失效", content="打不开")),
    "message-act": ("office", _post("/reports/M-1/step/", step="forward")),
    "unmask": ("office", _post("/reports/M-1/unmask/", reason="电话核实")),
    "people": ("office", _post("/people/", **NEW)),
    "person": ("security", _post("/people/auditor/", act="disable")),
    "edit-person": ("security", _post("/people/li/edit/", **{**NEW, "name": "李改"})),
    "make-bulletin": ("office", _post(f"/{PERIOD}/bulletin/make/")),
}
API_ACTS: dict[tuple[str, str], tuple[str, dict[str, object]]] = {
    ("post", "/findings/{id}/decisions"): ("li", {"decision": "confirm"}),
    ("post", "/probe-visits"): (
        "office",
        {"visits": [{"site_id": ONE, "at": (datetime.now(SHANGHAI) - timedelta(hours=2)).isoformat(), "seconds": 1.0, "code": "OK"}]},
    ),
    ("post", "/{period}/targets/{kind}/{id}/recheck"): ("jia", {}),
}
API_NOTHING_CHANGES = frozenset({("post", "/check")})


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is really inspected or judged anew."""
    ended = SimpleNamespace(poll=lambda: 0, wait=lambda: 0)
    for module in (rechecking, amending):
        monkeypatch.setattr(module, "subprocess", SimpleNamespace(Popen=lambda *_, **__: ended, DEVNULL=None))


def test_every_address_that_takes_a_form_has_an_act(world: World, objects: Objects, sign_in: SignIn) -> None:
    takes = set()
    for place in PLACES:
        for who in ("office", "security", "jia", "auditor"):
            status = sign_in(who).post(address(place, objects.own) or "").status_code
            if status != 404:
                takes |= set() if status == 405 else {place.name}
                break
        else:
            takes.add(place.name)
    # An object that these people do not have answers 404 to them; what is only read says so before it looks.
    read_only = {place.name for place in PLACES if _only_reads(place.view)}
    assert takes - read_only == set(ACTS) | NOTHING_CHANGES
    assert {route for route in ROUTES if route[0] != "get"} == set(API_ACTS) | API_NOTHING_CHANGES


def _only_reads(view: Callable[..., Any]) -> bool:
    from django.test import RequestFactory

    try:
        return view(RequestFactory().post("/")).status_code == 405
    except Exception:
        return False


@contextmanager
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The audit log cannot be written."""

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("the audit log cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr("zhengjian.ledger.audit.write", refuse)
        yield


def held(root: Path) -> dict[str, object]:
    """Everything that the ledger and the office's own files hold."""
    tables = [table for table in apps.get_app_config("ledger").get_models() if table.__name__ != "User"]
    found: dict[str, object] = {table.__name__: list(table._default_manager.order_by("pk").values_list()) for table in tables}
    people = apps.get_model("ledger", "User").objects.order_by("pk")
    found["User"] = list(people.values_list("username", "password", "role", "name", "is_active", "epoch"))
    for pattern in ("*.csv", "rulebooks/**/*.toml", "archive/probes/**/*.parquet", "bulletin/**/*"):
        found[pattern] = {path: path.read_bytes() for path in root.glob(pattern) if path.is_file()}
    return found


def once(world: World, send: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the audit log nothing happens; with it the act leaves exactly one line."""
    root = world.workspace.root
    before = held(root)
    with refusing(monkeypatch):
        failed = send()
    assert failed.status_code >= 500, failed.status_code
    after = held(root)
    assert {name for name in before if before[name] != after[name]} == set(), "a change stands without its line"
    lines = Audit.objects.count()
    done = send()
    assert done.status_code < 400, (done.status_code, done.content[:300])
    assert Audit.objects.count() - lines == 1, list(Audit.objects.order_by("-pk").values_list("action", flat=True)[:4])


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_leaves_one_line_or_nothing(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    desk = Desk(world, sign_in)
    who, prepare = ACTS[name]
    path, given = prepare(desk)
    client = desk.kept.get("client") or (sign_in(who) if who else Client())
    client.raise_request_exception = False
    once(world, lambda: client.post(path, given), monkeypatch)


@pytest.mark.parametrize("route", sorted(API_ACTS), ids=lambda route: route[1])
def test_a_route_of_the_api_leaves_one_line_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch, route: tuple[str, str]) -> None:
    who, given = API_ACTS[route]
    now = datetime.now(SHANGHAI)
    token = tokens.make(who, "test", tuple(SCOPES), now, now + timedelta(days=1))
    id_ = ONE if "targets" in route[1] else world.ids["plain"]
    path = PREFIX + route[1].replace("{period}", PERIOD).replace("{kind}", "site").replace("{id}", id_)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {token}"})
    once(world, lambda: client.post(path, given, content_type="application/json"), monkeypatch)
