"""The columns that pass their limit soon, as lines and as a text for a mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhengjian.model import SHANGHAI, Site, Unit
from zhengjian.service.due import due_among, letter

AT = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
SITES = {
    "1": Site(site_id="1", name="甲市人民政府", home="http://a.gov.cn/", unit="A", kind="市级门户"),
    "2": Site(site_id="2", name="甲市教育局", home="http://b.gov.cn/", unit="B", kind="市级部门"),
}
UNITS = {"A": Unit(code="A", name="甲市政府办公室"), "B": Unit(code="B", name="甲市教育局")}


def line(site: str, name: str, last: str | None, period: int | None, state: str = "fresh") -> dict[str, Any]:
    return {
        "site_id": site,
        "name": name,
        "url": f"http://{site}/{name}",
        "kind": "动态要闻",
        "last": {"date": last, "from": "list"} if last else None,
        "period_days": period,
        "state": state,
    }


LINES = [
    line("1", "通知公告", "2024-12-25", 180),  # six calendar months: until 25 June
    line("1", "工作动态", "2025-06-08", 14, "near-stale"),  # until 22 June
    line("2", "教育要闻", "2025-06-13", 14),  # until 27 June: the seventh day
    line("2", "新闻", "2025-06-14", 14),  # one day more
    line("2", "旧闻", "2025-05-01", 14, "stale"),
    line("2", "概况", None, None, "exempt"),
]


def test_the_soonest_first_and_exactly_the_last_day_is_among_them() -> None:
    found = due_among(LINES, SITES, UNITS, AT, 7)
    assert [(entry.name, entry.days_left, entry.last_day) for entry in found] == [
        ("工作动态", 2, date(2025, 6, 22)),
        ("通知公告", 5, date(2025, 6, 25)),
        ("教育要闻", 7, date(2025, 6, 27)),
    ]


def test_the_letter_counts_and_goes_unit_by_unit() -> None:
    text = letter(due_among(LINES, SITES, UNITS, AT, 7), AT, 7)
    assert text.startswith("截至2025年6月20日的检查，2025年6月27日前将有2个网站的3个栏目超过更新期限。")
    assert "甲市政府办公室（2个）\n　甲市人民政府“工作动态”：最近更新2025-06-08，最迟2025年6月22日更新（还有2天）" in text
    assert letter([], AT, 7) == "截至2025年6月20日的检查，2025年6月27日前没有栏目将超过更新期限。\n"
