"""The few pieces of WordprocessingML that python-docx has no words for. All text goes in as element text, never as markup."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zhengjian.bulletin.draft import Cell, Table
from zhengjian.bulletin.layout import FACE_HEADING, FACE_LATIN, RED

TWIPS_PER_MM = 1440 / 25.4
PARAGRAPH_ORDER = (  # of the schema; of all its elements those that occur here
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "tabs", "autoSpaceDE", "autoSpaceDN"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"),
)


def element(tag: str, **attributes: str | int) -> Any:
    """``<w:tag w:name="value"/>``."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def add_to_paragraph(paragraph: Any, made: Any) -> None:
    """Put an element into a paragraph's properties where the schema wants it: Word is strict about the order."""
    properties = paragraph._p.get_or_add_pPr()
    place = PARAGRAPH_ORDER.index(_name(made))
    later = next((held for held in properties if PARAGRAPH_ORDER.index(_name(held)) > place), None)
    if later is None:
        properties.append(made)
    else:
        later.addprevious(made)


def _name(made: Any) -> str:
    return str(made.tag).rpartition("}")[2]


def run_properties(face: str, size_pt: float, *, red: bool = False, bold: bool = False, tight: bool = True) -> Any:
    """``w:rPr`` for a face and size. ``tight`` takes a quarter point off, so that 28 characters fill a line."""
    properties = element("rPr")
    properties.append(element("rFonts", ascii=FACE_LATIN, hAnsi=FACE_LATIN, eastAsia=face, cs=FACE_LATIN, hint="eastAsia"))
    if bold:
        properties.append(element("b"))
    if red:
        properties.append(element("color", val=RED))
    if tight:
        properties.append(element("spacing", val=-5))
    properties.append(element("sz", val=round(size_pt * 2)))
    properties.append(element("szCs", val=round(size_pt * 2)))
    return properties


def set_face(run: Any, face: str, size_pt: float, *, red: bool = False, bold: bool = False, tight: bool = True) -> None:
    """Give a python-docx run its face and size."""
    held = run._r.find(qn("w:rPr"))
    if held is not None:
        run._r.remove(held)
    run._r.insert(0, run_properties(face, size_pt, red=red, bold=bold, tight=tight))


def double_rule(paragraph: Any, side: str, *, thick_first: bool, beyond_mm: tuple[float, float]) -> None:
    """A red double rule on one side of a paragraph, reaching beyond the text area at the left and right."""
    borders = element("pBdr")
    # Word names the pair from the text outwards at the top and inwards at the bottom; both renderers were looked at.
    kind = "thickThinSmallGap" if thick_first else "thinThickSmallGap"
    borders.append(element(side, val=kind, sz=24, space=1, color=RED))
    add_to_paragraph(paragraph, borders)
    add_to_paragraph(paragraph, element("ind", left=-twips(beyond_mm[0]), right=-twips(beyond_mm[1])))


def page_number_runs(paragraph: Any, face: str, size_pt: float) -> None:
    """— 1 — with a PAGE field."""
    set_face(paragraph.add_run("— "), face, size_pt, tight=False)
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        set_face(run, face, size_pt, tight=False)
        if kind is None:
            instruction = element("instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
        else:
            run._r.append(element("fldChar", fldCharType=kind))
    set_face(paragraph.add_run(" —"), face, size_pt, tight=False)


def table_element(table: Table, width_mm: float, face: str, size_pt: float) -> Any:
    """A whole ``w:tbl``: spans as gridSpan and vMerge, the header rows repeated on every page."""
    total = sum(table.widths)
    widths = [twips(width_mm * width / total) for width in table.widths]
    made = element("tbl")
    properties = element("tblPr")
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, width in (("top", 20), ("left", 40), ("bottom", 20), ("right", 40)):
        margins.append(element(side, w=width, type="dxa"))
    properties.append(margins)
    made.append(properties)
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=width))
    made.append(grid)

    rows = [(row, True) for row in table.header] + [(row, False) for row in table.body]
    open_spans: dict[int, tuple[int, int]] = {}  # column → (rows still covered, columns)
    for row, is_header in rows:
        made.append(_row(row, is_header, widths, open_spans, FACE_HEADING if is_header else face, size_pt))
    return made


def _row(row: tuple[Cell, ...], is_header: bool, widths: list[int], spans: dict[int, tuple[int, int]], face: str, size_pt: float) -> Any:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=twips(6), hRule="atLeast"))
    if is_header:
        properties.append(element("tblHeader"))
    made.append(properties)
    waiting, column = list(row), 0
    while column < len(widths):
        if column in spans:
            left, columns = spans[column]
            made.append(_cell("", widths[column : column + columns], face, size_pt, merge="continue"))
            spans.pop(column)
            if left > 1:
                spans[column] = (left - 1, columns)
        elif waiting:
            cell = waiting.pop(0)
            columns = cell.columns
            merge = "restart" if cell.rows > 1 else ""
            made.append(_cell(cell.text, widths[column : column + columns], face, size_pt, merge=merge, left=cell.left))
            if cell.rows > 1:
                spans[column] = (cell.rows - 1, columns)
        else:
            columns = 1
            made.append(_cell("", widths[column : column + 1], face, size_pt))
        column += columns
    return made


def _cell(text: str, widths: list[int], face: str, size_pt: float, *, merge: str = "", left: bool = False) -> Any:
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=sum(widths), type="dxa"))
    if len(widths) > 1:
        properties.append(element("gridSpan", val=len(widths)))
    if merge:
        properties.append(element("vMerge", val=merge) if merge == "restart" else element("vMerge"))
    properties.append(element("vAlign", val="center"))
    made.append(properties)
    paragraph = element("p")
    layout = element("pPr")
    layout.append(element("snapToGrid", val=0))
    layout.append(element("spacing", before=0, after=0, line=260, lineRule="exact"))
    layout.append(element("jc", val="left" if left else "center"))
    paragraph.append(layout)
    if text:
        run = element("r")
        run.append(run_properties(face, size_pt, tight=False))
        for number, part in enumerate(text.split("\n")):
            if number:
                run.append(element("br"))
            words = element("t")
            words.text = part
            run.append(words)
        paragraph.append(run)
    made.append(paragraph)
    return made
