"""``bulletin.docx`` after GB/T 9704-2012: python-docx for the package, our own paragraph and page settings.

The grid is ``lines`` with an exact line height and slightly tightened characters: with ``linesAndChars`` LibreOffice
gives each character two cells.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from zhengjian.bulletin.compose import chinese_date
from zhengjian.bulletin.draft import Annex, Block, Draft, Picture, Run, Table
from zhengjian.bulletin.fixed_zip import fixed_zip
from zhengjian.bulletin.layout import (
    BODY_PT,
    BOTTOM_MM,
    FACE_BODY,
    FACE_HEADING,
    FACE_LEAD,
    FACE_TITLE,
    LEFT_MM,
    LINE_PT,
    RIGHT_MM,
    TITLE_LINE_PT,
    TITLE_PT,
    TOP_MM,
    signature_indents,
    title_lines,
)
from zhengjian.bulletin.ooxml import add_to_paragraph, double_rule, element, page_number_runs, run_properties, set_face, table_element

TEXT_MM = 210 - LEFT_MM - RIGHT_MM
CHARACTER_PT = BODY_PT - 0.25
TABLE_PT = 10.5


def bulletin_docx(draft: Draft) -> bytes:
    """The document as bytes; the same draft gives the same bytes."""
    document = new_document(draft.title, draft.office, draft.issued)
    if draft.letter:
        _letter_head(document, draft.office)
        line(document, [(draft.number, FACE_BODY)], align=ALIGN.RIGHT, before=14)
    else:
        _ordinary_head(document, draft)
    blank(document, 2)
    centred_title(document, title_lines(draft.title))
    blank(document)
    line(document, [(f"{draft.recipients}：", FACE_BODY)])
    for block in draft.body:
        _block(document, block)
    _attachments(document, draft.annexes)
    sign(document, draft.office, chinese_date(draft.issued))
    for number, annex in enumerate(draft.annexes, 1):
        _annex(document, str(number) if len(draft.annexes) > 1 else "", annex)
    if draft.disclosure:
        line(document, [(f"信息公开选项：{draft.disclosure}", FACE_BODY)], before=14)
    return saved(document)


def new_document(title: str, author: str, day: date) -> Any:
    """An empty A4 document with the official page, grid and page numbers; nothing in it depends on the clock."""
    document = Document()
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    properties, stamp = document.core_properties, datetime.combine(day, time())
    properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], author[:255]
    properties.created = properties.modified = stamp
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    _default_face(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.footer_distance = Mm(20)
    for held in section._sectPr.findall(element("docGrid").tag):
        section._sectPr.remove(held)
    section._sectPr.append(element("docGrid", type="lines", linePitch=round(LINE_PT * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(16)
        indent = Pt(14)
        if align is ALIGN.RIGHT:
            paragraph.paragraph_format.right_indent = indent
        else:
            paragraph.paragraph_format.left_indent = indent
        page_number_runs(paragraph, "宋体", 14)
    return document


def _default_face(document: Any) -> None:
    """The document's defaults and its Normal style speak our face and Chinese; the template's theme fonts would win otherwise."""
    styles = document.styles.element
    defaults = next(styles.iter(element("rPrDefault").tag))
    for held in list(defaults):
        defaults.remove(held)
    properties = run_properties(FACE_BODY, BODY_PT, tight=False)
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))
    defaults.append(properties)
    style = document.styles["Normal"].element
    layout = style.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):  # no gap between characters and digits: 28 to the line
        layout.append(element(name, val=0))
    style.append(run_properties(FACE_BODY, BODY_PT))


def _letter_head(document: Any, office: str) -> None:
    """First page: the office's name and a red double rule at the head, another at the foot, no page number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    head = section.first_page_header
    head.is_linked_to_previous = False
    name = head.paragraphs[0]
    name.alignment = ALIGN.CENTER
    size = min(44.0, int(160 / 25.4 * 72 / (len(office) * 1.02)))
    set_face(name.add_run(office), FACE_TITLE, size, red=True, bold=False, tight=False)
    name.paragraph_format.space_after = Pt(4)
    rule = head.add_paragraph()
    _thin(rule)
    double_rule(rule, "bottom", thick_first=True, beyond_mm=(8, 6))
    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    _thin(foot.paragraphs[0])
    double_rule(foot.paragraphs[0], "bottom", thick_first=False, beyond_mm=(8, 6))


def _ordinary_head(document: Any, draft: Draft) -> None:
    """The ordinary format: the red name, the number in the middle, a red rule."""
    line(document, [], before=0)
    name = document.add_paragraph()
    name.alignment = ALIGN.CENTER
    name.paragraph_format.space_before, name.paragraph_format.space_after = Pt(60), Pt(2 * LINE_PT)
    size = min(54.0, int(150 / 25.4 * 72 / (len(draft.office) + 2)))
    set_face(name.add_run(f"{draft.office}文件"), FACE_TITLE, size, red=True, tight=False)
    number = line(document, [(draft.number, FACE_BODY)], align=ALIGN.CENTER)
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=12, space=11, color="E60012"))
    add_to_paragraph(number, borders)


def _thin(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(2)


def line(document: Any, runs: Sequence[tuple[str, str]], *, align: Any = None, before: float = 0, first: float = 0) -> Any:
    """A paragraph of (text, face) runs in the body's size; ``first`` is the first line's indent in characters."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_before, layout.space_after = Pt(LINE_PT), Pt(before), Pt(0)
    if align is not None:
        paragraph.alignment = align
    if first:
        layout.first_line_indent = Pt(first * CHARACTER_PT)
    for text, face in runs:
        set_face(paragraph.add_run(text), face, BODY_PT)
    return paragraph


def blank(document: Any, lines: int = 1) -> None:
    """Empty lines."""
    for _ in range(lines):
        line(document, [])


def centred_title(document: Any, lines: Sequence[str]) -> None:
    """A title in size two, one paragraph a line."""
    for text in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.line_spacing = Pt(TITLE_LINE_PT)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        set_face(paragraph.add_run(text), FACE_TITLE, TITLE_PT, tight=False)


def _block(document: Any, block: Block) -> None:
    text = "".join(run.text for run in block.runs)
    if block.kind in {"heading", "subheading"}:
        line(document, [(text, FACE_HEADING)], first=2)
        return
    if block.kind == "note":
        note = line(document, [])
        note.paragraph_format.line_spacing = Pt(16)
        set_face(note.add_run(text), FACE_BODY, TABLE_PT, tight=False)
        return
    runs = [(block.lead, FACE_LEAD)] if block.lead else []
    paragraph = line(document, [*runs, (text, FACE_BODY)], align=ALIGN.JUSTIFY, first=2)
    paragraph.paragraph_format.widow_control = False


def sign(document: Any, office: str, day: str) -> None:
    """The office's name centred over the date at the right, kept together."""
    blank(document, 2)
    for text, indent in zip((office, day), signature_indents(office, day), strict=True):
        paragraph = line(document, [(text, FACE_BODY)], align=ALIGN.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(indent * CHARACTER_PT)
        paragraph.paragraph_format.keep_with_next = text is office


def _attachments(document: Any, annexes: Sequence[Annex]) -> None:
    """附件说明: numbered when there are several, hanging under the first title."""
    if annexes:
        blank(document)
    for number, annex in enumerate(annexes, 1):
        label = f"{number}. " if len(annexes) > 1 else ""
        paragraph = line(document, [(f"{'附件：' if number == 1 else ''}{label}{annex.title}", FACE_BODY)])
        hang = 1.2 if label else 0.0
        paragraph.paragraph_format.left_indent = Pt((5 + hang) * CHARACTER_PT)
        paragraph.paragraph_format.first_line_indent = Pt(-((3 if number == 1 else 0) + hang) * CHARACTER_PT)


def _annex(document: Any, number: str, annex: Annex) -> None:
    first = line(document, [(f"附件{number}", FACE_HEADING)])
    first.paragraph_format.page_break_before = True
    centred_title(document, title_lines(annex.title))
    small = line(document, [])
    small.paragraph_format.line_spacing = Pt(8)
    for one in annex.content:
        if isinstance(one, Table):
            add_table(document, one)
        elif isinstance(one, Picture):
            _picture(document, one)
        else:
            _block(document, one)


def _picture(document: Any, picture: Picture) -> None:
    """The picture and its caption, kept on one page; the caption is what a screen reader reads."""
    shape = document.add_picture(io.BytesIO(picture.png), width=Mm(TEXT_MM))
    shape._inline.docPr.set("descr", picture.caption)
    holder = document.paragraphs[-1].paragraph_format
    holder.keep_with_next, holder.space_before, holder.space_after = True, Pt(6), Pt(2)
    _block(document, Block(kind="note", runs=(Run(text=picture.caption),)))


def add_table(document: Any, table: Table) -> None:
    """The table over the whole text width, and the thinnest paragraph below."""
    document.element.body.insert_element_before(table_element(table, TEXT_MM, FACE_BODY, TABLE_PT), "w:sectPr")
    gap = line(document, [])
    gap.paragraph_format.line_spacing = Pt(1)


def saved(document: Any) -> bytes:
    """The package as bytes, with fixed times."""
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())
