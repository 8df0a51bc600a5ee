"""Whole stories in a real browser: by keyboard, at two widths, with axe looking for barriers on every page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from tests.console import browser as b
from tests.console.test_rights import POSTED
from tests.console.world import ONE, PERIOD, World

from zhengjian.console.places import PLACES
from zhengjian.console.views.bulletin import claims

pytestmark = [
    pytest.mark.skipif(not b.CHROMIUM.exists(), reason="系统没有 chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SHOTS = os.environ.get("ZHENGJIAN_SCREENSHOTS", "")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all stories of this file."""
    pytest.importorskip("playwright", reason="没有安装 playwright")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with b.chromium() as started:
        yield started


@pytest.fixture
def desk(world: World, chromium: Any) -> Iterator[tuple[str, Any]]:
    """The console's address and a browser."""
    with b.serving() as base:
        yield base, chromium
        for context in chromium.contexts:
            context.close()


def pages(world: World) -> dict[str, str]:
    """Every page that an office account opens."""
    return {
        "overview": f"/{PERIOD}/",
        "sites": f"/{PERIOD}/targets/site/",
        "accounts": f"/{PERIOD}/targets/account/",
        "target": f"/{PERIOD}/targets/site/{ONE}/",
        "points": f"/{PERIOD}/targets/site/{ONE}/points/",
        "changes": f"/{PERIOD}/targets/site/{ONE}/changes/",
        "comparison": f"/{PERIOD}/comparison/",
        "rulebooks": "/rulebooks/",
        "rules": "/rulebooks/national-2019/",
        "term": "/dictionary/term/?term=按期部暑",
        "rule": "/rulebooks/national-2019/rules/dead-links/",
        "amendments": "/rulebooks/national-2019/amendments/",
        "dictionary": "/dictionary/",
        "columns": f"/{PERIOD}/columns/",
        "due": f"/{PERIOD}/columns/due/?days=30",
        "mail": "/mail/",
        "findings": f"/{PERIOD}/findings/",
        "finding": f"/{PERIOD}/findings/{world.ids['veto']}/",
        "review": f"/{PERIOD}/review/",
        "evidence": f"/evidence/S-{PERIOD}.{ONE}.1.1/",
        "bulletin": f"/{PERIOD}/bulletin/",
        "units": f"/{PERIOD}/units/",
        "notices": f"/{PERIOD}/notices/",
        "reports": f"/{PERIOD}/reports/",
        "report": "/reports/M-1/",
        "report-figures": f"/{PERIOD}/reports/figures/",
        "replies": f"/{PERIOD}/reports/replies/",
        "looks": f"/{PERIOD}/looks/",
        "health": f"/{PERIOD}/health/",
        "register": "/register/",
        "outages": "/outages/",
        "outage": "/outages/1/",
        "check": "/check/",
        "people": "/people/",
        "tokens": "/account/tokens/",
        "own-account": "/account/",
        "totp": "/account/totp/",
        "password": "/account/password/",
    }


def others(sign_in: Callable[[str], Client], world: World) -> dict[str, dict[str, str]]:
    """Pages that there are only later, and those of other people than the office; without a name: before anybody signs in."""
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    for place, given in ((f"/{PERIOD}/notices/issue/", {"unit": "C1"}), (f"/{PERIOD}/bulletin/make/", {})):
        sign_in("office").post(place, given)
    return {
        "leader": {"claim": f"/{PERIOD}/bulletin/claims/{claims(PERIOD)[0].id}/", "notice": "/notices/1/"},
        "security": {"person": "/people/li/edit/"},
        "auditor": {"audit": "/audit/"},
        "jia": {"unit-notice": "/notices/1/"},
        "": {"sign-in": "/login/"},
    }


FILES = frozenset({"notice-document", "notice-edition", "notice-file", "bulletin-file", "picture-of"})
"""Files to download, and parts of pages."""
ON_THE_WAY = frozenset({"home", "second-factor"})
"""Leads on to another page; is tried by the stories of signing in."""


def test_every_page_is_looked_at(world: World, sign_in: Callable[[str], Client]) -> None:
    looked = [address for one in (pages(world), *others(sign_in, world).values()) for address in one.values()]
    names = {resolve(address.partition("?")[0]).url_name for address in looked}
    readable = {place.name for place in PLACES if "." not in place.path} - POSTED - FILES - ON_THE_WAY
    assert readable - names == set(), "a page that no browser has looked at"


def test_no_page_has_barriers_faults_or_sideways_scrolling(world: World, desk: tuple[str, Any], sign_in: Callable[[str], Client]) -> None:
    base, chromium = desk
    everything = {**others(sign_in, world), "office": pages(world)}
    for name, width in b.WIDTHS.items():
        for who, addresses in everything.items():
            page = b.enter(chromium, base, who, width=width)
            for title, address in addresses.items():
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
    page.locator(f"[data-queue] a[aria-current]:not([data-id='{first}'])").wait_for()
    second = page.locator("[data-queue] a[aria-current]").get_attribute("data-id")
    page.keyboard.press("k")
    page.locator(f"[data-queue] a[aria-current]:not([data-id='{second}'])").wait_for()
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
    page.locator("#list:not(:has(tbody tr:nth-child(2)))").wait_for()
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


MARK = "window.pwned=1"
PAYLOADS = (
    f"<script>{MARK}</script>",
    f"<img src=x onerror={MARK}>",
    f'"><svg onload={MARK}>',
    f"'-{MARK}-'",
    f"</title><script>{MARK}</script>",
    f"</textarea><script>{MARK}</script>",
    f"javascript:{MARK}",
    f"<a href=javascript:{MARK}>x</a>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'>",
    f"<math><mi//xlink:href='data:x,<script>{MARK}</script>'>",
    f"<div hx-get=/account/ hx-trigger=load hx-on::load={MARK}>",
    "{{7*7}}{% load x %}${7*7}",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button id=pwned>",
    "\u202eexe.gnp\u2066",
    "<style>*{display:none}</style>",
    "<!--><script>window.pwned=1</script>-->",
    "<x id=pwned tabindex=1 onfocus=window.pwned=1>",
    "]]><script>window.pwned=1</script>",
)


def test_hostile_text_in_every_crawled_field_stays_text(world: World, desk: tuple[str, Any]) -> None:
    from zhengjian.ledger import models as tables

    groups = ["".join(PAYLOADS[start : start + 3])[:240] for start in range(0, len(PAYLOADS), 3)]
    for number, payload in enumerate(groups):
        site = f"51019{number:05d}"
        tables.Site.objects.create(site_id=site, name=payload, home=payload, host="", unit="C1", kind="市级部门")
        tables.Message.objects.create(message_id=f"X{number}", site_id=site, url=payload, kind=payload, content=payload, answer=payload)
    everything = "".join(PAYLOADS)
    tables.Finding.objects.filter(period=PERIOD).update(where=everything, what=everything, value=everything, expected=everything)
    tables.Unit.objects.filter(code="C1").update(name=PAYLOADS[0], short_name=PAYLOADS[1])
    base, chromium = desk
    page = b.enter(chromium, base, "office")
    addresses = [*pages(world).values(), *(f"/{PERIOD}/targets/site/51019{n:05d}/" for n in range(len(groups)))]
    for address in [*addresses, *(f"/reports/X{n}/" for n in range(len(groups)))]:
        page.goto(base + address)
        assert page.url.startswith(base), address
        assert page.evaluate(
            "window.pwned === undefined && !document.getElementById('pwned') && !document.querySelector('iframe, base')"
        ), address
        assert page.faults == [], (address, page.faults)
        assert page.locator("main").is_visible(), address


def test_notice_out_and_answered_with_a_file_in_two_browsers(world: World, desk: tuple[str, Any], tmp_path: Path) -> None:
    base, chromium = desk
    proof = tmp_path / "整改后.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    li = b.enter(chromium, base, "li")
    li.goto(f"{base}/{PERIOD}/review/?check=privacy-leak")
    with li.expect_navigation():
        li.keyboard.press("y")
    office = b.enter(chromium, base, "office")
    office.goto(f"{base}/{PERIOD}/notices/")
    office.click("text=发出通知")
    office.wait_for_selector("h1:has-text('整改通知')")
    unit = b.enter(chromium, base, "jia", width=390)
    unit.goto(f"{base}/{PERIOD}/notices/")
    unit.click("#content td a:has-text('号')")
    unit.click("button:has-text('签收')")
    unit.wait_for_selector("text=整改中")
    unit.check("#content input[type=checkbox]")
    unit.fill("#reason", "已删除并加强审核")
    unit.set_input_files("#files", str(proof))
    unit.click("text=反馈整改")
    unit.wait_for_selector("text=已反馈整改")
    assert b.barriers(unit) == [] and unit.faults == []
    office.reload()
    assert office.locator("text=整改后.png").is_visible() and b.barriers(office) == [] and office.faults == []
    if SHOTS:
        office.screenshot(path=str(Path(SHOTS) / "notice-wide.png"), full_page=True)
        unit.screenshot(path=str(Path(SHOTS) / "notice-narrow.png"), full_page=True)
