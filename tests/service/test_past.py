"""What earlier rounds say of this one, from real rounds over real HTTP: since when, and what changed outside of the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.conftest import HOST, RealClock, workspace
from jobs.site_server import NOT_FOUND, Answer, SiteServer
from zhengjian.archive import StoredFacts
from zhengjian.checks import hidden_links, tampered_page
from zhengjian.facts.base import Resolver
from zhengjian.facts.regions import RegionChanges
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.model import Outcome, Period, Verdict
from zhengjian.service.past import of_earlier_rounds

HOME = f"http://{HOST}/"
HIDDEN = '<div style="position:absolute;left:-9999px"><a href="http://bet5588.vip/">百家乐</a></div>'
TEXT = "<p>" + "县政府召开常务会议。" * 30 + "</p>"
NAV = ["首页", "信息公开", "办事服务", "互动交流"]
PATHS = ["/", "/a.html", "/b.html", "/c.html"]


def html(path: str, **parts: object) -> Answer:
    """One page of a site; ``parts`` are what is not as usual."""
    usual: dict[str, object] = {
        "title": f"{path} 某县人民政府",
        "keywords": "某县,政务公开",
        "nav": NAV,
        "footer": "县人民政府办公室",
        "script": "",
        "inside": "",
    }
    said = usual | parts
    menu = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in zip(said["nav"], PATHS, strict=False))  # type: ignore[call-overload]
    return Answer(
        f"<html><head><meta charset='utf-8'><title>{said['title']}</title><meta name='keywords' content='{said['keywords']}'>"
        f"{said['script']}</head><body><div class='nav'><ul>{menu}</ul></div><h1>第{path}号</h1>{TEXT}{said['inside']}"
        f"<div class='footer'><a href='/a.html'>{said['footer']}</a></div></body></html>".encode()
    )


def visit(root: Path, period: str, number: int, **parts: object) -> RoundResult:
    """One round of the site; a part may be a function of the path."""

    def answer(path: str, before: int) -> Answer:
        own = {name: part(path) if callable(part) else part for name, part in parts.items()}
        return html(path, **own) if path in PATHS else NOT_FOUND

    with SiteServer({"*": answer}) as server:
        target = CrawlTarget(site_id="5101000001", home=HOME, round=number)
        when = Period.parse(period).start.replace(day=20)
        (result,) = crawl(workspace(root, server), Period.parse(period), [target], as_of=when, clock=RealClock())
    return result


def judged(result: RoundResult) -> tuple[Outcome, Outcome, RegionChanges | None]:
    """Both checks with what earlier rounds say, as the service hands it over."""
    resolver = Resolver(StoredFacts(result.folder, of_earlier_rounds(result.folder)))
    return resolver.call(tampered_page.check), resolver.call(hidden_links.check), resolver.call(_changes)


def _changes(changes: RegionChanges | None) -> RegionChanges | None:
    return changes


def on_b(text: str):  # type: ignore[no-untyped-def]
    return lambda path: text if path == "/b.html" else ""


def test_a_finding_says_since_when_by_the_first_round_that_saw_it_there(tmp_path: Path) -> None:
    visit(tmp_path, "2024Q4", 1)
    visit(tmp_path, "2025Q1", 1, inside=on_b(HIDDEN))
    visit(tmp_path, "2025Q1", 2, inside=on_b(HIDDEN))
    now = visit(tmp_path, "2025Q2", 1, inside=HIDDEN, title=lambda path: "澳门新葡京官网" if path == "/c.html" else f"{path} 某县人民政府")
    tampered, hidden, _ = judged(now)
    (finding,) = hidden.findings
    assert finding.where == HOME and str(finding.since) == "2025-01-20", "by the first of the pages that show it now"
    (title,) = tampered.findings
    assert title.since is None, "no earlier round saw this title"
    again = visit(tmp_path, "2025Q2", 2, inside=on_b(HIDDEN))
    (finding,) = judged(again)[1].findings
    assert finding.since is not None and str(finding.since) == "2025-01-20"
    assert [id_.split(".")[0] for id_ in finding.evidence] == ["S-2025Q2", "S-2025Q1"], "the first sighting is evidence, too"


def test_the_first_round_of_a_site_has_nothing_to_be_held_against(tmp_path: Path) -> None:
    result = visit(tmp_path, "2025Q2", 1)
    assert of_earlier_rounds(result.folder) == ()
    tampered, _, changes = judged(result)
    assert changes is None and tampered.verdict is Verdict.MET and "相比" not in tampered.why


def test_a_new_script_in_the_template_is_shown_once_side_by_side_and_is_no_finding(tmp_path: Path) -> None:
    visit(tmp_path, "2025Q1", 1)
    now = visit(tmp_path, "2025Q2", 1, script='<script src="http://tongji-invented.net/t.js"></script>')
    tampered, _, changes = judged(now)
    assert changes is not None and not changes.redesign and changes.compared == 4
    ((part, before, after, pages),) = [(one.part, one.before, one.now, one.pages) for one in changes.changes]
    assert (part, before, after, pages) == ("scripts", "（无）", "tongji-invented.net", 4)
    assert tampered.verdict is Verdict.MET and not tampered.findings
    assert "脚本来源由“（无）”变为“tongji-invented.net”" in tampered.why and "2025Q1第1轮" in tampered.why


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"inside": "<p>今日要闻：防汛工作部署会召开</p><a href='http://www.xinhua-wh.com/'>新华文化</a>"},
        {"title": lambda path: f"{path} 某县人民政府 2025年6月20日"},
        {"footer": "县人民政府办公室 访问量：10234"},
    ],
    ids=["nothing", "the text", "a date in the title", "a counter in the foot"],
)
def test_texts_dates_and_counters_are_no_change(tmp_path: Path, parts: dict[str, object]) -> None:
    visit(tmp_path, "2025Q1", 1, footer="县人民政府办公室 访问量：8800" if "footer" in parts else "县人民政府办公室")
    _, _, changes = judged(visit(tmp_path, "2025Q2", 1, **parts))
    assert changes is not None and changes.changes == ()


def test_what_changed_between_the_rounds_before_as_well_says_nothing(tmp_path: Path) -> None:
    for period, words in (("2024Q4", "两会"), ("2025Q1", "防汛")):
        visit(tmp_path, period, 1, keywords=words)
    _, _, changes = judged(visit(tmp_path, "2025Q2", 1, keywords="秋收", footer="县政务中心"))
    assert changes is not None and [change.part for change in changes.changes] == ["footer"]


def test_a_redesign_is_one_sentence_for_a_person(tmp_path: Path) -> None:
    visit(tmp_path, "2025Q1", 1)
    now = visit(
        tmp_path,
        "2025Q2",
        1,
        title=lambda path: f"{path} 魅力某县",
        keywords="某县,政府网站",
        nav=["首页", "政务", "服务", "互动"],
        footer="县大数据局承办",
        script='<script src="https://cdn.bootcdn.net/vue.js"></script>',
    )
    tampered, _, changes = judged(now)
    assert changes is not None and changes.redesign
    assert tampered.verdict is Verdict.MET and "疑似网站改版" in tampered.why and "由“" not in tampered.why
