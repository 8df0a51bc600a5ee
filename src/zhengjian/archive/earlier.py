"""What a target's former round knows of its addresses, so that what has not changed is neither sent, read nor stored again.

The answers are handed over once, when the next round begins; a page's body and what its facts lead to are looked up when they
are needed. All its facts are taken over at the end, as rows, without being decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhengjian.archive.folder import ATTEMPTS, FACTS, RoundFolder
from zhengjian.archive.manifest import read_manifest
from zhengjian.archive.signs import LISTS, SIGN_FACTS, signs_of_rows
from zhengjian.archive.store import LOOK, PAGE_PLACE, PAGES, ROWS_AT_ONCE, UNLINKED
from zhengjian.archive.warc import Damaged, Piece, Revisited, read_record
from zhengjian.facts.content_coding import undo
from zhengjian.model import SEEN_WHOLE, Value

_ANSWER = ["url", "snapshot", "content_type", "sha256", "size", "etag", "modified", "payload", "file", "encoding"]
_HELD = ("held_by", "held_at", "offset", "length")
_HERE, _ELSEWHERE = ("snapshot", "at", "offset", "length"), ("body_in", "body_at", "body_offset", "body_length")
_COLUMNS = [*_ANSWER, "at", "offset", "length", *_ELSEWHERE]
_WHOLE = pa.array([code.value for code in SEEN_WHOLE])
_UNREADABLE = (OSError, ValueError, KeyError, IndexError, pa.ArrowException, msgspec.DecodeError)


class Lost(Exception):
    """The facts of the former round, which were there when this one began, cannot be read any more."""


class Known(Value, array_like=True):
    """An answer of the former round that came whole and straight from its address.

    ``held_by``, ``held_at``, ``offset`` and ``length`` say which record holds the body. ``row`` is the place of the page's facts
    (-1: nothing was read of it), ``basis``, ``likeness`` and ``signs`` are as in ``StoredPage``.
    """

    url: str
    snapshot: str
    content_type: str
    sha256: str
    size: int
    etag: str
    modified: str
    payload: str
    file: str
    encoding: str
    held_by: str
    held_at: str
    offset: int
    length: int
    row: int = -1
    basis: str = ""
    likeness: int = 0
    signs: int = 0

    @property
    def lists(self) -> bool:
        """True for a page of a list: by those we tell whether a site is kept up to date, so no server's word is taken for them."""
        return bool(self.signs & LISTS)

    @property
    def record(self) -> Revisited:
        """The record that holds the body, as a later record refers to it."""
        return Revisited(url=self.url, at=datetime.fromisoformat(self.held_at), payload=self.payload)


class Earlier:
    """The former round of a target, read piece by piece; nothing can be had of one that is damaged or from an old version."""

    def __init__(self, folder: RoundFolder) -> None:
        self._folder = folder
        self._sizes: dict[tuple[str, str], int] = {}
        self._held: tuple[int, tuple[str, ...], pa.Table] = (-1, (), None)

    @cached_property
    def _facts(self) -> pq.ParquetFile:
        return pq.ParquetFile(self._folder.path / FACTS)

    @cached_property
    def fact_names(self) -> frozenset[str]:
        """The names of all facts that were read of a page. Raises ``Lost``."""
        try:
            return frozenset(self._facts.schema_arrow.names) - PAGE_PLACE.keys()
        except _UNREADABLE:
            raise Lost from None

    def answers(self) -> Iterator[Known]:
        """Every answer worth remembering."""
        try:
            places = dict(self._places())
            for batch in pq.ParquetFile(self._folder.path / ATTEMPTS).iter_batches(columns=[*_COLUMNS, "kind", "code", "final_url"]):
                useful = pc.and_(pc.is_in(batch["code"], _WHOLE), pc.equal(batch["url"], batch["final_url"]))
                useful = pc.and_(useful, pc.not_equal(batch["kind"], LOOK))  # it may be another visitor's page
                for row in batch.filter(useful).select(_COLUMNS).to_pylist():
                    holder = zip(_HELD, _ELSEWHERE if row["body_in"] else _HERE, strict=True)
                    held = {name: row[column] for name, column in holder}
                    yield Known(**{name: row[name] for name in _ANSWER}, **held, **places.get(row["snapshot"], {}))
        except _UNREADABLE:
            return

    def pages(self) -> list[str]:
        """Every page that opened, and every one without links to it that was left out; those near the home page first."""
        try:
            rows = pq.read_table(self._folder.path / ATTEMPTS, columns=["url", "kind", "code", "depth"], use_threads=False).to_pylist()
        except _UNREADABLE:
            return []
        there = [
            row for row in rows if row["kind"] in PAGES and (row["code"] in SEEN_WHOLE or (row["kind"] == UNLINKED and not row["code"]))
        ]
        return [row["url"] for row in sorted(there, key=lambda row: row["depth"])]

    def cells(self, row: int, *names: str) -> dict[str, bytes]:
        """Some facts of a page as they were stored, the JSON of each by its name. Raises ``Lost``."""
        rows, at = self._group(row, names), row % ROWS_AT_ONCE
        found = ((name, rows.column(name)[at]) for name in names if name in rows.column_names)
        return {name: cell.as_buffer().to_pybytes() for name, cell in found if cell.is_valid}

    def rows(self, numbers: Sequence[int]) -> pa.Table:
        """Whole rows, in the order asked for; cheapest when that is the order in which they lie there. Raises ``Lost``."""
        parts, start = [], 0
        while start < len(numbers):
            group = numbers[start] // ROWS_AT_ONCE
            end = next((at for at in range(start, len(numbers)) if numbers[at] // ROWS_AT_ONCE != group), len(numbers))
            parts.append(self._group(numbers[start]).take([number % ROWS_AT_ONCE for number in numbers[start:end]]))
            start = end
        return pa.concat_tables(parts)

    def _group(self, row: int, names: tuple[str, ...] = ()) -> pa.Table:
        """The rows that were written together with one; without ``names`` with all columns."""
        number = row // ROWS_AT_ONCE
        if self._held[:2] != (number, names):
            try:
                self._held = number, names, self._facts.read_row_group(number, columns=list(names) or None, use_threads=False)
            except _UNREADABLE:
                raise Lost from None
        return self._held[2]

    def holds(self, known: Known) -> bool:
        """True when the file that holds the body is as long as it must be."""
        place = known.held_by.rpartition(".")[0], known.file
        if place not in self._sizes:
            try:
                self._sizes[place] = self._path(known).stat().st_size
            except OSError:
                self._sizes[place] = 0
        return self._sizes[place] >= known.offset + known.length

    def body(self, known: Known) -> bytes | None:
        """The body, decoded; None when the evidence no longer has it as it was."""
        try:
            wire = read_record(self._path(known), Piece(offset=known.offset, length=known.length))[2]
        except Damaged:
            return None
        body = undo(wire, known.encoding, known.size)[0]
        return body if sha256(body).hexdigest() == known.sha256 else None

    def _path(self, known: Known) -> Path:
        return RoundFolder.of_snapshot(self._folder.root, known.held_by).path / known.file

    def _places(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """By snapshot: where the page's facts lie, what they were read from, and what they show; nothing of a file that has changed."""
        listed = {entry.name: entry.sha256 for entry in read_manifest(self._folder).files}
        with (self._folder.path / FACTS).open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != listed.get(FACTS):
                return
        groups = self._facts.metadata
        if any(groups.row_group(number).num_rows != ROWS_AT_ONCE for number in range(groups.num_row_groups - 1)):
            return
        row = 0
        for batch in self._facts.iter_batches(columns=["snapshot", "basis", "likeness", *SIGN_FACTS], use_threads=False):
            for snapshot, basis, likeness, signs in zip(
                *(batch[name].to_pylist() for name in ("snapshot", "basis", "likeness")), signs_of_rows(batch), strict=True
            ):
                yield snapshot, {"row": row, "basis": basis, "likeness": likeness, "signs": signs}
                row += 1
