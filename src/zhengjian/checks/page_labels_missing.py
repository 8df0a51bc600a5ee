"""Official page labels that pages do not carry, or carry empty.

Aggregators and inspectors read titles, dates and sources from them. Site labels belong on every page, column labels on
column pages, content labels on article pages. Measured on the home page and a sample of column and article pages; only
pages whose kind several signs agree on are judged, and labels written by a script count as carried. A page looked at by
itself is judged as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengjian.checks._label_pages import LabelLimits, sampled
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.labels import ARTICLE_LABELS, COLUMN_LABELS, SITE_LABELS, Labels
from zhengjian.facts.page_kinds import PageKinds
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="页面标签缺失",
    wording="网站标签、栏目标签、内容页标签应规范设置，值不得为空",
    clause="网页设计规范·网页标签",
    document="国办发〔2017〕47号",
    finding_phrase="缺少页面标签",
)


class Limits(LabelLimits):
    """``columns`` and ``articles``: how many of each are sampled; the label lists: what each kind of page must carry."""

    site: tuple[str, ...] = SITE_LABELS
    column: tuple[str, ...] = COLUMN_LABELS
    article: tuple[str, ...] = ARTICLE_LABELS


def check(labels: Pages[Labels], kinds: PageKinds, coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each label that a sampled page lacks."""
    pages = sampled(labels, kinds, limits)
    if not coverage.home_seen or pages is None:
        return unknown(coverage.why_unseen or "首页未读取")
    home = pages.home.fact
    if not home.complete or home.shell:
        return unknown(f"首页无从判定（{home.shell or '只读到一部分'}）")
    required = [(page, limits.site) for page in pages.all]
    required += [(page, limits.column) for page in pages.columns] + [(page, limits.article) for page in pages.articles]
    findings = [finding for page, names in required for finding in _lacking(page, names)]
    lacking = len({finding.where for finding in findings})
    number = f"栏目页{len(pages.columns)}、内容页{len(pages.articles)}"
    why = f"抽查{len(pages.all)}个页面（{number}），{lacking}个缺少标签，允许0个；{pages.named}"
    written = [page.url for page in pages.all if any(label.where == "script" for label in page.fact.labels)]
    if written:
        why += f"；{len(written)}个页面的标签由脚本写入，如 {written[0]}"
    alone = len(labels) == 1 and not coverage.attempts
    return threshold(why, findings, 0 if alone else (not pages.columns) + (not pages.articles), 1)


def _lacking(page: Reading[Labels], names: tuple[str, ...]) -> Iterator[Finding]:
    for name in names:
        values = page.fact.values(name)
        if values is None or not any(values):
            said = None if values is None else ""
            yield Finding(where=page.url, what=name, value=said, expected="非空", evidence=(page.snapshot,))
