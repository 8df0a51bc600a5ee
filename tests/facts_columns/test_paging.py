"""The further pages of a list: by links, by attributes, and by what the page's scripts would do with a number."""

from __future__ import annotations

import pytest

from zhengjian.facts.data_calls import data_addresses
from zhengjian.facts.datastore import next_groups
from zhengjian.facts.page import Page
from zhengjian.facts.paging import further_pages

HERE = "http://www.example.gov.cn/xw/gz/"
JPAGE = """<nextgroup><![CDATA[<a href="/proxy.jsp?page=1&amp;unit=7"></a>]]></nextgroup>
<script>$('#77').jpage({perPage:15,totalRecord:100,groupSize:3})</script>"""


def page(body: str) -> Page:
    return Page(HERE, f"<html><body>{body}</body></html>", depth=1)


@pytest.mark.parametrize(
    ("body", "first", "count"),
    [
        ("<script>createPageHTML(25, 0, 'index', 'html');</script>", "index_1.html", 25),
        ("<script>createPageHTML('pg',25,1,'index','shtml',498);</script>", "index_2.shtml", 25),
        ("<script>Pager({size:7,current:0,prefix:'list',suffix:'html'});</script>", "list_1.html", 7),
        ("<a href='javascript:go(2)'>下一页</a>第1/9页<script>function go(n){location.href='list_'+n+'.html'}</script>", "list_2.html", 9),
        ("<a href='#' onclick='to(2);return false'>下页</a><script>function to(p){window.location='?page='+p;}</script>", "?page=2", 0),
        ("<script>laypage.render({count:180,limit:20,jump:function(o){location.href='?page='+o.curr}})</script>", "?page=2", 9),
        (
            "<form name=f action='l.jsp'><input type=hidden name=cid value=3><input type=hidden name=pageNo value=1></form>"
            "<a href='javascript:gp(2)'>下一页</a><script>function gp(n){document.f.pageNo.value=n;document.f.submit()}</script>",
            "l.jsp?cid=3&pageNo=2",
            0,
        ),
        ("<select><option value='index.html'>1</option><option value='index_2.html'>2</option></select>", "index_2.html", 0),
        ("<a href='###' onclick=\"go('index_2.html')\">下一页</a>", "index_2.html", 0),
        ("<a href='javascript:void(0)' tagname='/xw/gz/index_2.html'>【下一页】</a>", "index_2.html", 0),
        ("<a href='index_2.html'><img src=n.gif alt='下一頁'></a>", "index_2.html", 0),
        ("<a class=next href='index_2.html'></a>", "index_2.html", 0),
        ("<link rel=next href='index_2.html'>", "index_2.html", 0),
        ("<a href='index_2.html'>Next Page</a>", "index_2.html", 0),
        ("<a href='index_2.html'>后一页 ›</a> 共 9 页", "index_2.html", 9),
    ],
)
def test_the_next_page_is_found_and_the_pages_are_counted(body: str, first: str, count: int) -> None:
    found, said = further_pages(page(body))
    assert (found[0].removeprefix(HERE), said) == (first, count)


def test_of_a_long_list_thirty_pages_and_the_oldest_are_named() -> None:
    found, count = further_pages(page("<script>createPageHTML(300, 0, 'index', 'html');</script>"))
    assert (len(found), found[-1].removeprefix(HERE), count) == (31, "index_299.html", 300)


@pytest.mark.parametrize(
    "body",
    [
        "<a href=\"javascript:__doPostBack('Pager1','2')\">下一页</a>",
        "<form method=post action='l.jsp'><input type=hidden name=pageNo value=1></form><a href='javascript:gp(2)'>下一页</a>"
        "<script>function gp(n){f.pageNo.value=n;f.submit()}</script>",
        "<script>function find(kw){location.href='/search?q='+kw}</script><a href='javascript:find(2)'>搜索</a>",
        "<p><a href='/2024/'>2024</a> <a href='/bm/'>下载页面</a></p>",
    ],
)
def test_what_cannot_be_worked_out_is_left(body: str) -> None:
    assert further_pages(page(body))[0] == ()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<a href=\"javascript:__doPostBack('Pager1','2')\">下一页</a>", 2),
        ("<a href=\"javascript:__doPostBack('Pager1','2')\">2</a> 共 7 页", 7),
        ("<form method=post><input type=submit name=n value=下一页></form>", 2),
        ("<a href='javascript:;'>1</a>", 0),
        ("<form method=post><input type=submit value=搜索></form>", 0),
    ],
)
def test_that_there_are_further_pages_is_said_although_they_cannot_be_asked_for(body: str, count: int) -> None:
    assert further_pages(page(body)) == ((), count)


def test_groups_of_records_are_numbered_as_far_as_there_are_any() -> None:
    assert [url.rpartition("/")[2] for url in next_groups(page(JPAGE))] == ["proxy.jsp?page=1&unit=7", "proxy.jsp?page=2&unit=7"]


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("$.getJSON('/api/list?channel=tz',show)", "/api/list?channel=tz"),
        ("$.ajax({url:'/api/list?channel=tz&page='+p,dataType:'json',success:show})", "/api/list?channel=tz&page=1"),
        ("var cid='77';fetch('/api/'+cid+'/list.json').then(show)", "/api/77/list.json"),
        ("$.get('/api/list',{channelId:'12',pageNo:cur,size:20},show)", "/api/list?channelId=12&pageNo=1&size=20"),
        ("axios.get('data/tz.json').then(show)", "/xw/gz/data/tz.json"),
    ],
)
def test_a_plain_question_of_a_script_is_put_together(script: str, address: str) -> None:
    assert data_addresses(page(f"<script>{script}</script>")) == (f"http://www.example.gov.cn{address}",)


@pytest.mark.parametrize(
    "script",
    [
        "$.post('/api/list?page=1',show)",
        "$.ajax({type:'POST',url:'/api/list',success:show})",
        "$.getJSON('/api/list?sign='+sign(now),show)",
        "$.get('/api/list',{channelId:$('#c').val()},show)",
        "$.get('/visit/count?id=7',show)",
        "$.get('/user/logout',show)",
        "$.get('/api/vote?id=7',show)",
        "$('#foot').load('/inc/footer.html')",
    ],
)
def test_a_request_that_is_posted_signed_or_counts_is_not_made(script: str) -> None:
    assert data_addresses(page(f"<script>{script}</script>")) == ()


def test_a_further_page_names_only_pages_that_are_there_however_they_are_counted() -> None:
    last = Page(f"{HERE}index_1.html", "<script>createPageHTML(2, 1, 'index', 'html');</script>", depth=1)
    assert further_pages(last)[0] == ()
