"""Publication dates that cannot be true: a list where every item is dated on the day of the visit while the articles are older.

Such dates come from a clock in the page or from forgery, and both hide that nothing is published. Violated needs the
contradiction on several items; a list that is dated today throughout without other witness is unknown: visit it again. The
former inspection is such a witness: items that were dated on the day of that visit and are dated on the day of this one, with
the text they had then, have dates that follow the visitor. Only columns of texts are judged: a catalogue of data or of
services rightly shows the day of its last updating. Known limit: dates moved by a day or two are not seen.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.former import Former
from zhengjian.facts.listed_dates import DatedList, ListedDate, ListedDates
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="伪造发稿日期",
    wording="弄虚作假（如伪造发稿日期）",
    clause="单项否决指标·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="伪造发稿日期",
)


class Limits(BaseLimits):
    """``items``: a list needs so many, all of the visit's day; ``contradicted``: so many must be older by ``days`` on their own page."""

    items: int = 5
    contradicted: int = 3
    days: int = 3


_TEXTS = frozenset({"动态要闻", "通知公告", "政策文件", "政策解读", "人事信息"})


def check(dates: ListedDates, former: Former | None, coverage: Coverage, limits: Limits) -> Outcome:
    """Each list whose dates are contradicted is a finding."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    lists = [page for page in dates.lists if page.kind in _TEXTS]
    if not lists:
        return unknown("没有读到带日期的信息列表")
    findings, suspicious = [], []
    for page in lists:
        if len(page.items) < limits.items or any(item.day not in dates.read_on for item in page.items):
            continue
        moved = _moved(page, former)
        unchanged = [item for item in moved if _unchanged(item, former)]
        if len(unchanged) >= limits.contradicted and former is not None:
            findings.append(_following(page, unchanged, former))
            continue
        against = [item for item in page.items if item.shown is not None and item.day - item.shown >= timedelta(days=limits.days)]
        if len(against) < limits.contradicted:
            suspicious += [page.name] if moved or not all(item.shown == item.day for item in page.items) else []
            continue
        first = against[0]
        what = f"“{page.name}”{len(page.items)}条信息的日期全部是访问当日（{first.day}），其中{len(against)}条的稿件页日期更早"
        example = f"，如《{first.title}》为{first.shown}"
        findings.append(
            Finding(where=page.url, what=what + example, value=str(first.day), expected=str(first.shown), evidence=(page.snapshot,))
        )
    if findings:
        return threshold(f"{len(findings)}个列表的日期与稿件不符，上限0个", findings, 0, 1)
    if suspicious:
        return unknown(f"“{suspicious[0]}”列表日期全部是访问当日，无其他日期可对照，需隔日再访")
    return met(f"{len(lists)}个列表未见日期异常")


def _moved(page: DatedList, former: Former | None) -> list[ListedDate]:
    """Items dated on the day of the former visit then, and on a later day, that of this visit, now."""
    if former is None:
        return []
    days = {item.url: item.day for item in former.items if item.day in former.read_on}
    return [item for item in page.items if days.get(canonical(item.url), item.day) < item.day and item.day not in former.read_on]


def _unchanged(item: ListedDate, former: Former | None) -> bool:
    """True when the item's text was read both times and is the same but for a sentence: what is rewritten may bear a new date."""
    url, now = canonical(item.url), set(item.sentences)
    then = next((set(article.sentences) for article in former.articles if article.url == url), set[int]()) if former else set[int]()
    return bool(now) and len(now & then) * 4 >= len(now | then) * 3


def _following(page: DatedList, items: list[ListedDate], former: Former) -> Finding:
    first = items[0]
    then = former.day_of(canonical(first.url))
    what = f"“{page.name}”有{len(items)}条信息正文未变而日期随访问日变化，如《{first.title}》"
    what += f"：上次检查（{former.place}）显示为{then}，本次显示为{first.day}"
    return Finding(where=page.url, what=what, value=str(first.day), expected=str(then), evidence=(page.snapshot,))
