"""The columns: their list, a person's word on a kind, and the forecast of what runs out."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests import postgres
from tests.console.world import PERIOD, World

from zhengjian.ledger import columns, register
from zhengjian.workflow.rights import Scope

pytestmark = postgres.on_both

EVERYTHING = Scope()


def test_a_kind_that_a_person_says_is_registered_with_reason_and_logged(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    (row, *_) = columns.listing(PERIOD, EVERYTHING, columns.Wanted()).rows
    form = {"site": row["site_id"], "url": row["url"], "kind": "政策解读", "why": "栏目名称与内容均为解读"}
    answer = office.post(f"/{PERIOD}/columns/kind/", form, follow=True)
    assert "已将" in answer.content.decode()
    (known,) = [column for column in register.load().columns if column.url == row["url"]]
    assert (known.site_id, known.name, known.kind) == (row["site_id"], row["name"], "政策解读")
    assert register.changes()[-1]["reason"] == "栏目名称与内容均为解读"


def test_an_unknown_kind_or_no_reason_changes_nothing(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    (row, *_) = columns.listing(PERIOD, EVERYTHING, columns.Wanted()).rows
    for form in ({"kind": "没有的类别", "why": "理由"}, {"kind": "政策解读", "why": " "}):
        office.post(f"/{PERIOD}/columns/kind/", {"site": row["site_id"], "url": row["url"], **form})
    assert register.load().columns == ()


def test_units_see_only_their_own_columns_and_may_not_say_kinds(world: World, sign_in: Callable[[str], Client]) -> None:
    jia, office = sign_in("jia"), sign_in("office")
    assert (
        office.get(f"/{PERIOD}/columns/").content.decode().count("更正类别") == columns.listing(PERIOD, EVERYTHING, columns.Wanted()).total
    )
    assert "更正类别" not in jia.get(f"/{PERIOD}/columns/").content.decode()
    assert "5101000003" not in jia.get(f"/{PERIOD}/columns.csv").content.decode("utf-8-sig")
    (row, *_) = columns.listing(PERIOD, EVERYTHING, columns.Wanted()).rows
    assert jia.post(f"/{PERIOD}/columns/kind/", {"site": row["site_id"], "url": row["url"], "kind": "专题", "why": "x"}).status_code == 404


def test_names_that_three_sites_register_alike_are_evidence_for_others(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.model import RegisteredColumn, Site
    from zhengjian.register import Register

    sites = tuple(
        Site(site_id=f"52000000{n:02}", name=f"网站{n}", home=f"http://s{n}.example/", unit="D1", kind="省直部门") for n in range(4)
    )
    rows = tuple(RegisteredColumn(site_id=site.site_id, name="基层之声", url=f"{site.home}j/", kind="动态要闻") for site in sites)
    reason = register.Reason(by="test", at=register.changes()[-1]["at"])
    register.take(Register(sites=sites, columns=rows[:2]), ["网站", "栏目"], reason)
    assert "基层之声" not in columns.learned()
    register.take(Register(sites=sites, columns=rows[:3]), ["栏目"], reason)
    assert columns.learned()["基层之声"] == "动态要闻"


def test_the_forecast_lists_units_and_a_letter(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger.models import ColumnReading

    office = sign_in("office")
    assert "30天内没有栏目将超过更新期限" in office.get(f"/{PERIOD}/columns/due/?days=30").content.decode()
    ColumnReading.objects.filter(site_id="5101000001").update(period_days=20)
    text = office.get(f"/{PERIOD}/columns/due/?days=30").content.decode()
    assert "将有1个网站的1个栏目超过更新期限" in text and "可直接发送的通知文本" in text and "最迟2025年6月30日更新" in text
    assert "可直接发送的通知文本" not in sign_in("yi").get(f"/{PERIOD}/columns/due/?days=30").content.decode()


def test_both_differences_from_the_register_can_be_listed(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.facts.column_register import NOT_FOUND, NOT_LISTED
    from zhengjian.ledger.models import ColumnReading

    first, second = ColumnReading.objects.filter(period=PERIOD)[:2]
    ColumnReading.objects.filter(pk=first.pk).update(name="登记了的栏目", why=NOT_FOUND)
    ColumnReading.objects.filter(pk=second.pk).update(name="网页上的栏目", why=f"最近更新 2025-06-10；{NOT_LISTED}")
    office = sign_in("office")
    missing = office.get(f"/{PERIOD}/columns/?register=missing").content.decode()
    unlisted = office.get(f"/{PERIOD}/columns/?register=unlisted").content.decode()
    assert "登记了的栏目" in missing and "网页上的栏目" not in missing
    assert "网页上的栏目" in unlisted and "登记了的栏目" not in unlisted
