"""Family 1: a present-day portal. UTF-8, ul/li lists with dates in spans, every page label, footer as plain text."""

# ruff: noqa: E501 (pages stand here as they are served)

from __future__ import annotations

from datetime import datetime
from functools import partial
from html import escape

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

PINYIN = {
    "news": "xwdt", "notices": "tzgg", "policies": "zcwj", "interpretations": "zcjd", "statistics": "tjsj", "reports": "xxgknb",
    "surveys": "myzj", "personnel": "rsrm", "plans": "ghjh", "overview": "jggk", "functions": "jgzn", "leaders": "ldxx",
    "services": "bsfw", "consultation": "zxjy", "letters": "lygk", "news1": "bmdt", "news2": "jcdt", "news3": "tpxw", "folder": "xxgkzl",
}  # fmt: skip
SIZE = 5


def pages(world: World) -> Pages:
    """All pages of one site."""
    html: dict[str, Maker] = {"/": partial(_home, world), "/wzdt/index.html": partial(_map, world)}
    orphans = []
    for column in world.columns:
        for number in range(_page_count(column)):
            html[_list_path(column, number)] = partial(_column, world, column, number)
        for article in column.articles:
            html[_path(article)] = partial(_article, world, column, article)
            if article.hidden_from_lists:
                orphans.append(_path(article))
    html |= {_letter_path(letter): partial(_letter, world, letter) for letter in world.letters}
    html |= {_guide_path(guide): partial(_guide, world, guide) for guide in world.guides}
    files = {"/images/logo.png": ("image/png", PIXEL), "/images/tujie.png": ("image/png", PIXEL), "/css/main.css": ("text/css", _CSS)}
    files |= {
        f"/attach/{a.number}.pdf": ("application/pdf", pdf(a.title)) for a in world.articles if a.attachment and "缺失" not in a.attachment
    }
    return Pages(html, files, tuple(orphans))


_CSS = b".topbar{background:#b01818;color:#fff}.main-nav ul{display:flex}.sub-menu{display:none}.main-nav li:hover .sub-menu{display:block}"


def _page_count(column: Column) -> int:
    shown = sum(not article.hidden_from_lists for article in column.articles)
    return max(1, -(-shown // SIZE))


def _dir(key: str) -> str:
    return f"/{PINYIN[key]}"


def _list_path(column: Column, number: int) -> str:
    return f"{_dir(column.key)}/index{f'_{number}' if number else ''}.html"


def _path(article: Article) -> str:
    return f"{_dir(article.column)}/{article.published:%Y%m}/t{article.published:%Y%m%d}_{article.number}.html"


def _letter_path(letter: Letter) -> str:
    return f"/lygk/xj_{letter.number}.html"


def _guide_path(guide: Guide) -> str:
    return f"/bsfw/zn_{guide.number}.html"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _shell(world: World, title: str, body: str, labels: list[tuple[str, str]], crumbs: str = "") -> str:
    metas = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in labels)
    groups = dict.fromkeys(column.group for column in world.columns)
    menu = "".join(
        f'<li><span>{group}</span><ul class="sub-menu">'
        + "".join(f'<li><a href="{_list_path(c, 0)}">{c.name}</a></li>' for c in world.columns if c.group == group)
        + "</ul></li>"
        for group in groups
    )
    clock = (
        f'<div class="today">今天是{world.as_of.year}年{world.as_of.month}月{world.as_of.day}日</div>'
        if "clock" in world.look_alikes
        else ""
    )
    where = f'<div class="crumbs">您所在的位置：<a href="/">首页</a>{crumbs}</div>' if crumbs else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{escape(title)}</title>
{metas}
<link rel="stylesheet" href="/css/main.css"></head>
<body><div class="demo-flag">【演示】本页内容均为虚构，仅供检查系统演示</div>
<header class="topbar">{clock}<img src="/images/logo.png" alt="{world.site.name}"><h2 class="site">{world.site.name}</h2>
<form class="find" action="/search" method="get"><input type="text" name="q" placeholder="请输入关键词"><button type="submit">搜索</button></form></header>
<nav class="main-nav"><ul><li><a href="/">首页</a></li>{menu}</ul></nav>
{where}<main>{body}</main>
{_footer(world)}</body></html>"""


def _footer(world: World) -> str:
    foot = world.footer
    parts = []
    if foot.sitemap:
        parts.append('<a href="/wzdt/index.html">网站地图</a>')
    if foot.sponsor:
        parts.append(f"主办单位：{foot.sponsor}")
    if foot.contact:
        parts.append(f"联系电话：{foot.contact}")
    if foot.site_code:
        parts.append(f"网站标识码：{foot.site_code}")
    if foot.icp:
        parts.append(f'<a href="http://beian.miit.gov.cn/">{foot.icp}</a>')
    if foot.police:
        digits = "".join(filter(str.isdigit, foot.police))
        parts.append(f'<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={digits}">{foot.police}</a>')
    marks = ""
    if foot.party_mark:
        address = f"http://bszs.conac.cn/sitename?method=show&amp;id={foot.party_mark}"
        marks += f'<a href="{address}"><img src="http://dcs.conac.cn/image/red.png" alt="党政机关网站标识"></a>'
    if foot.report_entry:
        entry = f"http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={foot.report_entry}"
        marks += f'<a href="{entry}"><img src="http://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={foot.report_entry}" alt="政府网站找错"></a>'
    return f'<footer class="bottom"><p>{" | ".join(parts)}</p><div class="marks">{marks}</div></footer>'


def _items(articles: list[Article]) -> str:
    return "".join(
        f'<li><a href="{_path(a)}" title="{escape(a.title)}">{escape(a.title)}</a><span class="when">{_day(a.published)}</span></li>'
        for a in articles
    )


def _shown(column: Column) -> list[Article]:
    articles = [article for article in column.articles if not article.hidden_from_lists]
    if column.pinned and articles:
        return [articles[-1], *articles[:-1]]
    return articles


def _home(world: World) -> str:
    boxes = "".join(
        f'<section class="box"><h3><a href="{_list_path(c, 0)}">{c.name}</a></h3><ul class="newslist">{_items(_shown(c)[:5])}</ul></section>'
        for c in world.columns
        if c.style == "list" and c.key in {"news", "notices", "policies", "interpretations", "reports"}
    )
    dead = "".join(f'<a href="/zt/{name}/">专题链接</a>' for name in world.home_dead)
    return _shell(world, world.site.name, boxes + dead, world.labels())


def _column(world: World, column: Column, number: int) -> str:
    crumbs = f" &gt; {column.group} &gt; <a href='{_list_path(column, 0)}'>{column.name}</a>"
    body = f'<h1 class="col-title">{column.name}</h1>' + _BODIES.get(column.style, _list_body)(world, column, number)
    return _shell(world, f"{column.name}_{world.site.name}", body, world.labels(column), crumbs)


def _list_body(world: World, column: Column, number: int) -> str:
    articles = _shown(column)
    total = _page_count(column)
    pager = "".join(f'<a href="{_list_path(column, n)}">{n + 1}</a>' for n in range(total) if n != number)
    return f'<ul class="newslist">{_items(articles[number * SIZE : (number + 1) * SIZE])}</ul><div class="pager">共{total}页 {pager}</div>'


def _static_body(world: World, column: Column, number: int) -> str:
    when = f'<p class="upd">更新时间：{_day(column.updated)}</p>' if column.updated else ""
    return when + "".join(f"<p>{text}</p>" for text in column.text)


def _leaders_body(world: World, column: Column, number: int) -> str:
    when = f'<p class="upd">更新时间：{_day(column.updated)}</p>' if column.updated else ""
    return when + "".join(
        f'<div class="leader"><img src="/images/logo.png" alt="{p.name}"><h4>{p.name}　{p.post}</h4><p>个人简历：{p.resume}</p><p>工作分工：{p.duties}</p></div>'
        for p in world.leaders
    )


def _guides_body(world: World, column: Column, number: int) -> str:
    rows = "".join(f'<li><a href="{_guide_path(g)}">{g.title}</a><span class="when">{_day(g.published)}</span></li>' for g in world.guides)
    return f'<p>政务服务事项目录</p><ul class="newslist">{rows}</ul>'


def _form_body(world: World, column: Column, number: int) -> str:
    return """<p>欢迎提出意见建议和咨询，我们将在5个工作日内答复。</p>
<form class="ask" method="post" action="/zxjy/submit"><label>标题<input name="subject"></label><label>姓名<input name="person"></label>
<label>内容<textarea name="content"></textarea></label><button type="submit">提交</button></form><p><a href="/lygk/index.html">查看公开答复</a></p>"""


def _letters_body(world: World, column: Column, number: int) -> str:
    if world.empty_mailbox:
        return f'<p class="none">{world.as_of.year}年以来本信箱未收到有效来信，特此说明。</p>'
    unit_shown = any(x.unit for x in world.letters)
    unit_head = "<th>答复单位</th>" if unit_shown else ""
    rows = "".join(
        f'<tr><td><a href="{_letter_path(x)}">{x.title}</a></td><td>{_day(x.asked) if x.asked else ""}</td>'
        f"<td>{_day(x.answered) if x.answered else '办理中'}</td>{f'<td>{x.unit}</td>' if unit_shown else ''}</tr>"
        for x in world.letters
    )
    answered = sum(x.answered is not None for x in world.letters)
    head = f"<tr><th>标题</th><th>留言时间</th><th>答复时间</th>{unit_head}</tr>"
    return f'<p>统计：收到留言{len(world.letters)}件，已答复{answered}件。</p><table class="letters">{head}{rows}</table>'


def _folder_body(world: World, column: Column, number: int) -> str:
    return "".join(
        f'<div class="entry"><a href="{_list_path(c, 0)}">{c.name}</a></div>'
        for c in world.columns
        if c.group == column.group and c != column
    )


_BODIES = {
    "static": _static_body,
    "leaders": _leaders_body,
    "guides": _guides_body,
    "form": _form_body,
    "folder": _folder_body,
    "letters": _letters_body,
}


def _article(world: World, column: Column, article: Article) -> str:
    crumbs = f" &gt; {column.group} &gt; <a href='{_list_path(column, 0)}'>{column.name}</a> &gt; 正文"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in article.paragraphs)
    if article.table:
        text += "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in article.table) + "</table>"
    if column.key in {"interpretations", "statistics"}:
        text += '<p><img src="/images/tujie.png" alt="图解"></p>'
    if article.attachment:
        text += f'<p>附件：<a href="/attach/{article.number}.pdf">{article.attachment}</a></p>'
    text += "".join(f'<p>相关：<a href="{_dir(column.key)}/{name}.html">延伸阅读{name[-2:]}</a></p>' for name in article.dead)
    other = world.article(article.related) if article.related else None
    if other is not None:
        word = "相关政策文件" if column.key == "interpretations" else "相关政策解读"
        text += f'<p class="rel">{word}：<a href="{_path(other)}">{other.title}</a></p>'
    about = f"<p>文号：{article.document}　有效性：有效</p>" if article.document else ""
    body = f"""<article><h1>{article.title}</h1><div class="meta"><span>发布时间：{article.published:%Y-%m-%d %H:%M}</span>
<span>来源：{article.source}</span></div>{about}<div class="content">{text}</div></article>{article.planted}"""
    return _shell(
        world, f"{article.title}_{world.site.name}", body, world.labels(column, article.title, article.published, article.source), crumbs
    )


def _letter(world: World, letter: Letter) -> str:
    column = world.column("letters")
    asked = f"<p>留言时间：{letter.asked:%Y-%m-%d %H:%M}</p>" if letter.asked else ""
    unit = f"<p>答复单位：{letter.unit}</p>" if letter.unit else ""
    answered = f"<p>答复时间：{letter.answered:%Y-%m-%d %H:%M}</p>" if letter.answered else "<p>办理状态：办理中</p>"
    answer = f"<p>答复内容：{letter.answer}</p>" if letter.answer else ""
    body = f"<article><h1>{letter.title}</h1>{asked}<p>留言内容：{letter.question}</p>{unit}{answered}{answer}</article>"
    labels = world.labels(column, letter.title, letter.answered or letter.asked, letter.unit)
    return _shell(
        world, f"{letter.title}_{world.site.name}", body, labels, " &gt; 互动交流 &gt; <a href='/lygk/index.html'>留言</a> &gt; 详情"
    )


def _guide(world: World, guide: Guide) -> str:
    column = world.column("services")
    rows = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in guide.elements)
    meta = f'<div class="meta"><span>发布时间：{guide.published:%Y-%m-%d %H:%M}</span><span>来源：{world.unit.name}</span></div>'
    body = f"<article><h1>{guide.title}</h1>{meta}<table>{rows}</table></article>"
    crumbs = " &gt; 办事服务 &gt; <a href='/bsfw/index.html'>办事指南</a> &gt; 详情"
    return _shell(world, f"{guide.title}_{world.site.name}", body, world.labels(column, guide.title, guide.published), crumbs)


def _map(world: World) -> str:
    rows = "".join(f'<dd><a href="{_list_path(c, 0)}">{c.name}</a></dd>' for c in world.columns)
    return _shell(world, f"网站地图_{world.site.name}", f"<h1>网站地图</h1><dl>{rows}</dl>", world.labels(), " &gt; 网站地图")


def _missing(world: World) -> str:
    return _shell(world, "页面不存在", "<h1>404</h1><p>抱歉，您访问的页面不存在。</p>", world.labels())


def _search(world: World, words: str) -> str:
    found = world.found(words)
    rows = _items(found) or "<li>没有找到相关内容</li>"
    body = f'<h1>站内搜索</h1><p>“{escape(words)}”共找到{len(found)}条结果</p><ul class="newslist">{rows}</ul>'
    return _shell(world, f"搜索_{world.site.name}", body, world.labels(), " &gt; 搜索")


def _address(world: World, thing: Article | Column) -> str:
    return _path(thing) if isinstance(thing, Article) else _list_path(thing, 0)


FAMILY = Family("modern", "utf-8", True, pages, _missing, _address, "/search", "q", _search)
