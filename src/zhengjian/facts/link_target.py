"""What a page turns out to be when a link leads to it, whatever its status says.

A server answers 200 for "page not found", for a domain that is for sale, and for the betting site that took over an
expired name. Read from every page of a site, from the page behind an address that cannot exist, and from the targets
of links that leave the site. Signs must stand in the title, or in a page that says little else.
"""

from __future__ import annotations

import re
import zlib
from typing import Literal

from zhengjian.facts.bad_terms import fold, terms
from zhengjian.facts.base import Fact, Pages
from zhengjian.facts.page import Page

Kind = Literal["", "not-found", "parked", "closed", "betting"]

KINDS: dict[str, str] = {
    "not-found": "“页面不存在”提示页",
    "parked": "域名出售、停放或过期提示页",
    "closed": "网站或空间已关闭提示页",
    "betting": "赌博、色情等不良网站",
}
TARGET_DEPTH = 98  # readings of link targets outside the site lie this deep or deeper


class LinkTarget(Fact):
    """What a page is. ``kind`` is empty for an ordinary page; ``why`` are the words that say so.

    ``likeness`` is a number that two pages share when their little text is the same but for digits; 0 for a long page.
    """

    kind: Kind = ""
    why: str = ""
    title: str = ""
    likeness: int = 0


LITTLE, SOME = 400, 1500  # characters of visible text

_NOT_FOUND = re.compile(
    r"(?<!\d)404(?!\d)|(?:页面|网页|文件|文章|内容|信息|资源|地址)\s*(?:不存在|找不到|未找到|没有找到|无法找到|已(?:被)?删除|走丢|丢失|飞走)"
    r"|(?:找不到|未找到|没有找到|无法找到|不存在)(?!与|符合|相关|匹配|任何|“)(?:您|你)?\S{0,8}(?:页面|网页|文件|文章|内容|资源)|not\s+found",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"(?:此|该|本|您(?:访问|浏览)的)?\s*域\s*名\s*(?:\S{0,12}(?:出售|转让|停放|过期|到期|未续费|续费|抢注|竞拍|待售))|(?:出售|转让)\S{0,4}域名"
    r"|domain\s+(?:name\s+)?(?:is\s+)?(?:for\s+sale|parked|expired|has\s+expired)|buy\s+this\s+domain|sedoparking|parkingcrew|dan\.com/buy-domain",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:网站|站点|主机|空间|服务器|账[户号])\S{0,6}(?:已(?:经)?(?:关闭|停止|暂停|到期|过期|停用)|未备案|被关闭|尚未开通)"
    r"|(?:没有找到|未找到)站点|account\s+(?:has\s+been\s+)?suspended",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"关于|答复|回复|通知|公告|问题|说明|办法|怎么|如何|提醒|搜索|检索|[?？]|.{40}")
_MANY, _IN_TITLE = 4, 2  # distinct words of the trade on the page, or in its title


def read(page: Page) -> LinkTarget:
    """Tell a page by its title and, when it says little, by its text; 0.02 ms for an ordinary page."""
    title, text = page.title[:200], page.text
    for kind, pattern, most in (("not-found", _NOT_FOUND, LITTLE), ("parked", _PARKED, LITTLE), ("closed", _CLOSED, LITTLE)):
        hit = pattern.search(title) if len(text) <= SOME and not _ABOUT.search(title) else None
        hit = hit or (pattern.search(text) if len(text) <= most and not _ABOUT.search(title) else None)
        if hit:
            return _target(page, kind, hit[0])
    words = terms("promotion").find(fold(title))
    if len(words) < _IN_TITLE and words:
        words = terms("promotion").find(fold(f"{title}\n{text[:6000]}"))
    if len(words) >= _MANY or (len(words) >= _IN_TITLE and not terms("report").find(fold(title))):
        return _target(page, "betting", "、".join(words[:6]))
    return _target(page, "", "")


def _target(page: Page, kind: str, why: str) -> LinkTarget:
    likeness = zlib.crc32(re.sub(r"\d+", "", page.text).encode()) if len(page.text) <= SOME else 0
    return LinkTarget(complete=page.complete, kind=kind, why=why.strip(), title=page.title[:200], likeness=likeness)  # type: ignore[arg-type]


def soft_404(targets: Pages[LinkTarget]) -> frozenset[str]:
    """Pages of the site that say "not found" with status 200: by their words, or by the text given for an address that cannot exist."""
    learned = {page.fact.likeness for page in targets if page.depth >= TARGET_DEPTH and page.fact.kind == "not-found"} - {0}
    own = [page for page in targets if 0 < page.depth < TARGET_DEPTH]
    return frozenset(page.url for page in own if page.fact.kind == "not-found" or page.fact.likeness in learned)
