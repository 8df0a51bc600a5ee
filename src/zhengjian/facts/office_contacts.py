"""How an office can be reached, as its own page says it, and notices that a telephone number has changed.

An office's own page is one whose heading is the office's name, or whose title has words such as 机构职能 or 联系方式 behind it.
Its foot is left out: that is the number of the site's keeper. A change is read from the sentence that says from which number
to which; numbers are digits only.
"""

from __future__ import annotations

import re

from zhengjian.facts import guide
from zhengjian.facts.base import Fact
from zhengjian.facts.guide_details import NUMBER, Telephone, telephones
from zhengjian.facts.page import Page, squeeze
from zhengjian.model import Value


class Changed(Value, array_like=True):
    """One telephone number that gave way to another; digits only."""

    old: str
    new: str


class OfficeContacts(Fact):
    """``office`` is empty on pages that are no office's own; ``changes`` may stand on any page."""

    office: str = ""
    telephones: tuple[Telephone, ...] = ()
    changes: tuple[Changed, ...] = ()


_OFFICE = re.compile(
    r"([\u4e00-\u9fff（）()]{3,30}?(?:局|委|委员会|厅|办公室|中心|处|所|院|馆|站))"
    r"(?:[\s—\-_|:：]*(机构职能|机构概况|机构设置|机构信息|机构简介|单位简介|单位概况|部门职责|部门简介|主要职责|职能|简介|概况|联系方式|联系我们)(?=$|[\s\-_|—]))?"
)
_FOOT = re.compile(r"版权所有|主办单位|主办[:：]|承办[:：]|ICP备|网站标识码|备案号|Copyright", re.IGNORECASE)
_CHANGED = re.compile(
    rf"(?:由|从|原)[^\d。；;\n]{{0,12}}({NUMBER.pattern})[^\d。；;\n]{{0,10}}(?:变更为|调整为|更改为|更换为|改为|变为)[^\d。；;\n]{{0,8}}({NUMBER.pattern})"
)
_MOST = 8000


def read(page: Page) -> OfficeContacts:
    """Read an office's own telephones and changes of numbers; little for other pages."""
    changes = tuple(_changes(page)) if page.has("变更为", "调整为", "更改为", "更换为", "改为", "变为") else ()
    office = _office(page) if page.depth and page.has("电话", "电 ", "电　") else ""
    if not office or guide.of(page).is_guide:
        return OfficeContacts(complete=page.complete, changes=changes)
    text = page.text[:_MOST]
    foot = _FOOT.search(text)
    body = text[: foot.start()] if foot else text
    return OfficeContacts(complete=page.complete, office=office, telephones=tuple(telephones(body))[:20], changes=changes)


def _office(page: Page) -> str:
    """The office whose page this is: by its heading, else by a title that says what of the office it shows."""
    heading = page.document.select_one("h1") if "<h1" in page.html else None
    title = squeeze(heading.text) if heading is not None else page.title
    named = _OFFICE.match(title) if 3 <= len(title) <= 60 else None
    if named is None:
        return ""
    return named[1] if named[2] or (heading is not None and named.end() == len(title)) else ""


def _changes(page: Page) -> list[Changed]:
    return [Changed(old=_digits(old), new=_digits(new)) for old, new in _CHANGED.findall(page.text[: _MOST * 2])]


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
