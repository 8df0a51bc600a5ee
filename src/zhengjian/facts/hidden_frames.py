"""Frames, embedded objects and redirects by which a page brings a stranger in without showing it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from zhengjian.facts import hijack
from zhengjian.facts.bad_terms import host_promotes, host_speaks
from zhengjian.facts.hidden_items import HiddenLink, Places
from zhengjian.facts.hosts import Whose, alike, host_of, whose
from zhengjian.facts.page import Element, Page, attr
from zhengjian.facts.scripts import unpack
from zhengjian.facts.styles import CHINESE, own_style, pixels
from zhengjian.facts.visibility import Sight

_REFRESH = re.compile(r"(\d{0,6}(?:\.\d{1,3})?)\s{0,9}[;,]?\s{0,9}url\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{4,500})", re.IGNORECASE)

_CODED_HOST = re.compile(r"(?:https?:)?//[^/?#]{0,60}%[0-9a-fA-F]{2}[^/?#]{0,120}")


def frames(page: Page, own: str, places: Places) -> list[HiddenLink]:
    """Invisible, tiny and page-covering frames of strangers, and redirects to them."""
    items, sight = [], Sight(page)
    for element in page.select("iframe[src], frame[src], object[data], embed[src]"):
        target = attr(element, "src") or attr(element, "data")
        host = host_of(target)
        if not host or whose(host, own) is not Whose.UNKNOWN:
            continue
        technique = _frame_technique(element, sight)
        words = tuple(host_promotes(host))
        if technique or words:
            certain = bool(words) or not hijack.numbered(target) or "全页" in technique
            items.append(places.item(technique or "框架载入不良网站", target, places.of(element), words=words, certain=certain))
    for element in page.select("iframe[srcdoc]") if page.has("srcdoc") else ():
        named = hijack.targets(unpack(attr(element, "srcdoc")).text, own)
        technique = _frame_technique(element, sight) if named else ""
        items += [places.item(technique, target, places.of(element)) for target in named[:1] if technique]
    for element in page.select("script[src]"):
        target = attr(element, "src")
        host = host_of(target) if "//" in target else ""
        if host and whose(host, own) is Whose.UNKNOWN and (named := host_promotes(host)):
            items.append(places.item("载入不良网站的脚本", target, places.of(element), words=tuple(named)))
        elif found := _CODED_HOST.match(target) if "%" in target else None:
            items.append(places.item("脚本地址经过编码", unquote(found[0]), places.of(element)))
    return items + _refreshes(page, own, places) + _events(page, own, places) + _heads(page, own, places)


def _events(page: Page, own: str, places: Places) -> list[HiddenLink]:
    """Handlers that leave for a stranger without being clicked: ``onload``, ``onerror``, ``onmouseover``."""
    items = []
    for element in page.select("[onload], [onerror], [onmouseover]") if page.has("location", "eval(", "onerror") else ():
        for name in ("onload", "onerror", "onmouseover"):
            named = hijack.leaves(unpack(attr(element, name)).text, own) if attr(element, name) else []
            items += [places.item("网页事件跳转到站外", target, places.of(element)) for target in named]
    return items


def _heads(page: Page, own: str, places: Places) -> list[HiddenLink]:
    """A page that names a betting site as its own address or as the base of its links."""
    items = []
    for element in page.select("link[rel=canonical], base") if page.has("canonical", "<base", "<BASE", "<Base") else ():
        target = attr(element, "href")
        host = host_of(target) if "//" in target else ""
        words = host_promotes(host) or host_speaks(host) if host and whose(host, own) is Whose.UNKNOWN else []
        if words:
            items.append(places.item("网页地址被指向不良网站", target, places.of(element), words=tuple(words)))
    return items


def _frame_technique(element: Element, sight: Sight) -> str:
    hidden = sight.hiding(element)
    if hidden is not None and not hidden.switched:
        return f"不可见框架（{CHINESE[hidden.technique]}）"
    style = own_style(element)
    sizes = [pixels(style.get(name)) if name in style else pixels(attr(element, name)) for name in ("width", "height")]
    if any(size is not None and size <= 5 for size in sizes):
        return "极小框架"
    rows = attr(element.parent, "rows") + attr(element.parent, "cols") if isinstance(element.parent, Element) else ""
    if element.tag == "frame" and re.search(r"(?:^|,)\s{0,3}[01](?:px)?\s{0,3}(?:,|$)|100%", rows):
        return "框架集载入站外网页"
    filled = all((style.get(name) or attr(element, name)) in _WHOLE for name in ("width", "height"))
    above = element.parent
    over = _over(style) or (isinstance(above, Element) and _over(own_style(above)) and _fills(own_style(above)))
    return "覆盖全页的外站框架" if filled and over else ""


_WHOLE = frozenset({"100%", "100vw", "100vh"})


def _over(style: dict[str, str]) -> bool:
    """Laid over the page instead of standing in it."""
    return style.get("position") in {"fixed", "absolute"}


def _fills(style: dict[str, str]) -> bool:
    sides = all(style.get(side) in {"0", "0px"} for side in ("left", "top", "right", "bottom")) or style.get("inset") in {"0", "0px"}
    return sides or all(style.get(name) in _WHOLE for name in ("width", "height"))


def _refreshes(page: Page, own: str, places: Places) -> list[HiddenLink]:
    """A redirect to a stranger; a site that says it has moved, or whose new host bears its name, is left to a person."""
    items = []
    for element in page.metas:
        found = _REFRESH.search(attr(element, "content")) if attr(element, "http-equiv").lower() == "refresh" else None
        if found and (host := host_of(found[2])) and whose(host, own) is Whose.UNKNOWN:
            words = tuple(host_promotes(host))
            moved = _MOVED.search(page.text[:2_000] + page.title) is not None or alike(host, own)
            items.append(places.item("自动刷新跳转到站外", found[2], places.of(element), words=words, certain=bool(words) or not moved))
    return items


def leads_on(page: Page) -> bool:
    """True for a page that says that it has moved, or that has no words of its own and is there only to lead on."""
    return len(page.text.strip()) < _LITTLE or _MOVED.search(page.text[:2_000] + page.title) is not None


_LITTLE = 30

_MOVED = re.compile(r"迁移|搬迁|迁至|新域名|新网址|新版|改版|启用|跳转|点击(?:这里|进入|此处)|请稍[候等]|直接进入")
