"""Readers that turn a file of any kind into text parts with places: what ``check`` and attachments are judged on.

Content decides the kind, never the file's name alone. Everything is bounded (bytes unpacked, entries, pages, depth): a
broken, encrypted or endless file ends as a ``Document`` whose ``unread`` says in Chinese what was not read and why.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Literal

from msgspec.structs import replace

from zhengjian.facts import office
from zhengjian.facts.page import decode_body
from zhengjian.facts.pictures import Effort
from zhengjian.model import Value

Kind = Literal["html", "text", "script", "style", "docx", "xlsx", "pptx", "pdf", "zip", "csv", "image", "ofd", "other"]

MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_TEXT = 4_000_000
MOST_DEPTH = 3
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_CLOSED = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩文件",
    b"MZ": "可执行文件",
    b"\x7fELF": "可执行文件",
}
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(
    r"</?(?:html|head|body|div|p|a|span|table|tr|td|ul|li|script|style|meta|title|iframe|marquee|font|img|br|h[1-6]|noscript|form|input)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:function\s*[\w$]*\s*\(|var\s+[\w$]+\s*=|let\s+[\w$]+\s*=|const\s+[\w$]+\s*=|document\s*[.\[]|window\s*[.\[]|eval\s*\(|String\s*\.\s*fromCharCode|location\s*[.=]|\$\(|unescape\s*\()"
)
_RULES = re.compile(r"[.#\w\-\s,>:*]{1,200}\{\s*(?:[a-z-]{2,40}\s*:[^;{}]{1,400};?\s*){1,60}\}", re.IGNORECASE)
_HTML_NAMES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php", ".do", ".jhtml"})


class Part(Value):
    """One text of a document. ``place`` says where in the file (empty for the whole), ``kind`` how to read it."""

    text: str
    place: str = ""
    kind: Literal["html", "text", "script", "style", "code"] = "text"
    charset: str = ""
    complete: bool = True


class Document(Value):
    """A file as text parts. ``unread`` lists, in Chinese, what could not be read; empty when everything was."""

    kind: Kind
    parts: tuple[Part, ...] = ()
    unread: tuple[str, ...] = ()


def read(data: bytes, name: str = "", content_type: str = "", *, depth: int = 0, effort: Effort | None = None) -> Document:
    """Read one file. Never raises for what a file holds. ``effort`` bounds the pictures whose words are read (default: none)."""
    if not data:
        return Document(kind="other", unread=("文件为空",))
    if len(data) > MOST_BYTES:
        return Document(kind="other", unread=(f"文件有{len(data) // 1048576} MB，超过{MOST_BYTES // 1048576} MB，未读取",))
    try:
        found = _read(data, name, content_type, depth, effort or Effort())
        return found if depth else _within(found)
    except Exception as error:  # a damaged file may fail anywhere in a library; that is what the file is, not a bug of ours
        return Document(kind="other", unread=(f"文件已损坏或格式不规范，未能读取（{type(error).__name__}）",))


def _read(data: bytes, name: str, content_type: str, depth: int, effort: Effort) -> Document:
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return _whole("pdf", office.pdf(data, effort))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, depth, effort)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data, name)
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _whole("image", office.image(data, effort))
    for magic, what in _CLOSED.items():
        if data.startswith(magic):
            return Document(kind="other", unread=(f"{what}不能读取",))
    return _text(data, name, content_type)


def _within(document: Document) -> Document:
    """The document with as many characters as can be judged in reasonable time."""
    left, parts = MOST_TEXT, []
    for part in document.parts:
        if left > 0:
            parts.append(part if len(part.text) <= left else replace(part, text=part.text[:left], complete=False))
        left -= len(part.text)
    unread = (f"文字超过{MOST_TEXT // 10_000}万字，其余未读取",) if left < 0 else ()
    return replace(document, parts=tuple(parts), unread=(*document.unread, *unread))


def _whole(kind: Kind, found: office.Read) -> Document:
    parts = (Part(text=text, place=place, kind="code" if place == office.CODE else "text") for place, text in found.parts if text.strip())
    read_all = tuple(parts) or ((Part(text=""),) if kind == "image" and not found.unread else ())  # a picture without words was read
    return Document(kind=kind, parts=read_all, unread=found.unread)


def _text(data: bytes, name: str, content_type: str) -> Document:
    text, charset, whole = decode_body(data, content_type)
    odd = sum(character < " " and character not in "\r\n\t\f" for character in text[:4000])
    if odd * 20 > min(len(text), 4000):
        return Document(kind="other", unread=("不是可识别的文件类型，未读取",))
    kind = sniff(text, name, content_type)
    unread = () if whole else ("部分字节不能按任何常用编码读出",)
    if kind == "csv":
        return Document(kind="csv", parts=(Part(text=text.replace(",", "\t"), charset=charset, complete=whole),), unread=unread)
    part = Part(text=text, kind=kind, charset=charset, complete=whole)
    return Document(kind=kind, parts=(part,), unread=unread)


def sniff(text: str, name: str = "", content_type: str = "") -> Literal["html", "text", "script", "style", "csv"]:
    """What a text is: by its own form first, then by the name's ending or the declared type."""
    ending = PurePosixPath(re.split(r"[?#]", name)[0]).suffix.lower()
    if _HTML_START.match(text[:4000]):
        return "html"
    if ending in {".js", ".mjs"} or "javascript" in content_type:
        return "script"
    if ending == ".css" or "text/css" in content_type:
        return "style"
    if ending == ".csv" or "text/csv" in content_type:
        return "csv"
    if ending in _HTML_NAMES or "html" in content_type:
        return "html"
    head = text[:200_000]
    tags = sum(1 for _ in zip(_TAGS.finditer(head), range(50), strict=False))
    if ending in {".txt", ".md"} and tags < 5:
        return "text"
    start = head.lstrip()[:1]
    if tags and start == "<":
        return "html"
    code = sum(1 for _ in zip(_CODE.finditer(head), range(50), strict=False))
    dense = sum(head.count(mark) for mark in "{}();=")
    if code and dense * 25 >= min(len(head), 200_000) and start != "<":
        return "script"
    if tags >= 2 or (tags and "</" in head):
        return "html"
    return "style" if not code and _RULES.match(head.lstrip()[:4000]) else "text"


def _archive(data: bytes, depth: int, effort: Effort) -> Document:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        return Document(kind="zip", unread=("压缩包或 Office 文档已损坏，未能读取",))
    names = archive.namelist()
    total = sum(entry.file_size for entry in archive.infolist())
    if total > MOST_BYTES * 2 or len(names) > MOST_ENTRIES:
        return Document(kind="zip", unread=(f"解压后达{total // 1048576} MB、{len(names)}个文件，超过限度，未读取",))
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        return Document(kind="zip", unread=("压缩包已加密，不能读取",))
    present = set(names)
    if "word/document.xml" in present:
        return _whole("docx", office.docx(archive, effort))
    if any(name.startswith("ppt/slides/") for name in names):
        return _whole("pptx", office.pptx(archive, effort))
    if any(name.startswith("xl/") for name in names) or _is_sheet(archive, present):
        return _whole("xlsx", office.sheets(data))
    if "OFD.xml" in present:
        return _whole("ofd", office.ofd(archive))
    if "content.xml" in present and "mimetype" in present:
        return _whole("docx", office.open_document(archive))
    return _packed(archive, depth, effort)


def _is_sheet(archive: zipfile.ZipFile, present: set[str]) -> bool:
    return "mimetype" in present and b"spreadsheet" in archive.read("mimetype")[:200]


def _packed(archive: zipfile.ZipFile, depth: int, effort: Effort) -> Document:
    if depth >= MOST_DEPTH:
        return Document(kind="zip", unread=("压缩包层层嵌套，过深部分未读取",))
    parts: list[Part] = []
    unread: list[str] = []
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        name = _entry_name(entry)
        effort.unpacked -= entry.file_size
        if effort.unpacked < 0:
            unread.append(f"{name}：解压总量超过限度，未读取")
            continue
        inner = read(_bounded(archive, entry), name, depth=depth + 1, effort=effort)
        parts += [Part(text=part.text, place=f"{name} {part.place}".strip(), kind=part.kind, charset=part.charset) for part in inner.parts]
        unread += [f"{name}：{reason}" for reason in inner.unread]
    return Document(kind="zip", parts=tuple(parts), unread=tuple(unread))


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most as many bytes as the entry says it has: a lying header does not unpack without end."""
    with archive.open(entry) as stream:
        return stream.read(entry.file_size + 1)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Chinese names written by old packers are GB18030 under a label of CP437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _compound(data: bytes, name: str) -> Document:
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e" in data:
        return Document(kind="other", unread=("文档已加密，不能读取",))
    if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00" in data or name.lower().endswith((".xls", ".et")):
        return _whole("xlsx", office.sheets(data))
    return Document(kind="other", unread=("旧版 Word、PPT 或 WPS 二进制文档不能读取，请另存为 DOCX、PPTX 或 PDF",))
