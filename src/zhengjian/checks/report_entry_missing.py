"""No entry to 我为政府网站找错 on the pages.

Citizens report faults of a page through it; every page must carry it. It counts as present in every live form: the
official script or its container, a link to the platform (old and new addresses), or a picture that says so. A page on
which a script, a frame or a silent picture could have drawn it decides nothing.
"""

from __future__ import annotations

from zhengjian.checks._footers import sampled
from zhengjian.checks._sample import named
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.footer import Footer
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="未提供“我为政府网站找错”入口",
    wording="网站各页面底部功能区应添加“我为政府网站找错”入口",
    clause="扣分指标·功能设计·网站标识",
    document="国办秘函〔2019〕19号",
    finding_phrase="未提供“我为政府网站找错”入口",
)


class Limits(BaseLimits):
    """``inner``: how many inner pages with a footer are sampled."""

    inner: int = 5


def check(footers: Pages[Footer], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for the site, at the first sampled page without the entry."""
    pages = sampled(footers, limits.inner)
    if not coverage.home_seen or not pages:
        return unknown(coverage.why_unseen or "首页未读取")
    lacking = [page for page in pages if page.fact.report_entry.state == "missing"]
    if lacking:
        finding = Finding(
            where=lacking[0].url,
            what=f"未见“我为政府网站找错”入口（抽查{len(pages)}个页面，{len(lacking)}个没有）",
            value=f"{len(lacking)}/{len(pages)}",
            expected="各页面均有入口",
            evidence=tuple(page.snapshot for page in lacking),
        )
        return threshold(f"{len(lacking)}个页面没有入口，允许0个；{named(pages)}", [finding], 0, 1)
    open_pages = [page for page in pages if page.fact.report_entry.state == "unknown"]
    if open_pages:
        return unknown(f"{len(open_pages)}个页面未能判定（{open_pages[0].fact.could_write or '页底有未能识读的图片'}）；{named(pages)}")
    return met(f"均有入口；{named(pages)}")
