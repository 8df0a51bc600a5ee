"""What a target's former round knows of its addresses, so that what has not changed is neither sent, read nor stored again.

The answers are handed over once, when the next round begins; a page's facts and its body are looked up when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhengjian.archive.folder import ATTEMPTS, FACTS, RoundFolder
from zhengjian.archive.store import LOOK, PAGE_PLACE, PAGES, ROWS_AT_ONCE, UNLINKED
from zhengjian.archive.warc import Damaged, Piece, Revisited, read_record
from zhengjian.facts.content_coding import undo
from zhengjian.model import SEEN_WHOLE, Value

_ANSWER = ["url", "snapshot", "content_type", "sha256", "size", "etag", "modified", "payload", "file", "encoding"]
_HELD = ("held_by", "held_at", "offset", "length")
_HERE, _ELSEWHERE = ("snapshot", "at", "offset", "length"), ("body_in", "body_at", "body_offset", "body_length")
_COLUMNS = [*_ANSWER, "at", "offset", "length", *_ELSEWHERE]
_LISTS = '"page_type":"list"'
_WHOLE = pa.array([code.value for code in SEEN_WHOLE])
_UNREADABLE = (OSError, ValueError, KeyError, pa.ArrowException)


class Known(Value, array_like=True):
    """An answer of the former round that came whole and straight from its address.

    ``held_by``, ``held_at``, ``offset`` and ``length`` say which record holds the body. ``row`` is the place of the page's facts
    (-1: nothing was read of it), ``basis`` and ``likeness`` are as in ``StoredPage``. ``lists`` is True for a page of a list: by
    those we tell whether a site is kept up to date, so no server's word is taken for them.
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
    lists: bool = False

    @property
    def record(self) -> Revisited:
        """The record that holds the body, as a later record refers to it."""
        return Revisited(url=self.url, at=datetime.fromisoformat(self.held_at), payload=self.payload)


class Earlier:
    """The former round of a target, read piece by piece; nothing can be had of one that is damaged or from an old version."""

    def __init__(self, folder: RoundFolder) -> None:
        self._folder = folder
        self._facts: pq.ParquetFile | None = None
        self._group = -1
        self._rows: pa.Table = None

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

    def facts(self, known: Known) -> dict[str, bytes]:
        """The page's facts as they were stored, the JSON of each by its name; empty when they cannot be had."""
        group, at = divmod(known.row, ROWS_AT_ONCE)
        try:
            if group != self._group:
                self._facts = self._facts or pq.ParquetFile(self._folder.path / FACTS)
                self._rows, self._group = self._facts.read_row_group(group, use_threads=False), group
            row = self._rows.slice(at, 1).to_pylist()[0]
        except (*_UNREADABLE, IndexError):
            return {}
        if row["snapshot"] != known.snapshot:
            return {}
        return {name: cell.encode() for name, cell in row.items() if cell is not None and name not in PAGE_PLACE}

    def holds(self, known: Known) -> bool:
        """True when the file that holds the body is as long as it must be."""
        try:
            return self._path(known).stat().st_size >= known.offset + known.length
        except OSError:
            return False

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
        """By snapshot: where the page's facts lie, what they were read from, and whether it lists."""
        row = 0
        for batch in pq.ParquetFile(self._folder.path / FACTS).iter_batches(columns=["snapshot", "basis", "likeness", "ListItems"]):
            lists = pc.match_substring(batch["ListItems"], _LISTS)
            for snapshot, basis, likeness, listing in zip(*(column.to_pylist() for column in (*batch.columns[:3], lists)), strict=True):
                yield snapshot, {"row": row, "basis": basis, "likeness": likeness, "lists": bool(listing)}
                row += 1
