"""A site that cannot be reached over IPv6, or shows another page there.

Measured by the round's own look: the AAAA records of the home page's host, and a visit of the home page over IPv6 beside
one in the usual way. Where this machine has no way out over IPv6, nothing is said; nor where a visit ran out of time, for
then our own way may lead nowhere. Known limit: two visits from one place; the hosts of deeper links are not asked.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage
from zhengjian.facts.ipv6_look import Ipv6Look
from zhengjian.model import COUNTS_AS, SAID, CountsAs, FetchCode, Finding, Outcome

ABOUT = About(
    title="不支持 IPv6 访问",
    wording="站点支持IPv6：域名有AAAA记录，首页可达，内容与IPv4一致",
    clause="功能设计·兼容性",
    document="国办秘函〔2019〕19号",
    finding_phrase="网站不支持 IPv6 访问",
)


def check(look: Ipv6Look, coverage: Coverage) -> Outcome:
    """One finding at the home page: no AAAA record, or no answer over IPv6 while the usual way was open."""
    home = coverage.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen)
    if look.problem:
        return unknown(look.problem)
    if not look.addresses:
        finding = Finding(
            where=home.url, what=f"域名 {look.host} 没有 AAAA 记录", value="0", expected="有 AAAA 记录", evidence=(home.snapshot,)
        )
        return threshold(finding.what, [finding], 0, 1)
    if look.usual_code is None or look.code is None or COUNTS_AS[look.usual_code] is not CountsAs.OPEN:
        return unknown("检查 IPv6 时首页以常规方式也未能打开，无法比较")
    if look.code is FetchCode.DOWN_CONN:  # somebody there said no; silence, a refusal or a gate shows nothing
        what = f"域名 {look.host} 有 AAAA 记录，但首页经 IPv6 打不开（{SAID[look.code]}）"
        finding = Finding(where=home.url, what=what, value=look.addresses[0], expected="经 IPv6 可以打开", evidence=(home.snapshot,))
        return threshold(what, [finding], 0, 1)
    if COUNTS_AS[look.code] is not CountsAs.OPEN:
        return unknown(f"首页经 IPv6 未能完整读取（{SAID[look.code]}）")
    if look.title != look.usual_title:
        return unknown(f"首页经 IPv6 的标题为“{look.title}”，常规访问为“{look.usual_title}”，需人工核实内容是否一致")
    return met(f"域名 {look.host} 有 AAAA 记录，首页经 IPv6 可以打开，标题一致")
