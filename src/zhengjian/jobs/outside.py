"""Looks at pages outside of the sites, shared by all workers of a run: one look serves every site that links there.

In the run's folder, so a later round looks anew: a target that was mended must be seen to be. Sites of one worker wait
for a look that is on its way; two workers that ask in the same second may both look.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from uuid import uuid4

import msgspec

from zhengjian.facts.link_target import LinkTarget
from zhengjian.fetch import Fetched
from zhengjian.model import Snapshot, decode, encode

_BUSY_SECONDS = 30.0


class Look(msgspec.Struct, frozen=True):
    """What a visit ended in after how many tries, and what the page turned out to be (None when the answer was no page)."""

    snapshot: Snapshot
    target: LinkTarget | None = None
    tries: int = 1

    @property
    def fetched(self) -> Fetched:
        """The look as an answer without a body: its one fact has been read."""
        return Fetched(self.snapshot)


class Outside:
    """The looks of a run by address: in memory, and in one file for all workers when the run has a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._known: dict[str, Look] = {}
        self._db: sqlite3.Connection | None = None
        if folder is not None:
            path = folder / "outside.sqlite"
            if not path.exists():
                _make(path)
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._db.execute("pragma synchronous=off")

    def get(self, url: str) -> Look | None:
        """The look that this or another worker took; None when nobody has looked yet."""
        known = self._known.get(url)
        if known is None and self._db is not None:
            row = self._db.execute("select look from look where url = ?", (url,)).fetchone()
            if row is not None:
                known = self._known[url] = decode(row[0], Look)
        return known

    def put(self, url: str, look: Look) -> None:
        """Let everybody know of a look; the first one stands."""
        self._known[url] = look
        if self._db is not None:
            self._db.execute("insert or ignore into look values (?, ?)", (url, encode(look)))

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()


def _make(path: Path) -> None:
    """Make the file whole under a name of its own, then give it its name; whoever comes first with that wins.

    Two workers that turn one new file to write-ahead logging at once do not wait for each other: SQLite refuses one.
    """
    own = path.with_name(f"{path.name}.{uuid4().hex}")
    with closing(sqlite3.connect(own, isolation_level=None)) as db:
        db.execute("pragma journal_mode=wal")
        db.execute("create table look(url text primary key, look blob not null) without rowid")
    with suppress(FileExistsError):
        os.link(own, path)
    own.unlink()
