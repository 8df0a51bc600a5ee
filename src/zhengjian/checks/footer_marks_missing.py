"""Marks that the foot of the pages does not show: party-organ mark, 找错 entry, site code, ICP, police, sponsor, contact.

Every page must list all seven; a visitor tells a real government site from a false one by them. Measured on the home
page and on inner pages that have a footer. A mark counts as missing only on a page that was read whole and on which no
script, frame or picture could have drawn it; scripts that were fetched are read and their marks added. Known limit:
numbers inside a picture are not read.
"""

from __future__ import annotations

from zhengjian.checks._footers import sampled
from zhengjian.checks._sample import named
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.footer import MARKS, Footer
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="页面底部功能区标识缺失",
    wording="全站页面底部功能区列明党政机关网站标识、“我为政府网站找错”入口、网站标识码、ICP备案号、公安机关备案号、主办单位、联系方式",
    clause="扣分指标·功能设计·网站标识",
    document="国办秘函〔2019〕19号",
    finding_phrase="页面底部功能区未清晰列明网站标识",
)


class Limits(BaseLimits):
    """``inner``: how many inner pages are sampled. ``marks``: which marks must be there, by their field names."""

    inner: int = 5
    marks: tuple[str, ...] = ("party_mark", "report_entry", "site_code", "icp", "police", "sponsor", "contact")


def check(footers: Pages[Footer], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each mark that is missing on at least one sampled page, the home page first."""
    pages = sampled(footers, limits.inner)
    if not coverage.home_seen or not pages:
        return unknown(coverage.why_unseen or "首页未读取")
    if not pages[0].fact.complete:
        return unknown("首页只读到一部分")
    findings, open_marks = [], []
    for mark in limits.marks:
        lacking = [page for page in pages if page.fact.mark(mark).state == "missing"]
        if lacking:
            findings.append(_finding(mark, lacking, len(pages)))
        elif any(page.fact.mark(mark).state == "unknown" for page in pages):
            open_marks.append(MARKS[mark])
    why = f"应列明{len(limits.marks)}项，缺{len(findings)}项；{named(pages)}"
    if open_marks:
        reason = next((page.fact.could_write for page in pages if page.fact.could_write), "页底有未能识读的图片或文字")
        why = f"{'、'.join(open_marks)}未能判定（{reason}）；{why}"
    return threshold(why, findings, len(open_marks), 1)


def _finding(mark: str, lacking: list[Reading[Footer]], number: int) -> Finding:
    return Finding(
        where=lacking[0].url,
        what=f"页面底部未见{MARKS[mark]}（抽查{number}个页面，{len(lacking)}个缺失）",
        value=f"{len(lacking)}/{number}",
        expected=f"全站页面底部列明{MARKS[mark]}",
        evidence=tuple(page.snapshot for page in lacking),
    )
