"""The status that a policy document's own page carries: its number, and whether the page says that it is no longer in force.

The number is the one that a label (文号, 发文字号) gives, or that stands in a line of its own. A page is *marked* when its title,
its status label, a picture or a short line of its own says 失效 or 废止; the closing clause that ends another document is none.
"""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, attr, squeeze
from zhengjian.facts.repealed import NUMBER, bare
from zhengjian.facts.shell import shell_of


class PolicyMark(Fact):
    """``number`` is empty on pages that are no numbered document; ``mark`` quotes what says that it has ended.

    ``open`` says in Chinese why a mark that was not found may be there.
    """

    number: str = ""
    title: str = ""
    mark: str = ""
    open: str = ""


_LABELLED = re.compile(rf"(?:发文字号|发文文号|发布文号|文件编号|文\s*号|字\s*号)[】\]）)]?[\s:：]{{1,6}}({NUMBER})")
_ALONE = re.compile(rf"^\s*(?:[（(]\s*)?({NUMBER})(?:\s*[）)])?\s*$", re.MULTILINE)
_ENDS = r"废止|失效|无效|停止执行|已作废"
_STATUS = re.compile(
    r"(?:有效性|时效性?|时效状态|效力状态|效力|文件状态|有效状态|政策状态|是否有效|状态)[】\]）)]?[ \t:：]{0,6}([^\n]{0,20})"
)
_ENDED = re.compile(rf"{_ENDS}|^\s*否")
_SHORT_LINE = re.compile(rf"^[^《》\n]{{0,24}}(?:{_ENDS})[^《》\n]{{0,16}}$", re.MULTILINE)
_PICTURE = re.compile(rf"{_ENDS}|shixiao|feizhi|invalid|abolish", re.IGNORECASE)
_HEAD, _MOST = 2500, 40_000


def read(page: Page) -> PolicyMark:
    """Read a document's number and mark; almost nothing for other pages."""
    if not page.depth or not page.has("〔", "［20", "[20"):
        return PolicyMark(complete=page.complete)
    text = page.text
    found = _LABELLED.search(text[:_HEAD]) or _ALONE.search(text[:_HEAD])
    if found is None:
        return PolicyMark(complete=page.complete)
    heading = page.document.select_one("h1")
    title = squeeze(heading.text) if heading is not None and squeeze(heading.text) else page.title
    status = _STATUS.search(text[:_HEAD])
    mark = _mark(page, f"{title}\n{page.title}", text[:_MOST], status)
    unfilled = status is not None and not status[1].strip()
    return PolicyMark(
        complete=page.complete,
        number=bare(found[1]),
        title=title[:120],
        mark=mark,
        open="" if mark else shell_of(page) or ("页面上的有效性一栏没有读出内容" if unfilled else ""),
    )


def _mark(page: Page, title: str, text: str, status: re.Match[str] | None) -> str:
    """What says that the document has ended; empty when nothing does."""
    if status is not None and _ENDED.search(status[1]):
        return squeeze(status[0])
    if (said := re.search(_ENDS, title)) and "的决定" not in title:
        return said[0]
    if line := _SHORT_LINE.search(text):
        return squeeze(line[0])
    words = (f"{attr(image, 'alt')} {attr(image, 'title')} {attr(image, 'src')}" for image in page.select("img"))
    return next((hit[0] for hit in map(_PICTURE.search, words) if hit), "")
