"""Service guides of four manners over real HTTP: forms that cannot be had, guides that the site contradicts, services at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, Pages, SiteServer
from zhengjian.archive import StoredFacts, coverage
from zhengjian.facts.base import Moment, Registered
from zhengjian.jobs import CrawlTarget, crawl
from zhengjian.judge import judge
from zhengjian.model import Outcome, Site, Target, Unit, Verdict
from zhengjian.rulebook import load

HOME = f"http://{HOST}/"
CHECKS = ("no-services", "form-missing", "guide-inaccurate", "submission-broken")
PHONE, OTHER = "0830-2234567", "0830-5234567"
DOC = Answer(b"\xd0\xcf\x11\xe0" + b"\0" * 600, kind="application/msword")
Manner = Callable[[dict[str, str]], str]
WORDS = "市政府召开常务会议，研究部署近期重点工作，听取情况汇报。" * 8


def table(parts: dict[str, str]) -> str:
    return "<table>" + "".join(f"<tr><td class='t'><b>{name}</b></td><td>{value}</td></tr>" for name, value in parts.items()) + "</table>"


def lines(parts: dict[str, str]) -> str:
    return "<div class='TRS_Editor'>" + "".join(f"<p>一、{name}：{value}</p>" for name, value in parts.items()) + "</div>"


def pairs(parts: dict[str, str]) -> str:
    return "<dl class='ucap'>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in parts.items()) + "</dl>"


def cards(parts: dict[str, str]) -> str:
    return (
        "<div id='app'>" + "".join(f"<section><h3>【{name}】</h3><div>{value}</div></section>" for name, value in parts.items()) + "</div>"
    )


def html(body: str, title: str = "某市人民政府", status: int = 200) -> Answer:
    return Answer(f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode(), status)


def guide(manner: Manner, **changed: str) -> Answer:
    parts = {
        "实施主体": "某市水务局",
        "设定依据": "《取水许可和水资源费征收管理条例》第二条",
        "申请条件": "在本市取水的单位和个人",
        "办理材料": "1.取水许可申请表（<a href='/fj/sqb.doc'>取水许可申请表.doc</a>）1份；2.身份证复印件1份",
        "办理地点": "市政务服务中心",
        "办理时间": "工作日9:00—17:00",
        "咨询电话": PHONE,
        "办理流程": "申请—受理—审查—决定",
    }
    return html(f"<h1>取水许可办事指南</h1>{manner(parts | changed)}", "取水许可办事指南")


def inspected(root: Path, manner: Manner, pages: Pages, *, serves: bool = True, **changed: str) -> dict[str, Outcome]:
    """What is said of a site with one guide. ``pages`` come before the ordinary ones."""
    home = html(
        f"<a href='/bszn/1.html'>办事指南</a><a href='/jg/'>市水务局</a><a href='/gg/1.html'>公告</a><a href='/xx/'>我要写信</a>{WORDS}"
    )
    ordinary: Pages = {
        "/": home,
        "/bszn/1.html": guide(manner, **changed),
        "/jg/": html(f"<h1>某市水务局</h1>{manner({'主要职责': WORDS, '咨询电话': PHONE})}", "某市水务局"),
        "/gg/1.html": html(f"<h1>关于节水宣传的公告</h1>{WORDS}", "公告"),
        "/xx/": html(f"<h1>写信</h1><form method='post'><textarea name='say'></textarea></form>{WORDS}"),
        "/fj/sqb.doc": DOC,
        "/robots.txt": Answer(b"", kind="text/plain"),
    }
    root.mkdir(exist_ok=True)
    with SiteServer(ordinary | pages) as server:
        target = CrawlTarget(site_id="5101000001", home=HOME)
        (result,) = crawl(workspace(root, server), PERIOD, [target], as_of=AS_OF, clock=RealClock())
        assert not [line for line in server.asked if line.startswith("POST")], "nothing is ever written to a site"
    site = Site(site_id="5101000001", name="某市人民政府", home=HOME, unit="510100", kind="市级门户", serves_public=serves)
    given = (
        coverage(result.folder),
        Moment(as_of=AS_OF, period_start=PERIOD.start, period_end=PERIOD.end),
        Registered(site=site, unit=Unit(code="510100", name="某市人民政府办公室")),
    )
    source = StoredFacts(result.folder, given)
    target_ = Target(kind="site", id=site.site_id)
    outcomes = judge(target_, source, load("national-2019"), on="site", kind=site.kind, period="2025Q2", as_of=AS_OF, only=CHECKS)
    return {outcome.check: outcome for outcome in outcomes}


@pytest.mark.parametrize("manner", [table, lines, pairs, cards])
def test_a_good_guide_is_silent_and_a_bad_one_is_named(tmp_path: Path, manner: Manner) -> None:
    good = inspected(tmp_path / "good", manner, {})
    assert {name: outcome.verdict for name, outcome in good.items()} == dict.fromkeys(CHECKS, Verdict.MET), good
    moved = html(f"<h1>关于变更咨询电话的公告</h1><p>因搬迁，我局咨询电话由{PHONE}变更为{OTHER}。</p>{WORDS}", "公告")
    bad = inspected(
        tmp_path / "bad",
        manner,
        {"/fj/sqb.doc": html("没有", status=404), "/gg/1.html": moved, "/xx/": html("没有", status=404)},
        设定依据="《中华人民共和国合同法》第五十二条",
    )
    assert [finding.value for finding in bad["form-missing"].findings] == [f"{HOME}fj/sqb.doc"], bad["form-missing"].why
    assert {finding.expected for finding in bad["guide-inaccurate"].findings} == {"08305234567", "现行有效的依据"}
    assert [finding.value for finding in bad["submission-broken"].findings] == [f"{HOME}xx/"]
    assert bad["no-services"].verdict is Verdict.MET


@pytest.mark.parametrize("manner", [table, cards])
def test_what_is_not_certain_is_left_to_a_person(tmp_path: Path, manner: Manner) -> None:
    refused = html("403 Forbidden", status=403)
    unsure = inspected(
        tmp_path, manner, {"/fj/sqb.doc": refused, "/xx/": refused, "/jg/": html("<h1>某市水务局</h1>联系电话：" + OTHER, "某市水务局")}
    )
    assert unsure["form-missing"].verdict is Verdict.UNKNOWN and unsure["submission-broken"].verdict is Verdict.UNKNOWN
    assert unsure["guide-inaccurate"].verdict is Verdict.MET


def test_a_unit_without_services_is_not_asked_for_them(tmp_path: Path) -> None:
    exempt = inspected(tmp_path, table, {"/fj/sqb.doc": html("没有", status=404)}, serves=False)
    names = ("no-services", "form-missing", "guide-inaccurate")
    assert {name: exempt[name].verdict for name in names} == dict.fromkeys(names, Verdict.NOT_APPLICABLE)


def test_a_promised_download_that_is_nowhere(tmp_path: Path) -> None:
    missing = inspected(tmp_path, lines, {}, 办理材料="1.取水许可申请表（可在本页下载）1份；2.身份证复印件1份")["form-missing"]
    assert missing.verdict is Verdict.VIOLATED and "没有下载链接" in missing.findings[0].what
