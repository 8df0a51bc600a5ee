"""The signs in a page's source that tell where its foot is, and what else on the page must be read.

Most pages of a site end in the same foot, whose reading is remembered. What is left to know of a page is whether anything
before the foot could add a mark or write one: that is told by plain pieces of text, looked for in one pass (``source_signs``).
"""

from __future__ import annotations

from zhengjian.facts.foot_words import ESCAPED, HARD_SIGNS, NEAR, OF_MARK, WORDS_OF_FOOT, WRITERS
from zhengjian.facts.source_signs import SourceSigns

REACH, BEFORE = 8000, 1500


def first_of_foot(signs: SourceSigns) -> int | None:
    """The first sign of the foot: a hard one near the end, or a word of a foot shortly before it."""
    near = max(0, signs.length - REACH)
    hard = signs.first(HARD_SIGNS, near, signs.length)
    end = signs.length if hard is None else hard
    word = signs.first(WORDS_OF_FOOT, near if hard is None else max(near, end - BEFORE), end)
    return hard if word is None else word


def may_hold(signs: SourceSigns, mark: str, start: int) -> bool:
    """True when something before ``start`` could be the mark, so that the whole page must be read for it."""
    near = max(0, start - REACH) if mark in NEAR else 0
    return signs.first(OF_MARK[mark], near, start) is not None or signs.first(ESCAPED, 0, start) is not None


def may_write(signs: SourceSigns) -> bool:
    """True when anything on the page could write marks."""
    return signs.has(*WRITERS)
