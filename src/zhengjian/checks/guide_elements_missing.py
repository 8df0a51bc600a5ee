"""Service guides that lack some of the eight elements a visitor needs before going to the counter.

Measured on a sample of the guides that the site's own pages show; an element counts by any of its usual names. A guide
that sends its reader to an attachment or is drawn by scripts decides nothing. Guides on a common service platform are
not the site's pages.
"""

from __future__ import annotations

from zhengjian.checks._guides import exempt, readable
from zhengjian.checks._sample import named, spread
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.guide import ELEMENTS, Guide
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="办事指南要素缺失",
    wording="办事指南列明事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程",
    clause="扣分指标·办事服务·办事指南",
    document="国办秘函〔2019〕19号",
    finding_phrase="办事指南要素不全",
)


class Limits(BaseLimits):
    """``guides``: how many guides are sampled."""

    guides: int = 5


def check(guides: Pages[Guide], coverage: Coverage, registered: Registered | None, limits: Limits) -> Outcome:
    """One finding for each sampled guide that lacks an element."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    found, why = readable(guides, coverage)
    if not found:
        return unknown(why)
    sampled = spread(found, limits.guides)
    findings, still = [], 0
    for page in sampled:
        lacking = page.fact.lacking
        if lacking and page.fact.open:
            still += 1
        elif lacking:
            what = f"办事指南“{page.fact.title}”缺{len(lacking)}项要素：{'、'.join(lacking)}"
            value, expected = f"{len(ELEMENTS) - len(lacking)}/{len(ELEMENTS)}", f"列明{len(ELEMENTS)}项要素"
            findings.append(Finding(where=page.url, what=what, value=value, expected=expected, evidence=(page.snapshot,)))
    return threshold(f"抽查{len(sampled)}个办事指南，{len(findings)}个要素不全，允许0个；{named(sampled)}", findings, still, 1)
