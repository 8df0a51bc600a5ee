"""Official page labels that contradict the register, the address, or what the page itself shows.

Site code against the register, site name against the home page, domain against the address, title against the text of the
page, date against its visible date, column name against the column page; a date in another form than the official one; one
label given twice with different values; the name of a variable instead of a value. Seconds after the official
``YYYY-MM-DD HH:MM`` are tolerated; a page that shows several dates of publication is not judged on its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengjian.checks._label_pages import LabelLimits, sampled
from zhengjian.checks._sample import host_of
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Reading, Registered
from zhengjian.facts.labels import Labels, mostly_in, names_domain_of
from zhengjian.facts.page_kinds import PageKinds
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="页面标签不准确",
    wording="页面标签的值应与网站登记信息和页面内容一致，发布时间格式为“YYYY-MM-DD HH:MM”",
    clause="网页设计规范·网页标签",
    document="国办发〔2017〕47号",
    finding_phrase="页面标签不准确",
)

UNFILLED = re.compile(r"[$#]\{[^{}]*\}|\{\{|<%|\{\$|\{[a-z]+:[^{}]*\}|%[A-Z_]{3,}%|\[!--|undefined$|^null$")
PUB_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}) \d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")


Limits = LabelLimits


def check(labels: Pages[Labels], kinds: PageKinds, registered: Registered | None, coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each label of a sampled page that is wrong."""
    pages = sampled(labels, kinds, limits)
    if not coverage.home_seen or pages is None:
        return unknown(coverage.why_unseen or "首页未读取")
    if not any(page.fact.labels for page in pages.all):
        return unknown("抽查的页面都没有页面标签，无从核对；" + pages.named)
    articles = {page.url for page in pages.articles}
    findings = [
        Finding(where=page.url, what=what, value=value, expected=expected, evidence=(page.snapshot,))
        for page in pages.all
        for what, value, expected in _wrong(page, registered, page.url in articles)
    ]
    wrong = len({finding.where for finding in findings})
    return threshold(f"抽查{len(pages.all)}个页面，{wrong}个标签不准确，允许0个；{pages.named}", findings, 0, 1)


def _wrong(page: Reading[Labels], registered: Registered | None, article: bool) -> Iterator[tuple[str, str, str]]:
    fact = page.fact
    values = {label.name: [value for value in label.values if value] for label in fact.labels}
    for name, given in list(values.items()):
        if given and UNFILLED.search(given[0]):
            yield f"{name} 是未替换的模板变量", given[0], "实际内容"
            values.pop(name)
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ArticleTitle", "PubDate"):
        if len(set(values.get(name, []))) > 1:
            yield f"{name} 重复且不一致", "；".join(values[name]), "只有一个值"
            values.pop(name)
    for column in values.get("ColumnName", [])[:1]:
        says_more = any(character.isalnum() for character in fact.heading.replace((values.get("SiteName") or [fact.heading])[0], ""))
        if fact.column_shown is False and says_more:  # else its name may be a picture
            yield "ColumnName 与页面所示栏目不一致", column, fact.heading
    for name in values.get("SiteName", [])[:1]:
        known = registered.site.name + registered.unit.name if registered else ""
        if fact.name_shown is False and not fact.shell and not mostly_in(name, known):
            yield "SiteName 与网站名称不一致", name, registered.site.name if registered else fact.heading
    codes = (registered.site.site_id,) if registered else fact.shown_codes
    for code in values.get("SiteIDCode", [])[:1]:
        if codes and code.lower() not in {real.lower() for real in codes}:
            shown = "名录登记" if registered else "页面底部"
            yield f"SiteIDCode 与{shown}的网站标识码不一致", code, codes[0]
    homes = [url for url in (page.url, registered.site.home if registered else "") if url.startswith("http")]
    for domain in values.get("SiteDomain", [])[:1]:
        if homes and not names_domain_of(domain, *homes):
            yield "SiteDomain 与网站域名不一致", domain, host_of(homes[-1])
    for title in values.get("ArticleTitle", [])[:1]:
        if article and fact.title_shown is False:
            yield "ArticleTitle 与页面标题不一致", title, fact.heading
    for date in values.get("PubDate", [])[:1]:
        official = PUB_DATE.fullmatch(date)
        if official is None:
            yield "PubDate 格式不规范", date, "YYYY-MM-DD HH:MM"
        elif article and fact.shown_date and official[1] != fact.shown_date:
            yield "PubDate 与页面显示的发布时间不一致", date, fact.shown_date
