"""``bulletin.pdf`` by typst: a fixed template reads the document as JSON, so no text of others is ever markup."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from zhengjian.bulletin.compose import chinese_date
from zhengjian.bulletin.draft import Block, Cell, Draft, Picture, Table
from zhengjian.bulletin.layout import signature_indents, title_lines

# Families that can set Chinese text; the template asks for them in its own order.
CHINESE = (
    "fandol",
    "noto serif cjk",
    "noto sans cjk",
    "source han",
    "fangsong",
    "kaiti",
    "simsun",
    "simhei",
    "fzxiaobiaosong",
    "song",
    "wenquanyi",
)

ARCHIVAL: Final = "a-2b"


class NoChineseFont(Exception):
    """No Chinese font was found: a PDF would be a page of blank boxes. The text is one Chinese sentence with a remedy."""


def bulletin_pdf(draft: Draft) -> bytes:
    """The document as PDF; the same draft and fonts give the same bytes. Raises ``NoChineseFont``."""
    with TemporaryDirectory(prefix="zhengjian-pdf-") as folder:
        for name, png in _pictures(draft).items():
            (Path(folder) / name).write_bytes(png)
        return _compile("bulletin.typ", as_json(draft), typst.Fonts(font_paths=font_folders()), Path(folder))


def _pictures(draft: Draft) -> dict[str, bytes]:
    """The document's pictures by the name under which the template finds them."""
    found = [one.png for annex in draft.annexes for one in annex.content if isinstance(one, Picture)]
    return {f"{number}.png": png for number, png in enumerate(found, 1)}


def _compile(template: str, data: dict[str, Any], fonts: typst.Fonts, folder: Path) -> bytes:
    if not any(family.lower().startswith(CHINESE) for family in fonts.families()):
        raise NoChineseFont("没有找到中文字体，不能生成 PDF；请安装中文字体（如 fonts-noto-cjk）后重新生成")
    source = folder / template
    source.write_bytes(resources.files("zhengjian.bulletin").joinpath(template).read_bytes())
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return typst.compile(source, root=folder, format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=ARCHIVAL, timestamp=0)
    except typst.TypstError:  # a character that no font has: an archival PDF refuses it, a plain one shows a box
        return typst.compile(source, root=folder, format="pdf", font_paths=fonts, sys_inputs=inputs, timestamp=0)


def font_folders() -> list[Path]:
    """Where the FangSong and KaiTi faces that set-up fetched lie; system fonts are found anyway."""
    folder = Path(sys.prefix) / "fonts"
    return [folder] if folder.is_dir() else []


def as_json(draft: Draft) -> dict[str, Any]:
    """What the template reads; pictures are named by their place in the document."""
    numbers = itertools.count(1)
    day = chinese_date(draft.issued)
    office_indent, day_indent = signature_indents(draft.office, day)
    return {
        "office": draft.office,
        "number": draft.number,
        "title": draft.title,
        "title_lines": title_lines(draft.title),
        "recipients": draft.recipients,
        "body": [_block(block) for block in draft.body],
        "annexes": [
            {
                "title": annex.title,
                "title_lines": title_lines(annex.title),
                "content": [_part(one, numbers) for one in annex.content],
            }
            for annex in draft.annexes
        ],
        "date": [draft.issued.year, draft.issued.month, draft.issued.day],
        "day": day,
        "office_indent": office_indent,
        "day_indent": day_indent,
        "disclosure": draft.disclosure,
        "letter": draft.letter,
    }


def _part(part: Block | Table | Picture, numbers: Iterator[int]) -> dict[str, Any]:
    if isinstance(part, Picture):
        return {"kind": "picture", "file": f"/{next(numbers)}.png", "text": part.caption}
    return _table(part) if isinstance(part, Table) else _block(part)


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, "lead": block.lead, "text": "".join(run.text for run in block.runs)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "widths": list(table.widths),
        "header": [[_cell(cell) for cell in row] for row in table.header],
        "body": [_cell(cell) for row in table.body for cell in row],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "columns": cell.columns, "rows": cell.rows, "left": cell.left}
