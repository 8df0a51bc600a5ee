"""The site has nothing on what the place or office is (概况信息).

Said only of a site that has such a column and leaves it blank. One where nothing of the name is seen is for a person:
the section may be called otherwise or live on another host.
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
    title="概况信息未开设",
    wording="概况信息：是否开设",
    clause="扣分指标·发布解读·概况信息",
    document="国办秘函〔2019〕19号",
    finding_phrase="未开设概况信息栏目",
)


class Limits(BaseLimits):
    """``words``: what a name must contain to be taken for it (a regular expression)."""

    words: str = "概况|概览|简介|走进|认识|市情|县情|区情"


def check(columns: Columns, links: Pages[PageLinks], lists: Pages[ListItems], coverage: Coverage, limits: Limits) -> Outcome:
    """Violated when every column of the kind is blank."""
    return kind_missing("概况信息", limits.words, columns, links, lists, coverage)
