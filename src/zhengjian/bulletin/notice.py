"""The notice to one unit (整改通知): what was found, where, on what ground, and until when it must be answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from zhengjian.bulletin.compose import chinese_date
from zhengjian.bulletin.docx import add_table, blank, centred_title, line, new_document, saved, sign
from zhengjian.bulletin.draft import Cell, Table
from zhengjian.bulletin.layout import FACE_BODY, title_lines
from zhengjian.bulletin.safe import printable
from zhengjian.config import Office
from zhengjian.model import Period, Value

WIDTHS = (0.7, 2.6, 2.2, 3.6, 4.0)
HEADS = ("序号", "网站或账号", "问题类别", "具体问题", "位置")
LONGEST = 300


class NoticeItem(Value):
    """One finding as the notice names it; texts are masked by the caller."""

    target: str
    check: str
    what: str
    where: str
    basis: str
    finding: str


class NoticeSheet(Value):
    """Everything a notice says. ``number`` is printed as it stands, 〔2025〕12号."""

    number: str
    period: Period
    unit: str
    items: tuple[NoticeItem, ...]
    issued: date
    due: date
    objection_until: date
    office: Office


def write_notice(sheet: NoticeSheet, out: Path) -> None:
    """The notice as DOCX in the office's layout; the same sheet gives the same bytes."""
    title = f"关于{sheet.period.chinese}政府网站与政务新媒体检查发现问题的整改通知"
    document = new_document(title, sheet.office.name, sheet.issued)
    line(document, [(f"整改通知{sheet.number}", FACE_BODY)], align=ALIGN.RIGHT)
    blank(document)
    centred_title(document, title_lines(title))
    blank(document)
    line(document, [(printable(f"{sheet.unit}："), FACE_BODY)])
    for text in _body(sheet):
        line(document, [(printable(text), FACE_BODY)], align=ALIGN.JUSTIFY, first=2)
    sign(document, sheet.office.name, chinese_date(sheet.issued))
    heading = line(document, [(f"附：问题清单（共{len(sheet.items)}条）", FACE_BODY)])
    heading.paragraph_format.page_break_before = True
    add_table(document, _table(sheet))
    out.write_bytes(saved(document))


def _body(sheet: NoticeSheet) -> tuple[str, ...]:
    grounds = "、".join(dict.fromkeys(item.basis for item in sheet.items if item.basis))
    return (
        f"经检查并人工确认，你单位主管主办的政府网站与政务新媒体存在{len(sheet.items)}条问题，详见问题清单。"
        + (f"检查依据：{grounds}。" if grounds else ""),
        f"请于{chinese_date(sheet.due)}前完成整改，并在检查系统中逐条反馈整改情况，附整改后的页面截图等证明材料。收到反馈后将进行复查，复查未通过的退回重新整改。",
        f"对问题有异议的，请于{chinese_date(sheet.objection_until)}前逐条提出并附证据，逾期视为无异议。",
    )


def _table(sheet: NoticeSheet) -> Table:
    header = tuple(Cell(text=text) for text in HEADS)
    body = tuple(
        tuple(Cell(text=printable(text)[:LONGEST]) for text in (str(number), item.target, item.check, item.what, item.where))
        for number, item in enumerate(sheet.items, 1)
    )
    return Table(widths=WIDTHS, header=(header,), body=body)
