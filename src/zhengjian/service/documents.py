"""Issued documents: kept under their digest, never changed, and compared with it whenever they are given out."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from zhengjian.archive.folder import write_whole
from zhengjian.bulletin.docx import bulletin_docx
from zhengjian.bulletin.draft import Picture
from zhengjian.bulletin.notice import NoticeItem, NoticeSheet, notice_draft
from zhengjian.bulletin.pdf import NoChineseFont, bulletin_pdf
from zhengjian.config import Workspace
from zhengjian.facts.privacy import mask
from zhengjian.judge import all_checks
from zhengjian.ledger import lists, notices
from zhengjian.ledger.notices import Document, Paper
from zhengjian.model import Period
from zhengjian.service import pictures
from zhengjian.workflow.rights import Scope


def seal(workspace: Workspace, paper: Paper, at: datetime) -> tuple[Document, ...]:
    """Write the notice as DOCX and PDF and keep both as its next edition; without a Chinese font there is no PDF."""
    draft = notice_draft(_sheet(workspace, paper))
    made = {"docx": bulletin_docx(draft)}
    with contextlib.suppress(NoChineseFont):
        made["pdf"] = bulletin_pdf(draft)
    edition = max((one.edition for one in notices.documents(paper.id)), default=0) + 1
    kept = tuple(Document(edition=edition, kind=kind, sha256=_store(workspace, data), size=len(data), at=at) for kind, data in made.items())
    notices.keep_documents(paper.id, kept)
    return kept


def prepare(workspace: Workspace, period: str, findings: Sequence[str]) -> None:
    """Draw what a notice of these findings will show, before anything is written: drawing takes its time."""
    pictures.prepare(workspace, _rows(period, findings))


def latest(workspace: Workspace, paper: Paper, at: datetime) -> tuple[Document, ...]:
    """The last edition; a notice from before documents were kept is sealed now."""
    kept = notices.documents(paper.id) or seal(workspace, paper, at)
    last = max(one.edition for one in kept)
    return tuple(one for one in kept if one.edition == last)


def stored(workspace: Workspace, sha256: str) -> bytes | None:
    """The bytes of a kept document, or None when they are gone or no longer what was issued."""
    try:
        data = _place(workspace, sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _store(workspace: Workspace, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    path = _place(workspace, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_whole(path, data)
        path.chmod(0o440)
    return sha256


def _place(workspace: Workspace, sha256: str) -> Path:
    return workspace.root / "notices" / sha256[:2] / sha256


def _rows(period: str, findings: Sequence[str]) -> Sequence[lists.Row]:
    return lists.findings(period, Scope(), lists.Wanted(filters={"ids": ",".join(findings)}, size=5000)).rows


def _sheet(workspace: Workspace, paper: Paper) -> NoticeSheet:
    rows = _rows(paper.period, paper.findings)
    return NoticeSheet(
        number=paper.words,
        period=Period.parse(paper.period),
        unit=lists.unit_full_name(paper.unit),
        items=tuple(_item(row) for row in rows),
        issued=paper.issued.date(),
        due=paper.due,
        objection_until=paper.objection_until,
        office=workspace.settings.office,
        pictures=tuple(_pictures(workspace, rows)),
    )


def _pictures(workspace: Workspace, rows: Sequence[lists.Row]) -> Iterator[Picture]:
    """The pictures that are kept of the findings, with the finding's number in the list and what it was drawn from."""
    numbers = {row["finding_id"]: number for number, row in enumerate(rows, 1)}
    for row in pictures.chosen(rows):
        shot = pictures.of_finding(workspace, row, drawing=False)
        if isinstance(shot, pictures.Shot):
            item, number = _item(row), numbers[row["finding_id"]]
            source = f"存档网页{shot.kept.drawing.snapshot}，截图SHA-256 {shot.kept.sha256[:16]}"
            yield Picture(png=shot.png, caption=f"问题清单第{number}项：{item.target}，{item.check}。{shot.words}{source}")


def _item(row: lists.Row) -> NoticeItem:
    check = all_checks().get(row["check_name"])
    return NoticeItem(
        target=mask(row["target_name"]),
        check=check.about.title if check else row["check_name"],
        what=mask("：".join(filter(None, (row["what"], row["value"])))),
        where=mask(row["where"]),
        basis=check.about.document if check else "",
        finding=row["finding_id"],
    )
