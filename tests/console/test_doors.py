"""Coming in: first run, password change, lock-out, second factor, time-outs, sessions that end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from tests import postgres
from tests.console.test_rights import POSTED, address
from tests.console.world import ONE, PASSWORD, PEOPLE, PERIOD, World

from zhengjian.config import Workspace
from zhengjian.console import middleware
from zhengjian.console.places import PLACES
from zhengjian.console.wsgi import first_run
from zhengjian.ledger import audit, users
from zhengjian.ledger.lists import Wanted
from zhengjian.ledger.people import User
from zhengjian.model import SHANGHAI
from zhengjian.workflow.rights import may


def test_the_first_run_prints_a_password_once_that_must_be_changed(tmp_path: Path) -> None:
    (tmp_path / "zhengjian.toml").write_text("", "utf-8")
    workspace = Workspace.open(tmp_path)
    password = first_run(workspace)
    assert password and len(password) >= 19
    assert first_run(workspace) is None, "the second start makes no account and prints nothing"
    client = Client()
    client.post("/login/", {"username": "admin", "password": password})
    answer = client.get("/", follow=True)
    assert "须先设置自己的口令" in answer.content.decode()
    weak = client.post("/account/password/", {"old": password, "new": "1234567890", "again": "1234567890"})
    assert weak.status_code == 422
    client.post("/account/password/", {"old": password, "new": PASSWORD, "again": PASSWORD})
    assert "还没有检查结果" in client.get("/", follow=True).content.decode()
    assert Client().post("/login/", {"username": "admin", "password": password}).status_code == 422, "it worked once"


def test_unknown_account_and_wrong_password_answer_alike(world: World) -> None:
    answers = [Client().post("/login/", {"username": name, "password": "wrong-password"}) for name in ("office", "nobody")]
    texts = [answer.content.decode().replace("nobody", "X").replace("office", "X") for answer in answers]
    strip = [text[text.index("<h1>") : text.index("csrfmiddlewaretoken")] for text in texts]
    assert strip[0] == strip[1] and [answer.status_code for answer in answers] == [422, 422]


def test_five_failures_lock_the_account_from_that_address_and_nobody_else(world: World) -> None:
    for _ in range(5):
        answer = Client().post("/login/", {"username": "li", "password": "wrong"})
    assert answer.status_code == 429 and "锁定" in answer.content.decode()
    assert Client().post("/login/", {"username": "li", "password": PASSWORD}).status_code == 429, "even the right password"
    assert Client().post("/login/", {"username": "wang", "password": PASSWORD}).status_code == 302
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302, "nobody can lock li out from afar"


def test_behind_a_trusted_proxy_lock_out_counts_the_visitors_address(world: World) -> None:
    from zhengjian.console.middleware import visitor

    settings = world.workspace.root / "zhengjian.toml"
    settings.write_text(settings.read_text("utf-8") + '[console]\ntrusted_proxies = ["127.0.0.1"]\n', "utf-8")

    def enter(password: str, forwarded: str, address: str = "127.0.0.1") -> int:
        given = {"username": "li", "password": password}
        return Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded).post("/login/", given).status_code

    for number in range(5):
        status = enter("wrong", f"10.0.0.{number}, 198.51.100.7")
    assert status == 429, "what the visitor himself writes into the header changes nothing"
    assert enter(PASSWORD, "198.51.100.7") == 429
    assert enter(PASSWORD, "198.51.100.8") == 302, "nobody else behind the proxy is locked out"
    for number in range(5):
        enter("wrong", f"192.0.2.{number}", "203.0.113.5")
    assert enter(PASSWORD, "192.0.2.99", "203.0.113.5") == 429, "a stranger who claims to be a proxy is none"
    assert visitor({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "<script>"}, ("127.0.0.1",)) == "127.0.0.1"


def test_next_leads_only_to_our_own_pages(world: World) -> None:
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = Client().post("/login/?next=" + target, {"username": "li", "password": PASSWORD, "next": target})
        assert answer["Location"] == "/", target
    answer = Client().post("/login/", {"username": "li", "password": PASSWORD, "next": f"/{PERIOD}/review/"})
    assert answer["Location"] == f"/{PERIOD}/review/"


def _code(secret: str, step: int = 0) -> str:
    import base64

    packed = secret.replace(" ", "")
    totp = TOTP(base64.b32decode(packed + "=" * (-len(packed) % 8)))
    totp.time = time.time() + 30 * step
    return f"{totp.token():06d}"


def _enrol(client: Client) -> tuple[str, str, list[str]]:
    """The secret, the code that it was bound with, and the recovery codes."""
    import re

    page = client.get("/account/totp/").content.decode()
    secret = re.search(r'class="secret code">([A-Z2-7 ]+)<', page)
    assert secret
    code = _code(secret[1])
    done = client.post("/account/totp/", {"code": code}).content.decode()
    return secret[1], code, re.findall(r'class="secret code">([0-9a-f]{5}-[0-9a-f]{5})<', done)


def test_second_factor_is_asked_and_no_code_works_twice(world: World, sign_in: Callable[[str], Client]) -> None:
    _, used, codes = _enrol(sign_in("office"))
    assert len(codes) == 8
    client = sign_in("office")
    assert client.get(f"/{PERIOD}/", follow=True).redirect_chain[-1][0] == "/account/second-factor/"
    assert client.get("/people/").status_code == 302, "no page before the second factor"
    assert client.post("/account/second-factor/", {"code": used}).status_code == 422, "the code of the enrolment was used"


def test_recovery_codes_and_full_width_digits_work_once(world: World, sign_in: Callable[[str], Client]) -> None:
    secret, _, codes = _enrol(sign_in("office"))
    from django_otp.plugins.otp_static.models import StaticToken

    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}, "recovery codes are kept sealed"
    first = sign_in("office")
    assert first.post("/account/second-factor/", {"code": codes[0]}).status_code == 302
    assert "剩余恢复码7个" in first.get("/account/").content.decode()
    second = sign_in("office")
    assert second.post("/account/second-factor/", {"code": codes[0].upper()}).status_code == 422
    third = sign_in("office")
    _unthrottle()
    later = _code(secret, 1)
    wide = later.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert third.post("/account/second-factor/", {"code": f" {wide[:3]} {wide[3:]}"}).status_code == 302
    fourth = sign_in("office")
    assert fourth.post("/account/second-factor/", {"code": later}).status_code == 422, "the step was used in another form"


def _unthrottle() -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)


def test_an_office_can_ask_everybody_for_a_second_factor(world: World, sign_in: Callable[[str], Client]) -> None:
    (world.workspace.root / "zhengjian.toml").write_text("[console]\nsecond_factor = true\n", "utf-8")
    client = sign_in("office")
    assert client.get(f"/{PERIOD}/")["Location"] == "/account/totp/"
    _enrol(client)
    assert client.get(f"/{PERIOD}/").status_code == 200


@pytest.mark.parametrize(("began", "seen"), [(middleware.ABSOLUTE_SECONDS + 1, 10), (3600, middleware.IDLE_SECONDS + 1)])
def test_idle_and_long_sessions_end(world: World, sign_in: Callable[[str], Client], began: float, seen: float) -> None:
    client = sign_in("office")
    session = client.session
    session["began"], session["seen"] = time.time() - began, time.time() - seen
    session.save()
    answer = client.get(f"/{PERIOD}/", follow=True)
    assert "登录已超时" in answer.content.decode()
    assert client.get(f"/{PERIOD}/").status_code == 302


def test_a_changed_role_ends_every_session_at_once(world: World, sign_in: Callable[[str], Client]) -> None:
    li, security = sign_in("li"), sign_in("security")
    assert li.get(f"/{PERIOD}/review/").status_code == 200
    security.post("/people/li/", {"act": "disable"})
    assert li.get(f"/{PERIOD}/review/").status_code == 302
    assert Client().post("/login/", {"username": "li", "password": PASSWORD}).status_code == 422


def test_forms_without_token_are_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/login/", {"username": "office", "password": PASSWORD}).status_code == 403


def test_no_address_does_anything_by_get_or_without_the_forms_token(world: World) -> None:
    """Every address that takes a form, for a person of every right it may need."""
    posted = [place for place in PLACES if place.name in POSTED]
    assert len(posted) > 20
    for place in posted:
        path = address(place, {"target_id": ONE, "finding_id": "F-0", "notice_id": 1, "file_id": 1, "message_id": "M-1"})
        assert path is not None
        who = next(name for name, (role, _) in PEOPLE.items() if may(role, place.action))
        client = Client(enforce_csrf_checks=True)
        client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(path).status_code == 403, place.name
        assert client.get(path).status_code == 405, place.name


def test_headers_forbid_framing_foreign_code_and_keeping(sign_in: Callable[[str], Client]) -> None:
    answer = sign_in("office").get(f"/{PERIOD}/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    for part in (
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy, part
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"


def test_administrators_are_appointed_within_the_table(world: World, sign_in: Callable[[str], Client]) -> None:
    office, security, system = sign_in("office"), sign_in("security"), sign_in("system")
    new: dict[str, Any] = {"username": "newone", "name": "新人", "role": "reviewer", "unit": "", "targets": ""}
    assert "data-secret" in office.post("/people/", new).content.decode()
    assert users.one("newone") is not None
    for client, role in ((office, "security"), (office, "auditor"), (system, "security"), (security, "office"), (security, "reviewer")):
        answer = client.post("/people/", {**new, "username": "other", "role": role})
        assert answer.status_code == 422 and users.one("other") is None, role
    assert security.post("/people/", {**new, "username": "aud2", "role": "auditor"}).status_code == 200
    office.post("/people/auditor/", {"act": "reset-password"})
    office.post("/people/office/", {"act": "disable"})
    assert users.one("office")["is_active"]  # type: ignore[index]
    assert Client().post("/login/", {"username": "auditor", "password": PASSWORD}).status_code == 302, (
        "the office cannot reset administrators"
    )


def test_only_the_security_administrator_changes_accounts_and_administrators_stay_apart(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    given = {"name": "李某", "mail": "li@example.gov.cn", "role": "leader", "unit": "", "targets": ""}
    li = sign_in("li")
    for who in ("office", "system", "auditor", "li"):
        assert sign_in(who).post("/people/li/edit/", given).status_code == 404, who
    security = sign_in("security")
    assert "王复核" in security.get("/people/wang/edit/").content.decode()
    assert security.post("/people/li/edit/", given).status_code == 302
    row = users.one("li")
    assert row is not None and (row["name"], row["mail"], row["role"]) == ("李某", "li@example.gov.cn", "leader")
    assert li.get("/account/").status_code == 302, "every session of the account has ended"
    line = audit.lines(Wanted(filters={"action": "account-edit"})).rows[0]
    assert line["who"] == "security" and line["subject"] == "li" and '["reviewer", "leader"]' in line["detail"]
    for who, change in (
        ("li", {"role": "auditor"}), ("auditor", {"role": "reviewer"}), ("auditor", {"role": "system"}), ("wang", {"role": "supervisor"}),
        ("wang", {"role": "operator"}), ("wang", {"role": "operator", "targets": "9999999999"}), ("wang", {"mail": "x@y\r\nBcc: z@w.cn"}),
        ("security", {"role": "security"}), ("wang", {"unit": "none"}), ("wang", {"role": "emperor"}),
    ):  # fmt: skip
        before = users.one(who)
        assert security.post(f"/people/{who}/edit/", given | {"role": "reviewer"} | change).status_code == 422, (who, change)
        assert users.one(who) == before, (who, change)
    moved = given | {"role": "operator", "unit": "C1", "targets": f"{ONE} A-0001"}
    assert security.post("/people/wang/edit/", moved).status_code == 302
    assert users.one("wang")["targets"] == [ONE, "A-0001"]  # type: ignore[index]
    assert security.post("/people/wang/edit/", moved | {"role": "reviewer"}).status_code == 302
    assert users.one("wang")["targets"] == []  # type: ignore[index]
    assert security.get("/people/nobody/edit/").status_code == 404


def test_the_first_account_loses_its_special_right_with_its_role(world: World, sign_in: Callable[[str], Client]) -> None:
    User.objects.filter(username="office").update(founder=True)
    given = {"name": "办公室", "mail": "", "role": "reviewer", "unit": "", "targets": ""}
    assert sign_in("security").post("/people/office/edit/", given).status_code == 302
    row = users.one("office")
    assert row is not None and row["role"] == "reviewer" and row["founder"] is False


def test_every_act_is_in_the_audit_log_and_the_chain_shows_tampering(world: World, sign_in: Callable[[str], Client]) -> None:
    li = sign_in("li")
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    page = sign_in("auditor").get("/audit/").content.decode()
    assert "均完整" in page and world.ids["plain"] in page
    from django.db import DatabaseError, connection, transaction

    for statement in ("UPDATE ledger_audit SET who='x'", "DELETE FROM ledger_audit", "UPDATE ledger_event SET reason='x'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
    assert audit.broken() is None
    place = " ON ledger_audit" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER ledger_audit_no_update{place}")
    connection.cursor().execute("UPDATE ledger_audit SET who='someone' WHERE id=1")
    assert audit.broken() == 1
    assert "对不上" in sign_in("auditor").get("/audit/").content.decode()


def test_a_change_whose_audit_line_cannot_be_written_does_not_happen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhengjian.ledger import decisions
    from zhengjian.service import review
    from zhengjian.workflow.review import Kind

    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "write", broken)
    with pytest.raises(OSError, match="disk full"):
        review.decide(
            world.workspace, [world.ids["plain"]], Kind.CONFIRM, by=audit.Person(name="li", role="reviewer"), at=datetime.now(SHANGHAI)
        )
    assert decisions.histories([world.ids["plain"]]) == {}


@pytest.mark.skipif(postgres.WANTED, reason="a lock of SQLite")
def test_a_locked_ledger_is_a_sentence_and_nothing_is_lost(world: World, sign_in: Callable[[str], Client]) -> None:
    import sqlite3

    from django.db import connection

    from zhengjian.ledger import decisions

    li = sign_in("li")
    li.get(f"/{PERIOD}/review/")
    connection.cursor().execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(world.workspace.root / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        answer = li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer.status_code == 503 and "台账正忙" in answer.content.decode() and answer["Retry-After"] == "60"
    assert decisions.histories([world.ids["plain"]]) == {}
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    assert len(decisions.histories([world.ids["plain"]])[world.ids["plain"]]) == 1


def test_behind_https_cookies_are_secure_and_origins_are_checked(world: World) -> None:
    (world.workspace.root / "zhengjian.toml").write_text("[console]\nbehind_https = true\n", "utf-8")
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://testserver", "host": "testserver"})
    page = client.get("/login/")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"username": "office", "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = client.post("/login/", form)
    assert answer.status_code == 302 and answer["Strict-Transport-Security"]
    for cookie in answer.cookies.values():
        assert cookie["secure"] and cookie["samesite"] == "Lax" and cookie["httponly"], cookie.key
    assert client.post("/login/", form, headers={"origin": "https://evil.example"}).status_code == 403
