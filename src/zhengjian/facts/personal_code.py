"""Personal data in what a page does not show: attributes, scripts, names of files. Numbers there are nearly always keys.

An identity number proves itself, a bank card only under a key that says so; a mobile number counts beside either of them,
or in an attribute that reads like a sentence (``data-content="户主：…；电话：…"``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

from zhengjian.facts.check_digits import luhn, valid_id
from zhengjian.facts.page import Page
from zhengjian.facts.source_signs import PHONES

# Eighteen digits in a row leave three digits in a row among every sixth character: a sixth of the source is searched.
_STRIDE = 6
_SAMPLED = re.compile(r"[0-9]{2}[0-9Xx]")
_ID = re.compile(
    r"(?<![0-9A-Za-z*_#.\-])(?<!/)[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z*])"
)
NAMED_FILE = re.compile(r"(?<=/)[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?=[_\-][\u4e00-\u9fff])")
_CARD = re.compile(r"(?<![0-9A-Za-z*_/#.\-])(?:6[0289]|95|4[0-9]|5[0-9]|3[567])[0-9]{13,17}(?![0-9A-Za-z*])")
_KEY = re.compile(r"\b(\w*(?:id|key|code|no|num|sn|pk|sfz\w{0,3}|card))[\"']?\s?[:=]\s?[\"']?$", re.IGNORECASE)
_OF_PERSONS = re.compile(r"card|cert|person|citizen|ident|sfz|zj|idno|idnum", re.IGNORECASE)
_CARD_KEY = re.compile(
    r"\b\w{0,20}(?:yhk|yhzh|bank_?(?:card|acc|no)|bank|card_?no)\w{0,12}[\"']?\s?[:=]\s?[\"']?$|(?:银行卡号?|账号)[\"']?\s?[:=]\s?[\"']?$",
    re.IGNORECASE,
)
_MOBILE_KEY = re.compile(
    r"(?:sj|sjh\w{0,2}|lxdh|dh|mobile\w{0,8}|phone\w{0,8}|tel\w{0,8}|手机\w{0,3}|电话\w{0,3})[\"']?\s?[:=]\s?[\"']?(1[3-9][0-9]{9})(?![0-9])",
    re.IGNORECASE,
)
_SPAN = 40
_OBJECT = 300
_VALUE = 400
_MOST_VALUES = 200


class Coded(NamedTuple):
    """A number in the source: what it is, its digits, its place; ``why`` is a doubt, empty when there is none."""

    what: Literal["id", "card", "mobile"]
    plain: str
    start: int
    end: int
    why: str = ""


def numbers(html: str, serial: re.Pattern[str]) -> Iterator[Coded]:
    """Identity numbers and bank cards of a source, and the mobile numbers beside them. ``serial`` are words for other numbers."""
    last = 0
    for sampled in _SAMPLED.finditer(html[::_STRIDE]):
        start, end = max(last, sampled.start() * _STRIDE - 20), sampled.end() * _STRIDE + 20
        for pattern in (_ID, NAMED_FILE, _CARD):
            for found in pattern.finditer(html, start, end):
                last = max(last, found.end())
                coded = _card(found, html) if pattern is _CARD else _identity(found, html, serial)
                if coded is not None:
                    yield coded
                    yield from _mobiles_beside(coded, html)


def _identity(found: re.Match[str], html: str, serial: re.Pattern[str]) -> Coded | None:
    plain, before = found[0].upper(), html[max(0, found.start() - _SPAN) : found.start()]
    if not valid_id(plain) or serial.search(re.split(r"[\n。；;|<>]", before)[-1][-14:]) is not None:
        return None
    key = _KEY.search(before)
    of_person = key is not None and _OF_PERSONS.search(key[1]) is not None
    if before.endswith("=") and not of_person:
        return None  # a value in an address is a key, unless its name says otherwise
    why = "网页代码中的编号，可能不是身份证号码，请核对" if key is not None and not of_person else ""
    return Coded("id", plain, *found.span(), why)


def _card(found: re.Match[str], html: str) -> Coded | None:
    before = html[max(0, found.start() - _SPAN) : found.start()]
    return Coded("card", found[0], *found.span()) if luhn(found[0]) and _CARD_KEY.search(before) else None


def _mobiles_beside(coded: Coded, html: str) -> Iterator[Coded]:
    """Mobile numbers under their own key in the same record."""
    start, end = max(0, coded.start - _OBJECT), min(len(html), coded.end + _OBJECT)
    start = max(start, html.rfind("{", start, coded.start))
    close = html.find("}", coded.end, end)
    for found in _MOBILE_KEY.finditer(html, start, close if close >= 0 else end):
        yield Coded("mobile", found[1], *found.span(1), coded.why)


def told(page: Page) -> Iterator[tuple[str, int, int]]:
    """Attributes that name a telephone in words, and the words of links that call one: their text and place in the source."""
    if not page.has(*PHONES):
        return
    html = page.html
    for place in page.signs.every(PHONES)[:_MOST_VALUES]:
        opened = html.rfind("<", max(0, place - _VALUE), place)
        if opened < 0 or html.find(">", opened, place) >= 0:
            continue  # words of the page itself
        start = max(html.rfind('"', opened, place), html.rfind("'", opened, place)) + 1
        end = html.find(html[start - 1], place, place + _VALUE) if start else -1
        if end < 0:
            continue
        if html.startswith("tel:", start):
            close = html.find("</a", end, end + _VALUE)
            words = re.sub(r"<[^<>]{0,200}>", "", html[html.find(">", end) + 1 : close]) if close >= 0 else ""
            yield f"{unescape(words)} {html[start + 4 : end]}", start + 4, end
        else:
            yield unescape(html[start:end]), start, end
