"""Documents that another page of the site declares ended, while their own pages do not say so.

Measured by number alone: a declaration (《…》（某府发〔2010〕5号）同时废止, or a list of ended documents) names a number, and a page of
the site carries that number as its own. A page that says 失效 or 废止 in its title, status, a picture or a short line is right;
one drawn by scripts, or whose status was not readable, is left to a person.
"""

from __future__ import annotations

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.link_target import TARGET_DEPTH
from zhengjian.facts.policy_mark import PolicyMark
from zhengjian.facts.repealed import Repeals
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="失效、废止文件未标注",
    wording="政策文件修改、废止、失效的，应及时公开，并在已发布的原文件上作出明确标注",
    clause="文件资料",
    document="国办发〔2017〕47号",
    finding_phrase="已失效、废止的文件未作标注",
)


def check(marks: Pages[PolicyMark], repeals: Pages[Repeals], coverage: Coverage) -> Outcome:
    """One finding for each document whose page does not say that it has ended."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    declared = {ended.number: (ended.name, page) for page in repeals for ended in page.fact.ended if ended.number}
    if not declared:
        return unknown("本轮读到的页面没有声明废止、失效带文号的文件")
    judged = [page for page in marks if page.depth < TARGET_DEPTH and page.fact.number in declared]
    judged = [page for page in judged if declared[page.fact.number][1].url != page.url]
    if not judged:
        return unknown(f"声明废止、失效的{len(declared)}件文件，其原文不在读到的页面中")
    findings, unseen = [], 0
    for page in judged:
        fact, (name, other) = page.fact, declared[page.fact.number]
        if fact.mark:
            continue
        if fact.open or not fact.complete:
            unseen += 1
            continue
        what = f"《{name}》（{fact.number}）已声明废止或失效（{other.url}），原文页面没有标注"
        evidence = tuple(dict.fromkeys((page.snapshot, other.snapshot)))
        findings.append(Finding(where=page.url, what=what, value="未标注", expected="标注失效或废止", evidence=evidence))
    said = f"核对{len(judged)}件已声明废止或失效的文件，{len(findings)}件原文未标注，允许0件"
    return threshold(said + (f"；{unseen}件未能判断" if unseen else ""), findings, unseen, 1)
