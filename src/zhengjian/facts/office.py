"""Text of office documents, PDF and pictures: for each kind a function that gives (place, text) pairs and what it missed."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from itertools import islice
from typing import Any, NamedTuple
from xml.etree import ElementTree

from zhengjian.facts import pictures
from zhengjian.facts.pictures import Effort

_MOST_XML = 48 * 1024 * 1024
_MOST_PAGES = 1_000
_MOST_ROWS = 200_000
_MOST_TEXT = 8_000_000
_MOST_ON_PAGE = 4
_MOST_PICTURE = 16 * 1024 * 1024
_DRAWN = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
CODE = "二维码"
"""The place of what a code in a picture says."""


class Read(NamedTuple):
    """What was read: (place, text) pairs; and in Chinese what was not."""

    parts: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


def docx(archive: zipfile.ZipFile, effort: Effort) -> Read:
    """Body, then headers, footers, notes and comments; a table row is a line, its cells parted by tabs."""
    places = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
    parts = []
    for name in sorted(archive.namelist(), key=lambda name: (name != "word/document.xml", name)):
        found = re.fullmatch(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml", name)
        if found:
            parts.append((places[found[1]], _xml_text(archive, name)))
    count = sum(name.startswith("word/media/") for name in archive.namelist())
    return _with_pictures(tuple(parts), _pictures(archive, "word/media/", effort), count)


def pptx(archive: zipfile.ZipFile, effort: Effort) -> Read:
    """Slides in their order, then the notes."""
    found = [
        (kind, int(number), name)
        for name in archive.namelist()
        for kind, number in re.findall(r"^ppt/(slides/slide|notesSlides/notesSlide)(\d{1,5})\.xml$", name)
    ]
    found.sort(key=lambda item: (item[0] != "slides/slide", item[1]))
    parts = tuple(
        (f"第{number}页" + ("备注" if "notes" in kind else ""), _xml_text(archive, name)) for kind, number, name in found[:_MOST_PAGES]
    )
    count = sum(name.startswith("ppt/media/") for name in archive.namelist())
    return _with_pictures(parts, _pictures(archive, "ppt/media/", effort), count)


def ofd(archive: zipfile.ZipFile) -> Read:
    """The national document format: its text codes, page by page."""
    names = sorted(name for name in archive.namelist() if name.endswith("Content.xml"))
    return Read(tuple((f"第{number}页", _xml_text(archive, name)) for number, name in enumerate(names[:_MOST_PAGES], 1)))


def open_document(archive: zipfile.ZipFile) -> Read:
    """Text of an OpenDocument file."""
    return Read((("", _xml_text(archive, "content.xml")),))


def _xml_text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        data = stream.read(_MOST_XML + 1)
    if len(data) > _MOST_XML:
        raise ValueError("too large")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("document type declarations are not read")
    pieces: list[str] = []
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        tag = element.tag.rsplit("}", 1)[-1]
        if event == "end":
            if tag in {"t", "TextCode", "delText"} and tag != "delText":
                pieces.append(element.text or "")
            elif tag in {"p", "h", "TextObject"}:
                pieces.append((element.text or "") if "opendocument" in element.tag else "")
                pieces.append("\n")
            elif tag == "span" and "opendocument" in element.tag:
                pieces.append(element.text or "")
            elif tag in {"tc", "table-cell"}:
                while pieces and pieces[-1] in {"\n", ""}:
                    pieces.pop()
                pieces.append("\t")
            elif tag in {"tr", "table-row"}:
                pieces.append("\n")
            if tag not in {"t", "span"}:
                element.clear()
        elif tag in {"tab"}:
            pieces.append("\t")
        elif tag in {"br", "cr", "line-break"}:
            pieces.append("\n")
    return "".join(pieces)


def sheets(data: bytes) -> Read:
    """Every sheet, hidden ones too: a row is a line, its cells parted by tabs."""
    import python_calamine  # loaded only for the few files that need it

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    parts: list[tuple[str, str]] = []
    rows = size = 0
    for name in book.sheet_names:
        lines: list[str] = []
        for row in book.get_sheet_by_name(name).iter_rows():
            rows += 1
            line = "\t".join(_cell(value) for value in row).rstrip("\t")
            size += len(line)
            if rows > _MOST_ROWS or size > _MOST_TEXT:
                parts.append((f"工作表“{name}”", "\n".join(lines)))
                return Read(tuple(parts), (f"超过{_MOST_ROWS}行，其余未读取",))
            lines.append(line)
        parts.append((f"工作表“{name}”", "\n".join(lines)))
    return Read(tuple(parts))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e19:
        return str(int(value))
    return str(value).replace("\n", " ").replace("\t", " ")


def pdf(data: bytes, effort: Effort) -> Read:
    """The text layer, page by page; of a page without one its pictures are read, or the page is named."""
    import pypdf  # loaded only for the few files that need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return Read(unread=("PDF 已加密，不能读取",))
    parts: list[tuple[str, str]] = []
    empty: list[int] = []
    size = 0
    for number, page in enumerate(reader.pages, 1):
        if number > _MOST_PAGES or size > _MOST_TEXT:
            return Read(tuple(parts), (f"超过{number - 1}页，其余未读取",))
        text = page.extract_text()
        if not text.strip() and effort.pictures > 0 and pictures.can_read_words():
            text = _scanned(page, effort)
        size += len(text)
        (parts.append((f"第{number}页", text)) if text.strip() else empty.append(number))
    unread = (f"第{'、'.join(map(str, empty[:5]))}页{'等' if len(empty) > 5 else ''}没有文字层（可能是扫描件），未读取",) if empty else ()
    return Read(tuple(parts), unread)


def _scanned(page: Any, effort: Effort) -> str:
    """The words of a page that is a picture; empty when they cannot be read."""
    try:
        shown = [picture.data for picture in islice(page.images, _MOST_ON_PAGE)]
        lines = [pictures.see(data, effort).words for data in shown if len(data) <= _MOST_PICTURE]
    except Exception:  # a picture in a form that is not read
        return ""
    return "\n".join(filter(None, lines))


def image(data: bytes, effort: Effort) -> Read:
    """Words of a picture, and why some were not read; its codes are parts of their own, placed as ``CODE``."""
    seen = pictures.see(data, effort)
    return Read((*((CODE, code) for code in seen.codes), *((("图中文字", seen.words),) if seen.words else ())), seen.unread)


def _pictures(archive: zipfile.ZipFile, folder: str, effort: Effort) -> Read:
    """What the pictures of an office document show, as far as effort is to be spent on them."""
    names = sorted(name for name in archive.namelist() if name.startswith(folder) and name.lower().endswith(_DRAWN))
    parts: list[tuple[str, str]] = []
    unread: list[str] = []
    for number, name in enumerate(names, 1):
        entry = archive.getinfo(name)
        if entry.file_size > _MOST_PICTURE or effort.pictures <= 0:
            unread.append(pictures.NOT_WORDS)
            continue
        try:
            found = image(archive.read(entry), effort)
        except Exception:  # a damaged picture in a sound document
            unread.append("图片已损坏")
            continue
        parts += [(place if place == CODE else f"图片{number}", text) for place, text in found.parts]
        unread += found.unread
    return Read(tuple(parts), tuple(dict.fromkeys(unread)))


def _with_pictures(parts: tuple[tuple[str, str], ...], shown: Read, count: int) -> Read:
    """A document's words and what its pictures show. What was not read of pictures matters where there are no words beside them."""
    worded = any(text.strip() for _, text in parts)
    missing = shown.unread and not worded
    unread = (f"文档内有{count}张图片，{'；'.join(shown.unread)}",) if missing else ()
    return Read((*parts, *shown.parts), unread)
