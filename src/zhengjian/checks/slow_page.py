"""A home page that takes longer than three seconds to load.

Measured in the browser, twice with an empty cache, by the browser's own load event; the quicker load counts. Nothing is
said when our own processor or line was slow at that time, or when things of other sites held the page up. Where no
browser looked, the availability visits stand in: the median of the times to the last byte of the HTML. A browser loads
more than that, so who is slow there is slow for every visitor. Visits that did not open belong to ``site-unreachable``.
"""

from __future__ import annotations

from statistics import median

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Registered
from zhengjian.facts.page_load import PageLoad
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
    """``seconds``: more is slow, exactly so much is not. ``visits``: with fewer opened visits a median says nothing.

    ``machine``: when our processor took longer for a fixed piece of work (some 0.03 s), it was busy with other things.
    """

    seconds: float = 3.0
    visits: int = 20
    machine: float = 0.3


def check(load: PageLoad | None, probes: ProbeVisits | None, coverage: Coverage | None, registered: Registered, limits: Limits) -> Outcome:
    """One finding at the home page: its load in the browser, else the median of its visits, is above the limit."""
    if load is not None and load.loads and not load.problem:
        return _by_browser(load, coverage, registered, limits)
    if probes is not None:
        return _by_visits(probes, registered, limits)
    return unknown(load.problem if load is not None and load.problem else PageLoad.lack)


def _by_browser(load: PageLoad, coverage: Coverage | None, registered: Registered, limits: Limits) -> Outcome:
    best = min(load.loads, key=lambda one: load.waited if one.loaded is None else one.loaded)
    took = f"{best.loaded:.2f}秒" if best.loaded is not None else f"超过{load.waited:g}秒"
    why = f"浏览器加载首页{len(load.loads)}次，较快一次用时{took}，上限{limits.seconds:g}秒"
    if best.loaded is not None and best.loaded <= limits.seconds:
        return threshold(why, [], 0, 1)
    if len(load.loads) < 2:
        return unknown(f"{why}，只加载了一次")
    if best.machine > limits.machine:
        return unknown(f"{why}，但本机当时繁忙，不能据此判断")
    if best.others:
        return unknown(f"{why}，其中有站外内容（{'、'.join(best.others)}）拖慢，需人工核实")
    quick = sum(control.seconds is not None and control.seconds <= limits.seconds for control in load.controls)
    if quick * 2 <= len(load.controls):
        said = f"同时访问的{len(load.controls)}个对照网站只有{quick}个在{limits.seconds:g}秒内打开" if load.controls else "没有对照网站"
        return unknown(f"{why}，但{said}，不能排除本机线路缓慢（可在 zhengjian.toml 的 probe.canaries 设置对照网站）")
    size = f"，共{best.parts}项{best.bytes_in / 1_000_000:.1f}MB" if best.bytes_in else ""
    home = coverage.home.snapshot if coverage is not None and coverage.home is not None else ""
    return _slow(why + size, took.removesuffix("秒"), (home or registered.evidence or "looks",), registered, limits)


def _by_visits(probes: ProbeVisits, registered: Registered, limits: Limits) -> Outcome:
    opened = [visit for visit in probes.visits if COUNTS_AS[visit.code] is CountsAs.OPEN]
    if len(opened) < limits.visits:
        return unknown(f"只有{len(opened)}次打开的访问记录，至少需要{limits.visits}次")
    middle = median(visit.seconds for visit in opened)
    why = f"{len(opened)}次访问，加载时长中位数{middle:.2f}秒，上限{limits.seconds:g}秒"
    if middle <= limits.seconds:
        return threshold(why, [], 0, 1)
    evidence = tuple(dict.fromkeys(visit.evidence for visit in opened if visit.evidence))[:5] or (registered.evidence or "probe",)
    return _slow(why, f"{middle:.2f}", evidence, registered, limits)


def _slow(why: str, value: str, evidence: tuple[str, ...], registered: Registered, limits: Limits) -> Outcome:
    finding = Finding(where=registered.site.home, what=why, value=value, expected=f"不超过{limits.seconds:g}秒", evidence=evidence)
    return threshold(why, [finding], 0, 1)
