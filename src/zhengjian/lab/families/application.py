"""Family 10: a single-page application. Pages are one empty element and a script; texts come as JSON that only a browser asks for."""

# ruff: noqa: E501 (pages stand here as they are served)
from __future__ import annotations

import json
from functools import partial

from zhengjian.lab.families.assets import PIXEL
from zhengjian.lab.families.base import Family, Maker, Pages
from zhengjian.lab.world import Article, Column, World


def pages(world: World) -> Pages:
    """The shell under a few addresses, the application's script, and the JSON behind it."""
    shell = partial(_shell, world)
    html: dict[str, Maker] = {"/": shell, "/index.html": shell}
    api = {
        f"/api/channel/{c.key}": [
            {"id": a.number, "title": a.title, "publishTime": f"{a.published:%Y-%m-%d %H:%M:%S}"}
            for a in c.articles
            if not a.hidden_from_lists
        ]
        for c in world.columns
    }
    files: dict[str, tuple[str, bytes]] = {
        path: ("application/json; charset=utf-8", json.dumps({"code": 0, "data": rows}, ensure_ascii=False).encode())
        for path, rows in api.items()
    }
    files["/api/site"] = ("application/json; charset=utf-8", json.dumps({"code": 0, "data": _bottom(world)}, ensure_ascii=False).encode())
    files["/static/js/app.9f3c.js"] = ("application/javascript", _APP)
    files["/static/logo.png"] = ("image/png", PIXEL)
    return Pages(html, files, ())


_APP = (
    b'!function(){var a=document.getElementById("app");function j(u,f){fetch(u).then(function(r){return r.json()}).then(f)}'
    b'["news","notices","policies"].forEach(function(k){j("/api/channel/"+k,function(d){a.insertAdjacentHTML("afterbegin",d.data.map(function(x){'
    b'return"<li>"+x.title+" "+x.publishTime+"</li>"}).join(""))})});j("/api/site",function(d){a.insertAdjacentHTML("beforeend",d.data)})}();\n'
)


def _bottom(world: World) -> str:
    """What the application draws at the foot of its pages."""
    f = world.footer
    lines = [
        f.sponsor and f"主办单位：{f.sponsor}",
        f.contact and f"联系电话：{f.contact}",
        f.site_code and f"网站标识码：{f.site_code}",
        f.icp,
        f.police,
    ]
    html = f'<footer class="app-bottom"><p>{"　".join(filter(None, lines))}</p>' + (
        '<a href="/#/sitemap">网站地图</a>' if f.sitemap else ""
    )
    if f.party_mark:
        html += f'<a href="http://bszs.conac.cn/sitename?method=show&id={f.party_mark}"><img src="http://dcs.conac.cn/image/red.png" alt="党政机关"></a>'
    if f.report_entry:
        html += f'<a href="http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={f.report_entry}">我为政府网站找错</a>'
    return html + "</footer>"


def _shell(world: World) -> str:
    tags = "".join(f'<meta name="{n}" content="{v}">' for n, v in world.labels())
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{tags}<title>{world.site.name}（演示）</title></head>
<body><noscript>本站需要启用脚本后浏览。</noscript><div id="app"></div><script src="/static/js/app.9f3c.js"></script></body></html>"""


def _nothing(world: World) -> str:
    return _shell(world)


def _search(world: World, words: str) -> str:
    return _shell(world)


def _address(world: World, thing: Article | Column) -> str:
    return f"/#/detail/{thing.number}" if isinstance(thing, Article) else f"/#/list/{thing.key}"


FAMILY = Family("application", "utf-8", True, pages, _nothing, _address, "/api/search", "q", _search)
