"""An important text that an account did not republish although it was asked to.

Counts only when a fresh look showed posts from before the task: only then can the text's absence be seen.
"""

from __future__ import annotations

from datetime import timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry, Posts
from zhengjian.facts.base import Moment
from zhengjian.facts.reposts import RepostTasks, carries
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体未按要求转载",
    wording="按要求转载重要政务信息",
    clause="转载要求",
    document="国办发〔2018〕123号",
    on="account",
    finding_phrase="重要政务信息转载不到位",
)


class Limits(BaseLimits):
    """``hours``: allowed when the task itself names no time."""

    hours: float = 24


def check(entry: AccountEntry, posts: Posts, tasks: RepostTasks, now: Moment, limits: Limits) -> Outcome:
    """One finding for each due task whose title no post carries."""
    if entry.account.status != "正常":
        return not_applicable(f"账号登记状态为“{entry.account.status}”")
    due = [
        task
        for task in tasks.tasks
        if task.published + timedelta(hours=task.hours if task.hours is not None else limits.hours) <= now.as_of
    ]
    if not due:
        return not_applicable("本期没有到期的转载任务")
    looks = [reading for reading in posts.readings if reading.whole]
    dated = [post.at for post in posts.posts if post.at is not None]
    if not looks or not dated:
        return unknown("未能读取账号内容")
    seen_from, seen_to = min(dated), max(reading.at for reading in looks)
    absent = [task for task in due if not any(carries(post.title, task.title) for post in posts.posts)]
    covered = [
        task for task in absent if seen_from <= task.published and seen_to >= task.published + timedelta(hours=task.hours or limits.hours)
    ]
    findings = [
        Finding(
            where=entry.account.home or entry.account.feed or entry.account.account_id,
            what=f"未见转载“{task.title}”",
            value="未转载",
            expected=task.title,
            evidence=tuple(dict.fromkeys(filter(None, (looks[-1].evidence, tasks.evidence)))),
        )
        for task in covered
    ]
    if not absent:
        return met(f"{len(due)}项转载任务均已完成")
    return threshold(f"{len(due)}项转载任务中{len(absent)}项未见", findings, len(absent) - len(covered), 1)
