"""An important text that the site republished too late, or not at all.

The office lists the tasks (``reposts import``); the site's own articles are searched for the title. A date without an
hour is taken as the end of that day only when that still proves lateness; a text that was not found counts only when
the whole site was read.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.article import Article
from zhengjian.facts.base import Coverage, Moment, Pages, Reading
from zhengjian.facts.reposts import RepostTasks, carries
from zhengjian.model import SHANGHAI, Finding, Outcome
from zhengjian.register.entries import Repost

ABOUT = About(
    title="重要信息转载不及时",
    wording="国务院重要信息24小时内转载；上级政府网站发布的重要政策信息12小时内转载",
    clause="信息发布·信息转载",
    document="国办发〔2014〕57号、国办发〔2017〕47号",
    finding_phrase="重要政务信息转载不到位",
)


class Limits(BaseLimits):
    """``hours``: allowed when the task itself names no time."""

    hours: float = 24


def check(tasks: RepostTasks, articles: Pages[Article], coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """One finding for each task that was done late or, the whole site read, not done."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    due = [(task, task.published + timedelta(hours=task.hours if task.hours is not None else limits.hours)) for task in tasks.tasks]
    due = [(task, last) for task, last in due if last <= now.as_of]
    if not due:
        return not_applicable("本期没有到期的转载任务")
    found = [(task, last, [reading for reading in articles if carries(reading.fact.title, task.title)]) for task, last in due]
    late = [finding for task, last, pages in found if pages for finding in _late(task, last, pages)]
    absent = [task for task, _, pages in found if not pages]
    missing = [
        Finding(
            where=coverage.home.url if coverage.home else task.url,
            what=f"全站未见转载“{task.title}”",
            value="未转载",
            expected=f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}前转载",
            evidence=tuple(filter(None, (coverage.home.snapshot if coverage.home else "", tasks.evidence))),
        )
        for task, last, pages in found
        if not pages and coverage.complete
    ]
    unseen = 0 if coverage.complete else len(absent)
    if not late and not missing and not unseen:
        return met(f"{len(due)}项转载任务均按时完成")
    return threshold(f"{len(due)}项转载任务中{len(late)}项迟转、{len(absent)}项未见转载", [*late, *missing], unseen, 1)


def _late(task: Repost, last: datetime, pages: list[Reading[Article]]) -> list[Finding]:
    times = [(moment, page) for page in pages if (moment := _earliest(page.fact.published)) is not None]
    if len(times) < len(pages) or not times:
        return []
    moment, page = min(times, key=lambda pair: (pair[0], pair[1].url))
    if moment <= last:
        return []
    return [
        Finding(
            where=page.url,
            what=f"转载“{task.title}”的时间为{page.fact.published}，晚于时限",
            value=page.fact.published,
            expected=f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}前转载",
            evidence=(page.snapshot,),
        )
    ]


def _earliest(published: str) -> datetime | None:
    """The earliest instant that a kept date can mean: without an hour, the first of that day."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=SHANGHAI)
