"""National laws that are no longer in force, and documents that a page of the site declares ended: ``data/repealed.toml``.

The list holds what a law's own closing article ends, so that no opinion is in it. ``Repeals`` is what the site's own pages
declare, in the sentence that ends a document or a list of ended documents, and nowhere else: a later text may carry the
same name, so a declared name counts only together with its number, unless it had none.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page
from zhengjian.model import Value


class Ended(Value, array_like=True):
    """One document that is declared ended: its name without 《》, and its number, empty when none is given."""

    name: str
    number: str = ""


class Repeals(Fact):
    """The documents that one page declares ended. ``title`` is the page's own."""

    title: str = ""
    ended: tuple[Ended, ...] = ()


class Law(NamedTuple):
    """Since when a national text is no longer in force, and what ended it."""

    since: date
    by: str


NUMBER = r"[\u4e00-\u9fff]{2,12}[〔\[（(]\d{4}[〕\]）)]\s*\d{1,4}\s*号"
_ENDED = re.compile(
    rf"《([^《》\n]{{4,80}})》\s*(?:[（(]\s*({NUMBER}|[^（）()\n]{{0,20}}第\s*\d+\s*号)\s*[）)])?\s*(?:自[^。；;《》\n]{{0,24}}起|从即日起|即日起)?\s*[，,]?\s*(?:相应|一并|同时|现予|予以|即行|自行|已经?|现)*\s*(?:废止|失效|停止执行)(?!日期|时间|的)"
)
_LISTS = re.compile(r"(?:废止|失效)[^\n]{0,40}(?:目录|清单|决定|公告|通知|结果)")
_MIXED = re.compile(r"继续有效|保留|修改|修订|征求|草案|解读|拟")
_LISTED = re.compile(rf"^\s*(?:\*|\d+)?\s*[.、．]?\s*[^《》\n]{{0,40}}《([^《》\n]{{4,80}})》[^《》\n]{{0,30}}?({NUMBER})", re.MULTILINE)
_MOST = 40_000


def read(page: Page) -> Repeals:
    """Read what a page declares ended; nothing where no such word stands in the source."""
    if not page.has("废止", "失效", "停止执行"):
        return Repeals(complete=page.complete)
    text = page.text[:_MOST]
    pairs = _ENDED.findall(text)
    if _LISTS.search(page.title) and not _MIXED.search(page.title):
        pairs += _LISTED.findall(text)
    found = [Ended(name=name.strip(), number=bare(number)) for name, number in pairs]
    return Repeals(complete=page.complete, title=page.title[:200], ended=tuple(dict.fromkeys(found))[:50])


def bare(number: str) -> str:
    """A document's number in one form: without spaces, its year in 〔〕."""
    return re.sub(r"[\[（(［﹝](\d{4})[\]）)］﹞]", r"〔\1〕", "".join(number.split()))


@cache
def laws() -> dict[str, Law]:
    """National texts that are no longer in force, by name."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "repealed.toml").read_text("utf-8"))
    return {name: Law(entry["since"], entry["by"]) for entry in data["repealed"] for name in entry["names"]}
