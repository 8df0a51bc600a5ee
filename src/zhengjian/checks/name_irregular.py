"""A site whose name is not that of its region or office, or another one than the register knows.

The official name is the region's or the office's own name, so that citizens know a government's site by it. Judged are
the registered name by its words (X在线, X之窗 name no office) and the name that the home page gives itself (SiteName, else
its title) against the register. A page that shows the unit's or the site's name anywhere, shortened or with words of
its own around it, agrees; a page in another language, or one without words, decides nothing.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Registered
from zhengjian.facts.labels import Labels
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="网站名称不规范",
    wording="政府网站以本地区、本部门机构名称命名，名称与登记一致",
    clause="网站名称",
    document="国办发〔2017〕47号",
    finding_phrase="网站名称不规范",
)

OFFICE = re.compile(
    r"政府|委员会|办公室|管委会|[局厅委署办院馆会站所处团司队]|中心|公安|法院|检察|海关|税务|银行|集团|开发区|新区|园区|政务"
)
TRADE_NAME = re.compile(r"(?:在线|之窗|信息港|热线|资讯|之声|快讯|视窗|商城)(?:网站|网)?$")
_TAIL = re.compile(r"(?:政府)?(?:门户)?(?:官方)?(?:网站|官网|网)$|^中国[·.\s]*|[（(][^）)]*[)）]|\s")
LEAST = 4  # characters: a shorter name tells too little


def check(labels: Pages[Labels], registered: Registered, coverage: Coverage) -> Outcome:
    """At most one finding for the registered name and one for the name that the home page gives itself."""
    home, site, unit = labels.home, registered.site, registered.unit
    findings = []
    if TRADE_NAME.search(site.name) and not OFFICE.search(site.name):
        evidence = (registered.evidence or f"register:{site.site_id}",)
        findings.append(
            Finding(where=site.home, what="网站名称不是地区或机构名称", value=site.name, expected=f"以“{unit.name}”命名", evidence=evidence)
        )
    shown = "" if home is None else next(iter(filter(None, home.fact.values("SiteName") or ())), "")
    known = [core for name in (site.name, unit.name, unit.short_name) if (core := _core(name))]
    if home is not None and coverage.home_seen and len(_chinese(shown)) >= LEAST and not _agrees(f"{shown}{home.fact.heading}", known):
        what = "首页标明的网站名称与登记不一致"
        findings.append(Finding(where=home.url, what=what, value=shown, expected=site.name, evidence=(home.snapshot,)))
    if findings:
        return threshold(f"网站名称有{len(findings)}处不规范", findings, 0, 1)
    if home is None or not coverage.home_seen:
        return unknown(coverage.why_unseen or "首页未读取")
    if len(_chinese(shown)) < LEAST:
        return unknown("首页没有标明网站名称（SiteName），须人工查看页头")
    return met(f"网站名称“{shown}”与登记相符")


def _core(name: str) -> str:
    """A name without the words that every site has."""
    return _chinese(_TAIL.sub("", name).removesuffix("人民政府办公室").removesuffix("办公室").removesuffix("人民政府"))


def _chinese(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def _agrees(shown: str, known: list[str]) -> bool:
    """True when any two characters in a row of a known name's own part stand in what is shown, or no name has such a part."""
    bare = _chinese(shown)
    pieces = [piece for name in known for piece in re.sub(r"人民政府|政府|委员会|管理|[省市县区州局厅委办]", " ", name).split()]
    return not pieces or any(piece[place : place + 2] in bare for piece in pieces for place in range(max(1, len(piece) - 1)))
