"""A home page that takes longer than three seconds to load.

Measured on the availability visits of the last days from first DNS packet to last byte of the HTML: the median, so that
single slow moments do not count. A browser loads more than that, so who is slow here is slow for every visitor. Visits
that did not open belong to ``site-unreachable``.
"""

from __future__ import annotations

from statistics import median

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Registered
from zhengjian.facts.probe_visits import ProbeVisits
from zhengjian.model import COUNTS_AS, CountsAs, Finding, Outcome

ABOUT = About(
    title="页面加载缓慢",
    wording="页面加载时长不宜超过3秒",
    clause="网页设计规范·加载",
    document="国办发〔2017〕47号",
    finding_phrase="页面加载时间过长",
)


class Limits(BaseLimits):
    """``seconds``: a median of more is slow, exactly so much is not. ``visits``: with fewer opened visits nothing is said."""

    seconds: float = 3.0
    visits: int = 20


def check(probes: ProbeVisits, registered: Registered, limits: Limits) -> Outcome:
    """One finding at the home page when the median is above the limit."""
    opened = [visit for visit in probes.visits if COUNTS_AS[visit.code] is CountsAs.OPEN]
    if len(opened) < limits.visits:
        return unknown(f"只有{len(opened)}次打开的访问记录，至少需要{limits.visits}次")
    middle = median(visit.seconds for visit in opened)
    why = f"{len(opened)}次访问，加载时长中位数{middle:.2f}秒，上限{limits.seconds:g}秒"
    if middle <= limits.seconds:
        return threshold(why, [], 0, 1)
    evidence = tuple(dict.fromkeys(visit.evidence for visit in opened if visit.evidence))[:5] or (registered.evidence or "probe",)
    finding = Finding(
        where=registered.site.home, what=why, value=f"{middle:.2f}", expected=f"不超过{limits.seconds:g}秒", evidence=evidence
    )
    return threshold(why, [finding], 0, 1)
