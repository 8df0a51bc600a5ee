"""Official page labels that pages do not carry, or carry empty.

Aggregators and inspectors read titles, dates and sources from them. Site labels belong on every page, column labels on
column pages, content labels on article pages. Measured on the home page and a sample of column and article pages; only
pages whose kind several signs agree on are judged, and labels written by a script count as carried.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengjian.checks._sample import inner_pages, spread
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.labels import ARTICLE_LABELS, COLUMN_LABELS, SITE_LABELS, Labels
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


def check(labels: Pages[Labels], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each label that a sampled page lacks."""
    home = labels.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen or "首页未读取")
    if not home.fact.complete:
        return unknown("首页只读到一部分")
    columns = spread(inner_pages(labels, home, lambda fact: fact.kind == "column"), limits.columns)
    articles = spread(inner_pages(labels, home, lambda fact: fact.kind == "article"), limits.articles)
    sampled = [home, *columns, *articles]
    findings = [finding for page in sampled for finding in _lacking(page, limits)]
    unseen = (not columns) + (not articles)
    pages = len({finding.where for finding in findings})
    why = f"抽查{len(sampled)}个页面（首页1、栏目页{len(columns)}、内容页{len(articles)}），{pages}个缺少标签，允许0个"
    if unseen and not findings:
        why += "；未见可判定的" + "、".join(["栏目页"] * (not columns) + ["内容页"] * (not articles))
    listed = "、".join(page.url for page in sampled)
    return threshold(f"{why}；页面：{listed}", findings, unseen, 1)


def _lacking(page: Reading[Labels], limits: Limits) -> Iterator[Finding]:
    required = {"home": limits.site, "column": limits.site + limits.column, "article": limits.site + limits.article}
    for name in required.get(page.fact.kind, limits.site):
        values = page.fact.values(name)
        if values is None or not any(values):
            said = None if values is None else ""
            yield Finding(where=page.url, what=name, value=said, expected="非空", evidence=(page.snapshot,))
