"""Evidence that lies is found: every flipped, cut, swapped, missing or added file; and evidence that is whole reads back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from jobs.conftest import AS_OF, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import Damaged, RoundFolder, body, export, export_all, rounds, snapshot, verify
from zhengjian.archive.manifest import read_manifest
from zhengjian.jobs import CrawlTarget, crawl

PAGES = {"/": page("/a.html", "/文件.html"), "/a.html": page(), "/%E6%96%87%E4%BB%B6.html": page(text="附件" * 300)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with two sites and two rounds of the first."""
    with SiteServer(dict(PAGES)) as server:
        space = workspace(tmp_path, server)
        for number in (1, 2):
            targets = [CrawlTarget(site_id="5101000001", home="http://www.a.gov.cn/", round=number)]
            targets += [CrawlTarget(site_id="5102000001", home="http://www.b.gov.cn/")] if number == 1 else []
            list(crawl(space, PERIOD, targets, as_of=AS_OF, clock=RealClock()))
    assert verify(tmp_path / "archive") == []
    return tmp_path / "archive"


def _first(root: Path) -> RoundFolder:
    return RoundFolder(root, PERIOD.name, "5101000001", 1)


@pytest.mark.parametrize("name", ["pages-00000.warc.gz", "facts.parquet", "attempts.parquet", "manifest.json"])
@pytest.mark.parametrize("how", ["flip", "cut 1", "cut 8", "cut 100", "missing"])
def test_every_damage_to_a_file_is_found(root: Path, name: str, how: str) -> None:
    path = _first(root).path / name
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
    elif how == "flip":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        path.write_bytes(data[: -int(how.split()[1])])
    problems = verify(root)
    assert problems and any(name in problem.where or name in problem.what or "整轮" in problem.what for problem in problems)
    assert verify(root, "5102000001") == []


def test_files_swapped_between_sites_are_found(root: Path) -> None:
    mine, theirs = (RoundFolder(root, PERIOD.name, site, 1).path for site in ("5101000001", "5102000001"))
    for name in ("pages-00000.warc.gz", "facts.parquet", "attempts.parquet", "manifest.json"):
        one, other = (mine / name).read_bytes(), (theirs / name).read_bytes()
        (mine / name).write_bytes(other)
        (theirs / name).write_bytes(one)
    assert any("调换" in problem.what for problem in verify(root))


def test_a_round_that_vanishes_or_a_stranger_among_the_files_is_found(root: Path) -> None:
    (_first(root).path / "more.txt").write_text("x")
    assert [problem.what for problem in verify(root)] == ["文件不在清单中"]
    for path in _first(root).path.iterdir():
        path.unlink()
    assert any("整轮证据缺失" in problem.what for problem in verify(root))


def test_rounds_form_a_chain(root: Path) -> None:
    assert rounds(root, PERIOD.name, "5101000001") == [1, 2]
    second = read_manifest(RoundFolder(root, PERIOD.name, "5101000001", 2))
    assert second.previous and read_manifest(_first(root)).previous == ""
    entry = second.files[0]
    assert len(entry.sha256) == len(entry.sm3) == 64 and entry.size > 0


def test_other_programs_read_the_warc(root: Path) -> None:
    with (_first(root).path / "pages-00000.warc.gz").open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers["WARC-Target-URI"], record.content_stream().read()) for record in ArchiveIterator(file)
        ]
    bodies = {url: payload for kind, url, payload in records if kind == "response"}
    assert records[0][0] == "warcinfo"
    assert (
        bodies["http://www.a.gov.cn/"] == PAGES["/"].body
        and bodies["http://www.a.gov.cn/%E6%96%87%E4%BB%B6.html"].count("附件".encode()) == 300
    )


def test_a_snapshot_opens_and_exports_to_a_folder_that_explains_itself(root: Path, tmp_path: Path) -> None:
    id_ = _first(root).snapshot_id(1)
    assert snapshot(root, id_).url == "http://www.a.gov.cn/" and body(root, id_) == PAGES["/"].body and verify(root, id_) == []
    out = tmp_path / "out"
    export(root, [id_, id_], out)
    assert (out / f"{id_}.html").read_bytes() == PAGES["/"].body
    digests = {entry["name"]: entry for entry in json.loads((out / "digests.json").read_bytes())}
    assert digests["evidence.warc.gz"]["size"] == (out / "evidence.warc.gz").stat().st_size
    assert id_ in (out / "index.html").read_text("utf-8")


def test_the_whole_archive_is_handed_over_byte_for_byte(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "all"
    open_ = RoundFolder(root, "2025Q2", "5103000001", 1).path
    open_.mkdir(parents=True)
    (open_ / "pages-00000.warc.gz").write_bytes(b"half")
    files = export_all(root, out)
    digests = {entry["name"] for entry in json.loads((out / "digests.json").read_bytes())}
    assert digests == {path.relative_to(out).as_posix() for path in files} - {"digests.json"}
    assert all(path.read_bytes() == (root / path.relative_to(out)).read_bytes() for path in files if path.name != "digests.json")
    assert verify(out) == [] and not (out / "2025Q2" / "5103000001").exists(), "a round that is not closed stays behind"
    with pytest.raises(ValueError, match="inside"):
        export_all(root, root / "copy")


@pytest.mark.parametrize("id_", ["S-2025Q2.5101000001.1.999", "S-2025Q2.none.1.1", "nonsense", "S-2025Q2.5101000001.x.1"])
def test_a_snapshot_that_is_not_there_is_said_so(root: Path, id_: str) -> None:
    with pytest.raises(LookupError, match="没有快照"):
        snapshot(root, id_)


def test_a_cut_record_is_damage_and_never_a_short_body(root: Path) -> None:
    path = _first(root).path / "pages-00000.warc.gz"
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(Damaged):
        body(root, _first(root).snapshot_id(1))


@pytest.mark.parametrize("target", ["../../etc", "a/b", "..", "号 1", "a.b.c"])
def test_no_target_id_leaves_the_archive(tmp_path: Path, target: str) -> None:
    folder = RoundFolder(tmp_path, "2025Q2", target, 1)
    assert folder.path.resolve().is_relative_to((tmp_path / "2025Q2").resolve()) and folder.path.parent.parent == tmp_path / "2025Q2"
    assert RoundFolder.of_snapshot(tmp_path, folder.snapshot_id(3)).target == target


def test_an_answer_in_chunks_or_compressed_is_stored_as_it_came(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(PAGES["/"].body, mtime=0)
    with SiteServer({"/": Answer(packed, headers={"Content-Encoding": "gzip"})}) as server:
        target = CrawlTarget(site_id="5101000001", home="http://www.a.gov.cn/")
        (result,) = crawl(workspace(tmp_path, server), PERIOD, [target], as_of=AS_OF, clock=RealClock())
    assert body(tmp_path / "archive", result.folder.snapshot_id(1)) == PAGES["/"].body
    assert packed in gzip.decompress((result.folder.path / "pages-00000.warc.gz").read_bytes())
