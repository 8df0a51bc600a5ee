"""Published messages that do not show when they were asked, when and by whom they were answered, or the answer.

Citizens judge an answer by its date and its unit. Measured on published messages that carry an answer; an element that
the list of messages shows counts for all of them, and one that the page may show without a label is left open. A
message that is not answered yet is another check's matter.
"""

from __future__ import annotations

from zhengjian.checks._sample import named, spread
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.message_board import ELEMENTS, MessageBoard
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="公开留言要素不全",
    wording="公开网民留言，并列明留言时间、答复时间、答复单位、答复内容",
    clause="扣分指标·互动交流·留言公开",
    document="国办秘函〔2019〕19号",
    finding_phrase="留言公开栏目建设不规范，公开答复要素不全",
)


class Limits(BaseLimits):
    """``messages``: how many published messages are sampled."""

    messages: int = 10


def check(boards: Pages[MessageBoard], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each element that at least one sampled message lacks."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    messages = [page for page in boards if page.fact.kind == "message" and page.fact.complete]
    if not messages:
        return unknown("未见公开的留言答复页面")
    in_lists = {name for page in boards if page.fact.kind == "list" for name in page.fact.shown}
    sampled = spread(messages, limits.messages)
    findings, still = [], 0
    for name, chinese in ELEMENTS.items():
        if name in in_lists:
            continue
        lacking = [page for page in sampled if name not in page.fact.shown and name not in page.fact.open]
        still += not lacking and any(name in page.fact.open for page in sampled)
        if lacking:
            findings.append(
                Finding(
                    where=lacking[0].url,
                    what=f"公开留言未列明{chinese}（抽查{len(sampled)}条，{len(lacking)}条没有）",
                    value=f"{len(lacking)}/{len(sampled)}",
                    expected=f"列明{chinese}",
                    evidence=tuple(page.snapshot for page in lacking),
                )
            )
    return threshold(f"抽查{len(sampled)}条公开留言，应列明4项要素，缺{len(findings)}项；{named(sampled)}", findings, still, 1)
