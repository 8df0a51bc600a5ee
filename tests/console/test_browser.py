"""Whole stories in a real browser: by keyboard, at two widths, with axe looking for barriers on every page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.console import browser as b
from tests.console.world import ONE, PERIOD, World

pytestmark = [
    pytest.mark.skipif(not b.CHROMIUM.exists(), reason="系统没有 chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SHOTS = os.environ.get("ZHENGJIAN_SCREENSHOTS", "")


@pytest.fixture
def desk(world: World) -> Iterator[tuple[str, Any]]:
    """The console's address and a browser."""
    pytest.importorskip("playwright", reason="没有安装 playwright")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with b.serving() as base, b.chromium() as chromium:
        yield base, chromium


def pages(world: World) -> dict[str, str]:
    """Every page that an office account opens."""
    return {
        "overview": f"/{PERIOD}/",
        "sites": f"/{PERIOD}/targets/site/",
        "accounts": f"/{PERIOD}/targets/account/",
        "target": f"/{PERIOD}/targets/site/{ONE}/",
        "findings": f"/{PERIOD}/findings/",
        "finding": f"/{PERIOD}/findings/{world.ids['veto']}/",
        "review": f"/{PERIOD}/review/",
        "evidence": f"/evidence/S-{PERIOD}.{ONE}.1.1/",
        "bulletin": f"/{PERIOD}/bulletin/",
        "units": f"/{PERIOD}/units/",
        "notices": f"/{PERIOD}/notices/",
        "reports": f"/{PERIOD}/reports/",
        "report": "/reports/M-1/",
        "health": f"/{PERIOD}/health/",
        "register": "/register/",
        "check": "/check/",
        "people": "/people/",
        "tokens": "/account/tokens/",
        "own-account": "/account/",
        "totp": "/account/totp/",
        "password": "/account/password/",
    }


def test_no_page_has_barriers_faults_or_sideways_scrolling(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    for name, width in b.WIDTHS.items():
        page = b.enter(chromium, base, "office", width=width)
        for title, address in pages(world).items():
            page.goto(base + address)
            assert page.faults == [], (address, page.faults)
            assert b.barriers(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} at {width}"
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{title}-{name}.png"), full_page=True)
        page.context.close()


def test_axe_would_see_a_barrier(desk: tuple[str, Any]) -> None:
    base, chromium = desk
    page = b.enter(chromium, base, "office")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input type=text><img src=/static/icon.svg>')")
    assert any("label" in fault for fault in b.barriers(page)) and any("image-alt" in fault for fault in b.barriers(page))


def test_a_reviewer_works_by_keyboard_alone(world: World, desk: tuple[str, Any]) -> None:
    base, chromium = desk
    page = b.enter(chromium, base, "li")
    page.goto(f"{base}/{PERIOD}/review/")
    first = page.locator("[data-queue] a[aria-current]").get_attribute("data-id")
    assert first == world.ids["veto"]
    page.keyboard.press("j")
    page.wait_for_function("id => document.querySelector('[data-queue] a[aria-current]').dataset.id !== id", arg=first)
    second = page.locator("[data-queue] a[aria-current]").get_attribute("data-id")
    page.keyboard.press("k")
    page.wait_for_function("id => document.querySelector('[data-queue] a[aria-current]').dataset.id !== id", arg=second)
    with page.expect_navigation():
        page.keyboard.press("y")
    assert page.locator(f"a[data-id='{first}']").count() == 0, "the confirmed finding has left the queue"
    assert page.locator("[data-queue] a[aria-current]").get_attribute("data-id") == second, "the next one is in front"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "reason", "dismissing asks for the reason first"
    page.keyboard.type("机器误判")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.locator(f"a[data-id='{second}']").count() == 0
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator("[data-queue] a[aria-current]").get_attribute("data-id") == second, "undo brings it back to the front"
    assert page.faults == []


def test_filters_work_with_scripts_and_without(desk: tuple[str, Any]) -> None:
    base, chromium = desk
    page = b.enter(chromium, base, "office")
    page.goto(f"{base}/{PERIOD}/targets/site/")
    page.select_option("#kind", "市级部门")
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length === 1")
    assert "kind=" in page.url and page.faults == []
    plain = chromium.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{base}/login/")
    plain.fill("#id_username", "office")
    plain.fill("#id_password", b.PASSWORD)
    plain.click("button")
    plain.goto(f"{base}/{PERIOD}/targets/site/")
    plain.select_option("#kind", "市级部门")
    plain.click("text=查询")
    assert plain.locator("#list tbody tr").count() == 1
