"""Which addresses belong to a site, what an address is for, and which are traps or would change something.

Pure. A site owns its host with and without ``www.``; when other registered sites live on the same host, only the
directory of its own home page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from zhengjian.facts.links import ATTACHMENT_ENDINGS, IMAGE_ENDINGS, ending_of, host_of, own_host, registrable

MOST_SEGMENTS = 20
MOST_REPEATS = 2
MOST_VARIANTS = 200
LONGEST_URL = 2048
MOST_SAME_SEGMENT = 3
MOST_ALIKE = 50
MOST_TWINS = 8
MANY_OF_A_KIND = 30
MANY_IN_A_PLACE = 60

_SESSION = re.compile(
    r";jsessionid=[^?#/]*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid)=[0-9a-z\-_]{8,}&?", re.I
)
# A GET that changes something is never sent: we look, we do not act.
_CHANGES = re.compile(
    r"(?:[?&](?:action|act|do|op|method|cmd|m|a)=|/)(?:delete|del|remove|logout|logoff|signout|unsubscribe|drop|destroy|quit)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"(?<=[/=~;])(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\w-]{16,}(?=[/.&?;]|$)", re.IGNORECASE)
_DYNAMIC = frozenset({"", "html", "htm", "shtml", "jsp", "jspx", "asp", "aspx", "php", "do", "action", "xhtml", "cgi", "jhtml"})


@dataclass(slots=True)
class Scope:
    """What belongs to one site. ``directory`` is "/" unless other sites share the host."""

    home: str
    hosts: set[str]
    directory: str = "/"
    foreign: frozenset[str] = frozenset()

    @classmethod
    def of(cls, home: str, others: Iterable[str]) -> Scope:
        """``others`` are the home addresses of the other registered sites."""
        host = own_host(host_of(home))
        foreign = frozenset(own_host(host_of(other)) for other in others if other != home)
        shared = host in foreign
        path = urlsplit(home).path or "/"
        directory = path[: path.rfind("/") + 1] or "/"
        return cls(home, {host}, directory if shared else "/", foreign - {host})

    def owns(self, url: str) -> bool:
        """True when the address is a part of the site."""
        host = host_of(url)
        if own_host(host) not in self.hosts:
            return False
        return self.directory == "/" or (url.split(host, 1)[1] or "/").startswith(self.directory)

    def same_owner(self, url: str) -> bool:
        """True when a redirect of the home page stays with its owner: same registrable domain, and no other site's host."""
        host = own_host(host_of(url))
        return host in self.hosts or (host not in self.foreign and registrable(host) == registrable(own_host(host_of(self.home))))

    def adopt(self, url: str) -> None:
        """The home page answers on another host of the same owner: that host belongs to the site, too."""
        self.hosts.add(own_host(host_of(url)))


def canonical(url: str) -> str:
    """One address for all sessions of it."""
    if "sess" in url.lower() or "sid=" in url.lower():
        return _SESSION.sub("", url).rstrip("?&")
    return url


def kind_of(url: str, kind: str, owned: bool) -> str:
    """How an address is used that links of a ``kind`` name: page, attachment, image, script, style, external."""
    if not owned:
        return "external"
    if kind in {"image", "script", "style", "attachment"}:
        return kind
    ending = ending_of(url)
    if ending in ATTACHMENT_ENDINGS:
        return "attachment"
    return "image" if ending in IMAGE_ENDINGS else "page"


@dataclass(slots=True)
class Traps:
    """Cuts endless address spaces: too deep, too long, repeating, too many variants, too many pages that say the same."""

    _variants: dict[str, int] = field(default_factory=dict)
    _patterns: Counter[str] = field(default_factory=Counter)
    _places: Counter[str] = field(default_factory=Counter)
    _alike: dict[str, Counter[int]] = field(default_factory=dict)
    _closed: set[str] = field(default_factory=set)

    def cut(self, url: str) -> str:
        """Why an address is left out as a trap; empty when it is not. Counts the address."""
        if len(url) > LONGEST_URL:
            return f"网址超过{LONGEST_URL}个字符"
        if _CHANGES.search(url):
            return "访问该网址可能改变网站内容，不予访问"
        path, _, query = url.partition("?")
        segments = path.split("/")[3:]
        if len(segments) > MOST_SEGMENTS:
            return f"网址超过{MOST_SEGMENTS}级目录"
        if len(segments) > 4 and (_repeats(segments) or max(Counter(segments).values()) > MOST_SAME_SEGMENT):
            return "网址目录循环重复"
        if query:
            count = self._variants[path] = self._variants.get(path, 0) + 1
            if count > MOST_VARIANTS:
                return f"同一路径的查询参数组合超过{MOST_VARIANTS}种"
        self._patterns[pattern_of(url)] += 1
        self._places[place_of(url)] += 1
        return self.closed(url)

    def closed(self, url: str) -> str:
        """Why addresses like this one are asked no longer, in Chinese; empty while they are."""
        if self._closed and not self._closed.isdisjoint((pattern_of(url), twin_of(url), place_of(url))):
            return "同类网址的页面内容都相同，不再访问"
        return ""

    def suspects(self, url: str) -> bool:
        """True when so many addresses like this one were seen that their pages are worth comparing."""
        many = self._patterns[pattern_of(url)] > MANY_OF_A_KIND or self._places[place_of(url)] > MANY_IN_A_PLACE
        return many or twin_of(url) != url

    def saw(self, url: str, likeness: int) -> None:
        """A page was read; ``likeness`` is the same number for pages that say the same.

        Closed are: addresses that differ only in numbers, or in a token such as a session's, whose pages say the same;
        and a place whose pages nearly all do, whatever their names.
        """
        twin = twin_of(url)
        for key, most, share in (
            (pattern_of(url), MOST_ALIKE, 0),
            (twin if twin != url else "", MOST_TWINS, 0),
            (place_of(url), MOST_ALIKE, 90),
        ):
            counts = self._alike.setdefault(key, Counter())
            counts[likeness] += 1
            if key and counts[likeness] >= most and counts[likeness] * 100 >= share * counts.total():
                self._closed.add(key)


def pattern_of(url: str) -> str:
    """The address with every number replaced: pages of one kind share it."""
    return _DIGITS.sub("#", url)


def twin_of(url: str) -> str:
    """The address with every long token of letters and digits replaced: names of one page for many sessions share it."""
    return _TOKEN.sub("*", url)


def place_of(url: str) -> str:
    """The host and the first step of the path."""
    return "/".join(url.partition("?")[0].split("/", 4)[:4]) + "/"


def _repeats(segments: list[str]) -> bool:
    """True when one directory, or one run of two or three, stands more often in a row than any tree needs."""
    for size in (1, 2, 3):
        run = 1
        for start in range(size, len(segments) - size + 1):
            same = segments[start : start + size] == segments[start - size : start]
            run = run + 1 if same else 1
            if run > MOST_REPEATS * size:
                return True
    return False
