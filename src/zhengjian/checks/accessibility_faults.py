"""Pages that people who use a screen reader, a keyboard or enlarged text cannot read or work with.

Measured by axe-core in the browser, once a round, on the home page and a few other pages: only what axe is sure of, and
only faults that it calls serious or critical. One finding is one rule over all pages seen. What axe leaves to a person is
no finding. Known limits: a machine finds a part of all barriers, so a site without findings is not proven free of
them; frames are not entered; a separate version for the aged or the blind does not count for the pages themselves.
"""

from __future__ import annotations

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accessibility_look import AccessibilityLook, Barrier, SeenPage, words
from zhengjian.facts.base import Attempt, Coverage
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="存在无障碍缺陷",
    wording="财政资金建设的网站应逐步符合无障碍网站设计标准和国家信息无障碍标准",
    clause="无障碍环境建设；GB/T 37668-2019（条款号待核）；WCAG 2.1 A、AA级",
    document="《中华人民共和国无障碍环境建设法》",
    finding_phrase="网页存在无障碍缺陷",
)


class Limits(BaseLimits):
    """``impacts``: which of axe's grades are faults."""

    impacts: tuple[str, ...] = ("serious", "critical")


def check(look: AccessibilityLook, coverage: Coverage, limits: Limits) -> Outcome:
    """One finding per broken rule, at the first page that breaks it; unknown when pages could not be looked at."""
    home = coverage.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen)
    if look.problem:
        return unknown(look.problem)
    seen = [page for page in look.pages if not page.problem]
    unseen = [page for page in look.pages if page.problem]
    if not seen:
        return unknown(unseen[0].problem if unseen else "没有可供检查的页面")
    broken: dict[str, list[tuple[SeenPage, Barrier]]] = {}
    for page in seen:
        for barrier in page.barriers:
            if barrier.impact in limits.impacts and barrier.rule in words().rule:
                broken.setdefault(barrier.rule, []).append((page, barrier))
    ordered = sorted(broken.items(), key=lambda item: (item[1][0][1].impact != "critical", item[0]))
    findings = [_finding(rule, found, coverage) for rule, found in ordered]
    unsure = sum(page.unsure for page in seen)
    why = f"检查{len(seen)}个页面，发现{len(findings)}类无障碍缺陷"
    why += f"，另有{unsure}处需人工判断" if unsure else ""
    why += f"，{len(unseen)}个页面未能检查" if unseen else ""
    return threshold(why, findings, len(unseen) + sum(page.unstyled for page in seen), 1)


def _finding(rule: str, found: list[tuple[SeenPage, Barrier]], coverage: Coverage) -> Finding:
    said = words().rule[rule]
    criterion = words().criterion[said.criterion]
    count = sum(barrier.count for _, barrier in found)
    page, first = found[0]
    where = f"{len(found)}个页面共{count}处" if len(found) > 1 else f"{count}处"
    sample = f"，如 {first.samples[0]}" if first.samples else ""
    standard = f"{words().standard} {criterion.subject}" + ("，条款号待核" if words().standard_confidence == "unsure" else "")
    clause = f"{rule}，WCAG 2.1 {said.criterion} {criterion.name} {criterion.level}级；{standard}"
    return Finding(
        where=page.url,
        what=f"{said.fault}，{where}{sample}（{clause}）",
        value=str(count),
        expected="0处",
        evidence=_evidence(found, coverage),
    )


def _evidence(found: list[tuple[SeenPage, Barrier]], coverage: Coverage) -> tuple[str, ...]:
    """The documents that were looked at, else the stored pages of their addresses, else the home page's."""
    stored: dict[str, Attempt] = {}
    for attempt in coverage.attempts:
        for url in (attempt.url, attempt.final_url):
            if attempt.snapshot and url:
                stored.setdefault(url, attempt)
    assert coverage.home is not None
    named = (page.snapshot or stored.get(page.url, coverage.home).snapshot for page, _ in found)
    return tuple(dict.fromkeys(name for name in named if name)) or (coverage.home.snapshot,)
