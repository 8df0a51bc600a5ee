"""Tasks to republish an important text, and which pages or posts carry its title."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.register.entries import Repost, Traffic


class RepostTasks(Fact):
    """The tasks of the period that concern the target. ``evidence`` names the imported list."""

    lack: ClassVar[str] = "没有导入转载任务"

    tasks: tuple[Repost, ...] = ()
    evidence: str = ""


class ColumnVisits(Fact):
    """Imported visits of the site's columns. ``evidence`` names the imported list."""

    lack: ClassVar[str] = "没有导入栏目访问量"

    lines: tuple[Traffic, ...] = ()
    evidence: str = ""


def bare_title(title: str) -> str:
    """A title as far as it tells texts apart: letters, digits and ideographs only, compatibility forms folded."""
    folded = unicodedata.normalize("NFKC", title)
    return "".join(sign for sign in folded if sign.isalnum()).casefold()


def carries(title: str, wanted: str) -> bool:
    """Whether a title is the wanted one, also with a source's name before or after it (“转发｜…”)."""
    bare, bare_wanted = bare_title(title), bare_title(wanted)
    return len(bare_wanted) >= 6 and bare_wanted in bare
