"""A site that offers no way to ask or suggest anything online.

A veto, so only what is certain counts: the whole site was read, no page is drawn by scripts, it has a column of another
interactive kind (互动, 征集), and no link on any page speaks of asking, writing or leaving a message. A site without any
interactive column, and one with a hotline or the like, is left to a person. Channels for petitions (信访) and for reporting
misconduct (举报) alone, and collections of opinions, are no such channel.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import PageLinks
from zhengjian.facts.message_board import MessageBoard
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
SECTION = re.compile(r"互动|征集|调查")
PERHAPS = re.compile(r"热线|(?<!\d)12345(?!\d)|客服|建议|民生|接待|hotline|message|feedback", re.IGNORECASE)


def check(links: Pages[PageLinks], boards: Pages[MessageBoard], labels: Pages[Labels], coverage: Coverage) -> Outcome:
    """One finding at the home page when an interactive column is there and nothing on the site could be a channel."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    section = perhaps = ""
    for page in links:
        for link in page.fact.links:
            if not SPECIAL.search(link.text) and (CHANNEL.search(link.text) or CHANNEL.search(link.href)):
                return met(f"有咨询建言渠道：{link.text or link.href}（{page.url}）")
            section = section or (link.text if SECTION.search(link.text) else "")
            perhaps = perhaps or (link.text if PERHAPS.search(link.text) or PERHAPS.search(link.href) else "")
    if board := next((page for page in boards if page.fact.kind), None):
        return met(f"有公开的留言：{board.url}")
    drawn = next((page.fact.shell for page in labels if page.fact.shell), "")
    if drawn or not coverage.complete or not all(page.fact.complete for page in links):
        return unknown(f"未见咨询建言渠道；{drawn or '本轮没有读完全部页面'}")
    if perhaps or not section:
        return unknown(f"未见咨询建言渠道；{f'“{perhaps}”是否提供咨询建言' if perhaps else '全站未见互动类栏目'}，须人工查看")
    finding = Finding(
        where=coverage.home.final_url or coverage.home.url,
        what=f"全站有“{section}”，未见网上咨询建言渠道",
        value="0",
        expected="提供网上咨询建言渠道",
        evidence=(coverage.home.snapshot,),
    )
    return threshold(f"读完全站{len(links)}个页面，未见咨询建言渠道", [finding], 0, 1)
