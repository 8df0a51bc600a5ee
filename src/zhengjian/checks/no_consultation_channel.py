"""A site that offers no way to ask or suggest anything online.

A veto, so only what is certain counts: the whole site was read, no page is drawn by scripts, and no link, button or
heading on any page speaks of asking, writing or leaving a message. What may or may not be a channel (互动, 意见征集, 热线)
leaves it open. Channels for petitions (信访) and for reporting misconduct (举报) alone are not such a channel.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import PageLinks
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="未提供网上咨询建言渠道",
    wording="未提供网上有效咨询建言渠道（网上信访、纪检举报等专门渠道除外）",
    clause="单项否决指标·互动回应差",
    document="国办秘函〔2019〕19号",
    finding_phrase="未提供有效咨询建言渠道",
)

CHANNEL = re.compile(
    r"咨询|留言|信箱|建言|写信|来信|问政|诉求|提问|我要问|liuyan|mailbox|zixun|guestbook|(?<!e)mail(?:pub|list|box|\.)", re.IGNORECASE
)
SPECIAL = re.compile(r"信访|举报|纪检|监委|投诉")
PERHAPS = re.compile(r"互动|意见|建议|民意|热线|12345|客服|征集|hudong|hdjl|message", re.IGNORECASE)


def check(links: Pages[PageLinks], labels: Pages[Labels], coverage: Coverage) -> Outcome:
    """One finding at the home page when nothing on the whole site could be a channel."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    perhaps = ""
    for page in links:
        for link in page.fact.links:
            if not SPECIAL.search(link.text) and (CHANNEL.search(link.text) or CHANNEL.search(link.href)):
                return met(f"有咨询建言渠道：{link.text or link.href}（{page.url}）")
            perhaps = perhaps or (link.text if PERHAPS.search(link.text) or PERHAPS.search(link.href) else "")
    if perhaps:
        return unknown(f"未见咨询建言渠道，“{perhaps}”是否提供咨询建言须人工查看")
    drawn = [page.fact.shell for page in labels if page.fact.shell]
    if drawn or not coverage.complete or not all(page.fact.complete for page in links):
        return unknown(f"未见咨询建言渠道；{drawn[0] if drawn else '本轮没有读完全部页面'}")
    finding = Finding(
        where=coverage.home.final_url or coverage.home.url,
        what="全站未见网上咨询建言渠道",
        value="0",
        expected="提供网上咨询建言渠道",
        evidence=(coverage.home.snapshot,),
    )
    return threshold(f"读完全站{len(links)}个页面，未见咨询建言渠道", [finding], 0, 1)
