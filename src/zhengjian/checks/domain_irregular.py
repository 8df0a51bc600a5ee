"""A home page under an address that a government site must not have: a bare IP address, or a name outside .gov.cn and .政务.

Judged by the registered address and by the one that finally answered. Names of laboratories (``.test``, ``.example``,
``.internal`` …) are no domains at all and decide nothing. Which label a name begins with is not judged: real portals
differ, and the register decides who is a portal.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Registered
from zhengjian.facts.labels import NOT_PUBLIC
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="域名不规范",
    wording="政府网站使用以“.gov.cn”为后缀的英文域名和“.政务”为后缀的中文域名",
    clause="域名管理",
    document="国办函〔2018〕55号",
    finding_phrase="域名不规范",
)

OFFICIAL = (".gov.cn", ".政务", ".xn--zfr164b", ".政务.cn")


def check(registered: Registered, coverage: Coverage) -> Outcome:
    """One finding for each address of the home page whose host is irregular."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    home = coverage.home
    hosts = {(urlsplit(url).hostname or "").lower(): url for url in (registered.site.home, home.final_url or home.url)}
    if any(host.endswith(NOT_PUBLIC) or "." not in host for host in hosts):
        return unknown("测试环境的域名，不作判定")
    findings = [
        Finding(where=url, what=what, value=host, expected="以 .gov.cn 或 .政务 为后缀的域名", evidence=(home.snapshot,))
        for host, url in hosts.items()
        if (what := _fault(host))
    ]
    return threshold(f"首页域名{'、'.join(hosts)}，{len(findings)}个不规范，允许0个", findings, 0, 1)


def _fault(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        return "" if host.endswith(OFFICIAL) or host == "gov.cn" else "域名不以 .gov.cn 或 .政务 为后缀"
    return "首页使用IP地址，未使用域名"
