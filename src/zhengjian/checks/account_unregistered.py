"""Accounts that the home page leads to as the site's own, by a link or a code, and that are in no list.

A clue for a person. Only pages of accounts on well-known platforms count. An account is the site's own when the words of the link, or
those that stand for the picture of the code, say no name (官方微博) or the name of its unit or place; accounts of persons, of media, of
other places are left alone. It is in no list, neither the register nor the national export, when no listed account has this id, and none
of the unit, of those above and below it, or called after it, could be the same under an id of another form.
"""

from __future__ import annotations

import re

import msgspec

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.account_links import KnownAccounts, SeenAccount, account_of
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import Link, PageLinks
from zhengjian.facts.picture_codes import PictureCodes
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="疑似未登记备案的政务新媒体账号",
    wording="政务新媒体应分级备案，杜绝瞒报、漏报",
    clause="分级备案",
    document="国办发〔2018〕123号",
    finding_phrase="政务新媒体账号瞒报漏报",
)

_SORTS = "微博|微信|微信公众号|公众号|公众平台|抖音|抖音号|快手|头条|头条号|今日头条|视频号|B站|哔哩哔哩|百家号|小红书|政务新媒体"
_PLATFORM = rf"(?:{_SORTS})(?:账号|主页)?"
_NO_NAME = re.compile(
    rf"(?:关注|扫码关注|进入)?(?:我们|本站|本[局委厅办市县区]|我[局委厅办市县区])?的?(?:官方|政务|新浪|腾讯|认证)*{_PLATFORM}"
)
_OF_CODES = re.compile(r"的?二维码|扫一扫|扫码|，|,|！")
_CALLED = re.compile(
    rf"[省市州县区]?(?:人民政府)?(?:办公[室厅])?(?:发布|政务|政府网|政府网站|门户网站|在线)?(?:的?(?:官方|政务|新浪|腾讯|认证)*{_PLATFORM})?"
)


def check(links: Pages[PageLinks], labels: Pages[Labels], codes: Pages[PictureCodes], listed: KnownAccounts, coverage: Coverage) -> Outcome:
    """One finding for each such account."""
    home = links.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen or "首页未读取")
    if not listed.ids:
        return unknown("没有账号名录可供比对")
    shown: dict[SeenAccount, Link] = {}
    for link in home.fact.of("page", "action"):
        seen = account_of(link.url)
        if seen is not None and _own(link.text, listed):
            shown.setdefault(seen, link)
    behind = {picture.url: [code.url for code in picture.fact.codes] for picture in codes}
    for link in home.fact.of("image"):
        for url in behind.get(link.url, ()):
            if (seen := account_of(url)) is not None and _own(_OF_CODES.sub("", link.text), listed):
                shown.setdefault(seen, msgspec.structs.replace(link, url=url))
    findings, unsure = [], []
    for seen, link in shown.items():
        match _listed(seen, listed):
            case False:
                what = f"首页“{link.text}”链接的{seen.platform}账号（{seen.form} {seen.id}）不在名录和备案之中，须人工核实"
                findings.append(Finding(where=home.url, what=what, value=link.url, expected="已登记备案", evidence=(home.snapshot,)))
            case None:
                unsure.append(seen)
    if not shown and (not home.fact.complete or any(page.depth == 0 and page.fact.shell for page in labels)):
        return unknown("首页内容由脚本生成或未读完，未见账号链接")
    said = f"首页有{len(shown)}个账号链接，{len(findings)}个不在名录和备案之中，允许0个"
    doubt = (
        f"；{'、'.join(f'{seen.platform}（{seen.form} {seen.id}）' for seen in unsure)}与已登记账号的ID写法不同，未能核对" if unsure else ""
    )
    return threshold(said + doubt, findings, len(unsure), 1) if shown else met("首页未见政务新媒体账号的链接")


def _own(words: str, listed: KnownAccounts) -> bool:
    """True when a link's words name nobody, or the site's own unit or place."""
    text = re.sub(r"[\s“”\"'@：:【】\[\]()（）—-]", "", words)
    if _NO_NAME.fullmatch(text):
        return True
    return any(text.startswith(name) and _CALLED.fullmatch(text, len(name)) for name in listed.names)


def _listed(seen: SeenAccount, listed: KnownAccounts) -> bool | None:
    """Whether an account is in a list; None when one of the unit's own line may be it under an id of another form."""
    if f"{seen.platform}|{seen.id}" in listed.ids:
        return True
    beside = (account for account in listed.line if account.platform == seen.platform)
    return None if any(seen.form not in account.forms for account in beside) else False
