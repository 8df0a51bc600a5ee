"""Slips in phrases that are never written otherwise: a character lost, doubled, or two of them changed round.

中国特色社主义 is no word that a dictionary of errors would list, but it can be nothing else. The phrases are data; their slips
are made here, never at the first two and the last two characters, where a neighbouring word could account for them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from zhengjian.facts.terms import Lexicon, Term, starter

_KEPT = 2
_MAY_LACK = "和"
"""住房和城乡建设 and 住房城乡建设 are both right."""


@cache
def slips() -> tuple[Term, ...]:
    """A term for every slip of every phrase, and the phrases themselves, which suggest themselves: so they are passed over."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "wording.toml").read_text("utf-8"))
    phrases = tuple(dict.fromkeys(data["phrases"]))
    found = {slip: Term(term=slip, suggestion=phrase, kind="固定表述有误", source="固定表述") for phrase in phrases for slip in _of(phrase)}
    return (*found.values(), *(Term(term=phrase, suggestion=phrase) for phrase in phrases))


def _of(phrase: str) -> Iterator[str]:
    for at in range(_KEPT, len(phrase) - _KEPT):
        if phrase[at] not in _MAY_LACK:
            yield phrase[:at] + phrase[at + 1 :]
        yield phrase[:at] + phrase[at] + phrase[at:]
        if at + 1 < len(phrase) - 1 and phrase[at] != phrase[at + 1]:
            yield phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]


@cache
def shipped() -> Lexicon:
    """The starter dictionary and the slips: what is looked for when an office adds nothing."""
    return Lexicon.of([*starter(), *slips()])
