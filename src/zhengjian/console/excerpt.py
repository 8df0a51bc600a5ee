"""Evidence as text: the lines of a stored answer around a finding's place, masked, with the place marked.

Crawled pages are never served as pages (they would run in our origin); what people see is their source.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian import archive
from zhengjian.config import Workspace
from zhengjian.console.marks import shown
from zhengjian.facts.page import decode_body
from zhengjian.model import Snapshot

AROUND = 4
LINES_A_PAGE = 400
LONGEST = 360
READ_AT_MOST = 4_000_000
SHOWN_EVIDENCE = 3
_TEXTUAL = ("text/", "html", "xml", "json", "javascript")


@dataclass(frozen=True, slots=True)
class Line:
    """One source line: its number, and its text before, inside and after the mark."""

    number: int
    before: str
    marked: str = ""
    after: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored visit with its decoded lines; ``problem`` says why there are none."""

    snapshot: Snapshot
    lines: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence of a finding: a snapshot with its excerpt, or the name of an imported row."""

    id: str
    kept: Kept | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some lines of a long text: which page of how many."""

    lines: tuple[Line, ...]
    page: int
    pages: int
    total: int


def owner_of(snapshot_id: str) -> tuple[str, str]:
    """The period and the target that a snapshot's id names; empty when it is no such id."""
    try:
        folder = archive.RoundFolder.of_snapshot(Path(), snapshot_id)
    except ValueError:
        return "", ""
    return folder.period, folder.target


def kept(workspace: Workspace, snapshot_id: str) -> Kept | None:
    """A snapshot with its text, or None when the archive does not have it."""
    try:
        known = archive.snapshot(workspace.archive, snapshot_id)
    except (LookupError, ValueError):
        return None
    except (archive.Damaged, OSError):
        return None
    try:
        body = archive.body(workspace.archive, snapshot_id)
    except (LookupError, ValueError, OSError, archive.Damaged):
        return Kept(known, problem="证据文件缺失或已损坏，请运行 zhengjian evidence verify 核对")
    if not body:
        return Kept(known, problem="本次访问没有得到内容")
    if known.content_type and not any(part in known.content_type.lower() for part in _TEXTUAL):
        return Kept(known, problem=f"内容不是文本（{known.content_type}，{known.size}字节），请导出证据后查看")
    text, _, _ = decode_body(body[:READ_AT_MOST], known.content_type)
    return Kept(known, tuple(text.splitlines()) or ("",))


def of_finding(workspace: Workspace, finding: dict[str, Any]) -> list[Exhibit]:
    """The first few pieces of a finding's evidence, each with the lines around the place."""
    exhibits = []
    for id_ in json.loads(finding["evidence"])[:SHOWN_EVIDENCE]:
        found = kept(workspace, id_) if id_.startswith("S-") else None
        exhibits.append(Exhibit(id_, found, _around(found.lines, finding) if found and found.lines else ()))
    return exhibits


def page_of_lines(found: Kept, page: int) -> Sheet:
    """A page of a stored text, masked."""
    pages = max(1, -(-len(found.lines) // LINES_A_PAGE))
    page = min(max(1, page), pages)
    start = (page - 1) * LINES_A_PAGE
    chosen = found.lines[start : start + LINES_A_PAGE]
    return Sheet(tuple(Line(start + n, _short(shown(text))) for n, text in enumerate(chosen, 1)), page, pages, len(found.lines))


def _around(lines: Sequence[str], finding: dict[str, Any]) -> tuple[Line, ...]:
    needle = shown(finding["value"] or "").strip()
    number, needle = _locate(lines, finding["line"], [needle, shown(finding["what"]).strip()])
    if number is None:
        return tuple(Line(n, _short(shown(text))) for n, text in enumerate(lines[: 2 * AROUND], 1))
    first = max(0, number - 1 - AROUND)
    return tuple(
        _marked(n, shown(text), needle) if n == number else Line(n, _short(shown(text)))
        for n, text in enumerate(lines[first : number + AROUND], first + 1)
    )


def _locate(lines: Sequence[str], line: int | None, needles: list[str]) -> tuple[int | None, str]:
    wanted = [needle for needle in needles if len(needle) > 1]
    if line is not None and 0 < line <= len(lines):
        text = shown(lines[line - 1])
        return line, next((needle for needle in wanted if needle in text), "")
    for needle in wanted:
        for n, raw in enumerate(lines, 1):
            if needle in raw or (len(raw) < 5000 and "*" in needle and needle in shown(raw)):
                return n, needle
    return None, ""


def _marked(number: int, text: str, needle: str) -> Line:
    at = text.find(needle) if needle else -1
    if at < 0:
        return Line(number, _short(text), here=True)
    end = at + len(needle)
    before, after = text[:at], text[end:]
    half = LONGEST // 2
    return Line(
        number,
        before if len(before) <= half else f"…{before[-half:]}",
        needle,
        after if len(after) <= half else f"{after[:half]}…",
        here=True,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
