"""The whole job over real HTTP on a small province: inspect, decide, judge again, re-check, score, publish, verify."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from tests import postgres

from zhengjian.config import Workspace
from zhengjian.lab import Province, serve, write_register
from zhengjian.model import SHANGHAI, Verdict
from zhengjian.service import Gate, Silent, WrongUse, casebook, evidence, kinds, publish
from zhengjian.service.deciding import decide
from zhengjian.service.imports import import_list
from zhengjian.service.inspect import Inspected, Request, inspect
from zhengjian.service.register import import_register
from zhengjian.service.setup import init

PERIOD = "2025Q2"
SETTINGS = """
[network]
hosts_file = "hosts"
hosts_only = true
allow_private = true
host_interval_seconds = 0
address_requests_per_second = 0
[jobs]
processes = 1
"""


@dataclass(frozen=True)
class Job:
    """An inspected province, still being served."""

    workspace: Workspace
    province: Province
    done: Inspected

    def lines(self) -> list[dict[str, object]]:
        return [publish.outcome_line(outcome) for outcome in publish.outcomes(self.workspace, PERIOD)]

    def hits(self, check: str) -> list[str]:
        return [finding.id for one in publish.outcomes(self.workspace, PERIOD) if one.check == check for finding in one.findings]


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    root = tmp_path_factory.mktemp("job")
    province = Province(sites=6, accounts=10, messages=4)
    workspace = init(root / "w", postgres.setting() + SETTINGS)
    write_register(province, root / "lists")
    assert import_register(workspace, root / "lists").bad == 0
    for kind in ("messages", "policies", "profiles", "filings", "probe"):
        assert import_list(workspace, kind, root / "lists" / f"{kind}.csv").bad == 0
    with serve(province) as serving:
        (workspace.root / "hosts").write_text(serving.hosts_file_text, "utf-8")
        done = inspect(workspace, Request(PERIOD, as_of=province.as_of), Silent())
        yield Job(workspace, province, done)


def test_every_target_has_every_outcome_once(job: Job) -> None:
    lines = job.lines()
    keys = [(line["target"]["id"], line["check"], line["round"]) for line in lines]  # type: ignore[index]
    assert len(keys) == len(set(keys))
    assert {key[0] for key in keys} == {site.site_id for site in job.province.register.sites} | set(job.province.account_list)
    assert job.done.sites == 6 and job.done.accounts == 10 and job.done.pages > 100


def test_lines_have_the_contracts_keys_in_its_order(job: Job) -> None:
    line = next(line for line in job.lines() if line["findings"])
    assert list(line) == ["period", "target", "check", "verdict", "why", "rulebook", "as_of", "round", "findings"]
    assert line["as_of"] == "2025-06-20T12:00:00+08:00"
    finding = line["findings"][0]  # type: ignore[index]
    assert list(finding)[:7] == ["id", "where", "what", "value", "expected", "evidence", "state"]
    assert finding["id"].startswith("F-") and finding["evidence"] and finding["state"] == "hit"


def test_what_was_planted_is_found_and_nothing_counts_before_a_person_said_so(job: Job) -> None:
    (hit,) = job.hits("hidden-links")
    sites = {score.target.id: score for score in publish.scores(job.workspace, PERIOD) if score.target.kind == "site"}
    assert all(score.vetoes == () and score.result != "failed" for score in sites.values())
    found = evidence.show(job.workspace, hit)
    assert found.finding is not None and found.finding["target"] in sites
    assert found.snapshots and found.snapshots[0]["sha256"]


def test_judging_again_gives_the_same_bytes(job: Job) -> None:
    before = json.dumps(job.lines(), ensure_ascii=False)
    publish.rejudge(job.workspace, PERIOD, teller=Silent())
    assert json.dumps(job.lines(), ensure_ascii=False) == before


def test_two_people_fail_a_site_and_one_dismissal_clears_it(job: Job) -> None:
    (hit,) = job.hits("hidden-links")
    target = evidence.show(job.workspace, hit).finding["target"]  # type: ignore[index]

    def result() -> str:
        return next(score.result for score in publish.scores(job.workspace, PERIOD) if score.target.id == target)

    assert decide(job.workspace, [hit], "confirm", by="甲") == ((hit,), {}, frozenset({hit}))
    assert result() != "failed"
    assert decide(job.workspace, [hit], "confirm", by="乙")[2] == frozenset()
    assert result() == "failed"
    decide(job.workspace, [hit], "dismiss", by="乙", reason="经核实为友情链接")
    assert result() != "failed"
    verdicts = {one.check: one.verdict for one in publish.outcomes(job.workspace, PERIOD) if one.target and one.target.id == target}
    assert verdicts["hidden-links"] is Verdict.MET
    decide(job.workspace, [hit], "look-again", by="丙")


def test_the_bulletin_adds_up_and_is_the_same_twice(job: Job, tmp_path: Path) -> None:
    first = publish.bulletin(job.workspace, PERIOD, tmp_path / "a")
    publish.bulletin(job.workspace, PERIOD, tmp_path / "b")
    assert {path.name for path in first} == {"bulletin.docx", "bulletin.pdf", "bulletin.html", "annex.xlsx", "claims.json"}
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_columns_follow_the_contract(job: Job) -> None:
    entries = publish.columns(job.workspace, PERIOD)
    names = ["site_id", "name", "url", "kind", "kind_confidence", "why", "items", "last", "period_days", "state"]
    assert len(entries) > 20 and all(list(entry.line) == names for entry in entries)
    assert {entry.line["state"] for entry in entries} <= {"fresh", "near-stale", "stale", "blank", "unknown", "exempt"}


def test_a_second_run_leaves_what_was_seen_and_a_recheck_stands_beside_it(job: Job) -> None:
    site = job.province.register.sites[0].site_id
    teller = Silent()
    again = inspect(job.workspace, Request(PERIOD, as_of=job.province.as_of, sites=(site,)), teller)
    assert again.sites == 0 and again.skipped == 1 and "--recheck" in teller.lines[0]
    inspect(job.workspace, Request(PERIOD, as_of=job.province.as_of, sites=(site,), recheck=True), Silent())
    rounds = {line["round"] for line in job.lines() if line["target"]["id"] == site}  # type: ignore[index]
    assert rounds == {1, 2}
    assert [score.target.id for score in publish.scores(job.workspace, PERIOD, after_recheck=True)] == [site]


def test_a_finding_becomes_a_case_that_runs(job: Job) -> None:
    from zhengjian.tools.cases import outcome_of, read_cases

    (hit,) = job.hits("hidden-links")[:1]
    path = job.workspace.root / "hidden_links.md"
    path.write_text("# 暗链\n\n" + casebook.export_case(job.workspace, hit), "utf-8")
    (case,) = read_cases(path)
    assert outcome_of(case)["verdict"] == "violated"


def test_evidence_is_handed_over_and_a_flipped_byte_is_found(job: Job, tmp_path: Path) -> None:
    (hit,) = job.hits("hidden-links")[:1]
    assert evidence.verify(job.workspace) == []
    files = evidence.export(job.workspace, hit, tmp_path / "out")
    assert (tmp_path / "out" / "index.html") in files
    targets = {one["target"] for one in evidence.overview(job.workspace)}
    assert {site.target.id for site in publish.scores(job.workspace, PERIOD) if site.target.kind == "site"} <= targets
    assert (tmp_path / "all" / "chain.jsonl") in evidence.export(job.workspace, "", tmp_path / "all")
    warc = max((job.workspace.archive / PERIOD).rglob("*.warc.gz"), key=lambda path: path.stat().st_size)
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    assert any(str(warc.name) in where + what for where, what in evidence.verify(job.workspace))
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    imported = next((job.workspace.archive / "imports").iterdir())
    kept = imported.read_bytes()
    imported.unlink()
    ((where, what),) = evidence.verify(job.workspace)
    assert imported.stem in where and "不见了" in what
    imported.write_bytes(kept + b"x")
    assert "摘要不符" in evidence.verify(job.workspace)[0][1]
    imported.write_bytes(kept)


def test_names_that_are_in_no_list(job: Job) -> None:
    with pytest.raises(WrongUse, match="没有名为"):
        publish.scores(job.workspace, PERIOD, rulebook="lunar-1969")
    with pytest.raises(WrongUse, match="已有期次：2025Q2"):
        publish.scores(job.workspace, "2024Q1")


def test_a_bulletin_that_does_not_add_up_is_refused(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    material = publish.material_of(job.workspace, PERIOD)
    twice = replace(material, sites=(*material.sites, material.sites[0]))
    monkeypatch.setattr(publish, "material_of", lambda *_: twice)
    with pytest.raises(Gate, match="没有生成"):
        publish.bulletin(job.workspace, PERIOD, tmp_path / "bad")
    assert not (tmp_path / "bad" / "bulletin.docx").exists()


def test_a_unit_gets_its_own_score_sheet(job: Job, tmp_path: Path) -> None:
    unit = job.province.register.sites[0].unit
    for name in ("sheet.docx", "sheet.pdf"):
        publish.score_sheet(job.workspace, PERIOD, unit, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 10_000
    with pytest.raises(WrongUse, match="没有编码为“没有”的单位"):
        publish.score_sheet(job.workspace, PERIOD, "没有", tmp_path / "sheet.docx")
    with pytest.raises(WrongUse, match=r"\.docx 或 \.pdf"):
        publish.score_sheet(job.workspace, PERIOD, unit, tmp_path / "sheet.txt")


def test_a_corrected_kind_shows_when_the_evidence_is_judged_again(job: Job) -> None:
    def line() -> dict[str, object]:
        return next(entry.line for entry in publish.columns(job.workspace, PERIOD) if entry.line["url"] == chosen["url"])

    chosen = next(entry.line for entry in publish.columns(job.workspace, PERIOD) if entry.line["kind"] == "动态要闻")
    at = datetime(2025, 6, 21, 9, tzinfo=SHANGHAI)
    assert kinds.correct(chosen["site_id"], chosen["name"], chosen["url"], "政策解读", by="甲", at=at, why="内容均为解读") == ""
    publish.rejudge(job.workspace, PERIOD, rulebook="", teller=Silent())
    assert (line()["kind"], line()["kind_confidence"], line()["period_days"]) == ("政策解读", 1.0, 365)


def test_of_a_closed_site_only_its_status_is_judged(job: Job, tmp_path: Path) -> None:
    workspace = init(tmp_path / "w", postgres.setting() + SETTINGS)
    (workspace.root / "hosts").write_bytes((job.workspace.root / "hosts").read_bytes())
    lists = tmp_path / "lists"
    write_register(job.province, lists)
    text = (lists / "sites.csv").read_text("utf-8-sig").replace("正常运行", "永久下线", 1)
    (lists / "sites.csv").write_text(text, "utf-8")
    import_register(workspace, lists)
    site = job.province.register.sites[0].site_id
    done = inspect(workspace, Request(PERIOD, as_of=job.province.as_of, sites=(site,)), Silent())
    assert done.pages == 1 and done.unobserved == []
    assert [(one.check, one.verdict) for one in publish.outcomes(workspace, PERIOD)] == [("status-mismatch", Verdict.VIOLATED)]
