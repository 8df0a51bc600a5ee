"""From a site's entry and its planted faults to what it publishes.

Every part draws from a source seeded by (seed, site, part): a fault in one part leaves all others as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from zhengjian.lab import planting, wording
from zhengjian.lab.calendar import add_workdays, on_workday
from zhengjian.lab.faults import Fault
from zhengjian.lab.world import Article, Column, Footer, Guide, Leader, Letter, World
from zhengjian.model import Site, Unit

PORTALS = frozenset({"省级门户", "市级门户", "县级门户"})
OLD_NEWS = 2  # items of past years on the second page of the news


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of dated items: its names on portals and on departments, how many items, and their ages in days."""

    key: str
    on_portals: str
    on_departments: str
    kind: str
    group: str
    items: int
    newest: tuple[int, int]
    between: tuple[int, int]


LISTED = (
    Listed("news", "{place}要闻", "工作动态", "动态要闻", "新闻中心", 5, (1, 6), (1, 4)),
    Listed("notices", "公示公告", "通知公告", "通知公告", "新闻中心", 4, (4, 24), (9, 26)),
    Listed("policies", "政策文件", "行政规范性文件", "政策文件", "政务公开", 3, (20, 60), (20, 45)),
    Listed("interpretations", "政策解读", "政策解读", "政策解读", "政务公开", 3, (20, 60), (20, 45)),
    Listed("statistics", "统计数据", "数据发布", "统计数据", "政务公开", 3, (9, 40), (28, 33)),
    Listed("reports", "政府信息公开年报", "信息公开年报", "信息公开年报", "政务公开", 3, (142, 150), (364, 366)),
    Listed("surveys", "民意征集", "意见征集", "意见征集", "互动交流", 3, (15, 60), (30, 70)),
    Listed("personnel", "人事任免", "", "人事信息", "政务公开", 3, (10, 50), (20, 40)),
    Listed("plans", "规划计划", "", "规划计划", "政务公开", 2, (60, 120), (60, 150)),
)


@dataclass(frozen=True)
class Office:
    """Who publishes, and until when."""

    seed: int
    site: Site
    unit: Unit
    as_of: datetime

    @property
    def portal(self) -> bool:
        """True for a government's portal, false for a department's site."""
        return self.site.kind in PORTALS

    @property
    def place(self) -> str:
        """The place that texts speak of."""
        return self.unit.short_name if self.unit.kind in {"市州", "县区"} else self.unit.name[:3]

    @property
    def org(self) -> str:
        """The office as its texts call it."""
        return self.unit.short_name or self.unit.name

    def source(self, part: str) -> Random:
        """The chance that makes one part of the site."""
        return Random(f"{self.seed}:{self.site.site_id}:{part}")


def build(seed: int, site: Site, unit: Unit, as_of: datetime, faults: tuple[Fault, ...]) -> World:
    """What the site publishes at ``as_of``, its faults planted."""
    office = Office(seed, site, unit, as_of)
    columns = _pair_interpretations([_list_column(office, row) for row in LISTED if office.portal or row.on_departments])
    world = World(
        site=site,
        unit=unit,
        host=site.home.split("/")[2],
        place=office.place,
        as_of=as_of,
        columns=(*columns, *_static_columns(office)),
        letters=tuple(_letter(office, n) for n in range(1, 4)),
        guides=tuple(_guide(office, n) for n in range(1, 4)),
        leaders=tuple(_leader(office, n) for n in range(3)),
        footer=Footer(
            site_code=site.site_id,
            icp=site.icp,
            police=site.police,
            sponsor=unit.name,
            contact=office_phone(unit),
            party_mark=f"{int(site.site_id) * 7919:032X}"[-32:],
            report_entry=site.site_id,
        ),
    )
    return planting.plant(world, faults, office.source("faults"))


def office_phone(unit: Unit) -> str:
    """An invented office number, the same wherever the unit's number stands."""
    return f"028-{86000000 + int(unit.code) % 97 * 1009 + len(unit.name) * 7}"


def _list_column(office: Office, row: Listed) -> Column:
    rng = office.source(row.key)
    extra = OLD_NEWS if row.key == "news" else 1 if row.key == "notices" else 0  # the notice beyond the list is linked from nowhere
    pairs = wording.titles(rng, row.kind, row.items + extra, org=office.org, place=office.place)
    first = 1000 * (LISTED.index(row) + 1)
    articles = []
    for n, ((title, topic), published) in enumerate(zip(pairs, _moments(office, row, rng, len(pairs)), strict=True)):
        named = _named(row.key, n, topic, published, office.unit) or title
        articles.append(
            Article(
                number=first + n,
                column=row.key,
                title=named,
                published=published,
                source=office.unit.name,
                paragraphs=wording.paragraphs(rng, 3, org=office.org, place=office.place, topic=topic),
                attachment=f"附件{n + 1}.pdf" if row.key in {"policies", "notices"} and n == 0 else "",
                document=f"演示发〔{published.year}〕{n + 3}号" if row.key == "policies" else "",
                hidden_from_lists=row.key == "notices" and n == row.items,
                table=_figures(rng) if row.key == "statistics" else (),
            )
        )
    name = row.on_portals.format(place=office.place) if office.portal else row.on_departments
    return Column(key=row.key, name=name, kind=row.kind, group=row.group, articles=tuple(articles))


def _moments(office: Office, row: Listed, rng: Random, count: int) -> list[datetime]:
    """Publication times, newest first: in office hours, news on any day, all else on working days."""
    as_of, found = office.as_of, []
    moment = as_of - timedelta(days=rng.randint(*row.newest))
    if row.key == "reports":
        moment = as_of.replace(year=as_of.year - (as_of.month == 1), month=1, day=rng.randint(16, 27))
    for n in range(count):
        if n == row.items:
            moment = as_of - timedelta(days=4 * 365 + rng.randint(20, 200))
        day = moment if row.key == "news" else on_workday(moment)
        found.append(day.replace(hour=rng.randint(9, 11), minute=rng.randint(0, 59), second=0, microsecond=0))
        moment -= timedelta(days=1 if row.key == "reports" and n == 0 else rng.randint(*row.between))
    return found


def _named(key: str, n: int, topic: str, published: datetime, unit: Unit) -> str:
    """The titles that some columns give their items; empty for the others."""
    year = published.year
    if key == "reports":
        return f"{unit.name}{year - 1}年政府信息公开工作年度报告" if n == 1 else f"{unit.name}政府网站工作年度报表（{year - 1}年度）"
    if key == "statistics":
        return f"{year}年1—{published.month - 1}月主要业务数据" if published.month > 1 else f"{year - 1}年1—12月主要业务数据"
    if key == "surveys":
        return f"{topic}有关规定征求意见结果反馈" if n == 1 else f"关于公开征求{topic}有关规定意见的公告"
    return ""


def _figures(rng: Random) -> tuple[tuple[str, ...], ...]:
    rows = [
        (name, str(rng.randint(120, 9800)), f"{rng.randint(-30, 120) / 10}%") for name in ("受理件数", "办结件数", "咨询人次", "服务企业数")
    ]
    return (("指标", "本期", "同比"), *rows)


def _pair_interpretations(columns: list[Column]) -> list[Column]:
    policies = next(column for column in columns if column.key == "policies")
    readings = next(column for column in columns if column.key == "interpretations")
    pairs = [
        (
            replace(policy, related=reading.number),
            replace(
                reading,
                related=policy.number,
                title=f"一图读懂《{policy.title}》" if n == 0 else f"《{policy.title}》政策解读",
                published=policy.published + timedelta(hours=2),
            ),
        )
        for n, (policy, reading) in enumerate(zip(policies.articles, readings.articles, strict=True))
    ]
    changed = {
        "policies": replace(policies, articles=tuple(policy for policy, _ in pairs)),
        "interpretations": replace(readings, articles=tuple(reading for _, reading in pairs)),
    }
    return [changed.get(column.key, column) for column in columns]


def _static_columns(office: Office) -> list[Column]:
    rng, portal, unit = office.source("static"), office.portal, office.unit

    def updated() -> datetime:
        return on_workday(office.as_of - timedelta(days=rng.randint(20, 200))).replace(
            hour=10, minute=rng.randint(0, 59), second=0, microsecond=0
        )

    phone, org = office_phone(unit), unit.name
    about = f"走进{office.place}" if portal else "机构概况"
    return [
        Column("overview", about, "概况信息", "政务公开", "static", (), _overview(org, phone), updated()),
        Column("functions", "机构职能", "机构职能", "政务公开", "static", (), _functions(org, phone), updated()),
        Column("leaders", "领导之窗" if portal else "领导信息", "领导信息", "政务公开", "leaders", (), (), updated()),
        Column("services", "办事服务", "办事服务", "办事服务", "guides"),
        Column("consultation", "市民信箱" if portal else "咨询建言", "咨询建言", "互动交流", "form"),
        Column("letters", "来信公开" if portal else "留言公开", "留言公开", "互动交流", "letters"),
    ]


def _overview(org: str, phone: str) -> tuple[str, ...]:
    return (
        f"{org}为演示数据中的虚构单位，负责本区域、本行业的行政管理和公共服务工作。",
        f"办公地址：演示路1号。办公时间：工作日9:00—12:00，13:30—17:00。联系电话：{phone}。",
    )


def _functions(org: str, phone: str) -> tuple[str, ...]:
    return (
        f"{org}的主要职责：贯彻执行有关法律法规和方针政策，拟订本领域规划并组织实施，承担行业管理、公共服务和监督检查工作。",
        "内设机构：办公室、综合科、业务一科、业务二科、政策法规科。",
        f"机构地址：演示路1号；办公电话：{phone}；负责人信息见“领导信息”栏目。",
    )


def _letter(office: Office, number: int) -> Letter:
    rng, unit = office.source(f"letter{number}"), office.unit
    topic = rng.choice(wording.TOPICS)
    title, question, answer = wording.exchange(rng, number + len(unit.name), topic=topic, place=office.place)
    asked = on_workday(office.as_of - timedelta(days=12 + 17 * number + rng.randint(0, 9))).replace(
        hour=rng.randint(8, 20), minute=rng.randint(0, 59), second=0
    )
    answered = add_workdays(asked, rng.randint(1, 4)).replace(hour=rng.randint(9, 16), minute=rng.randint(0, 59))
    answerer = f"{unit.name}人民政府办公室" if unit.kind in {"市州", "县区"} else unit.name
    return Letter(number, title, asked, question, answered, answerer, answer)


def _guide(office: Office, number: int) -> Guide:
    rng = office.source(f"guide{number}")
    topic = wording.TOPICS[(number * 13 + rng.randrange(9)) % len(wording.TOPICS)]
    title = f"{topic}事项办理"
    published = on_workday(office.as_of - timedelta(days=rng.randint(20, 150))).replace(hour=10, minute=rng.randint(0, 59), second=0)
    return Guide(
        number, title, published, wording.guide_elements(rng, title=title, topic=topic, place=office.place, phone=office_phone(office.unit))
    )


def _leader(office: Office, rank: int) -> Leader:
    rng, unit = office.source(f"leader{rank}"), office.unit
    post = ("主要负责人", "副职负责人", "副职负责人")[rank]
    topics = "、".join(rng.sample(wording.TOPICS, 3))
    year = rng.randint(1966, 1982)
    resume = f"{year}年{rng.randint(1, 12)}月生，大学学历，{year + 23}年参加工作，历任业务科科长、办公室主任，现任{unit.name}{post}。"
    return Leader(wording.person(rng), post, resume, ("主持全面工作。" if rank == 0 else "") + f"分管{topics}等工作。")
