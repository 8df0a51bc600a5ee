"""Which service guides the guide checks judge: those that were read whole on the site's own pages."""

from __future__ import annotations

from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.guide import Guide


def readable(guides: Pages[Guide], coverage: Coverage) -> tuple[list[Reading[Guide]], str]:
    """The guides, or in Chinese why there are none to judge."""
    if not coverage.home_seen:
        return [], coverage.why_unseen
    found = [page for page in guides if page.fact.is_guide and page.fact.complete]
    return found, "" if found else "本站页面上未见办事指南，可能在政务服务平台集中提供"
