"""A notice to a unit: what it says, in both formats, and how it looks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace
from pypdf import PdfReader

from zhengjian.bulletin.docx import bulletin_docx
from zhengjian.bulletin.draft import Picture
from zhengjian.bulletin.notice import NoticeItem, NoticeSheet, notice_draft
from zhengjian.bulletin.pdf import bulletin_pdf
from zhengjian.config import Office
from zhengjian.model import Period


def sheet(number: int = 3) -> NoticeSheet:
    where = "https://www.example.gov.cn/zwgk/zcfg/gfxwj/" + "very_long_folder_name" * 6 + "/t20250601_123456.html?a=1&b=2"
    item = NoticeItem(
        target="甲市人民政府",
        check="错链、断链",
        what="链接不能打开",
        where=where,
        value="HTTP 404",
        basis="国办秘函〔2019〕19号",
        finding="F-0123456789ab",
    )
    return NoticeSheet(
        number="政检通知〔2025〕12号",
        period=Period.parse("2025Q2"),
        unit="甲市人民政府办公室",
        items=(item,) * number,
        issued=date(2025, 6, 25),
        due=date(2025, 7, 9),
        objection_until=date(2025, 7, 2),
        office=Office(name="海东省人民政府办公厅"),
    )


def write_notice(sheet: NoticeSheet, out: Path) -> None:
    draft = notice_draft(sheet)
    out.write_bytes(bulletin_pdf(draft) if out.suffix == ".pdf" else bulletin_docx(draft))


def test_a_notice_says_what_until_when_and_how_to_object(tmp_path: Path) -> None:
    write_notice(sheet(), tmp_path / "notice.docx")
    document = Document(str(tmp_path / "notice.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in ("甲市人民政府办公室：", "存在3个问题", "2025年7月9日前完成整改", "2025年7月2日前提出", "附件：问题清单", "2025年6月25日"):
        assert words in text
    assert "信息公开选项" not in text
    assert [cell.text for cell in document.tables[0].rows[1].cells][1:3] == ["甲市人民政府", "错链、断链"]
    assert len(document.tables[0].rows) == 4


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_same_notice_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        write_notice(sheet(), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_a_long_list_goes_on_over_pages_under_its_heads(tmp_path: Path) -> None:
    write_notice(sheet(60), tmp_path / "notice.pdf")
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(tmp_path / "notice.pdf").pages]
    assert len(pages) > 3 and "政检通知〔2025〕12号" in pages[0]
    assert all("问题编号" in page for page in pages[1:])
    assert "60" in pages[-1]


def test_pictures_stand_in_an_annex_of_their_own_with_captions_in_both_formats(tmp_path: Path) -> None:
    png = (Path(__file__).parents[2] / "docs" / "images" / "bulletin.png").read_bytes()
    captions = ["问题清单第1项：甲市<b>人民政府", "问题清单第2项"]
    pictured = replace(sheet(), pictures=tuple(Picture(png=png, caption=caption) for caption in captions))
    for suffix in (".docx", ".pdf"):
        write_notice(pictured, tmp_path / f"a{suffix}")
        write_notice(pictured, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    document = Document(str(tmp_path / "a.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "问题截图" in text and captions[0] in text
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == captions
    pages = PdfReader(tmp_path / "a.pdf").pages
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert sum(len(page.images) for page in pages) == 2 and captions[1] in printed
