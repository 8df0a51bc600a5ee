"""Which account on a platform an address leads to, and which accounts the office knows.

Only pages of accounts count, never articles, posts, buttons that share, or short addresses that hide where they lead. One account
may have several names in addresses (a number, a name of its own choice); only ids of the same form can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, NamedTuple
from urllib.parse import unquote

from zhengjian.facts.base import Fact
from zhengjian.model import Account, Site, Unit

_NO_NAMES = "u|p|n|tv|login|signup|home|hot|ttarticle|search|share|mygroups|newlogin"
_FORMS = (
    (
        "新浪微博",
        "数字ID",
        r"(?:www\.)?(?:weibo\.com|e\.weibo\.com|m\.weibo\.cn|weibo\.cn)/(?:u/|profile/|p/100\d{3})?(\d{10})(?=/?(?:[?#]|$))",
    ),
    ("新浪微博", "个性域名", rf"(?:www\.|e\.)?weibo\.com/(?!(?:{_NO_NAMES})(?:[/?#]|$))([a-z][\w-]{{2,30}})/?(?:[?#]|$)"),
    ("新浪微博", "昵称", r"(?:www\.)?(?:weibo\.com|m\.weibo\.cn)/n/([^/?#]{2,60})"),
    ("抖音", "主页ID", r"(?:www\.)?(?:ies)?douyin\.com/(?:share/)?user/([\w-]{6,100})"),
    ("快手", "主页ID", r"(?:www\.|live\.)?kuaishou\.com/(?:profile|u)/([\w-]{4,60})"),
    ("今日头条", "主页ID", r"(?:www\.)?toutiao\.com/c/user/(?:token/)?([\w-]{6,120})"),
    ("哔哩哔哩", "数字ID", r"(?:space|m)\.bilibili\.com/(?:space/)?(\d{3,20})(?=[/?#]|$)"),
    ("百家号", "数字ID", r"(?:author\.baidu\.com/home/|baijiahao\.baidu\.com/u\?app_id=)(\d{6,20})"),
    ("小红书", "主页ID", r"(?:www\.)?xiaohongshu\.com/user/profile/([0-9a-f]{12,40})"),
    ("微信", "biz", r"mp\.weixin\.qq\.com/mp/profile_ext\?(?:[^#]*&)?__biz=([\w%=+/-]{8,40}?)(?=[&#]|$)"),
)
_PATTERNS = tuple((platform, form, re.compile(rf"https?://{pattern}", re.IGNORECASE)) for platform, form, pattern in _FORMS)
_HOSTS = (
    "weibo.c",
    "douyin.com/",
    "kuaishou.com/",
    "toutiao.com/",
    "bilibili.com/",
    "baidu.com/",
    "xiaohongshu.com/",
    "mp.weixin.qq.com/mp/",
)
_PLATFORMS = frozenset(platform for platform, _, _ in _FORMS)
_BARE = {
    ("新浪微博", "数字ID"): r"\d{10}", ("哔哩哔哩", "数字ID"): r"\d{3,20}", ("百家号", "数字ID"): r"\d{6,20}",
    ("微信", "biz"): r"M[\w]{8,20}={1,2}", ("小红书", "主页ID"): r"[0-9a-f]{24}", ("抖音", "主页ID"): r"MS4wL[\w-]{20,100}",
}  # fmt: skip

_SITE = re.compile(r"(?:门户)?网站?$|门户$")
_OFFICE = re.compile(r"人民政府(?:办公[室厅])?$")


class SeenAccount(NamedTuple):
    """The account that an address leads to: its platform, the form of its id (its address has several), and the id."""

    platform: str
    form: str
    id: str


class KnownAccount(NamedTuple):
    """One listed account: its platform's family, and the forms of id under which an address could name it as the list does."""

    platform: str
    forms: tuple[str, ...]


class KnownAccounts(Fact):
    """What the office knows of accounts, in whatever state, from the register and the national export.

    ``ids`` are ``PLATFORM|ID`` of all of them, under every id and name; ``line`` are those of the site's unit, of the units above
    it and below it, and those that are called after it; ``names`` is what the site's own accounts may be called after.
    """

    lack: ClassVar[str] = "没有账号名录可供比对"

    ids: frozenset[str] = frozenset()
    line: tuple[KnownAccount, ...] = ()
    names: tuple[str, ...] = ()


def account_of(url: str) -> SeenAccount | None:
    """The account whose page an address is; None for every other address."""
    if not any(host in url for host in _HOSTS):
        return None
    for platform, form, pattern in _PATTERNS:
        if found := pattern.match(url):
            return SeenAccount(platform, form, unquote(found[1]).casefold())
    return None


def names_of(site: Site, unit: Unit) -> tuple[str, ...]:
    """What a site's own accounts may be called after: its name, its unit's, and the place, with and without 市, 县 and the like."""
    named = [unit.short_name, _OFFICE.sub("", unit.name), unit.name, _OFFICE.sub("", _SITE.sub("", site.name))]
    short = [name[:-1] for name in named if len(name) > 2 and name[-1] in "省市州县区"]
    return tuple(dict.fromkeys(name for name in (*named, *short) if len(name) > 1))


def family(platform: str) -> str:
    """微信公众号, 微信订阅号 and 微信服务号 are one family: their addresses do not tell them apart."""
    return "微信" if platform in {"微信公众号", "微信订阅号", "微信服务号"} else platform


def ids_of(accounts: Iterable[Account]) -> frozenset[str]:
    """``PLATFORM|ID`` of every listed account under every name that an address may have for it."""
    found = set[str]()
    for account in accounts:
        platform, addressed = family(account.platform), [seen.id for seen in _names(account)]
        if platform in _PLATFORMS:
            found |= {f"{platform}|{name}" for name in (*addressed, account.platform_id.casefold(), account.name.casefold()) if name}
    return frozenset(found)


def forms_of(account: Account) -> KnownAccount:
    """The forms of id that a list gives of an account; without any, no address can be compared with it."""
    return KnownAccount(family(account.platform), tuple(dict.fromkeys(seen.form for seen in _names(account))))


def _names(account: Account) -> Iterable[SeenAccount]:
    for address in (account.home, account.feed):
        if address and (seen := account_of(address)) is not None:
            yield seen
    if account.platform_id:
        platform = family(account.platform)
        for (kind, form), pattern in _BARE.items():
            if kind == platform and re.fullmatch(pattern, account.platform_id, re.IGNORECASE):
                yield SeenAccount(platform, form, account.platform_id.casefold())
