"""Reading the marks at the foot of pages."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest
from tests.accuracy.function.measure import measure, pages

from zhengjian.facts.footer import MARKS, Footer, Mark, read, with_written
from zhengjian.facts.page import Page
from zhengjian.facts.source import decode_script, fold, source_of

FOOT = """<div class="footer">主办单位：某市人民政府 电话：0830-1234567
网站标识码：5101000001
蜀ICP备05000001号-1 川公网安备 51010002000001号
<a href="https://bszs.conac.cn/sitename?method=show&id=1"><img src="/r.png"></a>
<script id="_jiucuo_" sitecode="5101000001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></div>"""


def page(body: str, url: str = "https://www.example.gov.cn/xw/1.html") -> Page:
    return Page(url, f"<html><head><title>某市</title></head><body>\n<p>要闻</p>\n{body}\n</body></html>")


def test_the_labelled_pages_are_read_as_well_as_the_specification_asks() -> None:
    for row in measure():
        assert row.precision >= 0.98, row.differences
        assert row.recall >= 0.95, row.differences


def test_a_mark_knows_its_source_line_also_from_memory() -> None:
    first, second = read(page(FOOT)), read(page("<p>一</p>\n<p>二</p>\n" + FOOT))
    assert (first.site_code.line, first.icp.line) == (4, 5)
    assert (second.site_code.line, second.icp.line) == (6, 7)
    assert second.site_code.values == ("5101000001",)


def test_a_page_read_in_part_lacks_nothing() -> None:
    part = page("<p>正文</p>")
    part.complete = False
    assert {read(part).mark(name).state for name in ("icp", "police", "site_code", "party_mark")} == {"unknown"}


def test_a_rendered_page_hides_nothing() -> None:
    drawn = page('<div id="footer"></div><script src="/js/footer.js"></script>')
    assert read(drawn).icp.state == "unknown"
    drawn = dataclasses.replace(drawn, rendered=True, shared={})
    assert read(drawn).icp.state == "missing"


def test_addresses_of_writers_are_those_of_the_page_that_names_them() -> None:
    body = '<div class="bottom"></div><script src="../js/footer.js"></script>'
    assert read(page(body, "https://a.gov.cn/x/y.html")).writers == ("https://a.gov.cn/js/footer.js",)
    assert read(page(body, "https://b.gov.cn/z/y.html")).writers == ("https://b.gov.cn/js/footer.js",)


def test_a_script_file_is_read_as_what_it_writes() -> None:
    written = "".join(f"document.write({line!r});\n" for line in FOOT.splitlines())
    script = Page("https://www.example.gov.cn/js/footer.js", written, content_type="application/javascript")
    footer = read(script)
    assert footer.site_code.values == ("5101000001",)
    assert footer.could_write == ""
    assert {footer.mark(name).state for name in ("icp", "police", "sponsor", "contact", "party_mark", "report_entry")} == {"present"}


def test_marks_of_scripts_that_were_read_are_added_and_settle_what_is_missing() -> None:
    home = read(page('<div id="footer"></div><script src="/js/footer.js"></script>'))
    script = Footer(icp=Mark(state="present"), site_code=Mark(state="present"), police=Mark())
    joined = with_written(home, {"https://www.example.gov.cn/js/footer.js": script})
    assert (joined.icp.state, joined.police.state) == ("present", "missing")
    loads_more = msgspec.structs.replace(script, could_write="页底由脚本载入")
    assert with_written(home, {"https://www.example.gov.cn/js/footer.js": loads_more}).police.state == "unknown"
    assert with_written(home, {}) == home


@pytest.mark.parametrize(
    ("script", "written"),
    [
        ("document.write('<b>' + \"a\" + '</b>')", "<b>a</b>"),
        (r"x.innerHTML = '\u7f51\u7ad9\x3cb\x3e\/'", "网站<b>/"),
        ('document.write(unescape("%3Cspan%3E%u7f51"))', "<span>网"),
        ("a.html('<i>')\n// a.html('<u>')", "<i>"),
        ("/* x.append('<u>') */ x.append('<i>')", "<i>"),
    ],
)
def test_strings_of_scripts_are_put_together(script: str, written: str) -> None:
    decoded = decode_script(script)
    assert written in decoded and "<u>" not in decoded


def test_comments_are_gone_scripts_apart_and_offsets_kept() -> None:
    source = source_of(page("<!-- 蜀ICP备1号 --><script src=/a.js></script><script>var a = '<!-- x -->';</script><p>尾</p>"))
    assert len(source.shown) == len(
        page("<!-- 蜀ICP备1号 --><script src=/a.js></script><script>var a = '<!-- x -->';</script><p>尾</p>").html
    )
    assert "ICP" not in source.shown and "var a" not in source.shown and "<p>尾</p>" in source.shown
    assert [script.src for script in source.scripts] == ["/a.js", ""]


def test_full_width_and_traditional_forms_are_ordinary() -> None:
    assert fold("網站標識碼：５１０\u3000ＩＣＰ備") == "网站标识码：510 ICP备"


def test_hostile_sources_are_read_in_time() -> None:
    for piece in ("<div class=foot", "<!--", "<!--#include ", "<script>", "主办", "网站标识码：", "&copy;", '<img src="', "{{", "(" * 50):
        read(page(piece * (60_000 // len(piece))))


BODY = (
    "<ul>"
    + "".join(f'<li><a href="/xw/{number}.html">某市召开会议部署工作</a><span>2025-06-01</span></li>\n' for number in range(60))
    + "</ul>"
)


@pytest.mark.parametrize(("name", "found", "truth"), list(pages("footers-*.md")), ids=[name for name, _, _ in pages("footers-*.md")])
def test_a_remembered_foot_says_what_the_whole_page_says(name: str, found: Page, truth: dict[str, str]) -> None:
    long = re.sub(r"(<body[^>]*>)", lambda tag: tag[1] + BODY, found.html, count=1, flags=re.IGNORECASE)
    quick = read(Page(found.url, long))
    thorough = read(Page(found.url, f"<!-- \\u -->{long}"))  # an escape before the foot makes the reader look at everything
    assert {mark: quick.mark(mark).state for mark in MARKS if mark != "sitemap"} == {
        mark: thorough.mark(mark).state for mark in MARKS if mark != "sitemap"
    }


CITED = "<h1>工作通报</h1><p>经查，某单位网站“蜀ICP备09009999号”未更新，标识码5101009999与登记不符，川公网安备51010002000099号失效。</p>"


def test_what_an_article_reports_of_other_sites_is_not_the_pages_own() -> None:
    found = read(page(CITED + '<div class="footer">主办单位：某市审计局 联系电话：0830-1234567</div>'))
    assert {name: found.mark(name).state for name in ("site_code", "icp", "police", "sponsor")} == {
        "site_code": "missing",
        "icp": "missing",
        "police": "missing",
        "sponsor": "present",
    }


def test_a_foot_in_whole_sentences_is_the_pages_own() -> None:
    own = "<p>本网站由某市审计局主办，网站标识码5101000001，蜀ICP备05000001号，川公网安备51010002000001号，如有缺失请来电。</p>"
    assert [read(page(CITED + own)).mark(name).values for name in ("site_code", "icp")] == [("5101000001",), ("蜀ICP备05000001号",)]


@pytest.mark.parametrize("picture", ['<img src="/i/bottom.jpg">', '<img src="/i/77.png" usemap="#m"><map name=m><area href="/x"></map>'])
def test_words_that_may_be_in_a_picture_of_the_foot_are_left_open(picture: str) -> None:
    linked = '<a href="https://bszs.conac.cn/sitename?method=show&id=1">党政机关</a><a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?x">错</a>'
    found = read(page(f'<div class="foot">{linked}{picture}</div>'))
    assert found.party_mark.state == "present"
    assert {found.mark(name).state for name in ("site_code", "icp", "police")} == {"unknown"}


def test_an_include_that_the_server_left_in_shows_nothing_to_anybody_but_may_be_filled_in_a_file() -> None:
    left = page('<!--#include virtual="/common/bottom.shtml"-->')
    assert read(left).icp.state == "missing"
    in_a_file = dataclasses.replace(left, url="file:///模板.html", shared={})
    assert read(in_a_file).icp.state == "unknown"


def test_a_copyright_line_without_a_name_names_no_sponsor() -> None:
    assert (
        read(Page("https://www.example.gov.cn/", "<p>要闻</p><div>Copyright © 2019-2025 All Rights Reserved 访问量：5</div>")).sponsor.state
        == "missing"
    )


def test_a_friends_link_to_the_register_of_marks_is_no_mark() -> None:
    friends = '<div class="yqlj"><a href="http://www.gov.cn">中国政府网</a><a href="http://bszs.conac.cn">事业单位在线</a></div>'
    assert read(page(friends + '<div class="foot">主办：某区侨联 0830-1234567</div>')).party_mark.state == "missing"
    picture = '<a href="http://bszs.conac.cn/"><span><img src="/i/a.png"></span></a>'
    assert read(page(f'<div class="foot">{picture}主办：某区侨联</div>')).party_mark.fault


def test_a_notice_that_says_what_a_foot_must_show_shows_none_of_it() -> None:
    notice = "<p>各单位网站应在底部列明主办单位、网站标识码（如5101990001）、ICP备案编号（如蜀ICP备11002299号），并设网站地图。</p>"
    found = read(page(f'<h1>通知</h1>{notice}<div id="bottom"><p>某县委网信办</p></div>'))
    assert {found.mark(name).state for name in ("site_code", "icp", "sitemap")} == {"missing"}
