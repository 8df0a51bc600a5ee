"""Slips in phrases that are never written otherwise: a character lost, doubled, or two of them changed round.

中国特色社主义 is no word that a dictionary of errors would list, but it can be nothing else. The phrases are data; their slips
are made here, never at the first two and the last two characters, where a neighbouring word could account for them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from zhengjian.facts.misspelt import misspelt
from zhengjian.facts.terms import Lexicon, Term, starter

_KEPT = 2
_SHORT = 4
_LONG = 6
"""A shorter phrase that lacks a character may be another one: 基层组织, 基层党组织. Those that cannot are in the dictionary."""
_MAY_LACK = "和"
"""住房和城乡建设 and 住房城乡建设 are both right."""


@cache
def expressions() -> frozenset[str]:
    """Expressions of government sites, of three characters and more."""
    text = (resources.files("zhengjian.facts.data") / "phrases.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def slips() -> tuple[Term, ...]:
    """A term for every slip of every phrase, and the phrases themselves, which suggest themselves: so they are passed over."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "wording.toml").read_text("utf-8"))
    known = expressions()
    phrases = (*dict.fromkeys(data["phrases"]), *sorted(phrase for phrase in known if len(phrase) >= _SHORT))
    lawful = known | set(data["lawful"])
    found = {
        slip: Term(term=slip, suggestion=phrase, kind="固定表述有误", source="固定表述")
        for phrase in phrases
        for slip in _of(phrase)
        if slip not in lawful
    }
    return (*found.values(), *(Term(term=phrase, suggestion=phrase) for phrase in phrases))


def _of(phrase: str) -> Iterator[str]:
    kept = _KEPT if len(phrase) > _SHORT else 1
    for at in range(kept, len(phrase) - kept):
        if len(phrase) >= _LONG and phrase[at] not in _MAY_LACK:
            yield phrase[:at] + phrase[at + 1 :]
        yield phrase[:at] + phrase[at] + phrase[at:]
        if at + 1 < len(phrase) - 1 and phrase[at] != phrase[at + 1]:
            yield phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]


@cache
def built_in() -> tuple[Term, ...]:
    """The common words misspelt, the starter dictionary and the slips, the later ones taking precedence."""
    return (*misspelt(), *starter(), *slips())


@cache
def shipped() -> Lexicon:
    """What is looked for when an office adds nothing."""
    return Lexicon.of(built_in())
