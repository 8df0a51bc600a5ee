"""Looks by the browser in a real crawl: barriers and load times of two sites, stored with the round and judged from there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer
from zhengjian import archive
from zhengjian.archive import StoredFacts
from zhengjian.checks import accessibility_faults, slow_page
from zhengjian.config import Looks, Probe, Settings, Workspace
from zhengjian.facts.accessibility_look import AccessibilityLook, words
from zhengjian.facts.base import Coverage, Registered
from zhengjian.facts.page_load import PageLoad
from zhengjian.fetch import accessibility
from zhengjian.fetch.accessibility import AXE
from zhengjian.fetch.browser import Browser, chromium
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.jobs import loop as crawl_loop
from zhengjian.model import Outcome, Site, Unit, Verdict, to_builtins
from zhengjian.service import pictures

needs_chromium = pytest.mark.skipif(not chromium(), reason="no chromium here: what it would see stays unknown")
TEXT = "<p>" + "市政府召开常务会议，研究部署近期重点工作。" * 8 + "</p>"
WELL = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>某局</title></head><body><main><h1>某局</h1>
<img src="/emblem.svg" alt="某局徽标" width="40" height="40"><img src="/emblem.svg" alt="" width="9" height="9">
<button aria-label="关闭"></button><a href="/a.html">要闻</a>{TEXT}</main></body></html>"""
ILL = f"""<!doctype html><html><head><meta charset="utf-8"><title>某市人民政府</title><link rel="stylesheet" href="/gone.css"></head>
<body><img src="/slow.svg" width="40" height="40"><a href="/a.html"><img src="/emblem.svg"></a><input name="q">
<p style="color:#ccc;background:#fff">看不清的字</p>{TEXT}</body></html>"""
EMBLEM = Answer(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', kind="image/svg+xml")


def _late(path: str, before: int) -> Answer:
    time.sleep(3.4)
    return EMBLEM


def _look(root: Path) -> dict[str, RoundResult]:
    """Crawl both sites with the browser's looks alone; the well one is the ill one's canary."""
    pages = {f"{HOST}/": Answer(ILL.encode()), f"{HOST}/slow.svg": _late, "/emblem.svg": EMBLEM, "/a.html": Answer(WELL.encode())}
    with SiteServer({**pages, "www.b.gov.cn/": Answer(WELL.encode())}) as server:  # type: ignore[arg-type]
        space = workspace(root, server)
        settings = Settings(
            network=space.settings.network,
            jobs=space.settings.jobs,
            looks=Looks(tls=False, ipv6=False, search=False, views=False, browser=True),
            probe=Probe(canaries=("http://www.b.gov.cn/",)),
        )
        targets = [
            CrawlTarget(site_id="5101000001", home=f"http://{HOST}/"),
            CrawlTarget(site_id="5101000002", home="http://www.b.gov.cn/"),
        ]
        return {
            result.target.site_id: result for result in crawl(Workspace(root, settings), PERIOD, targets, as_of=AS_OF, clock=RealClock())
        }


def _judge(result: RoundResult) -> tuple[Outcome, Outcome]:
    """What both checks say by the stored round alone."""
    source = StoredFacts(result.folder, ())
    coverage, barriers, load = source.given(Coverage), source.given(AccessibilityLook), source.given(PageLoad)
    assert coverage is not None and barriers is not None and load is not None
    home = result.target.home
    site = Site(site_id=result.target.site_id, name="某局", home=home, unit="510000", kind="市级部门")
    registered = Registered(site=site, unit=Unit(code="510000", name="某局", kind="省直部门"))
    return (
        accessibility_faults.check(barriers, coverage, accessibility_faults.Limits()),
        slow_page.check(load, None, coverage, registered, slow_page.Limits()),
    )


@needs_chromium
def test_barriers_and_a_slow_home_page_are_found_and_the_well_made_site_is_left_in_peace(tmp_path: Path) -> None:
    # A machine that is busy with other things says so and accuses nobody: it is asked to look again.
    for root in map(tmp_path.joinpath, "123"):
        root.mkdir()
        rounds = _look(root)
        barriers, load = _judge(rounds["5101000001"])
        if Verdict.UNKNOWN not in {one.verdict for target in rounds for one in _judge(rounds[target])}:
            break
    rules = {finding.what.split("（")[-1].split("，")[0] for finding in barriers.findings}
    assert barriers.verdict is Verdict.VIOLATED and rules == {"image-alt", "html-has-lang", "label", "link-name"}
    assert all(finding.evidence[0].startswith("S-2025Q2.5101000001.1.") for finding in barriers.findings)
    assert load.verdict is Verdict.VIOLATED and float(load.findings[0].value or 0) > 3.0, load.why
    for outcome in _judge(rounds["5101000002"]):
        assert outcome.verdict is Verdict.MET, outcome.why
    picture = next(finding for finding in barriers.findings if "image-alt" in finding.what)
    document = archive.snapshot(root / "archive", picture.evidence[0])
    assert document.url == f"http://{HOST}/" and document.detail == "由浏览器执行脚本后的页面"
    row = {**to_builtins(picture), "finding_id": "F-1", "check_name": "accessibility-faults"}
    shot = pictures.of_finding(Workspace(root, Settings()), row)
    assert isinstance(shot, pictures.Shot) and shot.kept.drawing.found == "seen", shot
    stored = StoredFacts(rounds["5101000001"].folder, ()).given(AccessibilityLook)
    assert stored is not None and stored.pages[0].unstyled, "its style sheet is gone: nothing is said of colours"
    assert archive.verify(root / "archive") == []


def test_without_a_browser_both_are_unknown_and_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl_loop, "chromium", lambda: "")
    for outcome in _judge(_look(tmp_path)["5101000002"]):
        assert outcome.verdict is Verdict.UNKNOWN and outcome.why.startswith("本机没有可用的浏览器")


@needs_chromium
def test_every_rule_in_the_data_is_one_of_axe_and_serves_a_criterion_in_it(tmp_path: Path) -> None:
    with SiteServer({"/": Answer(WELL.encode())}) as server:
        space = workspace(tmp_path, server)
        browser = Browser(space.settings.network, RealClock(), {})

        def rules(page: object) -> dict[str, list[str]]:
            page.evaluate(AXE.read_text("utf-8") + "\n;0")  # type: ignore[attr-defined]
            return dict(page.evaluate("Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, rule.tags]))"))  # type: ignore[attr-defined]

        known = browser.use(rules, 20.0).result().value
        browser.close()
    assert isinstance(known, dict) and accessibility.VERSION == "4.14.1"
    for name, rule in words().rule.items():
        assert f"wcag{rule.criterion.replace('.', '')}" in known[name], name
        assert rule.criterion in words().criterion
