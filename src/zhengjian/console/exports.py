"""Lists as XLSX or CSV files in which no cell is a formula and no personal data stands unmasked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse

from zhengjian.console.marks import shown, when

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_ROWS = 100_000
# What a spreadsheet program may take for the beginning of a formula, half and full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
Cell = str | int | float | Decimal | None


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], format_: str) -> HttpResponse:
    """A list as a file to download. ``format_`` is a key of ``FORMATS``; another one is not found."""
    if format_ not in FORMATS:
        raise Http404
    cells = ([_cell(value) for value in row] for row in rows)
    body = _xlsx(name, heads, cells) if format_ == "xlsx" else _csv(heads, cells)
    answer = HttpResponse(body, content_type=FORMATS[format_])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}.{format_}"
    return answer


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (int, float, Decimal)):
        return value
    text = when(value) if hasattr(value, "isoformat") else shown(value)
    return text.replace("\ufffd", "")


def harmless(text: str) -> str:
    """Text for CSV: what could start a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u3000").startswith(_FORMULA) else text


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(value) if isinstance(value, str) else "" if value is None else value for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(name[:31].translate(str.maketrans("", "", "[]:*?/\\'")) or "清单")
    head = book.add_format({"bold": True, "bg_color": "#E8EFF8", "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, head)
        sheet.set_column(column, column, 18)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value[:32_000])
            elif value is not None:
                sheet.write_number(number, column, float(value))
    book.close()
    return out.getvalue()
