"""Family 7: ASP.NET Web Forms. Addresses with query numbers, titles cut by an ellipsis, pages turned by postback only."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

SHOWN = 6


def pages(world: World) -> Pages:
    """All pages of one site; what lies behind the first page of a list is in the address list only."""
    made: dict[str, Maker] = {"/": partial(_default, world), "/SiteMap.aspx": partial(_site_map, world)}
    buried = []
    for n, column in enumerate(world.columns):
        made[_lan_mu(n)] = partial(_list, world, n, column)
        listed = [a for a in column.articles if not a.hidden_from_lists]
        for a in column.articles:
            made[_show(a)] = partial(_detail, world, n, column, a)
            if a not in listed[:SHOWN]:
                buried.append(_show(a))
    made |= {f"/Mail/Show.aspx?MailID={x.number}": partial(_mail, world, x) for x in world.letters}
    made |= {f"/Guide/Show.aspx?GID={g.number}": partial(_guide, world, g) for g in world.guides}
    files = {
        "/App_Themes/Default/logo.jpg": ("image/png", PIXEL),
        "/App_Themes/Default/site.css": ("text/css", b".MenuDrop{visibility:hidden}\n"),
    }
    files["/WebResource.axd"] = ("application/x-javascript", b"function __doPostBack(t,a){document.forms[0].submit()}\n")
    files["/UpFile/tj.png"] = ("image/png", PIXEL)
    files |= {
        f"/DownLoad.aspx?FID={a.number}": ("application/pdf", pdf(a.title))
        for a in world.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(made, files, tuple(buried))


def _lan_mu(n: int) -> str:
    return f"/List.aspx?LanMuID={40 + n}"


def _show(a: Article) -> str:
    return f"/Show.aspx?ID={a.number}"


def _master(world: World, title: str, inside: str, labels: list[tuple[str, str]], way: str = "") -> str:
    tags = "".join(f'<meta name="{n}" content="{v}" />\r\n' for n, v in labels)
    bar = "".join(f'<td class="MenuCell"><a href="{_lan_mu(n)}">{c.name}</a></td>' for n, c in enumerate(world.columns))
    drop = f'<div class="MenuDrop"><a href="{_lan_mu(0)}">更多</a></div>' if "hidden-menu" in world.look_alikes else ""
    now = (
        f'<span id="ctl00_lblNow">{world.as_of.year}年{world.as_of.month}月{world.as_of.day}日 星期五 农历乙巳年</span>'
        if "clock" in world.look_alikes
        else ""
    )
    f = world.footer
    left = "　".join(
        filter(
            None, (f.sponsor and f"主办单位：{f.sponsor}", f.contact and f"联系电话：{f.contact}", f.site_code and f"标识码：{f.site_code}")
        )
    )
    right = "　".join(
        filter(None, (f.icp, f.police and f"{f.police[:5]} {f.police[5:]}", '<a href="/SiteMap.aspx">站点地图</a>' if f.sitemap else ""))
    )
    marks = (
        f'<a target="_blank" href="http://bszs.conac.cn/sitename?method=show&amp;id={f.party_mark}"><img alt="事业单位和党政机关标识" src="http://dcs.conac.cn/image/red.png" /></a>'
        if f.party_mark
        else ""
    )
    if f.report_entry:
        marks += f'<a target="_blank" href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}"><img alt="找错" src="http://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={f.report_entry}" /></a>'
    road = f'<div class="PathLine">您现在的位置：<a href="/">首页</a>&nbsp;»&nbsp;{way}</div>' if way else ""
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>
	{title}
</title>{tags}<link href="/App_Themes/Default/site.css" type="text/css" rel="stylesheet" /></head><body>
<form method="post" action="./" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKMTY1NDU2MTA1Mg9kFgJmD2QWAgIDD2QWAgIBDxYCHgRUZXh0BQ==" /><input type="hidden" name="__EVENTTARGET" value="" /></div>
<script src="/WebResource.axd" type="text/javascript"></script>
<table class="Top" width="1000"><tr><td><img src="/App_Themes/Default/logo.jpg" alt="{world.site.name}" /></td><td>{now}（演示站点，信息虚构）</td></tr></table>
<table class="Menu"><tr><td class="MenuCell"><a href="/">首页</a></td>{bar}</tr></table>{drop}
<div class="SearchBox"><input name="ctl00$txtKey" type="text" id="ctl00_txtKey" /><input type="submit" name="ctl00$btnSearch" value="搜索" /></div>
{road}{inside}<div class="Bottom"><p>{left}</p><p>{right}</p>{marks}</div></form></body></html>"""


def _grid(articles: list[Article]) -> str:
    rows = "".join(
        f'<tr class="GridRow"><td>·</td><td><a href="{_show(a)}" title="{a.title}">{a.title[:14]}{"…" if len(a.title) > 14 else ""}</a></td><td nowrap>{a.published.year}/{a.published.month}/{a.published.day}</td></tr>'
        for a in articles
    )
    return f'<table class="Grid" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;">{rows}</table>'


def _listed(column: Column) -> list[Article]:
    listed = [a for a in column.articles if not a.hidden_from_lists]
    return (listed[-1:] + listed[:-1] if column.pinned else listed)[:SHOWN]


def _default(world: World) -> str:
    inside = "".join(
        f'<div class="WebPart"><div class="WebPartTitle">{c.name}<a href="{_lan_mu(n)}">更多>></a></div>{_grid(_listed(c)[:5])}</div>'
        for n, c in enumerate(world.columns)
        if c.key in {"news", "notices", "policies", "interpretations"} and c.articles
    )
    inside += "".join(f'<a href="/Topic.aspx?T={name}">专题</a>' for name in world.home_dead)
    return _master(world, world.site.name, inside, world.labels())


def _list(world: World, n: int, column: Column) -> str:
    if column.style == "list":
        count = sum(not a.hidden_from_lists for a in column.articles)
        inside = (
            _grid(_listed(column))
            + f"<div class=\"Pager\">共{count}条&nbsp;每页{SHOWN}条&nbsp;<a href=\"javascript:__doPostBack('ctl00$Pager','2')\">下一页</a></div>"
        )
    else:
        inside = _static(world, column)
    return _master(
        world,
        f"{column.name} - {world.site.name}",
        f'<div class="ListTitle">{column.name}</div>{inside}',
        world.labels(column),
        f"{column.group}&nbsp;»&nbsp;{column.name}",
    )


def _static(world: World, column: Column) -> str:
    date = f'<div class="Stamp">（更新时间：{column.updated:%Y/%m/%d}）</div>' if column.updated else ""
    if column.style == "leaders":
        return date + "".join(
            f'<table class="Person"><tr><td>{p.name}</td><td>{p.post}</td></tr><tr><td colspan="2">简历：{p.resume}<br />分工：{p.duties}</td></tr></table>'
            for p in world.leaders
        )
    if column.style == "guides":
        rows = "".join(
            f'<tr><td><a href="/Guide/Show.aspx?GID={g.number}">{g.title}</a></td><td>{g.published.year}/{g.published.month}/{g.published.day}</td></tr>'
            for g in world.guides
        )
        return f'<table class="Grid2">{rows}</table>'
    if column.style == "form":
        return '<p>咨询须知：5个工作日内答复。</p><div class="Write">标题：<input name="ctl00$txtTitle" /><br />内容：<textarea name="ctl00$txtBody"></textarea><br /><input type="submit" value="提交留言" /></div>'
    if column.style == "letters":
        if world.empty_mailbox:
            return "<p>目前没有公开的留言。</p>"
        done = sum(x.answered is not None for x in world.letters)
        rows = "".join(
            f'<tr><td><a href="/Mail/Show.aspx?MailID={x.number}">{x.title}</a></td><td>{f"{x.asked:%Y/%m/%d}" if x.asked else ""}</td><td>{"已答复" if x.answered else "办理中"}</td></tr>'
            for x in world.letters
        )
        return f'<p>共有留言{len(world.letters)}条，已答复{done}条。</p><table class="Grid3"><tr><th>主题</th><th>日期</th><th>状态</th></tr>{rows}</table>'
    if column.style == "folder":
        return "".join(
            f'<p><a href="{_lan_mu(n)}">{c.name}</a></p>' for n, c in enumerate(world.columns) if c.group == column.group and c != column
        )
    return "".join(f"<p>{text}</p>" for text in column.text) + date


def _detail(world: World, n: int, column: Column, a: Article) -> str:
    body = "".join(f"<p>{p}</p>" for p in a.paragraphs)
    if a.table:
        body += (
            '<table border="1">' + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in a.table) + "</table>"
        )
    if column.key in {"interpretations", "statistics"}:
        body += '<p><img src="/UpFile/tj.png" alt="图解" /></p>'
    if a.attachment:
        body += f'<p>附件：<a href="/DownLoad.aspx?FID={a.number}">{a.attachment}</a></p>'
    body += "".join(f'<p><a href="/Show.aspx?ID={name}">往期回顾{name[-2:]}</a></p>' for name in a.dead)
    other = world.article(a.related) if a.related else None
    if other is not None:
        body += f'<p>{"政策文件" if column.key == "interpretations" else "政策解读"}：<a href="{_show(other)}">{other.title}</a></p>'
    number = f"<p>文　　号：{a.document}　效力：有效</p>" if a.document else ""
    when = f"{a.published.year}/{a.published.month}/{a.published.day} {a.published.hour}:{a.published:%M}:00"
    inside = f'<div class="ShowTitle">{a.title}</div><div class="ShowInfo">作者：办公室　来源：{a.source}　更新时间：{when}　点击数：<span id="hits">0</span></div>{number}<div id="ShowBody">{body}</div>{a.planted}'
    return _master(
        world,
        a.title,
        inside,
        world.labels(column, a.title, a.published, a.source),
        f'<a href="{_lan_mu(n)}">{column.name}</a>&nbsp;»&nbsp;正文',
    )


def _mail(world: World, x: Letter) -> str:
    rows = [
        ("主题", x.title),
        ("来信日期", f"{x.asked:%Y/%m/%d %H:%M}" if x.asked else ""),
        ("内容", x.question),
        ("答复单位", x.unit),
        ("答复日期", f"{x.answered:%Y/%m/%d %H:%M}" if x.answered else ""),
        ("答复", x.answer),
    ]
    inside = '<table class="MailView">' + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows if value) + "</table>"
    return _master(
        world, x.title, inside, world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit), "互动交流&nbsp;»&nbsp;留言"
    )


def _guide(world: World, g: Guide) -> str:
    rows = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in g.elements)
    inside = f'<div class="ShowTitle">{g.title}</div><div class="ShowInfo">来源：{world.unit.name}　更新时间：{g.published:%Y/%m/%d %H:%M}</div><table class="GuideView">{rows}</table>'
    return _master(world, g.title, inside, world.labels(world.column("services"), g.title, g.published), "办事服务&nbsp;»&nbsp;指南")


def _site_map(world: World) -> str:
    return _master(
        world,
        "站点地图",
        "".join(f'<p><a href="{_lan_mu(n)}">{c.name}</a></p>' for n, c in enumerate(world.columns)),
        world.labels(),
        "站点地图",
    )


def _gone(world: World) -> str:
    return _master(world, "找不到资源", "<p>无法找到资源（404）</p>", world.labels())


def _search(world: World, words: str) -> str:
    return _master(world, "搜索结果", _grid(world.found(words)), world.labels(), "搜索结果")


def _address(world: World, thing: Article | Column) -> str:
    return _show(thing) if isinstance(thing, Article) else _lan_mu([c.key for c in world.columns].index(thing.key))


FAMILY = Family("webforms", "utf-8", True, pages, _gone, _address, "/Search.aspx", "key", _search)
