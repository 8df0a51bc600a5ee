"""Pictures of findings: the stored page drawn again with the place marked, personal data masked, kept in the archive.

Drawn when first asked for, out of the archive alone: no site is visited for a picture. One browser serves a process; it is
let go when nobody asks for a while.
"""

from __future__ import annotations

import atexit
import json
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from zhengjian import archive
from zhengjian.archive import pictures
from zhengjian.archive.pictures import Drawing, KeptPicture
from zhengjian.archive.store import StoredAttempt, read_attempts
from zhengjian.config import Workspace
from zhengjian.facts.page import decode_body
from zhengjian.facts.privacy import mask
from zhengjian.fetch.browser import Browser, Trouble, chromium
from zhengjian.fetch.replay import SECONDS, Aim, Drawn, Sheet, closed_browser, draw
from zhengjian.judge import all_checks
from zhengjian.model import Snapshot
from zhengjian.service import CLOCK

MOST_WAITING = 6
MOST_IN_DOCUMENT = 12
SECONDS_FOR_DOCUMENT = 30.0
LARGEST_PAGE = 4_000_000
NOWHERE = "该类问题不在页面的某一处，没有截图"
NOT_DRAWN = "截图尚未绘制"
NO_BROWSER = "本机没有可用的浏览器，不能生成截图"
BUSY = "截图正忙，请稍后再看"
HOW = {
    "seen": "问题位置已标出",
    "hidden": "问题内容在页面上不可见，标出的是其所在位置",
    "none": "未能在存档网页上定位问题内容，截图为网页开头",
}
AS_STORED = "截图由存档网页离线重绘，未执行脚本，未存档的图片不显示，个人信息已遮盖"

# Where each check's findings stand on a page. What is not named here has no one place that a visitor could be shown;
# clues to state secrets are shown to nobody who was not given them.
_BY_VALUE = frozenset(
    {
        "hidden-links", "harmful-content", "wrong-wording", "serious-wording", "placeholder-text", "privacy-leak", "dead-links",
        "wrong-target-links", "attachment-broken", "external-link-unannounced", "footer-marks-wrong", "tampered-page",
        "guide-vague", "form-missing", "accessibility-faults", "forged-date", "column-stale", "columns-stale", "columns-long-stale",
    }
)  # fmt: skip
_AT_FOOT = frozenset({"footer-marks-missing", "footer-marks-wrong", "report-entry-missing"})
_COVERED = frozenset({"privacy-leak"})
_SELECTOR = re.compile(r"，如 (.+?)（[a-z-]+，WCAG")
_QUOTED = re.compile(r"[“「]([^”」]{2,60})[”」]")
_UNSEEN = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_HTML = ("html", "xml")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with the line of the archive that vouches for it; ``words`` are its caption."""

    png: bytes
    kept: KeptPicture
    words: str


def of_finding(workspace: Workspace, row: dict[str, Any], *, drawing: bool = True) -> Shot | str:
    """The picture of a finding (a row of the ledger), drawn now unless it is kept; without ``drawing`` only a kept one.

    Where there is none, one Chinese sentence says why.
    """
    aim = aim_of(row)
    if aim is None:
        return NOWHERE
    found = _page_of(workspace, row)
    if isinstance(found, str):
        return found
    try:
        kept = pictures.find(workspace.archive, row["finding_id"], found.id)
        if kept is None and not drawing:
            return NOT_DRAWN
        if kept is None:
            return _drawn(workspace, row["finding_id"], found, aim)
        return Shot(pictures.png(workspace.archive, kept), kept, _caption(kept))
    except archive.Damaged as error:
        return f"{error}，请运行 zhengjian evidence verify 核对"


def has_place(row: dict[str, Any]) -> bool:
    """True when a picture of the finding is worth asking for."""
    return row["check_name"] in _BY_VALUE | _AT_FOOT


def chosen(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings that a document shows: first one of each check and target, then others, so many as a reader looks at."""
    firsts: dict[tuple[str, str], str] = {}
    placed = [row for row in rows if has_place(row)]
    for row in placed:
        firsts.setdefault((row["check_name"], row["target"]), row["finding_id"])
    return sorted(placed, key=lambda row: firsts[row["check_name"], row["target"]] != row["finding_id"])[:MOST_IN_DOCUMENT]


def prepare(workspace: Workspace, rows: Sequence[dict[str, Any]]) -> None:
    """Draw the pictures of a document, as far as time allows; those that are not ready then are left out of it."""
    until = CLOCK.monotonic() + SECONDS_FOR_DOCUMENT
    for row in chosen(rows):
        if CLOCK.monotonic() < until:
            of_finding(workspace, row)


def aim_of(row: dict[str, Any]) -> Aim | None:
    """What to look for on the page, or None when the finding has no place there."""
    check, value, what = row["check_name"], row["value"] or "", row["what"]
    if not has_place(row):
        return None
    title = all_checks()[check].about.title if check in all_checks() else check
    values = [part for part in value.split("、") if part] if check in _COVERED else [value]
    addresses = tuple(part for part in values if re.match(r"https?://", part, re.IGNORECASE))
    words = [part for part in values if part not in addresses and not re.fullmatch(r"[\d/.\-]{1,6}", part)]
    named = _SELECTOR.search(what)
    return Aim(
        label=title if check in _COVERED or addresses or not words else f"{title}：{mask(words[0])[:30]}",
        addresses=addresses,
        words=tuple(map(mask, [*words, *_QUOTED.findall(what)])),
        selectors=(named[1],) if named else (),
        foot=check in _AT_FOOT,
        cover=check in _COVERED,
    )


def _page_of(workspace: Workspace, row: dict[str, Any]) -> Snapshot | str:
    """The stored page that the finding stands on: the one at its address, else the first page among its evidence."""
    pages: list[Snapshot] = []
    listed = row["evidence"]
    for id_ in json.loads(listed) if isinstance(listed, str) else listed:
        with suppress(LookupError, OSError, ValueError):
            known = archive.snapshot(workspace.archive, id_)
            if any(part in known.content_type for part in _HTML) and known.size:
                pages.append(known)
    if not pages:
        return "证据中没有存档的网页，没有截图"
    return next((page for page in pages if row["where"] in {page.url, page.final_url}), pages[0])


def _drawn(workspace: Workspace, finding: str, page: Snapshot, aim: Aim) -> Shot | str:
    if not chromium():
        return NO_BROWSER
    body = archive.body(workspace.archive, page.id)
    text, _, _ = decode_body(body[:LARGEST_PAGE], page.content_type)
    made = _studio().draw(Sheet(page.final_url, text, _parts(workspace.archive, page.id)), aim)
    if isinstance(made, str):
        return made
    drawing = Drawing(finding=finding, snapshot=page.id, body=sha256(body).hexdigest(), found=made.found, at=CLOCK.now(), by="chromium")
    kept = pictures.keep(workspace.archive, drawing, made.png)
    return Shot(made.png, kept, _caption(kept))


def _caption(kept: KeptPicture) -> str:
    return f"{HOW[kept.drawing.found]}。{AS_STORED}。"


def _parts(root: Path, snapshot: str) -> Callable[[str], tuple[str, bytes] | None]:
    """The style sheets and pictures of the page's round, by address."""
    known: dict[str, StoredAttempt] = {}

    def part(url: str) -> tuple[str, bytes] | None:
        if not known:
            attempts = read_attempts(archive.RoundFolder.of_snapshot(root, snapshot))
            known.update({one.url: one for one in attempts if one.kind in {"style", "image"} and one.file})
        found = known.get(url)
        if found is None:
            return None
        with suppress(LookupError, OSError, archive.Damaged):
            return found.content_type or "application/octet-stream", archive.body(root, found.snapshot)
        return None

    return part


def masked(text: str) -> str:
    """Text as a picture may show it: characters that turn or hide others are taken out first, so that none hides a number."""
    return mask(text.translate(_UNSEEN))


class _Studio:
    """One browser for all pictures of a process; only a few may wait for it."""

    def __init__(self) -> None:
        self._browser: Browser = closed_browser(CLOCK)
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        atexit.register(self._browser.close)

    def draw(self, sheet: Sheet, aim: Aim) -> Drawn | str:
        """A picture, or why there is none."""
        if not self._waiting.acquire(blocking=False):
            return BUSY
        try:
            value = draw(self._browser, sheet, aim, masked).result(timeout=MOST_WAITING * (SECONDS + 10)).value
        finally:
            self._waiting.release()
        return f"未能生成截图：{value.why}" if isinstance(value, Trouble) else value


@cache
def _studio() -> _Studio:
    return _Studio()
