"""Finds every flipped, cut, swapped or missing file of the evidence, and says which.

Three nets: the manifest of a round knows each file's size and digests; each manifest knows the digest of the round
before it; ``chain.jsonl`` of the archive knows every manifest in the order in which rounds were closed, each line
carrying the digest of the line before. Pictures of findings have a chain of their own.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from zhengjian.archive import pictures
from zhengjian.archive.folder import FRONTIER, MANIFEST, RoundFolder, folders
from zhengjian.archive.manifest import digest_file, manifest_digest, previous_round, read_manifest
from zhengjian.archive.reading import body
from zhengjian.archive.steps import step
from zhengjian.archive.store import find_stored
from zhengjian.archive.warc import Damaged
from zhengjian.model import Value, decode, encode

CHAIN = "chain.jsonl"


class Problem(Value):
    """One thing that is wrong with the evidence: where, and in Chinese what."""

    where: str
    what: str


class Link(Value):
    """One line of the chain: a closed round, its manifest's digest, and the digest of the line before."""

    period: str
    target: str
    round: int
    manifest: str
    previous: str


class Chain:
    """The chain held open while many rounds close, so that each entry costs one appended line."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._path = root / CHAIN
        lines = self._path.read_bytes().splitlines() if self._path.is_file() else []
        self._previous = _digest(lines)
        self._known = {(link.period, link.target, link.round) for link in (decode(line, Link) for line in lines)}

    def enter(self, folder: RoundFolder) -> None:
        """Add a closed round, once, and clear away what its making may have left."""
        folder.tidy()
        key = (folder.period, folder.target, folder.round)
        if key in self._known:
            return
        link = Link(period=key[0], target=key[1], round=key[2], manifest=manifest_digest(folder), previous=self._previous)
        line = encode(link)
        step("extend the chain")
        with self._path.open("ab") as file:
            file.write(line + b"\n")
        self._known.add(key)
        self._previous = sha256(line).hexdigest()


def _digest(lines: list[bytes]) -> str:
    return sha256(lines[-1]).hexdigest() if lines else ""


def verify(root: Path, id_: str | None = None) -> list[Problem]:
    """Everything wrong with the archive, with the rounds of one target, or with one snapshot; empty when all is well."""
    if id_ is not None and id_.startswith("S-"):
        return _snapshot(root, id_)
    problems = [] if id_ is not None else _chain(root)
    found = [folder for folder in folders(root) if id_ is None or folder.target == id_]
    if id_ is not None and not found:
        return [Problem(where=id_, what="证据库中没有这个对象")]
    if id_ is None:
        problems += [Problem(where=where, what=what) for where, what in pictures.faults(root)]
    return problems + [problem for folder in found for problem in _round(folder)]


def _round(folder: RoundFolder) -> list[Problem]:
    where = str(folder.path.relative_to(folder.root))
    if not folder.closed:
        unfinished = (folder.path / FRONTIER).is_file() or not any(folder.path.iterdir())
        return [] if unfinished else [Problem(where=where, what=f"缺少 {MANIFEST}")]
    try:
        manifest = read_manifest(folder)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        return [Problem(where=f"{where}/{MANIFEST}", what=f"清单无法读取（{error}）")]
    problems = []
    if (manifest.period, manifest.target, manifest.round) != (folder.period, folder.target, folder.round):
        problems.append(Problem(where=f"{where}/{MANIFEST}", what="清单属于另一轮检查，疑似被调换"))
    for entry in manifest.files:
        path = folder.path / entry.name
        if not path.is_file():
            problems.append(Problem(where=f"{where}/{entry.name}", what="文件缺失"))
            continue
        now = digest_file(path)
        if now.size != entry.size:
            problems.append(Problem(where=f"{where}/{entry.name}", what=f"文件大小为{now.size}字节，应为{entry.size}字节"))
        elif (now.sha256, now.sm3) != (entry.sha256, entry.sm3):
            problems.append(Problem(where=f"{where}/{entry.name}", what="文件内容与登记的摘要不符"))
    listed = {entry.name for entry in manifest.files} | {MANIFEST}
    strangers = sorted(path.name for path in folder.path.iterdir() if path.name not in listed and not path.name.startswith(".tmp-"))
    problems += [Problem(where=f"{where}/{name}", what="文件不在清单中") for name in strangers]
    before = previous_round(folder)
    if manifest.previous and (before is None or manifest_digest(before) != manifest.previous):
        problems.append(Problem(where=where, what="与上一轮检查的清单摘要不衔接"))
    for cite in manifest.cites:
        if manifest_digest(RoundFolder(folder.root, cite.period, folder.target, cite.round)) != cite.manifest:
            problems.append(Problem(where=where, what=f"未变化页面的正文保存在{cite.period}第{cite.round}轮，该轮证据缺失或已改动"))
    return problems


def _chain(root: Path) -> list[Problem]:
    path = root / CHAIN
    if not path.is_file():
        return []
    problems: list[Problem] = []
    previous = ""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            link = decode(line, Link)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return [*problems, Problem(where=f"{CHAIN} 第{number}行", what="无法读取")]
        folder = RoundFolder(root, link.period, link.target, link.round)
        where = f"{link.period}/{link.target}/{link.round}"
        if link.previous != previous:
            problems.append(Problem(where=f"{CHAIN} 第{number}行", what="与上一行不衔接"))
        if not folder.closed:
            problems.append(Problem(where=where, what="整轮证据缺失"))
        elif manifest_digest(folder) != link.manifest:
            problems.append(Problem(where=f"{where}/{MANIFEST}", what="清单与登记的摘要不符"))
        previous = sha256(line).hexdigest()
    return problems


def _snapshot(root: Path, id_: str) -> list[Problem]:
    try:
        folder, stored = find_stored(root, id_)
        found = _round(folder)
        if stored.file and sha256(body(root, id_)).hexdigest() != stored.sha256:
            found.append(Problem(where=id_, what="正文与登记的摘要不符"))
    except (LookupError, Damaged) as error:
        return [Problem(where=id_, what=str(error))]
    return found
