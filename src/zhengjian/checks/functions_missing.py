"""The site has nothing on the office's organisation and functions (机构职能).

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
    """Violated when every column of the kind is blank."""
    return kind_missing("机构职能", limits.words, columns, links, lists, coverage)
