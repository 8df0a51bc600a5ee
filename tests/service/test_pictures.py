"""Pictures of findings: drawn offline from a really crawled site, marked, masked, kept and verified."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile.server import _ESCAPE
from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer
from zhengjian import archive
from zhengjian.archive import pictures as kept_pictures
from zhengjian.archive.steps import CRASHED
from zhengjian.config import Workspace
from zhengjian.facts.privacy import mask
from zhengjian.fetch.browser import Trouble, chromium
from zhengjian.fetch.replay import Aim, Drawn, Sheet, closed_browser, draw
from zhengjian.jobs import CrawlTarget, crawl
from zhengjian.service import pictures

pytestmark = pytest.mark.skipif(not chromium(), reason="no chromium here: there are no pictures, and the console says so")
RED = (200, 16, 46)
NUMBER, OTHER = "510104199003071233", "510104198507124232"
TEXT = "市政府召开常务会议，研究部署近期重点工作。" * 8
HTML = f"""<!doctype html><html><head><meta charset="utf-8"><title>某局</title><link rel="stylesheet" href="/s.css">
<meta http-equiv="refresh" content="0;url=http://{HOST}/elsewhere"><script>location='/elsewhere';document.write('脚本')</script></head>
<body><h1>关于报帐工作的通知</h1><p>{TEXT}</p>
<p>身份证号：<b>{NUMBER[:6]}</b>{NUMBER[6:]}，请核对。</p>
<p><a href="/gone.html">办事指南</a></p><div style="display:none"><a href="http://bet.example/x">x</a></div><img src="/x.png" alt="徽标">
<div class="page-foot">主办：某局</div></body></html>"""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, SiteServer, str]]:
    """A site in the archive, its server still running, and the home page's snapshot."""
    root = tmp_path_factory.mktemp("office")
    with SiteServer(
        {"/": Answer(HTML.encode()), "/s.css": Answer(b"h1{margin-top:300px}.page-foot{margin-top:1500px}", kind="text/css")}
    ) as server:
        space = workspace(root, server)
        (result,) = crawl(space, PERIOD, [CrawlTarget(site_id="5101000001", home=f"http://{HOST}/")], as_of=AS_OF, clock=RealClock())
        assert result.coverage.home is not None
        yield space, server, result.coverage.home.snapshot


def row(snapshot: str, check: str, value: str | None, what: str = "问题", id_: str = "F-1") -> dict[str, Any]:
    return {
        "finding_id": id_, "check_name": check, "where": f"http://{HOST}/", "what": what, "value": value, "evidence": ["I-x#1", snapshot],
    }  # fmt: skip


def pixels(png: bytes) -> list[bytes]:
    """The rows of an 8-bit RGB picture as bytes."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, width, channels = 8, b"", 0, 3
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            width, channels = struct.unpack(">I", png[at + 8 : at + 12])[0], {2: 3, 6: 4}[png[at + 17]]
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw, rows, line = zlib.decompress(data), [], width * channels
    before = bytearray(line)
    for start in range(0, len(raw), line + 1):
        kind, now = raw[start], bytearray(raw[start + 1 : start + 1 + line])
        for i in range(line):
            left = now[i - channels] if i >= channels else 0
            up, corner = before[i], before[i - channels] if i >= channels else 0
            if kind == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            else:
                near = {0: 0, 1: left, 2: up, 3: (left + up) // 2}[kind]
            now[i] = (now[i] + near) & 255
        before = now
        rows.append(bytes(now) if channels == 3 else b"".join(bytes(now[i : i + 3]) for i in range(0, line, 4)))
    return rows


def red_rows(png: bytes) -> list[int]:
    """The rows on which the frame's colour stands in a long run."""
    return [number for number, line in enumerate(pixels(png)) if bytes(RED) * 20 in line]


@pytest.mark.parametrize(
    ("check", "value", "found"),
    [
        ("wrong-wording", "报帐", "seen"),
        ("dead-links", f"http://{HOST}/gone.html", "seen"),
        ("hidden-links", "http://bet.example/x", "hidden"),
        ("footer-marks-missing", "3/3", "seen"),
        ("wrong-wording", "没有这个词", "none"),
    ],
)
def test_the_place_of_a_finding_is_marked_and_no_site_is_asked(
    crawled: tuple[Workspace, SiteServer, str], check: str, value: str, found: str
) -> None:
    space, server, snapshot = crawled
    before = server.asked.total()
    shot = pictures.of_finding(space, row(snapshot, check, value, id_=f"F-{check}-{found}"))
    assert not isinstance(shot, str) and shot.kept.drawing.found == found and pictures.HOW[found] in shot.words
    assert bool(red_rows(shot.png)) == (found != "none")
    assert server.asked.total() == before, "a picture visits nobody"
    assert shot.kept.drawing.body == archive.snapshot(space.archive, snapshot).sha256


def test_a_picture_is_kept_once_and_a_changed_one_is_found(crawled: tuple[Workspace, SiteServer, str]) -> None:
    space, _, snapshot = crawled
    asked = row(snapshot, "wrong-wording", "报帐", id_="F-kept")
    first, again = pictures.of_finding(space, asked), pictures.of_finding(space, asked)
    assert not isinstance(first, str) and first == again and archive.verify(space.archive) == []
    path = space.archive / "pictures" / first.kept.name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    assert [problem.what for problem in archive.verify(space.archive)] == [f"截图 {first.kept.name} 的内容与登记的摘要不符"]
    assert "evidence verify" in str(pictures.of_finding(space, asked))
    path.write_bytes(whole)
    (path.parent / "strange.png").write_bytes(whole)
    assert [problem.what for problem in archive.verify(space.archive)] == ["文件不在登记之中"]
    (path.parent / "strange.png").unlink()
    pictures.of_finding(space, {**asked, "finding_id": "F-kept-after"})
    chain = path.parent / "pictures.jsonl"
    lines = chain.read_bytes()
    chain.write_bytes(b"".join(lines.splitlines(keepends=True)[1:]))
    assert any("不衔接" in problem.what for problem in archive.verify(space.archive))
    chain.write_bytes(lines)


def test_many_at_once_make_one_whole_chain(tmp_path: Path) -> None:
    def store(number: int) -> None:
        drawing = kept_pictures.Drawing(finding=f"F-{number}", snapshot="S-1", body="", found="seen", at=AS_OF, by="chromium")
        kept_pictures.keep(tmp_path, drawing, f"picture {number}".encode())

    threads = [threading.Thread(target=store, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(kept_pictures.faults(tmp_path)) == []
    assert all(kept_pictures.find(tmp_path, f"F-{number}", "S-1") for number in range(12))


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_kill_while_a_picture_is_kept_leaves_sound_evidence(tmp_path: Path, step: int) -> None:
    code = (
        "from zhengjian.archive.pictures import Drawing, keep; from pathlib import Path; from datetime import datetime, UTC; import sys\n"
        "for n in (1, 2): keep(Path(sys.argv[1]), Drawing(finding=f'F-{n}', snapshot='S-1', body='', found='seen', at=datetime.now(UTC),"
        " by='x'), b'picture %d' % n)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], env={**os.environ, "ZHENGJIAN_CRASH_AT": str(3 + step)}, check=False
    )
    assert killed.returncode == CRASHED and list(kept_pictures.faults(tmp_path)) == []
    with (tmp_path / "pictures" / "pictures.jsonl").open("ab") as chain:
        chain.write(b'{"drawing":{"fin')  # a line torn by a power cut
    assert list(kept_pictures.faults(tmp_path)) == []
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert list(kept_pictures.faults(tmp_path)) == [] and kept_pictures.find(tmp_path, "F-2", "S-1") is not None


def test_what_has_no_place_on_a_page_and_what_is_no_page_is_said(crawled: tuple[Workspace, SiteServer, str]) -> None:
    space, _, snapshot = crawled
    assert pictures.of_finding(space, row(snapshot, "ipv6-missing", "0")) == pictures.NOWHERE
    assert "没有存档的网页" in str(pictures.of_finding(space, row("S-2025Q2.5101000001.1.999", "wrong-wording", "报帐")))


def test_without_a_browser_it_is_said(crawled: tuple[Workspace, SiteServer, str], monkeypatch: pytest.MonkeyPatch) -> None:
    space, _, snapshot = crawled
    monkeypatch.setattr(pictures, "chromium", lambda: "")
    assert pictures.of_finding(space, row(snapshot, "wrong-wording", "报帐", id_="F-none")) == pictures.NO_BROWSER


@pytest.fixture(scope="module")
def closed() -> Iterator[Any]:
    browser = closed_browser(RealClock())
    yield lambda html, aim: draw(browser, Sheet(f"http://{HOST}/", html, lambda url: None), aim, pictures.masked).result().value
    browser.close()


def test_two_persons_with_one_masked_number_make_one_picture(closed: Any) -> None:
    """The picture cannot hold what it does not depend on: digits that the mask hides, in text, in pieces, in fields."""
    other = NUMBER[:4] + OTHER[4:14] + NUMBER[14:]
    assert mask(NUMBER) == mask(other) != NUMBER
    aim = Aim(label="个人信息", words=(mask(NUMBER),), cover=True)
    body = '<p>身份证号：{0}，<b>{1}</b>{2}</p><input value="身份证{0}"><textarea>{0}</textarea>'
    body += '<img src="/x.png" alt="{0}"><p>身份证{1}\u200b{2}</p>'
    drawn = [closed(f"<html><body>{body.format(number, number[:6], number[6:])}</body></html>", aim) for number in (NUMBER, other)]
    assert all(isinstance(one, Drawn) and one.found == "seen" for one in drawn) and drawn[0].png == drawn[1].png
    assert drawn[0].png != closed("<html><body><p>身份证号：无</p></body></html>", aim).png


@pytest.mark.parametrize(
    "html", ["", "<", "<frameset><frame src=/a></frameset>", "<svg xmlns='http://www.w3.org/2000/svg'>", "<p>" * 3000, "\x00政"]
)
def test_odd_pages_make_a_picture_or_a_reason(closed: Any, html: str) -> None:
    assert isinstance(closed(html, Aim(label="页底", foot=True)), Drawn)


def test_a_stored_page_reaches_nobody(closed: Any, crawled: tuple[Workspace, SiteServer, str]) -> None:
    _, server, _ = crawled
    before = server.asked.total()
    escape = _ESCAPE.replace("127.0.0.2:PORT", f"127.0.0.1:{server.port}")
    assert not isinstance(closed(escape, Aim(label="x", words=("y" * 3,))), Trouble)
    assert server.asked.total() == before
