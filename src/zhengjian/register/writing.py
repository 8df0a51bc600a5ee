"""Writes registers and lists of problems as XLSX or CSV, safe to open: no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zhengjian.register import Problem, Register
from zhengjian.register.shapes import ACCOUNTS, COLUMNS, SITES, UNITS, Shape

RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "'")
ERRORS_FILE = "import-errors.xlsx"


def cell_text(value: Any) -> str:
    """A value as the lists write it: 是 and 否, ISO dates, empty for not applicable."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_xlsx(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> None:
    """Write sheets of (name, header, rows) as text cells; the file appears only when it is whole."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    for name, header, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
            sheet.set_column(column, column, max(10, min(40, 2 * len(title) + 4)))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, column, value)
                elif text := cell_text(value):
                    sheet.write_string(number, column, text[:32_000])
    book.close()
    whole = path.with_name(path.name + ".part")
    whole.write_bytes(buffer.getvalue())
    whole.replace(path)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file with BOM; a text that a spreadsheet would run is marked with an apostrophe."""
    whole = path.with_name(path.name + ".part")
    with whole.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([f"'{text}" if text.startswith(RUNNABLE) else text for text in map(cell_text, row)] for row in rows)
    whole.replace(path)


def _lists(register: Register) -> tuple[tuple[Shape, tuple[Any, ...]], ...]:
    return ((UNITS, register.units), (SITES, register.sites), (COLUMNS, register.columns), (ACCOUNTS, register.accounts))


def export(register: Register, path: Path) -> None:
    """Write the register: an XLSX file, or a folder of CSV files when ``path`` has no ``.xlsx`` at its end."""

    def rows(shape: Shape, values: tuple[Any, ...]) -> list[list[Any]]:
        return [[getattr(value, field.key) for field in shape.fields] for value in values]

    def header(shape: Shape) -> list[str]:
        return [field.header for field in shape.fields]

    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, [(shape.sheet, header(shape), rows(shape, values)) for shape, values in _lists(register)])
        return
    path.mkdir(parents=True, exist_ok=True)
    for shape, values in _lists(register):
        write_csv(path / shape.file, header(shape), rows(shape, values))


def write_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write the list that a bad import prints, as a spreadsheet to work through."""
    rows = [
        (problem.file, problem.sheet, problem.row, problem.column, problem.value, problem.expected, "提示" if problem.warning else "未导入")
        for problem in problems
    ]
    write_xlsx(path, [("导入问题", ("文件", "表", "行", "列", "值", "要求", "处理"), rows)])
