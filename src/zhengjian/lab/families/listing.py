"""Family 3: a hand-kept PHP site. ``dl`` lists with the date first, relative links under ``<base>``, footer by script."""

# ruff: noqa: E501 (pages stand here as they are served)

from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

PER = 8


def pages(world: World) -> Pages:
    """All pages of one site, under /portal/."""
    made: dict[str, Maker] = {"/": partial(_welcome, world), "/portal/map.php": partial(_map, world)}
    unlisted = []
    for place, column in enumerate(world.columns, 1):
        shown = [a for a in column.articles if not a.hidden_from_lists]
        for page in range(max(1, -(-len(shown) // PER))):
            made["/portal/" + _link(place, page)] = partial(_catalogue, world, place, column, page)
        for a in column.articles:
            made[f"/portal/view.php?id={a.number}"] = partial(_view, world, place, column, a)
            if a.hidden_from_lists:
                unlisted.append(f"/portal/view.php?id={a.number}")
    made |= {f"/portal/mail.php?no={x.number}": partial(_mail, world, x) for x in world.letters}
    made |= {f"/portal/guide.php?no={g.number}": partial(_guide, world, g) for g in world.guides}
    files = {"/portal/res/top.jpg": ("image/png", PIXEL), "/portal/res/chart.png": ("image/png", PIXEL)}
    files["/portal/res/base.js"] = ("application/javascript", b"function setHome(o){return false}\n")
    files |= {
        f"/portal/down/{a.number}.pdf": ("application/pdf", pdf(a.title))
        for a in world.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(made, files, tuple(unlisted))


def _link(place: int, page: int = 0) -> str:
    return f"list.php?cid={place}" + (f"&page={page + 1}" if page else "")


def _wrap(world: World, name: str, content: str, labels: list[tuple[str, str]], trail: str = "") -> str:
    tags = "\n".join(f"<meta content='{v}' name='{n}' />" for n, v in labels)
    tabs = " | ".join(f"<a href='{_link(n)}'>{c.name}</a>" for n, c in enumerate(world.columns, 1))
    now = f"<em>{world.as_of:%Y/%m/%d %H:%M}</em>" if "clock" in world.look_alikes else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<base href="http://{world.host}/portal/" />
{tags}
<title>{name}</title><script type="text/javascript" src="res/base.js"></script></head><body>
<div id="hd"><img src="res/top.jpg" alt="{world.site.name}" />{now}<p>（演示网站 · 虚构内容）</p></div>
<div id="tabs"><a href="../">首页</a> | {tabs}</div>
<form id="sf" action="so.php"><input type="text" name="wd" /><input type="submit" value="搜 索" /></form>
{f'<div id="trail">现在位置：<a href="../">首页</a> / {trail}</div>' if trail else ""}
<div id="bd">{content}</div>
<div id="ft">{_foot(world)}</div></body></html>"""


def _foot(world: World) -> str:
    f = world.footer
    lines = [text for text in (f.sponsor and f"{f.sponsor} 主办", f.contact and f"电话 {f.contact}", f.icp, f.police) if text]
    if f.site_code:
        lines.append(f"标识码：{f.site_code}")
    written = "　".join(lines)
    tail = "<a href='map.php'>网站地图</a>" if f.sitemap else ""
    if f.report_entry:
        tail += f"<a href='http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}&amp;url=http%3A%2F%2F{world.host}%2F'>我为政府网站找错</a>"
    if f.party_mark:
        tail += f"<a href='http://bszs.conac.cn/sitename?method=show&amp;id={f.party_mark}'>党政机关</a>"
    return f'<script type="text/javascript">document.write("<p>{written}</p>");</script>{tail}'


def _rows(articles: list[Article]) -> str:
    return "".join(f"<dt>{a.published:%Y.%m.%d}</dt><dd><a href='view.php?id={a.number}'>{a.title}</a></dd>" for a in articles)


def _visible(column: Column) -> list[Article]:
    visible = [a for a in column.articles if not a.hidden_from_lists]
    return visible[-1:] + visible[:-1] if column.pinned and visible else visible


def _welcome(world: World) -> str:
    content = ""
    for place, column in enumerate(world.columns, 1):
        if column.key in {"news", "notices", "interpretations", "policies", "surveys"} and column.articles:
            content += (
                f"<div class='blk'><h4>{column.name}<a href='{_link(place)}'>更多</a></h4><dl>{_rows(_visible(column)[:6])}</dl></div>"
            )
    content += "".join(f"<a href='zhuanti/{name}.html'>图片专题</a>" for name in world.home_dead)
    return _wrap(world, world.site.name, content, world.labels())


def _catalogue(world: World, place: int, column: Column, page: int) -> str:
    content = f"<h3>{column.name}</h3>" + (_records(world, place, column, page) if column.style == "list" else _other(world, column))
    return _wrap(world, f"{column.name} - {world.site.name}", content, world.labels(column), f"{column.group} / {column.name}")


def _records(world: World, place: int, column: Column, page: int) -> str:
    visible = _visible(column)
    turns = "".join(f"<a href='{_link(place, n)}'>{n + 1}</a>" for n in range(-(-len(visible) // PER)) if n != page)
    return f"<dl class='rec'>{_rows(visible[page * PER : (page + 1) * PER])}</dl><p class='pg'>{turns}</p>"


def _other(world: World, column: Column) -> str:
    date = f"<p>最后更新：{column.updated:%Y.%m.%d}</p>" if column.updated else ""
    match column.style:
        case "leaders":
            return date + "".join(
                f"<dl><dt>{p.name}（{p.post}）</dt><dd>{p.resume}</dd><dd>负责：{p.duties}</dd></dl>" for p in world.leaders
            )
        case "guides":
            return (
                "<dl>"
                + "".join(f"<dt>{g.published:%Y.%m.%d}</dt><dd><a href='guide.php?no={g.number}'>{g.title}</a></dd>" for g in world.guides)
                + "</dl>"
            )
        case "folder":
            links = [
                f"<a href='{_link(n)}'>{c.name}</a>" for n, c in enumerate(world.columns, 1) if c.group == column.group and c != column
            ]
            return f"<p>{'　'.join(links)}</p>"
        case "form":
            return (
                "<p>在线咨询：答复时限为五个工作日。</p><form action='ask.php' method='post'><p>问题 <input name='t' /></p><p>描述 <textarea name='c'></textarea></p>"
                "<p><input type='submit' value='我要咨询' /></p></form>"
            )
        case "letters" if world.empty_mailbox:
            return "<p>本栏目目前没有网民留言，欢迎您通过咨询栏目提交问题。</p>"
        case "letters":
            done = sum(x.answered is not None for x in world.letters)
            rows = "".join(
                f"<dt>{f'{x.asked:%Y.%m.%d}' if x.asked else ''}</dt><dd><a href='mail.php?no={x.number}'>{x.title}</a> "
                f"{f'（{x.answered:%Y.%m.%d} {x.unit}已答复）' if x.answered else '（正在办理）'}</dd>"
                for x in world.letters
            )
            return f"<p>留言 {len(world.letters)} 条，已答复 {done} 条</p><dl>{rows}</dl>"
        case _:
            return "".join(f"<p>{text}</p>" for text in column.text) + date


def _view(world: World, place: int, column: Column, a: Article) -> str:
    text = "<br /><br />".join(a.paragraphs)
    if a.table:
        text += "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in a.table) + "</table>"
    if column.key in {"interpretations", "statistics"}:
        text += "<br /><img src='res/chart.png' alt='图解' />"
    if a.attachment:
        text += f"<br />附件：<a href='down/{a.number}.pdf'>{a.attachment}</a>"
    text += "".join(f"<br /><a href='old/{name}.php'>参阅资料{name[-2:]}</a>" for name in a.dead)
    other = world.article(a.related) if a.related else None
    if other is not None:
        text += f"<br />{'原文' if column.key == 'interpretations' else '解读'}：<a href='view.php?id={other.number}'>{other.title}</a>"
    number = f"<p>{a.document} 〔有效〕</p>" if a.document else ""
    content = f"<h1>{a.title}</h1><p class='inf'>时间：{a.published:%Y/%m/%d %H:%M}　来源：{a.source}</p>{number}<div class='txt'>{text}</div>{a.planted}"
    labels = world.labels(column, a.title, a.published, a.source)
    return _wrap(world, f"{a.title} - {world.site.name}", content, labels, f"<a href='{_link(place)}'>{column.name}</a> / 浏览文章")


def _mail(world: World, x: Letter) -> str:
    lines = [
        f"<h1>{x.title}</h1>",
        f"<p>网民 {x.asked:%Y/%m/%d %H:%M} 留言：</p>" if x.asked else "<p>网民留言：</p>",
        f"<p>{x.question}</p>",
    ]
    if x.answered:
        lines.append(f"<p>{x.unit} {x.answered:%Y/%m/%d %H:%M} 答复：</p>")
    elif x.unit or x.answer:
        lines.append(f"<p>{x.unit} 答复：</p>")
    if x.answer:
        lines.append(f"<p>{x.answer}</p>")
    labels = world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit)
    return _wrap(world, f"{x.title} - {world.site.name}", "".join(lines), labels, "互动交流 / 留言详情")


def _guide(world: World, g: Guide) -> str:
    parts = "".join(f"<h5>{name}</h5><p>{text}</p>" for name, text in g.elements)
    content = f"<h1>{g.title}</h1><p class='inf'>时间：{g.published:%Y/%m/%d %H:%M}　来源：{world.unit.name}</p>{parts}"
    return _wrap(
        world,
        f"{g.title} - {world.site.name}",
        content,
        world.labels(world.column("services"), g.title, g.published),
        "办事服务 / 指南详情",
    )


def _map(world: World) -> str:
    rows = "".join(f"<dt>{c.group}</dt><dd><a href='{_link(n)}'>{c.name}</a></dd>" for n, c in enumerate(world.columns, 1))
    return _wrap(world, "网站地图", f"<dl>{rows}</dl>", world.labels(), "网站地图")


def _none(world: World) -> str:
    return _wrap(world, "出错了", "<p>记录不存在（404）</p>", world.labels())


def _so(world: World, words: str) -> str:
    found = world.found(words)
    return _wrap(world, "搜索结果", f"<p>结果 {len(found)} 条</p><dl>{_rows(found)}</dl>", world.labels(), "搜索结果")


def _address(world: World, thing: Article | Column) -> str:
    if isinstance(thing, Article):
        return f"/portal/view.php?id={thing.number}"
    return "/portal/" + _link([column.key for column in world.columns].index(thing.key) + 1)


FAMILY = Family("listing", "utf-8", True, pages, _none, _address, "/portal/so.php", "wd", _so)
