"""Reads any bulletin, ours or not, and lists what in it does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian.service import Refused, existing


@dataclass(frozen=True, slots=True)
class Told:
    """One remark as a sentence and as data; ``certain`` when the text itself decides it."""

    sentence: str
    certain: bool
    data: dict[str, Any]


def proofread(path: Path) -> list[Told]:
    """The remarks on one document; raises ``Refused`` when it cannot be read."""
    from zhengjian.bulletin.proofread import Unreadable
    from zhengjian.bulletin.proofread import proofread as read

    if existing(path).is_dir():
        raise Refused(f"{path} 是文件夹；请指定 DOCX、PDF、HTML 或文本文件")
    try:
        remarks = read(path)
    except Unreadable as error:
        raise Refused(str(error)) from None
    return [
        Told(
            remark.sentence,
            remark.certain,
            {"place": remark.place, "read": remark.read, "expected": remark.expected, "why": remark.why, "certain": remark.certain},
        )
        for remark in remarks
    ]
