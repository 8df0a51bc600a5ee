"""Lists whose years stand in headings: a month and a day alone must not be taken for this year's."""

from __future__ import annotations

from zhengjian.facts import list_page
from zhengjian.facts.page import Page

ROWS = "".join(f'<li><a href="/a/{n}.html">关于某项工作有关事项的公告第{n}号</a> [06-0{n}]</li>' for n in range(1, 7))
TRAIL = "<div class='pos'>当前位置：<a href='/'>首页</a> &gt; 通知公告</div>"


def dates(body: str) -> set[str]:
    page = Page("https://www.example.gov.cn/tzgg/", f"<html><body>{TRAIL}{body}</body></html>", depth=1)
    return {item.date for item in list_page.read(page).items}


def test_a_month_and_a_day_right_below_a_year_are_of_that_year() -> None:
    assert dates(f"<h4>2024年</h4><ul>{ROWS}</ul>") == {f"2024-06-0{n}" for n in range(1, 7)}


def test_blocks_of_years_are_one_list() -> None:
    older = ROWS.replace("/a/", "/b/").replace("[06-", "[03-")
    found = dates(f"<div><h5>2025年</h5><ul>{ROWS}</ul><h5>2024年</h5><ul>{older}</ul></div>")
    assert found == {f"2025-06-0{n}" for n in range(1, 7)} | {f"2024-03-0{n}" for n in range(1, 7)}


def test_a_month_and_a_day_with_a_year_elsewhere_are_left_to_the_articles() -> None:
    assert dates(f"<div class='years'><b>2024</b></div><p>请选择年份查看</p><ul>{ROWS}</ul>") == {""}


def test_a_month_and_a_day_without_any_year_are_kept() -> None:
    assert dates(f"<h4>通知公告</h4><ul>{ROWS}</ul>") == {f"--06-0{n}" for n in range(1, 7)}


def test_the_year_of_a_clock_is_no_heading() -> None:
    assert "" not in dates(f"<div class='clock'><span>2026</span>年<span>6</span>月</div><ul>{ROWS}</ul>")
