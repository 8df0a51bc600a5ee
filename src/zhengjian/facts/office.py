"""Text of office documents, PDF and pictures: for each kind a function that gives (place, text) pairs and what it missed."""

from __future__ import annotations

import importlib
import io
import logging
import re
import zipfile
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

_MOST_XML = 48 * 1024 * 1024
_MOST_PAGES = 1_000
_MOST_ROWS = 200_000
_MOST_TEXT = 8_000_000
_MOST_PIXELS = 60_000_000


class Read(NamedTuple):
    """What was read: (place, text) pairs; and in Chinese what was not."""

    parts: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


def docx(archive: zipfile.ZipFile) -> Read:
    """Body, then headers, footers, notes and comments; a table row is a line, its cells parted by tabs."""
    places = {"document": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
    parts = []
    for name in sorted(archive.namelist(), key=lambda name: (name != "word/document.xml", name)):
        found = re.fullmatch(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml", name)
        if found:
            parts.append((places[found[1]], _xml_text(archive, name)))
    pictures = sum(name.startswith("word/media/") for name in archive.namelist())
    unread = (f"文档内有{pictures}张图片，图中文字未读取",) if pictures and not any(text.strip() for _, text in parts) else ()
    return Read(tuple(parts), unread)


def pptx(archive: zipfile.ZipFile) -> Read:
    """Slides in their order, then the notes."""
    found = [
        (kind, int(number), name)
        for name in archive.namelist()
        for kind, number in re.findall(r"^ppt/(slides/slide|notesSlides/notesSlide)(\d{1,5})\.xml$", name)
    ]
    found.sort(key=lambda item: (item[0] != "slides/slide", item[1]))
    return Read(
        tuple(
            (f"第{number}页" + ("备注" if "notes" in kind else ""), _xml_text(archive, name)) for kind, number, name in found[:_MOST_PAGES]
        )
    )


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


def pdf(data: bytes) -> Read:
    """The text layer, page by page; a page without one is named, because pictures of text are not read here."""
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
        size += len(text)
        (parts.append((f"第{number}页", text)) if text.strip() else empty.append(number))
    unread = (f"第{'、'.join(map(str, empty[:5]))}页{'等' if len(empty) > 5 else ''}没有文字层（可能是扫描件），未读取",) if empty else ()
    return Read(tuple(parts), unread)


def image(data: bytes) -> Read:
    """Codes and words in a picture, when the extra ``ocr`` is installed; without it the picture is not read."""
    try:
        pillow = importlib.import_module("PIL.Image")
        codes = importlib.import_module("zxingcpp")
        reader = importlib.import_module("rapidocr")
    except ImportError:
        return Read(unread=("图片中的文字和二维码未读取：未安装文字识别组件（安装时加选 ocr）",))
    picture = pillow.open(io.BytesIO(data))
    if picture.width * picture.height > _MOST_PIXELS:
        return Read(unread=("图片过大，未读取",))
    picture = picture.convert("RGB")
    found = [("二维码", code.text) for code in codes.read_barcodes(picture) if code.text]
    words = _engine(reader)(_array(picture))
    lines = list(getattr(words, "txts", None) or ())
    return Read((*found, ("图中文字", "\n".join(lines))))


@cache
def _engine(module: Any) -> Any:
    """The recogniser, loaded once a process; its own progress lines are not wanted."""
    return module.RapidOCR(params={"Global.log_level": "critical"})


def _array(picture: object) -> object:
    return importlib.import_module("numpy").asarray(picture)
