"""The matrix: every address × every role × own, foreign and unknown objects. What is not theirs answers as if it were not there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.console.world import ONE, PEOPLE, PERIOD, TWO, World

from zhengjian.console.places import ACTIONS, PLACES, Place
from zhengjian.ledger import users
from zhengjian.ledger.people import User
from zhengjian.model import Unit
from zhengjian.workflow import rights
from zhengjian.workflow.rights import Action, Role, Scope, may, may_appoint, scope_of, subtree

POSTED = frozenset({
    "logout", "decide", "person", "issue-notice", "apply-recheck", "notice-step", "notice-answer", "notice-decide", "make-bulletin",
    "message-act", "revoke-token", "notice-recheck", "remind", "draw-looks", "decide-look", "unmask", "correct-kind", "send-mail",
    "unit-mail", "mail-again", "draw-pages", "decide-page", "withdraw-exception", "enter-outage", "withdraw-outage",
    "settle-rule", "confirm-rules", "rejudge", "decide-amendment",
})  # fmt: skip
OPEN_TO_ALL = frozenset({"login"})


class Objects:
    """Addresses' parts: an object of 甲市, one of 乙市, and one that does not exist."""

    def __init__(self, world: World, own: dict[str, object], foreign: dict[str, object]) -> None:
        self.own = {"target_id": ONE, "finding_id": world.ids["plain"], "snapshot_id": f"S-{PERIOD}.{ONE}.1.1", **own}
        self.foreign = {"target_id": TWO, "finding_id": world.ids["foreign"], "snapshot_id": f"S-{PERIOD}.{TWO}.1.1", **foreign}
        self.unknown = {
            "target_id": "9999999999", "finding_id": "F-000000000000", "snapshot_id": f"S-{PERIOD}.9999999999.1.1", "notice_id": 99999,
            "file_id": 99999, "message_id": "M-none",
        }  # fmt: skip


@pytest.fixture
def objects(world: World, sign_in: Callable[[str], Client]) -> Objects:
    """Both cities have a notice, and each has handed a file in."""
    ids: dict[str, dict[str, object]] = {}
    for who, unit, word, message in (("jia", "C1", "plain", "M-1"), ("yi", "C2", "foreign", "M-2")):
        sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids[word]})
        place = sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": unit})["Location"]
        upload = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + who.encode())
        sign_in(who).post(place + "answer/", {"act": "answer", "finding": world.ids[word], "reason": "已改", "files": upload})
        number = int(place.strip("/").rpartition("/")[2])
        ids[who] = {"notice_id": number, "file_id": number, "message_id": message}
    return Objects(world, ids["jia"], ids["yi"])


def address(place: Place, parts: dict[str, object]) -> str | None:
    """The place's address with these parts; None when it names an object that we have no example of."""
    path = "/" + place.path
    for name in ("period", "kind"):
        path = path.replace(f"<{name}:{name}>", PERIOD if name == "period" else "site")
    for name, value in {
        "username": "li",
        "name": "annex.xlsx",
        "claim_id": "none",
        "format_": "csv",
        "token_id": 99999,
        "edition": 1,
        "book": "national-2019",
        "sheet": "docx",
        "mail_id": 99999,
        "outage_id": 1,
        "amendment_id": 1,
        "check": "dead-links",
        **parts,
    }.items():
        path = path.replace(f"<str:{name}>", str(value)).replace(f"<int:{name}>", str(value))
    return None if "<" in path else path


def ask(client: Client, place: Place, path: str) -> int:
    """The answer's status; forms are sent empty, so nothing is done."""
    answer = client.post(path) if place.name in POSTED else client.get(path)
    answer.close()
    return answer.status_code


def objectless() -> Iterator[Place]:
    """Places that name no object of a unit."""
    parts = ("target_id", "finding_id", "snapshot_id", "notice_id", "file_id", "message_id")
    return (place for place in PLACES if not any(part in place.path for part in parts))


def test_every_address_declares_its_right_and_no_other_exists() -> None:
    names = {pattern.name for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
    assert names == set(ACTIONS)
    assert set(ACTIONS.values()) <= set(Action) and set(rights.ACTIONS) == set(Action)


def test_nobody_enters_without_signing_in(world: World, objects: Objects) -> None:
    client = Client()
    for place in PLACES:
        path = address(place, objects.own)
        assert path is not None, place
        if place.name not in OPEN_TO_ALL:
            assert ask(client, place, path) == 302, place.name


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_roles_reach_exactly_what_the_table_says(world: World, objects: Objects, sign_in: Callable[[str], Client], who: str) -> None:
    role = PEOPLE[who][0]
    for place in objectless():
        path = address(place, objects.own)
        assert path is not None, place
        if place.name in {"logout", "login"}:
            continue
        status = ask(sign_in(who), place, path)
        if not may(role, place.action):
            assert status == 404, (who, place.name, status)
        elif place.name in {
            "claim",
            "bulletin-file",
            "revoke-token",
            "decide",
            "issue-notice",
            "person",
            "correct-kind",
            "unit-mail",
            "rejudge",
        }:
            assert status in {200, 302, 404}, (who, place.name, status)
        else:
            assert status in {200, 302, 422}, (who, place.name, status)


@pytest.mark.parametrize(("who", "mine", "other"), [("jia", "own", "foreign"), ("yi", "foreign", "own"), ("jyj", None, "foreign")])
def test_units_see_their_own_and_nothing_else(
    world: World, objects: Objects, sign_in: Callable[[str], Client], who: str, mine: str | None, other: str
) -> None:
    client, role = sign_in(who), PEOPLE[who][0]
    checked = 0
    for place in set(PLACES) - set(objectless()):
        theirs = address(place, getattr(objects, other))
        unknown = address(place, objects.unknown)
        assert theirs is not None and unknown is not None, place
        refused = [client.post(path) if place.name in POSTED else client.get(path) for path in (theirs, unknown)]
        assert [answer.status_code for answer in refused] == [404, 404], (who, place.name)
        assert refused[0].content == refused[1].content, "foreign and unknown answer alike"
        if (
            mine is not None
            and may(role, place.action)
            and place.name not in {"notice-answer", "notice-step", "notice-recheck", "message-act"}
        ):
            own = address(place, getattr(objects, mine))
            if own is not None and not (place.name == "evidence" and who == "yi"):
                assert ask(client, place, own) == 200, (who, place.name)
        checked += 1
    assert checked >= 8


@pytest.mark.parametrize("who", ["system", "security", "auditor"])
def test_administrators_see_no_findings(world: World, objects: Objects, sign_in: Callable[[str], Client], who: str) -> None:
    for place in set(PLACES) - set(objectless()):
        path = address(place, objects.own)
        assert path is not None and ask(sign_in(who), place, path) == 404, (who, place.name)


def test_lists_counts_and_searches_of_a_unit_hold_only_its_own(world: World, objects: Objects, sign_in: Callable[[str], Client]) -> None:
    jia = sign_in("jia")
    for path in (
        f"/{PERIOD}/", f"/{PERIOD}/targets/site/", f"/{PERIOD}/targets/site/?q=乙市", f"/{PERIOD}/targets/account/", f"/{PERIOD}/findings/",
        f"/{PERIOD}/findings/?ids={world.ids['foreign']}", f"/{PERIOD}/findings/?target={TWO}&kind=site", f"/{PERIOD}/notices/",
    ):  # fmt: skip
        page = jia.get(path).content.decode().replace(f"ids={world.ids['foreign']}", "")
        assert "乙市人民政府网站" not in page and "乙市发布" not in page and world.ids["foreign"] not in page, path


def test_a_reviewer_cannot_decide_by_a_forged_form_what_is_not_a_decision(world: World, sign_in: Callable[[str], Client]) -> None:
    for decision in ("notify", "uphold", "withdraw", "close", ""):
        answer = sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": decision, "finding": world.ids["plain"]})
        assert answer.status_code == 404, decision


def test_a_form_cannot_set_what_it_does_not_offer(world: World, sign_in: Callable[[str], Client]) -> None:
    sign_in("office").post(
        "/people/", {"username": "mallory", "name": "m", "role": "reviewer", "founder": "true", "must_change": "false", "is_active": "true"}
    )
    row = users.one("mallory")
    assert row is not None and row["founder"] is False and row["must_change"] is True


def test_appointing_follows_the_table() -> None:
    for by, role in itertools.product(Role, Role):
        assert may_appoint(by, role) is (role in rights.APPOINTS.get(by, frozenset())), (by, role)
        assert not (by in rights.ADMINISTRATORS and role in rights.ADMINISTRATORS) or by is Role.SECURITY or not may_appoint(by, role)
    assert may_appoint(Role.OFFICE, Role.SECURITY, founder=True) and not may_appoint(Role.OFFICE, Role.SECURITY)
    assert not may_appoint(Role.OFFICE, Role.SECURITY, founder=True, held=frozenset({Role.SECURITY}))


def test_scopes() -> None:
    units = [Unit(code="A", name="A"), Unit(code="B", name="B", parent="A"), Unit(code="C", name="C", parent="B"), Unit(code="D", name="D")]
    assert subtree(units, "A") == {"A", "B", "C"} and subtree(units, "none") == {"none"}
    loop = [Unit(code="A", name="A", parent="B"), Unit(code="B", name="B", parent="A")]
    assert subtree(loop, "A") == {"A", "B"}
    assert scope_of(Role.OFFICE, unit="", targets=frozenset(), units=units) == Scope()
    assert scope_of(Role.SUPERVISOR, unit="", targets=frozenset(), units=units).units == frozenset()
    assert scope_of(Role.OPERATOR, unit="", targets=frozenset(), units=units).units == frozenset()
    assert scope_of(Role.SYSTEM, unit="A", targets=frozenset({"x"}), units=units).units == frozenset()
    assert scope_of(Role.OPERATOR, unit="C", targets=frozenset({"x"}), units=units).covers("C", "x")
    assert not scope_of(Role.OPERATOR, unit="C", targets=frozenset({"x"}), units=units).covers("C", "y")


def test_an_unknown_role_sees_nothing(world: World) -> None:
    User.objects.filter(username="li").update(role="emperor")
    client = Client()
    client.force_login(User.objects.get(username="li"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/{PERIOD}/").status_code in {302, 404}
