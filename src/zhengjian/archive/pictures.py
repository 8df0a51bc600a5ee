"""Pictures of findings: drawn from a stored page whenever somebody needs one, kept from then on, chained by digest.

A closed round never changes, so pictures lie beside the rounds in ``archive/pictures/``. Each line of ``pictures.jsonl`` says
which snapshot's body (by its SHA-256) a picture was drawn from, what the picture's own digests are, and what the digest of
the line before is.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from zhengjian.archive.folder import write_whole
from zhengjian.archive.manifest import digest_file
from zhengjian.archive.steps import step
from zhengjian.archive.warc import Damaged
from zhengjian.model import Value, decode, encode

FOLDER = "pictures"
_CHAIN = "pictures.jsonl"


class Drawing(Value):
    """What a picture is of, and what it was drawn from: a finding, a snapshot, and the SHA-256 of that snapshot's body.

    ``found`` says how the finding's place was marked: ``seen``, ``hidden`` (its surroundings), ``none``.
    """

    finding: str
    snapshot: str
    body: str
    found: str
    at: datetime
    by: str


class KeptPicture(Value):
    """One line of the chain."""

    drawing: Drawing
    name: str
    size: int
    sha256: str
    sm3: str
    previous: str


def keep(root: Path, drawing: Drawing, png: bytes) -> KeptPicture:
    """Store a picture and enter it into the chain; several processes may do so at once."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with _held(folder):
        name = f"{drawing.finding}-{_tail(png)}.png"
        write_whole(folder / name, png)
        file = digest_file(folder / name)
        lines = _lines(root)
        _cut_torn(folder / _CHAIN, lines)
        previous = sha256(lines[-1]).hexdigest() if lines else ""
        kept = KeptPicture(drawing=drawing, name=name, size=file.size, sha256=file.sha256, sm3=file.sm3, previous=previous)
        step("extend the chain of pictures")
        with (folder / _CHAIN).open("ab") as chain:
            chain.write(encode(kept) + b"\n")
            chain.flush()
            os.fsync(chain.fileno())
    return kept


def find(root: Path, finding: str, snapshot: str) -> KeptPicture | None:
    """The last picture of a finding that was drawn from a snapshot, or None."""
    wanted = encode(finding)
    for line in reversed(_lines(root)):
        if wanted in line and (kept := decode(line, KeptPicture)).drawing.finding == finding and kept.drawing.snapshot == snapshot:
            return kept
    return None


def png(root: Path, kept: KeptPicture) -> bytes:
    """A kept picture's bytes; raises ``Damaged`` when they are gone or not what was kept."""
    try:
        data = (root / FOLDER / kept.name).read_bytes()
    except OSError:
        raise Damaged(f"截图 {kept.name} 缺失") from None
    if sha256(data).hexdigest() != kept.sha256:
        raise Damaged(f"截图 {kept.name} 的内容与登记的摘要不符")
    return data


def faults(root: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with the pictures: place and words."""
    folder, previous, known = root / FOLDER, "", {_CHAIN}
    for number, line in enumerate(_lines(root), 1):
        where = f"{FOLDER}/{_CHAIN} 第{number}行"
        try:
            kept = decode(line, KeptPicture)
        except (msgspec.DecodeError, UnicodeDecodeError):
            yield where, "无法读取"
            return
        if kept.previous != previous:
            yield where, "与上一行不衔接"
        previous = sha256(line).hexdigest()
        known.add(kept.name)
        try:
            png(root, kept)
        except Damaged as error:
            yield f"{FOLDER}/{kept.name}", str(error)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        # A picture under its own digest that is not entered is what an interruption left: nobody cites it.
        left_over = path.name.endswith(f"-{_tail(path.read_bytes())}.png")
        if path.name not in known and not path.name.startswith(".tmp-") and not left_over:
            yield f"{FOLDER}/{path.name}", "文件不在登记之中"


def _tail(png: bytes) -> str:
    return sha256(png).hexdigest()[:12]


def _lines(root: Path) -> list[bytes]:
    """The whole lines; one that was being written when the process died is none."""
    path = root / FOLDER / _CHAIN
    return path.read_bytes().split(b"\n")[:-1] if path.is_file() else []


def _cut_torn(path: Path, lines: list[bytes]) -> None:
    whole = sum(len(line) + 1 for line in lines)
    if path.stat().st_size > whole:
        os.truncate(path, whole)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One process at a time."""
    with (folder / _CHAIN).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
