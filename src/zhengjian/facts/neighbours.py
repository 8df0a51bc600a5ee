"""How often words stand beside each other in general Chinese: the default model that broken words are judged by.

Data in ``data/neighbours.bin``, made by ``tools/neighbours.py`` from the word model of an input method. It knows news, talk and
literature before 2018, no phrases of an office, few names: an office that trains on its own pages knows more.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

_STEP = 30
_UNKNOWN = -9.0
_SHIFT = 20


class _Packed(msgspec.Struct, array_like=True):
    words: str
    shares: bytes
    losses: bytes
    pairs: bytes
    pair_shares: bytes


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Words with the decimal logarithms of their shares, what a word loses before an unusual neighbour, and shares of pairs."""

    words: Mapping[str, int]
    shares: bytes
    losses: bytes
    pairs: array[int]
    pair_shares: bytes

    @classmethod
    def of(cls, words: Mapping[str, tuple[float, float]], pairs: Mapping[tuple[str, str], float]) -> Neighbours:
        """A model of words (share, loss) and pairs (share behind the first), as decimal logarithms."""
        places = {word: place for place, word in enumerate(sorted(words))}
        keyed = sorted((places[one] << _SHIFT | places[other], share) for (one, other), share in pairs.items())
        return cls(
            places,
            bytes(_coarse(words[word][0]) for word in places),
            bytes(_coarse(words[word][1]) for word in places),
            array("Q", (key for key, _ in keyed)),
            bytes(_coarse(share) for _, share in keyed),
        )

    def knows(self, word: str) -> bool:
        """True for a word of the model."""
        return word in self.words

    def score(self, words: Sequence[str]) -> float:
        """Decimal logarithm of the share of a row of words."""
        total, before = 0.0, -1
        for word in words:
            place = self.words.get(word, -1)
            total += self._one(before, place) if place >= 0 else _UNKNOWN
            before = place
        return total

    def _one(self, before: int, place: int) -> float:
        if before >= 0:
            key = before << _SHIFT | place
            at = bisect_left(self.pairs, key)
            if at < len(self.pairs) and self.pairs[at] == key:
                return -self.pair_shares[at] / _STEP
            return -(self.losses[before] + self.shares[place]) / _STEP
        return -self.shares[place] / _STEP


def _coarse(logarithm: float) -> int:
    return max(0, min(255, round(-logarithm * _STEP)))


def dump(model: Neighbours) -> bytes:
    """A model as bytes; the same model always gives the same bytes."""
    differences = array("I", (after - before for before, after in zip([0, *model.pairs], model.pairs, strict=False)))
    packed = _Packed("\n".join(model.words), model.shares, model.losses, differences.tobytes(), model.pair_shares)
    return zlib.compress(msgspec.msgpack.encode(packed), 9)


def load(data: bytes) -> Neighbours:
    """A model as ``dump`` wrote it."""
    packed = msgspec.msgpack.decode(zlib.decompress(data), type=_Packed)
    differences = array("I")
    differences.frombytes(packed.pairs)
    pairs, key = array("Q"), 0
    for difference in differences:
        key += difference
        pairs.append(key)
    words = {word: place for place, word in enumerate(packed.words.split("\n"))}
    return Neighbours(words, packed.shares, packed.losses, pairs, packed.pair_shares)


@cache
def shipped() -> Neighbours:
    """The model that comes with the product; read once, in a quarter of a second."""
    return load((resources.files("zhengjian.facts.data") / "neighbours.bin").read_bytes())
