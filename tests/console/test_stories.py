"""Whole stories in a real browser: an objection that changes a figure, a citizen's report, a neighbour who sees nothing."""

from __future__ import annotations

import base64
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django_otp.oath import TOTP
from tests.console import browser as b
from tests.console.test_browser import chromium, desk
from tests.console.test_cases import recheck
from tests.console.world import AS_OF, MOBILE, ONE, PASSWORD, PERIOD, World

from zhengjian.ledger import users
from zhengjian.ledger.people import User
from zhengjian.model import SHANGHAI
from zhengjian.workflow.rights import Role

__all__ = ["chromium", "desk"]
pytestmark = [
    pytest.mark.skipif(not b.CHROMIUM.exists(), reason="系统没有 chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def confirm(page: Any, base: str, state: str) -> None:
    page.goto(f"{base}/{PERIOD}/review/?check=hidden-links&state={state}")
    with page.expect_navigation():
        page.keyboard.press("y")


def test_second_person_notice_objection_and_a_changed_draft_figure(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    confirm(b.enter(chromium, base, "li"), base, "hit")
    office = b.enter(chromium, base, "office")
    office.goto(f"{base}/{PERIOD}/notices/")
    assert not office.locator("button:has-text('发出通知')").count(), "one person's word is not enough for a veto"
    confirm(b.enter(chromium, base, "wang"), base, "second")
    office.goto(f"{base}/{PERIOD}/notices/")
    office.click("button:has-text('发出通知')")
    office.wait_for_selector("h1:has-text('整改通知')")
    with office.expect_download() as got:
        office.click("a:has-text('下载通知（PDF）')")
    assert got.value.suggested_filename.endswith(".pdf")
    notice = office.url
    neighbour = b.enter(chromium, base, "yi")
    assert neighbour.goto(notice).status == 404
    unit = b.enter(chromium, base, "jia", width=390)
    unit.goto(notice)
    unit.check("#content input[type=checkbox]")
    unit.fill("#reason", "该页面为反诈宣传")
    unit.click("button:has-text('提出异议')")
    unit.wait_for_selector("text=有异议")
    office.reload()
    office.check("#content input[type=checkbox]")
    office.fill("#reason", "经核实属反诈宣传")
    office.click("button:has-text('采纳异议')")
    office.wait_for_selector("text=由不合格变为未结论")
    assert b.barriers(office) == [] and office.faults == [] and unit.faults == []
    office.goto(f"{base}/{PERIOD}/targets/site/{ONE}/")
    assert (
        office.locator("#content span:has-text('未结论')").count() and not office.locator("#content .head span:has-text('不合格')").count()
    )


def test_a_citizens_report_is_entered_forwarded_answered_and_closed(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    office = b.enter(chromium, base, "office")
    office.goto(f"{base}/{PERIOD}/reports/")
    for closed in office.locator("details:not([open]):has([name=content]) summary").all():
        closed.click()
    office.fill("[name=url]", "http://jia.gov.cn/a.html")
    office.fill("[name=content]", f"页面打不开，请回电{MOBILE}")
    office.click("button:has-text('登记')")
    office.wait_for_selector("h1:has-text('网民留言')")
    place = office.url
    office.click("button:has-text('转办')")
    office.wait_for_selector("text=已转办")
    unit = b.enter(chromium, base, "jia", width=390)
    unit.goto(place)
    assert MOBILE not in unit.content(), "the unit never learns who complained"
    unit.fill("#text", "链接已修复")
    unit.click("button:has-text('答复')")
    unit.wait_for_selector("text=链接已修复")
    office.goto(place)
    office.click("button:has-text('办结')")
    office.wait_for_selector("text=已办结")
    assert office.locator("text=按期").count() and b.barriers(office) == [] and office.faults == []


def test_the_first_sign_in_asks_for_a_new_password_and_an_authenticator(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    settings = world.workspace.root / "zhengjian.toml"
    settings.write_text(settings.read_text("utf-8") + "[console]\nsecond_factor = true\n", "utf-8")
    users.create("newone", Role.REVIEWER, PASSWORD, AS_OF, more={"name": "新人"})
    page = b.enter(chromium, base, "newone")
    page.wait_for_selector("h1:has-text('口令')")
    assert page.goto(f"{base}/{PERIOD}/").url.endswith("/account/password/"), "no page before the new password"
    for field, words in (("old", PASSWORD), ("new", "a-new-long-word-of-mine-7"), ("again", "a-new-long-word-of-mine-7")):
        page.fill(f"[name={field}]", words)
    page.click("main button, .gate button")
    page.wait_for_selector("h1:has-text('绑定手机验证器')")
    assert page.goto(f"{base}/{PERIOD}/").url.endswith("/account/totp/"), "no page before the authenticator"
    secret = page.locator(".secret").inner_text()
    code = code_of(secret)
    page.fill("#code", code)
    page.click("button:has-text('完成绑定')")
    page.wait_for_selector("text=恢复码")
    recovery = page.locator(".secret").first.inner_text()
    assert b.barriers(page) == [] and page.goto(f"{base}/{PERIOD}/review/").status == 200
    again = chromium.new_context().new_page()
    again.goto(f"{base}/login/")
    again.fill("#id_username", "newone")
    again.fill("#id_password", "a-new-long-word-of-mine-7")
    again.click("button")
    again.wait_for_selector("h1:has-text('二次验证')")
    again.fill("#code", code)  # the same one: a new half minute would have a good one
    again.click("button:has-text('验证')")
    again.wait_for_selector(".errors")
    assert again.goto(f"{base}/people/").url.endswith("/account/second-factor/"), "a code that was used is none"
    person = User.objects.get(username="newone")
    for devices in (person.totpdevice_set, person.staticdevice_set):  # a wrong code costs a second of waiting
        devices.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    again.fill("#code", recovery)
    again.click("button:has-text('验证')")
    again.wait_for_selector("nav.side")


def test_an_answered_finding_is_closed_by_the_re_check_and_the_notice_with_it(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    li, office, unit = (b.enter(chromium, base, who) for who in ("li", "office", "jia"))
    li.goto(f"{base}/{PERIOD}/review/?check=privacy-leak&at={world.ids['plain']}")
    with li.expect_navigation():
        li.keyboard.press("y")
    office.goto(f"{base}/{PERIOD}/notices/")
    office.click("button:has-text('发出通知')")
    office.wait_for_selector("h1:has-text('整改通知')")
    notice = office.url
    unit.goto(notice)
    unit.check("#content input[type=checkbox]")
    unit.fill("#reason", "已删除")
    unit.click("button:has-text('反馈整改')")
    unit.wait_for_selector("text=已整改")
    recheck(world, still=False)
    office.goto(f"{base}/{PERIOD}/notices/")
    office.click("button:has-text('按复查结果销号或退回')")
    office.wait_for_selector("text=销号1条")
    office.goto(notice)
    office.click("button:has-text('办结')")
    office.wait_for_selector(".head .mark.good:has-text('已办结')")
    unit.reload()
    assert unit.locator(".head .mark.good:has-text('已办结')").count() and b.barriers(unit) == []
    assert office.faults == unit.faults == li.faults == []


def test_a_report_is_extended_once_and_its_reply_is_graded_by_a_person(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    office, unit = b.enter(chromium, base, "office"), b.enter(chromium, base, "jia", width=390)
    office.goto(f"{base}/{PERIOD}/reports/")
    office.fill("[name=url]", "http://jia.gov.cn/a.html")
    office.fill("[name=content]", "附件打不开")
    office.click("button:has-text('登记')")
    office.click("button:has-text('转办')")
    office.wait_for_selector("text=已转办")
    place = office.url
    office.click("summary:has-text('延长期限')")
    day = (datetime.now(SHANGHAI) + timedelta(days=21)).date().isoformat()
    office.fill("#until", day)
    office.fill("#extend-why", "需协调运营商")
    office.click("button:has-text('延长期限')")
    office.wait_for_selector(f"text={day}（已延期）")
    assert not office.locator("#until").count(), "once only"
    unit.goto(place)
    assert unit.locator(f"text={day}（已延期）").count()
    unit.fill("#text", "请咨询运营商")
    unit.click("button:has-text('答复')")
    unit.wait_for_selector("text=请咨询运营商")
    office.goto(place)
    office.click("button:has-text('办结')")
    office.wait_for_selector("text=已办结")
    office.click("summary:has-text('评定答复质量')")
    assert office.locator("text=让留言人另找部门或自行查询").count()
    office.select_option("#grade", "差")
    office.fill("#rate-why", "没有解决")
    assert b.barriers(office) == []
    office.click("button:has-text('评定')")
    office.wait_for_selector("text=差 没有解决")
    unit.reload()
    assert not unit.locator("text=没有解决").count() and office.faults == unit.faults == []


def code_of(secret: str) -> str:
    """What an authenticator shows now for this secret."""
    packed = secret.replace(" ", "")
    totp = TOTP(base64.b32decode(packed + "=" * (-len(packed) % 8)))
    totp.time = time.time()
    return f"{totp.token():06d}"
