"""A site that is looked at again: what has not changed is neither sent nor read nor stored twice, and no server is believed blindly."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import StoredFacts, body, export, verify
from zhengjian.archive.manifest import read_manifest
from zhengjian.archive.signs import LISTS, ORDINARY, SIGN_FACTS, SUSPECT, signs_of, signs_of_rows
from zhengjian.facts.article import Article
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.links import PageLinks
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.model import FetchCode as Code

ARTICLES = [f"/art/{number}.html" for number in range(12)]
LIST = "/list/"


def listing() -> Answer:
    rows = "".join(
        f"<li><a href='{path}'>关于第{number}项工作的通知</a><span>2025-06-{number + 1:02d}</span></li>"
        for number, path in enumerate(ARTICLES)
    )
    return Answer(f"<html><head><title>通知公告</title></head><body><h2>通知公告</h2><ul>{rows}</ul></body></html>".encode())


class Site:
    """Pages by path, sent with marks: an honest server makes new marks for a new body, a lying one never does."""

    def __init__(self, *, honest: bool = True) -> None:
        self.honest = honest
        self.bodies = {path: page("/", title=f"第{path}篇").body for path in ARTICLES}
        self.bodies |= {"/": page(LIST).body, LIST: listing().body}
        self.server: SiteServer | None = None

    def answer(self, path: str, _: int) -> Answer:
        if path not in self.bodies:
            return Answer(b"<html><body>404 Not Found</body></html>", 404)
        content = self.bodies[path]
        mark = f'"{sha256(content).hexdigest()[:16] if self.honest else "always"}"'
        asked = self.server.headers[path].get("if-none-match") if self.server else None
        kind = "text/css" if path.endswith(".css") else "text/html; charset=utf-8"
        return Answer(b"", 304, headers={"ETag": mark}) if asked == mark else Answer(content, kind=kind, headers={"ETag": mark})


class Rounds:
    """Looks at one site round after round."""

    def __init__(self, root: Path, site: Site) -> None:
        self.root, self.site, self.number = root, site, 0

    def look(self, *, anew: tuple[str, ...] = (), **network: object) -> tuple[RoundResult, dict[str, Code | None]]:
        self.number += 1
        with SiteServer({"*": self.site.answer}) as server:
            self.site.server = server
            target = CrawlTarget(site_id="5101000001", home=f"http://{HOST}/", round=self.number, anew=anew)
            space = workspace(self.root, server, **network)  # type: ignore[arg-type]
            (result,) = crawl(space, PERIOD, [target], as_of=AS_OF, clock=RealClock())
            self.asked = server
        return result, {attempt.url.removeprefix(f"http://{HOST}"): attempt.code for attempt in result.coverage.attempts}

    @property
    def archive(self) -> Path:
        return self.root / "archive"


def facts_of(result: RoundResult) -> dict[str, tuple[object, ...]]:
    stored = StoredFacts(result.folder, ())
    kinds = (PageLinks, Article, HiddenLinks)
    return {f"{reading.url} {kind.__name__}": (reading.depth, reading.fact) for kind in kinds for reading in stored.pages(kind)}


def test_what_has_not_changed_is_not_sent_read_or_stored_again(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    first, _ = rounds.look()
    second, codes = rounds.look()
    spared = [path for path in ARTICLES if codes[path] is Code.UNCHANGED]
    assert len(spared) >= 9, "nearly all articles"
    assert codes["/"] is codes[LIST] is Code.OK, "by these we tell whether a site is alive: no server's word is taken for them"
    assert facts_of(second) == facts_of(first)
    assert second.coverage.complete and second.pages == first.pages
    for attempt in second.coverage.attempts:
        path = attempt.url.removeprefix(f"http://{HOST}")
        if attempt.kind == "page":
            assert body(rounds.archive, attempt.snapshot) == rounds.site.bodies[path]
    assert verify(rounds.archive) == []
    sizes = [(result.folder.path / "pages-00000.warc.gz").stat().st_size for result in (first, second)]
    assert sizes[1] < sizes[0]


def test_the_third_round_refers_to_the_record_that_holds_the_body(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    for _ in range(3):
        result, codes = rounds.look()
    path = next(path for path in ARTICLES if codes[path] is Code.UNCHANGED)
    attempt = next(attempt for attempt in result.coverage.attempts if attempt.url.endswith(path))
    assert body(rounds.archive, attempt.snapshot) == rounds.site.bodies[path]
    assert [(cite.period, cite.round) for cite in read_manifest(result.folder).cites] == [(PERIOD.name, 1)]
    with (result.folder.path / "pages-00000.warc.gz").open("rb") as file:
        records = {record.rec_headers.get_header("WARC-Target-URI"): record.rec_headers for record in ArchiveIterator(file)}
    headers = records[f"http://{HOST}{path}"]
    assert headers.get_header("WARC-Type") == "revisit"
    assert headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert headers.get_header("WARC-Refers-To-Target-URI") == f"http://{HOST}{path}"
    export(rounds.archive, [attempt.snapshot], tmp_path / "out")
    assert (tmp_path / "out" / f"{attempt.snapshot}.html").read_bytes() == rounds.site.bodies[path]
    with (tmp_path / "out" / "evidence.warc.gz").open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)] == ["response", "revisit"]


def test_a_round_whose_bodies_are_gone_is_found_by_verification(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    first, _ = rounds.look()
    rounds.look()
    (first.folder.path / "manifest.json").unlink()
    assert any("正文保存在2025Q2第1轮" in problem.what for problem in verify(rounds.archive))


def test_a_page_that_changed_is_read_anew(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    rounds.look()
    rounds.site.bodies[ARTICLES[3]] = page("/", "http://bet.test/", title="改过的一篇").body
    result, codes = rounds.look()
    assert codes[ARTICLES[3]] is Code.OK
    links = {reading.url: reading.fact for reading in StoredFacts(result.folder, ()).pages(PageLinks)}
    assert "http://bet.test/" in [link.url for link in links[f"http://{HOST}{ARTICLES[3]}"].links]


def test_where_something_was_found_at_fault_the_answer_must_come_whole(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    rounds.look()
    _, codes = rounds.look()
    faulty = next(path for path in ARTICLES if codes[path] is Code.UNCHANGED)
    _, codes = rounds.look(anew=(f"http://{HOST}{faulty}",))
    assert codes[faulty] is Code.OK


def test_a_server_that_calls_changed_pages_unchanged_is_found_out_and_asked_again(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site(honest=False))
    rounds.look()
    for path in [*ARTICLES, LIST]:
        rounds.site.bodies[path] = rounds.site.bodies[path].replace("部署".encode(), "安排".encode()) + b"<!-- new -->"
    result, codes = rounds.look()
    assert {codes[path] for path in ARTICLES} == {Code.OK}
    for attempt in result.coverage.attempts:
        path = attempt.url.removeprefix(f"http://{HOST}")
        if path in ARTICLES:
            assert body(rounds.archive, attempt.snapshot) == rounds.site.bodies[path]
    readings = [reading.url for reading in StoredFacts(result.folder, ()).pages(Article)]
    assert len(readings) == len(set(readings)) == len(ARTICLES) + 2
    assert verify(rounds.archive) == []


def test_a_style_sheet_that_changed_lets_its_pages_be_read_anew(tmp_path: Path) -> None:
    site = Site()
    for path in ARTICLES:
        hidden = b"<link rel=stylesheet href=/s.css><div class=box><a href='http://bet.test/'>bet</a></div></body>"
        site.bodies[path] = site.bodies[path].replace(b"</body>", hidden)
    site.bodies["/s.css"] = b".box{color:#333}"
    rounds = Rounds(tmp_path, site)
    first, _ = rounds.look()
    site.bodies["/s.css"] = b".box{display:none}"
    second, codes = rounds.look()
    spared = f"http://{HOST}" + next(path for path in ARTICLES if codes[path] is Code.UNCHANGED)
    hidden_now = {reading.url: reading.fact.items for reading in StoredFacts(second.folder, ()).pages(HiddenLinks)}
    hidden_then = {reading.url: reading.fact.items for reading in StoredFacts(first.folder, ()).pages(HiddenLinks)}
    assert not hidden_then[spared] and hidden_now[spared]


@pytest.mark.parametrize("lost", ["pages-00000.warc.gz", "facts.parquet", "attempts.parquet"])
def test_evidence_that_is_lost_is_gathered_again(tmp_path: Path, lost: str) -> None:
    rounds = Rounds(tmp_path, Site())
    first, _ = rounds.look()
    (first.folder.path / lost).write_bytes(b"")
    second, codes = rounds.look()
    assert {codes[path] for path in ARTICLES} <= {Code.OK, Code.UNCHANGED}
    if lost != "facts.parquet":
        assert {codes[path] for path in ARTICLES} == {Code.OK}
    assert len(StoredFacts(second.folder, ()).pages(Article)) == len(ARTICLES) + 2


def test_unchanged_without_being_asked_is_no_answer(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    rounds.site.answer = lambda path, _: Answer(b"", 304) if path == LIST else page(LIST)  # type: ignore[method-assign]
    _, codes = rounds.look()
    assert codes[LIST] not in {Code.UNCHANGED, Code.OK}


def test_a_days_requests_are_counted_over_rounds(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    first, _ = rounds.look()
    asked = read_manifest(first.folder).requests
    assert asked >= len(ARTICLES) + 2
    second, _ = rounds.look(day_budget=asked + 6)
    left = [attempt for attempt in second.coverage.attempts if attempt.reason == f"超过每日请求预算（{asked + 6}次）"]
    assert left and not second.coverage.complete and second.coverage.home_seen
    assert read_manifest(second.folder).requests <= 6 + 2, "controls may still be asked"


def test_pages_that_wait_for_their_style_sheet_are_asked_again_too_when_the_server_lies(tmp_path: Path) -> None:
    site = Site(honest=False)
    for path in ARTICLES:
        site.bodies[path] = site.bodies[path].replace(b"<head>", b"<head><link rel=stylesheet href=/late.css>")
    site.bodies["/late.css"] = b"p{color:#333}"
    rounds = Rounds(tmp_path, site)
    rounds.look()
    for path in [*ARTICLES, LIST]:
        site.bodies[path] = site.bodies[path].replace(b"</body>", b"<a href='/new.html'>new</a></body>")
    result, codes = rounds.look()
    assert {codes[path] for path in ARTICLES} == {Code.OK}
    links = {reading.url: [link.url for link in reading.fact.links] for reading in StoredFacts(result.folder, ()).pages(PageLinks)}
    assert all(f"http://{HOST}/new.html" in links[f"http://{HOST}{path}"] for path in ARTICLES)


def test_facts_that_are_lost_while_the_round_goes_on_leave_their_pages_seen_in_part(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, Site())
    first, _ = rounds.look()
    facts = first.folder.path / "facts.parquet"
    honest = rounds.site.answer

    def spoiling(path: str, number: int) -> Answer:
        if path == ARTICLES[-1]:  # by then other pages have been taken over
            with facts.open("r+b") as file:
                file.write(bytes(facts.stat().st_size - 16))
        return honest(path, number)

    rounds.site.answer = spoiling  # type: ignore[method-assign]
    second, codes = rounds.look(address_connections=1)
    assert Code.PARSE_PARTIAL in codes.values() and set(codes.values()) <= {Code.PARSE_PARTIAL, Code.OK, Code.UNCHANGED, Code.HTTP_ERROR}
    read = {reading.url.removeprefix(f"http://{HOST}") for reading in StoredFacts(second.folder, ()).pages(Article)}
    assert read == {path for path in ["/", LIST, *ARTICLES] if codes[path] is not Code.PARSE_PARTIAL}
    assert not second.coverage.complete
    assert all("facts.parquet" in str(problem) for problem in verify(rounds.archive))


def test_a_page_is_taken_over_by_its_row_and_its_signs_are_told_alike(tmp_path: Path) -> None:
    site = Site()
    hidden = b"<div style='display:none'><a href='http://bet.test/'>bet</a></div></body>"
    site.bodies[ARTICLES[0]] = site.bodies[ARTICLES[0]].replace(b"</body>", hidden)
    rounds = Rounds(tmp_path, site)
    first, _ = rounds.look()
    file = pq.ParquetFile(first.folder.path / "facts.parquet")
    rows = file.read().to_pylist()
    cells = [{name: cell.encode() for name, cell in row.items() if isinstance(cell, str)} for row in rows]
    batch = next(file.iter_batches(columns=list(SIGN_FACTS)))
    assert list(signs_of_rows(batch)) == [signs_of(each) for each in cells]
    signs = {row["url"].removeprefix(f"http://{HOST}"): signs_of(each) for row, each in zip(rows, cells, strict=True)}
    assert signs[LIST] == LISTS | ORDINARY and signs[ARTICLES[0]] == SUSPECT | ORDINARY and signs[ARTICLES[1]] == ORDINARY
    second, _ = rounds.look()
    places = {"snapshot", "url", "depth"}

    def by_url(result: RoundResult) -> dict[str, object]:
        table = pq.read_table(result.folder.path / "facts.parquet")
        return {row["url"]: {name: cell for name, cell in row.items() if name not in places} for row in table.to_pylist()}

    assert by_url(second) == by_url(first)
    assert {row["snapshot"] for row in pq.read_table(second.folder.path / "facts.parquet").to_pylist()}.isdisjoint(
        {row["snapshot"] for row in rows}
    )
