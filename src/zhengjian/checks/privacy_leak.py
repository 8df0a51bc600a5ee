"""Personal data published unmasked: identity numbers, mobile numbers of persons, bank cards, passports, homes.

One finding for each page and class of data, with the number of data and the first ones masked; the unmasked form is
never stored. A mobile number that an office publishes for its business is left to a person ("worth a look"). Where the
page is a public notice, the finding says that the duty to publish covers the required fields only.
"""

from __future__ import annotations

from zhengjian.checks._pages import Spot, merged, unread
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.privacy import HALF_ID, PersonalData, PersonalItem
from zhengjian.model import Outcome, Value

ABOUT = About(
    title="泄露个人隐私",
    wording="公开的信息中含有未作去标识化处理的个人信息",
    clause="政府信息公开条例第十五条；个人信息保护法第二十六条至第二十八条",
    document="国务院令第711号",
    finding_phrase="泄露个人隐私信息",
)


class Leak(Value):
    """All data of one class on one page."""

    kind: str
    items: tuple[PersonalItem, ...]
    public_notice: bool


def check(data: Pages[PersonalData], coverage: Coverage) -> Outcome:
    """One finding for each page and class of personal data."""
    spots = [spot for reading in data for spot in _spots(reading)]
    findings = merged(spots, what=_what, value=_value, expected="作去标识化处理")
    if findings:
        return violated(f"读取{len(data)}个页面，{len(findings)}处含有未作处理的个人信息，允许0处{_left(data)}", findings)
    why = unread(data, coverage)
    return unknown(why) if why else met(f"读取{len(data)}个页面，未发现未作处理的个人信息{_left(data)}")


def _left(data: Pages[PersonalData]) -> str:
    """How many data are left to a person, with the first reasons."""
    doubts = dict.fromkeys(item.why for reading in data for item in reading.fact.items if not item.certain)
    count = sum(not item.certain for reading in data for item in reading.fact.items)
    return f"；另有{count}处请人工核对（{'；'.join(list(doubts)[:2]).replace('，请核对', '')}）" if count else ""


def _spots(reading: Reading[PersonalData]) -> list[Spot[PersonalData, Leak]]:
    classes: dict[str, list[PersonalItem]] = {}
    for item in reading.fact.certain:
        classes.setdefault(item.kind, []).append(item)
    return [
        Spot(
            reading,
            items[0].start,
            items[0].end,
            items[0].line,
            (kind, tuple(sorted(item.digest for item in items))),
            Leak(kind=kind, items=tuple(items), public_notice=reading.fact.public_notice),
        )
        for kind, items in classes.items()
    ]


def _value(leak: Leak) -> str:
    shown = list(dict.fromkeys(item.value for item in leak.items))
    return "、".join(shown[:3]) + (f" 等{len(leak.items)}个" if len(leak.items) > 3 else "")


def _what(leak: Leak) -> str:
    duty = "（公示类信息只应公开规定的字段，请核对）" if leak.public_notice else ""
    if leak.kind == HALF_ID:
        return f"身份证号码隐去不足，出生日期等仍可看出，共{len(leak.items)}个{duty}"
    return f"{leak.kind}未作处理，共{len(leak.items)}个{duty}"
