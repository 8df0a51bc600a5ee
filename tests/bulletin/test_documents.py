"""The files themselves: re-opened, compared, made again byte for byte, and fed with hostile names."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from zhengjian.bulletin import Material, write
from zhengjian.bulletin.layout import signature_indents, title_lines, width_in_characters
from zhengjian.bulletin.safe import printable
from zhengjian.model import Target

HOSTILE = (
    "</w:t></w:r></w:p><w:p><w:r><w:t>注入",
    "a & b <select> ]]>",
    '=cmd|" /C calc"!A0',
    "@SUM(1)",
    "+1+1",
    "-2",
    "甲\x0b乙\x00丙\x1b[31m",
    "文\u202e字\u2066倒\u200b排",
    '{{7*7}} {0} #{x} $x^2$ *b* _c_ #import "x"',
    '"><script>alert(1)</script>',
    "长" * 5000,
    "镕喆堃旻玥祎昇璟珺",
)


@pytest.fixture(scope="module")
def hostile(build, tmp_path_factory: pytest.TempPathFactory) -> Path:  # type: ignore[no-untyped-def]
    """Every failing site and account has a hostile name; so have a unit, an error report's kind, and the office."""
    from dataclasses import replace

    folder = tmp_path_factory.mktemp("hostile")
    ids = [f"51{index:08d}" for index in range(690, 690 + len(HOSTILE))]
    material = build({"hidden-links": [("site", id_) for id_ in ids[:9]], "footer-marks-missing": [("site", id_) for id_ in ids]})
    names = dict(zip(ids, HOSTILE, strict=True))
    sites = tuple(msgspec.structs.replace(site, name=names.get(site.site_id, site.name)) for site in material.sites)
    units = tuple(msgspec.structs.replace(unit, short_name=HOSTILE[0]) if unit.code == "510100" else unit for unit in material.units)
    messages = tuple(msgspec.structs.replace(message, kind=HOSTILE[2]) for message in material.messages)
    unseen = build({}, unknown={"hidden-links": [("site", ids[10])]}).scores[Target(kind="site", id=ids[10])]
    scores = {**material.scores, unseen.target: unseen}
    office = msgspec.structs.replace(material.office, name="{x}{{7*7}}办公厅")
    write(replace(material, sites=sites, units=units, messages=messages, scores=scores, office=office), folder)
    return folder


def test_the_same_material_gives_the_same_bytes(quarter: Material, written: Path, tmp_path: Path) -> None:
    write(quarter, tmp_path)
    for path in sorted(written.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_the_workbook_holds_the_table_and_no_formula(written: Path) -> None:
    first = CalamineWorkbook.from_path(str(written / "annex.xlsx")).get_sheet_by_index(0).to_python()
    by_name = {str(row[1] or row[0]): row[2:] for row in first}
    assert by_name["成都"] == [65, 1, 43, 21, 0, 854, 0]
    assert by_name["省直部门（含省政府门户）"] == [46, "—", "—", "—", 1, 256, 4]
    assert by_name["合计"] == [735, 21, 484, 184, 1, 4059, 4]
    assert {cell.data_type for cell in cells(written / "annex.xlsx")} <= {"s", "n"}


def cells(path: Path):  # type: ignore[no-untyped-def]
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def test_the_workbook_checks_itself(written: Path) -> None:
    checks = CalamineWorkbook.from_path(str(written / "annex.xlsx")).get_sheet_by_name("校验").to_python()
    assert len(checks) > 30 and {row[3] for row in checks[1:]} == {"相符"}


def test_all_documents_say_the_same(written: Path) -> None:
    document = Document(str(written / "bulletin.docx"))
    paragraphs = "".join(paragraph.text for paragraph in document.paragraphs)
    page = re.sub(r"<style>.*?</style>|<[^>]+>", "", (written / "bulletin.html").read_text(encoding="utf-8"), flags=re.S)
    pdf = "".join(page.extract_text() for page in PdfReader(written / "bulletin.pdf").pages)
    for said in ("734个合格，发现存在突出问题的政府网站1个，未作结论0个，合格率99.86%", "信息公开选项：主动公开"):
        assert said in paragraphs and said in page
        assert said in re.sub(r"\s", "", pdf)
    units = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert units[2] == ["市（州）", "成都", "65", "1", "43", "21", "0", "854", "0"]
    assert units[-1] == ["合计", "合计", "735", "21", "484", "184", "1", "4059", "4"]


def test_claims_are_the_contracts_objects(written: Path) -> None:
    claims = json.loads((written / "claims.json").read_text(encoding="utf-8"))
    rate = next(claim for claim in claims if claim["id"] == "sites.rate")
    assert (rate["value"], rate["numerator"], rate["denominator"], len(rate["denominator_ids"])) == ("99.86%", 734, 735, 735)
    assert set(rate) == {
        "id",
        "text",
        "value",
        "numerator",
        "denominator",
        "numerator_ids",
        "denominator_ids",
        "rule",
        "period",
        "as_of",
        "where",
    }
    page = (written / "bulletin.html").read_text(encoding="utf-8")
    ids = {claim["id"] for claim in claims}
    printed = re.findall(r'data-claim="([^"]+)" title="[^"]*">([^<]*)<', page)
    assert len(printed) > 200 and {id_ for id_, _ in printed} <= ids
    values = {claim["id"]: claim["value"] for claim in claims}
    assert all(values[id_] == text.replace("&quot;", '"') for id_, text in printed)


def test_hostile_names_are_text_in_the_word_file(hostile: Path) -> None:
    document = Document(str(hostile / "bulletin.docx"))
    listed = [row.cells[2].text for row in document.tables[1].rows]
    assert listed[1:] == [printable(name) for name in HOSTILE[:9]]
    with zipfile.ZipFile(hostile / "bulletin.docx") as archive:
        assert all(b'TargetMode="External"' not in archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


def test_hostile_names_are_text_in_the_workbook(hostile: Path) -> None:
    found = {cell.value: cell.data_type for cell in cells(hostile / "annex.xlsx")}
    assert set(found.values()) <= {"s", "n"}
    assert {printable(name) for name in HOSTILE[:9]} <= set(found)


def test_hostile_names_are_text_in_the_page_and_the_pdf(hostile: Path) -> None:
    page = (hostile / "bulletin.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" not in page.replace("&lt;script&gt;alert", "")
    assert "&lt;/w:t&gt;" in page and "{{7*7}}" in page
    assert not re.search("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\u200b]", page)
    pdf = "".join(page.extract_text() for page in PdfReader(hostile / "bulletin.pdf").pages)
    assert "</w:t>" in pdf and "{{7*7}}" in pdf and "$x^2$" in pdf


def test_marks_that_turn_or_hide_text_are_made_visible() -> None:
    assert printable("文\u202e字\x0b甲\n乙") == "文⟨U+202E⟩字 甲 乙"
    assert printable("a\x00b") == "a⟨U+0000⟩b"


def test_a_title_breaks_between_words_into_even_lines() -> None:
    title = "四川省人民政府办公厅关于2025年上半年政府网站与政府系统政务新媒体检查情况的通报"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) == 3 and max(map(len, lines)) <= 19 and min(map(len, lines)) >= 9
    assert "".join(title_lines("无" * 50)) == "无" * 50
    assert title_lines("短标题") == ["短标题"]


def test_the_date_stands_four_in_and_the_name_over_its_middle() -> None:
    office, day = signature_indents("四川省人民政府办公厅", "2025年6月25日")
    middle = office + width_in_characters("四川省人民政府办公厅") / 2
    assert middle == pytest.approx(day + width_in_characters("2025年6月25日") / 2) and day >= 4


def test_documents_are_office_files(written: Path) -> None:
    for name in ("bulletin.docx", "annex.xlsx"):
        with zipfile.ZipFile(io.BytesIO((written / name).read_bytes())) as archive:
            assert archive.testzip() is None
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_a_chinese_font_the_pdf_is_left_out_with_a_sentence(
    quarter: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    latin = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr("zhengjian.bulletin.pdf.typst.Fonts", lambda **_: latin)
    (tmp_path / "bulletin.pdf").write_bytes(b"an earlier one")
    written = write(quarter, tmp_path)
    assert written.left_out == ("没有找到中文字体，不能生成 PDF；请安装中文字体（如 fonts-noto-cjk）后重新生成",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annex.xlsx", "bulletin.docx", "bulletin.html", "claims.json"]


def test_the_pdf_is_archival_unless_a_character_has_no_glyph(written: Path, hostile: Path) -> None:
    assert b"pdfaid:part" in (written / "bulletin.pdf").read_bytes()
    assert len(PdfReader(hostile / "bulletin.pdf").pages) > 5


@pytest.mark.parametrize("layout", ["letter", "ordinary"])
def test_properties_stand_in_the_order_that_word_wants(quarter: Material, layout: str) -> None:
    from zhengjian.bulletin.compose import compose_bulletin
    from zhengjian.bulletin.docx import bulletin_docx
    from zhengjian.bulletin.ooxml import PARAGRAPH_ORDER

    runs = ("rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "sz", "szCs", "lang")
    section = ("headerReference", "footerReference", "pgSz", "pgMar", "cols", "titlePg", "docGrid")
    draft = msgspec.structs.replace(compose_bulletin(quarter)[0], letter=layout == "letter")
    found = 0
    with zipfile.ZipFile(io.BytesIO(bulletin_docx(draft))) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
                continue
            root = etree.fromstring(archive.read(name))
            for tag, order in (("pPr", PARAGRAPH_ORDER), ("rPr", runs), ("sectPr", section)):
                for properties in root.iter(f"{{*}}{tag}"):
                    names = [etree.QName(child).localname for child in properties]
                    places = [order.index("footerReference" if one == "headerReference" else one) for one in names]
                    assert places == sorted(places), (name, tag, names)
                    found += 1
    assert found > 300


def test_a_write_that_fails_leaves_the_earlier_bulletin_whole(
    quarter: Material, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in written.iterdir():
        (tmp_path / path.name).write_bytes(b"earlier")
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name.startswith("bulletin.html"):
            raise OSError(28, "No space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write(quarter, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        (path.name for path in written.iterdir()), b"earlier"
    )
