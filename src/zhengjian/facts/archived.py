"""Whether a page says that it is archived (已归档), as the pages of a site that was closed or moved must."""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, attr
from zhengjian.facts.source_signs import ARCHIVED


class ArchiveMark(Fact):
    """The words by which a page says that it is archived, or that its site was closed or moved; empty when it does not."""

    archived: str = ""
    closed: str = ""


_ARCHIVED = re.compile(r"(?:已|已经|历史)\s*归档|归档(?:时间|日期|网站|网页|页面)|本(?:网站|站|页面|网页)[^\n。]{0,20}归档")
_CLOSED = re.compile(r"本(?:网站|站)[^\n。]{0,30}(?:永久下线|停止(?:更新|运行|服务)|已(?:经)?(?:关停|下线|迁移|关闭)|迁移至|整合至|并入)")
_MOST = 4000


def read(page: Page) -> ArchiveMark:
    """Read the mark from visible words and from the words of pictures; almost nothing for other pages."""
    if not page.has(*ARCHIVED):
        return ArchiveMark(complete=page.complete)
    words = "\n".join([page.text, *(f"{attr(image, 'alt')} {attr(image, 'title')}" for image in page.select("img[alt],img[title]"))])
    archived, closed = _ARCHIVED.search(words), _CLOSED.search(page.text[:_MOST])
    return ArchiveMark(complete=page.complete, archived=archived[0] if archived else "", closed=closed[0] if closed else "")
