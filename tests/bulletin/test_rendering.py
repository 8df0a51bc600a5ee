"""The papers as pictures: pages, lines to the page, the red rules of the letter format. Skipped where a tool is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from zhengjian.bulletin import Material, write

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils (pdftoppm) is not installed")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

RESOLUTION = 60  # dots per inch
MM = RESOLUTION / 25.4
Picture = tuple[int, int, bytes]


def pictures(pdf: Path, folder: Path) -> list[Picture]:
    """Pages as (width, height, RGB bytes)."""
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), str(pdf), str(folder / "page")], check=True, timeout=60)
    made = []
    for path in sorted(folder.glob("page*.ppm")):
        head, data = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", path.read_bytes()), path.read_bytes()
        assert head is not None
        made.append((int(head[1]), int(head[2]), data[head.end() :]))
    return made


def red_rows(picture: Picture) -> list[float]:
    """Heights in millimetres at which a red line at least 160 mm long lies."""
    width, height, data = picture
    rows = []
    for y in range(height):
        line = data[3 * width * y : 3 * width * (y + 1)]
        red = sum(line[3 * x] > 150 and line[3 * x + 1] < 140 and line[3 * x + 2] < 140 for x in range(width))
        if red > 160 * MM:
            rows.append(y / MM)
    return rows


def printed_lines(picture: Picture) -> int:
    """How many bands of ink lie in the text area."""
    width, height, data = picture
    dark = [any(value < 110 for value in data[3 * width * y : 3 * width * (y + 1) : 3]) for y in range(height)]
    inside = dark[int(36 * MM) : int(263 * MM)]
    return sum(ink and not any(inside[max(y - 4, 0) : y]) for y, ink in enumerate(inside))  # strokes of one character lie closer


def text_lines(pdf: Path, page: int) -> list[str]:
    """The lines of a page; none beyond the last page."""
    found = subprocess.run(
        ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"], check=False, capture_output=True, timeout=60
    )
    return [line for line in found.stdout.decode().splitlines() if line.strip()]


def as_pdf(docx: Path, folder: Path) -> Path:
    """The Word file through LibreOffice, in a profile of its own: a busy profile writes nothing and says nothing."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / docx.with_suffix(".pdf").name


@needs_poppler
def test_the_letter_has_its_red_rules_on_the_first_page_only(written: Path, tmp_path: Path) -> None:
    first, *others = pictures(written / "bulletin.pdf", tmp_path)
    rows = red_rows(first)
    assert [row for row in rows if 40 < row < 60] and [row for row in rows if 270 < row < 280]
    assert all(row < 60 or row > 270 for row in rows)
    assert not any(red_rows(page) for page in others)


@needs_poppler
def test_the_first_page_has_no_number_and_the_others_have(written: Path) -> None:
    assert not re.search(r"—\s*1\s*—", "\n".join(text_lines(written / "bulletin.pdf", 1)))
    assert re.search(r"—\s*2\s*—", text_lines(written / "bulletin.pdf", 2)[-1])


@needs_poppler
def test_a_full_page_has_22_lines_of_28_characters(written: Path, tmp_path: Path) -> None:
    second = pictures(written / "bulletin.pdf", tmp_path)[1]
    assert printed_lines(second) == 22
    widths = [sum(0.5 if ord(one) < 0x2000 else 1 for one in line.strip()) for line in text_lines(written / "bulletin.pdf", 2)]
    assert 26 <= max(widths) <= 32  # closing marks give way


@needs_poppler
def test_the_table_of_units_fits_one_page(written: Path) -> None:
    pages = [page for page in range(1, 12) if any("合计" in line and "4059" in line for line in text_lines(written / "bulletin.pdf", page))]
    (page,) = pages
    assert any("成都" in line and "854" in line for line in text_lines(written / "bulletin.pdf", page))


@needs_poppler
def test_the_ordinary_format_has_its_red_head_and_a_number_on_every_page(quarter: Material, tmp_path: Path) -> None:
    office = msgspec.structs.replace(quarter.office, layout="ordinary")
    write(replace(quarter, office=office), tmp_path)
    first = pictures(tmp_path / "bulletin.pdf", tmp_path)[0]
    width, _, data = first
    red = [
        y / MM for y in range(first[1]) if any(data[3 * (width * y + x)] > 200 and data[3 * (width * y + x) + 1] < 80 for x in range(width))
    ]
    assert 37 < min(red) < 90 and max(red) < 160
    text = "\n".join(text_lines(tmp_path / "bulletin.pdf", 1))
    assert "办公厅文件" in text and re.search(r"—\s*1\s*—", text)


@needs_poppler
@needs_office
def test_the_word_file_is_laid_out_like_the_pdf(written: Path, tmp_path: Path) -> None:
    pdf = as_pdf(written / "bulletin.docx", tmp_path)
    first, *others = pictures(pdf, tmp_path)
    rows = red_rows(first)
    assert [row for row in rows if 40 < row < 60] and [row for row in rows if 265 < row < 280]
    assert not any(red_rows(page) for page in others)
    assert printed_lines(others[0]) == 22
    assert re.search(r"—\s*2\s*—", text_lines(pdf, 2)[-1])
    tables = [page for page in range(1, 12) if any("合计" in line and "4059" in line for line in text_lines(pdf, page))]
    assert len(tables) == 1
    text = "\n".join(text_lines(pdf, tables[0]))
    assert "成都" in text and "附件" in text
