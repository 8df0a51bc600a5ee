"""Pages and files made to break a reader: deep, wide, endless, lying about their letters; bombs, traps and carriers as attachments."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from hostile.server import HostileServer
from jobs.conftest import HOST, Crawl
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import StoredFacts
from zhengjian.facts import documents
from zhengjian.facts.index import PAGE_FACTS, read_all
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import Page

URL = "http://www.a.gov.cn/tzgg/"
ROW = "<li><a href='/tzgg/{0}.html'>关于做好第{0}项工作的通知</a><span>2025-06-{0}</span></li>"
LIST = "<ul>" + "".join(ROW.format(number) for number in range(10, 30)) + "</ul>"
SECONDS = 6.0

PAGES: dict[str, tuple[str, bool]] = {
    "deep": ("<div>" * 100_000 + LIST, False),
    "just too deep": ("<div>" * 600 + LIST, False),
    "deep and right": ("<div>" * 300 + LIST + "</div>" * 300, True),
    "letters in letters": ("<font>" * 20_000 + LIST, False),
    "attributes": ("<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">" + LIST, True),
    "crossed": ("<a><b><i><p>" * 25_000 + LIST, True),
    "marked sections": ("<![CDATA[" * 1000 + "<![" * 1000 + LIST, True),
    "one line": ("政" * 1_200_000 + LIST, True),
    "tables": ("<table><tr><td>" * 3000 + LIST, False),
    "choices": ("<select><option>选项</option></select>" * 20_000 + LIST, True),
    "pictures": ("<img src=x.png alt=图>" * 20_000 + LIST, True),
    "drawings": ("<svg><script>alert(1)</script><foreignObject>" * 2000 + LIST, False),
}
"""Each page has the same list at its end, and says whether a reader may trust what it saw of it."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_in_time_and_what_was_lost_is_said(name: str) -> None:
    html, sound = PAGES[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    read = Page.of(f"<html><head><meta charset=utf-8><title>通知公告</title></head><body>{html}</body></html>".encode(), URL, depth=1)
    facts = list(read_all(read))
    assert time.process_time() - began < SECONDS and len(facts) == len(PAGE_FACTS), "no reader failed"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024
    listed = next(fact for fact in facts if isinstance(fact, ListItems))
    assert (len(listed.items) == 20 and listed.complete) if sound else not listed.complete or len(listed.items) == 20


def test_a_page_too_deep_to_be_read_makes_no_column_blank(crawl_one: Crawl) -> None:
    deep = page("/tzgg/").body.replace(b"</body>", b"")
    column = f"<html><head><meta charset=utf-8><title>通知公告</title></head><body>{'<div>' * 5000}{LIST}".encode()
    with SiteServer({"/": Answer(deep), "/tzgg/": Answer(column), "*": page()}) as server:
        result = crawl_one(server, page_budget=5)
    (read,) = (reading for reading in StoredFacts(result.folder, ()).pages(ListItems) if reading.url == f"http://{HOST}/tzgg/")
    assert not read.fact.complete, "so neither of the checks on blank columns may call it blank"


LETTERS: dict[str, tuple[bytes, str, str]] = {
    "unknown name": ("<p>各区县人民政府</p>".encode(), "text/html; charset=x-\xff", "各区县人民政府"),
    "a codec that is no alphabet": ("<p>各区县人民政府</p>".encode(), "text/html; charset=zlib", "各区县人民政府"),
    "rot13": ("<p>各区县人民政府</p>".encode(), "text/html; charset=rot13", "各区县人民政府"),
    "utf-7": (b"<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>", "text/html; charset=utf-7", "+ADw-script+AD4-"),
    "gbk unlabelled": (("<p>" + "各区县人民政府，市政府各部门：" * 40 + "</p>").encode("gbk"), "text/html", "市政府各部门"),
    "gbk labelled utf-8": (
        ("<p>" + "各区县人民政府，市政府各部门：" * 40 + "</p>").encode("gbk"),
        "text/html; charset=utf-8",
        "市政府各部门",
    ),
    "broken": ("<p>各区县人民".encode() + b"\xe6\xff\xfe\x80" + "政府各部门</p>".encode(), "text/html; charset=utf-8", "政府各部门"),
    "overlong": (b"<p>a\xc0\xafb \xe0\x80\xaf" + "政府</p>".encode(), "text/html; charset=utf-8", "政府"),
    "turned": ("<title>\u202egnp.exe</title><p>政府</p>".encode(), "text/html; charset=utf-8", "政府"),
    "no width": ("<p>政\u200b府\u200d网\ufeff站</p>".encode(), "text/html; charset=utf-8", "政"),
    "nul": (b"<p>\x00\x00" + "政府\x00网站</p>".encode(), "text/html; charset=utf-8", "政府"),
    "half characters": ("<p>\\ud800 政府".encode() + b"\xed\xa0\x80</p>", "text/html; charset=utf-8", "政府"),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_that_lie_bring_no_exception_and_no_script(name: str) -> None:
    body, kind, words = LETTERS[name]
    rest = b"" if "gbk" in name else "<p>现将有关事项通知如下。</p>".encode() * 40
    read = Page.of(b"<html><body>" + body + rest + b"</body></html>", URL, content_type=kind, depth=1)
    assert words in read.text and not read.document.select("script")
    assert len(list(read_all(read))) == len(PAGE_FACTS)


# -- attachments ---------------------------------------------------------------------------------------------


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def _lying() -> bytes:
    """The directory says ten bytes; the entry unpacks to eight mebibytes."""
    data = bytearray(_zip(("a.txt", b"0" * (8 << 20))))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark)
        data[at + place : at + place + 4] = struct.pack("<I", 10)
    return bytes(data)


def _overlapping() -> bytes:
    """Two hundred entries that are all the same bytes."""
    data = _zip(("a.txt", b"0" * (1 << 20)))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry.replace(b"a.txt", f"{number:05}"[:5].encode()) for number in range(200))
    return data[:start] + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 200, 200, len(directory), start, 0)


def _nested(levels: int) -> bytes:
    data = _zip(("a.txt", b"0" * (1 << 20)))
    for _ in range(levels):
        data = _zip(*((f"{number}.zip", data) for number in range(8)))
    return data


def _link() -> bytes:
    entry = zipfile.ZipInfo("passwd.txt")
    entry.external_attr = 0o120777 << 16
    return _zip((entry, b"/etc/passwd"))


def _sheet_of(xml: str) -> bytes:
    return _zip(
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='a' sheetId='1'/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", xml.encode()),
    )


def _word(body: str, *more: tuple[str, bytes]) -> bytes:
    return _zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.encode()), *more)


def _picture(wide: int, high: int) -> bytes:
    """A PNG that claims to be so large and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")


def _sheet() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("名单").write_row(0, 0, ["=cmd|'/c calc'!A0", "李小兰"])
    book.close()
    return out.getvalue()


_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FILES: dict[str, Callable[[str], bytes]] = {
    "up and out": lambda canary: _zip(
        ("../../../../tmp/out.txt", b"x"), ("/tmp/out.txt", b"x"), ("..\\..\\w.txt", b"x"), ("C:\\w.txt", b"x")
    ),
    "nul in a name": lambda canary: _zip(("a\x00b.txt", b"x")),
    "turned name": lambda canary: _zip(("a\u202etxt.exe", b"MZ"), ("a" * 300 + ".txt", b"x"), ("CON", b"x")),
    "gbk name": lambda canary: _zip(("名单.txt".encode("gbk").decode("cp437"), b"x")),
    "lying size": lambda canary: _lying(),
    "overlapping": lambda canary: _overlapping(),
    "nested bomb": lambda canary: _nested(4),
    "link": lambda canary: _link(),
    "many entries": lambda canary: _zip(*((f"{number}.txt", b"x") for number in range(5000))),
    "one bomb": lambda canary: _zip(("a.txt", b"0" * (130 << 20))),
    "cut": lambda canary: _zip(("a.txt", b"x" * 1000))[:-30],
    "no directory": lambda canary: b"PK\x03\x04" + bytes(5000),
    "gzip": lambda canary: b"\x1f\x8b" + bytes(100),
    "rar": lambda canary: b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "word outer entity": lambda canary: _word(f'<!DOCTYPE a [<!ENTITY b SYSTEM "{canary}">]><w:document {_NS}>&b;</w:document>'),
    "word laughs": lambda canary: _word('<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
    "word outer template": lambda canary: _word(
        f"<w:document {_NS}><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>",
        (
            "word/_rels/settings.xml.rels",
            f'<Relationships><Relationship Target="{canary}" TargetMode="External"/></Relationships>'.encode(),
        ),
        ("word/vbaProject.bin", b"macro"),
    ),
    "word deep": lambda canary: _word(f"<w:document {_NS}>" + "<w:p>" * 50_000),
    "sheet outer entity": lambda canary: _sheet_of(f'<!DOCTYPE a [<!ENTITY b SYSTEM "{canary}">]><worksheet>&b;</worksheet>'),
    "sheet far cell": lambda canary: _sheet_of(
        '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "sheet formula": lambda canary: _sheet(),
    "picture bomb": lambda canary: _picture(60_000, 60_000),
    "pdf that is none": lambda canary: b"%PDF-1.7\n1 0 obj <</Type/Catalog/OpenAction<</S/URI/URI(" + canary.encode() + b")>>>>\nendobj",
    "pdf loop": lambda canary: (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>"
    ),
    "html as doc": lambda canary: f"<html><body><img src='{canary}'>李小兰</body></html>".encode(),
    "empty": lambda canary: b"",
    "wrong type": lambda canary: bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", FILES)
def test_an_attachment_stays_within_its_limits_and_reaches_nothing(name: str, server: HostileServer, tmp_path: Path) -> None:
    outside = Path("/tmp/out.txt")
    assert not outside.exists()
    data = FILES[name](f"http://127.0.0.2:{server.canary_port}/x")
    before, resident = server.canary, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    document = documents.read(data, "附件.doc" if name == "html as doc" else f"{name}.bin", "application/octet-stream")
    assert time.process_time() - began < 10.0
    assert sum(len(part.text) for part in document.parts) < 200 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident < 400 * 1024
    assert server.canary == before and not outside.exists()
    assert document.parts or document.unread, "what was not read is said"
