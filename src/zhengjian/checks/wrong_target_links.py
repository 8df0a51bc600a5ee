"""Links that open, but lead to something else: a domain for sale or expired, a closed site, betting or worse.

Old partners' domains expire and are bought by others; the link still answers 200, so a link check by status sees nothing.
Judged by what the target's own page says, on targets outside the site that answered whole; an ordinary page, a page
that could not be read or a refusal is never a finding. The login of an office system is one only where the link promises
something else; a government's own site, where the link names another government. Official services need not be read.
What a code in a picture leads to is a link like any other.
Pages on the site itself that say "not found" with status 200 belong to ``dead-links``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from zhengjian.checks._sample import home_first, host_of
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Attempt, Coverage, Pages
from zhengjian.facts.leaving_notice import leaves
from zhengjian.facts.link_target import KINDS, TARGET_DEPTH, LinkTarget
from zhengjian.facts.links import PageLinks, registrable
from zhengjian.facts.picture_codes import PictureCodes
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="链接指向错误",
    wording="外部链接须审核；杜绝错链、断链，不得链接反动、暴力、色情等内容和商业广告",
    clause="网页设计规范·链接",
    document="国办发〔2017〕47号",
    finding_phrase="外部链接指向不良或失效网站",
)


class Limits(BaseLimits):
    """``kinds``: what a target must turn out to be to count."""

    kinds: tuple[str, ...] = ("betting", "parked", "closed", "not-found", "advert", "login", "other")


GOVERNMENT = re.compile(r"([\u4e00-\u9fff]{2,12}(?:[省市县区州盟旗]))人民政府")
NAMED = re.compile(rf"(?:中国[·.\s]?)?{GOVERNMENT.pattern}(?:门户)?(?:网站|网)?")
DOOR = re.compile(r"登录|登陆|入口|系统|平台|办公|邮箱|后台|OA|管理|内网", re.IGNORECASE)


def check(targets: Pages[LinkTarget], links: Pages[PageLinks], codes: Pages[PictureCodes], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each target outside the site that is not what a link should lead to."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    read = {target.url: target for target in targets if target.depth >= TARGET_DEPTH}
    outside = [attempt for attempt in coverage.attempts if attempt.kind == "external" and attempt.linked_from]
    seen = [attempt for attempt in outside if _url(attempt) in read]
    home = coverage.home.final_url or coverage.home.url
    strange = [attempt for attempt in outside if leaves(host_of(attempt.url), registrable(host_of(home)))]
    if strange and not seen:
        return unknown(f"{len(strange)}个外部链接的目标页面都未读取")
    coded = {code.url for picture in codes for code in picture.fact.codes}
    texts, linking = _linking({attempt.url for attempt in seen}, links)
    findings = []
    for attempt in seen:
        target = read[_url(attempt)]
        kind, why = _turned_out(target.fact, texts.get(attempt.url, ()))
        if kind in limits.kinds:
            pages = home_first(list(dict.fromkeys((*attempt.linked_from, *linking.get(attempt.url, ())))), home)
            named, where = ("图片中二维码的指向", "二维码图片") if attempt.url in coded else ("外部链接", "链接所在页面")
            what = f"{named}打开后是{KINDS.get(kind, '另一地方政府的网站')}（{why}）；{where}：{'、'.join(pages)}"
            evidence = tuple(filter(None, (target.snapshot, attempt.snapshot)))
            findings.append(Finding(where=pages[0], what=what, value=attempt.url, expected="指向所说明的网站", evidence=evidence))
    why = f"读取{len(seen)}个外部链接的目标页面，{len(findings)}个指向错误，允许0个"
    if len(seen) < len(outside):
        why += f"；另有{len(outside) - len(seen)}个未读取"
    return threshold(why, findings, 0, 1)


def _linking(asked: set[str], links: Pages[PageLinks]) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """What every link to each address says, and the pages that link to it."""
    texts, pages = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for page in links:
        for link in page.fact.links:
            if link.url in asked:
                texts[link.url].append(link.text)
                pages[link.url].append(page.url)
    return {url: tuple(said) for url, said in texts.items()}, pages


def _turned_out(target: LinkTarget, texts: tuple[str, ...]) -> tuple[str, str]:
    """What a target is that its links do not say, and the words that tell; empty when it is what they say."""
    if target.kind == "login" and (not texts or any(not text or DOOR.search(text) for text in texts)):
        return "", ""
    if target.kind:
        return target.kind, target.why
    names = [named[1] for text in texts if (named := NAMED.fullmatch(text.strip()))]
    shown = GOVERNMENT.findall(target.title)
    other = bool(names) and len(names) == len(texts) and bool(shown) and not any(name in target.title for name in names)
    return ("other", f"链接文字为“{names[0]}人民政府”，标题为“{target.title}”") if other else ("", "")


def _url(attempt: Attempt) -> str:
    return attempt.final_url or attempt.url
