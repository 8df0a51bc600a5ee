"""Service guides whose lists of materials end in words such as “其他材料”, which send people home for one more paper.

Measured on the lines that speak of materials in the guides that the site's own pages show.
"""

from __future__ import annotations

from zhengjian.checks._guides import exempt, readable
from zhengjian.checks._sample import named, spread
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.guide import Guide
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="办事指南表述含糊",
    wording="办事指南对办理材料的要求应明确，不得使用“其他材料”“有关材料”等含糊表述",
    clause="扣分指标·办事服务·办事指南",
    document="国办秘函〔2019〕19号",
    finding_phrase="办事指南材料要求表述含糊",
)


class Limits(BaseLimits):
    """``guides``: how many guides are sampled."""

    guides: int = 5


def check(guides: Pages[Guide], coverage: Coverage, registered: Registered | None, limits: Limits) -> Outcome:
    """One finding for each sampled guide with vague words."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    found, why = readable(guides, coverage)
    if not found:
        return unknown(why)
    sampled = spread(found, limits.guides)
    findings = [
        Finding(
            where=page.url,
            what=f"办事指南“{page.fact.title}”的材料要求含糊",
            value="、".join(page.fact.vague),
            expected="逐项列明材料",
            evidence=(page.snapshot,),
        )
        for page in sampled
        if page.fact.vague
    ]
    return threshold(f"抽查{len(sampled)}个办事指南，{len(findings)}个表述含糊，允许0个；{named(sampled)}", findings, 0, 1)
