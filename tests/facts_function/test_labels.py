"""Reading page labels, and what a page shows to hold them against."""

from __future__ import annotations

import pytest

from zhengjian.facts.labels import names_domain_of, read
from zhengjian.facts.page import Page
from zhengjian.facts.shell import shell_of


def labelled(head: str, body: str = "<p>要闻</p>", url: str = "https://www.example.gov.cn/xw/t20250612_1.html") -> Page:
    return Page(url, f"<html><head>{head}</head><body>{body}</body></html>", depth=2)


def test_the_first_line_and_the_place_of_a_label() -> None:
    read_ = read(
        labelled('<title>x</title>\n<meta name="SiteName" content="甲">', '<div></div>\n<meta name="PubDate" content="2025-06-12">')
    )
    assert [(label.name, label.line, label.where) for label in read_.labels] == [("SiteName", 2, "head"), ("PubDate", 3, "body")]


def test_labels_of_a_script_are_said_to_be_so() -> None:
    read_ = read(labelled('<script>document.write(\'<meta name="SiteName" content="甲">\')</script>'))
    assert [(label.name, label.values, label.where) for label in read_.labels] == [("SiteName", ("甲",), "script")]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>发布时间：2025-06-12 09:30</p>", "2025-06-12"),
        ("<p>日 期：2025年6月2日</p>", "2025-06-02"),
        ("<p>成文日期：2025-06-12</p>", ""),
        ("<p>截止时间：2025-06-12</p>", ""),
        ("<p>发布时间：2025-06-12</p><p>更新时间：2025-06-13</p>", ""),
    ],
)
def test_the_visible_date_of_publication(body: str, shown: str) -> None:
    assert read(labelled("", body)).shown_date == shown


def test_the_label_s_own_date_is_preferred_when_the_page_shows_it() -> None:
    body = "<p>2025-06-12 15:30</p><p>成文日期：2025-05-30</p><p>发布日期：2025-05-30</p>"
    assert read(labelled('<meta name="PubDate" content="2025-06-12 09:30">', body)).shown_date == "2025-06-12"


def test_a_title_is_compared_without_spaces_and_quotation_marks() -> None:
    assert read(labelled('<meta name="ArticleTitle" content="关于“一件事”的通知">', "<h1>关于 一件事 的通知</h1>")).title_shown is True
    cut = "关于进一步做好防汛抗旱工作的..."
    assert (
        read(labelled(f'<meta name="ArticleTitle" content="{cut}">', "<h1>关于进一步做好防汛抗旱工作的若干意见</h1>")).title_shown is True
    )
    assert read(labelled('<meta name="ArticleTitle" content="另一篇">', "<h1>关于一件事的通知</h1>")).title_shown is False
    assert read(labelled("", "<h1>关于一件事的通知</h1>")).title_shown is None


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("www.example.gov.cn", True),
        ("http://WWW.example.gov.cn/", True),
        ("gk.example.gov.cn", True),
        ("某市人民政府.政务", True),
        ("www.other.gov.cn,www.example.gov.cn", True),
        ("www.other.gov.cn", False),
    ],
)
def test_a_domain_is_compared_by_its_registrable_part(said: str, same: bool) -> None:
    assert names_domain_of(said, "https://www.example.gov.cn/a.html") is same


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<html><head><meta http-equiv='refresh' content='0;url=/i.html'></head><body></body></html>", "页面只用于跳转"),
        ("<html><body><script>location.href='/i.html'</script></body></html>", "页面只用于跳转"),
        ("<html><frameset><frame src=a></frameset></html>", "页面是框架页"),
        ("<html><body><div id=app></div><script src=/a.js></script></body></html>", "页面正文由脚本生成"),
        ("<html><body><p>要闻</p></body></html>", ""),
    ],
)
def test_pages_that_say_nothing_themselves(html: str, why: str) -> None:
    assert shell_of(Page("https://www.example.gov.cn/", html)) == why
