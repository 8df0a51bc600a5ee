"""Family 8: static folders with dotted relative links, pages turned by a script call, and the whole footer in a script file."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

EACH = 5
TOP = {"新闻中心": "xw", "政务公开": "gk", "互动交流": "hd", "办事服务": "bs"}


def pages(world: World) -> Pages:
    """All pages of one site; page 2 of a list has an address that only the page script knows."""
    site: dict[str, Maker] = {"/": partial(_first, world), "/wz/dt/": partial(_chart, world)}
    alone = []
    for column in world.columns:
        listed = [a for a in column.articles if not a.hidden_from_lists]
        for n in range(max(1, -(-len(listed) // EACH))):
            site[_folder(column) + (f"index_{n}.html" if n else "")] = partial(_catalog, world, column, n)
        for a in column.articles:
            site[_file(column, a)] = partial(_paper, world, column, a)
            if a.hidden_from_lists:
                alone.append(_file(column, a))
    site |= {f"/hd/letters/xj{x.number}.html": partial(_letter, world, x) for x in world.letters}
    site |= {f"/bs/services/zn{g.number}.html": partial(_matter, world, g) for g in world.guides}
    files = {
        "/images/foot.js": ("application/javascript", _foot(world).encode()),
        "/images/top.png": ("image/png", PIXEL),
        "/images/pic1.png": ("image/png", PIXEL),
    }
    files["/images/page.js"] = (
        "application/javascript",
        b"function createPageHTML(c,i,n,e){for(var k=0;k<c;k++)document.write('<a href=\"'+(k?n+'_'+k:n)+'.'+e+'\">'+(k+1)+'</a>')}\n",
    )
    files |= {
        f"{_folder(c)}P0{a.number}.pdf": ("application/pdf", pdf(a.title))
        for c in world.columns
        for a in c.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(site, files, tuple(alone))


def _folder(column: Column) -> str:
    return f"/{TOP[column.group]}/{column.key}/"


def _file(column: Column, a: Article) -> str:
    return f"{_folder(column)}{a.published:%Y%m}/t{a.published:%Y%m%d}_{a.number}.html"


def _foot(world: World) -> str:
    f = world.footer
    lines = [
        f.sponsor and f"主办：{f.sponsor}",
        f.contact and f"电话：{f.contact}",
        f.site_code and f"网站标识码：{f.site_code}",
        f.icp,
        f.police,
    ]
    html = f'<div id="bq"><p>{"&nbsp;&nbsp;".join(filter(None, lines))}</p>'
    html += '<a href="/wz/dt/">网站地图</a>' if f.sitemap else ""
    html += (
        f'<a href="http://bszs.conac.cn/sitename?method=show&id={f.party_mark}"><img src="http://dcs.conac.cn/image/red.png"></a>'
        if f.party_mark
        else ""
    )
    html += (
        f'<a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}"><img src="http://zfwzgl.www.gov.cn/exposure/images/jiucuo.png"></a>'
        if f.report_entry
        else ""
    )
    return "".join(f"document.writeln('{part}');\n" for part in (html + "</div>").split("\n"))


def _wrap(world: World, title: str, core: str, labels: list[tuple[str, str]], way: tuple[str, str]) -> str:
    up, place = way
    tags = "\n".join(f'<meta name="{n}" content="{v}"/>' for n, v in labels)
    bar = "".join(f'<a class="dhz" href="{up}{_folder(c)[1:]}">{c.name}</a>' for c in world.columns)
    day = f'<span class="rl">{world.as_of:%Y-%m-%d}</span>' if "clock" in world.look_alikes else ""
    spot = f'<div class="wei">位置：<a href="{up}">首页</a>&gt;{place}</div>' if place else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/>
{tags}
<title>{title}</title></head><body><div class="yanshitiao">演示网站</div><div class="tou"><img src="{up}images/top.png"/>{day}</div><div class="dhl"><a href="{up}">首页</a>{bar}</div>
<form class="cha" action="/was5/web/search"><input name="searchword"/><input type="submit" value="检索"/></form>{spot}<div class="nr">{core}</div>
<script src="{up}images/foot.js"></script></body></html>"""


def _rows(world: World, articles: list[Article], root: str = "") -> str:
    out = []
    for a in articles:
        column = world.column(a.column)
        assert column is not None
        path = f".{_file(column, a)}" if root else f"./{a.published:%Y%m}/t{a.published:%Y%m%d}_{a.number}.html"
        day = f"{a.published:%m-%d}" if a.published.year == world.as_of.year else f"{a.published:%Y-%m-%d}"
        out.append(f'<li class="h"><span>[{day}]</span><a href="{path}">{a.title}</a></li>')
    return f'<ul class="hl">{"".join(out)}</ul>'


def _shown(column: Column) -> list[Article]:
    shown = [a for a in column.articles if not a.hidden_from_lists]
    return shown[-1:] + shown[:-1] if column.pinned else shown


def _first(world: World) -> str:
    core = "".join(
        f'<div class="kz"><div class="kt"><a href=".{_folder(c)}">{c.name}</a></div>{_rows(world, _shown(c)[:5], "root")}</div>'
        for c in world.columns
        if c.key in {"news", "notices", "policies"} and c.articles
    )
    core += "".join(f'<a href="./zt/{name}/">专题</a>' for name in world.home_dead)
    return _wrap(world, world.site.name, core, world.labels(), ("./", ""))


def _catalog(world: World, column: Column, n: int) -> str:
    if column.style == "list":
        shown = _shown(column)
        last = max(1, -(-len(shown) // EACH))
        core = (
            _rows(world, shown[n * EACH : (n + 1) * EACH])
            + f'<script src="../../images/page.js"></script><script>createPageHTML({last}, {n}, "index", "html");</script>'
        )
    else:
        core = _fixed(world, column)
    return _wrap(
        world,
        f"{column.name}_{world.site.name}",
        f'<div class="lmbt">{column.name}</div>{core}',
        world.labels(column),
        ("../../", f"{column.group}&gt;{column.name}"),
    )


def _fixed(world: World, column: Column) -> str:
    date = f'<div class="gxrq">更新日期：{column.updated:%Y-%m-%d}</div>' if column.updated else ""
    if column.style == "leaders":
        return date + "".join(
            f'<div class="ldr"><p>{p.name}</p><p>{p.post}</p><p>{p.resume}</p><p>工作分工：{p.duties}</p></div>' for p in world.leaders
        )
    if column.style == "guides":
        return (
            '<ul class="sxl">'
            + "".join(f'<li><a href="./zn{g.number}.html">{g.title}</a><span>{g.published:%Y-%m-%d}</span></li>' for g in world.guides)
            + "</ul>"
        )
    if column.style == "form":
        return '<p>本栏目受理咨询、建议，五个工作日内回复。</p><form method="post" action="/hd/tj"><input name="t"/><textarea name="c"></textarea><button>提交</button></form>'
    if column.style == "letters":
        if world.empty_mailbox:
            return "<p>暂无来信，特此说明。</p>"
        done = sum(x.answered is not None for x in world.letters)
        rows = "".join(
            f'<li><a href="./xj{x.number}.html">{x.title}</a>' + (f"<i>{x.asked:%Y-%m-%d}</i>" if x.asked else "") + "</li>"
            for x in world.letters
        )
        return f'<p>来信{len(world.letters)}件，办结{done}件</p><ul class="xjl">{rows}</ul>'
    if column.style == "folder":
        return "".join(
            f'<p><a href="../../{_folder(c)[1:]}">{c.name}</a></p>' for c in world.columns if c.group == column.group and c != column
        )
    return "".join(f"<p>{text}</p>" for text in column.text) + date


def _paper(world: World, column: Column, a: Article) -> str:
    text = "".join(f'<p style="text-indent: 2em;">{p}</p>' for p in a.paragraphs)
    if a.table:
        text += "<table>" + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in a.table) + "</table>"
    if column.key in {"interpretations", "statistics"}:
        text += '<p><img src="../../../images/pic1.png" alt="图解"/></p>'
    if a.attachment:
        text += f'<p><a href="../P0{a.number}.pdf">附件：{a.attachment}</a></p>'
    text += "".join(f'<p><a href="./{name}.html">往期{name[-2:]}</a></p>' for name in a.dead)
    other = world.article(a.related) if a.related else None
    other_column = world.column(other.column) if other is not None else None
    if other is not None and other_column is not None:
        text += f'<p>{"相关文件" if column.key == "interpretations" else "相关解读"}：<a href="../../..{_file(other_column, other)}">{other.title}</a></p>'
    number = f"<p>{a.document}（有效）</p>" if a.document else ""
    core = f'<h2 class="wzt">{a.title}</h2><div class="wzx"><span>{a.published:%Y-%m-%d %H:%M}</span><span>来源：{a.source}</span><span>打印 关闭</span></div>{number}<div class="TRS_Editor">{text}</div>{a.planted}'
    return _wrap(
        world,
        f"{a.title}_{world.site.name}",
        core,
        world.labels(column, a.title, a.published, a.source),
        ("../../../", f'{column.group}&gt;<a href="../">{column.name}</a>'),
    )


def _letter(world: World, x: Letter) -> str:
    core = (
        f'<h2 class="wzt">{x.title}</h2>'
        + (f"<p>来信时间：{x.asked:%Y-%m-%d %H:%M}</p>" if x.asked else "")
        + f"<p>来信内容：{x.question}</p>"
    )
    core += (
        (f"<p>回复单位：{x.unit}</p>" if x.unit else "")
        + (f"<p>回复时间：{x.answered:%Y-%m-%d %H:%M}</p>" if x.answered else "")
        + (f"<p>回复内容：{x.answer}</p>" if x.answer else "")
    )
    return _wrap(
        world, x.title, core, world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit), ("../../", "互动交流&gt;来信")
    )


def _matter(world: World, g: Guide) -> str:
    core = f'<h2 class="wzt">{g.title}</h2><div class="wzx"><span>{g.published:%Y-%m-%d %H:%M}</span><span>来源：{world.unit.name}</span></div>'
    core += "".join(f'<div class="ysx"><b>{name}：</b>{value}</div>' for name, value in g.elements)
    return _wrap(world, g.title, core, world.labels(world.column("services"), g.title, g.published), ("../../", "办事服务&gt;指南"))


def _chart(world: World) -> str:
    return _wrap(
        world,
        "网站地图",
        "".join(f'<p><a href="../..{_folder(c)}">{c.name}</a></p>' for c in world.columns),
        world.labels(),
        ("../../", "网站地图"),
    )


def _none(world: World) -> str:
    return _wrap(world, "404", "<p>页面不存在</p>", world.labels(), ("/", ""))


def _find(world: World, words: str) -> str:
    found = world.found(words)
    rows = "".join(f'<p><a href="{_address(world, a)}">{a.title}</a></p>' for a in found)
    return _wrap(world, "检索结果", f"<p>{len(found)}条</p>{rows}", world.labels(), ("/", "检索"))


def _address(world: World, thing: Article | Column) -> str:
    if isinstance(thing, Column):
        return _folder(thing)
    column = world.column(thing.column)
    assert column is not None
    return _file(column, thing)


FAMILY = Family("relative", "utf-8", True, pages, _none, _address, "/was5/web/search", "searchword", _find)
