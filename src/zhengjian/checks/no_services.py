"""A site that offers no services, although the register says that its unit serves the public.

A veto, so only what is certain counts: the whole site was read, no page is drawn by scripts, and no page holds a guide, a
link that speaks of services, or an address of a service platform. A common platform of the province counts as offering
them; one whose every entrance is dead, and a site that only mentions matters, forms or windows, are left to a person.
"""

from __future__ import annotations

import re

from zhengjian.checks._dead import reasons
from zhengjian.checks._guides import exempt
from zhengjian.checks._pages import unread
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.guide import Guide
from zhengjian.facts.labels import Labels
from zhengjian.facts.link_target import TARGET_DEPTH, LinkTarget
from zhengjian.facts.links import Link, PageLinks
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="未提供办事服务",
    wording="未提供办事服务（无对外服务职能的部门除外）",
    clause="单项否决指标·服务不实用",
    document="国办秘函〔2019〕19号",
    finding_phrase="未提供办事服务",
)

OFFERS = re.compile(
    r"办事|政务服务|一网通办|服务事项|便民服务|公共服务|网上服务|在线服务|服务大厅|我要办|行政许可|行政审批|权力清单|权责清单|服务指南"
    r"|办理指南|服务导航|个人服务|法人服务|企业服务|高频事项|一件事|掌上办|查询服务|预约"
)
LEADS = re.compile(r"zwfw|bsfw|bszn|banshi|wsbs|wsbsdt|xzsp|xzxk|zwdt|ywtb|bmfw|ggfw", re.IGNORECASE)
PERHAPS = re.compile(r"服务|事项|表格|下载|许可|审批|申请|申报|窗口|缴费|查询|登记|指南|大厅|证照")
FEWEST_PAGES = 10  # whoever shows fewer hides the rest behind scripts that our crawl does not follow
LONGEST, TRIES = 16, 2  # characters of a link's words that name an entrance; longer ones are headlines


def check(
    guides: Pages[Guide],
    links: Pages[PageLinks],
    labels: Pages[Labels],
    targets: Pages[LinkTarget],
    coverage: Coverage,
    registered: Registered,
) -> Outcome:
    """One finding at the home page when nothing on the whole site could be a service."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    if guide := next((page for page in guides if page.fact.is_guide and page.depth < TARGET_DEPTH), None):
        return met(f"有办事指南：{guide.fact.title}（{guide.url}）")
    dead = {url for url, why in reasons([one for one in coverage.attempts if one.code], coverage, targets, TRIES).items() if why}
    shut = perhaps = ""
    for page in links:
        for link in page.fact.links:
            if link.url and (entrance := _entrance(link)):
                if link.url not in dead:
                    return met(f"有办事服务入口：{entrance}（{page.url}）")
                shut = shut or entrance
            perhaps = perhaps or (link.text if len(link.text) <= LONGEST and PERHAPS.search(link.text) else "")
    drawn = next((page.fact.shell for page in labels if page.fact.shell), "")
    few = f"全站只见到{len(links)}个页面" if len(links) < FEWEST_PAGES else ""
    if why := drawn or unread(links, coverage) or ("" if coverage.complete else "本轮没有读完全部页面") or few:
        return unknown(f"未见办事服务；{why}")
    if shut or perhaps:
        return unknown(f"未见办事指南；{f'办事服务入口“{shut}”打不开' if shut else f'“{perhaps}”是否提供办事服务'}，须人工查看")
    finding = Finding(
        where=coverage.home.final_url or coverage.home.url,
        what=f"读完全站{len(links)}个页面，未见办事服务入口和办事指南",
        value="0",
        expected="提供办事服务",
        evidence=(coverage.home.snapshot,),
    )
    return threshold(finding.what, [finding], 0, 1)


def _entrance(link: Link) -> str:
    """How a link names a way to services: by its words when they are few, or by its address."""
    words = link.text if len(link.text) <= LONGEST else ""
    return words if OFFERS.search(words) else link.href[:80] if LEADS.search(link.href) else ""
