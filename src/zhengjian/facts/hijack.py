"""What a script does to the page's visitor, told from its behaviour: whom it asks for, and where it sends them.

A script that asks for the search engine or the spider and then redirects, writes, or changes the title shows visitors
and inspectors two different pages. Libraries and statistics that merely *read* the referrer or the browser stay silent,
because nothing is sent anywhere, or only to our own or well-known hosts.
"""

from __future__ import annotations

import re

import msgspec

from zhengjian.facts.bad_terms import host_promotes, promotes, reports, shady
from zhengjian.facts.hosts import Whose, alike, host_of, unknown_hosts, whose
from zhengjian.facts.script_course import course_of
from zhengjian.facts.script_writes import written
from zhengjian.facts.scripts import Unpacked, unpack
from zhengjian.model import Value

_SHORT = 3_000


class Sign(Value):
    """One behaviour: ``technique`` in Chinese, the address it leads to (empty when unresolved), and whether it is certain."""

    technique: str
    target: str = ""
    certain: bool = True


_ENGINES = re.compile(
    r"baidu|sogou|soso|haosou|[^a-z](?:so|360|bing)\\?\.|google|yahoo|youdao|sm\\?\.cn|yisou|shenma|[\"'/|(](?:so|360|bing|sm)[\"'/|)]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>]{3,500}", re.IGNORECASE)
_SPIDERS = re.compile(
    r"baiduspider|googlebot|bingbot|360spider|sogou\s{0,3}(?:web\s{0,3})?spider|yisouspider|haosouspider|bytespider|spider|slurp",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"android|iphone|ipad|ipod|mobile|symbian|ucweb|windows\s{0,3}(?:phone|ce|mobile)|midp|micromessenger", re.IGNORECASE)
_REFERRER = re.compile(r"document\s{0,3}\.\s{0,3}(?:referrer|referer)|\.referrer\b", re.IGNORECASE)
_AGENT = re.compile(r"navigator\s{0,3}\.\s{0,3}(?:userAgent|appVersion|platform)|\buserAgent\b", re.IGNORECASE)
_TITLE = re.compile(
    r"document\s{0,3}\.\s{0,3}title\s{0,3}=(?!=)|getElementsByTagName\s{0,3}\(\s{0,3}[\"']title[\"']\s{0,3}\)[^;]{0,40}(?:innerHTML|innerText|textContent|text)\s{0,3}=(?!=)"
)
_TITLED = re.compile(r"document\s{0,3}\.\s{0,3}title\s{0,3}=\s{0,3}[\"']([^\"']{2,200})[\"']")
_REDIRECT = re.compile(
    r"(?:\b(?:window|self|top|parent|document|opener)\s{0,3}\.\s{0,3})?\blocation\s{0,3}(?:\.\s{0,3}href\s{0,3})?=(?!=)"
    r"|\blocation\s{0,3}\.\s{0,3}(?:replace|assign)\s{0,3}\(|\bwindow\s{0,3}\.\s{0,3}(?:navigate|open)\s{0,3}\("
)
_REDIRECT_TO = re.compile(
    r"(?:\blocation\s{0,3}(?:\.\s{0,3}href\s{0,3})?=\s{0,3}|\blocation\s{0,3}\.\s{0,3}(?:replace|assign)\s{0,3}\(\s{0,3}"
    r"|\bwindow\s{0,3}\.\s{0,3}(?:navigate|open)\s{0,3}\(\s{0,3})[\"']([^\"']{1,500})[\"']"
)
_LOADER = re.compile(r"createElement\s{0,3}\(\s{0,3}[\"'](?:script|iframe)[\"']", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:\.\s{0,3}src\s{0,3}=|setAttribute\s{0,3}\(\s{0,3}[\"']src[\"']\s{0,3},)\s{0,3}[\"']((?:https?:)?//[^\"']{3,500})[\"']",
    re.IGNORECASE,
)
_LOADED = re.compile(r"<(?:script|iframe)[^>]{0,300}?\bsrc\s{0,3}=\s{0,3}[\"']?((?:https?:)?//[^\s\"'>]{3,500})", re.IGNORECASE)
_MINER = re.compile(
    r"\b(?:CoinHive|CryptoLoot|Client)\s{0,3}\.\s{0,3}Anonymous\s{0,3}\(|coinhive\.min\.js|\bminer\.start\s{0,3}\(|cryptonight",
    re.IGNORECASE,
)
_DROPPER = re.compile(r"DropFileName\s{0,3}=\s{0,3}\"|WriteData\s{0,3}=\s{0,3}\"4D5A", re.IGNORECASE)
_FRAME_ALL = re.compile(r"<iframe[^>]{0,400}(?:100%|position\s{0,3}:\s{0,3}(?:fixed|absolute))", re.IGNORECASE)
_COMPARED = re.compile(r"indexOf|match|test\s{0,3}\(|search\s{0,3}\(|includes|in_array|==|RegExp|inArray|exec\s{0,3}\(", re.IGNORECASE)
_CLOCK = re.compile(r"\bget(?:UTC)?(?:Hours|Day|Minutes)\s{0,3}\(")
_VISITED = re.compile(r"\b(?:localStorage|sessionStorage)\b|document\s{0,3}\.\s{0,3}cookie")
_WORD = re.compile(r"[A-Za-z_$][\w$]{0,40}")
_UNSEEN = re.compile(
    r"\.\s{0,3}style\s{0,3}\.\s{0,3}(?:display\s{0,3}=\s{0,3}[\"']none|visibility\s{0,3}=\s{0,3}[\"']hidden|(?:left|top)\s{0,3}=\s{0,3}[\"']-\d{3}"
    r"|(?:width|height|opacity)\s{0,3}=\s{0,3}[\"']?[01](?:px)?[\"']?\s{0,3}[;,}\n])"
    r"|\.\s{0,3}(?:width|height)\s{0,3}=\s{0,3}[\"']?[01](?:px)?[\"']?\s{0,3}[;,}\n]"
    r"|setAttribute\s{0,3}\(\s{0,3}[\"'](?:width|height)[\"']\s{0,3},\s{0,3}[\"']?[01](?:px)?[\"']?\s{0,3}\)"
    r"|(?:cssText\s{0,3}=|[\"']style[\"']\s{0,3},)\s{0,3}[\"'][^\"']{0,80}?(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|(?:width|height|opacity)\s{0,3}:\s{0,3}0|:\s{0,3}-\d{3})"
)
_FRAME_MADE = re.compile(r"createElement\s{0,3}\(\s{0,3}[\"']iframe[\"']", re.IGNORECASE)


def signs(script: str, own: str) -> tuple[Sign, ...]:
    """The telling behaviours of one script on a page of host ``own``; empty for nearly every script."""
    plain = unpack(script)
    text = plain.text
    found: list[Sign] = []
    if _DROPPER.search(text):
        found.append(Sign(technique="网页脚本释放可执行文件"))
    if _MINER.search(text):
        found.append(Sign(technique="网页挖矿脚本"))
    strangers = unknown_hosts(text, own)
    if (titled := _TITLED.search(text)) and promotes(titled[1]) and not reports(titled[1]):
        found.append(Sign(technique="脚本把网页标题改成推广内容"))
    found += _asks(text, own, strangers)
    found += _loads(plain, script, own)
    if "popstate" in text and (named := targets(text, own)):
        found.append(Sign(technique="按后退操作跳转到站外", target=named[0]))
    if not found:
        found += _redirects(plain, own)
    unique = {(sign.technique, sign.target): sign for sign in found}
    return tuple(unique.values())


def targets(text: str, own: str) -> list[str]:
    """Addresses on unknown hosts that the script redirects to, loads or opens, in order."""
    named = [*_REDIRECT_TO.findall(text), *_SOURCE.findall(text), *_LOADED.findall(text)]
    return [address for address in named if (host := host_of(address)) and whose(host, own) is Whose.UNKNOWN]


def leaves(handler: str, own: str) -> list[str]:
    """Strangers to which an event's handler goes, or whose scripts it loads; another picture for a lost one is no stranger."""
    if _LOADER.search(handler) is None:
        handler = _SOURCE.sub("", handler)
    return targets(handler, own)


def _asks(text: str, own: str, strangers: set[str]) -> list[Sign]:
    """Scripts that tell visitors apart and then send or show some of them something else."""
    if not _COMPARED.search(text):
        return []
    named_to = targets(text, own)
    named_engines = _ENGINES.search(_ADDRESS.sub("", text)) is not None
    target = named_to[0] if named_to else (f"//{min(strangers)}" if strangers else "")
    named = _REDIRECT_TO.findall(text)
    elsewhere = bool(named_to) or (len(text) <= _SHORT and bool(_REDIRECT.search(text)) and bool(strangers)) or _writes_stranger(text, own)
    found = []
    if _REFERRER.search(text) and named_engines:
        if elsewhere:
            found.append(Sign(technique="按搜索来源跳转或加载", target=target))
        elif _TITLE.search(text) and promotes(text):
            found.append(Sign(technique="按搜索来源改换标题", target=target))
        elif _REDIRECT.search(text) and not named and "opener" not in text and "top" not in text:
            found.append(Sign(technique="按搜索来源跳转（去向未解出）", certain=False))
    if _AGENT.search(text) and _SPIDERS.search(text):
        if elsewhere:
            found.append(Sign(technique="按搜索爬虫跳转或加载", target=target))
        elif _TITLE.search(text):
            found.append(Sign(technique="对搜索爬虫显示不同标题", target=target))
        elif promotes(written(text)):
            found.append(Sign(technique="对搜索爬虫显示不同内容", target=target))
    if not found and _AGENT.search(text) and named_engines and _TITLE.search(text):
        found.append(Sign(technique="对搜索爬虫显示不同标题", target=target))
    if not found and _AGENT.search(text) and _MOBILE.search(text):
        redirected = [address for address in named if (host := host_of(address)) and whose(host, own) is Whose.UNKNOWN]
        if redirected:
            found.append(Sign(technique="按访问终端跳转到站外", target=redirected[0], certain=not _neighbour(redirected[0], text, own)))
        elif named_to and len(text) <= _SHORT and _LOADER.search(text) and _VISITED.search(text):
            found.append(Sign(technique="按访问终端加载未知来源", target=named_to[0], certain=bool(shady(host_of(named_to[0])))))
    return found


def _writes_stranger(text: str, own: str) -> bool:
    return bool(unknown_hosts(written(text), own))


def _neighbour(address: str, text: str, own: str) -> bool:
    """A mobile edition on another host of the operator's is told by its name, like ``m.`` before the site's own name."""
    if promotes(text + address) or not re.match(r"(?:https?:)?//(?:m|wap|mobile|3g|app)\d?\.", address):
        return False
    return not own or alike(host_of(address), own)


def _loads(plain: Unpacked, raw: str, own: str) -> list[Sign]:
    """Scripts and frames fetched from unknown hosts: certain only when the script hides that it does so, or what it fetches."""
    text, found = plain.text, []
    loaded = _LOADED.findall(written(text))
    made = _SOURCE.findall(text) if _LOADER.search(text) else []
    unseen = bool(made) and _FRAME_MADE.search(text) is not None and len(text) <= _SHORT and _UNSEEN.search(text) is not None
    for address in [*loaded, *made]:
        host = host_of(address)
        if host and whose(host, own) is Whose.UNKNOWN:
            covers = bool(_FRAME_ALL.search(text))
            disguised = plain.encoded and (host not in raw.lower() or bool(shady(host)))
            hidden = unseen and address in made and not numbered(address)
            technique = (
                "加密脚本加载未知来源"
                if disguised
                else "脚本写入覆盖全页的外站框架"
                if covers
                else "脚本写入不可见的外站框架"
                if hidden
                else "脚本加载未知来源"
            )
            found.append(Sign(technique=technique, target=address, certain=disguised or covers or hidden))
    return found


def numbered(address: str) -> bool:
    """A bare address or a port of its own: a counter of visits or a sign-on of the same office often stands there."""
    if shady(host_of(address)):
        return False
    return host_of(address).replace(".", "").isdigit() or re.match(r"(?:https?:)?//[^/]{1,100}:\d", address) is not None


def _redirects(plain: Unpacked, own: str) -> list[Sign]:
    """Where a script goes without being asked: at any click, by the hour, by where visitors come from, once for each, or at once.

    What somebody must press, and what depends on conditions that say something else, is no hijack.
    """
    doubtful = []
    for found in _REDIRECT_TO.finditer(plain.text):
        address = found[1]
        host = host_of(address)
        if host and whose(host, own) is Whose.UNKNOWN:
            sign = _redirect(plain, found, address)
            if sign is not None and (sign.certain and not alike(host, own)):
                return [sign]
            if sign is not None:
                doubtful.append(msgspec.structs.replace(sign, certain=False))
    return doubtful[:1]


def _redirect(plain: Unpacked, found: re.Match[str], address: str) -> Sign | None:
    text = plain.text
    if plain.encoded or host_promotes(host_of(address)):
        return Sign(technique="脚本跳转到站外", target=address)
    when, conditions = course_of(text, found.start())
    opens = "open" in found[0][: found[0].find("(")] if "(" in found[0] else False
    if when == "called":
        return None
    if when == "any-click":
        return Sign(technique="点击网页任意处跳转到站外", target=address)
    if _depends(conditions, text, _CLOCK):
        return Sign(technique="按访问时间跳转到站外", target=address)
    if _depends(conditions, text, _REFERRER):
        return Sign(technique="按访问来源跳转到站外", target=address)
    if _depends(conditions, text, _VISITED):
        return Sign(technique="首次访问时跳转到站外", target=address, certain=not opens or bool(shady(host_of(address))))
    return Sign(technique=AT_ONCE, target=address, certain=not conditions.strip("!+~(void \n\t\r") and not opens)


AT_ONCE = "打开网页即由脚本跳转到站外"
"""Certain only where the page has words of its own and does not say that it has moved: the page's reader decides that."""


def _depends(conditions: str, text: str, sign: re.Pattern[str]) -> bool:
    """True when the conditions name the sign themselves, or a name that a short script gives to it."""
    if sign.search(conditions):
        return True
    if len(text) > _SHORT or not sign.search(text):
        return False
    names = set(_WORD.findall(conditions))
    return any(
        re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,3}}=(?!=)[^;\n]{{0,120}}", text) is not None
        and sign.search(next(re.finditer(rf"(?<![\w$.]){re.escape(name)}\s{{0,3}}=(?!=)[^;\n]{{0,120}}", text))[0]) is not None
        for name in names
    )
