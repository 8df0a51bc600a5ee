"""Published messages whose answer says nothing, in the last twelve months.

A clue for a person, never a grade: measured on pages that show one question and one answer by label. An answer says nothing when
courtesy, a promise, or “ask the department concerned” is all of it, when it is the question over again, or when the same short
general text stands under many different questions. A referral that names an office, a telephone, an address or a rule is an
answer, and so are “可以” and “不收费”. A page with an attachment, a frame or pictures of its own may answer there and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages, Reading, months_before
from zhengjian.facts.empty_words import SAID
from zhengjian.facts.link_target import TARGET_DEPTH
from zhengjian.facts.links import PageLinks
from zhengjian.facts.replies import DONE, different
from zhengjian.facts.reply_days import ReplyDays
from zhengjian.facts.reply_text import ReplyText
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="留言答复推诿敷衍",
    wording="答复内容有针对性，杜绝推诿、敷衍、答非所问",
    clause="扣分指标·互动交流·办理答复",
    document="国办秘函〔2019〕19号",
    finding_phrase="答复内容质量不高，有推诿、敷衍等现象",
)


class Limits(BaseLimits):
    """``alike``: so many different questions with the very same general answer. ``back``: how many months are looked at.

    ``interim``: a promise that is not older than so many days may still be kept.
    """

    alike: int = 5
    back: int = 12
    interim: int = 30


def check(
    texts: Pages[ReplyText], days: Pages[ReplyDays], links: Pages[PageLinks], coverage: Coverage, now: Moment, limits: Limits
) -> Outcome:
    """One finding for each answer that says nothing; one whose day is not shown, or that may go on in a file, decides nothing."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    at = now.as_of.astimezone(SHANGHAI)
    earliest = months_before(at, limits.back).date().isoformat()
    lately = (at - timedelta(days=limits.interim)).date().isoformat()
    answered = {page.url: page.fact.answered for page in days}
    old = {url for url, day in answered.items() if day and not earliest <= day}
    read = [page for page in texts if page.fact.read and page.depth < TARGET_DEPTH and page.url not in old]
    if not read:
        return unknown(f"未见近{limits.back}个月内能读出留言和答复的页面")
    usual = {link.url for page in links if page.depth == 0 for link in page.fact.links}
    more = {page.url for page in links if _goes_on(page, usual)}
    repeated = _repeated(read, limits.alike)
    findings, unseen = [], 0
    for page in read:
        fact = page.fact
        why = SAID.get(fact.nothing) or (f"与另外{repeated[fact.answer] - 1}条留言的答复完全相同" if fact.answer in repeated else "")
        day = answered.get(page.url, "")
        interim = fact.nothing == "later" and day >= lately
        if why and (page.url in more or fact.open or interim or not fact.complete or not day):
            unseen += 1
        elif why:
            what = f"{day}的答复{why}，须人工核实"
            findings.append(
                Finding(where=page.url, what=what, value=fact.answer, expected="针对留言内容作出答复", evidence=(page.snapshot,))
            )
    said = f"核对{len(read)}条留言的答复，{len(findings)}条疑似推诿敷衍，允许0条"
    return threshold(said + (f"；{unseen}条未能判断" if unseen else ""), findings, unseen, 1)


def _goes_on(page: Reading[PageLinks], usual: set[str]) -> bool:
    """True for a page with a file, a frame or a picture that the home page does not have."""
    return any(link.kind in {"attachment", "frame", "image"} and link.url not in usual for link in page.fact.links)


def _repeated(read: Iterable[Reading[ReplyText]], limit: int) -> dict[str, int]:
    """General answers without a result that stand under so many different questions."""
    by_answer: dict[str, list[str]] = {}
    for page in read:
        if page.fact.answer and not page.fact.nothing and not DONE.search(page.fact.answer):
            by_answer.setdefault(page.fact.answer, []).append(page.fact.asked)
    return {answer: len(asked) for answer, asked in by_answer.items() if different(asked) >= limit}
