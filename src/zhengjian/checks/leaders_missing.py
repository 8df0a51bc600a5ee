"""The site has nothing on the office's leaders (领导信息).

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
    title="领导信息未开设",
    wording="领导信息：姓名、简历、分工",
    clause="扣分指标·发布解读·领导信息",
    document="国办秘函〔2019〕19号",
    finding_phrase="未开设领导信息栏目",
)


class Limits(BaseLimits):
    """``words``: what a name must contain to be taken for it (a regular expression)."""

    words: str = "领导|市长|县长|区长|局长|负责人|班子"


def check(columns: Columns, links: Pages[PageLinks], lists: Pages[ListItems], coverage: Coverage, limits: Limits) -> Outcome:
    """Violated when every column of the kind is blank."""
    return kind_missing("领导信息", limits.words, columns, links, lists, coverage)
