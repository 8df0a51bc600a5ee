"""A site whose registered status and real state differ: said to be closed but answering, or running but gone.

A site counts as gone only when every address of it was refused a place to connect to, after the retries and second
opinions that ``fetch`` makes before it says ``DOWN_DNS``; anything less is for a person.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Registered
from zhengjian.model import FetchCode, Finding, Outcome

ABOUT = About(
    title="登记状态与实际不一致",
    wording="网站状态变更后应在报送系统同步更新",
    clause="报送系统信息一致",
    document="国办发〔2017〕47号",
    finding_phrase="报送系统登记状态与实际不符",
)


def check(coverage: Coverage, registered: Registered) -> Outcome:
    """Compare 运行状态 with what the home page did, and the registered host with the one that answered."""
    site, home = registered.site, coverage.home
    if home is None or home.code is None:
        return unknown(coverage.why_unseen)
    evidence = (home.snapshot or registered.evidence or f"register:{site.site_id}",)
    if site.status == "永久下线":
        if coverage.home_seen:
            return threshold(
                "登记为永久下线，首页仍可打开",
                [Finding(where=site.home, what="登记为“永久下线”，首页仍可打开", value="可打开", expected="永久下线", evidence=evidence)],
                0,
                1,
            )
        return met("登记为永久下线，首页已不能打开") if home.code is FetchCode.DOWN_DNS else unknown(coverage.why_unseen)
    if site.status == "正常运行" and home.code is FetchCode.DOWN_DNS:
        return threshold(
            "登记为正常运行，域名已不能解析",
            [
                Finding(
                    where=site.home, what="登记为“正常运行”，域名已不能解析", value="域名不能解析", expected="正常运行", evidence=evidence
                )
            ],
            0,
            1,
        )
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    registered_host, real_host = _host(site.home), _host(home.final_url or home.url)
    if registered_host != real_host and registered.hosts.get(real_host) != site.site_id:
        return threshold(
            "登记的首页网址跳转到另一域名",
            [
                Finding(
                    where=site.home, what=f"登记的首页网址跳转到{real_host}", value=home.final_url, expected=site.home, evidence=evidence
                )
            ],
            0,
            1,
        )
    return met("登记状态与实际一致")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
