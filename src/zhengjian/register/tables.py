"""Opens a spreadsheet, a CSV file or a folder of CSV files as plain tables of cells.

Files come from hundreds of offices, and some from people who mean harm: what a file claims to be is checked against its
first bytes, and what it would unpack to is measured before anything reads it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from zhengjian.register import Unreadable

Cell = str | int | float | bool | date | datetime | time | timedelta | None

UNPACKED_LIMIT = 400 * 1024 * 1024
AREA_LIMIT = 20_000_000
SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one sheet or CSV file; the first row is row 1."""

    file: str
    sheet: str
    rows: list[list[Cell]]


def tables(path: Path) -> list[Table]:
    """All non-empty tables of a file or folder; raises ``Unreadable``, or ``FileNotFoundError`` when it is not there."""
    if path.is_dir():
        files = sorted(entry for entry in path.iterdir() if entry.suffix.lower() == ".csv")
        if not files:
            raise Unreadable(f"文件夹 {path} 中没有 CSV 文件；请放入 units.csv、sites.csv 等文件，或改为导入 XLSX 文件")
        return [table for file in files for table in [_csv_table(file, _read(file))] if table.rows]
    data = _read(path)
    if not data.strip():
        raise Unreadable(f"{path.name} 是空文件；请检查是否选错文件，或重新导出后再导入")
    if data[:2] == b"MZ" or data[:4] == b"\x7fELF":
        raise Unreadable(f"{path.name} 是可执行程序，不是表格；没有打开它，请核实文件来源")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return list(_workbook(path, data))
    if path.suffix.lower() in SPREADSHEETS:
        raise Unreadable(f"{path.name} 的扩展名是表格，内容却不是；请用表格软件另存为 XLSX 后再导入")
    table = _csv_table(path, data)
    if not table.rows:
        raise Unreadable(f"{path.name} 没有内容；请检查是否选错文件")
    return [table]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(f"{path} 无法读取（{error.strerror}）；请检查文件和权限") from None


def _csv_table(path: Path, data: bytes) -> Table:
    text = _decoded(path, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    rows: list[list[Cell]] = [[_unquoted(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    while rows and not any(rows[-1]):
        rows.pop()
    return Table(path.name, "", rows)


def _decoded(path: Path, data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise Unreadable(f"{path.name} 不是文本表格；请用表格软件另存为 CSV 或 XLSX 后再导入")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{path.name} 的文字编码无法识别；请另存为 UTF-8 编码的 CSV 或 XLSX 后再导入")


def _unquoted(cell: str) -> str:
    """A leading apostrophe marks text in spreadsheets (and in our own exports keeps “=…” from being run)."""
    return cell[1:] if cell.startswith("'") else cell


def _workbook(path: Path, data: bytes) -> Iterator[Table]:
    import python_calamine

    if data[:4] == b"PK\x03\x04":
        _measure(path, data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        for name in names:
            sheet = book.get_sheet_by_name(name)
            rows: list[list[Cell]] = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            if any(cell is not None for row in rows for cell in row):
                yield Table(path.name, name, rows)
    except Exception as error:  # the reader raises its own, undocumented kinds for damaged and for encrypted files
        remedy = (
            "文件设有密码，请取消密码后再导入"
            if "assword" in str(error) or "ncrypt" in str(error)
            else "请用表格软件打开并另存为 XLSX 后再导入"
        )
        raise Unreadable(f"{path.name} 不是完好的表格文件；{remedy}") from error


_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def _measure(path: Path, data: bytes) -> None:
    """Refuse an archive that unpacks to too much, or a sheet whose cells lie so far apart that it fills the memory."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                row, column, tail = 0, 0, b""
                with archive.open(member) as stream:
                    while chunk := stream.read(1 << 20):
                        total += len(chunk)
                        if total > UNPACKED_LIMIT:
                            raise Unreadable(f"{path.name} 解压后超过 {UNPACKED_LIMIT >> 20} MB，疑似压缩炸弹；没有导入，请核实文件来源")
                        if "sheet" in member.filename:
                            for letters, digits in _CELL.findall(tail + chunk):
                                row, column = max(row, int(digits)), max(column, _number(letters))
                            tail = chunk[-64:]
                if row * column > AREA_LIMIT:
                    raise Unreadable(f"{path.name} 的表格范围过大（{row} 行 × {column} 列）；请删除空白行列后另存再导入")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unreadable(f"{path.name} 不是完好的表格文件；请用表格软件打开并另存为 XLSX 后再导入") from None


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value
