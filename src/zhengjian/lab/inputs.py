"""Writes the lists that an office would hold (contract §2) as CSV files: the only thing the product is told of the lab."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from zhengjian.lab.calendar import add_workdays, on_workday
from zhengjian.lab.faults import Fault
from zhengjian.lab.planting import COURTESY
from zhengjian.lab.province import Province
from zhengjian.model import Account, Period, Site

VISITS_A_DAY = 48
PROBE_DAYS = 7
_KINDS = ("内容不准确", "内容无法访问", "信息不更新", "错别字", "其他")
_WEIGHTS = (6, 5, 2, 2, 1)
_REPORTS = (
    "页面上的办公时间与实际不一致，请核实。",
    "该链接打不开，请检查。",
    "栏目内容较旧，希望及时更新。",
    "文中有一处文字疑似笔误。",
    "希望增加附件的可编辑版本。",
)
_ANSWERS = ("已核实并更正，感谢监督。", "链接已修复，感谢监督。", "栏目已更新，感谢监督。", "已更正，感谢监督。", "已补充附件，感谢监督。")


def write_register(province: Province, folder: Path) -> None:
    """All input files of the province into ``folder``: register, probe log, messages, policies, profiles, filings."""
    folder.mkdir(parents=True, exist_ok=True)
    units = ([u.code, u.name, u.short_name, u.kind, u.parent] for u in province.register.units)
    _write(folder / "units.csv", "单位编码 单位名称 简称 单位类别 上级单位编码", units)
    _write(
        folder / "sites.csv",
        "网站标识码 网站名称 首页网址 主办单位编码 网站类别 对外服务职能 ICP备案号 公安备案号 运行状态 参与计分",
        (_site_row(province, site) for site in province.register.sites),
    )
    _write(folder / "columns.csv", "网站标识码 栏目名称 栏目网址 栏目类别 更新周期 豁免原因 豁免批准人 豁免至", _columns(province))
    heads = "账号编号 平台 账号名称 平台账号ID 主办单位编码 状态 主页 订阅源 开设日期 备案日期"
    _write(folder / "accounts.csv", heads, map(_account_row, province.register.accounts))
    _write(folder / "filings.csv", heads, map(_account_row, province.register.accounts))
    _write(folder / "profiles.csv", "账号编号 账号名称 认证主体 平台账号ID 状态 读取时间", _profiles(province))
    _write(
        folder / "messages.csv",
        "留言编号 网站标识码 网址 问题类型 内容 收到时间 转办时间 答复时间 办结时间 状态 答复内容",
        _messages(province),
    )
    _write(folder / "policies.csv", "文号 标题 网址 发布日期 需解读", _policies(province))
    _write(folder / "probe.csv", "网站标识码 时间 耗时秒 结果", _probe(province))


def _write(path: Path, heads: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads.split())
        writer.writerows(rows)


def _clock(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _site_row(province: Province, s: Site) -> list[str]:
    closed = any(f.kind == "status-mismatch" for f in province.planted(s.site_id))
    scored = {None: "", True: "是", False: "否"}[s.scored]
    serves = "是" if s.serves_public else "否"
    return [s.site_id, s.name, s.home, s.unit, s.kind, serves, s.icp, s.police, "永久下线" if closed else s.status, scored]


def _columns(province: Province) -> Iterator[list[str]]:
    """One portal in ten keeps a list of its columns; all others are left to be discovered."""
    for site in province.register.sites[::10]:
        world = province.world(site.site_id)
        for address, column in province.column_addresses(world):
            yield [site.site_id, column.name, address, column.kind, "", "", "", ""]


def _account_row(a: Account) -> list[str]:
    return [a.account_id, a.platform, a.name, a.platform_id, a.unit, a.status, a.home, a.feed, "2021-03-01", "2021-03-08"]


def profile_name(account: Account, faults: tuple[Fault, ...]) -> str:
    """The name that the platform shows: another than the filed one when a change was never filed."""
    changed = any(f.kind == "account-unfiled-change" for f in faults)
    return f"{account.name}在线" if changed else account.name


def _profiles(province: Province) -> Iterator[list[str]]:
    for a in province.register.accounts:
        shown = profile_name(a, province.planted(a.account_id))
        yield [a.account_id, shown, province.units[a.unit].name, a.platform_id, "正常", _clock(province.as_of - timedelta(hours=3))]


def _messages(province: Province) -> Iterator[list[str]]:
    start = Period.parse(province.period).start + timedelta(days=2, hours=9)
    span = max(1, (province.as_of - start).days - 9)
    evasive = {f.target for f in province.plan if f.kind == "report-reply-evasive"}
    late = {f.target: int(f.detail or "7") for f in province.plan if f.kind == "report-late"}
    for n in range(province.register.messages):
        rng = Random(f"{province.seed}:message:{n}")
        site, kind = province.message_site(n), rng.choices(range(len(_KINDS)), _WEIGHTS)[0]
        received = on_workday(start + timedelta(days=rng.randint(0, span))).replace(hour=rng.randint(8, 19), minute=rng.randint(0, 59))
        forwarded = received + timedelta(minutes=rng.randint(5, 40))
        closed = add_workdays(forwarded, late.get(str(n + 1), rng.randint(1, 2))).replace(hour=rng.randint(9, 16))
        number = f"{received:%Y%m%d}{rng.getrandbits(32):08x}"
        times = [_clock(received), _clock(forwarded), _clock(closed - timedelta(minutes=10)), _clock(closed)]
        yield [
            number,
            site.site_id,
            site.home,
            _KINDS[kind],
            _REPORTS[kind],
            *times,
            "已办结",
            COURTESY if str(n + 1) in evasive else _ANSWERS[kind],
        ]


def _policies(province: Province) -> Iterator[list[str]]:
    for site in province.register.sites:
        world = province.world(site.site_id)
        policies = world.column("policies")
        for article in policies.articles if policies else ():
            yield [article.document, article.title, province.article_address(world, article), f"{article.published:%Y-%m-%d}", "是"]


def _probe(province: Province) -> Iterator[tuple[str, str, str, str]]:
    first = (province.as_of - timedelta(days=PROBE_DAYS)).replace(hour=0, minute=0)
    visits = VISITS_A_DAY * PROBE_DAYS
    times = [f"{first + timedelta(minutes=30 * n):%Y-%m-%d %H:%M:%S}" for n in range(visits)]
    for site in province.register.sites:
        rng = Random(f"{province.seed}:probe:{site.site_id}")
        share = next((float(f.detail or "8") for f in province.planted(site.site_id) if f.kind == "site-unreachable"), 0.0)
        failed = set(rng.sample(range(visits), max(rng.randint(0, 3), round(visits * share / 100 + 0.49) if share else 0)))
        slow = rng.randint(20, 140) / 100
        for n, time in enumerate(times):
            if n in failed:
                yield (site.site_id, time, "15.00", "超时")
            else:
                yield (site.site_id, time, f"{slow + n * 7919 % 90 / 100:.2f}", "正常")
