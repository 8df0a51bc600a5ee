"""Does the document add up? What does not is listed, and the document is refused.

The check works on what will be printed — the draft's text and table cells — against countings made anew from the
material, so that a slip anywhere between a list and the paper is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhengjian.bulletin.annex import COLUMNS, identities, rows
from zhengjian.bulletin.compose import failing_rows
from zhengjian.bulletin.draft import Block, Draft, Table
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.shares import percent
from zhengjian.model import Claim

SHARE = re.compile(r"\d+(?:\.\d+)?%")
PERIOD_WORDS = re.compile(r"\d{4}年(?:第[一二三四]季度|[上下]半年)")


class DoesNotAddUp(Exception):
    """The document contradicts itself or its material; ``problems`` are full sentences in Chinese."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = tuple(problems)


def check(draft: Draft, claims: Sequence[Claim], material: Material) -> list[str]:
    """Everything that does not hold, as Chinese sentences; empty when the document may be issued."""
    return [
        *_table(draft, material),
        *_claims(claims),
        *_printed(draft, claims),
        *_failing(draft, claims, material),
        *_period(draft, material),
    ]


def _table(draft: Draft, material: Material) -> Iterator[str]:
    """Row and column identities, and each printed cell against its list."""
    table = rows(material)
    for what, one, other in identities(table, material):
        if one != other:
            yield f"附件1 {what}不符：{one} 与 {other}"
    printed = draft.annexes[0].content[0]
    assert isinstance(printed, Table)
    for row, cells in zip(table, printed.body, strict=True):
        for (key, title), cell in zip(COLUMNS, cells[-len(COLUMNS) :], strict=True):
            number = row.number(key)
            expected = "—" if number is None else str(number)
            if cell.text != expected:
                yield f"附件1 {row.name}“{title}”印为{cell.text}，名单为{expected}"


def _claims(claims: Sequence[Claim]) -> Iterator[str]:
    """Each claim against its own lists: counts, shares, parts inside their wholes, no share rounded up to 100."""
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            yield f"论断{claim.id}重复"
        seen.add(claim.id)
        if claim.numerator is not None and claim.numerator_ids and claim.numerator != len(claim.numerator_ids):
            yield f"论断{claim.id}为{claim.numerator}，名单有{len(claim.numerator_ids)}项"
        if len(set(claim.numerator_ids)) != len(claim.numerator_ids):
            yield f"论断{claim.id}的名单有重复"
        if claim.denominator is not None and claim.denominator_ids and claim.denominator != len(claim.denominator_ids):
            yield f"论断{claim.id}的基数为{claim.denominator}，名单有{len(claim.denominator_ids)}项"
        if claim.denominator_ids and not set(claim.numerator_ids) <= set(claim.denominator_ids):
            yield f"论断{claim.id}的分子不全在基数之内"
        if SHARE.fullmatch(claim.value):
            yield from _share(claim)


def _share(claim: Claim) -> Iterator[str]:
    if claim.numerator is None or not claim.denominator:
        yield f"论断{claim.id}为{claim.value}，没有列出基数"
    elif claim.value != percent(claim.numerator, claim.denominator):
        yield f"论断{claim.id}印为{claim.value}，应为{percent(claim.numerator, claim.denominator)}"
    elif claim.value == "100%" and claim.numerator != claim.denominator:
        yield f"论断{claim.id}由进位得出100%"


def _printed(draft: Draft, claims: Sequence[Claim]) -> Iterator[str]:
    """Every number in the text is a claim, and every claim is printed as it stands."""
    values = {claim.id: claim.value for claim in claims}
    places = [("正文", block) for block in draft.body]
    for number, annex in enumerate(draft.annexes, 1):
        places += [(f"附件{number}", block) for block in annex.content if isinstance(block, Block)]
        for table in (part for part in annex.content if isinstance(part, Table)):
            for cell in (cell for row in table.body for cell in row if cell.claim):
                if values.get(cell.claim) != cell.text:
                    yield f"附件{number}表中的{cell.text}与论断{cell.claim}不符"
    for place, block in places:
        for run in block.runs:
            if run.claim and values.get(run.claim) != run.text:
                yield f"{place}中的“{run.text}”与论断{run.claim}不符"


def _failing(draft: Draft, claims: Sequence[Claim], material: Material) -> Iterator[str]:
    """Failing targets: the number in the text, in the table's total and in the list of names agree."""
    by_id = {claim.id: claim for claim in claims}
    listed = len(failing_rows(material))
    stated = sum(by_id[id_].numerator or 0 for id_ in ("sites.failed", "accounts.failed") if id_ in by_id)
    total = rows(material)[-1]
    in_table = (total.number("bad_sites") or 0) + (total.number("bad_accounts") or 0)
    if not listed == stated == in_table:
        yield f"存在突出问题的数量不一致：正文{stated}个，附件1合计{in_table}个，附件2名单{listed}个"
    for kind, word in (("sites", "政府网站"), ("accounts", "账号")):
        named, failed = by_id.get(f"{kind}.names"), by_id.get(f"{kind}.failed")
        if named is not None and failed is not None and set(named.numerator_ids) != set(failed.numerator_ids):
            yield f"正文点名的{word}与存在突出问题的{word}不是同一批"


def _period(draft: Draft, material: Material) -> Iterator[str]:
    """Period words: only the bulletin's own, that of the reports, and that of the comparison."""
    allowed = {material.period.chinese}
    allowed |= {period.chinese for period in (material.message_period, material.previous_period) if period is not None}
    text = "\n".join([draft.title, *(block.text for block in draft.body), *(annex.title for annex in draft.annexes)])
    for word in sorted(set(PERIOD_WORDS.findall(text)) - allowed):
        yield f"文中出现“{word}”，与本期（{material.period.chinese}）不符"
