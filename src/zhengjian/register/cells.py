"""Reads one cell as a value: text, yes or no, a number, a date, an address, a code, one of a list.

Each reader returns the value, or ``Bad`` with what is expected; an oddity that is taken comes back as ``Odd``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from zhengjian.model import SHANGHAI
from zhengjian.register.tables import Cell

NOT_APPLICABLE = frozenset({"", "—", "-", "无", "——", "－", "–"})
SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheet day 0, a calendar day without a zone


@dataclass(frozen=True, slots=True)
class Bad:
    """The cell cannot be taken; ``expected`` says what should stand there."""

    expected: str


@dataclass(frozen=True, slots=True)
class Odd:
    """The cell is taken as ``value``, but somebody should look; ``why`` says at what."""

    value: Any
    why: str


Reader = Callable[[str], Any]


def shown(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, no-break spaces and zero-width marks removed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    words = str(cell)
    return words.strip() if words.isascii() else re.sub(r"[\u200b\u200c\u200d\ufeff]", "", words).replace("\xa0", " ").strip()


def absent(text: str) -> bool:
    """True for the signs that mean *not applicable* (contract: never zero)."""
    return text in NOT_APPLICABLE


def text(value: str) -> str:
    """Any text, as it stands."""
    return value


def yes_no(value: str) -> bool | Bad:
    """是 or 否."""
    if value.lower() in {"是", "y", "yes", "true", "1", "有", "√"}:
        return True
    return False if value.lower() in {"否", "n", "no", "false", "0", "×"} else Bad("应填“是”或“否”")


def whole(value: str) -> int | Bad:
    """A whole number, zero or more; thousands separators and 万 are read."""
    plain = unicodedata.normalize("NFKC", value).replace(",", "")
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)(万)\+?", plain):
        return round(float(found[1]) * 10_000)
    return int(plain) if re.fullmatch(r"\d{1,15}", plain) else Bad("应填不小于 0 的整数")


def number(value: str) -> float | Bad:
    """A number, zero or more."""
    plain = unicodedata.normalize("NFKC", value)
    return float(plain) if re.fullmatch(r"\d{1,9}(\.\d+)?", plain) else Bad("应填不小于 0 的数字")


_DATE = r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?|(?P<m2>\d{2})(?P<d2>\d{2}))"
_TIME = r"(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})(?:\.\d+)?秒?|分)?"
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?", re.ASCII)
_MOMENT = re.compile(rf"{_DATE}(?:(?:T|\s*)\s*{_TIME}(?P<zone>Z|[+-]\d\d:?\d\d)?)?")


def moment(value: str) -> datetime | Bad:
    """A date with or without a time of day; Asia/Shanghai when no offset is given."""
    if _ISO.fullmatch(value):
        with suppress(ValueError):
            read = datetime.fromisoformat(value)
            return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)
    expected = Bad("应填时间，如 2025-06-20 09:30")
    plain = unicodedata.normalize("NFKC", value)
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return (SERIAL_START + timedelta(days=float(plain))).replace(tzinfo=SHANGHAI, microsecond=0)
    found = _MOMENT.fullmatch(plain)
    if found is None:
        return expected
    month, day = found["month"] or found["m2"], found["day"] or found["d2"]
    parts = [int(found["year"]), int(month), int(day), *(int(found[name] or 0) for name in ("hour", "minute", "second"))]
    try:
        at = datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]
        zone = found["zone"]
        return at if not zone else datetime.fromisoformat(at.replace(tzinfo=None).isoformat() + zone.replace("Z", "+00:00"))
    except ValueError:
        return expected


def day(value: str) -> date | Bad:
    """A calendar day; a time of day beside it is dropped."""
    read = moment(value)
    return Bad("应填日期，如 2025-06-20") if isinstance(read, Bad) else read.astimezone(SHANGHAI).date()


def address(value: str) -> str | Bad | Odd:
    """A web address; a missing scheme is added with a remark."""
    plain = value.replace("：", ":").replace("．", ".")
    given = plain if re.match(r"https?://", plain, re.I) else f"http://{plain}"
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not re.fullmatch(r"[\w.-]+\.[\w-]+\.?|localhost|[0-9a-f:]+", host) or re.search(r"\s", plain):
        return Bad("应填完整网址，如 http://www.example.gov.cn/")
    return given if given == value else Odd(given, f"已按 {given} 读取")


def code(value: str) -> str | Bad:
    """An identifier that may name a folder: letters, digits, _ and -; Chinese is allowed."""
    return value if re.fullmatch(r"[\w-]{1,60}", value) else Bad("应为字母、数字组成的编码，不含空格和标点")


def site_code(value: str) -> str | Bad | Odd:
    """A site code (网站标识码): ten digits, or bm and eight digits; other live forms are taken with a remark."""
    plain = unicodedata.normalize("NFKC", value)
    if re.fullmatch(r"\d{10}|bm\d{8}", plain):
        return plain if plain == value else Odd(plain, f"已按 {plain} 读取")
    if re.fullmatch(r"(?!\d+$)(?!bm\d+$)[A-Za-z0-9]{8,12}", plain):
        return Odd(plain, "不是常见的网站标识码（10 位数字，或 bm 加 8 位数字），已照原样收入")
    return Bad("应为网站标识码：10 位数字，或 bm 加 8 位数字")


def person(value: str) -> str | Bad:
    """A Chinese name; the space that tables put inside names of two characters is dropped."""
    plain = re.sub(r"\s", "", value)
    return plain if re.fullmatch(r"[\u3400-\u9fff·]{2,20}", plain) else Bad("应填一个人的汉字姓名")


def one_of(*choices: str, also: dict[str, str] | None = None) -> Reader:
    """One of a list; ``also`` maps other spellings to it."""
    known = {**{choice: choice for choice in choices}, **(also or {})}

    def read(value: str) -> str | Bad:
        return known.get(value) or Bad(f"应为{'、'.join(choices)}之一")

    return read
