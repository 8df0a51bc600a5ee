"""How a parent and its workers tell each other things without a channel: files in a folder of the run.

A worker notes which page it is reading before it reads it. When reading kills or hangs the worker, the parent knows the
page, and the next worker stores it unread: seen in part, so that nothing is concluded from it.
"""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

LONGEST_READING = 60.0
_WIDTH = 160
_IDLE = b" " * _WIDTH


class Mark:
    """A worker's note of the page that it is reading; costs two writes to memory a page."""

    def __init__(self, folder: Path | None) -> None:
        self._file = -1
        if folder is not None:
            self._file = os.open(folder / f"{os.getpid()}.reading", os.O_RDWR | os.O_CREAT, 0o644)

    def begin(self, snapshot: str) -> None:
        """From now on it is this page's doing if we end."""
        if self._file >= 0:
            os.pwrite(self._file, snapshot.encode()[:_WIDTH].ljust(_WIDTH), 0)

    def end(self) -> None:
        """The page has been read."""
        if self._file >= 0:
            os.pwrite(self._file, _IDLE, 0)


@dataclass(frozen=True)
class RunFolder:
    """The parent's side: a stop sign, the pages on which workers died, and workers that hang."""

    path: Path

    @classmethod
    def new(cls, root: Path) -> RunFolder:
        """A folder for one run, beside the evidence."""
        path = root / f".run-{uuid4().hex}"
        path.mkdir(parents=True)
        return cls(path)

    def ask_to_stop(self) -> None:
        """Workers suspend their rounds and end."""
        (self.path / "stop").touch()

    @property
    def stopped(self) -> bool:
        """True when workers are asked to stop."""
        return (self.path / "stop").exists()

    def died_reading(self) -> frozenset[str]:
        """The snapshots that workers had begun to read and not ended; forgets them."""
        found = set()
        for mark in self.path.glob("*.reading"):
            name = mark.read_text("utf-8", "replace").strip()
            mark.unlink()
            if name:
                found.add(name)
        return frozenset(found)

    def end_hanging(self, now: float) -> None:
        """End workers that have been reading one page for longer than any page takes; ``now`` is a wall-clock timestamp."""
        for mark in self.path.glob("*.reading"):
            with suppress(OSError):
                if mark.read_bytes().strip() and now - mark.stat().st_mtime > LONGEST_READING:
                    os.kill(int(mark.stem), signal.SIGKILL)

    def remove(self) -> None:
        """The run is over."""
        shutil.rmtree(self.path, ignore_errors=True)
