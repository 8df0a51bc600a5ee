"""Lists whose years stand in headings: a month and a day alone must not be taken for this year's."""

from __future__ import annotations

from zhengjian.facts import list_page
from zhengjian.facts.page import Page

ROWS = "".join(f'<li><a href="/a/{n}.html">关于某项工作有关事项的公告第{n}号</a> [06-0{n}]</li>' for n in range(1, 7))
TRAIL = "<div class='pos'>当前位置：<a href='/'>首页</a> &gt; 通知公告</div>"


def dates(body: str) -> set[str]:
    page = Page("https://www.example.gov.cn/tzgg/", f"<html><body>{TRAIL}{body}</body></html>", depth=1)
    return {item.date for item in list_page.read(page).items}


def test_a_month_and_a_day_under_a_year_of_their_own_are_left_to_the_articles() -> None:
    assert dates(f"<h4>2025年</h4><ul>{ROWS}</ul>") == {""}


def test_a_month_and_a_day_without_any_year_are_kept() -> None:
    assert dates(f"<h4>通知公告</h4><ul>{ROWS}</ul>") == {f"--06-0{n}" for n in range(1, 7)}


def test_the_year_of_a_clock_is_no_heading() -> None:
    assert "" not in dates(f"<div class='clock'><span>2026</span>年<span>6</span>月</div><ul>{ROWS}</ul>")
