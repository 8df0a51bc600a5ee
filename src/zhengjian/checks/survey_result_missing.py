"""Collections of opinions and surveys that ended a good while ago, and of which nobody is told what came.

Measured on pages that are surveys by their title and give their last day. A result is one that the page itself shows, or a page
or a listed title of the site that names the same matter and speaks of a result. Missing is said only where the whole site
was read; a survey without a last day is left alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.interpretations import speaks_of
from zhengjian.facts.link_target import TARGET_DEPTH
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.survey import TOLD, Survey
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="征集调查结果未公开",
    wording="开展意见征集、网上调查等活动，结束后及时公开结果和采纳情况",
    clause="互动交流·征集调查",
    document="国办发〔2017〕47号",
    finding_phrase="意见征集、网上调查结束后未公开结果",
)


class Limits(BaseLimits):
    """``days``: how long after a survey's last day its result may wait. ``back``: surveys that ended earlier are left alone."""

    days: int = 30
    back: int = 365


def check(surveys: Pages[Survey], lists: Pages[ListItems], coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """One finding for each survey without a result."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    today = now.as_of.astimezone(SHANGHAI).date()
    own = [page for page in surveys if page.fact.kind == "survey" and page.fact.ends and page.depth < TARGET_DEPTH]
    ended = [page for page in own if limits.days < (today - date.fromisoformat(page.fact.ends)).days <= limits.back]
    if not ended:
        return unknown(f"近{limits.back}天内没有读到已结束超过{limits.days}天的征集、调查")
    told = [page.fact.title for page in surveys if page.fact.kind == "result"]
    told += [item.title for page in lists for item in page.fact.items if TOLD.search(item.title)]
    findings, unseen = [], 0
    for page in ended:
        fact = page.fact
        if fact.result or any(speaks_of(title, fact.title) for title in told):
            continue
        if fact.open or not fact.complete or not coverage.complete:
            unseen += 1
            continue
        due = date.fromisoformat(fact.ends) + timedelta(days=limits.days)
        what = f"“{fact.title}”{fact.ends}结束，至监测时间点未见公开结果"
        findings.append(Finding(where=page.url, what=what, value=fact.ends, expected=f"{due}前公开结果", evidence=(page.snapshot,)))
    said = f"已结束超过{limits.days}天的征集、调查{len(ended)}项，{len(findings)}项未公开结果，允许0项"
    return threshold(said + (f"；{unseen}项未能判断" if unseen else ""), findings, unseen, 1)
