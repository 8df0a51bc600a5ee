"""Unpacking without running: every disguise opens, nothing honest is called disguised, and no bomb grows."""

from __future__ import annotations

import pytest

from zhengjian.facts.hijack import signs
from zhengjian.facts.script_writes import written
from zhengjian.facts.scripts import unpack

OWN = "www.mouxian.gov.cn"


@pytest.mark.parametrize(
    ("script", "plain"),
    [
        (r'document["\x77\x72\x69\x74\x65"]("<a href=http://x1.com>a</a>")', "document.write"),
        ("document.write(String.fromCharCode(60,97,32,104,114,101,102,61))", "<a href="),
        ("document.write(unescape('%3Ca%20href%3D%u6FB3%u95E8'))", "<a href=澳门"),
        ("eval('moc.1x//:ptth'.split('').reverse().join(''))", "http://x1.com"),
        ('eval(atob("bG9jYXRpb24uaHJlZj0naHR0cDovL3gxLmNvbSc="))', "location.href='http://x1.com'"),
        ('var a="ht"+"tp:";var b="//x1.com";location.href=a+b', '"http://x1.com"'),
        ("var s=[105,117,117,113,59,48,48,121,50,47,100,112,110];for(i in s)o+=String.fromCharCode(s[i]-1);", "http://x1.com"),
        ('var _0x1=["\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f\\x78\\x31","b"];f(_0x1[0]+_0x1[1])', "http://x1"),
        ("x=['ht','tp','://x1.com'].join('')", "http://x1.com"),
        ('var s="105-117-117-113-59-48-48-121-50".split("-");for(i in s)o+=String.fromCharCode(s[i]-1);', "http://x1"),
        ('var s="6f7373773d28287f36";for(i=0;i<9;i+=2)o+=String.fromCharCode(parseInt(s.substr(i,2),16)^7);', "http://x1"),
        ('var k={a:"<a href=",b:"//x1.com>"};document.write(k.a+k.b)', 'document.write("<a href=//x1.com>")'),
        ("x='h#t#t#p#:#/#/#x1.com'.replace(/#/g,'')", "http://x1.com"),
        ("eval(function(p,a,c,k,e,d){return p}('0.1(\"2\")',3,3,'document|write|hello'.split('|'),0,{}))", 'document.write("hello")'),
    ],
)
def test_disguises_open(script: str, plain: str) -> None:
    assert plain in unpack(script).text


def test_what_a_script_writes_is_html() -> None:
    assert written(unpack("document.write('<div style=\\'left:-99px\\'>');e.innerHTML='<a href=\"//x1.com\">a</a>'").text) == (
        "<div style='left:-99px'><a href=\"//x1.com\">a</a>"
    )


def test_a_plain_script_is_not_called_disguised() -> None:
    script = "var hm=document.createElement('script');hm.src='https://hm.baidu.com/hm.js?0a';document.body.appendChild(hm);"
    assert not unpack(script).encoded
    assert signs(script, OWN) == ()


@pytest.mark.parametrize(
    "bomb",
    [
        "eval(function(p,a,c,k,e,d){return p}('" + "0 " * 150_000 + "',62,1,'" + "x" * 50_000 + "'.split('|'),0,{}))",
        'var a="' + "b" * 3_000 + '";' + "x=a+a+a+a;" * 5_000 + "document.write(a)",
        'eval("' + r"\x41" * 90_000 + '")',
        "fromCharCode([" + "12," * 100_000,
    ],
)
def test_a_bomb_stays_within_its_bounds(bomb: str) -> None:
    assert len(unpack(bomb).text) <= 1_000_000


@pytest.mark.parametrize(
    ("script", "technique"),
    [
        ('if(document.referrer.indexOf("baidu")>0){location.href="http://x1.com/"}', "按搜索来源跳转或加载"),
        ('if(/baiduspider/i.test(navigator.userAgent)){document.write("<a href=http://x1.com>a</a>")}', "按搜索爬虫跳转或加载"),
        ('if(navigator.userAgent.indexOf("spider")==-1){document.title="某县"}', "对搜索爬虫显示不同标题"),
        ('if(navigator.userAgent.toLocaleLowerCase().indexOf("baidu")==-1){document.title ="某县"}', "对搜索爬虫显示不同标题"),
        (
            'if(window.opener){if(document.referrer.indexOf("baidu.com")!=-1){window.opener.location.href="http://www.baidu.com.x1.cc/s"}}',
            "按搜索来源跳转或加载",
        ),
        ('document.writeln("var s=document.referrer;if(s.indexOf(\\"baidu\\")>0)self.location=\'http://x1.com\'")', "按搜索来源跳转或加载"),
        ('if(/iphone/i.test(navigator.userAgent)){location.replace("http://x1.com/")}', "按访问终端跳转到站外"),
        ('addEventListener("popstate",function(){location.href="http://x1.com"})', "按后退操作跳转到站外"),
        ('new CoinHive.Anonymous("k").start()', "网页挖矿脚本"),
        ('if(new Date().getHours()>21&&document.referrer){location.href="http://x1.com/n"}', "按访问时间跳转到站外"),
        ('var h=new Date().getHours();(function(){if(h>20||h<7){location.href="http://x1.com/"}})();', "按访问时间跳转到站外"),
        ('if(document.referrer.length>0)location.href="http://x1.com/"', "按访问来源跳转到站外"),
        ('window.onload=function(){document.onclick=function(){window.open("http://x1.com/")}}', "点击网页任意处跳转到站外"),
        ('window.addEventListener("touchstart",()=>{if(!sessionStorage.k){location.href="http://x1.com/"}});', "点击网页任意处跳转到站外"),
        ('$(document).one("click",function(){window.open("http://x1.com/")})', "点击网页任意处跳转到站外"),
        ('if(!localStorage.seen){localStorage.seen=1;location.href="http://x1.com/"}', "首次访问时跳转到站外"),
        ("setTimeout(\"location.href='http://x1.com/'\",800)", "打开网页即由脚本跳转到站外"),
        ('function tz(){location.href="http://x1.com/"}\nwindow.onload=tz;', "打开网页即由脚本跳转到站外"),
        (
            'var i=document.createElement("iframe");i.src="http://x1.com/";i.width=0;i.height=0;b.appendChild(i);',
            "脚本写入不可见的外站框架",
        ),
        ('if(/spider/i.test(navigator.userAgent)){document.write("<h1>百家乐</h1>")}', "对搜索爬虫显示不同内容"),
        ('var e="loc",f="ation",u="http://x1.com";if(a)window[e+f].href=u;', "脚本跳转到站外"),
        ('DropFileName = "svchost.exe"\nWriteData = "4D5A90"', "网页脚本释放可执行文件"),
    ],
)
def test_hijacks_are_told_by_what_they_do(script: str, technique: str) -> None:
    assert [sign.technique for sign in signs(script, OWN) if sign.certain][:1] == [technique]


@pytest.mark.parametrize(
    "script",
    [
        'if(/android/i.test(navigator.userAgent)){location.href="http://m.mouxian.gov.cn/"}',
        'if(document.referrer.indexOf("baidu.com")>0){highlight(q)}',
        'if(document.referrer.indexOf("google")>0){document.cookie="from=google"}',
        "if(top.location!=self.location){top.location=self.location}",
        'if(navigator.userAgent.match(/mobile/)){location.href="http://m.mouxian.com/"}',
        'function go(){location.href="http://x-soft.com/"}',
        '$(document).on("click",".item",function(){window.open("http://x-soft.com/")})',
        'document.addEventListener("click",function(e){if(e.target.id=="a"){window.open("http://x-soft.com/")}})',
        'if(/MSIE [678]/.test(navigator.userAgent)){location.href="http://browser-x.com/"}',
        'document.getElementById("b").onclick=function(){location.href="http://x-soft.com/"}',
        'if(document.cookie.indexOf("tip")<0){document.cookie="tip=1";window.open("http://www.mou-news.com/zt/")}',
        'var f=document.createElement("iframe");f.style.display="none";f.src="http://58.1.2.3:8080/sso";d.appendChild(f)',
        'setTimeout(function(){location.href="http://www.mouxian.com.cn/"},3000)',
    ],
)
def test_honest_scripts_stay_silent(script: str) -> None:
    assert not [sign for sign in signs(script, OWN) if sign.certain]
