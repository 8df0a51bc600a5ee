"""What a page turns out to be when a link leads to it, whatever its status says.

A server answers 200 for "page not found", for a domain that is for sale, and for the betting site that took over an
expired name. Read from every page of a site, from the page behind an address that cannot exist, and from the targets
of links that leave the site. Signs must stand in the title, or in a page that says little else.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from zhengjian.facts.bad_terms import fold, promoted, terms
from zhengjian.facts.base import Attempt, Fact, Pages
from zhengjian.facts.links import host_of, path_of, registrable
from zhengjian.facts.page import Page, attr

Kind = Literal["", "not-found", "parked", "closed", "betting", "advert", "login"]

KINDS: dict[str, str] = {
    "not-found": "“页面不存在”提示页",
    "parked": "域名出售、停放或过期提示页",
    "closed": "网站或空间已关闭提示页",
    "betting": "赌博、色情等不良网站",
    "advert": "商业推广页",
    "login": "内部系统登录页",
}
TARGET_DEPTH = 98  # readings of link targets outside the site lie this deep or deeper


class LinkTarget(Fact):
    """What a page is. ``kind`` is empty for an ordinary page; ``why`` are the words that say so.

    ``likeness`` is a number that two pages share when their little text is the same but for digits; 0 for a long page.
    ``sorry``: that little text apologises or speaks of an error, in whatever words.
    """

    kind: Kind = ""
    why: str = ""
    title: str = ""
    likeness: int = 0
    sorry: bool = False


NOTHING, LITTLE, SOME = 60, 400, 1500  # characters of visible text

_NOT_FOUND = re.compile(
    r"(?<![\d第号])404(?=\s*(?:$|[-_—|!！:：,，.。<]|页|错|提|找|未|没|无|不|抱歉|对不起|not|error|page|file))"
    r"|(?:页面|网页|文件|文章|内容|信息|资源|地址|链接|记录)\s*(?:不存在|找不到|未找到|没有找到|无法找到|已(?:被|经)?(?:删除|移除|转移|下线)|走丢|丢失|飞走)"
    r"|(?:访问|查看|浏览)的\S{0,6}(?:已过期|已失效|已转移|已(?:被)?(?:删除|移除))"
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
_ARTICLE = re.compile(r"(?:发布|发稿|更新)(?:时间|日期)|来源\s*[:：]|责任编辑|浏览次数")
_SALES = re.compile(r"哪家(?:医院)?(?:最)?[好强]|哪里好|最好的|怎么收费|多少钱|排行榜|排名|在线(?:咨询|挂号|预约)|专业治疗|免费咨询|一对一")
_WHICH = re.compile(r"哪家(?:医院)?(?:最)?[好强]|哪里(?:最)?好")
_INSIDE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:协同|自动化)?办公(?:系统|平台|自动化)|协同办公|\bOA\b|后台管理|管理后台|内部(?:系统|网站|管理)|内容管理系统|CMS|信息发布系统"
)
_FOR_CITIZENS = re.compile(
    r"政务服务|统一身份认证|个人登录|法人登录|自然人|企业登录|社会信用代码|注册(?:账号|用户|新用户)|立即注册|免费注册|办事|缴费|身份证号|申报"
)
_A_FILE = re.compile(r"/(?!(?:index|default|main|home)\.)[^/]+\.\w{2,5}$|/[^/]*\d{3,}[^/]*/?$", re.IGNORECASE)
_SENT = frozenset({"page", "attachment", "image", "script", "style"})
_SENDS_HOME = re.compile(r"/?(?:(?:index|default|main|home)\.\w{2,5})?")
_SORRY = re.compile(r"抱歉|对不起|不好意思|哎呀|糟糕|出错|错误|迷路|火星|走丢|消失|外太空|\b(?:sorry|oops|error)\b", re.IGNORECASE)
_FEW = 20  # percent of a site's pages
_MANY, _IN_TITLE = 4, 2  # distinct words of the trade on the page, or in its title


def read(page: Page) -> LinkTarget:
    """Tell a page by its title and, when it says little, by its text; 0.02 ms for an ordinary page."""
    title, text = page.title[:200], page.text
    article = _ARTICLE.search(text[:600]) is not None
    for kind, pattern in (("parked", _PARKED), ("not-found", _NOT_FOUND), ("closed", _CLOSED)):
        plain = not _ABOUT.search(title)
        hit = pattern.search(title) if len(text) <= SOME and plain else None
        hit = hit or (pattern.search(text) if len(text) <= LITTLE and plain and not article else None)
        if hit:
            return _target(page, kind, hit[0])
    if len(text) < NOTHING and (found := _of_empty_page(page)):
        return _target(page, *found)
    words = promoted(fold(title))
    alone = bool(words) and page.depth >= TARGET_DEPTH and len(text) <= LITTLE  # a strange page that says little else
    if alone and not article and not terms("report").find(fold(f"{title}\n{text}")):
        return _target(page, "betting", "、".join(words[:6]))
    if len(words) < _IN_TITLE and (words or page.depth >= TARGET_DEPTH):
        words = promoted(fold(f"{title}\n{text[:6000]}"))
    if len(words) >= _MANY or (len(words) >= _IN_TITLE and not article and not terms("report").find(fold(title))):
        return _target(page, "betting", "、".join(words[:6]))
    if page.depth >= TARGET_DEPTH and (found := _of_strange_page(page, title, text)):
        return _target(page, *found)
    return _target(page, "", "")


def _of_empty_page(page: Page) -> tuple[Kind, str] | None:
    """A page without words: one that only sends on to the home page, shows a sign, or frames another site."""
    signs = " ".join(attr(image, "alt") for image in page.select("img[alt]"))
    if hit := _NOT_FOUND.search(signs):
        return "not-found", hit[0]
    host = host_of(page.url)
    for refresh in page.select("meta[http-equiv]"):
        content = attr(refresh, "content").partition("=")[2].strip(" '\"")
        there = page.resolve(content) if attr(refresh, "http-equiv").lower() == "refresh" and content else None
        if there and host_of(there) == host and _SENDS_HOME.fullmatch(path_of(there)) and _A_FILE.search(path_of(page.url)):
            return "not-found", "转到首页"
    for frame in page.select("frame[src]"):
        there = page.resolve(attr(frame, "src")) or ""
        if registrable(host_of(there)) != registrable(host) and registrable(host) in there.partition("?")[2]:
            return "parked", f"停放服务 {host_of(there)}"
    return None


def _of_strange_page(page: Page, title: str, text: str) -> tuple[Kind, str] | None:
    """What only pages outside the site are asked: an advertisement, or the door of somebody's office system."""
    sold = terms("advert").find(fold(title))
    praise = _SALES.findall(title) if sold else []
    if len(praise) >= _IN_TITLE or (praise and _WHICH.search(title) and not terms("institution").find(fold(title))):
        return "advert", f"{sold[0]}、{praise[0]}"
    if len(text) <= LITTLE and (hit := _INSIDE.search(f"{title}\n{text}")) and not _FOR_CITIZENS.search(text):
        return ("login", hit[0]) if page.select("input[type=password]") else None
    return None


def _target(page: Page, kind: str, why: str) -> LinkTarget:
    likeness = zlib.crc32(re.sub(r"\d+", "", page.text).encode()) if len(page.text) <= SOME else 0
    sorry = len(page.text) <= LITTLE and _SORRY.search(f"{page.title}\n{page.text}") is not None
    return LinkTarget(
        complete=page.complete,
        kind=kind,  # type: ignore[arg-type]
        why=why.strip(),
        title=page.title[:200],
        likeness=likeness,
        sorry=sorry,
    )


def soft_404(targets: Pages[LinkTarget]) -> frozenset[str]:
    """Pages of the site that say "not found" with status 200: by their words, or by the text given for an address that cannot exist.

    That text may be in words of the site's own, when it apologises, is not the home page's, and few pages of the site carry it:
    a gate says the same of everything.
    """
    asked = [page.fact for page in targets if page.depth >= TARGET_DEPTH]
    own = [page for page in targets if 0 < page.depth < TARGET_DEPTH]
    home = {page.fact.likeness for page in targets if page.depth == 0}
    often = Counter(page.fact.likeness for page in own)
    rare = {likeness for likeness, count in often.items() if count * 100 <= _FEW * len(own) or count <= 1}
    learned = {fact.likeness for fact in asked if fact.kind == "not-found" or (fact.sorry and fact.likeness in rare - home)} - {0}
    return frozenset(page.url for page in own if page.fact.kind == "not-found" or page.fact.likeness in learned)


def sent_home(attempts: Iterable[Attempt], home: str) -> frozenset[str]:
    """Addresses of files that lead to the home page, on a site that sends an address that cannot exist there, too."""
    led = [attempt for attempt in attempts if attempt.final_url not in {"", attempt.url} and _is_home(attempt.final_url, home)]
    if not any(attempt.kind == "probe404" for attempt in led):
        return frozenset()
    return frozenset(attempt.url for attempt in led if attempt.kind in _SENT and _A_FILE.search(path_of(attempt.url)))


def _is_home(url: str, home: str) -> bool:
    """True for the home page by any of its names."""
    return url == home or (host_of(url) == host_of(home) and "?" not in url and _SENDS_HOME.fullmatch(path_of(url)) is not None)
