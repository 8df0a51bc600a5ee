"""Which service guides the guide checks judge: those that were read whole on the site's own pages; and whom they concern."""

from __future__ import annotations

from zhengjian.checks.base import not_applicable
from zhengjian.facts.base import Coverage, Pages, Reading, Registered
from zhengjian.facts.guide import Guide
from zhengjian.model import Outcome


def exempt(registered: Registered | None) -> Outcome | None:
    """Not applicable where the register says that the unit serves no public; None for everybody else."""
    if registered is None or registered.site.serves_public:
        return None
    return not_applicable("名录登记为无对外服务职能，不检查办事服务")


def readable(guides: Pages[Guide], coverage: Coverage) -> tuple[list[Reading[Guide]], str]:
    """The guides, or in Chinese why there are none to judge."""
    if not coverage.home_seen:
        return [], coverage.why_unseen
    found = [page for page in guides if page.fact.is_guide and page.fact.complete]
    return found, "" if found else "本站页面上未见办事指南，可能在政务服务平台集中提供"
