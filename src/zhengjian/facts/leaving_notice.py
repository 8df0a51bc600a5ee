"""Whether a page tells its visitor before a link leaves for a site that is not the government's.

Left out are official services, state media, and the platforms on which units keep their own accounts, maps and counters.
Sites do it with a dialog, a jump page that carries the target in its address, or a handler on the links. What the site's
own script files do is ``leaving_script``'s question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from zhengjian.facts.base import Fact
from zhengjian.facts.footer_writers import own_scripts
from zhengjian.facts.leaving_script import HANDLES
from zhengjian.facts.leaving_words import NOTICE
from zhengjian.facts.links import host_of, registrable
from zhengjian.facts.page import Page, attr
from zhengjian.facts.source import source_of


class LeavingNotice(Fact):
    """How one page treats links that leave.

    ``outside`` are the first links to other than government sites that nothing announces; ``announced`` says by which
    words a notice was recognised; ``scripts`` is True when a script of the site's own could announce them: one of ``files``,
    or one in the page itself, which takes links into its hands by the sign ``handles``.
    """

    outside: tuple[str, ...] = ()
    announced: str = ""
    scripts: bool = False
    files: tuple[str, ...] = ()
    handles: str = ""


_GOVERNMENT = (".gov.cn", ".政务", ".xn--zfr164b", ".mil.cn", ".edu.cn", ".ac.cn")
_SIGNS = ("离开", "跳转", "非本", "非政府", "不属于", "外部链接", "即将", "将要")
_HANDLER = re.compile(r"confirm\s*\(|leave|out_?link|external|jump|tiaozhuan|wailian|waibu", re.IGNORECASE)
_CARRIES = re.compile(r"(?:\?|&|&amp;)(?:url|target|link|to|u|redirect)=(?:https?(?::|%3A)|//)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"href\s*=\s*[\"']?\s*((?:https?:)?//[^\"'\s>]+)")
_OPENS = re.compile(r"\s*(?:javascript:)?\s*window\.open\(\s*['\"]((?:https?:)?//[^'\"]+)['\"]", re.IGNORECASE)
MOST = 20


def read(page: Page) -> LeavingNotice:
    """Read how a page treats links that leave; 0.03 ms."""
    if not page.has("//", "%3A"):
        return LeavingNotice(complete=page.complete)
    host = registrable(host_of(page.url))
    opened = list(_opened(page))
    absolute = {host_of(url if "://" in url else f"http:{url}") for url in (*_ABSOLUTE.findall(page.html), *opened)}
    if not any(leaves(other, host) for other in absolute) and not any(sign in page.html for sign in ("=http", "=//")):
        return LeavingNotice(complete=page.complete)
    outside: dict[str, None] = {}
    announced = ""
    unscripted = frozenset(page.select("noscript a[href]")) if page.has("<noscript", "<NOSCRIPT") else ()
    for element in page.anchors:
        if element in unscripted:
            continue
        href = attr(element, "href")
        if "//" not in href and "%3A" not in href:
            continue
        url = page.resolve(href)
        if url and registrable(host_of(url)) == host and _CARRIES.search(href):
            announced = announced or f"跳转页 {href[:80]}"
        if url is None or not leaves(host_of(url), host):
            continue
        handler = attr(element, "onclick") + attr(element, "class") + attr(element, "rel")
        if _HANDLER.search(attr(element, "onclick")) or "external" in handler:
            announced = announced or f"链接处理 {handler[:80]}"
        elif len(outside) < MOST:
            outside[url] = None
    for href in opened:
        url = page.resolve(href)
        if url and leaves(host_of(url), host) and len(outside) < MOST:
            outside[url] = None
    if not outside and not announced:
        return LeavingNotice(complete=page.complete)
    found = NOTICE.search(page.html) if page.has(*_SIGNS) else None
    scripts = source_of(page).scripts
    files = [url for src in own_scripts(page, scripts) if (url := page.resolve(src))]
    handled = next(filter(None, (HANDLES.search(script.body) for script in scripts if script.body)), None)
    return LeavingNotice(
        complete=page.complete,
        outside=tuple(outside),
        announced=announced or (found[0].strip() if found else ""),
        scripts=bool(files) or handled is not None,
        files=tuple(files),
        handles=handled[0][:80] if handled is not None else "",
    )


def _opened(page: Page) -> Iterator[str]:
    """Addresses that open from a drop-down list or straight from a click, without a question in between."""
    if page.has("<option", "<OPTION"):
        yield from (value for option in page.select("option[value]") if "//" in (value := attr(option, "value")))
    if page.has("onclick") and "window.open(" in page.html:
        for element in page.select("[onclick]"):
            handler = attr(element, "onclick")
            if (hit := _OPENS.match(handler)) and not _HANDLER.search(handler):
                yield hit[1]


def leaves(host: str, own: str) -> bool:
    """True for the host of a strange site: not of the registrable domain ``own``, no government's, and not on the list of trusted ones.

    An IP address does not say whose it is, so it is none.
    """
    name = host.rsplit(":", 1)[0].lower()
    if name.replace(".", "").isdigit() or name.startswith("["):
        return False
    domain = registrable(name)
    return domain != own and not name.endswith(_GOVERNMENT) and domain not in _trusted()


@cache
def _trusted() -> frozenset[str]:
    """Official services, state media and platforms, by registrable domain: ``data/trusted_domains.toml``."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "trusted_domains.toml").read_text("utf-8"))
    return frozenset(name for names in data.values() for name in names)
