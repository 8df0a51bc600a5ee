"""Family 5: a card layout. Opaque page numbers, the day and the month of a date in spans of their own, marks as a list."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

from functools import partial
from hashlib import blake2b

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

LIMIT = 6


def pages(world: World) -> Pages:
    """All pages of one site."""
    views: dict[str, Maker] = {"/": partial(_start, world), "/sitemap": partial(_overview, world)}
    orphans = []
    for column in world.columns:
        listed = [x for x in column.articles if not x.hidden_from_lists]
        for turn in range(1, max(1, -(-len(listed) // LIMIT)) + 1):
            views[_channel(column, turn)] = partial(_channel_view, world, column, turn)
        for x in column.articles:
            views[_content(world, x)] = partial(_content_view, world, column, x)
            if x.hidden_from_lists:
                orphans.append(_content(world, x))
    views |= {f"/mailbox/{x.number}": partial(_mail_view, world, x) for x in world.letters}
    views |= {f"/service/{g.number}": partial(_guide_view, world, g) for g in world.guides}
    files = {
        "/static/emblem.png": ("image/png", PIXEL),
        "/static/infographic.png": ("image/png", PIXEL),
        "/static/app.css": ("text/css", _STYLE),
    }
    files |= {
        f"/file/{_token(world, a.number)}.pdf": ("application/pdf", pdf(a.title))
        for a in world.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(views, files, tuple(orphans))


_STYLE = b".gv-drawer{display:none}.gv-date{float:left}.gv-card{border:1px solid #ddd}\n"


def _token(world: World, number: int) -> str:
    return blake2b(f"{world.site.site_id}-{number}".encode(), digest_size=12).hexdigest()


def _channel(column: Column, turn: int = 1) -> str:
    return f"/channel/{column.key[:4]}{ord(column.key[-1])}" + (f"/p{turn}" if turn > 1 else "")


def _content(world: World, x: Article) -> str:
    return f"/content/{_token(world, x.number)}"


def _document(world: World, title: str, body: str, labels: list[tuple[str, str]], path: str = "") -> str:
    metas = "".join(f'<meta name="{name}" content="{value}">' for name, value in labels)
    tabs = "".join(f'<a class="gv-tab" href="{_channel(c)}">{c.name}</a>' for c in world.columns)
    drawer = f'<aside class="gv-drawer">{tabs}</aside>' if "hidden-menu" in world.look_alikes else ""
    clock = f'<time class="gv-now">{world.as_of.month}月{world.as_of.day}日 星期五</time>' if "clock" in world.look_alikes else ""
    trail = f'<nav class="gv-trail" aria-label="面包屑"><a href="/">首页</a><em>/</em>{path}</nav>' if path else ""
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width">{metas}<title>{title}</title>
<link rel="stylesheet" href="/static/app.css"></head><body><div class="gv-head"><img src="/static/emblem.png" alt="徽标"><div class="gv-name">{world.site.name}</div>{clock}
<small>演示站：内容虚构</small><form action="/so" class="gv-so"><input name="keys" aria-label="搜索"><button>搜</button></form></div>
<div class="gv-tabs"><a class="gv-tab" href="/">首页</a>{tabs}</div>{drawer}{trail}<div class="gv-body">{body}</div>{_bottom(world)}</body></html>"""


def _bottom(world: World) -> str:
    f = world.footer
    lines = [f.sponsor and f"<dd>主办单位 {f.sponsor}</dd>", f.contact and f"<dd>联系方式 {f.contact}</dd>"]
    lines += [f.site_code and f"<dd>政府网站标识码：{f.site_code}</dd>", '<dd><a href="/sitemap">网站地图</a></dd>' if f.sitemap else ""]
    lines.append(f.icp and f'<dd><a href="http://beian.miit.gov.cn/#/Integrated/index">{f.icp}</a></dd>')
    lines.append(f.police and f"<dd>{f.police}</dd>")
    if f.party_mark:
        lines.append(
            f'<dd><a href="http://bszs.conac.cn/sitename?method=show&amp;id={f.party_mark}"><img alt="党政机关" src="http://dcs.conac.cn/image/red.png"></a></dd>'
        )
    if f.report_entry:
        lines.append(
            f'<dd><a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}&amp;url=http%3A%2F%2F{world.host}%2F">我为政府网站找错</a></dd>'
        )
    return f'<dl class="gv-foot">{"".join(filter(None, lines))}</dl>'


def _cards(world: World, items: list[Article]) -> str:
    return "".join(
        f'<div class="gv-card"><div class="gv-date"><span class="gv-d">{x.published.day:02d}</span><span class="gv-ym">{x.published:%Y-%m}</span></div>'
        f'<a class="gv-t" href="{_content(world, x)}">{x.title}</a><p class="gv-s">{x.paragraphs[0][:40]}…</p></div>'
        for x in items
    )


def _visible(column: Column) -> list[Article]:
    visible = [x for x in column.articles if not x.hidden_from_lists]
    return [*visible[-1:], *visible[:-1]] if column.pinned else visible


def _start(world: World) -> str:
    body = "".join(
        f'<div class="gv-zone"><a class="gv-more" href="{_channel(c)}">{c.name}</a>{_cards(world, _visible(c)[:4])}</div>'
        for c in world.columns
        if c.key in {"news", "notices", "policies"} and c.articles
    )
    body += "".join(f'<a href="/topic/{name}">专题入口</a>' for name in world.home_dead)
    return _document(world, world.site.name, body, world.labels())


def _channel_view(world: World, column: Column, turn: int) -> str:
    if column.style == "list":
        visible = _visible(column)
        last = max(1, -(-len(visible) // LIMIT))
        body = _cards(world, visible[(turn - 1) * LIMIT : turn * LIMIT])
        if turn < last:
            body += f'<a class="gv-next" href="{_channel(column, turn + 1)}">下一页</a>'
        if turn > 1:
            body += f'<a class="gv-prev" href="{_channel(column, turn - 1)}">上一页</a>'
    else:
        body = _block(world, column)
    return _document(
        world, f"{column.name}｜{world.site.name}", f'<div class="gv-h">{column.name}</div>{body}', world.labels(column), column.name
    )


def _block(world: World, column: Column) -> str:
    stamp = f'<div class="gv-up">本页更新于 {column.updated:%Y年%m月%d日}</div>' if column.updated else ""
    if column.style == "leaders":
        return stamp + "".join(
            f'<div class="gv-person"><strong>{p.name}</strong><span>{p.post}</span><p>简　　历：{p.resume}</p><p>分　　工：{p.duties}</p></div>'
            for p in world.leaders
        )
    if column.style == "guides":
        return "".join(
            f'<div class="gv-item"><a href="/service/{g.number}">{g.title}</a><span class="gv-ym">{g.published:%Y-%m-%d}</span></div>'
            for g in world.guides
        )
    if column.style == "folder":
        return "".join(
            f'<a class="gv-door" href="{_channel(c)}">{c.name}</a>' for c in world.columns if c.group == column.group and c != column
        )
    if column.style == "form":
        return (
            '<div class="gv-note">写信须知：请留下真实问题，承诺五个工作日内答复。</div><form class="gv-write" method="post" action="/mailbox/new">'
            '<input name="subject" aria-label="主题"><textarea name="text" aria-label="内容"></textarea><button>我要留言</button></form>'
        )
    if column.style == "letters":
        if world.empty_mailbox:
            return f'<div class="gv-none">截至{world.as_of:%Y年%m月%d日}，本单位尚未收到群众留言。</div>'
        done = sum(x.answered is not None for x in world.letters)
        rows = "".join(
            f'<div class="gv-mail"><a href="/mailbox/{x.number}">{x.title}</a>'
            + (f"<span>留言：{x.asked:%Y-%m-%d}</span>" if x.asked else "")
            + (f"<span>答复：{x.answered:%Y-%m-%d}</span>" if x.answered else "<span>待答复</span>")
            + f"<span>{x.unit}</span></div>"
            for x in world.letters
        )
        return f'<div class="gv-sum">本年留言 {len(world.letters)} 条 · 办结 {done} 条</div>{rows}'
    return "".join(f'<p class="gv-p">{text}</p>' for text in column.text) + stamp


def _content_view(world: World, column: Column, x: Article) -> str:
    inner = "".join(f'<p class="gv-p">{p}</p>' for p in x.paragraphs)
    if x.table:
        inner += (
            '<table class="gv-table">' + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in x.table) + "</table>"
        )
    if column.key in {"interpretations", "statistics"}:
        inner += '<figure><img src="/static/infographic.png" alt="一图读懂"></figure>'
    if x.attachment:
        inner += f'<div class="gv-file"><a href="/file/{_token(world, x.number)}.pdf">下载：{x.attachment}</a></div>'
    inner += "".join(f'<div><a href="/content/{name}">更早的内容{name[-2:]}</a></div>' for name in x.dead)
    other = world.article(x.related) if x.related else None
    if other is not None:
        inner += f'<div class="gv-rel">{"政策原文" if column.key == "interpretations" else "配套解读"}<a href="{_content(world, other)}">{other.title}</a></div>'
    if x.document:
        inner = f'<div class="gv-no">{x.document}　有效</div>' + inner
    body = f'<div class="gv-title">{x.title}</div><div class="gv-by">{x.published:%Y-%m-%d %H:%M} 来源 {x.source}</div><div class="gv-text">{inner}</div>{x.planted}'
    labels = world.labels(column, x.title, x.published, x.source)
    return _document(world, f"{x.title}｜{world.site.name}", body, labels, f'<a href="{_channel(column)}">{column.name}</a><em>/</em>详情')


def _mail_view(world: World, x: Letter) -> str:
    body = f'<div class="gv-title">{x.title}</div>'
    body += f'<div class="gv-by">留言时间 {x.asked:%Y-%m-%d %H:%M}</div>' if x.asked else ""
    body += f'<p class="gv-p">{x.question}</p>'
    body += f'<div class="gv-by">答复单位 {x.unit}</div>' if x.unit else ""
    body += f'<div class="gv-by">答复时间 {x.answered:%Y-%m-%d %H:%M}</div>' if x.answered else ""
    body += f'<p class="gv-p">{x.answer}</p>' if x.answer else ""
    labels = world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit)
    return _document(world, f"{x.title}｜{world.site.name}", body, labels, "留言<em>/</em>详情")


def _guide_view(world: World, g: Guide) -> str:
    parts = "".join(f'<section class="gv-el"><h6>{name}</h6><div>{text}</div></section>' for name, text in g.elements)
    body = f'<div class="gv-title">{g.title}</div><div class="gv-by">{g.published:%Y-%m-%d %H:%M} 来源 {world.unit.name}</div>{parts}'
    return _document(
        world, f"{g.title}｜{world.site.name}", body, world.labels(world.column("services"), g.title, g.published), "办事<em>/</em>指南"
    )


def _overview(world: World) -> str:
    body = "".join(f'<div class="gv-site"><a href="{_channel(c)}">{c.name}</a></div>' for c in world.columns)
    return _document(world, "网站地图", body, world.labels(), "网站地图")


def _absent(world: World) -> str:
    return _document(world, "404", '<div class="gv-none">内容不存在或已下线</div>', world.labels())


def _so(world: World, words: str) -> str:
    found = world.found(words)
    return _document(world, "搜索", f'<div class="gv-sum">{len(found)} 项</div>{_cards(world, found)}', world.labels(), "搜索")


def _address(world: World, thing: Article | Column) -> str:
    return _content(world, thing) if isinstance(thing, Article) else _channel(thing)


FAMILY = Family("cards", "utf-8", True, pages, _absent, _address, "/so", "keys", _so, declared=False)
