"""Bodies out of the archive, and a folder of evidence that explains itself without this program."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from shutil import copyfile

import msgspec

from zhengjian.archive.folder import RoundFolder, folders, write_whole
from zhengjian.archive.manifest import digest_file, read_manifest
from zhengjian.archive.store import StoredAttempt, find_stored, snapshot, stored_answer
from zhengjian.facts.content_coding import undo
from zhengjian.model import encode

_MOST = 1 << 28
_SUFFIX = {"text/html": ".html", "application/pdf": ".pdf", "application/json": ".json", "text/plain": ".txt", "image/png": ".png"}


def body(root: Path, id_: str) -> bytes:
    """The decoded body of a snapshot; empty when the visit brought none. Raises ``LookupError`` or ``Damaged``."""
    stored, _, wire = stored_answer(root, id_)
    return undo(wire, stored.encoding, max(_MOST, stored.size))[0][: stored.size] if wire else b""


def export(root: Path, ids: Iterable[str], out: Path) -> list[Path]:
    """One folder with the evidence of some snapshots: bodies, what is known of each, a WARC, digests and an index page.

    Returns the files written. The WARC holds the records byte for byte as they lie in the archive.
    """
    out.mkdir(parents=True, exist_ok=True)
    written, rows, rounds = [], [], dict[Path, RoundFolder]()
    with (out / "evidence.warc.gz").open("wb") as warc:
        for id_ in dict.fromkeys(ids):
            folder, stored = find_stored(root, id_)
            rounds[folder.path] = folder
            if stored.body_in:
                holder = RoundFolder.of_snapshot(root, stored.body_in)
                rounds[holder.path] = holder
                warc.write(_record(holder.path / stored.file, stored.body_offset, stored.body_length))
            if stored.file:
                warc.write(_record(folder.path / stored.file, stored.offset, stored.length))
                name = id_ + _suffix(stored)
                (out / name).write_bytes(body(root, id_))
                written.append(out / name)
            described = out / f"{id_}.json"
            described.write_bytes(encode(snapshot(root, id_)))
            written.append(described)
            rows.append((id_, stored))
    written.append(out / "evidence.warc.gz")
    for folder in rounds.values():
        copy = out / f"manifest-{folder.period}-{folder.path.parent.name}-{folder.round}.json"
        copy.write_bytes(encode(read_manifest(folder)))
        written.append(copy)
    (out / "index.html").write_text(_index(rows), "utf-8")
    written.append(out / "index.html")
    write_whole(out / "digests.json", encode([digest_file(path) for path in written]))
    return [*written, out / "digests.json"]


def export_all(root: Path, out: Path) -> list[Path]:
    """A copy of the whole archive, byte for byte, with the digests of all its files; a round that is not closed is left out.

    Returns the files written. ``out`` must not lie inside the archive; raises ``ValueError`` when it does.
    """
    if out.resolve().is_relative_to(root.resolve()):
        raise ValueError("out lies inside the archive")
    still_open = {folder.path for folder in folders(root) if not folder.closed}
    written = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith(".") and still_open.isdisjoint(path.parents):
            copy = out / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copyfile(path, copy)
            written.append(copy)
    out.mkdir(parents=True, exist_ok=True)
    digests = [msgspec.structs.replace(digest_file(path), name=path.relative_to(out).as_posix()) for path in written]
    write_whole(out / "digests.json", encode(digests))
    return [*written, out / "digests.json"]


def _record(path: Path, offset: int, length: int) -> bytes:
    """A record as it lies in a WARC."""
    with path.open("rb") as source:
        source.seek(offset)
        return source.read(length)


def _suffix(stored: StoredAttempt) -> str:
    return _SUFFIX.get(stored.content_type.split(";")[0].strip().lower(), ".bin")


def _index(rows: list[tuple[str, StoredAttempt]]) -> str:
    """Bodies are listed as downloads: a page of a tampered site must not run in the reader's browser by accident."""
    lines = [
        f"<tr><td>{escape(id_)}</td><td>{escape(stored.url)}</td><td>{escape(stored.at)}</td><td>{escape(stored.code)}</td>"
        f"<td>{stored.http_status or '—'}</td><td>{escape(stored.sha256)}</td>"
        f"<td>{f'<a download href={chr(34)}{escape(id_ + _suffix(stored))}{chr(34)}>正文</a>' if stored.file else '—'}</td></tr>"
        for id_, stored in rows
    ]
    head = "<tr><th>快照编号</th><th>网址</th><th>访问时间</th><th>结果</th><th>状态码</th><th>正文SHA-256</th><th>正文</th></tr>"
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>证据清单</title>'
        "<style>body{font-family:sans-serif;margin:2em}td,th{border:1px solid #999;padding:.3em .6em;word-break:break-all}"
        "table{border-collapse:collapse}</style>"
        "<h1>证据清单</h1><p>evidence.warc.gz 为 WARC 1.1 格式原始记录；digests.json 为各文件的大小、SHA-256 与 SM3 摘要；"
        f"manifest-*.json 为所属检查轮次的清单。</p><table>{head}{''.join(lines)}</table></html>"
    )
