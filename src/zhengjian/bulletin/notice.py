"""整改通知单: one notice to a unit, in the office's letter format, with the list of what was found and until when."""

from __future__ import annotations

from datetime import date

from zhengjian.bulletin.compose import chinese_date
from zhengjian.bulletin.draft import Annex, Block, Cell, Draft, Picture, Run, Table
from zhengjian.bulletin.safe import printable
from zhengjian.config import Office
from zhengjian.model import Period, Value

TITLE = "政府网站与政务新媒体问题整改通知单"
WIDTHS = (0.8, 2.6, 2.8, 3.4, 3.4, 2.6)
HEADER = ("序号", "网站（账号）", "问题", "位置", "具体情况", "问题编号")


class NoticeItem(Value):
    """One finding as a unit reads it; text is already masked. ``basis`` is the document that the check serves."""

    target: str
    check: str
    what: str
    where: str
    value: str = ""
    basis: str = ""
    finding: str = ""


class NoticeSheet(Value):
    """One notice: ``number`` as printed, the last day for mending, and the last day for objections.

    ``pictures`` show some of the findings; their captions are already masked.
    """

    number: str
    period: Period
    unit: str
    items: tuple[NoticeItem, ...]
    issued: date
    due: date
    objection_until: date
    office: Office
    pictures: tuple[Picture, ...] = ()


def notice_draft(sheet: NoticeSheet) -> Draft:
    """The notice as a document."""
    targets = len({item.target for item in sheet.items})
    bases = "、".join(dict.fromkeys(printable(item.basis) for item in sheet.items if item.basis))
    paragraphs = (
        f"在{sheet.period.chinese}检查中，你单位主办或主管的{targets}个网站（账号）存在{len(sheet.items)}个问题，详见附件。"
        + (f"检查依据为{bases}。" if bases else ""),
        f"请逐项核实，于{chinese_date(sheet.due)}前完成整改，并反馈整改情况和佐证材料。我们将适时复查。",
        f"对所列问题有异议的，请于{chinese_date(sheet.objection_until)}前提出并附证明材料；经核实确属误判的，不计入检查结果。",
    )
    header = tuple(Cell(text=text) for text in HEADER)
    body = tuple(_row(number, item) for number, item in enumerate(sheet.items, 1))
    return Draft(
        office=printable(sheet.office.name),
        number=printable(sheet.number),
        title=TITLE,
        recipients=printable(sheet.unit),
        body=tuple(Block(kind="body", runs=(Run(text=text),)) for text in paragraphs),
        annexes=(Annex(title="问题清单", content=(Table(widths=WIDTHS, header=(header,), body=body),)), *_pictured(sheet)),
        issued=sheet.issued,
        disclosure="",
        letter=True,
    )


def _pictured(sheet: NoticeSheet) -> tuple[Annex, ...]:
    if not sheet.pictures:
        return ()
    captions = (Picture(png=one.png, caption=printable(one.caption)) for one in sheet.pictures)
    return (Annex(title="问题截图", content=tuple(captions)),)


def _row(number: int, item: NoticeItem) -> tuple[Cell, ...]:
    what = "：".join(filter(None, (printable(item.what), printable(item.value))))
    texts = (printable(item.target), printable(item.check), printable(item.where), what, printable(item.finding))
    return (Cell(text=str(number)), *(Cell(text=text, left=True) for text in texts))
