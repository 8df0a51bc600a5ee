"""Blocked, cut by a limit of ours, lost on our own line, behind a bad certificate: not seen is not bad, through every stage.

A province of healthy sites, some of them out of our sight in a different way each, one really down. Real HTTP and TLS, the
real probe, a week of its visits, the real inspection, people who confirm every hit there is, scores, the bulletin, notices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from fetch.authority import Authority
from hostile.clock import RealClock
from jobs.site_server import Answer, SiteServer
from jobs.test_looks import SecureServer
from province.harness import SETTINGS, prepared
from zhengjian.archive import probes
from zhengjian.config import Workspace
from zhengjian.fetch import sockets
from zhengjian.jobs import probe_round
from zhengjian.lab import Fault, Province
from zhengjian.ledger.audit import Person
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, FetchCode, ProbeVisit, Score, Verdict
from zhengjian.service import Silent, notices, publish
from zhengjian.service.deciding import decide
from zhengjian.service.imports import count_probe_days
from zhengjian.service.inspect import Inspected, Request, inspect

PERIOD = "2025Q2"
UNSEEN = {
    "waf": "网站防护系统拒绝访问，HTTP 403",
    "rate": "网站防护系统拒绝访问，HTTP 429",
    "gate-412": "网站要求人机验证，HTTP 412",
    "gate-521": "网站要求人机验证，HTTP 521",
    "gate-202": "网站要求人机验证，HTTP 202",
    "cut": "页面超过本系统读取上限",
    "expired": "安全证书或加密连接异常，需人工核实",
    "no-middle": "安全证书或加密连接异常，需人工核实",
    "line": "连接失败",
    "down": "连接失败",
}
"""Why each site's home page is not seen, in the words of the documents."""
HEALTHY = 2


@dataclass(frozen=True)
class Job:
    """What was probed and inspected, and which site plays which part."""

    workspace: Workspace
    done: Inspected
    part: dict[str, str]
    names: dict[str, str]

    def accused(self) -> dict[str, set[str]]:
        """The checks that are violated, by the part that the site plays."""
        found: dict[str, set[str]] = {part: set() for part in self.part.values()}
        for outcome in publish.outcomes(self.workspace, PERIOD):
            if outcome.target is not None and outcome.target.id in self.part and outcome.verdict is Verdict.VIOLATED:
                found[self.part[outcome.target.id]].add(outcome.check)
        return found

    def scores(self) -> dict[str, Score]:
        """Each site's score, by the part that it plays."""
        return {self.part[one.target.id]: one for one in publish.scores(self.workspace, PERIOD) if one.target.id in self.part}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    root = tmp_path_factory.mktemp("apart")
    (root / "authority").mkdir()
    authority = Authority(root / "authority")
    province = Province(sites=len(UNSEEN) + HEALTHY, accounts=2, messages=0, faults=())
    sites = province.register.sites
    part = dict(zip((site.site_id for site in sites), [*UNSEEN, *(f"healthy-{number}" for number in range(HEALTHY))], strict=True))
    site_of = {part[site.site_id]: site for site in sites}
    manners = {"waf": ("blocked-403", ""), "rate": ("blocked-429", "")} | {f"gate-{n}": ("challenge", n) for n in ("412", "521", "202")}
    province = province.plant(*(Fault(kind, site_of[name].site_id, detail) for name, (kind, detail) in manners.items()))
    hosts = {name: site.home.split("/")[2] for name, site in site_of.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.trusted))
        sockets.trusted_roots.cache_clear()
        long = Answer(b"<html><body>" + "<p>关于做好有关工作的通知</p>".encode() * 300_000)
        with (
            SiteServer({"*": long}) as cut,
            SecureServer(authority.context(hosts["expired"], days=(-30, -1))) as expired,
            SecureServer(authority.context(hosts["no-middle"], middle=False)) as middle,
            prepared(root, province, SETTINGS, probed=("none",)) as workspace,
        ):
            elsewhere = {"cut": cut.port, "expired": expired.port, "no-middle": middle.port, "line": 1, "down": 1}
            _lead(workspace, {hosts[name]: port for name, port in elsewhere.items()})
            _over_tls(site_of["expired"].site_id, site_of["no-middle"].site_id)
            _watch_for_a_week(workspace, site_of, province.as_of)
            done = inspect(workspace, Request(PERIOD, as_of=province.as_of), Silent())
            yield Job(workspace, done, part, {part[site.site_id]: site.name for site in sites})
    sockets.trusted_roots.cache_clear()


def _lead(workspace: Workspace, ports: dict[str, int]) -> None:
    """Some hosts lead elsewhere."""
    lines = [line for line in (workspace.root / "hosts").read_text("utf-8").splitlines() if line.split()[1] not in ports]
    (workspace.root / "hosts").write_text("\n".join([*lines, *(f"127.0.0.1:{port} {host}" for host, port in ports.items())]), "utf-8")


def _over_tls(*ids: str) -> None:
    """These sites are registered with an address over HTTPS."""
    from zhengjian.ledger.models import Site

    for row in Site.objects.filter(site_id__in=ids):
        row.home = row.home.replace("http://", "https://")
        row.save()


def _watch_for_a_week(workspace: Workspace, site_of: dict[str, object], as_of: datetime) -> None:
    """Two real rounds, one of them while the canaries do not answer; then each seen again, half an hour apart, for a week."""
    from zhengjian.ledger import register

    known = {site.site_id: site for site in register.load().sites}
    line = site_of["line"].site_id  # type: ignore[attr-defined]
    others = [site for id_, site in known.items() if id_ != line]
    silent = msgspec.structs.replace(workspace.settings.probe, canaries=("http://closed.invalid/", "http://gone.invalid/"))
    hosts = workspace.root / "hosts"
    hosts.write_text(hosts.read_text("utf-8") + "\n127.0.0.1:1 closed.invalid\n! gone.invalid\n", "utf-8")
    cut_off = msgspec.structs.replace(workspace, settings=msgspec.structs.replace(workspace.settings, probe=silent))
    seen = (*probe_round(workspace, others, clock=RealClock()).visits, *probe_round(cut_off, [known[line]], clock=RealClock()).visits)
    start = as_of.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=8)
    week: list[ProbeVisit] = []
    for day in range(8):
        for slot in range(48):
            at = start + timedelta(days=day, minutes=30 * slot)
            week += [msgspec.structs.replace(visit, at=at, evidence=f"probe:{visit.site_id}@{at.isoformat()}") for visit in seen]
    probes.append(workspace.archive, week, "week")
    count_probe_days(workspace, week)


def test_the_probe_tells_them_apart(job: Job) -> None:
    as_of = job.done.as_of
    codes = {job.part[visit.site_id]: visit.code for visit in probes.read(job.workspace.archive, as_of - timedelta(days=3), as_of)}
    assert [name for name, code in codes.items() if COUNTS_AS[code] is CountsAs.NOT_OPEN] == ["down"]
    assert codes["line"] is FetchCode.SELF_SUSPECT and COUNTS_AS[codes["cut"]] is CountsAs.OPEN
    person = {"waf", "rate", "gate-412", "gate-521", "gate-202", "expired", "no-middle"}
    assert {name for name, code in codes.items() if COUNTS_AS[code] is CountsAs.PERSON} == person


def test_only_the_one_that_is_down_is_accused(job: Job) -> None:
    accused = job.accused()
    assert accused.pop("down") == {"site-unreachable"}
    # What is wrong with a certificate was seen, and is said; that the site is not open was not seen, and is not said.
    assert accused.pop("expired") == accused.pop("no-middle") == {"https-faulty"}
    assert not any(accused.values()), accused


def test_after_people_confirmed_every_hit_only_the_one_that_is_down_fails(job: Job) -> None:
    hits = [finding.id for outcome in publish.outcomes(job.workspace, PERIOD) for finding in outcome.findings]
    assert hits
    for who in ("甲", "乙"):
        decide(job.workspace, hits, "confirm", by=who)
    scores = job.scores()
    assert {name for name, score in scores.items() if score.result == "failed"} == {"down"}
    assert scores["down"].vetoes == ("site-unreachable",)
    assert {scores[name].result for name in UNSEEN if name != "down"} == {"inconclusive"}


def test_the_bulletin_says_who_was_not_seen_and_why(job: Job, tmp_path: Path) -> None:
    test_after_people_confirmed_every_hit_only_the_one_that_is_down_fails(job)
    publish.bulletin(job.workspace, PERIOD, tmp_path)
    text = (tmp_path / "bulletin.html").read_text("utf-8")
    body, _, cover = text.partition("检查覆盖与未结论情况")
    assert job.names["down"] in body
    for name in UNSEEN.keys() - {"down", "expired", "no-middle"}:
        assert job.names[name] not in body.split("附件", 1)[0], name
    assert "未能读取不等于存在问题" in cover
    for why in UNSEEN.values():
        assert why in cover, why
    book = CalamineWorkbook.from_path(str(tmp_path / "annex.xlsx"))
    told = {str(row[1]): str(row[2]) for row in book.get_sheet_by_name("未能读取").to_python()[1:]}
    for id_, name in job.part.items():
        assert UNSEEN.get(name, "") in told.get(id_, ""), name
        assert (id_ in told) is (name in UNSEEN)
    claims = json.loads((tmp_path / "claims.json").read_text("utf-8"))
    failed = next(id_ for id_, name in job.part.items() if name == "down")
    vetoed = [claim for claim in claims if "首页打不开" in claim["text"]]
    assert vetoed and all(claim["numerator_ids"] == [failed] for claim in vetoed), vetoed


def test_nobody_is_notified_of_what_was_not_seen(job: Job) -> None:
    test_after_people_confirmed_every_hit_only_the_one_that_is_down_fails(job)
    from zhengjian.ledger import lists, register
    from zhengjian.workflow.rights import Scope

    units = {site.unit for site in register.load().sites}
    at = datetime(2025, 6, 23, 9, tzinfo=SHANGHAI)
    told: dict[str, set[str]] = {}
    for unit in sorted(units):
        paper = notices.issue(job.workspace, PERIOD, unit, Person(name="甲", role="office"), at).paper
        for id_ in paper.findings if paper is not None else ():
            row = lists.finding(id_, Scope())
            assert row is not None
            told.setdefault(job.part[row["target"]], set()).add(row["check_name"])
    assert told == {"down": {"site-unreachable"}, "expired": {"https-faulty"}, "no-middle": {"https-faulty"}}
