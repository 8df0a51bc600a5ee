"""What on a page could still write marks that its own text does not show.

Many sites draw the whole foot of their pages with a script, a frame or a server-side include. Without having read that
script, "not found" says nothing. What is looked for here errs on the side of "could have written it".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhengjian.facts import footer_forms as forms
from zhengjian.facts.page import Page
from zhengjian.facts.shell import shell_of
from zhengjian.facts.source import Script, Source, is_script

_FOOT = r"foot|bottom|copy_?right|banquan|di_?bu|yejiao|wz_?db|btm|buttom"
_FOOT_WORD = re.compile(_FOOT, re.IGNORECASE)
_FOOT_IN_TAG = re.compile(
    rf"""<(?:footer\b|(?!script|link|style|img|input|a\b|li\b|meta|br)[a-z][^<>]{{0,200}}?\b(?:id|class)\s*=\s*["']?[^"'<>]{{0,80}}?(?:{_FOOT}))[^<>]*>""",
    re.IGNORECASE,
)
_NOTHING_THEN_END = re.compile(r"(?:\s|&nbsp;)*</")
_CUSTOM = re.compile(
    r"<[a-z]+-[a-z-]*(?:foot|bottom|copyright)[a-z-]*|<(?:foot|footer|bottom|copyright|my|site|gov)-[a-z-]+", re.IGNORECASE
)
# What a server should have put together: in an answer that came over the network nobody will do it any more.
_OF_SERVER = re.compile(r"<!--\s*#\s*include\b|<esi:include|<jsp:include|<%@?\s*include", re.IGNORECASE)
_INCLUDE = re.compile(
    r"w3-include-html|\bdata-include\b|<include\b|{%\s*include|\bng-include\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"{{[^{}]{1,200}}}|\bv-(?:html|text)\s*=")
_FRAME = re.compile(r"""<(i?frame)\b[^<>]*>""", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_FOOT_IN_SCRIPT = r"foot|copy_?right|banquan|di_?bu|yejiao|[#.'\"/]bottom"
_DYNAMIC = re.compile(
    rf"""(?:\.load|\.get|\.post|getScript|ajax|fetch|import|require|\.use|include\w*|\bsrc\s*=)\s*\(?[^;\n]{{0,60}}?["']([^"'\n]*(?:{_FOOT_IN_SCRIPT})[^"'\n]*)["']"""
    rf"""|(?:{_FOOT_IN_SCRIPT})[^;\n]{{0,80}}?(?:\.load|\.html|\.append|innerHTML|outerHTML|\.replaceWith|\.before|\.after)\b[^;\n]{{0,10}}["'(]([^"'\n;]{{0,200}})""",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"jquery|swiper|bootstrap|layui|layer|echarts|vue(?:\.min|\.global)?\.js|react|slide|superslide|carousel|banner|focus|scroll|marquee|tab|"
    r"qrcode|share|hm\.js|cnzz|baidu|analytics|stat|tongji|count|visit|click|pv\b|webtrends|z_stat|piwik|matomo|date|calendar|lunar|weather|"
    r"search|search|video|player|html5shiv|respond|polyfill|modernizr|ie\d|font|size|wza|wuzhangai|barrier|aria|cniil|slhelp|conac|jiucuo|"
    r"jweixin|wechat|weixin|login|validate|md5|crypto|base64|cookie|pagination|page|list|menu|nav|top\b|float|piao|popup|print|zoom|lazy|img|pic|pngfix|dd_belated",
    re.IGNORECASE,
)
_INNOCENT_IMAGE = re.compile(
    r"logo|head|tou\b|weixin|wechat|wx|qr|ewm|erweima|二维码|微信|微博|weibo|抖音|douyin|kuaishou|toutiao|app|客户端|police|beian|gongan|备案|公安|guohui|"
    r"\bga|_ga|line|bg|arrow|jiantou|share|wza|无障碍|适老|ipv6|top|icon|ico_|tel|phone|mail|map|close|banner|返回|关闭|loading|blank|space|dot|12345|hotline|jubao|举报|12377",
    re.IGNORECASE,
)
_PART_OF_FOOT = re.compile(r"logo|line|bg|icon|ico\b|top|tel|code|qr|ewm|dot|arrow", re.IGNORECASE)
_EMPTY_ANCHOR = re.compile(
    r"<a\b[^<>]{0,600}\bclass\s*=[^<>]{0,600}>\s*(?:<(?:i|span|em|b)\b[^<>]{0,200}>\s*</(?:i|span|em|b)>\s*)?</a>", re.IGNORECASE
)
UNPUBLISHED = "unpublished"  # in ``Page.shared``: a file, perhaps a template that its server has yet to finish
ENOUGH_SEEN = 2  # with more hard marks than this the foot was seen, even when the rest of the page is drawn by scripts
IN_WORDS = frozenset({"site_code", "icp", "police"})
_DRAWN_AS_IMAGE = frozenset({"party_mark", "report_entry"})


@dataclass(frozen=True, slots=True)
class Writers:
    """``why`` could anything write (all) marks, in Chinese; ``addresses``, as written, of what should be read to know;
    ``images``: there are images at the foot that do not say what they are, so marks drawn as images stay open."""

    why: str = ""
    addresses: tuple[str, ...] = ()
    images: bool = False

    @classmethod
    def of_still_page(cls, page: Page, *, silent: bool, pictured: bool, seen: int) -> Writers:
        """Those of a page without scripts, frames and templates."""
        reasons = ["未见任何页底标识，页底可能是图片"] if silent and seen == 0 else []
        if pictured:
            reasons.append("页底文字可能在图片中")
        if seen <= ENOUGH_SEEN and (shell := shell_of(page)):
            reasons.append(shell)
        return cls("；".join(reasons), images=silent)

    def may_write(self, mark: str) -> bool:
        """True when the mark could be there without having been found."""
        return bool(self.why) or (self.images and mark in _DRAWN_AS_IMAGE)


def writers_of(page: Page, source: Source, *, lacking: frozenset[str], seen: int) -> Writers:
    """Everything that could write the ``lacking`` marks of this page, ``seen`` hard marks having been found already."""
    images = bool(seen == 0 or lacking & _DRAWN_AS_IMAGE) and silent_images(source.shown)
    reasons = ["未见任何页底标识，页底可能是图片"] if images and seen == 0 else []
    if lacking >= IN_WORDS and pictured_foot(source.shown):
        reasons.append("页底文字可能在图片中")
    if page.rendered:
        return Writers(why="；".join(reasons), images=images)
    addresses: list[str] = []
    for reason, found in (
        ("页面内容在框架中", _framesets(source.shown)),
        ("页底在内嵌框架中", _foot_frames(source.shown)),
        ("页底由脚本文件写出", _foot_scripts(source.scripts)),
        ("页底由脚本载入", _loaded(source.scripts)),
    ):
        if found is not None:
            reasons.append(reason)
            addresses += found
    if _unfinished(page, source.shown):
        reasons.append("页面含未展开的模板或包含指令")
    if seen <= ENOUGH_SEEN and not is_script(page) and (shell := shell_of(page)):
        reasons.append(shell)
    if source.scripts and _empty_foot(source.shown):
        reasons.append("页底容器为空，可能由脚本填充")
    if seen <= 1 and (own := own_scripts(page, source.scripts)):
        reasons.append("页底标识极少，页面脚本可能写出页底")
        addresses += own
    return Writers("；".join(reasons), tuple(dict.fromkeys(addresses)), images)


def _unfinished(page: Page, shown: str) -> bool:
    return (
        (page.has("nclude") and _included(page))
        or (("{{" in shown or "v-" in shown) and _TEMPLATE.search(shown) is not None)
        or _CUSTOM.search(shown) is not None
    )


def _included(page: Page) -> bool:
    """True when something may still be put into the page: by a script, or by the server where the page did not come from one."""
    if _INCLUDE.search(page.html):
        return True
    unpublished = page.url[:4] != "http" or UNPUBLISHED in page.shared
    return unpublished and _OF_SERVER.search(page.html) is not None


def _framesets(shown: str) -> list[str] | None:
    return [_address(tag) for tag in _frames(shown, "frame")] or None


def _foot_frames(shown: str) -> list[str] | None:
    return [_address(tag) for tag in _frames(shown, "iframe") if _FOOT_WORD.search(tag)] or None


def _frames(shown: str, kind: str) -> list[str]:
    if "frame" not in shown and "FRAME" not in shown and "Frame" not in shown:
        return []
    return [tag[0] for tag in _FRAME.finditer(shown) if tag[1].lower() == kind]


def _foot_scripts(scripts: tuple[Script, ...]) -> list[str] | None:
    return [script.src for script in scripts if script.src and _FOOT_WORD.search(script.src)] or None


def _loaded(scripts: tuple[Script, ...]) -> list[str] | None:
    """Fragments that inline scripts load into the foot; the list may be empty when the address is not a literal."""
    hits = [hit for script in scripts if _FOOT_WORD.search(script.body) for hit in _DYNAMIC.finditer(script.body)]
    return [address for hit in hits if (address := hit[1] or hit[2]) and re.search(r"\.\w{2,5}\b", address)] if hits else None


def _empty_foot(shown: str) -> bool:
    start = max(0, min(len(shown) // 3, len(shown) - 4000))
    return any(_NOTHING_THEN_END.match(shown, tag.end()) for tag in _FOOT_IN_TAG.finditer(shown, start))


def own_scripts(page: Page, scripts: tuple[Script, ...]) -> list[str]:
    """Scripts of the site itself that are no well-known library."""
    host = page.url.split("/", 3)[2:3]
    own = []
    for script in scripts:
        if script.src and not is_library(script.src):
            address = page.resolve(script.src)
            if address and address.split("/", 3)[2:3] == host:
                own.append(script.src)
    return own


def is_library(src: str) -> bool:
    """True for the address of a script whose name is that of a well-known library or widget."""
    return _LIBRARY.search(src.rsplit("/", 1)[-1]) is not None


def silent_images(shown: str) -> bool:
    """True when the foot holds a picture, or a link drawn by a style, that neither says what it is nor leads to a site that tells."""
    half = max(0, min(len(shown) // 2, len(shown) - 4000))
    foot = _FOOT_IN_TAG.search(shown, half)
    start = foot.start() if foot else half
    for tag in forms.IMAGE.finditer(shown, start):
        opened = shown.rfind("<a", max(0, tag.start() - 600), tag.start())
        link = shown[opened : tag.start()] if opened >= 0 and shown.find("</a", opened, tag.start()) < 0 else ""
        words = forms.words_of(tag[0])
        known = forms.PARTY_IMAGE.search(words) or forms.REPORT_IMAGE.search(words) or "://" in link or 'href="//' in link
        if not known and not _INNOCENT_IMAGE.search(words):
            return True
    return any(not _INNOCENT_IMAGE.search(anchor[0]) and "://" not in anchor[0] for anchor in _EMPTY_ANCHOR.finditer(shown, start))


def pictured_foot(shown: str) -> bool:
    """True when a picture near the end is named as a foot or carries a map: the words of the foot may be in it."""
    start = max(0, min(len(shown) // 3, len(shown) - 4000))
    for tag in forms.IMAGE.finditer(shown, start):
        name = _address(tag[0]).rsplit("/", 1)[-1]
        if "usemap" in tag[0].lower() or (_FOOT_WORD.search(name) and not _PART_OF_FOOT.search(name)):
            return True
    return False


def _address(tag: str) -> str:
    found = _SRC.search(tag)
    return (found[1] or found[2] or found[3] or "") if found else ""
