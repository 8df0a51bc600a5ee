"""A small site made of pages for tests of the column ledger: pages by address, read exactly as a crawl reads them."""

from __future__ import annotations

from datetime import datetime

from zhengjian.facts.article import Article
from zhengjian.facts.base import Attempt, Coverage, Literal, Moment, Registered, Resolver
from zhengjian.facts.columns import Column, Columns
from zhengjian.facts.index import read_all
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import AddressBook, Page
from zhengjian.model import SHANGHAI, FetchCode, RegisteredColumn, Site, Snapshot, Target, Unit

AS_OF = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
MOMENT = Moment(as_of=AS_OF, period_start=datetime(2025, 4, 1, tzinfo=SHANGHAI), period_end=datetime(2025, 7, 1, tzinfo=SHANGHAI))


def resolver(
    pages: dict[str, str],
    *,
    columns: tuple[RegisteredColumn, ...] = (),
    home_code: FetchCode = FetchCode.OK,
    cut: frozenset[str] = frozenset(),
) -> Resolver:
    """Facts of a site; the first address is its home page, all others lie one click away (deeper by slashes).

    ``cut`` are addresses whose answers broke off.
    """
    book, read, attempts = AddressBook(), [], []
    for number, (url, html) in enumerate(pages.items()):
        depth = 0 if number == 0 else max(1, url.count("/") - 3)
        snapshot = Snapshot(id=f"S-2025Q2.1.1.{number}", url=url, final_url=url, at=AS_OF, code=FetchCode.OK)
        facts = tuple(read_all(Page(url, html, complete=url not in cut, depth=depth, addresses=book), (PageLinks, ListItems, Article)))
        read.append((snapshot, depth, facts))
        attempts.append(Attempt(url=url, depth=depth, code=FetchCode.OK if number else home_code, final_url=url, snapshot=snapshot.id))
    site = Site(site_id="5101000001", name="某市人民政府", home=next(iter(pages)), unit="U1", kind="市级门户")
    given = (
        MOMENT,
        Coverage(home=attempts[0], attempts=tuple(attempts)),
        Registered(site=site, unit=Unit(code="U1", name="某市人民政府"), columns=columns),
    )
    return Resolver(Literal(Target(kind="site", id="5101000001"), given, tuple(read)))


def ledger(
    pages: dict[str, str],
    *,
    columns: tuple[RegisteredColumn, ...] = (),
    home_code: FetchCode = FetchCode.OK,
    cut: frozenset[str] = frozenset(),
) -> Columns:
    """The column ledger of a site."""

    def given(columns: Columns) -> Columns:
        return columns

    result: Columns = resolver(pages, columns=columns, home_code=home_code, cut=cut).call(given)
    return result


def by_name(found: Columns) -> dict[str, Column]:
    """The ledger's columns by name."""
    return {column.name: column for column in found.columns}


NAV = (("xwdt", "新闻动态"), ("tzgg", "通知公告"), ("zcwj", "政策文件"), ("jgzn", "机构职能"))
NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">首页</a></li>'
    + "".join(f'<li><a href="/{path}/">{name}</a></li>' for path, name in NAV)
    + "</ul></div>"
)
FOOTER = '<div class="footer"><a href="http://beian.miit.gov.cn/">蜀ICP备10000001号</a></div>'


def frame(title: str, body: str) -> str:
    """A page with the site's navigation and footer around a body."""
    return f"<html><head><title>{title}-某市人民政府</title></head><body>{NAVIGATION}{body}{FOOTER}</body></html>"


def list_page(name: str, dates: list[str], *, path: str = "", extra: str = "") -> str:
    """An ordinary list page with a breadcrumb; ``dates`` are printed as they are, one item each."""
    rows = "".join(
        f'<li><a href="{path}{1000 + n}.html">关于{name}的第{n}条信息标题</a><span>{date}</span></li>' for n, date in enumerate(dates)
    )
    return frame(name, f'<div class="wz">当前位置：<a href="/">首页</a> &gt; {name}</div><ul class="list">{rows}</ul>{extra}')
