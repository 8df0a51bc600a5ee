"""A document before it is laid out: blocks of runs and tables, and the claims that its figures are.

Every figure goes through ``Writer.say``: a sentence with named gaps, and for each gap a ``Figure``. The sentence is
printed with the figures' values, and each figure becomes a ``Claim`` that carries the sentence and its lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Literal

from zhengjian.bulletin.shares import percent, quantifier
from zhengjian.model import Claim, Value

BlockKind = Literal["heading", "subheading", "body", "note"]


class Run(Value):
    """A stretch of text; ``claim`` is the id of the claim that it prints."""

    text: str
    claim: str = ""


class Block(Value):
    """A paragraph. A body paragraph may open with a ``lead`` in the face of its heading level."""

    kind: BlockKind
    runs: tuple[Run, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        """The paragraph as it reads."""
        return self.lead + "".join(run.text for run in self.runs)


class Cell(Value):
    """A table cell, spanning ``columns`` and ``rows``; numbers stand in the middle, long text at the left.

    A line feed in ``text`` is where its line breaks.
    """

    text: str
    columns: int = 1
    rows: int = 1
    claim: str = ""
    left: bool = False


class Table(Value):
    """A table; ``widths`` are relative column widths; rows leave out cells that a span from above covers."""

    widths: tuple[float, ...]
    header: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


class Picture(Value):
    """A picture over the whole text width, and what it shows in words."""

    png: bytes
    caption: str


class Annex(Value):
    """An attachment on its own page: title, then paragraphs, tables and pictures."""

    title: str
    content: tuple[Block | Table | Picture, ...]


class Draft(Value):
    """A whole official document, ready for any layout."""

    office: str
    number: str
    title: str
    recipients: str
    body: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    issued: date
    disclosure: str
    letter: bool

    @property
    def text(self) -> str:
        """The body as it reads, one paragraph a line."""
        return "\n".join([self.title, *(block.text for block in self.body)])


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, share, list of names or graded word on its way into a sentence."""

    value: str
    rule: str
    ids: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    period: str = ""


def count(ids: Iterable[str], rule: str, *, period: str = "") -> Figure:
    """How many there are."""
    listed = tuple(ids)
    return Figure(str(len(listed)), rule, listed, numerator=len(listed), period=period)


def share(ids: Iterable[str], of: Iterable[str], rule: str, *, period: str = "") -> Figure:
    """What part of ``of`` the ``ids`` are, as a percentage."""
    part, whole = tuple(ids), tuple(of)
    return Figure(percent(len(part), len(whole)), rule, part, whole, len(part), len(whole), period)


def graded(ids: Iterable[str], of: Iterable[str]) -> Figure:
    """个别, 部分, 多数, 绝大多数 or 全部."""
    part, whole = tuple(ids), tuple(of)
    rule = "1个或不超过5%为个别，不足半数为部分，不足五分之四为多数，其余为绝大多数，无一例外为全部"
    return Figure(quantifier(len(part), len(whole)), rule, part, whole, len(part), len(whole))


def names(listed: Sequence[tuple[str, str]], rule: str, *, of: Iterable[str] = (), joined: str = "、") -> Figure:
    """Names in order; ``listed`` are (id, name as printed)."""
    ids, whole = tuple(id_ for id_, _ in listed), tuple(of)
    return Figure(joined.join(name for _, name in listed), rule, ids, whole, len(ids), len(whole) or None)


def literal(text: str) -> str:
    """Text for a template of ``Writer.say`` as it stands: braces in it are no gaps."""
    return text.replace("{", "{{").replace("}", "}}")


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十") + (digits[ones] if ones or not tens else "")


@dataclass
class Writer:
    """Collects blocks and claims. ``scope`` prefixes claim ids, ``where`` is the place that claims name."""

    period: str
    as_of: datetime
    blocks: list[Block] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    where: str = ""
    scope: str = ""
    _headings: int = 0
    _parts: int = 0
    _said: dict[str, str] = field(default_factory=dict)

    def heading(self, text: str) -> None:
        """A first-level heading, numbered 一、二、……"""
        self._headings, self._parts = self._headings + 1, 0
        self.where = f"{chinese(self._headings)}、{text}"
        self.blocks.append(Block(kind="heading", runs=(Run(text=self.where),)))

    def part(self, text: str, scope: str) -> None:
        """Begin a paragraph with a second-level lead, numbered （一）（二）……; the sentences said next stand in it."""
        self._parts += 1
        lead = f"（{chinese(self._parts)}）{text}"
        self.where = f"{self.where.split('·')[0]}·{lead.rstrip('。')}"
        self.scope = scope
        self.blocks.append(Block(kind="body", runs=(), lead=lead))

    def paragraph(self, kind: BlockKind = "body") -> None:
        """Begin a new paragraph."""
        self.blocks.append(Block(kind=kind, runs=()))

    def say(self, template: str, **figures: Figure) -> None:
        """Add a sentence to the paragraph begun last, and make its figures claims."""
        runs = []
        sentence = template.format(**{name: figure.value for name, figure in figures.items()})
        for text, name, _, _ in Formatter().parse(template):
            if text:
                runs.append(Run(text=text))
            if name is not None:
                runs.append(Run(text=figures[name].value, claim=self.claim(name, figures[name], sentence)))
        last = self.blocks[-1]
        self.blocks[-1] = Block(kind=last.kind, runs=last.runs + tuple(runs), lead=last.lead)

    def claim(self, name: str, figure: Figure, text: str) -> str:
        """Record a figure as a claim and return its id; a figure said twice in one scope is one claim."""
        id_ = f"{self.scope}.{name}"
        if id_ in self._said:
            if self._said[id_] != figure.value:
                raise ValueError(f"claim {id_} is {self._said[id_]} and {figure.value}")
            return id_
        self._said[id_] = figure.value
        made = Claim(
            id=id_,
            text=text,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            numerator_ids=figure.ids,
            denominator_ids=figure.of,
            rule=figure.rule,
            period=figure.period or self.period,
            as_of=self.as_of,
            where=self.where,
        )
        self.claims.append(made)
        return id_
