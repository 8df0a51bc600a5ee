"""A tree of static pages for the benchmark, and nginx to serve it: the pages that product.md's figures speak of.

Each site has 301 pages of about 26 KB and 75 links; half of the sites are served gzipped, one in six is GBK with raw
Chinese addresses. On every 300 pages 31 targets are broken, and each is linked from exactly one page.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PAGES = 300
LINKS = 75
WORDS = [
    "工作",
    "推进",
    "会议",
    "部署",
    "项目",
    "建设",
    "服务",
    "安全",
    "环境",
    "保护",
    "教育",
    "医疗",
    "就业",
    "社保",
    "交通",
    "农业",
    "水利",
    "住房",
    "财政",
    "审计",
    "统计",
    "公开",
    "制度",
    "落实",
    "检查",
]
BROKEN = (
    ("page", 8, "missing/page{n}.html"),
    ("file", 5, "files/missing{n}.doc"),
    ("image", 5, "img/missing{n}.png"),
    ("style", 2, "css/missing{n}.css"),
    ("Chinese name", 4, "files/缺失附件{n}.doc"),
    ("redirect", 3, "moved/{n}.html"),
    ("other host", 4, "http://{refused}/x{n}.html"),
)


@dataclass(frozen=True)
class Tree:
    """A generated tree: the home page of every site, and the planted broken addresses as a browser writes them."""

    homes: tuple[str, ...]
    broken: frozenset[str]
    pages: int


def make(folder: Path, sites: int, port: int) -> Tree:
    """Write ``sites`` sites below ``folder``; site ``n`` is served at ``127.0.1.n:port``."""
    broken: set[str] = set()
    homes = []
    for site in range(1, sites + 1):
        base = f"http://127.0.1.{site}:{port}/"
        homes.append(base)
        broken |= _site(folder / str(site), base, site)
    return Tree(tuple(homes), frozenset(broken), sites * (PAGES + 1))


def _site(folder: Path, base: str, number: int) -> set[str]:
    chance = random.Random(number)
    charset = "gbk" if number % 6 == 0 else "utf-8"
    for name in ("p", "files", "img", "css"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "css/site.css").write_text("body{font-size:14px}")
    (folder / "img/logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    (folder / "files/现有附件.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(200))
    planted: dict[int, list[str]] = {}
    broken = set()
    for kind, count, form in BROKEN:
        for n in range(count):
            href = form.format(n=n, refused=f"127.0.1.{number + 100}")
            planted.setdefault(chance.randrange(1, PAGES + 1), []).append(_element(kind, href))
            broken.add(href if href.startswith("http") else base + quote(href))
    for page in range(PAGES + 1):
        text = _page(page, charset, chance, planted.get(page, []))
        path = folder / ("index.html" if page == 0 else f"p/{page}.html")
        path.write_bytes(text.encode("gb18030" if charset == "gbk" else "utf-8"))
    return broken


def _element(kind: str, href: str) -> str:
    address = href if href.startswith("http") else "/" + href
    if kind == "image":
        return f'<img src="{address}" alt="图">'
    if kind == "style":
        return f'<link rel="stylesheet" href="{address}">'
    return f'<a href="{address}">链接</a>'


def _page(number: int, charset: str, chance: random.Random, extra: list[str]) -> str:
    near = [(number * 7 + step) % PAGES + 1 for step in range(LINKS - 6)]
    items = "".join(
        f'<li class="list-item"><span class="date">2025-0{target % 9 + 1}-{target % 28 + 1:02d}</span>'
        f'<a class="title-link" target="_blank" href="/p/{target}.html" title="{_words(chance, 6)}">{_words(chance, 8)}</a></li>\n'
        for target in near
    )
    body = "".join(f'<p style="text-indent:2em;line-height:28px">　　{_words(chance, 60)}。</p>\n' for _ in range(14))
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{_words(chance, 4)}</title>'
        '<meta name="SiteName" content="基准市人民政府"><meta name="PubDate" content="2025-06-10 10:20">'
        '<link rel="stylesheet" href="/css/site.css"></head><body><div class="head"><img src="/img/logo.png" alt="标志">'
        f'<a href="/">首页</a> <a href="/files/现有附件.doc">附件</a></div><ul class="news-list">\n{items}</ul>'
        f'<div class="article-content">{body}</div>{"".join(extra)}'
        '<div class="footer">主办：基准市人民政府办公室 蜀ICP备05000001号 网站标识码：5199000001</div></body></html>\n'
    )


def _words(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(count))


@contextmanager
def served(folder: Path, sites: int, port: int) -> Iterator[None]:
    """nginx over the tree: one worker, keep-alive, gzip on every other site, ``/moved/`` redirects to nothing."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    servers = "\n".join(
        f"server {{ listen 127.0.1.{n}:{port}; root {folder / str(n)}; gzip {'on' if n % 2 else 'off'};"
        " location /moved/ { return 302 /missing/moved.html; } }"
        for n in range(1, sites + 1)
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'}; worker_processes 1; user root;\n"
        "events { worker_connections 4096; }\n"
        "http { access_log off; sendfile on; keepalive_requests 100000; gzip_types *; gzip_comp_level 1; open_file_cache max=50000;\n"
        'add_header LinkChecker "this server bears any pace" always;\n'  # without it LinkChecker asks ten times a second
        "types { text/html html; text/css css; image/png png; application/msword doc; }\n"
        f"{servers}\n}}\n"
    )
    process = subprocess.Popen([nginx, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        if process.poll() is not None:
            raise SystemExit(f"nginx did not start; see {folder / 'error.log'}")
        yield
    finally:
        process.terminate()
        process.wait(10)
