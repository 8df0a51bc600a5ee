"""Sites that publish figures as text and tables alone: no chart, picture, film, or title that speaks of one.

Measured on the pages of the last year that the columns of statistics list and that were read whole. Anything more than text on one of
them, or one title anywhere on the site that announces figures as a picture, is enough. Files may hold charts and scripts may
draw them, so a page with either decides nothing, and nothing is said of a site that was not read to the end. Budgets and
accounts are tables by law and are left alone.
"""

from __future__ import annotations

import re
from datetime import date

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages, Reading, months_before
from zhengjian.facts.column_entry import Column
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.columns import Columns
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.media import Media
from zhengjian.facts.row import Item
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="数据未以图表等方式展现",
    wording="通过图表图解等可视化方式展现和解读数据",
    clause="加分指标·数据发布与可视化",
    document="国办秘函〔2019〕19号",
    finding_phrase="未通过图表图解等可视化方式展现和解读数据",
)

BUDGET = re.compile(r"预决?算|决算|财政|三公")
DRAWN = re.compile(r"数[说读看]|图[说看读表]数?|数据(?:图|可视|大屏|动画|长图)|可视化|图表|信息图")
PICTURE = re.compile(r"图解|一图|长图|海报|动[画漫]|视频|直播|H5|VR", re.IGNORECASE)
FIGURES = re.compile(r"数据|统计|经济|运行|公报|季度|月份|年度|半年|人口|普查|指标|报告|消费|价格|投资|收入|GDP", re.IGNORECASE)
MORE = frozenset({"image", "frame"})


class Limits(BaseLimits):
    """``articles``: so many pages of figures must have been read whole. ``back``: how many months of them are looked at."""

    articles: int = 3
    back: int = 12


def check(
    columns: Columns, lists: Pages[ListItems], links: Pages[PageLinks], media: Pages[Media], labels: Pages[Labels],
    coverage: Coverage, now: Moment, limits: Limits,
) -> Outcome:  # fmt: skip
    """One finding, at the first column of figures, for a site whose figures are nowhere more than text."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    kept = [column for column in columns.of("统计数据") if not BUDGET.search(column.name) and column.evidence]
    if not kept:
        return unknown("未识别到统计数据类栏目，请登记栏目或人工检查")
    titles = [link.text for page in links for link in page.fact.of("page", "attachment", "image")]
    titles += [item.title for page in lists for item in page.fact.items]
    drawn = next((title for title in titles if DRAWN.search(title) or (PICTURE.search(title) and FIGURES.search(title))), "")
    if drawn:
        return met(f"有以图表等方式展现的数据：“{drawn[:40]}”")
    earliest = months_before(now.as_of.astimezone(SHANGHAI), limits.back).date()
    items = {canonical(item.url): item for item in _listed(kept, lists) if _recent(item, earliest)}
    usual = {link.url for page in links if page.depth == 0 or _is(page, kept) for link in page.fact.links}
    films, shells = {page.url for page in media if page.fact.shows}, {page.url for page in labels if page.fact.shell}
    read = [page for page in links if canonical(page.url) in items]
    own = {page.url: {link.kind for link in page.fact.links if link.url and link.url not in usual} for page in read}
    rich = next((page for page in read if page.url in films or own[page.url] & MORE), None)
    if rich is not None:
        return met(f"数据页面有图表、图片或音视频：{rich.url}")
    unseen = sum(not page.fact.complete or page.url in shells or bool(own[page.url] & {"attachment", "script"}) for page in read)
    said = f"读到近{limits.back}个月的数据页面{len(read)}个，均只有文字和表格"
    if len(read) - unseen < limits.articles or not coverage.complete:
        return unknown(f"{said}；{unseen}个可能另有附件或由脚本绘图，本轮读到的不足以判断")
    first = kept[0]
    finding = Finding(
        where=first.url, what=f"“{first.name}”等栏目的数据{said[2:]}", value=str(len(read) - unseen), expected="以图表图解等方式展现",
        evidence=(first.evidence, *(page.snapshot for page in read[:5])),
    )  # fmt: skip
    return threshold(said, [finding], unseen, 1)


def _is(page: Reading[PageLinks], columns: list[Column]) -> bool:
    return canonical(page.url) in {canonical(column.url) for column in columns}


def _listed(columns: list[Column], lists: Pages[ListItems]) -> list[Item]:
    """What the columns' own pages list."""
    inside = {canonical(column.url) for column in columns}
    return [item for page in lists if canonical(page.url) in inside for item in page.fact.items]


def _recent(item: Item, earliest: date) -> bool:
    return item.date[:10] >= earliest.isoformat()
