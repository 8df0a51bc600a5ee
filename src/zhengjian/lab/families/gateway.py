"""Family 6: a home page that is only a gate of channels; the news stands on second-level pages. GBK, dates in brackets behind."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

FOLDERS = {"新闻中心": "xwzx", "政务公开": "zwgk", "互动交流": "hdjl", "办事服务": "fwdt"}


def pages(world: World) -> Pages:
    """All pages of one site: gate, one page per group of columns, columns, texts."""
    out: dict[str, Maker] = {"/": partial(_gate, world), "/dt.jspx": partial(_guidepost, world)}
    for group in dict.fromkeys(c.group for c in world.columns):
        out[f"/{FOLDERS[group]}/"] = partial(_second, world, group)
    left = []
    for column in world.columns:
        out[_where(column)] = partial(_third, world, column)
        if _older(column):
            out[_where(column) + "index_2.jspx"] = partial(_third, world, column, True)
        for text in column.articles:
            out[_leaf(column, text)] = partial(_fourth, world, column, text)
            if text.hidden_from_lists:
                left.append(_leaf(column, text))
    out |= {f"/hdjl/xx/{x.number}.jspx": partial(_exchange, world, x) for x in world.letters}
    out |= {f"/fwdt/sx/{g.number}.jspx": partial(_affair, world, g) for g in world.guides}
    files = {"/r/cms/gate.png": ("image/png", PIXEL), "/r/cms/pic.png": ("image/png", PIXEL)}
    files |= {
        f"/u/cms/{a.number}.pdf": ("application/pdf", pdf(a.title)) for a in world.articles if a.attachment and "缺失" not in a.attachment
    }
    return Pages(out, files, tuple(left))


def _where(column: Column) -> str:
    return f"/{FOLDERS[column.group]}/{column.key}/"


def _leaf(column: Column, text: Article) -> str:
    return f"{_where(column)}{text.number}.jspx"


def _older(column: Column) -> list[Article]:
    listed = [t for t in column.articles if not t.hidden_from_lists]
    return listed[5:]


def _sheet(world: World, title: str, core: str, labels: list[tuple[str, str]], way: str = "") -> str:
    tags = "\n".join(f'<meta name="{n}" content="{v}" />' for n, v in labels)
    groups = "".join(f'<span class="pindao"><a href="/{FOLDERS[g]}/">{g}</a></span>' for g in dict.fromkeys(c.group for c in world.columns))
    f = world.footer
    words = [
        f.sponsor and f"主办单位：{f.sponsor}",
        f.contact and f"联系电话：{f.contact}",
        f.icp,
        f.police and f.police.replace("备", "备 ", 1),
    ]
    words += [f.site_code and f"网站标识码：{f.site_code}", '<a href="/dt.jspx">网站地图</a>' if f.sitemap else ""]
    marks = (
        f'<script type="text/javascript" src="http://dcs.conac.cn/js/23/000/0000/{f.site_code or 0}/CA{f.party_mark[-20:]}.js"></script>'
        if f.party_mark
        else ""
    )
    if f.party_mark:
        marks += f'<a href="http://bszs.conac.cn/sitename?method=show&amp;id={f.party_mark}">党政机关网站标识</a>'
    if f.report_entry:
        marks += f'<span id="_span_jiucuo"><a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}">政府网站找错</a></span>'
    today = f'<p class="riqi">{world.as_of:%Y年%m月%d日}</p>' if "clock" in world.look_alikes else ""
    road = f'<p class="lu">当前位置：<a href="/">首页</a> - {way}</p>' if way else ""
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk" />
{tags}
<title>{title}</title></head>
<body><div class="yanshi">演示系统虚构页面</div><div class="mentou"><img src="/r/cms/gate.png" alt="{world.site.name}" />{today}{groups}
<form method="get" action="/ss.jspx"><input class="souk" name="k" /><input type="submit" value="站内搜索" /></form></div>
{road}<div class="zhengwen-qu">{core}</div><div class="yedi"><p>{" &nbsp; ".join(filter(None, words))}</p>{marks}</div></body></html>"""


def _gate(world: World) -> str:
    tiles = "".join(
        f'<div class="men"><a href="/{FOLDERS[g]}/"><b>{g}</b></a>'
        + "".join(f'<a href="{_where(c)}">{c.name}</a>' for c in world.columns if c.group == g)
        + "</div>"
        for g in dict.fromkeys(c.group for c in world.columns)
    )
    tiles += "".join(f'<div class="men"><a href="/zt/{name}/">专题</a></div>' for name in world.home_dead)
    return _sheet(world, world.site.name, tiles, world.labels())


def _entries(column: Column, texts: list[Article]) -> str:
    return "".join(
        f'<p class="tm"><a href="{_leaf(column, t)}">{t.title}</a> ({t.published.year}/{t.published.month}/{t.published.day})</p>'
        for t in texts
    )


def _fresh(column: Column) -> list[Article]:
    listed = [t for t in column.articles if not t.hidden_from_lists][:5]
    return [listed[-1], *listed[:-1]] if column.pinned and listed else listed


def _second(world: World, group: str) -> str:
    core = "".join(
        f'<div class="kuai"><p class="km"><a href="{_where(c)}">{c.name}</a></p>{_entries(c, _fresh(c)) if c.style == "list" else ""}</div>'
        for c in world.columns
        if c.group == group
    )
    return _sheet(world, f"{group}-{world.site.name}", core, world.labels(Column(FOLDERS[group], group, group, group)), group)


def _third(world: World, column: Column, older: bool = False) -> str:
    if column.style == "list":
        core = _entries(column, _older(column) if older else _fresh(column))
        if _older(column):
            core += f'<p class="ym"><a href="{_where(column)}">首页</a> <a href="{_where(column)}index_2.jspx">2</a> 末页</p>'
    else:
        core = _solid(world, column)
    way = f'<a href="/{FOLDERS[column.group]}/">{column.group}</a> - {column.name}'
    return _sheet(world, f"{column.name}-{world.site.name}", f'<p class="lmm">{column.name}</p>{core}', world.labels(column), way)


def _solid(world: World, column: Column) -> str:
    stamp = f'<p class="gx2">更新时间 {column.updated:%Y-%m-%d}</p>' if column.updated else ""
    if column.style == "leaders":
        return stamp + "".join(
            f'<div class="ren"><p>{p.name} {p.post}</p><p>工作简历：{p.resume}</p><p>工作分工：{p.duties}</p></div>' for p in world.leaders
        )
    if column.style == "guides":
        return "".join(f'<p class="tm"><a href="/fwdt/sx/{g.number}.jspx">{g.title}</a> ({g.published:%Y/%m/%d})</p>' for g in world.guides)
    if column.style == "folder":
        return "".join(
            f'<p class="ru"><a href="{_where(c)}">{c.name}</a></p>' for c in world.columns if c.group == column.group and c != column
        )
    if column.style == "form":
        return (
            '<p>在此提交咨询、求助或建议，5个工作日内答复。</p><form action="/hdjl/tj.jspx" method="post"><p>标题<input name="bt" /></p>'
            '<p>内容<textarea name="nr"></textarea></p><input type="submit" value="提交咨询" /></form>'
        )
    if column.style == "letters":
        if world.empty_mailbox:
            return "<p>暂无来信。近一年本单位未收到有效留言，欢迎来信。</p>"
        done = sum(x.answered is not None for x in world.letters)
        unit_shown = any(x.unit for x in world.letters)
        unit_head = "<td>答复单位</td>" if unit_shown else ""
        rows = "".join(
            f'<tr><td><a href="/hdjl/xx/{x.number}.jspx">{x.title}</a></td><td>{f"{x.asked:%Y/%m/%d}" if x.asked else ""}</td>'
            f"<td>{f'{x.answered:%Y/%m/%d}' if x.answered else '在办'}</td>{f'<td>{x.unit}</td>' if unit_shown else ''}</tr>"
            for x in world.letters
        )
        return f"<p>收到 {len(world.letters)} 件，办结 {done} 件</p><table><tr><td>主题</td><td>提交时间</td><td>答复时间</td>{unit_head}</tr>{rows}</table>"
    return "".join(f"<p>{text}</p>" for text in column.text) + stamp


def _fourth(world: World, column: Column, text: Article) -> str:
    core = "".join(f"<p>{p}</p>" for p in text.paragraphs)
    if text.table:
        core += '<table border="1">' + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in text.table) + "</table>"
    if column.key in {"interpretations", "statistics"}:
        core += '<p><img src="/r/cms/pic.png" alt="图解" /></p>'
    if text.attachment:
        core += f'<p>附件<a href="/u/cms/{text.number}.pdf">{text.attachment}</a></p>'
    core += "".join(f'<p><a href="{_where(column)}{name}.jspx">相关往期{name[-2:]}</a></p>' for name in text.dead)
    other = world.article(text.related) if text.related else None
    other_column = world.column(other.column) if other is not None else None
    if other is not None and other_column is not None:
        core += f'<p>{"阅读原文" if column.key == "interpretations" else "阅读解读"}：<a href="{_leaf(other_column, other)}">{other.title}</a></p>'
    number = f"<p>{text.document}（有效）</p>" if text.document else ""
    stamp = f"{text.published.year}年{text.published.month:02d}月{text.published.day:02d}日 {text.published:%H:%M}"
    core = f'<p class="wzbt">{text.title}</p><p class="shijian">发布时间：{stamp}　稿件来源：{text.source}</p>{number}{core}{text.planted}'
    way = f'<a href="/{FOLDERS[column.group]}/">{column.group}</a> - <a href="{_where(column)}">{column.name}</a> - 正文'
    return _sheet(world, f"{text.title}-{world.site.name}", core, world.labels(column, text.title, text.published, text.source), way)


def _exchange(world: World, x: Letter) -> str:
    rows = [
        ("主　　题", x.title),
        ("提交时间", f"{x.asked:%Y-%m-%d %H:%M}" if x.asked else ""),
        ("内　　容", x.question),
        ("答复单位", x.unit),
    ]
    rows += [("答复时间", f"{x.answered:%Y-%m-%d %H:%M}" if x.answered else ""), ("答复内容", x.answer)]
    core = "".join(f"<p>{name}：{value}</p>" for name, value in rows if value)
    labels = world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit)
    return _sheet(world, f"{x.title}-{world.site.name}", core, labels, '<a href="/hdjl/">互动交流</a> - 留言')


def _affair(world: World, g: Guide) -> str:
    core = f'<p class="wzbt">{g.title}</p><p class="shijian">发布时间：{g.published:%Y-%m-%d %H:%M}　稿件来源：{world.unit.name}</p>'
    core += "".join(f"<p><b>{name}</b>　{value}</p>" for name, value in g.elements)
    return _sheet(
        world,
        f"{g.title}-{world.site.name}",
        core,
        world.labels(world.column("services"), g.title, g.published),
        '<a href="/fwdt/">办事服务</a> - 事项',
    )


def _guidepost(world: World) -> str:
    return _sheet(
        world,
        "网站地图",
        "".join(f'<p><a href="{_where(c)}">{c.group}：{c.name}</a></p>' for c in world.columns),
        world.labels(),
        "网站地图",
    )


def _empty(world: World) -> str:
    return _sheet(world, "页面未找到", "<p>404 该页面不存在</p>", world.labels())


def _ss(world: World, words: str) -> str:
    found = world.found(words)
    rows = "".join(_entries(column, [t]) for t in found if (column := world.column(t.column)) is not None)
    return _sheet(world, "站内搜索", f"<p>找到 {len(found)} 篇</p>{rows}", world.labels(), "站内搜索")


def _address(world: World, thing: Article | Column) -> str:
    if isinstance(thing, Column):
        return _where(thing)
    column = world.column(thing.column)
    assert column is not None
    return _leaf(column, thing)


FAMILY = Family("gateway", "gb18030", False, pages, _empty, _address, "/ss.jspx", "k", _ss)
