"""Official page labels that pages do not carry, or carry empty.

Aggregators and inspectors read titles, dates and sources from them. Site labels belong on every page, column labels on
column pages, content labels on article pages. Measured on the home page and a sample of column and article pages; only
pages whose kind several signs agree on are judged, and labels written by a script count as carried.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengjian.checks._label_pages import sampled
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.labels import ARTICLE_LABELS, COLUMN_LABELS, SITE_LABELS, Labels
from zhengjian.facts.list_page import ListItems
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="页面标签缺失",
    wording="网站标签、栏目标签、内容页标签应规范设置，值不得为空",
    clause="网页设计规范·网页标签",
    document="国办发〔2017〕47号",
    finding_phrase="缺少页面标签",
)


class Limits(BaseLimits):
    """``columns`` and ``articles``: how many of each are sampled; the label lists: what each kind of page must carry."""

    columns: int = 5
    articles: int = 14
    site: tuple[str, ...] = SITE_LABELS
    column: tuple[str, ...] = COLUMN_LABELS
    article: tuple[str, ...] = ARTICLE_LABELS


def check(labels: Pages[Labels], lists: Pages[ListItems], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each label that a sampled page lacks."""
    home = labels.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen or "首页未读取")
    if not home.fact.complete or home.fact.shell:
        return unknown(f"首页无从判定（{home.fact.shell or '只读到一部分'}）")
    pages = sampled(labels, lists, home, columns=limits.columns, articles=limits.articles)
    findings = [finding for page in pages.all for finding in _lacking(page, limits, pages.columns)]
    lacking = len({finding.where for finding in findings})
    number = f"首页1、栏目页{len(pages.columns)}、内容页{len(pages.articles)}"
    why = f"抽查{len(pages.all)}个页面（{number}），{lacking}个缺少标签，允许0个；页面：{'、'.join(page.url for page in pages.all)}"
    return threshold(why, findings, (not pages.columns) + (not pages.articles), 1)


def _lacking(page: Reading[Labels], limits: Limits, columns: tuple[Reading[Labels], ...]) -> Iterator[Finding]:
    kind = "column" if page in columns else page.fact.kind
    for name in limits.site + {"column": limits.column, "article": limits.article}.get(kind, ()):
        values = page.fact.values(name)
        if values is None or not any(values):
            said = None if values is None else ""
            yield Finding(where=page.url, what=name, value=said, expected="非空", evidence=(page.snapshot,))
