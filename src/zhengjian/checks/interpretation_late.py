"""An interpretation published later than the time laid down after its policy: three working days by default.

Both days are publication dates: the policy's from the office's list (else its page), the interpretation's from its list or
page. Working days follow the State Council's calendar; exactly the last working day is in time. Several interpretations:
the earliest counts.
"""

from __future__ import annotations

from zhengjian.checks.base import About, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage
from zhengjian.facts.interpretations import Interpretations
from zhengjian.model import Finding, Outcome
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar, midnight

ABOUT = About(
    title="政策解读不及时",
    wording="政策文件与解读材料同步组织、同步审签、同步部署，解读材料应在文件公开后3个工作日内发布",
    clause="扣分指标·发布解读·政策解读",
    document="国办秘函〔2019〕19号",
    finding_phrase="政策解读不及时",
)


class Limits(BaseLimits):
    """``days``: working days from the policy's publication to its interpretation."""

    days: int = 3


def check(policies: Interpretations, coverage: Coverage, limits: Limits) -> Outcome:
    """Each late interpretation is a finding; one whose day is not known is unseen."""
    if not policies.views:
        return not_applicable("没有登记需要解读的政策文件（可用 policies import 导入）")
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    late, unseen, judged = [], 0, 0
    for view in policies.views:
        match = view.match
        if match is None or match.day is None or view.published is None:
            unseen += not (match is None and view.searched)  # none at all is interpretation-missing's finding
            continue
        judged += 1
        try:
            days = WorkCalendar().between(midnight(view.published), midnight(match.day))
        except UnknownYear as error:
            return unknown(str(error))
        if days > limits.days:
            late.append(
                Finding(
                    where=match.url,
                    what=f"《{view.policy.title}》{view.published}发布，解读“{match.title}”{match.day}发布，间隔{days}个工作日，上限{limits.days}个",
                    value=f"{days}个工作日",
                    expected=f"不超过{limits.days}个工作日",
                    evidence=tuple(dict.fromkeys([match.evidence, *view.evidence[:1]])),
                )
            )
    said = f"已解读的政策{judged}件，超过{limits.days}个工作日{len(late)}件，上限0件"
    return threshold(said + (f"；{unseen}件日期未能判断" if unseen else ""), late, unseen, 1)
