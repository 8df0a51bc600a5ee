"""Lists in and out: reading spreadsheets, checking every row, comparing and writing registers."""

from __future__ import annotations

from zhengjian.model import Account, RegisteredColumn, Site, Unit, Value


class Register(Value):
    """The register (名录): everything an office inspects, in the order of its own list."""

    units: tuple[Unit, ...] = ()
    sites: tuple[Site, ...] = ()
    columns: tuple[RegisteredColumn, ...] = ()
    accounts: tuple[Account, ...] = ()


class Problem(Value):
    """One cell, row or file that is not as it should be. ``row`` counts as the spreadsheet program shows it (1 = first).

    A ``warning`` is worth a look, but the row is taken.
    """

    file: str
    expected: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    warning: bool = False

    @property
    def sentence(self) -> str:
        """The problem on one line: file, sheet, row, column, value, what is expected."""
        place = self.file + (f" 表“{self.sheet}”" if self.sheet else "") + (f" 第{self.row}行" if self.row else "")
        column = f"“{self.column}”" if self.column else ""
        value = f"为“{self.value}”" if self.value else ("为空" if self.column else "")
        return f"{'提示：' if self.warning else ''}{place}{column}{value}，{self.expected}"


class Unreadable(Exception):
    """A file that cannot be read as a list at all; the text is one sentence with place and remedy."""
