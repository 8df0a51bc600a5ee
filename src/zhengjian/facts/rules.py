"""What rules of wording find: doubled words, broken marks, particles, stray traditional characters, impossible figures, old names.

Almost every rule begins with a fixed string, looked for in the one pass of ``signals``; a rule then looks at the words around it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from zhengjian.facts import doubled, figures, marks, old_names, particles
from zhengjian.facts.sentences import sentence_at

Signs = tuple[tuple[int, int, str], ...]


class Hit(NamedTuple):
    """What a rule speaks against; ``rule`` names its source where that is not the kind itself, ``since`` the day it is wrong from."""

    start: int
    end: int
    kind: str
    suggestion: str
    confidence: int
    rule: str = ""
    since: date | None = None


@cache
def triggers() -> dict[str, str]:
    """Every string that a rule begins with, and its rule."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "wording.toml").read_text("utf-8"))
    kinds = dict.fromkeys((word * 2 for word in data["doubled"]), "重复词") | dict.fromkeys(
        (word * 2 for word in (*data["particles"], *doubled.BEFORE_NUMBERS)), "重复字"
    )
    kinds |= dict.fromkeys(doubled.stutters(data["stuttered"]), "重字")
    kinds |= dict.fromkeys(data["marks"], "标点符号") | dict.fromkeys(data["traditional"], "繁简混用") | {"截止": "用词"}
    kinds |= dict.fromkeys(particles.signs(), "的地得") | dict.fromkeys(figures.SIGNS, "数字有误")
    return kinds | dict.fromkeys(old_names.old_names(), "机构旧称")


def read(text: str, signs: Signs) -> Iterator[Hit]:
    """Every hit of a text, of which ``signs`` are the strings that rules begin with."""
    kinds = triggers()
    found = [(start, end, kinds[word]) for start, end, word in signs]
    traditional = sum(kind == "繁简混用" for _, _, kind in found)
    chances = len({text[start:end] for start, end, kind in found if kind in _BY_CHANCE})
    for start, end, kind in found:
        if (kind == "繁简混用" and traditional > _TRADITIONAL_PAGE) or (kind in _BY_CHANCE and chances > _DOUBLED_PAGE):
            continue
        hit = _RULES[kind](text, start, end)
        if hit is not None:
            weak = kind in _BY_CHANCE and (chances > _DOUBLED_MOST or not _is_prose(sentence_at(text, start, end)))
            yield hit._replace(confidence=_BY_CHANCE_ONLY) if weak else hit
    for bad in figures.days(text):
        yield Hit(*bad, "", 95)
    for lonely in marks.read(text):
        yield Hit(lonely.start, lonely.end, "标点不成对", lonely.suggestion, 90 if lonely.sure else 60)


def _is_prose(sentence: str) -> bool:
    """A sentence of some length with marks of prose; titles, menus and lists double words by chance."""
    return len(_HAN.findall(sentence)) >= _PROSE_LEAST and any(mark in sentence for mark in "，。；")


def _doubled(text: str, start: int, end: int) -> Hit | None:
    once = doubled.word(text, start, end)
    return Hit(start, end, "重复词", once, 95) if once else None


def _doubled_character(text: str, start: int, end: int) -> Hit | None:
    once = doubled.character(text, start, end)
    return Hit(start, end, "重复字", once, 92) if once else None


def _stuttered(text: str, start: int, end: int) -> Hit | None:
    once = doubled.stuttered(text, start, end)
    return Hit(start, end, "重复字", once, 92 if doubled.stands_free(text, start, end) else 60) if once else None


def _marks(text: str, start: int, end: int) -> Hit | None:
    """Two marks in a row between words; three full stops are a clumsy ellipsis, not an error of this kind."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not (_HAN.match(before) or before in set("”》）")) or after in {"。", "，", "、", "…"}:
        return None
    return Hit(start, end, "标点符号", "。" if "。" in text[start:end] else text[start], 90)


def _as_of(text: str, start: int, end: int) -> Hit | None:
    begins = start == 0 or text[start - 1] in "。；，\n\u3000 "
    return Hit(start, end, "用词", "截至", 90) if begins and _AS_OF.match(text, start) else None


def _mixture(text: str, start: int, end: int) -> Hit | None:
    before = text[max(0, start - 20) : start]
    if before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”"):
        return None
    sentence = sentence_at(text, start, end)
    strange = sum(triggers().get(character) == "繁简混用" for character in sentence)
    is_stray = strange <= _TRADITIONAL_MOST and len(_HAN.findall(sentence)) >= _SIMPLIFIED_LEAST
    return Hit(start, end, "繁简混用", "", 90) if is_stray else None


def _particle(text: str, start: int, end: int) -> Hit | None:
    wrong = particles.at(text, start, end)
    return Hit(wrong.start, wrong.end, "的地得混用", wrong.suggestion, 88 if wrong.sure else 60) if wrong else None


def _figure(text: str, start: int, _end: int) -> Hit | None:
    bad = figures.at(text, start)
    return Hit(*bad, "", 95) if bad else None


def _old_name(text: str, start: int, end: int) -> Hit | None:
    found = old_names.at(text, start, end)
    if found is None:
        return None
    rule, since = f"机构旧称·{found.old.source}", None if found.sure else found.old.since
    return Hit(start, end, "机构旧称", found.old.now, 95 if found.sure else 60, rule, since)


_HAN = re.compile(r"[\u4e00-\u9fff]")
# 截止 stands wrongly for 截至 where figures of a day follow; 报名截止5月31日 is right.
_AS_OF = re.compile(
    r"截止\s?(?:到|至)?(?:20\d\d年|\d{1,2}月(?:\d{1,2}日|底|末)|目前|今年|本月|上月|年底|月底)[^，。；\n]{0,10}，[^。；\n]{0,14}?"
    r"(?:共|累计|已|全[省市县区国镇乡校]|完成|实现|达|发放|办理|受理)"
)
_BY_CHANCE = frozenset({"重复词", "重复字", "重字"})
_BY_CHANCE_ONLY = 50
_DOUBLED_MOST = 2
_DOUBLED_PAGE = 6  # a page with so many is no text at all
_PROSE_LEAST = 8
_TRADITIONAL_MOST = 2
_TRADITIONAL_PAGE = 20
_SIMPLIFIED_LEAST = 10
_RULES: dict[str, Callable[[str, int, int], Hit | None]] = {
    "重复词": _doubled,
    "重复字": _doubled_character,
    "重字": _stuttered,
    "标点符号": _marks,
    "用词": _as_of,
    "繁简混用": _mixture,
    "的地得": _particle,
    "数字有误": _figure,
    "机构旧称": _old_name,
}
