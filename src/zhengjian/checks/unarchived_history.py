"""Pages of a closed or moved site that still open and do not say that they are archived.

Old pages may stay, but their visitor must see that they are history. Judged on sites that the register calls closed
(永久下线), by every page of theirs that was read; a running site has its own history in its columns and is not judged.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.facts.archived import ArchiveMark
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="历史网页未标注已归档",
    wording="网站下线、迁移后，历史网页仍可访问的，应在显著位置注明“已归档”",
    clause="网站整合迁移·归档",
    document="国办发〔2017〕47号",
    finding_phrase="历史网页未标注“已归档”",
)

DEEP = 90  # readings that lie deeper are no pages of the site


def check(marks: Pages[ArchiveMark], registered: Registered, coverage: Coverage) -> Outcome:
    """One finding for each page of a closed site without the mark."""
    if registered.site.status != "永久下线":
        return not_applicable("网站登记为正常运行，不属于归档网站")
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    read = [page for page in marks if page.fact.complete and page.depth < DEEP]
    if not read:
        return unknown("页面未能完整读取")
    bare = [page for page in read if not page.fact.archived and not page.fact.closed]
    if not bare:
        return met(f"读取{len(read)}个页面，均已注明归档或下线")
    findings = [
        Finding(
            where=page.url, what="已下线网站的页面仍可打开，未注明“已归档”", value="未注明", expected="已归档", evidence=(page.snapshot,)
        )
        for page in bare
    ]
    return threshold(f"登记为永久下线，读取{len(read)}个页面，{len(bare)}个未注明“已归档”，允许0个", findings, 0, 1)
