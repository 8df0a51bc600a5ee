"""Wrong characters found in their context: a character by whose look-alike or sound-alike the broken words become one.

穿 流 不息 falls apart where 川流不息 is a word. The word and the broken parts are both read in their sentence, between the same
neighbours: by counts of neighbouring characters from the office's own pages (``Counts``) for short words, or, without any, by the
model of words that ships (``neighbours``). Much more likely right than wrong is a finding, less is worth a look; the threshold curve
is in ``docs/wording.md``.
Not read from every page of a crawl (it costs milliseconds): used before publishing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import msgspec

from zhengjian.facts.confusable import alike
from zhengjian.facts.misspelt import is_name
from zhengjian.facts.neighbours import shipped
from zhengjian.facts.persons import COMMON_SURNAMES
from zhengjian.facts.privacy import mask
from zhengjian.facts.sentences import quotes_error, sentence_at
from zhengjian.facts.set_phrases import expressions
from zhengjian.facts.wording import SURE, WordingItem
from zhengjian.model import Value

_RUN = re.compile(r"[\u4e00-\u9fff]{3,200}")
_LENGTHS = (6, 5, 4, 3, 2)
_LONG = (6, 5, 4)
_MOST = 200
_MOST_TEXT = 300_000
_MOST_SURE = 98
_SURE = 88
_LOOK = 60
_PLAIN = 0.5
_AROUND = 4
_SIDE = 2
"""Words on either side that are read along."""
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


_THRESHOLDS = {2: (5.4, 4.0), 3: (4.5, 3.5), 4: (3.5, 2.5), 5: (3.5, 2.5), 6: (3.5, 2.5)}
"""Powers of ten by which a word of so many characters must be more likely than its parts: for a finding, and to be worth a look."""
_STRANGE, _STRANGE_GAIN, _COMMON = -9.5, 4.2, -5.0
"""Parts that next to never meet are a finding sooner, when the word is a common one (decimal logarithms of shares)."""
_EXPRESSION = -5.0
_USUAL = -5.6
"""A word of two characters of a smaller share is no likelier than a name or a word of today that the model does not know."""
_OF_THE_FIELD = 2_000
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nz"})
"""What the segmenter calls names of people, places and things."""
_CONTENT = -3.3
"""A character of a smaller share (decimal logarithm) is no word by itself but a part of one."""
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


@lru_cache(maxsize=50_000)
def _known(word: str) -> tuple[str, ...]:
    """A word as the model knows it: itself, or its parts."""
    import rjieba  # as in ``terms``: it is large, and most runs never look at the context

    if len(word) == 1 or shipped().knows(word):
        return (word,)
    parts = rjieba.cut(word, False)
    return tuple(word) if len(parts) == 1 else tuple(known for part in parts for known in _known(part))


def _score(words: Iterable[str]) -> float:
    return shipped().score([known for word in words for known in _known(word)])


def _score_of(before: list[str], word: str, after: list[str]) -> float:
    """As ``_score``; an expression of the field that the model does not know is as usual as a common word."""
    if word in expressions() and not shipped().knows(word):
        return max(_score(before) + _EXPRESSION + _score(after), _score((*before, word, *after)))
    return _score((*before, word, *after))


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
    import rjieba  # as in ``terms``: it is large, and most runs never look at the context

    tokens, edges = rjieba.cut(run, False), [0]
    for word in tokens:
        edges.append(edges[-1] + len(word))
    places, free = {edge: index for index, edge in enumerate(edges)}, 0
    for first, start in enumerate(edges[:-1]):
        if start < free:
            continue
        for length in _LENGTHS:
            last = places.get(start + length, -1)
            if last <= first + 1 or all(len(word) > 1 for word in tokens[first:last]):
                continue
            found = _judged(run, start, (tokens, first, last), counts, threshold)
            if found is not None:
                suggestion, confidence = found
                free = start + length
                yield from _item(text, offset + start, offset + free, suggestion, confidence)
                break


@lru_cache(maxsize=200_000)
def _words(window: str) -> tuple[tuple[int, str, str], ...]:
    """Every word that the window becomes when one character is exchanged: place, other character, word."""
    import rjieba  # as in ``terms``: it is large, and most runs never look at the context

    found = []
    for at, character in enumerate(window):
        for other in alike().get(character, ""):
            word = window[:at] + other + window[at + 1 :]
            if (rjieba.has_word(word) or word in expressions()) and _is_told_apart(window, word, at):
                found.append((at, other, word))
    return tuple(found)


def _is_told_apart(window: str, word: str, at: int) -> bool:
    """False where either character is as good: particles, names, a measure behind numbers (二百二十八家), a pet name (岩岩)."""
    import rjieba  # as in ``terms``: it is large, and most runs never look at the context

    others = word[:at] + word[at + 1 :]
    if len(set(window)) == 1 or (len(word) < _LONG[-1] and rjieba.tag(word)[0][1] in _NAMES):
        return False
    if len(_NUMBERS.intersection(window)) > 1:
        return False
    return not ({window[at], word[at]} <= _PARTICLES or _TRANSLITERATED.issuperset(word) or _NUMBERS.issuperset(others))


_Window = tuple[list[str], int, int]
"""The words of a run, and the first and the one behind the last of those that may be broken."""


def _judged(run: str, start: int, window: _Window, counts: Counts | None, threshold: float) -> tuple[str, int] | None:
    """The word that the parts of a window most likely were, and how sure that is; None when they may stand as they are."""
    tokens, first, last = window
    broken = "".join(tokens[first:last])
    if counts is not None and len(broken) < _LONG[-1]:
        return _by_counts(run, start, broken, counts, threshold)
    before, parts, after = tokens[max(0, first - _SIDE) : first], tokens[first:last], tokens[last : last + _SIDE]
    candidates = [word for at, _, word in _words(broken) if len(broken) in _LONG or _is_alone(parts, at)]
    if not candidates or _may_be_name(run, start, broken, candidates[0]) or _is_of_the_field(run, start, start + len(broken)):
        return None
    gain, word = max((_score_of(before, word, after), word) for word in candidates)
    gain -= _score((*before, *parts, *after))
    sure, look = _THRESHOLDS[len(broken)]
    is_usual = len(broken) > 2 or _score((word,)) >= _USUAL
    is_sure = (gain >= sure and is_usual) or (gain >= _STRANGE_GAIN and _score(parts) <= _STRANGE and _score((word,)) >= _COMMON)
    if len(broken) == len(tokens[first:last]) and _is_in_a_row(tokens, first, last):
        is_sure = False
    return (word, _confidence(gain, look, sure, is_sure=is_sure)) if gain >= look else None


def _confidence(gain: float, look: float, sure: float, *, is_sure: bool) -> int:
    """Percent: 60 to 84 for what is worth a look, 88 to 98 for a finding, more with every power of ten."""
    if is_sure:
        return min(_MOST_SURE, _SURE + round(2 * max(0.0, gain - sure)))
    return min(SURE - 1, _LOOK + round((SURE - 1 - _LOOK) * (gain - look) / (sure - look)))


def _is_of_the_field(run: str, start: int, stop: int) -> bool:
    """True inside of an expression of the field, which the segmenter may not know: 雨污 in 雨污分流."""
    return any(
        run[left:right] in expressions()
        for left in range(max(0, start - _AROUND), start + 1)
        for right in range(stop, min(len(run), stop + _AROUND) + 1)
    )


def _is_in_a_row(tokens: list[str], first: int, last: int) -> bool:
    """True where one more character stands alone beside those that may be broken: 截|洪|沟 are parts of a word that nobody listed."""
    beside = (*tokens[first - 1 : first], *tokens[last : last + 1]) if first else tuple(tokens[last : last + 1])
    return any(len(word) == 1 and _score((word,)) < _CONTENT for word in beside)


def _by_counts(run: str, start: int, broken: str, counts: Counts, threshold: float) -> tuple[str, int] | None:
    best: tuple[float, str] | None = None
    for at, other, word in _words(broken):
        place = start + at
        bits = counts.bits(run[place - 1 : place], broken[at], other, run[place + 1 : place + 2])
        if best is None or bits > best[0]:
            best = bits, word
    if best is None or best[0] < threshold / 2:
        return None
    return best[1], _SURE if best[0] >= threshold else _LOOK


def _is_alone(parts: list[str], at: int) -> bool:
    """True when the character at a place is a part by itself."""
    for part in parts:
        if at < len(part):
            return len(part) == 1
        at -= len(part)
    return False


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
        level="一般" if confidence >= SURE else "提示",
        rule="语境·形近音近字",
        confidence=confidence,
        sentence=mask(sentence),
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
    )
