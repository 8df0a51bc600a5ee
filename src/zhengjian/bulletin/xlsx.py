"""``annex.xlsx``: the table of units first, then the lists behind it. Text is always text: no cell is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from zhengjian.bulletin.annex import CITIES, COLUMNS, Row, identities, rows
from zhengjian.bulletin.compose import failing_rows, issued
from zhengjian.bulletin.cover import inconclusive_targets, not_seen, open_vetoes, target_labels, unchecked
from zhengjian.bulletin.fixed_zip import fixed_zip
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.phrases import area, title
from zhengjian.bulletin.safe import printable
from zhengjian.bulletin.supervision import PLATFORM_HEADS, UNIT_HEADS, platform_lines, unit_lines

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FACE = "宋体"


def annex_xlsx(material: Material) -> bytes:
    """The workbook as bytes; the same material gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    stamp = datetime.combine(issued(material), time())
    book.set_properties({"title": "检查情况表", "author": printable(material.office.name), "created": stamp})
    table = rows(material)
    _units(book, material, table)
    numbered = ((number, *row) for number, row in enumerate(failing_rows(material), 1))
    _list(book, "突出问题名单", (("序号", 6), ("主办单位", 30), ("名称", 40), ("类别", 14), ("主要问题", 50)), numbered)
    _list(book, "分地区情况", UNIT_HEADS, unit_lines(material))
    _list(book, "分平台情况", PLATFORM_HEADS, platform_lines(material))
    _list(book, "未结论", (("类型", 10), ("编号", 20), ("名称", 44), ("未能查清的单项否决指标", 60)), _inconclusive(material))
    _list(book, "未能读取", (("类型", 10), ("编号", 20), ("原因", 70)), _missed(material))
    _list(book, "未检查事项", (("检查项", 32), ("名称", 40)), ((name, title(name)) for name in unchecked(material)))
    checked = ((what, one, other, "相符" if one == other else "不符") for what, one, other in identities(table, material))
    _list(book, "校验", (("校验内容", 50), ("表中", 10), ("另行统计", 10), ("结果", 8)), checked)
    book.close()
    return fixed_zip(out.getvalue())


def _units(book: Any, material: Material, table: Sequence[Row]) -> None:
    sheet = book.add_worksheet("检查情况")
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": FACE, "text_wrap": True})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_name": FACE})
    cell = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "font_name": FACE})
    last = len(COLUMNS) + 1
    sheet.merge_range(0, 0, 0, last, f"{material.period.chinese}{area(material.office.name)}政府网站与政务新媒体检查情况", big)
    sheet.merge_range(1, 0, 2, 1, "单位", head)
    sheet.merge_range(1, 2, 1, 6, "政府网站检查情况", head)
    sheet.merge_range(1, 7, 1, 8, "政务新媒体检查情况", head)
    for column, (_, text) in enumerate(COLUMNS, 2):
        sheet.write_string(2, column, text, head)
    cities = sum(row.group == CITIES for row in table)
    for line, row in enumerate(table, 3):
        if row.group != CITIES:
            sheet.merge_range(line, 0, line, 1, row.name, cell)
        else:
            sheet.write_string(line, 1, row.name, cell)
        for column, (key, _) in enumerate(COLUMNS, 2):
            number = row.number(key)
            if number is None:
                sheet.write_string(line, column, "—", cell)
            else:
                sheet.write_number(line, column, number, cell)
    if cities > 1:
        sheet.merge_range(3, 0, 2 + cities, 0, CITIES, head)
    elif cities:
        sheet.write_string(3, 0, CITIES, head)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, last, 13)
    sheet.set_row(0, 30)
    sheet.set_row(2, 45)
    sheet.freeze_panes(3, 2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _list(book: Any, name: str, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[str | int]]) -> None:
    """A plain list: bold heads, numbers as numbers, everything else as text."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "border": 1, "align": "center", "font_name": FACE})
    text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": FACE})
    for column, (heading, width) in enumerate(columns):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, width)
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(number, column, value, text)
            else:
                sheet.write_string(number, column, value[:32767], text)
    sheet.freeze_panes(1, 0)


def _inconclusive(material: Material) -> Iterable[Sequence[str]]:
    labels = target_labels(material)
    kinds = {site.site_id: site.kind for site in material.sites}
    for target in inconclusive_targets(material):
        checks = open_vetoes(material, target, kinds.get(target.id, ""))
        yield ("网站" if target.kind == "site" else "账号", printable(target.id), labels[target], "、".join(map(title, checks)))


def _missed(material: Material) -> Iterable[Sequence[str]]:
    for one in (*not_seen(material, "site"), *not_seen(material, "account")):
        yield ("网站" if one.target.kind == "site" else "账号", printable(one.target.id), printable(one.why))
