"""Family 4: lists in a script datastore. Records lie as CDATA in a script, drawn by the browser; 找错 and 标识 by script."""

# ruff: noqa: E501 (pages stand here as they are served)

from __future__ import annotations

from datetime import datetime
from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

STEP = 5


def pages(world: World) -> Pages:
    """All pages of one site."""
    site: dict[str, Maker] = {"/": partial(_index, world), "/col/col1/index.html": partial(_wzdt, world)}
    quiet = []
    for n, column in enumerate(world.columns):
        records = _records(column)
        for page in range(1, max(1, (len(records) - 1) // STEP + 1) + 1):
            site[_col(n) + (f"?uid={7700 + n}&pageNum={page}" if page > 1 else "")] = partial(_list, world, n, column, page)
        for record in column.articles:
            site[_art(n, record.number, record.published)] = partial(_detail, world, n, column, record)
            if record.hidden_from_lists:
                quiet.append(_art(n, record.number, record.published))
    site |= {f"/jact/front/mailpubdetail.do?sysid={x.number}": partial(_mail, world, x) for x in world.letters}
    site |= {f"/jxx/bszn/{g.number}.html": partial(_matter, world, g) for g in world.guides}
    files = {
        "/script/page.js": ("text/javascript", _JS),
        "/picture/0/logo.png": ("image/png", PIXEL),
        "/picture/0/tb.png": ("image/png", PIXEL),
    }
    files |= {
        f"/attach/0/{a.number}.pdf": ("application/pdf", pdf(a.title))
        for a in world.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(site, files, tuple(quiet))


_JS = (
    b"(function(){var s=document.getElementById('store');if(!s)return;var r=s.innerHTML.match(/<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>/g)||[];"
    b"document.getElementById('records').innerHTML=r.map(function(x){return x.slice(9,-3)}).join('')})();\n"
)


def _col(n: int) -> str:
    return f"/col/col{3300 + n}/index.html"


def _art(n: int, number: int, moment: datetime) -> str:
    return f"/art/{moment.year}/{moment.month}/{moment.day}/art_{3300 + n}_{number}.html"


def _records(column: Column) -> list[Article]:
    records = [r for r in column.articles if not r.hidden_from_lists]
    return sorted(records, key=lambda r: (r is not records[-1], 0)) if column.pinned else records


def _layout(world: World, title: str, inner: str, labels: list[tuple[str, str]], at: str = "") -> str:
    head = "".join(f'<meta name="{name}" content="{value}"/>\n' for name, value in labels)
    links = "".join(f'<a class="dh" href="{_col(n)}" target="_self">{c.name}</a>' for n, c in enumerate(world.columns))
    spot = f'<div class="dqwz">当前位置： <a href="/">首页</a> &gt;&gt; {at}</div>' if at else ""
    f = world.footer
    bottom = "".join(
        f"<span>{text}</span> "
        for text in (
            f.sponsor and f"版权所有：{f.sponsor}　主办：{f.sponsor}",
            f.contact and f"联系我们：{f.contact}",
            f.site_code and f"政府网站标识码{f.site_code}",
            f.icp and f"ICP备案：{f.icp}",
            f.police,
        )
        if text
    )
    if f.sitemap:
        bottom += '<a href="/col/col1/index.html">站点地图</a>'
    scripts = ""
    if f.party_mark:
        scripts += f'<span id="_ideConac"></span><script src="http://dcs.conac.cn/js/23/000/0000/{f.site_code or 0}/CA{f.party_mark[-21:]}.js"></script>'
    if f.report_entry:
        scripts += f'<script id="_jiucuo_" sitecode="{f.report_entry}" src="http://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script><span id="_span_jiucuo"></span>'
    clock = f'<span id="rq">{world.as_of.year}年{world.as_of.month}月{world.as_of.day}日</span>' if "clock" in world.look_alikes else ""
    tip = (
        '<div class="tanchuang" style="display:none"><a href="/col/col1/index.html">无障碍说明</a></div>'
        if "hidden-menu" in world.look_alikes
        else ""
    )
    return f"""<!doctype html><html><head><meta charset="UTF-8"/><meta http-equiv="X-UA-Compatible" content="IE=edge"/>
{head}<title>{title}</title></head><body><div id="top"><img src="/picture/0/logo.png" alt="logo"/><strong>{world.site.name}</strong>{clock}
<i>演示环境，信息均系虚构</i><form action="/jsearch/search.do" method="get"><input name="q" id="q"/><input type="submit" value="查询"/></form></div>
<div id="daohang"><a class="dh" href="/">首页</a>{links}</div>{tip}{spot}{inner}<div id="dibu">{bottom}{scripts}</div>
<script src="/script/page.js"></script></body></html>"""


def _store(n: int, records: list[Article]) -> str:
    rows = "".join(
        f'<record><![CDATA[<li class="lb"><a href="{_art(n, r.number, r.published)}" target="_blank" title="{r.title}">{r.title}</a>'
        f"<b>{r.published:%Y-%m-%d}</b></li>]]></record>"
        for r in records
    )
    return f'<script type="text/xml" id="store"><datastore><recordset>{rows}</recordset></datastore></script><div id="records"></div>'


def _index(world: World) -> str:
    inner = ""
    for n, column in enumerate(world.columns):
        if column.key in {"news", "notices", "policies", "interpretations", "personnel"} and column.articles:
            rows = "".join(
                f'<p class="xm"><a href="{_art(n, r.number, r.published)}">{r.title}</a><i>{r.published:%m-%d}</i></p>'
                if r.published.year == world.as_of.year
                else f'<p class="xm"><a href="{_art(n, r.number, r.published)}">{r.title}</a><i>{r.published:%Y-%m-%d}</i></p>'
                for r in _records(column)[:5]
            )
            inner += f'<div class="mk"><div class="bt"><a href="{_col(n)}">{column.name}</a></div>{rows}</div>'
    inner += "".join(f'<a href="/col/{name}/index.html">专题</a>' for name in world.home_dead)
    return _layout(world, f"{world.site.name}", inner, world.labels())


def _list(world: World, n: int, column: Column, page: int) -> str:
    if column.style == "list":
        records = _records(column)
        last = max(1, (len(records) - 1) // STEP + 1)
        others = "".join(
            f'<a href="{_col(n)}?uid={7700 + n}&amp;pageNum={k}">{k}</a>' if k > 1 else f'<a href="{_col(n)}">1</a>'
            for k in range(1, last + 1)
        )
        inner = _store(n, records[(page - 1) * STEP : page * STEP]) + f'<div class="fy">共 {len(records)} 条 {last} 页 {others}</div>'
    else:
        inner = _fixed(world, column)
    return _layout(
        world,
        f"{world.site.name} {column.name}",
        f'<div class="lm">{column.name}</div>{inner}',
        world.labels(column),
        f"{column.group} &gt;&gt; {column.name}",
    )


def _fixed(world: World, column: Column) -> str:
    date = f'<div class="gx">更新日期：{column.updated:%Y-%m-%d}</div>' if column.updated else ""
    if column.style == "leaders":
        return date + "".join(
            f'<div class="ld"><b>{p.name}</b><span>{p.post}</span><div>简历：{p.resume}</div><div>工作分工：{p.duties}</div></div>'
            for p in world.leaders
        )
    if column.style == "guides":
        return "".join(
            f'<div class="sx"><a href="/jxx/bszn/{g.number}.html">{g.title}</a><i>{g.published:%Y-%m-%d}</i></div>' for g in world.guides
        )
    if column.style == "folder":
        entries = [(n, c) for n, c in enumerate(world.columns) if c.group == column.group and c != column]
        return "".join(f'<div class="zl"><a href="{_col(n)}">{c.name}</a></div>' for n, c in entries)
    if column.style == "form":
        return (
            '<div>请填写您的咨询或建议，我们将在5个工作日内回复。</div><form method="post" action="/jact/front/mailwrite.do"><input name="title"/>'
            '<textarea name="content"></textarea><input name="phone"/><button>我要写信</button></form>'
        )
    if column.style == "letters":
        if world.empty_mailbox:
            return '<div class="kong">近期没有收到来信。如有问题请点击“咨询建言”栏目写信。</div>'
        unit_shown = any(x.unit for x in world.letters)
        unit_head = "<th>回复单位</th>" if unit_shown else ""
        rows = "".join(
            f'<tr><td><a href="/jact/front/mailpubdetail.do?sysid={x.number}">{x.title}</a></td><td>{f"{x.asked:%Y-%m-%d}" if x.asked else "-"}</td>'
            f"<td>{f'{x.answered:%Y-%m-%d}' if x.answered else '未答复'}</td>{f'<td>{x.unit}</td>' if unit_shown else ''}</tr>"
            for x in world.letters
        )
        done = sum(x.answered is not None for x in world.letters)
        head = f"<tr><th>来信标题</th><th>来信时间</th><th>回复时间</th>{unit_head}</tr>"
        return f"<div>信件总数：{len(world.letters)}　已回复：{done}</div><table>{head}{rows}</table>"
    return "".join(f'<p style="text-indent:2em">{text}</p>' for text in column.text) + date


def _detail(world: World, n: int, column: Column, r: Article) -> str:
    zoom = "".join(f'<p style="text-indent:2em">{p}</p>' for p in r.paragraphs)
    if r.table:
        zoom += (
            '<table class="sj">' + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in r.table) + "</table>"
        )
    if column.key in {"interpretations", "statistics"}:
        zoom += '<p><img src="/picture/0/tb.png" alt="图表"/></p>'
    if r.attachment:
        zoom += f'<p><a href="/attach/0/{r.number}.pdf">{r.attachment}</a></p>'
    zoom += "".join(f'<p><a href="/art/2018/1/1/{name}.html">历史稿件{name[-2:]}</a></p>' for name in r.dead)
    other = world.article(r.related) if r.related else None
    if other is not None:
        place = [c.key for c in world.columns].index(other.column)
        zoom += f'<p>关联{"文件" if column.key == "interpretations" else "解读"}：<a href="{_art(place, other.number, other.published)}">{other.title}</a></p>'
    wh = f"<div>发文字号：{r.document}　时效：有效</div>" if r.document else ""
    inner = f"""<div class="main"><div class="bt1">{r.title}</div><div class="xx">发布日期：{r.published:%Y-%m-%d %H:%M} 信息来源：{r.source} 浏览次数：<span id="ll"></span></div>
{wh}<div id="zoom">{zoom}</div></div>{r.planted}"""
    labels = world.labels(column, r.title, r.published, r.source)
    return _layout(
        world, f"{world.site.name} {column.name} {r.title}", inner, labels, f'<a href="{_col(n)}">{column.name}</a> &gt;&gt; 正文'
    )


def _mail(world: World, x: Letter) -> str:
    rows = [("标题", x.title), ("来信时间", f"{x.asked:%Y-%m-%d %H:%M}" if x.asked else ""), ("来信内容", x.question), ("回复单位", x.unit)]
    rows += [("回复时间", f"{x.answered:%Y-%m-%d %H:%M}" if x.answered else ""), ("回复内容", x.answer)]
    inner = '<div class="xj">' + "".join(f"<div><label>{name}：</label>{text}</div>" for name, text in rows if text) + "</div>"
    labels = world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit)
    return _layout(world, f"{world.site.name} 信件 {x.title}", inner, labels, "互动交流 &gt;&gt; 信件详情")


def _matter(world: World, g: Guide) -> str:
    rows = "".join(f'<div class="ys"><span>【{name}】</span>{text}</div>' for name, text in g.elements)
    inner = (
        f'<div class="bt1">{g.title}</div><div class="xx">发布日期：{g.published:%Y-%m-%d %H:%M} 信息来源：{world.unit.name}</div>{rows}'
    )
    return _layout(
        world, f"{world.site.name} {g.title}", inner, world.labels(world.column("services"), g.title, g.published), "办事服务 &gt;&gt; 事项"
    )


def _wzdt(world: World) -> str:
    inner = "".join(f'<p><a href="{_col(n)}">{c.group}—{c.name}</a></p>' for n, c in enumerate(world.columns))
    return _layout(world, f"{world.site.name} 站点地图", inner, world.labels(), "站点地图")


def _lost(world: World) -> str:
    return _layout(world, "404", "<div>对不起，页面无法找到</div>", world.labels())


def _query(world: World, words: str) -> str:
    keys = [c.key for c in world.columns]
    found = world.found(words)
    rows = "".join(
        f'<p><a href="{_art(keys.index(r.column), r.number, r.published)}">{r.title}</a> {r.published:%Y-%m-%d}</p>' for r in found
    )
    return _layout(world, "检索", f"<div>检索到 {len(found)} 条</div>{rows}", world.labels(), "检索")


def _address(world: World, thing: Article | Column) -> str:
    keys = [column.key for column in world.columns]
    if isinstance(thing, Article):
        return _art(keys.index(thing.column), thing.number, thing.published)
    return _col(keys.index(thing.key))


FAMILY = Family("datastore", "utf-8", False, pages, _lost, _address, "/jsearch/search.do", "q", _query)
