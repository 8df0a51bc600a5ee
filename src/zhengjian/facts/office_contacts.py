"""How an office can be reached, as its own page says it, and notices that a telephone number has changed.

An office's own page is one whose heading is the office's name, or whose title has words such as 机构职能 or 联系方式 behind it,
or is nothing but 机构职能 and the like. Its foot is left out: that is the number of the site's keeper; of the home page only the
foot's address is read. A change is read from the sentence that says from which number to which; numbers are digits only.
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
    """``office`` is empty on pages that are no office's own, ``ITSELF`` on one that names none; ``changes`` may stand on any page.

    ``addresses`` are those that stand behind a label such as 办公地址: of an office on its own page, of the home page its foot's.
    """

    office: str = ""
    addresses: tuple[str, ...] = ()
    telephones: tuple[Telephone, ...] = ()
    changes: tuple[Changed, ...] = ()


_OFFICE = re.compile(
    r"([\u4e00-\u9fff（）()]{3,30}?(?:局|委|委员会|厅|办公室|中心|处|所|院|馆|站))"
    r"(?:[\s—\-_|:：]*(机构职能|机构概况|机构设置|机构信息|机构简介|单位简介|单位概况|部门职责|部门简介|主要职责|职能|简介|概况|联系方式|联系我们)(?=$|[\s\-_|—]))?"
)
ITSELF = "本单位"
_OF_ITSELF = re.compile(r"(?:机构职能|机构概况|机构简介|单位简介|单位概况|单位职能|部门职责|部门简介|主要职责)")
_ADDRESS = re.compile(
    r"(?:办公|单位|机关|通[讯信]|联系)?地\s*址\s*[:：]\s*([\u4e00-\u9fff0-9A-Za-z（）()·—-]{4,40})(?=[\s，。；;,、|]|邮编|电话|$)",
    re.MULTILINE,
)
_BEHIND_ADDRESS = re.compile(r"(?:邮编|邮政|电话|联系|传真|技术|主办|承办|网站|版权).*")
_FOOT = re.compile(r"版权所有|主办单位|[主承]办[:：\s]|ICP备|网站标识码|备案号|Copyright", re.IGNORECASE)
_CHANGED = re.compile(
    rf"(?:由|从|原)[^\d。；;\n]{{0,12}}({NUMBER.pattern})[^\d。；;\n]{{0,10}}(?:变更为|调整为|更改为|更换为|改为|变为)[^\d。；;\n]{{0,8}}({NUMBER.pattern})"
)
_MOST, _FOOT_LENGTH = 8000, 1500


def read(page: Page) -> OfficeContacts:
    """Read an office's own telephones and changes of numbers; little for other pages."""
    changes = tuple(_changes(page)) if page.has("变更为", "调整为", "更改为", "更换为", "改为", "变为") else ()
    if not page.depth:
        return OfficeContacts(complete=page.complete, addresses=_addresses(page.text[-_FOOT_LENGTH:]), changes=changes)
    office = _office(page) if page.has("电话", "电 ", "电　", "地址") else ""
    if not office or guide.of(page).is_guide:
        return OfficeContacts(complete=page.complete, changes=changes)
    text = page.text[:_MOST]
    foot = _FOOT.search(text)
    body = text[: foot.start()] if foot else text
    phones, addresses = tuple(telephones(body))[:20], _addresses(body)
    return OfficeContacts(complete=page.complete, office=office, addresses=addresses, telephones=phones, changes=changes)


def _addresses(text: str) -> tuple[str, ...]:
    found = (_BEHIND_ADDRESS.sub("", hit[1]) for hit in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address))[:5]


def _office(page: Page) -> str:
    """The office whose page this is: by its heading, else by a title that says what of the office it shows."""
    heading = page.document.select_one("h1") if "<h1" in page.html else None
    title = squeeze(heading.text) if heading is not None else page.title
    if _OF_ITSELF.fullmatch(title.split("-", 1)[0].split("_", 1)[0].strip()):
        return ITSELF
    named = _OFFICE.match(title) if 3 <= len(title) <= 60 else None
    if named is None:
        return ""
    return named[1] if named[2] or (heading is not None and named.end() == len(title)) else ""


def _changes(page: Page) -> list[Changed]:
    return [Changed(old=_digits(old), new=_digits(new)) for old, new in _CHANGED.findall(page.text[: _MOST * 2])]


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
