"""Term dictionaries: wrong wordings as dated data, matched in one pass.

A dictionary is a CSV with the columns of ``COLUMNS``; the one that ships is a starter, offices add their own. Matching
costs the same for 50 terms or 50,000. Short terms are checked against the words around them, so that 参加人员 is no 加人.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources

import daachorse

from zhengjian.facts.leaders import Roster
from zhengjian.model import Value, encode

COLUMNS = ("词语", "建议", "类别", "级别", "例外", "生效日期", "失效日期", "来源", "录入人")
SEVERITIES = ("严重", "一般", "提示")
EASILY_CONFUSED = "易混词"
"""The kind of terms that are words beside each other, of which one is another word than meant: 以经全面, but 可以经全面."""
_SHORT = 3
_AROUND = 6


class Term(Value):
    """One wrong wording. ``severity``: 严重 (a veto clue), 一般 (a finding), 提示 (worth a look).

    ``exceptions`` are phrases that contain the term and are right. ``starts`` and ``ends`` bound the days on which the
    wording is wrong: a text of an earlier day is right to use an institution's old name.
    """

    term: str
    suggestion: str = ""
    kind: str = "错别字"
    severity: str = "一般"
    exceptions: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    source: str = ""
    who: str = ""
    collocation: bool = False

    @property
    def retired(self) -> bool:
        """True when it ends before it begins: the office has taken it out of use, and it counts on no day."""
        return self.starts is not None and self.ends is not None and self.ends < self.starts

    @property
    def bounded(self) -> bool:
        """True when no word may straddle its edges: a short term, or words that stand beside each other (末按规定, but 周末按规定)."""
        return self.collocation or len(self.term) <= _SHORT or self.kind == EASILY_CONFUSED


@dataclass(frozen=True, slots=True)
class BadTerm:
    """A row of a dictionary that cannot be used: where it stands and what is expected (Chinese)."""

    row: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class Lexicon:
    """Terms ready to be matched; the longest term wins where several begin together. A term that suggests itself is right.

    ``right`` are the phrases that a person of the office found right: what lies inside one is no hit of any kind. ``roster`` is
    the office's list of leaders, when it keeps one.
    """

    terms: tuple[Term, ...]
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick | None
    right: tuple[str, ...] = ()
    roster: Roster | None = None

    @classmethod
    def of(cls, terms: Iterable[Term], right: Iterable[str] = (), roster: Roster | None = None) -> Lexicon:
        """Build the automaton (0.1 s for 50,000 terms). A later term with the same wording replaces an earlier one, or retires it."""
        unique = tuple(term for term in {term.term: term for term in terms}.values() if not term.retired)
        words = [term.term for term in unique]
        automaton = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST) if words else None
        return cls(unique, automaton, tuple(dict.fromkeys(right)), roster)

    @cached_property
    def digest(self) -> str:
        """The same for two lexicons that find the same."""
        return sha256(encode((self.terms, self.right)) + repr(self.roster).encode()).hexdigest()

    def excuses(self, text: str, start: int, end: int) -> bool:
        """True when the place lies inside a phrase that the office found right."""
        return any(text.find(phrase, max(0, end - len(phrase)), start + len(phrase)) >= 0 for phrase in self.right)

    def find(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Start, end and term of every hit that no exception and no longer word explains."""
        if self.automaton is None:
            return
        for start, end, index in self.automaton.find(text):
            term = self.terms[index]
            if term.suggestion == term.term or (self.right and self.excuses(text, start, end)):
                continue
            if not _excepted(term, text, start, end) and not (term.bounded and _part_of_words(text, start, end)):
                yield start, end, term


def _excepted(term: Term, text: str, start: int, end: int) -> bool:
    for phrase in term.exceptions:
        at = phrase.find(term.term)
        if at >= 0 and text.startswith(phrase, start - at if start >= at else -len(text) - 1):
            return True
        if at < 0 and phrase in text[max(0, start - _AROUND) : end + _AROUND]:
            return True
    return False


def _part_of_words(text: str, start: int, end: int) -> bool:
    """True when a word of the language straddles the edge of a term: then the term is an accident of neighbours."""
    import rjieba  # its word list takes most of a second to load; most pages never need it

    left = max(0, start - _AROUND)
    at = left
    for word in rjieba.cut(text[left : end + _AROUND], False):
        stop = at + len(word)
        if len(word) > 1 and ((at < start < stop) or (at < end < stop)):
            return True
        at = stop
        if at >= end:
            return False
    return False


@cache
def starter() -> tuple[Term, ...]:
    """The terms of the starter dictionary that comes with the product."""
    terms, bad = read_csv((resources.files("zhengjian.facts.data") / "terms.csv").read_bytes())
    if bad:
        raise ValueError(f"data/terms.csv, row {bad[0].row}: {bad[0].expected}")
    return tuple(terms)


def read_csv(data: bytes) -> tuple[list[Term], list[BadTerm]]:
    """Terms of a CSV (UTF-8 or GB18030) and the rows that cannot be used, each with what is expected."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    rows = csv.reader(io.StringIO(text))
    header = [name.strip() for name in next(rows, [])]
    if "词语" not in header:
        return [], [BadTerm(1, "词语", "、".join(header)[:40], "首行应为表头，至少含“词语”一列")]
    places = {name: header.index(name) for name in COLUMNS if name in header}
    terms: list[Term] = []
    bad: list[BadTerm] = []
    for number, row in enumerate(rows, 2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        term = of_cells(cells, number)
        if isinstance(term, Term):
            terms.append(term)
        else:
            bad.append(term)
    return terms, bad


def of_cells(cells: dict[str, str], row: int = 0) -> Term | BadTerm:
    """The term that one row of a dictionary says, or what is wrong with the row."""
    word = cells.get("词语", "")
    if len(word) < 2:
        return BadTerm(row, "词语", word, "至少两个字")
    if word == cells.get("建议"):
        return BadTerm(row, "建议", word, "应与词语不同")
    severity = cells.get("级别") or "一般"
    if severity not in SEVERITIES:
        return BadTerm(row, "级别", severity, "严重、一般或提示")
    days: dict[str, date | None] = {}
    for name in ("生效日期", "失效日期"):
        try:
            days[name] = date.fromisoformat(cells[name].replace("/", "-")) if cells.get(name) else None
        except ValueError:
            return BadTerm(row, name, cells[name], "日期，如 2025-06-20")
    return Term(
        term=word,
        suggestion=cells.get("建议", ""),
        kind=cells.get("类别") or "错别字",
        severity=severity,
        exceptions=tuple(cells.get("例外", "").replace("；", " ").replace(";", " ").split()),
        starts=days["生效日期"],
        ends=days["失效日期"],
        source=cells.get("来源", ""),
        who=cells.get("录入人", ""),
    )


def write_csv(terms: Iterable[Term]) -> bytes:
    """Terms as a CSV that spreadsheets open (UTF-8 with a byte-order mark); ``read_csv`` gives the same terms back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for term in terms:
        days = [day.isoformat() if day else "" for day in (term.starts, term.ends)]
        writer.writerow([term.term, term.suggestion, term.kind, term.severity, " ".join(term.exceptions), *days, term.source, term.who])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
