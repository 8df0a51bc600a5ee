"""A bulletin read back from its claims: sections, sentences with every number as a link, and the annex as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhengjian.model import Claim

ANNEX = "annex."


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: text alone, or a claim's value."""

    text: str
    claim: Claim | None = None


@dataclass(slots=True)
class Section:
    """One part of the document: its heading and its paragraphs."""

    heading: str
    paragraphs: list[list[Piece]] = field(default_factory=list)


@dataclass(slots=True)
class AnnexTable:
    """The annex: column heads by key, and for each unit its claims by key (missing: not applicable)."""

    heads: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Claim]] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, list[Claim | None]]]:
        """Units in the document's order with one cell for each head."""
        return [(unit, [cells.get(head) for head in self.heads]) for unit, cells in self.rows.items()]


def sections(claims: Iterable[Claim]) -> list[Section]:
    """The running text; a sentence that goes on with a comma belongs to the paragraph before it."""
    found: list[Section] = []
    for text, where, group in _sentences(claim for claim in claims if not claim.id.startswith(ANNEX)):
        if not found or found[-1].heading != where:
            found.append(Section(where))
        pieces = _pieces(text, group)
        paragraphs = found[-1].paragraphs
        if paragraphs and text[:1] in "，；。、（":
            paragraphs[-1].extend(pieces)
        else:
            paragraphs.append(pieces)
    return found


def annex(claims: Iterable[Claim]) -> AnnexTable:
    """The annex's cells, from claims whose text is “unit head”."""
    table = AnnexTable()
    for claim in claims:
        unit, _, head = claim.text.partition(" ")
        if claim.id.startswith(ANNEX) and head:
            key = claim.id.rpartition(".")[2]
            table.heads.setdefault(key, head)
            table.rows.setdefault(unit, {})[key] = claim
    return table


def _sentences(claims: Iterable[Claim]) -> list[tuple[str, str, list[Claim]]]:
    grouped: list[tuple[str, str, list[Claim]]] = []
    for claim in claims:
        if grouped and grouped[-1][0] == claim.text and grouped[-1][1] == claim.where:
            grouped[-1][2].append(claim)
        else:
            grouped.append((claim.text, claim.where, [claim]))
    return grouped


def _pieces(text: str, claims: Sequence[Claim]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for claim in claims:
        found = text.find(claim.value, at) if claim.value else -1
        if found < 0:
            continue
        if found > at:
            pieces.append(Piece(text[at:found]))
        pieces.append(Piece(claim.value, claim))
        at = found + len(claim.value)
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces
