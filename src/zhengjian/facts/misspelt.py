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
    """A term for every exchange of the list; made once, in some 30 ms."""
    found = []
    for line in (resources.files("zhengjian.facts.data") / "misspelt.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, *others = line.split(" ")
        for at, characters in enumerate(others):
            for other in characters.strip("-"):
                wrong = word[:at] + other + word[at + 1 :]
                found.append(Term(term=wrong, suggestion=word, kind="疑似错别字", source=SOURCE, collocation=True))
    return tuple(found)


def is_name(text: str, start: int, end: int) -> bool:
    """True where a surname stands by itself before the place: 尹建莉 is a person, and 提高环竟 is none."""
    import rjieba

    before = text[start - 1 : start]
    return bool(before) and end - start <= 2 and before in COMMON_SURNAMES and not rjieba.has_word(text[max(0, start - 2) : start])
