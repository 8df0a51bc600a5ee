"""An HTTPS home page whose certificate or protocol fails, and scripts, styles and frames that browsers refuse to load there.

A browser blocks what an HTTPS page loads over plain HTTP, so what they draw is not shown; pages that tell browsers to upgrade
insecure requests lose nothing. Pictures loaded so, forms sent so, security headers and the way from HTTP to HTTPS are told
for information and never count. A site that is reached over plain HTTP alone is not this fault. Certificate, chain and
protocol versions are those of the round's own look at the home page's host. A certificate whose root is only unknown to
this machine, and a host that completes no handshake, are left to a person: neither makes a site not open.
"""

from __future__ import annotations

from zhengjian.checks._sample import host_of, spread
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.entry_look import EntryLook
from zhengjian.facts.links import PageLinks
from zhengjian.facts.tls_look import TlsLook, faults
from zhengjian.model import FetchCode, Finding, Outcome

ABOUT = About(
    title="HTTPS 配置有误",
    wording="网站安全协议和证书有效，页面资源可正常加载",
    clause="安全防护",
    document="国办发〔2017〕47号",
    finding_phrase="安全证书或加密访问配置有误",
)

BLOCKED = {"script": "脚本", "style": "样式", "frame": "内嵌页面"}
WARNED = {"image": "图片", "form": "表单"}


class Limits(BaseLimits):
    """``pages``: how many pages are sampled for resources that browsers block. ``days``: a certificate that ends so soon is named."""

    pages: int = 20
    days: int = 30


def check(links: Pages[PageLinks], coverage: Coverage, tls: TlsLook | None, entry: EntryLook | None, limits: Limits) -> Outcome:
    """One finding for each fault of the host's TLS, and one for each blocked resource, at the first page that loads it."""
    home = coverage.home
    certain = [
        Finding(where=home.url, what=what, value=value, expected=expected, evidence=(home.snapshot,))
        for what, value, expected in (faults(tls, limits.days) if tls is not None else [])
        if home is not None and home.snapshot
    ]
    if home is not None and home.code is FetchCode.DOWN_TLS and home.snapshot and tls is not None:
        if certain:
            return threshold("；".join(finding.what for finding in certain), certain, 0, 1)
        return unknown(tls.problem or tls.untold or "抓取时安全连接失败，随后检查证书未见问题，需人工核实")
    if home is not None and home.code is FetchCode.DOWN_TLS and home.snapshot:
        finding = Finding(
            where=home.url, what="首页的安全证书或加密协议有误", value="DOWN_TLS", expected="证书有效", evidence=(home.snapshot,)
        )
        return threshold("首页的安全证书或加密协议有误", [finding], 0, 1)
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen)
    url = home.final_url or home.url
    own = [page for page in links if host_of(page.url) == host_of(url) and page.url.startswith("https:")]
    if not own:
        return threshold(f"首页未使用 HTTPS，本项只检查 HTTPS 页面{_information(entry, [])}", [], 0, 1)
    sampled = spread(own, limits.pages)
    upgraded = entry is not None and entry.upgrades
    findings: dict[str, Finding] = {}
    for page in sampled:
        for link in page.fact.of(*BLOCKED):
            if link.url.startswith("http:") and not (upgraded or page.fact.upgrades):
                what = f"HTTPS 页面以 HTTP 加载{BLOCKED[link.kind]}，浏览器会拦截"
                found = Finding(where=page.url, what=what, value=link.url, expected="以 HTTPS 加载", evidence=(page.snapshot,))
                findings.setdefault(link.url, found)
    blocked = f"抽查{len(sampled)}个 HTTPS 页面，{len(findings)}个资源会被浏览器拦截，允许0个"
    why = "；".join([*(finding.what for finding in certain), blocked]) + _information(entry, sampled)
    every = [*certain, *findings.values()]
    if not every and tls is not None and (tls.problem or tls.untold):
        return unknown(tls.problem or tls.untold)
    return threshold(why, every, 0, 1)


def _information(entry: EntryLook | None, sampled: list[Reading[PageLinks]]) -> str:
    """What is worth knowing and costs nothing, as the end of a sentence."""
    plain = {kind: {link.url for page in sampled for link in page.fact.of(kind) if link.url.startswith("http:")} for kind in WARNED}
    said = [f"{len(urls)}个{WARNED[kind]}" for kind, urls in plain.items() if urls]
    told = ["、".join(said) + "经 HTTP，浏览器会提示或自动改用 HTTPS"] if said else []
    told += [entry.told] if entry is not None and entry.told else []
    return f"；仅供参考，不计分：{'；'.join(told)}" if told else ""
