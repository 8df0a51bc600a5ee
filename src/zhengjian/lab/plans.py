"""Which faults stand where: a mixed plan for small labs, and the seed bulletin's own for the full province."""

from __future__ import annotations

from zhengjian.lab.faults import Fault
from zhengjian.lab.places import Register
from zhengjian.model import Site

RANKED_CITIES = ("宜宾", "巴中", "成都", "南充", "广安", "遂宁", "泸州", "内江", "攀枝花")
RANKED_DEPARTMENTS = (
    "自然资源厅",
    "生态环境厅",
    "住房城乡建设厅",
    "交通运输厅",
    "财政厅",
    "商务厅",
    "经济和信息化厅",
    "公安厅",
    "省中医药局",
    "省文物局",
    "省市场监管局",
    "教育厅",
    "省发展改革委",
)


def small_plan(register: Register) -> tuple[Fault, ...]:
    """One or two faults on every third site, look-alikes between them, and some stopped accounts."""
    faults = [
        Fault("hidden-links", "", "offscreen"),
        Fault("footer-marks-missing", "", "site_code,police"),
        Fault("column-stale", "", "statistics"),
        Fault("page-labels-missing", "", "ArticleTitle"),
        Fault("privacy-leak", "", "id"),
        Fault("dead-links", "", "3"),
    ]
    innocent = [
        Fault("gambling-news", ""),
        Fault("masked-numbers", ""),
        Fault("blocked-403", ""),
        Fault("pinned", ""),
        Fault("empty-mailbox", ""),
        Fault("challenge", "", "521"),
        Fault("hidden-menu", ""),
        Fault("clock", ""),
    ]
    plan = []
    for n, site in enumerate(register.sites):
        pool = faults if n % 2 == 0 else innocent
        if pick := pool[n // 2 % len(pool)] if n < 2 * len(pool) or n % 3 == 0 else None:
            plan.append(Fault(pick.kind, site.site_id, pick.detail))
    for n, account in enumerate(register.accounts):
        if n % 12 == 5:
            plan.append(Fault("account-stale", account.account_id, "33"))
        if n % 12 == 9:
            plan.append(Fault("account-unfiled-change", account.account_id))
    return (*plan, Fault("report-late", "1", "7"))


def annex_plan(register: Register) -> tuple[Fault, ...]:
    """The seed's faults; deductions elsewhere put the named cities and departments first in order of score."""
    return (*_seed_sites(register), *_accounts(register), *_order(register), *_elsewhere(register), Fault("report-reply-evasive", "9"))


def _short(register: Register) -> dict[str, Site]:
    short = {unit.code: unit.short_name for unit in register.units}
    return {short[site.unit]: site for site in register.sites if site.kind in {"市级门户", "省直部门"}}


def _seed_sites(register: Register) -> list[Fault]:
    by_name = _short(register)
    wanting = ("民政厅", "司法厅", "水利厅", "省体育局", "省统计局", "省信访局")
    return [
        Fault("hidden-links", by_name["省药监局"].site_id, "offscreen"),
        Fault("footer-marks-missing", by_name["资阳"].site_id, "site_code"),
        *(Fault("footer-marks-missing", by_name[name].site_id, "site_code") for name in wanting),
        Fault("privacy-leak", by_name["省机关事务局"].site_id, "id"),
        Fault("interpretation-late", by_name["农业农村厅"].site_id, "16"),
        Fault("interpretation-late", by_name["省医保局"].site_id, "21"),
        Fault("interpretation-late", by_name["科学技术厅"].site_id, "12"),
        Fault("message-elements-missing", by_name["省林草局"].site_id, "asked"),
        Fault("message-elements-missing", by_name["退役军人厅"].site_id, "unit"),
        Fault("reply-evasive", by_name["省能源局"].site_id),
        Fault("consultation-unanswered", by_name["省卫生健康委"].site_id),
        Fault("page-labels-missing", by_name["审计厅"].site_id, "ArticleTitle"),
        Fault("page-labels-missing", by_name["省国资委"].site_id, "ColumnType,ColumnKeywords"),
        Fault("page-labels-wrong", by_name["应急厅"].site_id, "SiteIDCode"),
        Fault("column-stale", by_name["省数据局"].site_id, "statistics"),
        Fault("column-blank", by_name["省经济合作局"].site_id, "surveys"),
    ]


def _accounts(register: Register) -> list[Fault]:
    units = {unit.short_name: unit.code for unit in register.units}
    provincial = {account.unit + account.platform: account.account_id for account in register.accounts}
    apps = [account.account_id for account in register.accounts if account.platform == "移动客户端"]
    return [
        Fault("account-stale", provincial[units["省市场监管局"] + "抖音"], "41"),
        Fault("account-stale", provincial[units["人力资源社会保障厅"] + "抖音"], "27"),
        Fault("account-stale", provincial[units["省广电局"] + "微信订阅号"], "136"),
        Fault("account-stale", provincial[units["省粮食和储备局"] + "新浪微博"], "19"),
        *(Fault("account-unfiled-change", account.account_id) for account in register.accounts[120:3900:900]),
        *(Fault("account-app-broken", account) for account in apps[60:61]),
    ]


def _order(register: Register) -> list[Fault]:
    by_name = _short(register)
    faults = []
    for ranked, kind, gap in ((RANKED_CITIES, "市级门户", 12), (RANKED_DEPARTMENTS, "省直部门", 16)):
        places = {name: place for place, name in enumerate(ranked)}
        for name, site in by_name.items():
            if site.kind == kind and site.takes_part_in_scoring and places.get(name) != 0:
                faults.append(Fault("dead-links", site.site_id, str(places.get(name, gap))))
    return faults


def _elsewhere(register: Register) -> list[Fault]:
    offices = [site for site in register.sites if site.kind == "市级部门"]
    counties = [site for site in register.sites if site.kind == "县级门户"]
    faults = [Fault("page-labels-missing", site.site_id, "PubDate") for site in offices[10::60]]
    faults += [Fault("page-labels-wrong", site.site_id, "SiteDomain") for site in counties[7::60]]
    faults += [Fault("column-stale", site.site_id, "statistics") for site in offices[35::120]]
    faults += [Fault("column-blank", site.site_id, "surveys") for site in counties[31::70]]
    faults += [Fault("dead-links", site.site_id, "2") for site in counties[3::40]]
    return faults
