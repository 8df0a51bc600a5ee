"""The same text published several times in one column under different addresses.

Two articles are the same when at least six of the eight sentence digests that stand for each agree. Articles that were not
read are not compared: one title may serve many notices. The same text in two different columns is no fault. A text of the
former inspection that comes back under a new address, while its old address is no longer listed, is the same text published
anew; it is named, and left to a person where the site has moved its addresses (many texts at once).
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.former import Former
from zhengjian.facts.listed_dates import ListedDate, ListedDates
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="重复发稿",
    wording="同一稿件在同一栏目重复发布",
    clause="通报用语",
    document="practice：广东2025年第二季度通报",
    finding_phrase="同一稿件重复发布",
)


class Limits(BaseLimits):
    """``shared``: how many of eight sentence digests two texts must share to be one; ``moved``: with more texts under new
    addresses (percent of those compared) the site has moved them."""

    shared: int = 6
    moved: int = 20


_MANY_TITLES = 3


def check(dates: ListedDates, former: Former | None, coverage: Coverage, limits: Limits) -> Outcome:
    """Each article that repeats an earlier one of its column is a finding."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    findings, compared, frame = [], 0, _frame(dates)
    for page in dates.lists:
        known: list[ListedDate] = []
        for item in reversed(page.items):
            if len(set(item.sentences) - frame) < limits.shared:
                continue
            compared += 1
            twin = next((other for other in known if other.url != item.url and _same(other, item, frame, limits.shared)), None)
            if twin is None:
                known.append(item)
                continue
            what = f"“{page.name}”栏目重复发布同一稿件：《{item.title}》（{item.day}）与《{twin.title}》（{twin.day}）内容相同"
            findings.append(Finding(where=item.url, what=what, value=twin.url, expected="不重复发布", evidence=(page.snapshot,)))
    findings += _again(dates, former, frame, limits)
    if not compared:
        return unknown("没有读到可比对的稿件")
    return (
        threshold(f"比对{compared}篇稿件，重复{len(findings)}篇，上限0篇", findings, 0, 1)
        if findings
        else met(f"比对{compared}篇稿件，未见重复")
    )


def _again(dates: ListedDates, former: Former | None, frame: set[int], limits: Limits) -> list[Finding]:
    """Texts of the former inspection that are listed under a new address now, their old one no longer being listed."""
    if former is None:
        return []
    listed = {canonical(item.url) for page in dates.lists for item in page.items}
    gone = [article for article in former.articles if article.url not in listed]
    known = {article.url for article in former.articles} | {item.url for item in former.items}
    fresh = [
        (page, item)
        for page in dates.lists
        for item in page.items
        if canonical(item.url) not in known and len(item.sentences) >= limits.shared
    ]
    found = []
    for page, item in fresh:
        mine = set(item.sentences) - frame
        twin = next((article for article in gone if len(mine & set(article.sentences)) >= limits.shared), None)
        if twin is not None:
            what = f"“{page.name}”栏目将上次检查（{former.place}）已有的稿件换网址重新发布：《{item.title}》（{item.day}）"
            found.append(Finding(where=item.url, what=what, value=twin.url, expected="不重复发布", evidence=(page.snapshot,)))
    return found if len(found) * 100 <= len(listed) * limits.moved else []


def _same(one: ListedDate, other: ListedDate, frame: set[int], shared: int) -> bool:
    return len((set(one.sentences) & set(other.sentences)) - frame) >= shared


def _frame(dates: ListedDates) -> set[int]:
    """Sentences under three titles or more are the site's frame and no article's own."""
    titles: dict[int, set[str]] = {}
    for item in (item for page in dates.lists for item in page.items):
        for sentence in item.sentences:
            titles.setdefault(sentence, set()).add(item.title)
    return {sentence for sentence, under in titles.items() if len(under) >= _MANY_TITLES}
