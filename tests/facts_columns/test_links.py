"""What is read of a page's addresses: resolution, kind, place and scope."""

from __future__ import annotations

from zhengjian.facts import links
from zhengjian.facts.links import Link
from zhengjian.facts.page import AddressBook, Page

HTML = """<html><head><base href="/y/"><meta http-equiv="refresh" content="0; URL='main.html'"></head><body>
<div class="topnav"><a href="xw/">新闻</a></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/tz/">通知公告</a></div>
<ul><li><a href="202506/t1.html" title="关于放假的通知全文标题">关于放假…</a></li></ul>
<div id="zoom"><a href="http://jyj.a.gov.cn/x.pdf">附件1</a></div>
<a href="javascript:void(0)" onclick="window.open('/z.html')">打开</a>
<a href="//c.cn:80/中文.html"><img alt="丙单位" src="c.jpg" srcset="c2.jpg 2x"></a><a href="http://[bad">坏</a>
<select><option value="http://www.b.gov.cn/">乙</option></select><form action="/search.do" id="so"></form>
<script src="a.js"></script><script>if(top!=self) location.href="./index2.html"; location.href='/s?q='+x;</script>
<div id="footer"><a href="http://beian.miit.gov.cn/">蜀ICP备1号</a></div></body></html>"""


def found() -> dict[str, Link]:
    return {link.href: link for link in links.read(Page("http://www.a.gov.cn/x/index.html?d=1", HTML)).links}


def test_addresses_are_resolved_as_a_browser_would() -> None:
    got = found()
    assert got["xw/"].url == "http://www.a.gov.cn/y/xw/", "base href is honoured"
    assert got["//c.cn:80/中文.html"].url == "http://c.cn/%E4%B8%AD%E6%96%87.html"
    assert got["javascript:void(0)"].url == "" and got["http://[bad"].url == ""


def test_every_kind_of_address_is_seen() -> None:
    kinds = {href: link.kind for href, link in found().items()}
    assert kinds["main.html"] == "refresh"
    assert kinds["./index2.html"] == "redirect"
    assert "/s?q=" not in kinds, "half an address, completed by script, is none"
    assert kinds["/z.html"] == "action"
    assert kinds["http://www.b.gov.cn/"] == "option"
    assert kinds["/search.do"] == "form"
    assert kinds["http://jyj.a.gov.cn/x.pdf"] == "attachment"
    assert kinds["c.jpg"] == kinds["c2.jpg"] == "image"
    assert kinds["a.js"] == "script"


def test_a_link_knows_its_place_and_whose_it_is() -> None:
    got = found()
    assert got["xw/"].where == "nav"
    assert got["/tz/"].where == "breadcrumb"
    assert got["202506/t1.html"].where == "list"
    assert got["http://jyj.a.gov.cn/x.pdf"].where == "content"
    assert got["http://beian.miit.gov.cn/"].where == "footer"
    assert got["http://jyj.a.gov.cn/x.pdf"].scope == "kin", "a department's host under the same registrable domain"
    assert got["http://www.b.gov.cn/"].scope == "other"
    assert got["//c.cn:80/中文.html"].text == "丙单位", "a picture link is known by its alternative text"


def test_www_and_port_do_not_make_another_site() -> None:
    assert links.same_site("http://a.gov.cn:8080/x", "https://www.A.gov.cn/")
    assert not links.same_site("http://127.0.0.1:8001/", "http://127.0.0.1:8002/"), "an address with a port is a site of its own"
    assert not links.same_site("http://jyj.a.gov.cn/", "http://www.a.gov.cn/")


def test_pages_that_share_an_address_book_do_not_share_what_an_href_means() -> None:
    book = AddressBook()
    html = '<a href="b.html">乙</a><a href="/b.html">乙</a><a href="http://www.b.gov.cn/">丙</a>'
    urls = {}
    for address in ("http://www.a.gov.cn/x.html", "http://www.a.gov.cn/y/x.html", "http://www.b.gov.cn/"):
        urls[address] = [(link.url, link.scope) for link in links.read(Page(address, html, addresses=book)).links]
    other, own = ("http://www.b.gov.cn/", "other"), "own"
    assert urls["http://www.a.gov.cn/x.html"] == [("http://www.a.gov.cn/b.html", own)] * 2 + [other]
    assert urls["http://www.a.gov.cn/y/x.html"] == [("http://www.a.gov.cn/y/b.html", own), ("http://www.a.gov.cn/b.html", own), other]
    assert urls["http://www.b.gov.cn/"] == [("http://www.b.gov.cn/b.html", own)] * 2 + [("http://www.b.gov.cn/", own)]
