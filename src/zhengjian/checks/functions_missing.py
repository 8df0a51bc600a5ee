"""The site has no page on the office's organisation and functions (机构职能).

Said only of a site that was crawled whole and nowhere, in no link, heading or page name, speaks of it.
"""

from __future__ import annotations

from zhengjian.checks._kinds import kind_missing
from zhengjian.checks.base import About
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.columns import Columns
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import Outcome

ABOUT = About(
    title="机构职能未开设",
    wording="机构职能：是否开设",
    clause="扣分指标·发布解读·机构职能",
    document="国办秘函〔2019〕19号",
    finding_phrase="未开设机构职能栏目",
)


class Limits(BaseLimits):
    """``words``: what a name must contain to be taken for it (a regular expression)."""

    words: str = "机构|职能|职责|三定|处室|科室"


def check(columns: Columns, links: Pages[PageLinks], lists: Pages[ListItems], coverage: Coverage, limits: Limits) -> Outcome:
    """Violated when nothing on the whole site speaks of it."""
    return kind_missing("机构职能", limits.words, columns, links, lists, coverage)
