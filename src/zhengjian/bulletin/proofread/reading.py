"""Any bulletin as paragraphs and tables: DOCX, PDF, HTML or plain text, ours or not."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import turbohtml
from docx import Document
from docx.table import Table as WordTable
from pypdf import PdfReader

Grid = tuple[tuple[str, ...], ...]

PAGE_NUMBER = re.compile(r"\s*[—–-]+\s*\d+\s*[—–-]+\s*|\s*\d+\s*")
COUNT_LINE = re.compile(r"\s*(\S.*?)((?:\s+(?:\d[\d,]*(?:\.\d+)?%?|[—–-]+)){3,})[市州（）]*\s*")  # a group's name may be glued to the end
OPENS_PARAGRAPH = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、](?!\d)|附件|信息公开选项|\d{4}年\d+月\d+日$")
ENDS_PARAGRAPH = "。！？：；"
HEADING = re.compile(r"[一二三四五六七八九十]+、[^。，]{2,24}")
EMPTY_QUOTES = re.compile(r"“\s*”")
GROUP = re.compile(r"[市州（）()]+")  # a group's name, which may stand before a row's own
KNOWN_TITLES = ("网站总数", "市级门户网站数", "市级部门网站数", "县级门户（含高新区）网站数", "存在突出问题数", "政务新媒体总数")


class Unreadable(Exception):
    """The file cannot be read as a document; the text is one Chinese sentence with place and remedy."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as read: paragraphs in order, and tables with merged cells repeated in each place they cover.

    ``quoted`` is False when quotation marks could not be read in their places: names in quotes are unknown then.
    """

    paragraphs: tuple[str, ...]
    tables: tuple[Grid, ...]
    quoted: bool = True


def read(path: Path) -> Paper:
    """Read a document by its extension. Raises ``Unreadable``."""
    kind = path.suffix.lower()
    if kind not in READERS:
        raise Unreadable(f"{path.name} 不是可校对的文件；请提供 {'、'.join(READERS)} 文件")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} 无法打开（{error.strerror}）；请检查路径和权限") from None
    try:
        paper = READERS[kind](data)
    except Exception:  # whatever the parsers of office files and PDF raise on damaged ones
        raise Unreadable(f"{path.name} 的内容不是有效的 {kind[1:].upper()} 文件；请重新导出后再试") from None
    if not paper.paragraphs and not paper.tables:
        raise Unreadable(f"{path.name} 中没有读到文字（可能是空文件或扫描件）；请换成有文字的文件")
    return paper


def of_text(text: str) -> Paper:
    """Plain text: lines with tabs, or with several numbers at the end, are rows of tables."""
    lines, tables, rows = list[str](), list[Grid](), list[tuple[str, ...]]()
    for line in [*text.splitlines(), ""]:
        if line.count("\t") >= 2:
            rows.append(tuple(cell.strip() for cell in line.split("\t")))
            continue
        if rows:
            tables.append(tuple(rows))
            rows = []
            lines.append("")
        lines.append(line)
    if not tables:
        lines, tables = _spaced_tables(lines)
    return Paper(tuple(joined(lines)), tuple(tables))


def joined(lines: Iterable[str]) -> list[str]:
    """Paragraphs from lines: a line that neither ends a sentence nor is a heading goes on in the next."""
    paragraphs: list[str] = []
    open_paragraph = False
    for line in (one.strip() for one in lines):
        if not line or PAGE_NUMBER.fullmatch(line):
            continue
        if open_paragraph and not OPENS_PARAGRAPH.match(line):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        last = paragraphs[-1]
        open_paragraph = last[-1] not in ENDS_PARAGRAPH and not HEADING.fullmatch(last) and len(line) > 12
    return paragraphs


def _decoded(data: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _word(data: bytes) -> Paper:
    document = Document(io.BytesIO(data))
    paragraphs, tables, rows = list[str](), list[Grid](), list[tuple[str, ...]]()
    for part in document.iter_inner_content():
        if isinstance(part, WordTable):
            tables.append(tuple(tuple(cell.text.strip() for cell in row.cells) for row in part.rows))
        elif part.text.count("\t") >= 2:  # a table that lost its frame
            rows.append(tuple(cell.strip() for cell in part.text.split("\t")))
        elif part.text.strip():
            paragraphs.append(part.text.strip())
    return Paper(tuple(paragraphs), tuple([*tables, tuple(rows)] if rows else tables))


def _html(data: bytes) -> Paper:
    page = turbohtml.parse(_decoded(data))
    tables = tuple(tuple(tuple("".join(cell.split()) for cell in row) for row in table) for table in page.tables())
    for table in page.select("table, script, style, title"):
        table.decompose()
    lines = [line.strip() for line in page.to_text().splitlines()]
    return Paper(tuple(line for line in lines if line), tables)


def _pdf(data: bytes) -> Paper:
    kept, tables = _spaced_tables(_page_lines(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    quoted = not any(EMPTY_QUOTES.search(line) for line in kept)  # some writers draw quotation marks apart from the text
    if not quoted:
        kept = [re.sub("[“”]", "", line) for line in kept]
    return Paper(tuple(joined(kept)), tuple(tables), quoted)


def _page_lines(pages: Iterable[str]) -> list[str]:
    return [line for page in pages for line in map(_closed, page.splitlines()) if not PAGE_NUMBER.fullmatch(line)]


def _closed(line: str) -> str:
    """Without the blanks that layout puts between characters and digits; table rows keep theirs."""
    if COUNT_LINE.fullmatch(line):
        return line
    return re.sub(r"(?<=[\u3000-\uffef\u2014-\u201d])[ \u3000]+|[ \u3000]+(?=[\u3000-\uffef\u2014-\u201d])", "", line)


def _spaced_tables(lines: Sequence[str]) -> tuple[list[str], list[Grid]]:
    """Rows like ``成都 65 1 43`` taken out of the lines, with the heads found before them."""
    kept, tables, rows = list[str](), list[Grid](), list[tuple[str, ...]]()
    head: list[str] = []
    for line in lines:
        row = COUNT_LINE.fullmatch(line)
        if row is None:
            kept.append(line)
            head = ([*head, line] if not rows else head)[-40:]
            continue
        label, numbers = row[1], row[2].split()
        if label.isdigit():  # the name was broken over the lines before
            label, numbers = _taken_back(kept), [label, *numbers]
        if kept and label.count("）") > label.count("（") and kept[-1].count("（") > kept[-1].count("）"):
            label = kept.pop() + label  # a label that was broken over two lines
        label = "".join(part for part in label.split() if not GROUP.fullmatch(part)) or label
        rows.append((label, *numbers))
    if len(rows) < 3:
        return list(lines), []
    usual = Counter(len(row) - 1 for row in rows).most_common(1)[0][0]
    titles = _titles("".join("".join(head).split()), usual)
    tables.append((("单位", *titles), *(_fitted(row, len(titles)) for row in rows)))
    return kept, tables


def _taken_back(kept: list[str]) -> str:
    """A row's name out of the short lines that were kept last."""
    parts: list[str] = []
    while kept and len(kept[-1]) <= 6 and len(parts) < 3 and not GROUP.fullmatch(kept[-1]) and kept[-1][-1] not in ENDS_PARAGRAPH + "数":
        parts.insert(0, kept.pop())
    return "".join(parts) or "（无名称）"


def _fitted(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A row whose name ends in digits has them back in its name."""
    more = max(len(row) - 1 - width, 0)
    return ("".join(row[: 1 + more]), *row[1 + more :])


def _titles(head: str, usual: int) -> list[str]:
    """Column titles found in the text before a table; numbered as many as rows usually have when they cannot be told."""
    tail = head[-200:]
    places = sorted((found.start(), title) for title in KNOWN_TITLES for found in re.finditer(re.escape(title), tail))
    titles = [title for _, title in places]
    whole = len(titles) == usual or len(titles) == usual - 1 >= 6  # one more where names end in digits
    return titles if whole else [f"第{number}列" for number in range(1, usual + 1)]


def _text(data: bytes) -> Paper:
    return of_text(_decoded(data))


READERS: dict[str, Callable[[bytes], Paper]] = {".docx": _word, ".pdf": _pdf, ".html": _html, ".htm": _html, ".txt": _text}
