"""Closes a round into Parquet, and reads facts, attempts, snapshots and bodies back from it.

``facts.parquet`` has one row a page and one column a fact, each cell the fact's JSON: a reader of one fact reads one
column, and DuckDB asks the whole province. ``attempts.parquet`` has one row an address, visited or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from zhengjian.archive.folder import ATTEMPTS, FACTS, LOOKS, RoundFolder
from zhengjian.archive.manifest import read_manifest
from zhengjian.archive.steps import step
from zhengjian.archive.warc import Damaged, Piece, read_record
from zhengjian.facts.base import Attempt, Coverage, Fact, Pages, Reading
from zhengjian.model import FetchCode, Snapshot, Value

pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own pool keeps what the largest table took, in every worker

F = TypeVar("F", bound=Fact)
R = TypeVar("R")

CONTROL = "control"
LOOK = "look"
UNLINKED = "unlinked"
PAGES = frozenset({"page", UNLINKED})
NOT_LINKED_KINDS = frozenset({"robots", "sitemap", CONTROL, LOOK})


class StoredAttempt(Value):
    """One row of ``attempts.parquet``: an address, what came of it, and where its answer lies.

    ``payload`` is the digest of the body as it came. ``body_in`` is the earlier snapshot, taken at ``body_at``, whose record
    (``body_offset``, ``body_length``) holds the body, when this answer brought the same one, or none because nothing had changed.
    """

    url: str
    kind: str = "page"
    depth: int = 0
    code: str = ""
    http_status: int | None = None
    final_url: str = ""
    seconds: float = 0.0
    snapshot: str = ""
    reason: str = ""
    linked_from: tuple[str, ...] = ()
    tries: int = 1
    at: str = ""
    content_type: str = ""
    charset: str = ""
    address: str = ""
    redirects: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0
    detail: str = ""
    etag: str = ""
    modified: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0
    encoding: str = ""
    payload: str = ""
    body_in: str = ""
    body_at: str = ""
    body_offset: int = 0
    body_length: int = 0


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One page's facts on their way into Parquet: the JSON of each by the fact's name.

    ``basis`` stands for everything that was read (body, style sheets, dictionaries, the readers themselves): the same basis
    gives the same facts. ``likeness`` is the same for pages that say the same; 0 when it was not asked for. ``signs`` is what the
    facts show at a glance (see ``signs``). A page whose facts are those of the former round has none here, and ``taken`` is the row
    in which they lie there; -1 for every other page.
    """

    snapshot: str
    url: str
    depth: int
    facts: dict[str, bytes]
    basis: str = ""
    likeness: int = 0
    signs: int = 0
    taken: int = -1


ROWS_AT_ONCE = 64  # a group is the least that can be read again, and many sites are read at once
_READ_AT_ONCE = 64 << 20
_PLACE = ("snapshot", "url", "depth")
_TEXTS = pa.list_(pa.string())
PAGE_PLACE = {"snapshot": pa.string(), "url": pa.string(), "depth": pa.int32(), "basis": pa.string(), "likeness": pa.int64()}
_ATTEMPT_TYPES = {
    "depth": pa.int32(),
    "http_status": pa.int32(),
    "seconds": pa.float64(),
    "linked_from": _TEXTS,
    "tries": pa.int32(),
    "redirects": _TEXTS,
    "size": pa.int64(),
    "offset": pa.int64(),
    "length": pa.int64(),
    "body_offset": pa.int64(),
    "body_length": pa.int64(),
}
_ATTEMPT_SCHEMA = pa.schema([(name, _ATTEMPT_TYPES.get(name, pa.string())) for name in StoredAttempt.__struct_fields__])


def write_attempts(path: Path, attempts: Iterable[StoredAttempt]) -> None:
    """All rows of a round in one file."""
    _write(path, _ATTEMPT_SCHEMA, attempts, lambda rows: [[getattr(row, name) for row in rows] for name in _ATTEMPT_SCHEMA.names])


def write_facts(path: Path, names: Sequence[str], pages: Iterable[StoredPage], taken: Callable[[Sequence[int]], pa.Table]) -> None:
    """All page facts of a round in one file, home page first; ``names`` are those of all facts that occur.

    ``taken`` gives rows of the former round's file: what was taken over is copied from there as it lies.
    """
    schema = pa.schema([*PAGE_PLACE.items(), *((name, pa.string()) for name in names)])

    def columns(rows: list[StoredPage]) -> list[Any]:
        places = [[getattr(row, name) for row in rows] for name in PAGE_PLACE]
        there = [at for at, row in enumerate(rows) if row.taken >= 0]
        if not there:
            return [*places, *_own(rows, names)]
        former = taken([rows[at].taken for at in there])
        copied = [former.column(name) if name in former.column_names else pa.nulls(len(there), pa.string()) for name in names]
        here = [at for at, row in enumerate(rows) if row.taken < 0]
        if not here:
            return [*places, *copied]
        own = pa.table(_own([rows[at] for at in here], names), names=list(names))
        both = pa.concat_tables([pa.table(copied, names=list(names)), own])
        order = sorted(range(len(rows)), key=[*there, *here].__getitem__)
        return [*places, *both.take(order).columns]

    _write(path, schema, pages, columns)


def _own(rows: list[StoredPage], names: Sequence[str]) -> list[pa.Array]:
    return [pa.array([row.facts.get(name) for row in rows], pa.binary()).cast(pa.string()) for name in names]


def _write(path: Path, schema: pa.Schema, rows: Iterable[R], columns: Callable[[list[R]], list[Any]]) -> None:
    """A group of rows after the other, so that a site of any size is closed in little memory."""
    step(f"write {path.name}")
    options: dict[str, Any] = {"compression": "zstd", "compression_level": 1, "use_dictionary": False, "write_statistics": False}
    line = iter(rows)
    with pq.ParquetWriter(path, schema, **options) as writer:
        while group := list(islice(line, ROWS_AT_ONCE)):
            given = zip(columns(group), schema.types, strict=True)
            arrays = [column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, kind) for column, kind in given]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def read_attempts(folder: RoundFolder) -> list[StoredAttempt]:
    """Every address of a closed round."""
    rows = pq.read_table(folder.path / ATTEMPTS, use_threads=False, memory_map=False).to_pylist()
    return msgspec.convert(rows, list[StoredAttempt], strict=False)


def as_attempt(stored: StoredAttempt) -> Attempt:
    """What checks see of an address."""
    return Attempt(
        url=stored.url,
        kind=stored.kind,
        depth=stored.depth,
        code=FetchCode(stored.code) if stored.code else None,
        http_status=stored.http_status,
        final_url=stored.final_url,
        seconds=stored.seconds,
        snapshot=stored.snapshot,
        reason=stored.reason,
        linked_from=stored.linked_from,
        tries=stored.tries,
    )


def coverage(folder: RoundFolder) -> Coverage:
    """What was visited in a closed round and what was not; the home page is the first address of depth 0."""
    manifest = read_manifest(folder)
    rows = read_attempts(folder)
    attempts = tuple(as_attempt(stored) for stored in rows if stored.kind not in NOT_LINKED_KINDS)
    controls = tuple(as_attempt(stored) for stored in rows if stored.kind == CONTROL)
    home = next((attempt for attempt in attempts if attempt.kind == "page" and attempt.depth == 0), None)
    return Coverage(
        home=home,
        attempts=attempts,
        controls=controls,
        started=manifest.started,
        finished=manifest.finished,
        complete=manifest.complete,
    )


@dataclass
class StoredFacts:
    """A ``FactSource`` over one closed round; ``given`` are facts from lists and logs, ``Coverage`` comes from the round."""

    folder: RoundFolder
    given_facts: Iterable[Fact] = ()
    _given: dict[type[Fact], Fact] = field(init=False)
    _file: pq.ParquetFile | None = field(init=False, default=None)
    _table: pa.Table | None = field(init=False, default=None)
    _places: list[tuple[str, str, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._given = {type(fact): fact for fact in self.given_facts}

    def pages(self, fact: type[F], *, most: int | None = None) -> Pages[F]:
        """All readings of one page fact, or those of the first pages; home page first."""
        cells = self._cells(fact.__name__)[:most]
        decoder = msgspec.json.Decoder(fact)
        return Pages(
            tuple(
                Reading(url, snapshot, depth, decoder.decode(cell))
                for (snapshot, url, depth), cell in zip(self._places[:most], cells, strict=True)
                if cell is not None
            )
        )

    def given(self, fact: type[F]) -> F | None:
        """The fact that was handed over, the round's coverage, or what a look of the round found; None when there is none."""
        if fact is Coverage and Coverage not in self._given:
            self._given[Coverage] = coverage(self.folder)
        if fact not in self._given and fact.__name__ in self._looks:
            self._given[fact] = msgspec.json.decode(self._looks[fact.__name__], type=fact)
        return cast("F | None", self._given.get(fact))

    @cached_property
    def _looks(self) -> dict[str, msgspec.Raw]:
        """What the round's looks beyond the crawl found, by the fact's name; rounds of old have none."""
        path = self.folder.path / LOOKS
        return msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw]) if path.is_file() else {}

    def _cells(self, name: str) -> list[str | None]:
        """One column; a small file is read whole at once, since most of its columns will be asked for."""
        if self._file is None:
            path = self.folder.path / FACTS
            if not path.is_file():
                return []
            self._file = pq.ParquetFile(path)
            size = sum(self._file.metadata.row_group(number).total_byte_size for number in range(self._file.num_row_groups))
            self._table = self._file.read(use_threads=False) if size <= _READ_AT_ONCE else None
            places = (
                (self._table if self._table is not None else self._file.read(columns=list(_PLACE), use_threads=False))
                .select(_PLACE)
                .to_pydict()
            )
            self._places = list(zip(*(places[column] for column in _PLACE), strict=True))
        if name not in self._file.schema_arrow.names:
            return [None] * len(self._places)
        table = self._table if self._table is not None else self._file.read(columns=[name], use_threads=False)
        return cast("list[str | None]", table.column(name).to_pylist())


def find_stored(root: Path, id_: str) -> tuple[RoundFolder, StoredAttempt]:
    """The row of a snapshot; raises ``LookupError`` with one Chinese sentence when it is not in the archive."""
    try:
        folder = RoundFolder.of_snapshot(root, id_)
        table = pq.read_table(folder.path / ATTEMPTS, filters=[("snapshot", "=", id_)], use_threads=False)
    except (ValueError, OSError) as error:
        raise LookupError(f"证据库中没有快照 {id_}（{error}）") from None
    rows: list[dict[str, Any]] = table.to_pylist()
    if not rows:
        raise LookupError(f"证据库中没有快照 {id_}")
    return folder, msgspec.convert(rows[0], StoredAttempt, strict=False)


def snapshot(root: Path, id_: str) -> Snapshot:
    """The snapshot with this id; raises ``LookupError`` when there is none."""
    _, stored = find_stored(root, id_)
    return Snapshot(
        id=stored.snapshot,
        url=stored.url,
        final_url=stored.final_url or stored.url,
        at=datetime.fromisoformat(stored.at),
        code=FetchCode(stored.code),
        seconds=stored.seconds,
        http_status=stored.http_status,
        content_type=stored.content_type,
        charset=stored.charset,
        address=stored.address,
        redirects=stored.redirects,
        sha256=stored.sha256,
        size=stored.size,
        detail=stored.detail,
    )


def stored_answer(root: Path, id_: str) -> tuple[StoredAttempt, bytes, bytes]:
    """A snapshot's row, its HTTP header lines and its body as it came (with an answer that brought nothing new, as it came
    the time before). Raises ``LookupError`` or ``Damaged``."""
    folder, stored = find_stored(root, id_)
    if not stored.file:
        return stored, b"", b""
    fields, head, wire = read_record(folder.path / stored.file, Piece(offset=stored.offset, length=stored.length))
    if fields.get("WARC-Type") != ("revisit" if stored.body_in else "response"):
        raise Damaged(f"{folder.path / stored.file} 第{stored.offset}字节处不是应答记录")
    if not stored.body_in:
        return stored, head, wire
    holder = RoundFolder.of_snapshot(root, stored.body_in).path / stored.file
    return stored, head, read_record(holder, Piece(offset=stored.body_offset, length=stored.body_length))[2]
