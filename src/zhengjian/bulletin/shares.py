"""The one rule for shares and the one rule for graded words. Both count in whole numbers."""

from __future__ import annotations

HUNDRED = 10_000  # 100 % in hundredths of a percent


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` as printed: half up to two decimals, trailing zeros dropped, never up to 100.

    4058 of 4059 is 99.98 %, 4055 of 4059 is 99.9 %, 99,999 of 100,000 is 99.99 %. A share of nothing is "—".
    """
    if whole == 0:
        return "—"
    hundredths = (2 * HUNDRED * part + whole) // (2 * whole)
    if part < whole:
        hundredths = min(hundredths, HUNDRED - 1)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".") + "%"


def points_between(old: tuple[int, int], new: tuple[int, int]) -> str:
    """The change from one share to another, both as (part, whole), in percentage points as printed shares differ."""
    change = _hundredths(*new) - _hundredths(*old)
    size = f"{abs(change) // 100}.{abs(change) % 100:02d}".rstrip("0").rstrip(".")
    if change == 0:
        return "持平"
    return f"{'提高' if change > 0 else '下降'}{size}个百分点"


def _hundredths(part: int, whole: int) -> int:
    printed = percent(part, whole).rstrip("%")
    whole_part, _, decimals = printed.partition(".")
    return int(whole_part) * 100 + int(decimals.ljust(2, "0"))


def quantifier(part: int, whole: int) -> str:
    """How an official text says ``part`` of ``whole`` in one word.

    All of several: 全部; else one, or at most 5 %: 个别; less than half: 部分; less than four fifths: 多数; more: 绝大多数.
    """
    if part == whole > 1:
        return "全部"
    if part == 1 or part * 100 <= 5 * whole:
        return "个别"
    if part * 2 < whole:
        return "部分"
    return "多数" if part * 5 < 4 * whole else "绝大多数"
