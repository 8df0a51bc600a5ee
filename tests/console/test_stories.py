"""Whole stories in a real browser: an objection that changes a figure, a citizen's report, a neighbour who sees nothing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.console import browser as b
from tests.console.test_browser import chromium, desk
from tests.console.world import MOBILE, ONE, PERIOD, World

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
