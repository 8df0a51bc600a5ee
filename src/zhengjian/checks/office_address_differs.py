"""The office's own page gives another house number than the foot of the home page.

Measured between two pages of one site: the foot of the home page, and the page that says what the site's office is (机构职能,
单位概况; 联系我们 is often that of the site's keeper). Only what is sure is said: one address on either page, in the same road,
with different house numbers. Other roads may be a second building, and are left to a person; telephones are not compared,
because the foot's is that of the site's keeper. Known limit: of other offices' pages on a portal nothing is said.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.office_contacts import ITSELF, OfficeContacts
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="单位办公地址前后不一致",
    wording="概况信息、机构职能等信息应准确，与页面底部列明的联系方式一致",
    clause="扣分指标·发布解读·概况信息、机构职能",
    document="国办秘函〔2019〕19号",
    finding_phrase="单位办公地址前后不一致",
)

_HOUSE = re.compile(r"(?P<road>[\u4e00-\u9fff]{2,14}?(?:大道|大街|路|街|巷|弄|胡同))(?P<part>[东南西北中一二三四]段)?(?P<number>\d{1,5})号")
_DISTRICT = re.compile(r"^.*(?:省|市|县|区|州|旗|盟|镇|乡|街道)(?=[\u4e00-\u9fff]{2})")


def check(contacts: Pages[OfficeContacts], registered: Registered | None, coverage: Coverage) -> Outcome:
    """One finding for each page of the office that gives another house number; unknown where the two cannot be compared."""
    home = contacts.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen or "首页未读取")
    names = {ITSELF, registered.unit.name if registered is not None else ITSELF}
    own = [page for page in contacts if page.depth and page.fact.office in names and len(page.fact.addresses) == 1]
    if len(home.fact.addresses) != 1 or not own:
        return unknown("首页页底和机构职能、单位概况等页面未同时写明唯一的办公地址，无法比对")
    foot = home.fact.addresses[0]
    findings, unsure = [], []
    for page in own:
        address = page.fact.addresses[0]
        here, there = _house(address), _house(foot)
        if here is None or there is None or here[:2] != there[:2]:
            unsure += [address] if address not in foot and foot not in address else []
        elif here != there:
            what = f"本页办公地址“{address}”与首页页底的“{foot}”门牌号不一致"
            findings.append(Finding(where=page.url, what=what, value=address, expected=foot, evidence=(page.snapshot, home.snapshot)))
    if not findings and not unsure:
        return met(f"首页页底与{len(own)}个页面的办公地址一致")
    why = f"比对{len(own)}个页面的办公地址，{len(findings)}处与首页页底不一致，允许0处"
    return threshold(why + (f"；“{unsure[0]}”与“{foot}”是否同一地址，须人工核实" if unsure else ""), findings, len(unsure), 1)


def _house(address: str) -> tuple[str, str, str] | None:
    """Road without its district, part of it, and house number; None where an address does not say them."""
    found = _HOUSE.search(address)
    return (_DISTRICT.sub("", found["road"]), found["part"] or "", found["number"]) if found else None
