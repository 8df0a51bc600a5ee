"""Wrong characters found in their context: a character by whose look-alike or sound-alike the broken words become one.

穿 流 不息 falls apart where 川流不息 is a word. Words of four characters are sure enough for a finding. Shorter ones are judged
by counts of neighbouring characters from the office's own pages (``Counts``), or, without any, by how usual the segmenter's
dictionary says the word and the single character are: much more often right than wrong is a finding, less is worth a look.
The dictionary knows general Chinese of about 2012 and nothing of an office's own phrases; its threshold curve is in
``docs/wording.md``.
Not read from every page of a crawl (it costs milliseconds): used before publishing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

import msgspec

from zhengjian.facts.confusable import confusable
from zhengjian.facts.misspelt import is_name
from zhengjian.facts.persons import COMMON_SURNAMES
from zhengjian.facts.privacy import mask
from zhengjian.facts.sentences import quotes_error, sentence_at
from zhengjian.facts.set_phrases import expressions
from zhengjian.facts.wording import WordingItem
from zhengjian.model import Value

_RUN = re.compile(r"[\u4e00-\u9fff]{3,200}")
_LENGTHS = (6, 5, 4, 3, 2)
_LONG = (6, 5, 4)
_MOST = 200
_MOST_TEXT = 300_000
_SURE = 90
_LOOK = 60
_PLAIN = 0.5
THRESHOLD = 12.0
"""How many bits the counts must speak for the other character before a short word is a finding."""


class Counts(Value):
    """How often two characters stand side by side in the pages that ``train`` read. ``characters`` is the size of the corpus."""

    pairs: dict[str, int]
    characters: int = 0

    def bits(self, before: str, wrong: str, right: str, after: str) -> float:
        """Bits of evidence for ``right`` instead of ``wrong`` between two neighbours."""
        total = 0.0
        for pair_wrong, pair_right in ((before + wrong, before + right), (wrong + after, right + after)):
            if len(pair_wrong) == 2:
                total += math.log2((self.pairs.get(pair_right, 0) + _PLAIN) / (self.pairs.get(pair_wrong, 0) + _PLAIN))
        return total


_SIZE = 60_101_967
"""Words in the text that the segmenter's dictionary was counted in."""
_LEAST_USUAL = {2: 200, 3: 100, 4: 2, 5: 2, 6: 2}
"""How often the dictionary must have met a word of so many characters: rarer short ones are names."""
_THRESHOLDS = {2: (14.5, 8.0), 3: (14.0, 10.0), 4: (12.0, 6.0), 5: (12.0, 6.0), 6: (12.0, 6.0)}
"""Bits from which a window of so many characters is a finding, and worth a look; the curve is in ``docs/wording.md``."""
_TWO_PARTS = 3
_EVERYDAY = 20_000
_OF_THE_FIELD = 2_000
_WELL_KNOWN = 1_000
_PARTICLES = frozenset("的地得")
_NUMBERS = frozenset("〇零一二两三四五六七八九十百千万亿")
_TRANSLITERATED = frozenset(
    "阿埃艾爱安昂奥巴拜班贝比彼宾波伯布查达戴丹德登邓迪蒂丁杜顿多厄恩尔法菲费弗福盖戈格古哈海汉赫亨霍基吉加贾杰卡凯坎康科克肯库拉莱兰朗劳勒雷里理利"
    "林卢鲁路伦罗洛吕马玛迈曼梅米密莫姆穆纳娜内尼涅纽诺努欧帕潘佩皮平普齐奇恰乔切琼热仁日茹瑞若萨塞桑森沙莎珊舍什史斯苏索塔泰坦汤特提图托瓦万威韦维魏温文沃乌西希夏谢辛"
    "休雅亚延扬耶伊因英尤约泽扎詹珍朱兹佐姬葆蓬"
)


@lru_cache(maxsize=50_000)
def _how_usual(word: str) -> int:
    """How often the segmenter's dictionary met a word; 0 for one that it does not hold. Expressions of the field are usual here."""
    import rjieba  # as in ``terms``: it is large, and most runs never look at the context

    known = rjieba.suggest_freq(word) if rjieba.has_word(word) else 0
    return max(known, _OF_THE_FIELD) if word in expressions() else known


def _dictionary_bits(parts: Sequence[str], word: str) -> float:
    """Bits by which one word is more usual than its broken parts side by side; none at all for a word that is not usual itself."""
    usual = _how_usual(word)
    if usual < _LEAST_USUAL[len(word)]:
        return -math.inf
    return math.log2(usual / _SIZE) - sum(math.log2((_how_usual(part) + 1) / _SIZE) for part in parts)


def train(texts: Iterable[str], least: int = 2) -> Counts:
    """Count neighbouring characters; pairs seen less than ``least`` times are left out."""
    pairs: Counter[str] = Counter()
    characters = 0
    for text in texts:
        for run in _RUN.findall(text):
            characters += len(run)
            pairs.update(run[at : at + 2] for at in range(len(run) - 1))
    return Counts(pairs={pair: count for pair, count in sorted(pairs.items()) if count >= least}, characters=characters)


def load(data: bytes) -> Counts:
    """Counts as ``dump`` wrote them; raises ``msgspec.DecodeError``."""
    return msgspec.msgpack.decode(data, type=Counts)


def dump(counts: Counts) -> bytes:
    """Counts as bytes; the same counts always give the same bytes."""
    return msgspec.msgpack.encode(counts)


def of_text(text: str, counts: Counts | None = None, threshold: float = THRESHOLD) -> Iterator[WordingItem]:
    """Suspected characters of a text (of its first 300,000), each with its suggestion; ``counts`` decide the short words."""
    found = (item for run in _RUN.finditer(text, 0, _MOST_TEXT) for item in _of_run(text, run.start(), run[0], counts, threshold))
    return islice(found, _MOST)


def _of_run(text: str, offset: int, run: str, counts: Counts | None, threshold: float) -> Iterator[WordingItem]:
    import rjieba

    edges = [0]
    for word in rjieba.cut(run, False):
        edges.append(edges[-1] + len(word))
    starts, free = set(edges), 0
    for index, start in enumerate(edges[:-1]):
        if start < free:
            continue
        for length in _LENGTHS:
            stop = start + length
            if stop not in starts or stop > len(run) or edges[index + 1] >= stop:
                continue
            inner = [edge for edge in edges[index:] if edge <= stop]
            if not any(after - before == 1 for before, after in pairwise(inner)):
                continue
            found = _judged(run, inner, counts, threshold)
            if found is not None:
                suggestion, confidence = found
                yield from _item(text, offset + start, offset + stop, suggestion, confidence)
                free = stop
                break


@lru_cache(maxsize=200_000)
def _words(window: str) -> tuple[tuple[int, str, str], ...]:
    """Every word that the window becomes when one character is exchanged: place, other character, word."""
    import rjieba

    found = []
    for at, character in enumerate(window):
        for other in confusable().get(character, ""):
            word = window[:at] + other + window[at + 1 :]
            if (rjieba.has_word(word) or word in expressions()) and _is_told_apart(window, word, at):
                found.append((at, other, word))
    return tuple(found)


def _is_told_apart(window: str, word: str, at: int) -> bool:
    """False where either character is as good: particles, foreign names, a measure behind numbers (二百二十八家)."""
    others = word[:at] + word[at + 1 :]
    return not ({window[at], word[at]} <= _PARTICLES or _TRANSLITERATED.issuperset(word) or _NUMBERS.issuperset(others))


def _judged(run: str, edges: list[int], counts: Counts | None, threshold: float) -> tuple[str, int] | None:
    """The word that the parts between the edges most likely were, and how sure that is; None when they may stand as they are."""
    start, stop = edges[0], edges[-1]
    window, parts = run[start:stop], [run[left:right] for left, right in pairwise(edges)]
    by_counts = counts if len(window) < _LONG[-1] else None
    best: tuple[float, str] | None = None
    for at, other, word in _words(window):
        place = start + at
        if by_counts is not None:
            bits = by_counts.bits(run[place - 1 : place], window[at], other, run[place + 1 : place + 2])
        elif _may_be_broken(run, place, edges):
            bits = _dictionary_bits(parts, word)
        else:
            continue
        if best is None or bits > best[0]:
            best = bits, word
    if best is None:
        return None
    sure, look = (threshold, threshold / 2) if by_counts is not None else _THRESHOLDS[len(window)]
    if best[0] < look or (by_counts is None and _may_be_name(run, start, window, best[1])):
        return None
    return best[1], _SURE if best[0] >= sure else _LOOK


def _may_be_broken(run: str, place: int, edges: list[int]) -> bool:
    """The character to exchange stands by itself, unless the window is long; it is no everyday word behind or before a whole one."""
    alone = {place, place + 1} <= set(edges)
    if edges[-1] - edges[0] == len(edges) - 1 or not alone:
        return alone or edges[-1] - edges[0] in _LONG
    return len(edges) > _TWO_PARTS or _how_usual(run[place]) < _EVERYDAY


def _may_be_name(run: str, start: int, window: str, word: str) -> bool:
    """A surname before two broken characters, or at the beginning of two or three: 单伟 and 程学源 are people."""
    if window[0] in COMMON_SURNAMES:
        return len(window) == 2 or (len(window) == 3 and _how_usual(word) < _WELL_KNOWN)
    return len(window) == 2 and start > 0 and run[start - 1] in COMMON_SURNAMES


def _item(text: str, start: int, end: int, suggestion: str, confidence: int) -> Iterator[WordingItem]:
    sentence = sentence_at(text, start, end)
    if quotes_error(sentence, text[start:end]) or (end - start < _LONG[-1] and is_name(text, start, end, suggestion)):
        return
    yield WordingItem(
        text=text[start:end],
        suggestion=suggestion,
        kind="疑似错别字",
        level="一般" if confidence >= _SURE else "提示",
        rule="语境·形近音近字",
        confidence=confidence,
        sentence=mask(sentence),
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
    )
