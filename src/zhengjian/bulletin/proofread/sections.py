"""The text of a document by sections and sentences, so that remarks can say where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FIRST = re.compile(r"([一二三四五六七八九十]+、[^。，]{2,24})")
SECOND = re.compile(r"（([一二三四五六七八九十]+)）([^。]{2,40})。")
ANNEX = re.compile(r"附\s*件\s*(\d*)")
SENTENCE = re.compile(r"[^。！？]*[。！？]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its section; ``section`` is the same for all sentences under one heading."""

    text: str
    section: str
    in_annex: bool = False


def sentences(paragraphs: Sequence[str]) -> Iterator[Sentence]:
    """All sentences in order, each under the last heading before it."""
    first, second, annex = "开头", "", ""
    for paragraph in paragraphs:
        compact = "".join(paragraph.split())
        heading, part, attached = FIRST.match(compact), SECOND.match(compact), ANNEX.fullmatch(compact)
        if attached is not None:
            annex, first, second = f"附件{attached[1]}", "", ""
        elif heading is not None:
            first, second = heading[1], ""
        elif part is not None:
            second = f"（{part[1]}）{part[2]}"
        section = "·".join(word for word in (annex, first, second) if word)
        for found in SENTENCE.finditer(compact):
            if found[0]:
                yield Sentence(found[0], section, bool(annex))
