"""Make ``facts/data/neighbours.bin`` anew: ``python -m zhengjian.tools.neighbours zh_CN.lm``.

Source: the word model of the input method libime, Debian package ``libime-data-language-model`` (file
``/usr/lib/*/libime/zh_CN.lm``), LGPL-2.1+, in KenLM's format of a quantized trie of three words with chopped pointers. Kept are its
words of Chinese characters, and of their pairs those that are met often and much more often than their words make one expect.
The three-word part is left out: it is a third of the size and decides little.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from zhengjian.facts.neighbours import Neighbours, dump

_TABLES = 3 * 256 * 4
_HEADER = 136
_COUNTS = 108
_QUANTIZED_ARRAY_TRIE = 5
_LEAST_OFTEN = -7.0
"""Decimal logarithm of the share of a pair in all text from which it is kept."""
_LEAST_GAIN = 1.0
"""How many powers of ten a pair must be more frequent than its words make one expect."""
_POINTER_BITS = 22
_HAN = re.compile(r"[\u4e00-\u9fff]{1,7}")


def read(data: bytes) -> Neighbours:
    """The model of a file; raises ``ValueError`` when it is none of this format."""
    if data[:7] != b"mmap lm" or data[88] != 3 or struct.unpack_from("<I", data, 96)[0] != _QUANTIZED_ARRAY_TRIE:
        raise ValueError("no KenLM file of a quantized trie of order 3")
    words_count, pairs_count, triples_count = struct.unpack_from("<3Q", data, _COUNTS)
    at = _HEADER + 8 * (words_count + 1) + 8
    tables = struct.unpack_from("<768f", data, at)
    at += _TABLES
    unigrams = list(struct.iter_unpack("<ffQ", data[at : at + 16 * (words_count + 1)]))
    at += 16 * (words_count + 2)
    inline, chopped = _pointers(pairs_count + 1, triples_count)
    at += 8 * (1 + chopped) + 7
    width = words_count.bit_length()
    total = width + 16 + inline
    last = width + 8
    strings = at + ((1 + pairs_count) * total + 7) // 8 + 8 + ((1 + triples_count) * last + 7) // 8 + 8
    words = data[strings:].decode().split("\0")[:words_count]
    entries = _fields(data, at, total, pairs_count)
    pairs: dict[tuple[str, str], float] = {}
    for index, (one, other) in enumerate(pairwise(unigrams)):
        for _ in range(other[2] - one[2]):
            entry = next(entries)
            before = entry & ((1 << width) - 1)
            share = tables[entry >> (width + 8) & 255]
            expected = unigrams[before][1] + one[0]
            is_kept = share - expected > _LEAST_GAIN and unigrams[before][0] + share > _LEAST_OFTEN
            if is_kept and _HAN.fullmatch(words[before]) and _HAN.fullmatch(words[index]):
                pairs[words[before], words[index]] = share
    known = {word: unigrams[at][:2] for at, word in enumerate(words) if _HAN.fullmatch(word)}
    return Neighbours.of(known, pairs)


def _pointers(entries: int, most: int) -> tuple[int, int]:
    """How many bits of a pointer stand beside its entry, and how many leading parts in a list of their own."""
    required = most.bit_length()
    chop = min(range(min(required, _POINTER_BITS) + 1), key=lambda bits: (most >> (required - bits)) * 64 - entries * bits)
    return required - chop, (most >> (required - chop)) + 1


def _fields(data: bytes, at: int, total: int, count: int) -> Iterator[int]:
    for index in range(count):
        place = index * total
        yield int.from_bytes(data[at + (place >> 3) : at + (place >> 3) + 8], "little") >> (place & 7)


def main() -> None:
    """Read the file that is named and write the data file of the package."""
    target = Path(__file__).parents[1] / "facts" / "data" / "neighbours.bin"
    target.write_bytes(dump(read(Path(sys.argv[1]).read_bytes())))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
