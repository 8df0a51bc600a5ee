"""Family 9: a blog-like system. ``article`` and ``time`` elements, side bars full of other dates, archives and tags."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

PER_PAGE = 5


def pages(world: World) -> Pages:
    """All pages of one site."""
    found: dict[str, Maker] = {"/": partial(_landing, world), "/sitemap-page/": partial(_everything, world)}
    strays = []
    for column in world.columns:
        listed = [a for a in column.articles if not a.hidden_from_lists]
        for n in range(1, max(1, -(-len(listed) // PER_PAGE)) + 1):
            found[_category(column) + (f"page/{n}/" if n > 1 else "")] = partial(_archive, world, column, n)
        for a in column.articles:
            found[_post(a)] = partial(_single, world, column, a)
            if a.hidden_from_lists:
                strays.append(_post(a))
    found |= {f"/feedback/{x.number}/": partial(_feedback, world, x) for x in world.letters}
    found |= {f"/howto/{g.number}/": partial(_howto, world, g) for g in world.guides}
    files = {
        "/uploads/crest.png": ("image/png", PIXEL),
        "/uploads/chart.png": ("image/png", PIXEL),
        "/theme/style.css": ("text/css", b".screen-reader-text{position:absolute;left:-9999px}.skip{position:absolute;top:-100px}\n"),
    }
    files |= {
        f"/uploads/{a.number}.pdf": ("application/pdf", pdf(a.title)) for a in world.articles if a.attachment and "缺失" not in a.attachment
    }
    return Pages(found, files, tuple(strays))


def _category(column: Column) -> str:
    return f"/category/{column.key}/"


def _post(a: Article) -> str:
    return f"/archives/{a.number}/"


def _theme(world: World, title: str, main: str, labels: list[tuple[str, str]], crumb: str = "") -> str:
    metas = "".join(f'<meta property="{n}" name="{n}" content="{v}">' for n, v in labels)
    menu = "".join(f'<li class="menu-item"><a href="{_category(c)}">{c.name}</a></li>' for c in world.columns)
    f = world.footer
    marks = "".join(
        f"<li>{text}</li>"
        for text in (
            f.sponsor and f"主办单位：{f.sponsor}",
            f.contact and f"联系我们：{f.contact}",
            f.site_code and f"网站标识码：{f.site_code}",
        )
        if text
    )
    marks += f'<li><a rel="nofollow" href="http://beian.miit.gov.cn/">{f.icp}</a></li>' if f.icp else ""
    marks += f"<li>{f.police}</li>" if f.police else ""
    marks += '<li><a href="/sitemap-page/">网站地图</a></li>' if f.sitemap else ""
    marks += (
        f'<li><a href="http://bszs.conac.cn/sitename?method=show&amp;id={f.party_mark}"><img src="http://dcs.conac.cn/image/red.png" alt="党政机关网站"></a></li>'
        if f.party_mark
        else ""
    )
    marks += (
        f'<li><a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}">我为政府网站找错</a></li>'
        if f.report_entry
        else ""
    )
    trail = f'<nav class="breadcrumb"><a href="/">首页</a> › {crumb}</nav>' if crumb else ""
    old = world.articles[-1].published
    side = f'<aside class="widget-area"><section class="widget"><h2>近期文章</h2><ul>{"".join(f"<li><a href={_post(a)}>{a.title}</a></li>" for a in world.articles[:3])}</ul></section>'
    side += f'<section class="widget"><h2>历史上的今天</h2><p>{world.as_of.year - 6}年{world.as_of.month}月{world.as_of.day}日 全省第一个便民大厅启用</p></section>'
    side += f'<section class="widget"><h2>归档</h2><ul><li>{world.as_of.year}年{world.as_of.month}月</li><li>{old.year}年{old.month}月</li></ul></section></aside>'
    clock = f'<p class="clock">北京时间 {world.as_of:%Y-%m-%d %H:%M:%S}</p>' if "clock" in world.look_alikes else ""
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="UTF-8">{metas}<title>{title}</title><link rel="stylesheet" href="/theme/style.css"></head>
<body class="home-or-not"><a class="skip" href="#inhalt">跳到正文</a><header class="masthead"><img class="crest" src="/uploads/crest.png" alt=""><p class="site-title">{world.site.name}</p><p class="tagline">演示用虚构站点</p>{clock}
<form role="search" class="searchform" action="/"><label><span class="screen-reader-text">搜索：</span><input type="search" name="s"></label><input type="submit" value="搜索"></form></header>
<nav class="menu"><ul><li class="menu-item"><a href="/">首页</a></li>{menu}</ul></nav>{trail}<main id="inhalt">{main}</main>{side}<footer class="colophon"><ul>{marks}</ul><p>© 2018—{world.as_of.year} {world.site.name}</p></footer></body></html>"""


def _cards(articles: list[Article]) -> str:
    return "".join(
        f'<article class="post"><h2 class="entry-title"><a href="{_post(a)}" rel="bookmark">{a.title}</a></h2><time datetime="{a.published.isoformat()}">{a.published.year}年{a.published.month}月{a.published.day}日</time><p class="excerpt">{a.paragraphs[0][:50]}[…]</p></article>'
        for a in articles
    )


def _public(column: Column) -> list[Article]:
    public = [a for a in column.articles if not a.hidden_from_lists]
    return public[-1:] + public[:-1] if column.pinned else public


def _landing(world: World) -> str:
    main = "".join(
        f'<section><h2 class="section-title"><a href="{_category(c)}">{c.name}</a></h2>{_cards(_public(c)[:3])}</section>'
        for c in world.columns
        if c.key in {"news", "notices", "policies"} and c.articles
    )
    main += "".join(f'<a href="/special/{name}/">专题</a>' for name in world.home_dead)
    return _theme(world, world.site.name, main, world.labels())


def _archive(world: World, column: Column, n: int) -> str:
    if column.style == "list":
        public = _public(column)
        last = max(1, -(-len(public) // PER_PAGE))
        main = _cards(public[(n - 1) * PER_PAGE : n * PER_PAGE])
        turns = [(k, _category(column) + (f"page/{k}/" if k > 1 else "")) for k in range(1, last + 1) if k != n]
        main += f'<nav class="nav-links">{"".join(f"<a class=page-numbers href={path}>{k}</a>" for k, path in turns)}</nav>'
    else:
        main = _page(world, column)
    return _theme(
        world,
        f"{column.name} – {world.site.name}",
        f'<h1 class="archive-title">{column.name}</h1>{main}',
        world.labels(column),
        column.name,
    )


def _page(world: World, column: Column) -> str:
    date = f'<p class="modified">最后修改：<time>{column.updated:%Y-%m-%d}</time></p>' if column.updated else ""
    if column.style == "leaders":
        return (
            "".join(
                f'<section class="bio"><h3>{p.name}</h3><p>{p.post}</p><p>简历：{p.resume}</p><p>分工：{p.duties}</p></section>'
                for p in world.leaders
            )
            + date
        )
    if column.style == "guides":
        return "".join(
            f'<article class="post"><h2 class="entry-title"><a href="/howto/{g.number}/">{g.title}</a></h2><time>{g.published:%Y-%m-%d}</time></article>'
            for g in world.guides
        )
    if column.style == "form":
        return '<p>欢迎咨询和建言，五个工作日内答复。</p><form class="contact" method="post" action="/feedback/new/"><input name="title"><textarea name="message"></textarea><input type="submit" value="发送"></form>'
    if column.style == "letters":
        if world.empty_mailbox:
            return "<p>至今没有收到留言。</p>"
        done = sum(x.answered is not None for x in world.letters)
        return f"<p>共{len(world.letters)}条留言，答复{done}条</p>" + "".join(
            f'<article class="post"><h2 class="entry-title"><a href="/feedback/{x.number}/">{x.title}</a></h2>'
            + (f"<time>{x.asked:%Y-%m-%d}</time>" if x.asked else "")
            + "</article>"
            for x in world.letters
        )
    if column.style == "folder":
        return (
            "<ul>"
            + "".join(f'<li><a href="{_category(c)}">{c.name}</a></li>' for c in world.columns if c.group == column.group and c != column)
            + "</ul>"
        )
    return "".join(f"<p>{text}</p>" for text in column.text) + date


def _single(world: World, column: Column, a: Article) -> str:
    text = "".join(f"<p>{p}</p>" for p in a.paragraphs)
    if a.table:
        text += (
            "<figure><table>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in a.table)
            + "</table></figure>"
        )
    if column.key in {"interpretations", "statistics"}:
        text += '<figure><img src="/uploads/chart.png" alt="图解"></figure>'
    if a.attachment:
        text += f'<p>附件：<a href="/uploads/{a.number}.pdf">{a.attachment}</a></p>'
    text += "".join(f'<p><a href="/archives/{name}/">旧文{name[-2:]}</a></p>' for name in a.dead)
    other = world.article(a.related) if a.related else None
    if other is not None:
        text += f'<p>{"政策原文" if column.key == "interpretations" else "政策解读"}：<a href="{_post(other)}">{other.title}</a></p>'
    number = f"<p>{a.document} 有效</p>" if a.document else ""
    main = f'<article class="single"><h1 class="entry-title">{a.title}</h1><div class="entry-meta">发布于 <time datetime="{a.published.isoformat()}">{a.published:%Y-%m-%d %H:%M}</time> 来源：{a.source}</div>{number}<div class="entry-content">{text}</div>{a.planted}</article><section class="related"><h2>相关文章</h2><ul><li>{world.as_of.year - 3}-03-05 往年同类工作安排</li></ul></section>'
    return _theme(
        world,
        f"{a.title} – {world.site.name}",
        main,
        world.labels(column, a.title, a.published, a.source),
        f'<a href="{_category(column)}">{column.name}</a> › 正文',
    )


def _feedback(world: World, x: Letter) -> str:
    main = (
        f'<article class="single"><h1 class="entry-title">{x.title}</h1>'
        + (f"<p>留言时间：{x.asked:%Y-%m-%d %H:%M}</p>" if x.asked else "")
        + f"<blockquote>{x.question}</blockquote>"
    )
    main += (
        (f"<p>答复单位：{x.unit}</p>" if x.unit else "")
        + (f"<p>答复时间：{x.answered:%Y-%m-%d %H:%M}</p>" if x.answered else "")
        + (f"<div>答复内容：{x.answer}</div>" if x.answer else "")
        + "</article>"
    )
    return _theme(world, x.title, main, world.labels(world.column("letters"), x.title, x.answered or x.asked, x.unit), "留言 › 详情")


def _howto(world: World, g: Guide) -> str:
    main = (
        f'<article class="single"><h1 class="entry-title">{g.title}</h1><div class="entry-meta">发布于 <time>{g.published:%Y-%m-%d %H:%M}</time> 来源：{world.unit.name}</div><dl>'
        + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in g.elements)
        + "</dl></article>"
    )
    return _theme(world, g.title, main, world.labels(world.column("services"), g.title, g.published), "办事 › 指南")


def _everything(world: World) -> str:
    return _theme(
        world,
        "网站地图",
        "<ul>" + "".join(f'<li><a href="{_category(c)}">{c.name}</a></li>' for c in world.columns) + "</ul>",
        world.labels(),
        "网站地图",
    )


def _lost(world: World) -> str:
    return _theme(world, "未找到", "<p>这里什么都没有（404）。</p>", world.labels())


def _results(world: World, words: str) -> str:
    return _theme(world, "搜索结果", _cards(world.found(words)), world.labels(), "搜索结果")


def _address(world: World, thing: Article | Column) -> str:
    return _post(thing) if isinstance(thing, Article) else _category(thing)


FAMILY = Family("journal", "utf-8", True, pages, _lost, _address, "/search/", "s", _results)
