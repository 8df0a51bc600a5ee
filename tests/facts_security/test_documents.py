"""Documents of every kind as text parts with places; broken, locked and endless ones as one clear sentence."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
import xlsxwriter

from zhengjian.facts import documents
from zhengjian.facts.pictures import Effort

LINE = "李小兰，身份证号510102199003071234"


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_docx() -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph("公示名单")
    row = document.add_table(1, 2).rows[0].cells
    row[0].text, row[1].text = "李小兰", "510102199003071234"
    document.sections[0].footer.paragraphs[0].text = "某县民政局"
    document.save(out)
    return out.getvalue()


def an_xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("说明")
    book.add_worksheet("名单").write_row(0, 0, ["李小兰", 13812345678])
    book.close()
    return out.getvalue()


def slide(text: str) -> bytes:
    return f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'.encode()


def test_docx_keeps_rows_and_feet() -> None:
    document = documents.read(a_docx(), "名单.doc")
    assert document.kind == "docx"
    assert "李小兰\t510102199003071234" in document.parts[0].text
    assert [(part.place, part.text.strip()) for part in document.parts[1:]] == [("页脚", "某县民政局")]


def test_sheets_are_places_and_numbers_stay_whole() -> None:
    document = documents.read(an_xlsx(), "x.bin")
    assert [(part.place, part.text) for part in document.parts] == [("工作表“名单”", "李小兰\t13812345678")]


def test_slides_come_in_their_order() -> None:
    data = zipped({"ppt/slides/slide10.xml": slide("末页"), "ppt/slides/slide2.xml": slide("二页"), "[Content_Types].xml": b"<a/>"})
    assert [(part.place, part.text.strip()) for part in documents.read(data).parts] == [("第2页", "二页"), ("第10页", "末页")]


def test_an_archive_is_opened_to_the_leaves() -> None:
    inner = zipped({"名单.xlsx": an_xlsx(), "说明.txt": LINE.encode("gb18030")})
    document = documents.read(zipped({"附件.zip": inner}))
    assert [part.place for part in document.parts] == ["附件.zip 名单.xlsx 工作表“名单”", "附件.zip 说明.txt"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("<p>正文</p>", "", "html"),
        (LINE, "", "text"),
        ("var a=1;function f(){document.title=a}", "", "script"),
        ("<script>var a=1</script>", "", "html"),
        ("姓名,电话\n张三,1", "a.csv", "csv"),
        ("body{color:red}\n.a{display:none}", "a.css", "style"),
        ("会议指出（一）要抓落实；（二）要见实效。a = b", "", "text"),
    ],
)
def test_the_kind_is_told_by_content_then_by_name(text: str, name: str, kind: str) -> None:
    assert documents.sniff(text, name) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件为空"),
        (b"%PDF-1.4 nothing", "已损坏"),
        (b"PK\x03\x04nothing", "已损坏"),
        (b"MZ\x90\x00", "可执行文件"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\xd0\xcf\x11\xe0" + b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e", "加密"),
        (bytes(range(32)) * 20, "不是可识别的文件类型"),
        (zipped({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "格式不规范"),
        (zipped({"a.txt": b"0" * 140_000_000}), "超过限度"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    document = documents.read(data, "附件.bin")
    assert document.parts == ()
    assert words in document.unread[0]


def test_nesting_ends() -> None:
    data = zipped({"a.txt": LINE.encode()})
    for _ in range(6):
        data = zipped({"b.zip": data})
    document = documents.read(data)
    assert document.parts == ()
    assert "过深" in document.unread[0]


def test_archives_in_an_archive_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"a.txt": b"0" * 600})
    document = documents.read(zipped({f"{number}.zip": inner for number in range(9)}), effort=Effort(unpacked=4_000))
    assert 1 <= len(document.parts) < 9 and "解压总量超过限度" in document.unread[0]
    monkeypatch.setattr(documents, "MOST_TEXT", 1_000)
    document = documents.read(("字" * 3_000).encode(), "a.txt")
    assert len(document.parts[0].text) == 1_000 and not document.parts[0].complete and "其余未读取" in document.unread[0]
