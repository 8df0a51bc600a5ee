"""Links that leave for other than government sites without a word to the visitor.

Recognised notices: a dialog's words in the page, a handler on the link, a jump page that carries the target in its
address, a notice in a script file of the site. A site announces all its links the same way, so one notice seen anywhere is
enough. Pages whose own scripts take links into their hands, or were not read, decide nothing.
"""

from __future__ import annotations

from zhengjian.checks._sample import inner_pages, spread
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.leaving_notice import LeavingNotice
from zhengjian.facts.leaving_script import LeavingScript
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="外部链接无提示",
    wording="打开非政府网站链接应有提示信息",
    clause="网页设计规范·链接",
    document="国办发〔2017〕47号",
    finding_phrase="打开非政府网站链接无提示",
)


class Limits(BaseLimits):
    """``inner``: how many inner pages are sampled."""

    inner: int = 10


def check(notices: Pages[LeavingNotice], scripts: Pages[LeavingScript], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each unannounced target, at the first sampled page that links to it."""
    home = notices.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen or "首页未读取")
    if found := next((page for page in notices if page.fact.announced), None):
        return met(f"有离站提示：{found.fact.announced}（{found.url}）")
    if asks := next((script for script in scripts if script.fact.announced), None):
        return met(f"有离站提示：{asks.fact.announced}（{asks.url}）")
    sampled = [home, *spread(inner_pages(notices, home), limits.inner)]
    leaving = [page for page in sampled if page.fact.outside]
    if not leaving:
        return met(f"抽查{len(sampled)}个页面，没有指向非政府网站的链接")
    harmless = {script.url for script in scripts if script.fact.complete and not script.fact.handles}
    if any(_may_ask(page.fact, harmless) for page in leaving):
        return unknown("有指向非政府网站的链接，离站提示可能由脚本实现，须人工点击查看")
    findings: dict[str, Finding] = {}
    for page in leaving:
        for url in page.fact.outside:
            what = "指向非政府网站的链接没有离站提示"
            found_here = Finding(where=page.url, what=what, value=url, expected="打开前有提示", evidence=(page.snapshot,))
            findings.setdefault(url, found_here)
    return threshold(f"抽查{len(sampled)}个页面，{len(findings)}个外部链接没有提示，允许0个", list(findings.values()), 0, 1)


def _may_ask(notice: LeavingNotice, harmless: set[str]) -> bool:
    """True when a script could announce the page's links: one in the page, or a file that is not known to leave links alone."""
    return notice.scripts and (bool(notice.handles) or not notice.files or not harmless.issuperset(notice.files))
