"""What the column of a page is called: by its breadcrumb, its label, its title, its heading."""

from __future__ import annotations

import re

from zhengjian.facts.links import is_breadcrumb, link_text, places, targets, texts
from zhengjian.facts.page import Element, Page, attr, squeeze

_PLAIN_TRAIL = re.compile(r"(?:当前|您?的?现在的?|您所在的?|所在|您的)位置(?:是|为)?\s*[:：]?\s*([^\n]{2,120})")
_HOME_TRAIL = re.compile(r"\s*(?:网站|返回)?首\s?页\s*(?:>{1,2}|»|›|→|＞|/|\\|:|：|::)\s*([^\n]{2,80})")
_SEPARATOR = re.compile(r"\s*(?:>{1,2}|»|›|→|＞|/|\\|--|>>|—|·|\||\s[:：]\s)\s*")
_ARROWS = re.compile(r"\s*(?:>{1,2}|»|›|→|＞)\s*")
_BESIDE = re.compile(r"\s{3,}|\t")
_SPACED = re.compile(r"\s+[/\\|]\s+")
_LONGEST_NAME = 14
_NOT_A_NAME = re.compile(
    r"^(?:正文|内容|浏览文章|详情|文章内容|详细内容|信息内容|(?:文章|信息|新闻|栏目|内容)?列表|栏目|网站首页|首页|主页|查看|阅读|(?:所有|全部)(?:文章|信息|新闻)|更多|\d+"
    r"|New Page \d*|无标题(?:文档|页)?|新建网页\s*\d*|Untitled(?: Document)?|Document|index)?$",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s*[-_|–—>«»]+\s*")
SITE_NAME = re.compile(r"(?:政府|委员会|[局厅办院]|管委会|门户|网站?|手机版|官网|公众信息网|政务网)$")
_LED_BY_SITE = re.compile(r".{2,20}(?:政府|委员会|[局厅办院])(?:网站?|门户网站?)?\s*\S")
SIDE = re.compile(r"热点|热门|热文|排行|推荐|相关|猜你|友情|链接|图片新闻|^最新|近期|阅读排行|点击|扫一扫|上一[篇条]|下一[篇条]")


def trail_of(page: Page) -> tuple[tuple[tuple[str, str], ...], str]:
    """The breadcrumb's links without the home page, and the words after its last link."""
    crumbs = [anchor for anchor, where in zip(page.anchors, places(page), strict=True) if where == "breadcrumb"]
    if crumbs:
        names = [(link_text(anchor), page.resolve(attr(anchor, "href")) or "") for anchor in crumbs]
        holder = crumbs[-1].parent
        for _ in range(2):
            if isinstance(holder, Element) and not is_breadcrumb(squeeze(holder.text)) and isinstance(holder.parent, Element):
                holder = holder.parent
        text = squeeze(holder.text) if isinstance(holder, Element) else ""
        tail = _behind(text, [name for name, _ in names]) if names[-1][0] and len(text) < 300 else _rest_of_line(crumbs[-1])
        current = _SEPARATOR.split(tail.strip(" >»›→＞/\\-—|"))[-1].strip()[:60]
        kept = tuple(
            (name, url) for name, url in names if name and not name.endswith("首页") and name not in {"主页", "网站", "HOME", "Home"}
        )
        return kept[:8], current
    found = (_PLAIN_TRAIL.search(page.text) if page.has("位置") else None) or (_from_home(page.text) if page.has("首页") else None)
    if found is None:
        return (), ""
    first = _SEPARATOR.search(found[1].strip())
    arrows = first is not None and _ARROWS.fullmatch(first[0]) is not None  # then a slash belongs to what stands behind the trail
    parts = [part for part in (_ARROWS if arrows else _SEPARATOR).split(found[1].strip()) if part]
    if arrows and parts:
        parts[-1] = _SPACED.split(_BESIDE.split(parts[-1])[0])[-1]
    if parts:
        parts[-1] = _without_links(page, parts[-1])
    return (), parts[-1][:60] if len(parts) > 1 or found.re is _HOME_TRAIL else ""


def _rest_of_line(step: Element) -> str:
    """What follows a link up to the next element: in old pages the cell of the breadcrumb holds the list, too."""
    following = step.next_sibling
    return squeeze(getattr(following, "data", "")) if following is not None and not isinstance(following, Element) else ""


def _behind(text: str, names: list[str]) -> str:
    """What follows the last of some names that stand in a text one after another."""
    end = 0
    for name in names:
        place = text.find(name, end)
        end = place + len(name) if place >= 0 else end
    return text[end:]


def _from_home(text: str) -> re.Match[str] | None:
    """A line near the top of the text that begins at the home page: 首页 > 互动交流 > 局长信箱."""
    at = text.find("首页", 0, 3000)
    while at >= 0:
        found = _HOME_TRAIL.match(text, text.rfind("\n", 0, at) + 1)
        if found and re.search(r"[一-鿿A-Za-z]", _SEPARATOR.split(found[1].strip())[-1]):
            return found
        at = text.find("首页", at + 2, 3000)
    return None


def _without_links(page: Page, words: str) -> str:
    """The words without the links that follow them on the same line: 局长信箱 我要写信 查询信件."""
    for text in reversed(texts(page)[:60]):
        if text and len(words) > len(text) and words.endswith(text):
            words = words.removesuffix(text).rstrip()
    return words


def name_of(page: Page, label: str, trail: tuple[tuple[str, str], ...], current: str, is_article: bool) -> tuple[str, str]:
    """What the page's column is called, and how that is known."""
    if not _NOT_A_NAME.match(current) and not is_article and len(current) <= 24:
        return current, "面包屑"
    if trail:
        return trail[-1][0], "面包屑"
    if label:
        return label, "栏目标签"
    parts = [part for part in _TITLE_PARTS.split(page.title) if not _NOT_A_NAME.match(part)]
    words = [word for part in parts for word in part.split() if not _NOT_A_NAME.match(word)]
    named = [word for word in words if not SITE_NAME.search(word)]
    if len(parts) > 1 and not is_article and (again := _said_again(page, parts)):
        return again, "页面标题"
    if len(parts) == 1 and _LED_BY_SITE.match(parts[0]) and (heading := _own_heading(page)) and parts[0].endswith(heading):
        return heading, "页内标题"
    if named and len(parts) > 1 and not SITE_NAME.search(parts[0]):
        return parts[0][:40], "页面标题"
    if named:
        return (parts[0] if parts[0] in named or len(words) == len(named) else named[0])[:40], "页面标题"
    if not is_article and (heading := _own_heading(page)):
        return heading, "页内标题"
    return (parts[0][:40], "页面标题") if parts else ("", "")


def _said_again(page: Page, parts: list[str]) -> str:
    """The part of the title that a heading, or a link that leads to the page itself, says once more; empty without one, or with several."""
    headings = {squeeze(element.text) for element in page.select("h1, h2, h3")[:6]}
    itself = {text for text, (_, url, _, _) in zip(texts(page), targets(page), strict=True) if url == page.url}
    said = [part for part in parts if part in headings | itself and not SITE_NAME.search(part)]
    return said[0] if len(said) == 1 and len(said[0]) <= _LONGEST_NAME else ""


def _own_heading(page: Page) -> str:
    """The page's first heading, when it is short and not the site's name; empty without one."""
    for element in page.select("h1, h2, h3")[:3]:
        text = squeeze(element.text)
        if 2 <= len(text) <= 14 and not SITE_NAME.search(text) and not SIDE.search(text) and not _NOT_A_NAME.match(text):
            return text
    return ""
