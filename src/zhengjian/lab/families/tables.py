"""Family 2: nested tables of the 2000s. GB2312, raw Chinese folder and file names, dates in brackets, marks as pictures."""

# ruff: noqa: E501 (pages stand here as they are served)

from __future__ import annotations

from functools import partial

from zhengjian.lab.families.assets import PIXEL, pdf
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, Guide, Letter, World

ROWS = 6


def pages(world: World) -> Pages:
    """All pages of one site."""
    html: dict[str, Maker] = {"/": partial(_front, world), "/网站导航.htm": partial(_directory, world)}
    left_out = []
    for column in world.columns:
        listed = [a for a in column.articles if not a.hidden_from_lists]
        for page in range(1, max(1, (len(listed) + ROWS - 1) // ROWS) + 1):
            html[_col(column, page)] = partial(_section, world, column, page)
        for item in column.articles:
            html[_art(world, item)] = partial(_text, world, column, item)
            if item.hidden_from_lists:
                left_out.append(_art(world, item))
    for letter in world.letters:
        html[f"/互动/信件{letter.number}.htm"] = partial(_mail, world, letter)
    for guide in world.guides:
        html[f"/办事/{guide.title}.htm"] = partial(_steps, world, guide)
    files = {f"/pic/{name}.gif": ("image/gif", _GIF) for name in ("banner", "dzjg", "jc", "line")}
    files["/pic/图解.png"] = ("image/png", PIXEL)
    files |= {
        f"/下载/{a.number}{a.attachment}": ("application/pdf", pdf(a.title))
        for a in world.articles
        if a.attachment and "缺失" not in a.attachment
    }
    return Pages(html, files, tuple(left_out))


_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


def _col(column: Column, page: int = 1) -> str:
    return f"/{column.name}/" + ("列表.htm" if page == 1 else f"列表{page}.htm")


def _art(world: World, item: Article) -> str:
    column = world.column(item.column)
    assert column is not None
    return f"/{column.name}/{item.published.year}/{item.number}{item.title[:8].strip('《“')}.htm"


def _frame(world: World, head: str, middle: str, labels: list[tuple[str, str]], path: str = "") -> str:
    tags = "".join(f'<META NAME="{n}" CONTENT="{v}">\r\n' for n, v in labels)
    cells = "".join(f'<td class="zi12"><a href="{_col(c)}">{c.name}</a></td>' for c in world.columns)
    today = f"<td>{world.as_of.year}-{world.as_of.month}-{world.as_of.day} 星期五</td>" if "clock" in world.look_alikes else ""
    hidden = '<div id="m1" style="display:none"><a href="/网站导航.htm">更多栏目</a></div>' if "hidden-menu" in world.look_alikes else ""
    route = f'<tr><td class="lujing">当前位置→<a href="/">网站首页</a>→{path}</td></tr>' if path else ""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{head}</title>
{tags}</head><body topmargin=0>
<table width=1000 align=center border=0><tr><td><img src="/pic/banner.gif" alt="{world.site.name}（演示）"></td>{today}</tr>
<tr><td><table><tr><td><a href="/">首 页</a></td>{cells}</tr></table>{hidden}</td></tr>
<tr><td><form action="/搜索.htm" method=get>站内检索：<input name=keyword size=20><input type=submit value=检索></form>
<font color=red>本站为演示站点，内容纯属虚构</font></td></tr>{route}
<tr><td>{middle}</td></tr><tr><td align=center>{_marks(world)}</td></tr></table></body></html>"""


def _marks(world: World) -> str:
    f = world.footer
    rows = []
    if f.sponsor:
        rows.append(f"主办：{f.sponsor}")
    if f.contact:
        rows.append(f"联系方式：{f.contact}")
    if f.icp:
        rows.append(f"备案编号：{f.icp}")
    if f.police:
        rows.append(f.police.replace("备", "备 "))
    if f.site_code:
        rows.append(f"网站标识码 {f.site_code}")
    if f.sitemap:
        rows.append('<a href="/网站导航.htm">站点地图</a>')
    pictures = ""
    if f.party_mark:
        pictures += (
            f'<a href="http://bszs.conac.cn/sitename?method=show&id={f.party_mark}"><img src="/pic/dzjg.gif" alt="党政机关" border=0></a>'
        )
    if f.report_entry:
        pictures += f'<a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}"><img src="/pic/jc.gif" alt="我为政府网站找错" border=0></a>'
    return "<br>".join(rows) + f"<table align=center><tr><td>{pictures}</td></tr></table>"


def _rows(world: World, items: list[Article]) -> str:
    return "".join(
        f'<tr><td width=12><img src="/pic/line.gif"></td><td><a href="{_art(world, a)}" target=_blank>{a.title}</a></td>'
        f"<td align=right>[{a.published.month:02d}-{a.published.day:02d}]</td></tr>"
        if a.published.year == world.as_of.year
        else f'<tr><td width=12><img src="/pic/line.gif"></td><td><a href="{_art(world, a)}" target=_blank>{a.title}</a></td>'
        f"<td align=right>[{a.published.year}-{a.published.month:02d}-{a.published.day:02d}]</td></tr>"
        for a in items
    )


def _listed(column: Column) -> list[Article]:
    listed = [a for a in column.articles if not a.hidden_from_lists]
    return listed[-column.pinned :] + listed[: -column.pinned] if column.pinned else listed


def _front(world: World) -> str:
    blocks = []
    for column in world.columns:
        if column.style == "list" and column.articles and column.key in {"news", "notices", "policies", "statistics"}:
            more = f'<tr><td colspan=2><b>{column.name}</b></td><td><a href="{_col(column)}">更多&gt;&gt;</a></td></tr>'
            blocks.append(f"<td valign=top><table width=480>{more}{_rows(world, _listed(column)[:5])}</table></td>")
    lines = "".join("<tr>" + "".join(blocks[n : n + 2]) + "</tr>" for n in range(0, len(blocks), 2))
    dead = "".join(f'<tr><td><a href="/专题/{name}.htm">专题</a></td></tr>' for name in world.home_dead)
    return _frame(world, world.site.name, f"<table>{lines}{dead}</table>", world.labels())


def _section(world: World, column: Column, page: int) -> str:
    shown = _listed(column)
    if column.style == "list":
        last = max(1, (len(shown) + ROWS - 1) // ROWS)
        turn = f"第{page}页/共{last}页 " + "".join(f'<a href="{_col(column, n)}">[{n}]</a> ' for n in range(1, last + 1) if n != page)
        body = f"<table width=760>{_rows(world, shown[(page - 1) * ROWS : page * ROWS])}</table><p align=center>{turn}</p>"
    else:
        body = _plain(world, column)
    side = "".join(f'<tr><td><a href="{_col(c)}">{c.name}</a></td></tr>' for c in world.columns if c.group == column.group)
    middle = f"<table><tr><td valign=top width=200><table>{side}</table></td><td valign=top><font size=4>{column.name}</font>{body}</td></tr></table>"
    return _frame(world, f"{column.name}-{world.site.name}", middle, world.labels(column), f"{column.group}→{column.name}")


def _plain(world: World, column: Column) -> str:
    when = f"<p align=right>（{column.updated.year}年{column.updated.month}月{column.updated.day}日更新）</p>" if column.updated else ""
    if column.style == "leaders":
        people = "".join(
            f"<tr><td>{p.name}</td><td>{p.post}</td><td>简历：{p.resume}</td><td>分工：{p.duties}</td></tr>" for p in world.leaders
        )
        return f"<table border=1><tr><td>姓名</td><td>职务</td><td>简历</td><td>分工</td></tr>{people}</table>{when}"
    if column.style == "guides":
        rows = "".join(
            f'<tr><td>·<a href="/办事/{g.title}.htm">{g.title}</a></td><td>{g.published:%Y/%m/%d}</td></tr>' for g in world.guides
        )
        return f"<table>{rows}</table>"
    if column.style == "folder":
        return "".join(
            f"<p><img src='/pic/line.gif'><a href='{_col(c)}'>{c.name}</a></p>"
            for c in world.columns
            if c.group == column.group and c != column
        )
    if column.style == "form":
        return (
            "<p>来信须知：请如实填写，本单位自收到之日起五个工作日内答复。</p><form method=post action=/互动/提交.htm>"
            "主题<input name=zt><br>称呼<input name=ch><br>内容<textarea name=nr rows=6></textarea><br><input type=submit value=提交信件></form>"
        )
    if column.style == "letters":
        if world.empty_mailbox:
            return f"<p>说明：截至{world.as_of.year}年{world.as_of.month}月，暂无群众来信。</p>"
        unit_shown = any(x.unit for x in world.letters)
        unit_head = "<td>答复单位</td>" if unit_shown else ""
        rows = "".join(
            f'<tr><td><a href="/互动/信件{x.number}.htm">{x.title}</a></td><td>{f"{x.asked:%Y-%m-%d}" if x.asked else ""}</td>'
            f"<td>{f'{x.answered:%Y-%m-%d}' if x.answered else '处理中'}</td>{f'<td>{x.unit}</td>' if unit_shown else ''}</tr>"
            for x in world.letters
        )
        done = sum(x.answered is not None for x in world.letters)
        return (
            f"<p>来信统计：共收到来信{len(world.letters)}件，答复{done}件</p><table border=1><tr><td>信件标题</td><td>来信日期</td><td>答复日期</td>"
            f"{unit_head}</tr>{rows}</table>"
        )
    return "".join(f"<p>　　{text}</p>" for text in column.text) + when


def _text(world: World, column: Column, item: Article) -> str:
    body = "".join(f"<p>　　{p}</p>" for p in item.paragraphs)
    if item.table:
        body += "<table border=1>" + "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in item.table) + "</table>"
    if column.key in {"interpretations", "statistics"}:
        body += "<p align=center><img src='/pic/图解.png' alt='图表图解'></p>"
    if item.attachment:
        body += f'<p>附件下载：<a href="/下载/{item.number}{item.attachment}">{item.attachment}</a></p>'
    body += "".join(f'<p><a href="/{column.name}/旧闻/{name}.htm">延伸阅读：往期内容{name[-2:]}</a></p>' for name in item.dead)
    other = world.article(item.related) if item.related else None
    if other is not None:
        body += (
            f'<p>【{"解读对象" if column.key == "interpretations" else "解读链接"}】<a href="{_art(world, other)}">{other.title}</a></p>'
        )
    number = f"<p align=center>{item.document}（现行有效）</p>" if item.document else ""
    stamp = f"{item.published.year}年{item.published.month}月{item.published.day}日 {item.published:%H:%M}"
    middle = f"""<table width=900><tr><td align=center><font size=5><b>{item.title}</b></font></td></tr>
<tr><td align=center>信息来源：{item.source}　发布日期：{stamp}　【字体：大 中 小】</td></tr><tr><td>{number}{body}{item.planted}</td></tr></table>"""
    labels = world.labels(column, item.title, item.published, item.source)
    return _frame(world, item.title, middle, labels, f'{column.group}→<a href="{_col(column)}">{column.name}</a>→阅读正文')


def _mail(world: World, letter: Letter) -> str:
    rows = [
        ("信件主题", letter.title),
        ("来信时间", f"{letter.asked:%Y-%m-%d %H:%M}" if letter.asked else ""),
        ("来信内容", letter.question),
    ]
    rows += [
        ("答复单位", letter.unit),
        ("答复时间", f"{letter.answered:%Y-%m-%d %H:%M}" if letter.answered else ""),
        ("答复内容", letter.answer),
    ]
    table = "".join(f"<tr><td bgcolor=#eeeeee>{name}</td><td>{text}</td></tr>" for name, text in rows if text)
    labels = world.labels(world.column("letters"), letter.title, letter.answered or letter.asked, letter.unit)
    return _frame(world, letter.title, f"<table border=1 width=900>{table}</table>", labels, "互动交流→来信→信件内容")


def _steps(world: World, guide: Guide) -> str:
    table = "".join(f"<tr><td width=120>{name}</td><td>{text}</td></tr>" for name, text in guide.elements)
    middle = f"<center><font size=5>{guide.title}</font><br>发布日期：{guide.published:%Y-%m-%d %H:%M}　信息来源：{world.unit.name}</center><table border=1>{table}</table>"
    return _frame(
        world, guide.title, middle, world.labels(world.column("services"), guide.title, guide.published), "办事服务→办事指南→详情"
    )


def _directory(world: World) -> str:
    groups = dict.fromkeys(c.group for c in world.columns)
    rows = "".join(
        f"<tr><td><b>{group}</b></td><td>"
        + " ".join(f'<a href="{_col(c)}">{c.name}</a>' for c in world.columns if c.group == group)
        + "</td></tr>"
        for group in groups
    )
    return _frame(world, f"站点地图-{world.site.name}", f"<table>{rows}</table>", world.labels(), "站点地图")


def _gone(world: World) -> str:
    return _frame(world, "找不到网页", "<p>您要找的网页已删除或更名。</p>", world.labels())


def _seek(world: World, words: str) -> str:
    found = world.found(words)
    rows = _rows(world, found) if found else "<tr><td>没有检索到符合条件的信息</td></tr>"
    return _frame(world, "站内检索", f"<table>{rows}</table>共{len(found)}条", world.labels(), "站内检索")


def _address(world: World, thing: Article | Column) -> str:
    return _art(world, thing) if isinstance(thing, Article) else _col(thing)


FAMILY = Family("tables", "gb18030", False, pages, _gone, _address, "/搜索.htm", "keyword", _seek)
