"""Marks at the foot of the pages that say something wrong: another site's code, or a number of an impossible form.

A wrong site code sends citizens' error reports to another unit. The site code and the 找错 entry are held against the
register, or without one against each other; ICP and police numbers are judged by their form alone, because a register may
be older than the page. A page that shows several codes is right when one of them is this site's. Odd but live forms
(10-digit police numbers, ICP numbers of 6 digits, codes such as BM12000001) are no errors. A mark that was never filled
in, and a 党政机关 mark that does not lead to its record, are wrong on any site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zhengjian.checks._footers import sampled
from zhengjian.checks._sample import named
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages, Reading, Registered
from zhengjian.facts.footer import MARKS, Footer
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="页面底部功能区标识错误",
    wording="页面底部功能区列明的网站标识码、备案号和找错入口应与本网站一致、格式规范",
    clause="扣分指标·功能设计·网站标识",
    document="国办秘函〔2019〕19号",
    finding_phrase="页面底部网站标识有误",
)

ICP_FORM = re.compile(r"[^川贵云甘]?ICP备\d{6,10}号(?:-\d+)?")
# Numbers of 10 to 13 digits were given before 2015 and live on; some of 13 have an 02 behind the division as the new ones have.
POLICE_FORM = re.compile(r"(?:[^蜀黔陇]?公网安备)?\d{10,14}号?")
WHOLE_POLICE = re.compile(r"(.)公网安备(\d{2})\d{12}号")
CODE_FORM = re.compile(r"\d{10}|bm\d{8}|(?!bm)[a-z]+\d+[a-z\d]*|\d+[a-z][a-z\d]*", re.IGNORECASE)

# GB/T 2260: the first two digits of a province's divisions, by the letter that its police numbers begin with.
_LETTERS = "京11津12冀13晋14蒙15辽21吉22黑23沪31苏32浙33皖34闽35赣36鲁37豫41鄂42湘43粤44桂45琼46渝50川51贵52云53藏54陕61甘62青63宁64新65"
DIVISIONS = dict(re.findall(r"(\D)(\d\d)", _LETTERS))

OTHER_CODE, TWICE = "网站标识码与名录登记不一致", 2


class Limits(BaseLimits):
    """``inner``: how many inner pages are sampled."""

    inner: int = 5


def check(footers: Pages[Footer], registered: Registered | None, coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each wrong value, at the first sampled page that shows it."""
    pages = sampled(footers, limits.inner)
    if not coverage.home_seen or not pages:
        return unknown(coverage.why_unseen or "首页未读取")
    if not any(page.fact.marks_seen for page in pages):
        return unknown("未读到页面底部标识" + (f"（{pages[0].fact.could_write}）" if pages[0].fact.could_write else ""))
    findings: dict[tuple[str, str], Finding] = {}
    shown = Counter(code for page in pages for code in set(page.fact.site_code.values))
    for page in pages:
        for what, value, expected in _wrong(page, registered.site.site_id if registered else ""):
            if what == OTHER_CODE and page is not pages[0] and shown[value] < TWICE:
                continue  # an article may speak of another site's code; a foot stands on more pages than one
            findings.setdefault(
                (what, value), Finding(where=page.url, what=what, value=value, expected=expected, evidence=(page.snapshot,))
            )
    return threshold(f"页底标识有误{len(findings)}处；{named(pages)}", list(findings.values()), 0, 1)


def _wrong(page: Reading[Footer], site_id: str) -> Iterator[tuple[str, str, str]]:
    footer = page.fact
    shown, sent = ([code.lower() for code in codes.values] for codes in (footer.site_code, footer.report_entry))
    formless = [value for value in footer.site_code.values if not CODE_FORM.fullmatch(value)]
    if site_id and shown and not formless and site_id.lower() not in shown:
        yield OTHER_CODE, footer.site_code.values[-1], site_id
    if sent and (right := [site_id.lower()] if site_id else shown) and not set(right) & set(sent):
        yield "找错入口指向其他网站", footer.report_entry.values[-1], site_id or footer.site_code.values[-1]
    for mark in (getattr(footer, name) for name in MARKS):
        if mark.fault:
            yield mark.fault, "；".join(mark.values), "链接到本网站的登记信息" if mark is footer.party_mark else "填写真实内容"
    if formless and not footer.site_code.fault and len(formless) == len(shown):
        yield "网站标识码格式不规范", formless[-1], "10位数字，或bm加8位数字"
    for value in footer.icp.values if not footer.icp.fault else ():
        if not ICP_FORM.fullmatch(value):
            yield "ICP备案号格式不规范", value, "省简称ICP备加6至10位数字号"
    for value in footer.police.values if not footer.police.fault else ():
        if not POLICE_FORM.fullmatch(value):
            yield "公安备案号格式不规范", value, "省简称公网安备加14位数字号"
        elif (number := WHOLE_POLICE.fullmatch(value)) and DIVISIONS.get(number[1], number[2]) != number[2]:
            yield "公安备案号的省份与编号不符", value, f"{number[1]}公网安备的编号以{DIVISIONS[number[1]]}开头"
