"""Hidden links (暗链): links to strangers that a visitor cannot see, and scripts, frames and redirects that bring strangers in.

What is recorded is certain enough to accuse: a link to a host that nothing speaks for, hidden by a technique that menus,
tabs and dialogs do not need, or carrying the words of a trade that hijacks pages. The rest is kept as ``certain`` False:
worth a look, never a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import unquote

from msgspec.structs import replace

from zhengjian.facts import hijack, signals
from zhengjian.facts.bad_terms import advertises, fold, host_promotes, invoices, mentions, promotes, reports, sells, terms
from zhengjian.facts.base import Fact
from zhengjian.facts.hidden_frames import frames, leads_on
from zhengjian.facts.hidden_items import HiddenLink, Places
from zhengjian.facts.hidden_undrawn import undrawn
from zhengjian.facts.hosts import Whose, host_of, whose
from zhengjian.facts.links import registrable
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.script_writes import page_of
from zhengjian.facts.scripts import MOST_UNPACKED, of_data, unpack
from zhengjian.facts.styles import CHINESE, own_style, pixels
from zhengjian.facts.visibility import Hiding, Sight, speck, spot

_TELLING = (
    "eval(",
    "fromCharCode",
    "unescape(",
    "\\x",
    "\\u00",
    "atob(",
    "ecodeURI",
    "document.write",
    "document[",
    "referrer",
    "userAgent",
    "location",
    "window.open",
    "Function(",
    '"+"',
    "'+'",
    "navigate(",
    "DropFileName",
    "createElement",
    "iner",
    "useragent",
    "insertAdjacent",
    "innerHTML",
    ".display",
    "reverse()",
)
_APPENDED = re.compile(r"^\s{0,20}(?:</script>)?\s{0,20}<(?:marquee|div|a|iframe|span|p|ul)\b", re.IGNORECASE | re.MULTILINE)
_PUNCTUATION = frozenset("。.，,、;；:：!！?？·|-_*'\"“”")
_TAIL = 2_000
_LAYOUT = frozenset(CHINESE.values())
_MOST_ITEMS = 60


class HiddenLinks(Fact):
    """暗链：网页上隐藏的站外链接和恶意脚本"""

    items: tuple[HiddenLink, ...] = ()

    @property
    def certain(self) -> tuple[HiddenLink, ...]:
        """The items that are findings; the others are only worth a look."""
        return tuple(item for item in self.items if item.certain)


def tells(item: HiddenLink) -> bool:
    """True for an item that counts although the page's style sheets, which tell a menu from a hiding place, were not at hand."""
    if item.technique.removeprefix("脚本写入：") not in _LAYOUT:
        return True
    return any(terms(kind).find(fold(word)) for word in item.words for kind in ("promotion", "topic", "host"))


def doubting_layout(links: HiddenLinks) -> HiddenLinks:
    """The same reading when the page's own style sheets were not at hand: what only they could clear is no longer certain."""
    return replace(links, items=tuple(item if tells(item) else replace(item, certain=False) for item in links.items))


def read(page: Page) -> HiddenLinks:
    """Read one page. Cost follows the strangers it names: a page without any is done after three searches."""
    own = host_of(page.url)
    places = Places(page.html)
    items = [*_anchors(page, own, places), *frames(page, own, places), *undrawn(page, own, places), *_texts(page, places)]
    items += _scripts(page, own, places, {item.target for item in items})
    return HiddenLinks(items=tuple(items[:_MOST_ITEMS]), complete=page.complete)


def of_script(text: str, own: str = "") -> HiddenLinks:
    """The same for a script file by itself. Of a very long one the beginning and the end are read, where intruders write."""
    places = Places(text)
    signs = dict.fromkeys(sign for part in _ends(text) for sign in hijack.signs(part, own))
    found = [places.item(sign.technique, sign.target, (0, min(len(text), 400)), certain=sign.certain) for sign in signs]
    page = page_of(unpack(text))
    if "<" in page:
        inner = read(Page(url=f"http://{own}/", html=page))
        found += [_moved(item, places, (0, min(len(text), 400))) for item in inner.items]
    if appended := _APPENDED.search(text):
        # Intruders add their markup to every file that they can write, scripts among them.
        inner = read(Page(url=f"http://{own}/", html=text[appended.start() :]))
        found += [
            replace(
                item,
                line=item.line + text.count("\n", 0, appended.start()),
                start=item.start + appended.start(),
                end=item.end + appended.start(),
            )
            for item in inner.certain
        ]
    return HiddenLinks(items=tuple(found[:_MOST_ITEMS]), complete=len(text) <= MOST_UNPACKED)


def _ends(text: str) -> tuple[str, ...]:
    return (text,) if len(text) <= MOST_UNPACKED else (text[:MOST_UNPACKED], text[-_LAST:])


_LAST = 20_000


def _moved(item: HiddenLink, places: Places, place: tuple[int, int]) -> HiddenLink:
    """An item found in written HTML, placed at the script that writes it."""
    return places.item(
        f"脚本写入：{item.technique}", item.target, place, text=item.text, words=item.words, links=item.links, certain=item.certain
    )


@dataclass
class _Stranger:
    """An anchor to a host that nothing speaks for."""

    element: Element
    target: str
    host: str
    text: str
    hiding: Hiding | None


def _strangers(page: Page, own: str, sight: Sight) -> list[_Stranger]:
    found = []
    links = [(element, attr(element, "href")) for element in page.select("a[href*='//'], area[href*='//']")]
    if page.has(":\\\\"):  # browsers take a backslash for a slash
        links += [(element, attr(element, "href").replace("\\", "/")) for element in page.select("a[href*=':\\\\\\\\']")]
    if page.has("xlink:href"):
        links += [(element, attr(element, "xlink:href")) for element in page.select("svg a")]
    for element, href in links:
        target = href.strip()
        host = host_of(target)
        host = host_of(unquote(target)) if "%" in host or not host else host
        if host and whose(host, own) is Whose.UNKNOWN and "javascript" not in target[:11].lower():
            text = squeeze(element.text) or squeeze(" ".join(attr(image, "alt") for image in element.select("img")))
            text = f"{text} {attr(element, 'title')} {attr(element, 'alt')}".strip()
            hiding = sight.hiding(element) or spot(element) or speck(element)
            if hiding is not None and hiding.technique in _OF_LETTERS and _shows_picture(element):
                hiding = None
            found.append(_Stranger(element, target, host, text, hiding))
    return found


_OF_LETTERS = frozenset({"tiny-font", "same-colour", "indent"})


def _shows_picture(element: Element) -> bool:
    """True for a link around a picture of some size: letters of no size do not hide it."""
    picture = element.select_one("img")
    if picture is None:
        return False
    style = own_style(picture)
    sizes = [pixels(style.get(name) or attr(picture, name)) for name in ("width", "height")]
    return all(size is None or size > 5 for size in sizes) and style.get("display") != "none"


def _anchors(page: Page, own: str, places: Places) -> list[HiddenLink]:
    sight = Sight(page)
    strangers = _strangers(page, own, sight)
    if not strangers:
        return []
    items: list[HiddenLink] = []
    blocks: dict[Element, list[_Stranger]] = {}
    visible: list[_Stranger] = []
    for stranger in strangers:
        if stranger.hiding is not None:
            blocks.setdefault(stranger.hiding.holder, []).append(stranger)
        else:
            visible.append(stranger)
    items += [_hidden_block(block, places) for block in islice(blocks.values(), _MOST_ITEMS)]
    return items + _visible(page, visible, places)


def _hidden_block(block: list[_Stranger], places: Places) -> HiddenLink:
    """One item for all strangers that one element hides; not certain when an honest page would hold them so."""
    first, hidden = block[0], block[0].hiding
    assert hidden is not None
    words = _words(block, promotes if hidden.switched else mentions)
    selling = [stranger for stranger in block if sells(stranger.text)]
    certain = bool(words) or _accuses(block, hidden, selling)
    return places.item(
        CHINESE[hidden.technique],
        first.target,
        places.of(first.element),
        text=first.text[:100],
        words=tuple(words or [word for stranger in selling[:5] for word in sells(stranger.text)[:1]]),
        links=len(block),
        certain=certain,
    )


def _accuses(block: list[_Stranger], hidden: Hiding, selling: list[_Stranger]) -> bool:
    """Whether a hidden block without words of a bad trade is beyond what an honest page would hold.

    Switched: only a row of many trades. Weak ways of hiding: advertising, two trades, or a holder without any name
    whose links sell or say nothing of a public kind. Strong ways: anything but a neighbour or an institution.
    """
    hosts = {registrable(stranger.host) for stranger in selling}
    if _covers(block[0].element):
        return True
    if hidden.technique == "speck":  # a counter's picture comes from where its link leads
        return all("//" not in attr(picture, "src") for picture in hidden.holder.select("img"))
    if hidden.switched:
        return len(hosts) >= 4 and len(selling) * 2 >= len(block) and hidden.inline
    if hidden.weak and (advertises(" ".join(stranger.text for stranger in selling)) or len(hosts) >= 2):
        return True
    if hidden.technique in {"script-hidden", "off-screen"} and selling:
        return True
    neutral = all(stranger.text for stranger in block) and not any(_speaks(stranger.text) for stranger in block)
    if hidden.weak:
        return hidden.bare and (bool(selling) or (neutral and hidden.technique != "noscript"))
    return bool(selling) or neutral


def _covers(element: Element) -> bool:
    """True for a link that lies unseen over the whole page: every click is caught."""
    style = own_style(element)
    wide = {style.get("width"), style.get("height")} <= {"100%", "100vw", "100vh"} or style.get("inset") in {"0", "0px"}
    return wide and style.get("position") in {"fixed", "absolute"}


def _speaks(text: str) -> bool:
    """A text of an institution, or one that reports: an ordinary neighbour of a government page."""
    return bool(terms("institution").find(fold(text))) or reports(text)


def _words(block: list[_Stranger], test: Callable[[str], list[str]]) -> list[str]:
    found: dict[str, None] = {}
    for stranger in block:
        found |= dict.fromkeys(test(stranger.text) or host_promotes(stranger.host))
    return list(found)[:8]


def _visible(page: Page, strangers: list[_Stranger], places: Places) -> list[HiddenLink]:
    items: list[HiddenLink] = []
    after = places.after_end()
    footed = _FOOT.search(places.html, places.line_start(after[0])) is not None
    for stranger in strangers:
        if len(items) >= _MOST_ITEMS:
            break
        words = [] if reports(stranger.text) else promotes(stranger.text) or host_promotes(stranger.host) or invoices(stranger.text)
        text = stranger.text.strip()
        if ((stranger.element.source_line or 0), (stranger.element.source_col or 0)) > after:
            technique = CHINESE["after-html"]
            certain = bool(words or (sells(stranger.text) and not footed))
        elif words:
            technique, certain = "链接到不良网站", True
        elif text and len(text) <= 2 and set(text) <= _PUNCTUATION and not stranger.element.select_one("img"):
            technique, certain = "以标点作链接", True
        elif "cursor" in (style := own_style(stranger.element)) and _disguises(style):
            technique, certain = "伪装成普通文字的链接", True
        else:
            continue
        items.append(
            places.item(technique, stranger.target, places.of(stranger.element), text=text[:100], words=tuple(words), certain=certain)
        )
    return items + _farms(strangers, places)


def _disguises(style: dict[str, str]) -> bool:
    """A link that its own markup makes look and feel like the words around it."""
    plain = style.get("text-decoration", style.get("text-decoration-line", "")).startswith("none")
    return style.get("cursor") == "text" and plain


def _farms(strangers: list[_Stranger], places: Places) -> list[HiddenLink]:
    """Rows of key-word links to many trades at the end of a page that no heading introduces."""
    rows: dict[Element, list[_Stranger]] = {}
    for stranger in strangers:
        parent = stranger.element.parent
        row = parent.parent if isinstance(parent, Element) and parent.tag in {"li", "span", "td", "p"} else parent
        if isinstance(row, Element) and sells(stranger.text) and not stranger.text.endswith(("公司", "集团", "厂", "网")):
            rows.setdefault(row, []).append(stranger)
    items = []
    for links in islice(rows.values(), _MOST_ITEMS):
        hosts = {registrable(link.host) for link in links}
        if len(hosts) < 4:
            continue
        place = places.of(links[0].element)
        late = len(places.html) - places.of(links[-1].element)[1] <= max(_TAIL, len(places.html) // 5)
        if late and not _INTRODUCED.search(_before(places.html, place[0])):
            words = tuple(word for link in links[:5] for word in sells(link.text)[:1])
            items.append(places.item("页尾堆砌站外链接", links[0].target, place, text=links[0].text[:100], words=words, links=len(links)))
    return items


_MOST_STYLED = 400
_WORDS_LEAST = 2
_FOOT = re.compile(r"版权|备案|主办|承办|地址|电话|标识码|友情链接")
_INTRODUCED = re.compile(r"友情|相关|合作|链接|企业|商会|会员|名录|名单|推荐|展|伙伴|单位")


def _before(html: str, at: int) -> str:
    return html[max(0, at - 600) : at]


def _parted(text: str, stars: signals.Found) -> bool:
    """True where single stars stand between characters: 百*家*乐."""
    places = [start for start, _, _ in stars]
    return any(later - first == _APART and text[first + 1] >= _HAN and text[first - 1] >= _HAN for first, later in pairwise(places))


_APART, _HAN = 2, "\u4e00"


def _texts(page: Page, places: Places) -> list[HiddenLink]:
    """Hidden passages that only sell a bad trade, without any link: they are there for search engines."""
    signs = signals.of_page(page)
    if "promotion" not in signs and not _parted(page.text, signs.get("star", ())):
        return []
    items, sight = [], Sight(page)
    for element in page.select("[style]")[:_MOST_STYLED]:
        hidden = sight.hiding(element)
        if hidden is None or hidden.holder is not element or hidden.switched or element.select_one("a[href]") is not None:
            continue
        text = squeeze(element.text)
        words = promotes(text)
        if len(words) >= _WORDS_LEAST and not reports(text):
            items.append(places.item("隐藏的推广文字", "", places.of(element), text=text[:100], words=tuple(words[:8]), links=0))
    return items


def _scripts(page: Page, own: str, places: Places, known: set[str]) -> list[HiddenLink]:
    """Behaviours of the inline scripts, and the page as it is once their literals are written into it."""
    html = page.html
    items: list[HiddenLink] = []
    pieces, last = [], 0
    for element in page.select("script:not([src]), script[src^='data:']" if page.has("data:text", "data:app") else "script:not([src])"):
        script = of_data(attr(element, "src")) if "src" in element.attrs else element.text
        if not any(mark in script for mark in _TELLING):
            continue
        start, inner = places.of(element)
        end = min((at for at in (html.find("</script", inner), html.find("</SCRIPT", inner)) if at >= 0), default=len(html))
        if inner <= last:
            continue
        found, page_written = _judged(script, own)
        for sign in found:
            certain = sign.certain and (sign.technique != hijack.AT_ONCE or not leads_on(page))
            items.append(places.item(sign.technique, sign.target, (start, end), certain=certain))
        if "<" in page_written:
            close = html.find(">", end) + 1
            pieces.append(html[last:start] + page_written.replace("\n", " ").replace("\r", " ") + "\n" * html.count("\n", start, close))
            last = close
    if pieces:
        expanded = Page(url=page.url, html="".join(pieces) + html[last:], styles=page.styles)
        there = Places(expanded.html)
        inner_items = [*_anchors(expanded, own, there), *frames(expanded, own, there)]
        items += [
            replace(
                item,
                technique=f"脚本写入：{item.technique}",
                start=places.line_start(item.line),
                end=places.line_start(item.line + 1),
            )
            for item in inner_items
            if item.target not in known
        ]
    return items


@lru_cache(maxsize=1_000)
def _judged(script: str, own: str) -> tuple[tuple[hijack.Sign, ...], str]:
    """A site repeats its scripts on every page: each is judged once."""
    return hijack.signs(script, own), page_of(unpack(script))
