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
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise

import msgspec
import rjieba

from zhengjian.facts.confusable import confusable
from zhengjian.facts.privacy import mask
from zhengjian.facts.wording import WordingItem, quotes_error, sentence_at
from zhengjian.model import Value

_RUN = re.compile(r"[\u4e00-\u9fff]{3,200}")
_LENGTHS = (5, 4, 3, 2)
_LONG = (5, 4)
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


_SEGMENTER = rjieba.Jieba()
_USUAL = 200
_DICTIONARY_SURE = 2.3
_DICTIONARY_LOOK = -2.3


@lru_cache(maxsize=50_000)
def _how_usual(word: str) -> int:
    """How often the segmenter's dictionary met a word; 0 for one that it does not hold."""
    return _SEGMENTER.suggest_freq(word) if rjieba.has_word(word) else 0


def _dictionary_bits(wrong: str, word: str) -> float | None:
    """Bits by which the word is more usual than its broken character alone; None for a word that is not usual itself."""
    usual = _how_usual(word)
    return math.log2(usual / (_how_usual(wrong) + 1)) if usual >= _USUAL else None


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
            found = _candidate(run, start, stop, counts, threshold) if counts or length in _LONG else _usual(run, start, stop, starts)
            if found is not None:
                suggestion, confidence = found
                yield from _item(text, offset + start, offset + stop, suggestion, confidence)
                free = stop
                break


@lru_cache(maxsize=200_000)
def _words(window: str) -> tuple[tuple[int, str, str], ...]:
    """Every word that the window becomes when one character is exchanged: place, other character, word."""
    found = []
    for at, character in enumerate(window):
        for other in confusable().get(character, ""):
            word = window[:at] + other + window[at + 1 :]
            if rjieba.has_word(word):
                found.append((at, other, word))
    return tuple(found)


def _candidate(run: str, start: int, stop: int, counts: Counts | None, threshold: float) -> tuple[str, int] | None:
    window = run[start:stop]
    best: tuple[float, str] | None = None
    for at, other, word in _words(window):
        place = start + at
        bits = counts.bits(run[place - 1 : place], window[at], other, run[place + 1 : place + 2]) if counts else 0.0
        if best is None or bits > best[0]:
            best = bits, word
    if best is None:
        return None
    bits, word = best
    if len(window) >= 4:
        return word, _SURE
    if counts is None or bits < threshold / 2:
        return None
    return word, _SURE if bits >= threshold else _LOOK


def _usual(run: str, start: int, stop: int, edges: set[int]) -> tuple[str, int] | None:
    """A short window judged by the dictionary alone; the character to exchange must stand by itself."""
    best: tuple[float, str] | None = None
    for at, _, word in _words(run[start:stop]):
        place = start + at
        if {place, place + 1} <= edges and (bits := _dictionary_bits(run[place], word)) is not None and (best is None or bits > best[0]):
            best = bits, word
    if best is None or best[0] < _DICTIONARY_LOOK:
        return None
    return best[1], _SURE if best[0] >= _DICTIONARY_SURE else _LOOK


def _item(text: str, start: int, end: int, suggestion: str, confidence: int) -> Iterator[WordingItem]:
    sentence = sentence_at(text, start, end)
    if quotes_error(sentence, text[start:end]):
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
