"""What the checks share that hold other visitors' views against a plain browser's: findings, doubts, and what is said beside."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from zhengjian.facts.view_differences import Difference, differences, unseen
from zhengjian.facts.views import Views
from zhengjian.model import Finding

_SAID = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """``findings`` are sure; ``doubt`` is why a person must look, empty when nobody need; ``beside`` follows a "met"."""

    findings: tuple[Finding, ...] = ()
    doubt: str = ""
    beside: str = ""


def compared(views: Views | None, about: frozenset[str], expected: str) -> Compared:
    """The differences of some kinds; nothing when no page was asked as other visitors."""
    if views is None or not any(page.views for page in views.pages):
        return Compared(beside=f"；{views.problem}" if views is not None and views.problem else "")
    found = [each for each in differences(views) if each.about in about]
    doubts = [each.what for each in found if each.level == "doubt"]
    notes = [each.what for each in found if each.level == "note"]
    words = [f"以普通浏览器、百度蜘蛛、搜索来源、手机方式另行访问{len(views.pages)}个页面", unseen(views)]
    words += [f"{len(notes)}处差异供参考：{'；'.join(notes[:_SAID])}"] if notes else []
    return Compared(
        findings=tuple(_finding(each, expected) for each in found if each.level == "sure"),
        doubt=f"{'；'.join(doubts[:_SAID])}，需人工核实" if doubts else "",
        beside="；" + "，".join(filter(None, words)),
    )


def _finding(each: Difference, expected: str) -> Finding:
    evidence = tuple(filter(None, each.evidence))
    finding = Finding(where=each.url, what=each.what, value=each.value, expected=expected, evidence=evidence)
    return replace(finding, start=each.start, end=each.end, line=each.line) if each.line else finding
