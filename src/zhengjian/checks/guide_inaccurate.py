"""Service guides that the site itself, or the law, contradicts.

Three things are measured: a telephone that a notice on the site says has changed; a telephone that differs from the one
which the same office's own page gives behind the same label; and a legal basis that is no longer in force, by the national
list or by a page of the site that declares it ended. Windows, branches and extensions have numbers of their own, so a
difference counts only where both pages give exactly one number under one label that says what it is for (咨询, 监督, 投诉, 热线);
under 联系电话 and the like it is left to a person. A guide that says 原《…》 knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhengjian.checks._guides import exempt, readable
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Moment, Pages, Reading, Registered
from zhengjian.facts.guide import Guide
from zhengjian.facts.guide_details import GuideDetails, Telephone
from zhengjian.facts.office_contacts import OfficeContacts
from zhengjian.facts.repealed import Ended, Repeals, laws
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="办事指南不准确",
    wording="办事指南中的咨询电话、投诉电话、办理依据等信息应准确，与实际一致",
    clause="扣分指标·办事服务·内容准确",
    document="国办秘函〔2019〕19号",
    finding_phrase="办事指南不精准，与实际不一致",
)

SAYS = re.compile(r"^办事指南(?:咨询|监督|投诉|服务)")  # a label that says what its number is for


def check(
    guides: Pages[Guide],
    details: Pages[GuideDetails],
    offices: Pages[OfficeContacts],
    repeals: Pages[Repeals],
    coverage: Coverage,
    now: Moment,
    registered: Registered | None,
) -> Outcome:
    """One finding for each wrong telephone or basis of each guide."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    found, why = readable(guides, coverage)
    if not found:
        return unknown(why)
    read = {page.url for page in found}
    judged = [page for page in details if page.url in read]
    differing = [finding for page in judged for finding in _telephones(page, offices)]
    findings = [finding for finding in differing if SAYS.search(finding.what)]
    findings += [finding for page in judged for finding in (*_changed(page, offices), *_basis(page, repeals, now))]
    compared = sum(bool(page.fact.telephones or page.fact.basis) for page in judged)
    if not compared:
        return unknown(f"{len(found)}个办事指南中没有可核对的电话和依据")
    unsure = [finding.what for finding in differing if not SAYS.search(finding.what)]
    said = f"核对{compared}个办事指南的电话和办理依据，{len(findings)}处与实际不一致，允许0处"
    return threshold(said + (f"；另有{len(unsure)}处须人工核实：{unsure[0]}" if unsure else ""), findings, len(unsure), 1)


def _changed(page: Reading[GuideDetails], offices: Pages[OfficeContacts]) -> Iterator[Finding]:
    """Numbers that a notice says have changed."""
    mine = page.fact.telephones
    for other in offices:
        for change in other.fact.changes:
            if _has(mine, change.old) and not _has(mine, change.new) and other.url != page.url:
                yield _finding(page, f"电话{change.old}已变更为{change.new}（{other.url}）", change.old, change.new, other.snapshot)


def _telephones(page: Reading[GuideDetails], offices: Pages[OfficeContacts]) -> Iterator[Finding]:
    """Numbers that the office's own page gives otherwise."""
    own = [other for other in offices if other.fact.office and other.fact.office == page.fact.office]
    listed = [one for other in own for one in other.fact.telephones]
    for label in dict.fromkeys(phone.label for phone in page.fact.telephones):
        here = [phone for phone in page.fact.telephones if phone.label == label]
        there = [(phone, other) for other in own for phone in other.fact.telephones if phone.label == label]
        if len(here) == 1 and len(there) == 1 and not _has(listed, here[0].number):
            phone, other = there[0]
            words = f"{label}{here[0].number}与“{other.fact.office}”页面上的{phone.number}不一致（{other.url}）"
            yield _finding(page, words, here[0].number, phone.number, other.snapshot)


def _has(numbers: Sequence[Telephone], wanted: str) -> bool:
    """The same number with and without its area code is one."""
    return any(one.number.endswith(wanted) or wanted.endswith(one.number) for one in numbers)


def _basis(page: Reading[GuideDetails], repeals: Pages[Repeals], now: Moment) -> Iterator[Finding]:
    """Documents of the legal basis that are no longer in force."""
    basis = set(page.fact.basis)
    for name in (one for one in page.fact.basis if one in laws() and laws()[one].since <= now.as_of.astimezone(SHANGHAI).date()):
        yield _finding(page, f"依据《{name}》已于{laws()[name].since}废止（{laws()[name].by}）", name, "现行有效的依据", "")
    for other in repeals:
        for ended in other.fact.ended:
            if other.url != page.url and _ends(ended, basis, other.fact.title):
                said = f"依据《{ended.name}》{ended.number}已废止（{other.url}）"
                yield _finding(page, said, ended.number or ended.name, "现行有效的依据", other.snapshot)


def _ends(ended: Ended, basis: set[str], title: str) -> bool:
    """By its number where it has one, because a newer text may carry the same name; and then never in that text itself."""
    return ended.number in basis if ended.number else ended.name in basis and ended.name not in title and ended.name not in laws()


def _finding(page: Reading[GuideDetails], what: str, value: str, expected: str, other: str) -> Finding:
    return Finding(
        where=page.url, what=f"办事指南{what}", value=value, expected=expected, evidence=tuple(filter(None, (page.snapshot, other)))
    )
