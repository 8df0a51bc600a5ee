"""The manifest of a closed round: every file with size, SHA-256 and SM3, and the digest of the round before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash

from zhengjian.archive.folder import MANIFEST, RoundFolder, folders, rounds, write_whole
from zhengjian.model import SHANGHAI, Value, decode, encode

_BLOCK = 1 << 20


class FileEntry(Value):
    """One file of a round."""

    name: str
    size: int
    sha256: str
    sm3: str


class Cited(Value):
    """An earlier round of the same target that holds bodies for a later one, and the SHA-256 of its manifest."""

    period: str
    round: int
    manifest: str


class Manifest(Value):
    """``previous`` is the SHA-256 of the manifest of the target's round before this one: a chain over rounds.

    ``requests`` is how often the site itself was asked; ``cites`` are the rounds that hold bodies which did not change since.
    """

    period: str
    target: str
    round: int
    home: str
    as_of: datetime
    started: datetime
    finished: datetime
    pages: int
    seconds: float
    complete: bool
    files: tuple[FileEntry, ...]
    previous: str = ""
    requests: int = 0
    cites: tuple[Cited, ...] = ()
    format: int = 1


def requests_on(day: date, folder: RoundFolder) -> int:
    """How often the target was asked by rounds before this one that ended on a day (of Shanghai)."""
    before = previous_round(folder)
    if before is None:
        return 0
    manifest = read_manifest(before)
    return manifest.requests + requests_on(day, before) if manifest.finished.astimezone(SHANGHAI).date() == day else 0


def cited(folder: RoundFolder, holders: Iterable[str]) -> tuple[Cited, ...]:
    """The rounds that some snapshots of the same target belong to, each once."""
    places = sorted({(held.period, held.round) for held in (RoundFolder.of_snapshot(folder.root, id_) for id_ in holders)})
    return tuple(
        Cited(period=period, round=number, manifest=manifest_digest(RoundFolder(folder.root, period, folder.target, number)))
        for period, number in places
    )


def digest_file(path: Path) -> FileEntry:
    """Size and both digests of a file, read once."""
    first, second, size = sha256(), Hash(SM3()), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            first.update(block)
            second.update(block)
            size += len(block)
    return FileEntry(name=path.name, size=size, sha256=first.hexdigest(), sm3=second.finalize().hex())


def write_manifest(folder: RoundFolder, manifest: Manifest) -> None:
    """The last thing written in a round: with it the round is closed."""
    write_whole(folder.path / MANIFEST, encode(manifest))


def read_manifest(folder: RoundFolder) -> Manifest:
    """Raises ``OSError`` when the round is not closed, ``msgspec.DecodeError`` when the file is damaged."""
    return decode((folder.path / MANIFEST).read_bytes(), Manifest)


def manifest_digest(folder: RoundFolder) -> str:
    """The SHA-256 of the manifest as it lies on the disk; empty when there is none."""
    path = folder.path / MANIFEST
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def previous_round(folder: RoundFolder) -> RoundFolder | None:
    """The target's closed round before this one: in the same period, else in the latest earlier one."""
    periods = [folder.period]
    if folder.root.is_dir():
        periods += sorted((entry.name for entry in folder.root.iterdir() if entry.is_dir() and entry.name < folder.period), reverse=True)
    for period in periods:
        for number in reversed(rounds(folder.root, period, folder.target)):
            before = RoundFolder(folder.root, period, folder.target, number)
            if (period != folder.period or number < folder.round) and before.closed:
                return before
    return None


__all__ = [
    "Cited",
    "FileEntry",
    "Manifest",
    "cited",
    "digest_file",
    "folders",
    "manifest_digest",
    "previous_round",
    "read_manifest",
    "requests_on",
    "write_manifest",
]
