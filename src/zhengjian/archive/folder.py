"""Where a round lies: ``archive/PERIOD/TARGET/ROUND/``, and how a snapshot's id says so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from zhengjian.archive.steps import step

MANIFEST = "manifest.json"
FRONTIER = "frontier.sqlite"
FACTS = "facts.parquet"
ATTEMPTS = "attempts.parquet"
LOOKS = "looks.json"


@dataclass(frozen=True)
class RoundFolder:
    """The folder of one target's inspection. Rounds are numbered from 1 and never overwritten."""

    root: Path
    period: str
    target: str
    round: int

    @cached_property
    def path(self) -> Path:
        """The folder itself; it need not exist yet."""
        return self.root / self.period / _safe(self.target) / str(self.round)

    @property
    def closed(self) -> bool:
        """True when the round is finished and its manifest written: from then on nothing in it changes."""
        return (self.path / MANIFEST).is_file()

    def snapshot_id(self, number: int) -> str:
        """The id of the round's n-th snapshot."""
        return f"S-{self.period}.{self.target}.{self.round}.{number}"

    def tidy(self) -> None:
        """Remove what the making of a closed round may have left when it was killed in its last step."""
        for path in [self.path / FRONTIER, *self.path.glob(".tmp-*")]:
            path.unlink(missing_ok=True)

    @classmethod
    def of_snapshot(cls, root: Path, id_: str) -> RoundFolder:
        """The folder that holds a snapshot; raises ``ValueError`` when the id is none."""
        period, _, rest = id_.removeprefix("S-").partition(".")
        target, round_, number = [*rest.rsplit(".", 2), "", ""][:3]
        if not (id_.startswith("S-") and period and target and round_.isdigit() and number.isdigit()):
            raise ValueError(f"“{id_}”不是快照编号，应形如 S-2025Q2.5101000001.1.7")
        return cls(root, period, target, int(round_))


def rounds(root: Path, period: str, target: str) -> list[int]:
    """The numbers of the target's rounds in the period that are there, finished or not, in order."""
    folder = root / period / _safe(target)
    return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdigit()) if folder.is_dir() else []


def folders(root: Path) -> list[RoundFolder]:
    """Every round in the archive, ordered by period, target and number."""
    found = []
    for period in sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []:
        for target in sorted(path for path in period.iterdir() if path.is_dir()):
            numbers = sorted(int(entry.name) for entry in target.iterdir() if entry.is_dir() and entry.name.isdigit())
            found += [RoundFolder(root, period.name, unquote(target.name), number) for number in numbers]
    return found


def force(path: Path) -> None:
    """Force a file, or a directory's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """A file under its final name is always whole: written aside, forced to the disk, renamed."""
    aside = path.with_name(f".tmp-{path.name}")
    step(f"write {path.name}")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    step(f"rename {path.name}")
    aside.rename(path)
    force(path.parent)


def _safe(name: str) -> str:
    """A target's id as a folder name: odd characters percent-encoded, so that no id leaves the archive."""
    quoted = quote(name, safe="-_~()")
    return quoted.replace(".", "%2E") if quoted.strip(".") == "" else quoted
