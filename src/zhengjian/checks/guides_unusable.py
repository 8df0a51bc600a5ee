"""Service guides of no use: five or more that each lack four or more of the eight elements, or all where there are fewer than five.

Measured on all guides that the site's own pages show. A guide that sends its reader to an attachment or is drawn by
scripts decides nothing, and neither does a site whose guides lie on a common service platform.
"""

from __future__ import annotations

from zhengjian.checks._guides import exempt, readable
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.guide import Guide
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="办事指南不实用",
    wording="办事指南重点要素类别缺失4类及以上的事项数量超过（含）5个；事项总数不足5个的，每个事项办事指南重点要素类别缺失4类及以上",
    clause="单项否决指标·服务不实用",
    document="国办秘函〔2019〕19号",
    finding_phrase="服务不实用，办事指南要素缺失严重",
)


class Limits(BaseLimits):
    """``lacking``: elements that a useless guide lacks at least. ``guides``: how many such guides are too many."""

    lacking: int = 4
    guides: int = 5


def check(guides: Pages[Guide], coverage: Coverage, registered: Registered | None, limits: Limits) -> Outcome:
    """One finding for each useless guide; with fewer guides than the limit, all of them must be useless."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    found, why = readable(guides, coverage)
    if not found:
        return unknown(why)
    findings, still = [], 0
    for page in found:
        lacking = page.fact.lacking
        if len(lacking) >= limits.lacking and page.fact.open:
            still += 1
        elif len(lacking) >= limits.lacking:
            what = f"办事指南“{page.fact.title}”缺{len(lacking)}类要素：{'、'.join(lacking)}"
            findings.append(
                Finding(where=page.url, what=what, value=str(len(lacking)), expected=f"少于{limits.lacking}类", evidence=(page.snapshot,))
            )
    few = len(found) < limits.guides
    if few and not coverage.complete:
        return unknown(f"只见{len(found)}个办事指南，本轮没有读完全部页面")
    limit = len(found) if few else limits.guides
    return threshold(f"{len(found)}个办事指南中{len(findings)}个缺{limits.lacking}类及以上要素，限{limit}个", findings, still, limit)
