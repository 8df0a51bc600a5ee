"""Common words with one character exchanged for a look-alike or a sound-alike: 环竟 for 环境, 档案 written 挡案.

The list holds only exchanges that make no word of the language and that a language model gives next to no chance to stand side
by side by accident; the segmenter still has the last word (see ``terms``), and a person's name is passed over.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from zhengjian.facts.persons import COMMON_SURNAMES
from zhengjian.facts.terms import Term

SOURCE = "易混字表"


@cache
def misspelt() -> tuple[Term, ...]:
    """A term for every exchange of the list; made once, in a fifth of a second."""
    found = []
    data = resources.files("zhengjian.facts.data")
    for line in (line for name in ("misspelt.txt", "collocations.txt") for line in (data / name).read_text("utf-8").splitlines()):
        if line.startswith("#"):
            continue
        word, *others = line.split(" ")
        for at, characters in enumerate(others):
            for other in characters.strip("-"):
                wrong = word[:at] + other + word[at + 1 :]
                found.append(Term(term=wrong, suggestion=word, kind="疑似错别字", source=SOURCE, collocation=True))
    return tuple(found)


_DIVISIONS = "省市州县区乡镇村街路山河湖岛港"
_SHORT_QUOTE = 8
_OFTEN = 3


def is_name(text: str, start: int, end: int, right: str) -> bool:
    """True where the characters look like a name that somebody gave, and no slip for the word ``right``.

    A surname before them (尹建莉), a kind of place behind them anywhere on the page (沙陌县), a short quotation around them
    (“浙里办”), or the same characters three times where the word itself never stands.
    """
    wrong = text[start:end]
    if any(f"{wrong}{kind}" in text for kind in _DIVISIONS) or is_quoted(text, start, end):
        return True
    if text.count(wrong) >= _OFTEN and right not in text:
        return True
    return end - start <= 2 and is_called(text, start)


def is_called(text: str, start: int) -> bool:
    """True where a surname stands by itself before the place; 提高环竟 has none, though 高 is one."""
    import rjieba

    before = text[start - 1 : start]
    return bool(before) and before in COMMON_SURNAMES and not rjieba.has_word(text[max(0, start - 2) : start])


def is_quoted(text: str, start: int, end: int) -> bool:
    """True inside a quotation of a few characters: the name of a thing, or a word that is spoken about."""
    left = max(text.rfind(mark, max(0, start - _SHORT_QUOTE), start) for mark in "“‘「")
    found = [at for mark in "”’」" if (at := text.find(mark, end, end + _SHORT_QUOTE)) >= 0]
    return left >= 0 and bool(found) and min(found) - left <= _SHORT_QUOTE
