"""Citizens' error reports in the console: clock, routing, steps, masks, duplicates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from tests.console.world import MOBILE, ONE, PERIOD, World

from zhengjian.ledger import audit, inputs
from zhengjian.ledger.lists import Wanted
from zhengjian.model import SHANGHAI, Message


def stored(id_: str) -> Message:
    return next(message for message in inputs.messages() if message.message_id == id_)


def test_a_report_is_answered_in_time(world: World, sign_in: Callable[[str], Client]) -> None:
    office, jia = sign_in("office"), sign_in("jia")
    new = {"url": "http://jia.gov.cn/a.html", "kind": "链接失效", "content": f"打不开，请回电{MOBILE}"}
    place = office.post(f"/{PERIOD}/reports/", new)["Location"]
    id_ = place.strip("/").rpartition("/")[2]
    assert stored(id_).site_id == ONE, "routed by its address"
    assert jia.get(place).status_code == 200 and sign_in("yi").get(place).status_code == 404
    assert MOBILE not in jia.get(place).content.decode() and MOBILE not in office.get(place).content.decode()
    step = place + "step/"
    assert "不能“办结”" in office.post(step, {"step": "close"}, follow=True).content.decode()
    office.post(step, {"step": "forward"})
    assert "身份不能" in jia.post(step, {"step": "close"}, follow=True).content.decode()
    assert "尚无答复" in office.post(step, {"step": "close"}, follow=True).content.decode()
    jia.post(step, {"step": "answer", "text": "已修复"})
    office.post(step, {"step": "close"})
    done = stored(id_)
    assert done.status == "已办结" and done.closed and done.answer == "已修复"
    assert "按期" in office.get(place).content.decode()


def test_unmasking_needs_a_reason_and_is_logged(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    assert MOBILE not in office.post("/reports/M-1/unmask/", {"reason": ""}, follow=True).content.decode()
    assert MOBILE in office.post("/reports/M-1/unmask/", {"reason": "电话核实"}).content.decode()
    assert [row["subject"] for row in audit.lines(Wanted(filters={"action": "unmask"})).rows] == ["M-1"]
    assert sign_in("jia").post("/reports/M-1/unmask/", {"reason": "想看"}).status_code == 404


def test_the_rate_is_printed_with_both_numbers_and_opens_its_list(world: World, sign_in: Callable[[str], Client]) -> None:
    page = sign_in("office").get(f"/{PERIOD}/reports/").content.decode()
    assert "0/2" in page and "超期" in page, "both reports of the world are open and over their three working days"
    assert "共 2 条" in sign_in("office").get(f"/{PERIOD}/reports/?standing=超期").content.decode()
    assert "0/1" in sign_in("jia").get(f"/{PERIOD}/reports/").content.decode()


def test_duplicates_are_merged_into_an_existing_report_only(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    assert "不存在" in office.post("/reports/M-1/step/", {"step": "merge", "text": "M-77"}, follow=True).content.decode()
    office.post("/reports/M-1/step/", {"step": "merge", "text": "M-2"})
    assert stored("M-1").status == "无效"


def test_a_site_that_nobody_knows_is_refused_with_what_to_do(world: World, sign_in: Callable[[str], Client]) -> None:
    answer = sign_in("office").post(f"/{PERIOD}/reports/", {"url": "http://other.example/", "content": "x"}, follow=True)
    assert "没有登记" in answer.content.decode()


def test_personal_data_are_forgotten_some_time_after_closing_and_never_before(world: World) -> None:
    from zhengjian.ledger.models import Message as Row
    from zhengjian.service import clerk

    closed = datetime(2025, 7, 1, 9, tzinfo=SHANGHAI)
    Row.objects.filter(message_id="M-1").update(status="已办结", closed=closed, answer=f"已电话{MOBILE}告知")
    for days, number in ((179, 0), (181, 1), (181, 0)):
        assert clerk.chores(world.workspace, closed + timedelta(days=days)).forgotten == number, days
    kept, open_ = Row.objects.get(message_id="M-1"), Row.objects.get(message_id="M-2")
    assert MOBILE[-4:] not in kept.content + kept.answer and "打不开" in kept.content and kept.answer == "已电话〔已清除〕告知"
    assert MOBILE in open_.content, "a report that is still open keeps what is needed to answer it"
