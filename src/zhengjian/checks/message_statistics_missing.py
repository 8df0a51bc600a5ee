"""Public messages without statistics of how many came in and were answered.

Looked for on the pages of the message column and anywhere else on the site: numbers of letters received, handled or
answered, rates, or a heading that speaks of statistics. Judged only when the whole site was read and it publishes so many
messages that numbers would say something; a site with few is left to a person.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.message_board import MessageBoard
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="未公开留言受理反馈统计",
    wording="公开网民留言的受理反馈统计数据",
    clause="扣分指标·互动交流·留言公开",
    document="国办秘函〔2019〕19号",
    finding_phrase="未公开留言受理反馈情况统计数据",
)


class Limits(BaseLimits):
    """``messages``: with fewer published messages nothing is said."""

    messages: int = 20


def check(boards: Pages[MessageBoard], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding at the first page with public messages."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    if shown := next((page for page in boards if page.fact.statistics), None):
        return met(f"已公开统计：{shown.url}")
    messages = [page for page in boards if page.fact.kind == "message"]
    if len(messages) < limits.messages:
        return unknown(f"未见统计数据，只见{len(messages)}条公开留言，须人工查看")
    if not coverage.complete or not all(page.fact.complete for page in boards):
        return unknown("未见留言统计数据；本轮没有读完全部页面")
    first = messages[0]
    finding = Finding(
        where=first.url, what="公开留言栏目未见受理反馈统计数据", value="0", expected="公开统计数据", evidence=(first.snapshot,)
    )
    return threshold(f"读完全站{len(boards)}个页面，未见留言统计数据", [finding], 0, 1)
