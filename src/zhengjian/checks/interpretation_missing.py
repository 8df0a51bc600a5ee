"""A policy that must be interpreted has no interpretation.

Policies come from the office's list (``policies import``, 需解读). An interpretation is looked for in the interpretation
columns, among all titles read, and among the links of the policy's page. Missing is said only when the policy's page and
the interpretation columns were read back to the policy's day, and the time for interpreting has passed.
"""

from __future__ import annotations

from zhengjian.checks.base import About, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.interpretations import Interpretations
from zhengjian.model import Finding, Outcome
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar, midnight

ABOUT = About(
    title="政策文件未解读",
    wording="随机抽查的政策文件没有解读材料",
    clause="扣分指标·发布解读·解读比例",
    document="国办秘函〔2019〕19号",
    finding_phrase="部分政策文件未配发解读材料",
)


class Limits(BaseLimits):
    """``days``: working days after publication within which an interpretation must be there."""

    days: int = 3


def check(policies: Interpretations, coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """Each policy without an interpretation is a finding."""
    if not policies.views:
        return not_applicable("没有登记需要解读的政策文件（可用 policies import 导入）")
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    missing, unseen, doubts = [], 0, []
    for view in policies.views:
        if view.match is not None:
            continue
        if not view.searched or view.published is None:
            unseen += 1
            doubts.append(f"{view.policy.title}：{view.doubt}")
            continue
        try:
            due = WorkCalendar().due(midnight(view.published), limits.days)
        except UnknownYear as error:
            return unknown(str(error))
        if due < now.as_of:
            missing.append(
                Finding(
                    where=view.policy.url,
                    what=f"《{view.policy.title}》（{view.policy.number or '无文号'}）{view.published}发布，至监测时间点没有解读材料",
                    value="0件解读",
                    expected=f"发布后{limits.days}个工作日内有解读",
                    evidence=view.evidence,
                )
            )
    said = f"需解读的政策{len(policies.views)}件，没有解读{len(missing)}件，上限0件"
    return threshold(said + (f"；{unseen}件未能判断（{doubts[0]}）" if unseen else ""), missing, unseen, 1)
