"""Tables of counts in any document: read by their heads, "—" as not applicable; totals and row identities recomputed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhengjian.bulletin.proofread.reading import Grid
from zhengjian.bulletin.proofread.remark import Remark

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
NOT_APPLICABLE = frozenset({"—", "-", "–", "——", "无", "/"})
TOTAL_LABEL = re.compile(r"(?:全[省市州区县国])?[合总共]\s*计")
WHOLE = re.compile(r"总数|总计|小计")
TROUBLE = re.compile(r"问题|不合格|合格|率")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One row: its label, its numbers (None for not applicable), how many cells stand before the numbers, and the first of them."""

    label: str
    numbers: tuple[int | None, ...]
    leading: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of counts; ``total`` is its 合计 row, if it has one."""

    titles: tuple[str, ...]
    rows: tuple[CountRow, ...]
    total: CountRow | None

    def column(self, *words: str, after: str = "") -> int | None:
        """The first column whose title has all the words, after the column whose title has ``after``."""
        start = 0
        if after:
            before = next((place for place, title in enumerate(self.titles) if after in title), None)
            if before is None:
                return None
            start = before + 1
        return next((place for place in range(start, len(self.titles)) if all(word in self.titles[place] for word in words)), None)

    def total_of(self, *words: str, after: str = "") -> int | None:
        """The 合计 of such a column."""
        place = self.column(*words, after=after)
        return None if place is None or self.total is None else self.total.numbers[place]


def count_table(grid: Grid) -> CountTable | None:
    """The grid as a table of counts; None when it is a list of something else."""
    grid = tuple(map(_trimmed, grid))
    widths = [_numbers_at_end(row) for row in grid]
    common = Counter(width for width in widths if width >= 2).most_common(1)
    if not common or common[0][1] < 2:
        return None
    width = common[0][0]
    first = next(place for place, found in enumerate(widths) if found >= 2)
    leaf = list(grid[first - 1]) if first else []
    titles = (
        tuple("".join(cell.split()) for cell in leaf[-width:]) if len(leaf) >= width else tuple(f"第{n}列" for n in range(1, width + 1))
    )
    rows, total = list[CountRow](), None
    for cells in grid[first:]:
        if _numbers_at_end(cells) == 0:
            continue
        leading = len(cells) - width
        label = next((cell for cell in reversed(cells[: max(leading, 0)]) if cell), cells[0])
        numbers = tuple(_number(cell) for cell in cells[-width:])
        numbers += (None,) * (width - len(numbers))
        row = CountRow("".join(label.split()), numbers, leading, cells[0] if leading > 1 else "")
        if TOTAL_LABEL.fullmatch(row.label):
            total = row
        else:
            rows.append(row)
    return CountTable(titles, tuple(rows), total)


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row without empty cells after its last number: a stray tab is no column."""
    end = len(row)
    while end and not row[end - 1] and any(NUMBER.fullmatch(cell) for cell in row[:end]):
        end -= 1
    return row[:end]


def _numbers_at_end(row: Sequence[str]) -> int:
    found = 0
    for cell in reversed(row):
        if not (NUMBER.fullmatch(cell) or cell in NOT_APPLICABLE):
            break
        found += 1
    return found if any(NUMBER.fullmatch(cell) for cell in row) else 0


def _number(cell: str) -> int | None:
    return int(cell.replace(",", "")) if NUMBER.fullmatch(cell) else None


def check_table(table: CountTable, text: str) -> Iterator[Remark]:
    """Column totals, row identities, rows that stand outside their group, labels given twice."""
    yield from _columns(table)
    yield from _rows(table)
    yield from _total_row(table, text)
    yield from _shape(table)


def _columns(table: CountTable) -> Iterator[Remark]:
    if table.total is None:
        return
    for place, title in enumerate(table.titles):
        printed = table.total.numbers[place]
        added = sum(row.numbers[place] or 0 for row in table.rows if place < len(row.numbers))
        if printed is not None and printed != added:
            yield Remark(place=f"附表“合计”行“{title}”", read=str(printed), expected=str(added), why="合计与各行之和不符")


def _components(table: CountTable) -> tuple[int, list[int]] | None:
    """The whole that rows are made of, and its parts: the columns between a 总数 and the next 总数 or problem column."""
    whole = next((place for place, title in enumerate(table.titles) if WHOLE.search(title)), None)
    if whole is None:
        return None
    parts: list[int] = []
    for place in range(whole + 1, len(table.titles)):
        if WHOLE.search(table.titles[place]) or TROUBLE.search(table.titles[place]):
            break
        parts.append(place)
    return (whole, parts) if len(parts) >= 2 else None


def _rows(table: CountTable) -> Iterator[Remark]:
    """Rows whose parts do not make their whole, where most rows' do."""
    found = _components(table)
    if found is None:
        return
    whole, parts = found
    sums = {row.label: (row.numbers[whole], [row.numbers[place] for place in parts]) for row in table.rows}
    whole_rows = {label: (total, sum(held)) for label, (total, held) in sums.items() if total is not None and None not in held}  # type: ignore[arg-type]
    right = sum(total == added for total, added in whole_rows.values())
    if 2 * right < len(whole_rows):
        return
    for label, (total, added) in whole_rows.items():
        if total != added:
            title = table.titles[whole]
            yield Remark(place=f"附表“{label}”行“{title}”", read=str(total), expected=str(added), why="总数与各类之和不符")


def _total_row(table: CountTable, text: str) -> Iterator[Remark]:
    """The total's own identity: rows with "—" belong to the whole and to none of its parts."""
    found = _components(table)
    if found is None or table.total is None:
        return
    whole, parts = found
    printed, held = table.total.numbers[whole], [table.total.numbers[place] or 0 for place in parts]
    apart = [row for row in table.rows if any(row.numbers[place] is None for place in parts)]
    outside = sum(row.numbers[whole] or 0 for row in apart) - sum(row.numbers[place] or 0 for row in apart for place in parts)
    if printed is None or printed == sum(held):
        return
    read = f"{printed}；{'、'.join(map(str, held))}"
    if printed != sum(held) + outside:
        yield Remark(place="附表“合计”行", read=read, expected=str(sum(held) + outside), why="总数与各类之和不符，计入不适用的行后仍不符")
    elif not re.search(r"“—”[^。]*(?:不分|不适用|不计)", text):
        labels = "、".join(row.label for row in apart)
        why = f"总数与各类之和{sum(held)}相差{printed - sum(held)}，正是标“—”的“{labels}”行；“—”应按不适用理解，表下宜加注"
        yield Remark(place="附表“合计”行", read=read, expected="", why=why, certain=False)


def _shape(table: CountTable) -> Iterator[Remark]:
    """A row with fewer cells before its numbers than its neighbours stands outside their merged cell."""
    usual = Counter(row.leading for row in table.rows).most_common(1)
    groups = Counter(row.group for row in table.rows if row.group).most_common(1)
    for row in table.rows:
        if row.leading < 1:
            yield Remark(place=f"附表“{row.label}”行", read=row.label, expected="", why="这一行缺少单元格", certain=False)
        elif usual and (row.leading < usual[0][0] or (not row.group and groups and 2 * groups[0][1] > len(table.rows))):
            why = "这一行落在左侧合并单元格之外，比其他行少一个单元格，按位置读表会错列"
            yield Remark(place=f"附表“{row.label}”行", read=row.label, expected="", why=why, certain=False)
    for label, number in Counter(row.label for row in table.rows).items():
        if number > 1:
            yield Remark(place=f"附表“{label}”行", read=label, expected="", why=f"同名的行出现{number}次")
