"""What the checks of wording share: which hits count on which day, and how a finding words them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from zhengjian.checks._pages import Spot
from zhengjian.facts.base import Pages
from zhengjian.facts.right_phrases import RightPhrases
from zhengjian.facts.wording import Wording, WordingItem


def spots(pages: Pages[Wording], level: str, today: date, least: int, right: RightPhrases | None) -> list[Spot[Wording, WordingItem]]:
    """Hits of one level with at least the confidence ``least`` (percent), the same sentence counted once over all pages."""
    return [
        Spot(reading, item.start, item.end, item.line, (item.text, item.sentence), item)
        for reading in pages
        for item in reading.fact.items
        if item.level == level and item.confidence >= least and applies(item, reading.fact.published, today) and not excused(item, right)
    ]


def weak(pages: Pages[Wording], today: date, least: int, right: RightPhrases | None) -> int:
    """How many hits are left to a person: those of the level 提示, and those of a confidence below ``least``."""
    below = [spot for spot in spots(pages, "一般", today, 0, right) if spot.item.confidence < least]
    return len(spots(pages, "提示", today, 0, right)) + len(below)


def excused(item: WordingItem, right: RightPhrases | None) -> bool:
    """True when a person of the office found the wording right where it stands."""
    return right is not None and right.excuse(item.text, item.sentence)


def applies(item: WordingItem, published: str, today: date) -> bool:
    """A wording that is wrong from a day on does not count in a text of an earlier day, nor in one of unknown date."""
    if item.since is None and item.until is None:
        return True
    day = _day(published)
    if day is None:
        return False
    return (item.since is None or day >= item.since) and (item.until is None or day <= item.until) and day <= today


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def what(item: WordingItem) -> str:
    """The sentence, the rule and the confidence of one hit."""
    suggestion = f"，建议改为“{item.suggestion}”" if item.suggestion else ""
    return f"{item.kind}“{item.text}”{suggestion}；所在语句：{item.sentence}（{item.rule}，把握{item.confidence}%）"


_SAID = re.compile(r"；所在语句：(?P<sentence>.*)（[^（）]*，把握\d+%）", re.DOTALL)


def sentence_of(said: str) -> str:
    """The sentence that a finding worded by ``what`` shows; empty when it shows none."""
    found = _SAID.search(said)
    return found["sentence"] if found else ""


def looks(pages: Iterable[int], words: str) -> str:
    """How many weaker hits are left to a person; empty when none."""
    number = sum(pages)
    return f"；另有{number}处{words}供人工查看" if number else ""
