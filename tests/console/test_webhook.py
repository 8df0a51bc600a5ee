"""Deadlines told by webhook over real HTTP: signed, once, retried, never to an address that the office did not list."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec
import pytest
from django.test import Client
from tests import postgres
from tests.console.receiver import Receiver, serve
from tests.console.test_cases import confirm
from tests.console.world import AS_OF, MOBILE, PERIOD, World

from zhengjian.config import Webhook, Workspace
from zhengjian.fetch.post import post
from zhengjian.ledger import audit, notices, reports
from zhengjian.ledger.models import Message as Row
from zhengjian.ledger.people import Sent
from zhengjian.model import SHANGHAI
from zhengjian.service import clerk, webhook
from zhengjian.service import notices as issuing

SignIn = Callable[[str], Client]
SECRET = "a-secret-of-the-office-0123456789"
NOW = datetime.now(SHANGHAI)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serve(Receiver()) as serving:
        yield serving


def with_hook(world: World, url: str, *allowed: str) -> Workspace:
    """The workspace with a webhook at this address."""
    (world.workspace.root / "webhook.key").write_text(SECRET, "utf-8")
    return Workspace(
        world.workspace.root, msgspec.structs.replace(world.workspace.settings, webhook=Webhook(url=url, allow_addresses=allowed))
    )


def tell(workspace: Workspace, key: str = "k") -> None:
    webhook.tell(workspace, key, webhook.Deadline(event="notice-reminder", unit="C1", subject="提醒", words="今日到期"), NOW)


def states() -> list[str]:
    return list(Sent.objects.filter(channel="webhook").order_by("pk").values_list("state", flat=True))


@postgres.on_both
def test_nothing_is_told_until_an_address_is_set(world: World) -> None:
    tell(world.workspace)
    assert states() == [] and webhook.send_waiting(world.workspace, NOW) == webhook.Sending()


@postgres.on_both
def test_a_notice_is_told_once_signed_and_without_its_findings(world: World, sign_in: SignIn, receiver: Receiver) -> None:
    confirm(sign_in, world, "plain")
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    done = issuing.issue(workspace, PERIOD, "C1", audit.Person(name="office", role="office"), NOW)
    assert done.paper is not None
    for _ in range(2):
        clerk.chores(workspace, NOW)
    ((headers, body),) = receiver.arrived
    told = json.loads(body)
    assert told["event"] == "notice-issued" and told["unit"] == {"code": "C1", "name": "甲市人民政府"}
    assert told["due"] == done.paper.due.isoformat() and MOBILE not in body.decode() and "手机号" not in body.decode()
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()


@postgres.on_both
def test_a_receiver_that_is_busy_is_tried_again_under_the_same_id(world: World, receiver: Receiver) -> None:
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    tell(workspace)
    receiver.mood = 503
    assert webhook.send_waiting(workspace, NOW).waiting == 1 and "503" in Sent.objects.get().problem
    assert webhook.send_waiting(workspace, NOW).waiting == 0, "not before its pause is over"
    receiver.mood = 200
    later = NOW + timedelta(minutes=5)
    assert webhook.send_waiting(workspace, later).sent == 1 and webhook.send_waiting(workspace, later).sent == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.arrived}) == 1 and len(receiver.arrived) == 2


@postgres.on_both
def test_a_line_that_breaks_after_the_message_is_left_to_a_person(world: World, sign_in: SignIn, receiver: Receiver) -> None:
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    tell(workspace)
    receiver.mood = "cut"
    assert webhook.send_waiting(workspace, NOW).doubtful == 1
    receiver.mood = 200
    assert webhook.send_waiting(workspace, NOW + timedelta(days=1)).sent == 0 and len(receiver.arrived) == 1
    page = sign_in("office").get("/mail/?channel=webhook").content.decode()
    assert "接口通知" in page and "不能确定是否送达" in page
    sign_in("office").post(f"/mail/{Sent.objects.get().pk}/again/")
    assert webhook.send_waiting(workspace, NOW + timedelta(days=1)).sent == 1


@postgres.on_both
@pytest.mark.parametrize("status", [301, 302, 400, 404])
def test_refusals_and_redirects_are_final(world: World, receiver: Receiver, status: int) -> None:
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    tell(workspace)
    receiver.mood = status
    assert webhook.send_waiting(workspace, NOW).refused == 1 and len(receiver.arrived) == 1 and str(status) in Sent.objects.get().problem


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:{port}/", "https"),
        ("https://127.0.0.1:{port}/", "本机地址"),
        ("https://localhost:{port}/", "本机地址"),
        ("https://[::ffff:127.0.0.1]:{port}/", "本机地址"),
        ("https://2130706433:{port}/", "本机地址"),
        ("https://169.254.169.254/latest/", "链路本地地址"),
        ("https://10.0.0.1/", "内网地址"),
        ("https://user:pw@example.com/", "用户名或口令"),
        ("file:///etc/passwd", "协议"),
        ("gopher://127.0.0.1:{port}/", "协议"),
    ],
)
def test_inner_addresses_are_never_contacted_unless_listed(receiver: Receiver, url: str, why: str) -> None:
    done = post(url.format(port=receiver.port), b"{}", {})
    assert done.outcome == "refused" and why in done.why, done
    assert receiver.arrived == []


@postgres.on_both
def test_an_address_that_nobody_serves_costs_only_time(world: World, receiver: Receiver) -> None:
    workspace = with_hook(world, "http://127.0.0.1:9/", "127.0.0.1")
    tell(workspace)
    assert webhook.send_waiting(workspace, NOW).waiting == 1 and states() == ["waiting"]


@postgres.on_both
def test_without_a_secret_nothing_leaves_and_it_is_said(world: World, receiver: Receiver) -> None:
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    tell(workspace)
    (workspace.root / "webhook.key").write_text("short", "utf-8")
    assert "webhook.key" in clerk.chores(workspace, NOW).problem and states() == ["waiting"] and receiver.arrived == []


@postgres.on_both
def test_units_are_reminded_of_reports_once_a_day_for_each_rung(world: World, receiver: Receiver) -> None:
    workspace = with_hook(world, receiver.url, "127.0.0.1")
    Row.objects.filter(message_id="M-1").update(status="办理中", forwarded=AS_OF)  # a Friday: the last day is Wednesday
    last = datetime(2025, 6, 25, 9, tzinfo=SHANGHAI)
    assert [clerk.chores(workspace, at).reports for at in (last - timedelta(days=1), last, last, last - timedelta(days=1))] == [0, 1, 0, 0]
    assert [clerk.chores(workspace, last + timedelta(days=days)).reports for days in (1, 2, 30)] == [1, 0, 0]
    assert [event.text for event in reports.history("M-1")] == ["今日到期", "已超期"]
    letters = list(Sent.objects.filter(channel="mail", to="C1").values_list("body", flat=True))
    assert len(letters) == 2 and "M-1" in letters[0] and MOBILE not in "".join(letters) and "打不开" not in "".join(letters)
    assert [json.loads(body)["event"] for _, body in receiver.arrived] == ["reports-due"] * 2
    assert notices.of_unit(PERIOD, "C1") is None
