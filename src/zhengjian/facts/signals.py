"""One pass over a page's text for everything whose first sign is a fixed string: what several readers begin with.

Not a fact: a shared search. Promotion words, doubled words and marks, marks of secrecy, labels of personal data,
full-width digits and stars are looked for together; a page without a sign costs its readers nothing more.
"""

from __future__ import annotations

from functools import cache

import daachorse

from zhengjian.facts.page import Page

Found = tuple[tuple[int, int, str], ...]
"""Start, end and word of every sign of one group, in order."""


@cache
def _automaton() -> tuple[tuple[str, ...], tuple[str, ...], daachorse.CharwiseDoubleArrayAhoCorasick]:
    from zhengjian.facts import bad_terms, clues, privacy, rules  # the readers import this module

    groups: dict[str, str] = dict.fromkeys(rules.triggers(), "wording")
    groups |= dict.fromkeys(clues.SIGNS, "secret") | dict.fromkeys(privacy.SIGNS, "personal")
    promotion = bad_terms.terms("promotion").words
    groups |= dict.fromkeys((variant for word in promotion for variant in (word, word.upper(), word.title())), "promotion")
    groups |= {"*": "star"}
    words = tuple(groups)
    return words, tuple(groups.values()), daachorse.CharwiseDoubleArrayAhoCorasick(list(words), daachorse.MATCH_KIND_LEFTMOST_LONGEST)


def search(text: str) -> dict[str, Found]:
    """The signs of a text by group: wording, secret, personal, promotion, star; a group without any is absent."""
    words, groups, automaton = _automaton()
    found: dict[str, list[tuple[int, int, str]]] = {}
    for start, end, index in automaton.find(text):
        found.setdefault(groups[index], []).append((start, end, words[index]))
    return {group: tuple(places) for group, places in found.items()}


def of_page(page: Page) -> dict[str, Found]:
    """The signs of a page's visible text, searched once for all its readers."""
    if "signals" not in page.shared:
        page.shared["signals"] = search(page.text)
    signs: dict[str, Found] = page.shared["signals"]
    return signs
