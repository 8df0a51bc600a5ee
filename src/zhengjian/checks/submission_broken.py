"""Entrances to asking and writing that do not open.

Measured on links whose words name such an entrance (我要写信, 在线咨询, 市长信箱 …). Dead is what ``dead-links`` calls so: the
server says twice that there is nothing, or the page itself does. A refusal, a gate or a login decides nothing: whether a form
can be sent is left to a person, because nothing is ever sent from here.
"""

from __future__ import annotations

import re

from zhengjian.checks._dead import OPEN, reasons
from zhengjian.checks._sample import home_first
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="信息提交渠道不可用",
    wording="信息提交（咨询、建言、写信等）渠道可用",
    clause="扣分指标·互动交流·信息提交",
    document="国办秘函〔2019〕19号",
    finding_phrase="互动渠道打不开，无法提交信息",
)

ENTRANCE = re.compile(
    r"(?:我要|我来|在线|网上|网络)?(?:写信|咨询|留言|提问|建言|建议|投诉|问政)|(?:省|市|州|县|区|局|厅|镇)?长信箱|(?:领导|公众|政务|网上)信箱|意见建议|咨询投诉"
)
TRIES = 2


def check(links: Pages[PageLinks], targets: Pages[LinkTarget], coverage: Coverage) -> Outcome:
    """One finding for each dead entrance, with all pages that link to it."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    tried = {attempt.url: attempt for attempt in coverage.attempts if attempt.code is not None}
    entrances: dict[str, tuple[str, list[str]]] = {}
    for page in links:
        for link in page.fact.of("page"):
            if ENTRANCE.fullmatch(link.text.strip()):
                entrances.setdefault(link.url, (link.text.strip(), []))[1].append(page.url)
    if not entrances:
        return unknown("未见写信、咨询、留言等提交入口")
    dead = reasons([tried[url] for url in entrances if url in tried], coverage, targets, TRIES)
    home, findings, unseen = coverage.home.final_url or coverage.home.url, [], 0
    for url, (words, linking) in entrances.items():
        attempt = tried.get(url)
        if attempt is not None and dead.get(url):
            pages = home_first(list(dict.fromkeys(linking)), home)
            what = f"提交入口“{words}”打不开（{dead[url]}）；链接所在页面：{'、'.join(pages)}"
            evidence = tuple(filter(None, (attempt.snapshot, coverage.home.snapshot)))
            findings.append(Finding(where=pages[0], what=what, value=url, expected="可以打开", evidence=evidence))
        unseen += not (attempt is not None and (dead.get(url) or attempt.code in OPEN))
    said = f"查看{len(entrances)}个提交入口，{len(findings)}个打不开，允许0个"
    return threshold(said + (f"；另有{unseen}个未能判定" if unseen else ""), findings, unseen, 1)
