"""From a request to an answer: which site, which page, and the manners of sites that do not let everybody in.

Pure but for a few counters and a cache of made sites. Nothing here knows of any truth: there is no address for it.
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import parse_qs, quote, unquote, unquote_to_bytes

from zhengjian.lab.families import Family, Pages
from zhengjian.lab.families.assets import PIXEL
from zhengjian.lab.faults import LOOK_ALIKES
from zhengjian.lab.feeds import entries, feed
from zhengjian.lab.inputs import profile_name
from zhengjian.lab.province import SAFE, Province
from zhengjian.lab.world import World

SERVICES = ("zfwzgl.www.gov.cn", "bszs.conac.cn", "dcs.conac.cn", "beian.miit.gov.cn", "www.beian.gov.cn")
KEPT_SITES = 48
_HTML = "text/html; charset=utf-8"
_GATES = {
    "gate-refresh": '<html><head><meta http-equiv="refresh" content="0; url=/shouye/"></head><body>演示</body></html>',
    "gate-script": '<html><head><script>window.location.href="/shouye/";</script></head><body>演示</body></html>',
    "gate-frames": '<html><head><title>演示</title></head><frameset rows="*"><frame name="main" src="/shouye/"></frameset></html>',
}
_BEHIND_GATE = "/shouye/"
_MANNERS = frozenset({"blocked-403", "blocked-429", "challenge", "slow", "flapping", "cut", "soft-404", "gate-redirect", *_GATES})


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``wait`` seconds pass before it; ``hang_up`` breaks the connection instead, ``cut`` midway."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    hang_up: bool = False
    cut: bool = False


@dataclass(slots=True)
class _Served:
    world: World
    family: Family
    pages: Pages
    manner: tuple[str, str]
    visits: int = 0


@dataclass
class Answers:
    """Answers every request of a province."""

    province: Province
    _made: OrderedDict[str, _Served] = field(default_factory=OrderedDict)
    _feed_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._feed_hosts = frozenset(account.feed.split("/")[2] for account in self.province.register.accounts)

    def hosts(self) -> list[str]:
        """Every host name that is answered here."""
        return [*self.province.hosts, *sorted(self._feed_hosts), *SERVICES]

    def answer(self, host: str, target: str, zipped: bool) -> Answer:
        """The answer for a host and a request target; ``zipped`` when the client takes gzip."""
        site_id = self.province.hosts.get(host)
        if site_id is not None:
            return self._site(site_id, target, zipped)
        if host in self._feed_hosts:
            return self._feed(target)
        if host in SERVICES:
            return _service(host, target)
        return Answer(421, "text/plain", b"no such host here")

    def _site(self, site_id: str, target: str, zipped: bool) -> Answer:
        served = self._serve(site_id)
        served.visits += 1
        manner, detail = served.manner
        if manner in {"blocked-403", "blocked-429", "challenge"}:
            return _refusal(manner, detail)
        if manner == "flapping" and served.visits % 3 == 0:
            return Answer(0, "", b"", hang_up=True)
        found = _page(served, target)
        wait = float(detail or "4") if manner == "slow" else 0.0
        body, headers = found.body, found.headers
        if zipped and served.family.zipped and found.content_type.startswith("text/"):
            body, headers = gzip.compress(body, 1, mtime=0), (*headers, ("Content-Encoding", "gzip"))
        return Answer(found.status, found.content_type, body, headers, wait, cut=manner == "cut")

    def _serve(self, site_id: str) -> _Served:
        if site_id in self._made:
            self._made.move_to_end(site_id)
            return self._made[site_id]
        world, family = self.province.world(site_id), self.province.family(site_id)
        manner = next(((f.kind, f.detail) for f in self.province.planted(site_id) if f.kind in _MANNERS & LOOK_ALIKES.keys()), ("", ""))
        self._made[site_id] = served = _Served(world, family, family.pages(world), manner)
        if len(self._made) > KEPT_SITES:
            self._made.popitem(last=False)
        return served

    def _feed(self, target: str) -> Answer:
        kind, _, rest = target.strip("/").partition("/")
        account = self.province.account_list.get(rest.split("/")[0])
        if account is None:
            return Answer(404, "text/plain; charset=utf-8", "没有这个账号（演示）".encode())
        faults = self.province.planted(account.account_id)
        unit = self.province.units[account.unit]
        posts, name = entries(self.province.seed, account, unit, self.province.as_of, faults), profile_name(account, faults)
        if kind == "feed":
            content_type, body = feed(account, posts, name)
            return Answer(200, content_type, body)
        if any(fault.kind == "account-app-broken" for fault in faults):
            return Answer(503, "text/plain; charset=utf-8", "服务已停止（演示）".encode())
        lines = "".join(f"<p>{p.title}　{p.at:%Y-%m-%d %H:%M}</p>" for p in posts)
        return Answer(200, _HTML, _plain_page(name, f"<p>认证：{unit.name}</p>{lines}"))


def _page(served: _Served, target: str) -> Answer:
    path, _, query = target.partition("?")
    family, world, pages = served.family, served.world, served.pages
    path = _decoded(path)
    manner = served.manner[0]
    if path == "/" and manner in _GATES:
        return Answer(200, "text/html; charset=utf-8", _GATES[manner].encode())
    if path == "/" and manner == "gate-redirect":
        return Answer(302, "text/html", b"", (("Location", _BEHIND_GATE),))
    if path == _BEHIND_GATE and manner.startswith("gate-"):
        path = "/"
    address = f"{path}?{_decoded(query)}" if query else path
    maker = pages.html.get(address) or pages.html.get(path)
    head = f"text/html; charset={family.charset}" if family.declared else "text/html"
    if maker is not None:
        return _ok(head, maker().encode(family.charset, "xmlcharrefreplace"))
    if file := pages.files.get(address) or pages.files.get(path):
        return _ok(*file)
    if path == "/robots.txt":
        return _ok("text/plain", f"User-agent: *\nDisallow: /admin/\nSitemap: http://{world.host}/sitemap.xml\n".encode())
    if path == "/sitemap.xml":
        return _ok("application/xml", _sitemap(world, pages))
    if path == family.search_path:
        words = _words(query, family.search_field)
        return _ok(head, family.search(world, words).encode(family.charset, "xmlcharrefreplace"))
    if manner == "soft-404":
        return _ok(head, pages.html["/"]().encode(family.charset, "xmlcharrefreplace"))
    return Answer(404, head, family.missing(world).encode(family.charset, "xmlcharrefreplace"))


def _ok(content_type: str, body: bytes) -> Answer:
    return Answer(200, content_type, body, (("ETag", f'"{blake2b(body, digest_size=8).hexdigest()}"'),))


def _decoded(text: str) -> str:
    raw = unquote_to_bytes(text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _words(query: str, name: str) -> str:
    values = (
        parse_qs(query, encoding="utf-8", errors="strict") if _is_utf8(query) else parse_qs(query, encoding="gb18030", errors="replace")
    )
    return values.get(name, [""])[0].strip()


def _is_utf8(query: str) -> bool:
    try:
        unquote(query, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _sitemap(world: World, pages: Pages) -> bytes:
    rows = "".join(f"<url><loc>http://{world.host}{quote(path, safe=SAFE).replace('&', '&amp;')}</loc></url>" for path in pages.html)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def _refusal(manner: str, detail: str) -> Answer:
    if manner == "blocked-403":
        return Answer(403, _HTML, _plain_page("您的访问请求被安全防护系统拦截", "<p>事件编号：0403</p>"))
    if manner == "blocked-429":
        return Answer(429, _HTML, _plain_page("访问过于频繁，请稍后再试", ""), (("Retry-After", "120"),))
    script = "<html><body><script>var k='ys'+(7*6);document.cookie='__jsl_clearance='+k+';path=/';location.reload()</script></body></html>"
    return Answer(int(detail or "521"), "text/html", script.encode(), (("Set-Cookie", "__jsluid=ys0001; path=/"),))


def _service(host: str, target: str) -> Answer:
    if re.search(r"\.(png|gif|jpg)$", target.partition("?")[0]):
        return Answer(200, "image/png", PIXEL)
    if target.partition("?")[0].endswith(".js"):
        return Answer(200, "application/javascript", b"/* YANSHI */\n")
    title = {"zfwzgl.www.gov.cn": "我为政府网站找错", "bszs.conac.cn": "党政机关网站标识"}.get(host, "备案信息")
    return Answer(200, _HTML, _plain_page(title, ""))


def _plain_page(title: str, body: str) -> bytes:
    page = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}（演示）</h1>{body}</body></html>"
    return page.encode()
