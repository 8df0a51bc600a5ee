"""What may still fill a list that a page does not show: scripts that fetch or write it, frames, places kept for it.

``filled_by_script`` says by which sign, in Chinese, so that nobody calls a page empty, or its list the whole of it. A home
page is looked at more warily than others, because a veto hangs on it: a place for a list that stands empty, a frame of the
site, or headlines in a script leave it open whether something newer is shown.
"""

from __future__ import annotations

import re

from zhengjian.facts.footer_writers import own_scripts
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.source import source_of

_NO_SLOT = re.compile(r"pag|nav|menu|tab|crumb|banner|slide|swiper|link|foot|share|dropdown|lang", re.IGNORECASE)
_LIST_MARK = re.compile(r"list|news|item|article|content|gl|lb|xx|data|main|right|con", re.IGNORECASE)


def filled_by_script(page: Page, *, searching: bool, still: bool) -> str:
    """By which sign a script may fill a list of the page; empty without any.

    ``searching``: no list was found. ``still``: a list with days stands in the HTML; then only a place for another one counts.
    """
    if page.rendered:
        return ""
    if searching:
        return fetched_by_script(page) or ("空的列表区由脚本填写" if _waits(page) else "")
    if page.depth == 0:
        return _open_at_home(page)
    if still:
        return fetched_by_script(page) if asks_for_data(page) and empty_places(page) else ""
    return fetched_by_script(page) if asks_for_data(page) else ""


def _calls_by_number(page: Page) -> bool:
    """True when a script of the page calls something of its own with a literal: ``initList("12")``, ``grid.load(7)``."""
    return any(
        not _INNOCENT_CALL.search(call[1])
        for script in page.select("script")
        if 6 < len(text := script.text) < 20_000
        for call in _BARE_CALL.finditer(text)
    )


def _open_at_home(page: Page) -> str:
    """Why a home page may show something newer than what stands in its HTML."""
    if _FRAME.search(page.lower):
        return IN_FRAME
    if empty_places(page) and (_waits(page) or asks_for_data(page) or own_scripts(page, source_of(page).scripts)):
        return fetched_by_script(page) or "首页有空的列表区，可能由脚本填写"
    for script in page.select("script"):
        text = script.text
        if len(set(_OWN_PAGE.findall(text))) > 1 and len(_WORDS.findall(text)) > 1:
            return "页面脚本中另有信息"
    return ""


def empty_places(page: Page) -> list[Element]:
    """The elements made for a list, or for a store of data, that stand empty in the page's content."""
    found: list[Element] | None = page.shared.get("slots")
    if found is None:
        empty_store = "<recordset></recordset>" in page.lower or "<recordset/>" in page.lower
        found = page.select("recordset")[:1] or page.select("body")[:1] if empty_store else []
        for css in ("ul", "table", "dl", "tbody", "div[class]", "div[id]"):
            div = css[:3] == "div"
            for element in page.select(css)[:2_000]:
                made_for = _LIST_MARK.search(_mark(element)) is not None if div else _NO_SLOT.search(_mark(element)) is None
                if made_for and not squeeze(element.text) and not element.select("img,script,iframe,input,a" if div else "img,a"):
                    found.append(element)
        page.shared["slots"] = found
    return found


def _mark(element: Element) -> str:
    return f"{attr(element, 'class')} {attr(element, 'id')}"


def _waits(page: Page) -> bool:
    """True when a script of the page, or any that reads the marks of an empty place, may still fill it."""
    slots = empty_places(page)
    told = any(name.startswith(_ATTRIBUTES) for slot in slots for name in slot.attrs)
    return told or _calls_by_number(page) or written_to(page, [_mark(slot) for slot in slots])


_ATTRIBUTES = ("data-", "v-", "x-", "hx-", "ng-", "wire:", ":", "@")
_BARE_CALL = re.compile(
    r"(?:^|[;{}\n])\s*((?:\w+\.)*\w+)\(\s*(?:[\"'][^\"'\n()<>]{1,60}[\"']|\d{1,12})\s*(?:,[^\n;]{0,120})?\)\s*(?=[;}\n]|$)"
)
_INNOCENT_CALL = re.compile(
    r"createPage|[Pp]ager?|document\.|console\.|alert|_hmt|\bga\b|gtag|czc|push|setTimeout|setInterval|require|Link|define|wza|share|addEvent|"
    r"cookie|Cookie|[tT]ab|[nN]av|[mM]enu|slide|Slide|scroll|Scroll|\b(?:if|for|while|switch|return|typeof|function)$|search|Search|login|open|close|print"
)
IN_FRAME = "列表在内嵌框架中"
_FRAME = re.compile(
    r"<iframe[^>]{1,300}?src\s*=\s*[\"']?(?!https?://(?:dcs|bszs|zfwzgl)|about:)[^\"'\s>]{0,300}?(?:list|column|col|index|news|data)"
)
_OWN_PAGE = re.compile(r"[\w./-]{3,120}\.s?html?\b")
_WORDS = re.compile(r"[一-鿿]{6}")
# Plain words (lower case) that must stand in the source before the expression is tried, the expression, the reason.
_SIGNS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("v-for", "ng-repeat", "x-for", "{{"),
        re.compile(r"\bv-for\s*=|\bng-repeat\b|\bx-for\b|\{\{\s*[\w.$]+[^{}]{0,60}\}\}"),
        "页面用脚本模板生成列表",
    ),
    (
        ("app", "root", "__nuxt", "__next"),
        re.compile(r"<div\s+id\s*=\s*[\"']?(?:app|root|__nuxt|__next)[\"']?[^>]*>\s*(?:<[^>]+>\s*){0,20}</div>"),
        "页面由脚本整体生成",
    ),
    (
        ("$.", "fetch", "axios", "xmlhttprequest", ".load", "jsonp", "layui", ".template("),
        re.compile(
            r"\$\.(?:ajax|get|post|getjson|getscript)\s*\(|\bfetch\s*\(|\baxios\b|xmlhttprequest|\.load\s*\(\s*[\"']|\bjsonp\b|layui\.flow|\.template\("
        ),
        "列表由脚本另行读取",
    ),
    (("<video", "<embed", "<object", "<audio"), re.compile(r"<(?:video|embed|object|audio)\b"), "页面含有视频或嵌入的文档"),
    (("加载", "loading", "请稍候"), re.compile(r"正在加载|加载中|数据加载|loading\.gif|loading\.\.\.|请稍候"), "页面写有“加载中”"),
    (("<nextgroup",), re.compile(r"<nextgroup>\s*(?:<!\[cdata\[)?\s*<a\b"), "列表数据在脚本中分组读取"),
    (
        ("<iframe",),
        _FRAME,
        IN_FRAME,
    ),
    (("document.write",), re.compile(r"document\.write(?:ln)?\s*\(\s*[\"']\s*<(?:li|ul|tr)\b"), "列表由脚本写入页面"),
    (
        ("innerhtml", ".append", ".html("),
        re.compile(r"\.(?:innerhtml|append|html)\s*(?:=|\()\s*\w*(?:html|list|str)"),
        "列表由脚本写入页面",
    ),
)


_FILLS = re.compile(r"innerHTML|insertAdjacentHTML|appendChild|createElement|\.(?:append|html|prepend)\s*\(")
_ASKS = re.compile(r"ajax|getJSON|fetch\s*\(|axios|XMLHttpRequest|\.load\s*\(|\$\.(?:get|post)|jsonp")


def asks_for_data(page: Page) -> bool:
    """True when a script in the page fetches something."""
    return any(_ASKS.search(text) is not None for script in page.select("script") if len(text := script.text) > 20)


def written_to(page: Page, slots: list[str]) -> bool:
    """True when a script in the page speaks of an empty element by its id or class, or writes lists without saying where."""
    names = {name for slot in slots for name in slot.split() if len(name) > 1}
    for script in page.select("script"):
        text = script.text
        if text and any(name in text for name in names):
            return True
        if slots and not names and _FILLS.search(text):
            return True
    return False


def fetched_by_script(page: Page) -> str:
    """By which sign a script seems to fill this page's list, in Chinese; empty when there is no sign. Browser-rendered pages have none."""
    if page.rendered:
        return ""
    source = page.lower
    for words, sign, reason in _SIGNS:
        if any(word in source for word in words) and sign.search(source):
            return reason
    return ""
