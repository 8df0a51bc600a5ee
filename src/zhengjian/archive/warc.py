"""Writes and reads WARC files (ISO 28500): one gzip member a record, so that a record is read by offset and length.

The body is stored as it came after chunks were joined. A body that is compressed already is not compressed again: its
member holds it as it is. Only appended to; a torn tail after a crash lies beyond the last committed offset and is cut.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from isal import isal_zlib

from zhengjian.archive.steps import step
from zhengjian.model import Value, payload_digest

OPEN_SUFFIX = ".open"
_LEVEL = 1  # of ISA-L: as small as zlib's 2 in a quarter of the time
_SPECIAL = re.compile(rb"\s*(?:(content-length)|transfer-encoding)\s*(?::|$)", re.IGNORECASE)
_SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Piece(Value):
    """Where one record lies: ``offset`` and ``length`` in bytes of the compressed file."""

    offset: int
    length: int


class Revisited(Value):
    """The earlier answer whose body stands for a later one: its address, its time, the digest of its body as it came."""

    url: str
    at: datetime
    payload: str


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class WarcWriter:
    """Appends records to ``NAME.open``; ``close`` forces it to the disk and gives it its final name."""

    def __init__(self, path: Path, software: str, keep: int = 0) -> None:
        """``keep`` is how many bytes of a file left by an interrupted run are good; 0 starts anew."""
        self.path = path
        self._aside = path.with_name(path.name + OPEN_SUFFIX)
        if keep and path.exists():
            path.rename(self._aside)  # closed, but the run ended before the round's manifest was written
        self._descriptor = os.open(self._aside, os.O_RDWR | os.O_CREAT, 0o644)
        self._end = keep
        os.truncate(self._aside, keep)
        os.lseek(self._descriptor, keep, os.SEEK_SET)
        if not keep:
            about = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
            self._write("warcinfo", "", datetime.fromtimestamp(0, UTC), about, packed=False, content="application/warc-fields")

    def add(self, url: str, at: datetime, head: bytes, body: bytes, *, address: str, packed: bool, payload: str = "") -> Piece:
        """One answer: its header lines and its body as it came. ``packed`` says that it came compressed; ``payload`` is its digest."""
        block = _clean(head, len(body)) + b"\r\n" + body
        fields = {"WARC-IP-Address": address, "WARC-Payload-Digest": payload or payload_digest(body)}
        return self._write("response", url, at, block, packed=packed, fields=fields)

    def revisit(self, url: str, at: datetime, head: bytes, size: int, *, address: str, of: Revisited) -> Piece:
        """An answer of ``size`` bytes whose body lies in an earlier record; 0 bytes: the server itself said "not modified"."""
        fields = {
            "WARC-IP-Address": address,
            "WARC-Payload-Digest": of.payload,
            "WARC-Profile": _SAME_BODY if size else _NOT_MODIFIED,
            "WARC-Refers-To-Target-URI": of.url,
            "WARC-Refers-To-Date": _date(of.at),
        }
        return self._write("revisit", url, at, _clean(head, size) + b"\r\n", packed=False, fields=fields)

    def close(self) -> None:
        """From now on the file may be cited."""
        os.fsync(self._descriptor)
        os.close(self._descriptor)
        step("rename the WARC")
        self._aside.rename(self.path)

    def abandon(self) -> None:
        """Stop without closing: the file stays open for a later run."""
        os.close(self._descriptor)

    def _write(
        self,
        kind: str,
        url: str,
        at: datetime,
        block: bytes,
        *,
        packed: bool,
        content: str = "application/http;msgtype=response",
        fields: Mapping[str, str] = MappingProxyType({}),
    ) -> Piece:
        identity = UUID(bytes=sha256(f"{self.path}\n{self._end}\n{url}".encode()).digest()[:16], version=4)
        lines = [
            "WARC/1.1",
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:{identity}>",
            f"WARC-Date: {_date(at)}",
            f"Content-Type: {content}",
            f"Content-Length: {len(block)}",
        ]
        if url:
            lines.append(f"WARC-Target-URI: {url}")
        lines += [f"{name}: {value}" for name, value in fields.items() if value]
        record = "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        packer = zlib.compressobj(0, zlib.DEFLATED, 31) if packed else isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
        member = packer.compress(record) + packer.flush()
        piece = Piece(offset=self._end, length=len(member))
        written = 0
        step("append to the WARC")
        while written < len(member):
            written += os.write(self._descriptor, member[written:])
        self._end += len(member)
        return piece


def _clean(head: bytes, size: int) -> bytes:
    """Header lines that fit the stored body: chunks are joined, so the transfer coding is kept under another name."""
    lines = []
    for line in head.split(b"\n"):
        line = line.rstrip(b"\r")
        special = _SPECIAL.match(line)
        if line and special is None:
            lines.append(line)
        elif special is not None and special[1] is None:
            lines.append(b"X-Archive-Orig-" + line)
    return b"\r\n".join([*(lines or [b"HTTP/1.1 200"]), b"Content-Length: %d" % size, b""])


class Damaged(Exception):
    """A record cannot be read back as it was written; the text says which, in Chinese."""


def read_record(path: Path, piece: Piece) -> tuple[dict[str, str], bytes, bytes]:
    """One record: its WARC header, the HTTP header lines, and the body as it came. Raises ``Damaged``."""
    try:
        with path.open("rb") as file:
            file.seek(piece.offset)
            member = file.read(piece.length)
        unpacker = zlib.decompressobj(31)
        record = unpacker.decompress(member)
    except (OSError, zlib.error) as error:
        raise Damaged(f"{path} 第{piece.offset}字节处的记录无法读出（{error}）") from None
    head, _, block = record.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
    length = int(fields.get("Content-Length", "-1"))
    if not unpacker.eof or len(block) != length + 4:
        raise Damaged(f"{path} 第{piece.offset}字节处的记录不完整")
    http, _, body = block[:length].partition(b"\r\n\r\n")
    return fields, http, body
