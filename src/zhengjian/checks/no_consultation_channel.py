"""A site that offers no way to ask or suggest anything online.

A veto, so only what is certain counts: the whole site was read, no page is drawn by scripts, and no link, button or
heading on any page speaks of asking, writing, leaving a message or suggesting. Channels for petitions (信访) and for
reporting misconduct (举报) alone are not such a channel.
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
    r"咨询|留言|信箱|建言|建议|写信|来信|问政|互动|意见|民意|诉求|提问|热线|12345|客服|问答|征集|liuyan|message|mailbox|zixun|guestbook|hudong|hdjl",
    re.IGNORECASE,
)


def check(links: Pages[PageLinks], labels: Pages[Labels], coverage: Coverage) -> Outcome:
    """One finding at the home page when nothing on the whole site could be a channel."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    for page in links:
        for link in page.fact.links:
            if CHANNEL.search(link.text) or CHANNEL.search(link.href):
                return met(f"有咨询建言渠道：{link.text or link.href}（{page.url}）")
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
