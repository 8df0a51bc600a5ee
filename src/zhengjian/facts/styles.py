"""How inline styles and style sheets hide an element, without laying a page out.

``Sheet`` knows the hiding rules of the page's own style blocks and of fetched style sheets; rules for print or narrow
screens are left out, and an element that another rule shows again (hover, an active tab) counts as switched, not hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from zhengjian.facts.page import Element, attr

_LENGTH = re.compile(r"(-?\d{0,7}(?:\.\d{1,6})?)\s{0,3}(px|pt|em|rem|%|vw|vh|cm|in)?")
_OFF = 300.0
_UNITS = {"em": 16.0, "rem": 16.0, "pt": 1.33, "cm": 37.8, "in": 96.0, "%": 12.0, "vw": 12.0, "vh": 8.0}
_BEYOND = frozenset({"100vw", "100vh", "101vw", "110vw", "120vw", "150vw", "200vw", "200vh"})
_CUT_AWAY = re.compile(r"inset\(\s{0,3}(?:50|100)%|circle\(\s{0,3}0|polygon\((?:\s{0,3}0(?:px|%)?\s{1,3}0(?:px|%)?\s{0,3},?){1,8}\)")
_FLAT = re.compile(r"scale(?:3d|x|y)?\(\s{0,3}0?(?:\.0{1,6}\d?)?\s{0,3}[,)]|rotate[xy]\(\s{0,3}-?90deg")
_SHIFT = re.compile(r"translate(?:3d|x|y)?\s{0,3}\(\s{0,3}(-\d{3,7})")
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*+/")
_NAMES = re.compile(r"[.#]([\w-]{1,60})|^([a-z][a-z0-9]{0,10})")
_NAMED_COLOURS = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "green": "008000",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
}
_MOST_RULES = 300
_LETTERS = frozenset({"font-size", "font", "color"})

SWITCHING = frozenset({"display", "visibility", "clip", "indent", "z-index", "script-hidden", "noscript"})
"""Ways of hiding that menus, tabs, dialogs and image letters use as well: weak evidence by themselves."""

CHINESE = {
    "display": "display:none 隐藏",
    "visibility": "visibility:hidden 隐藏",
    "off-screen": "移出屏幕之外",
    "zero-size": "尺寸为零并截断",
    "tiny-font": "字号过小",
    "same-colour": "文字与背景同色",
    "transparent": "透明显示",
    "clip": "裁剪为不可见",
    "z-index": "压在下层",
    "indent": "负缩进移出",
    "marquee": "极小滚动条",
    "speck": "以极小图片作链接",
    "hidden-attribute": "hidden 属性隐藏",
    "script-hidden": "脚本隐藏",
    "frame": "不可见框架",
    "noscript": "noscript 区域内",
    "after-html": "写在网页结束标记之后",
}


@lru_cache(maxsize=5_000)
def declarations(style: str) -> dict[str, str]:
    """``a: b; c: d`` as a lower-case mapping, white space and ``!important`` dropped."""
    pairs = {}
    style = _COMMENT.sub("", style[:20_000]) if "/*" in style else style[:20_000]
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            pairs[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return pairs


def pixels(value: str | None) -> float | None:
    """A length in pixels, roughly; None for ``auto`` and the like."""
    found = _LENGTH.match(value.strip()) if value else None
    if found is None or not found[1] or found[1] in {"-", "."}:
        return None
    return float(found[1]) * _UNITS.get(found[2] or "px", 1.0)


def colour(value: str | None) -> str | None:
    """A colour as six lower-case digits; ``transparent`` for no paint at all; None when it is not a plain colour."""
    value = (value or "").strip().lower()
    if value in _NAMED_COLOURS:
        return _NAMED_COLOURS[value]
    if value == "transparent":
        return "transparent"
    if found := re.search(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", value):
        return found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    if found := re.match(r"rgba?\(\s{0,3}(\d{1,3})\s{0,3},\s{0,3}(\d{1,3})\s{0,3},\s{0,3}(\d{1,3})\s{0,3}(?:,\s{0,3}([\d.]{1,6}))?", value):
        if found[4] and float(found[4].strip(".") or 0) <= 0.02:
            return "transparent"
        return "".join(f"{min(int(part), 255):02x}" for part in found.groups()[:3])
    if value.startswith(("hsla(", "hsl(")) and re.search(r"[,/]\s{0,3}0?(?:\.0\d{0,3})?%?\s{0,3}\)$", value) and value.count(",") == 3:
        return "transparent"
    return None


def hiding(style: dict[str, str]) -> str:
    """The technique by which these declarations hide an element; empty when they do not."""
    if not style:
        return ""
    if style.get("display") == "none":
        return "display"
    if style.get("content-visibility") == "hidden":
        return "display"
    if style.get("visibility") in {"hidden", "collapse"}:
        return "visibility"
    if _moved_off(style):
        return "off-screen"
    if _shrunk(style):
        return "zero-size"
    size = pixels(style.get("font-size") or _font_size(style.get("font", "")))
    if size is not None and 0 <= size <= 2:
        return "tiny-font"
    opacity = _number(style.get("opacity", ""))
    if (opacity is not None and opacity <= 0.05) or re.search(r"opacity\s{0,3}(?:=|\()\s{0,3}0?%?\)", style.get("filter", "")):
        return "transparent"
    if colour(style.get("color")) == "transparent":
        return "transparent"
    if "clip" in style or "clip-path" in style:
        clip = style.get("clip", "") + " " + style.get("clip-path", "")
        numbers = [float(number) for number in re.findall(r"\d{1,5}", clip)]
        if ("rect" in clip and numbers and max(numbers) <= 1) or re.search(_CUT_AWAY, clip):
            return "clip"
    layer = _number(style.get("z-index", ""))
    if layer is not None and layer <= -1 and style.get("position", "static") != "static":
        return "z-index"
    pulled = [pixels(style.get(name)) for name in ("text-indent", "letter-spacing")]
    return "indent" if any(length is not None and length <= -_OFF for length in pulled) else ""


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _font_size(font: str) -> str:
    found = re.search(r"(?:^|\s)(\d{1,3}(?:px|pt))", font)
    return found[1] if found else ""


def _moved_off(style: dict[str, str]) -> bool:
    placed = style.get("position") in {"absolute", "fixed", "relative"}
    sides = [*(style.get(side, "") for side in ("left", "top", "right", "bottom")), *style.get("inset", "").split()[:4]]
    for value in sides if placed else ():
        offset = pixels(value)
        if offset is not None and (offset <= -_OFF or offset >= 9000 or value in _BEYOND):
            return True
    margins = [style.get("margin-left"), style.get("margin-top"), *style.get("margin", "").split()[:4]]
    if any((offset := pixels(margin)) is not None and offset <= -_OFF for margin in margins):
        return True
    return bool((found := _SHIFT.search(style.get("transform", ""))) and int(found[1]) <= -_OFF)


def _shrunk(style: dict[str, str]) -> bool:
    if _FLAT.search(style.get("transform", "")):
        return True
    cut = style.get("overflow", style.get("overflow-y", "")) in {"hidden", "clip"}
    sizes = [pixels(style.get(name)) for name in ("width", "height", "max-height", "max-width", "line-height")]
    small = [size for size in sizes if size is not None and 0 <= size <= 2]
    if re.fullmatch(r"[12](?:\.\d{1,3})?", style.get("line-height", "")):
        small.pop()  # a bare line height is a multiple of the letters, not a size
    return bool(small) and (cut or len(small) >= 2)


_Rules = tuple[tuple[str, str], ...]
_Styled = tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True)
class Sheet:
    """The rules of a page that hide or colour, and the names that some rule shows again."""

    hides: _Rules = ()
    colours: _Styled = ()
    shown_again: frozenset[str] = frozenset()
    lettered: tuple[tuple[str, frozenset[str]], ...] = ()
    _memo: dict[Element, str] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, sheets: Iterable[str]) -> Sheet:
        """Read style sheets; a rule inside ``@media print`` or a width query is left out."""
        return cls(*_read_sheets(tuple(sheets)))

    def technique(self, element: Element) -> str:
        """How a rule hides the element; empty when none does."""
        if not self.hides:
            return ""
        if element not in self._memo:
            self._memo[element] = next((technique for selector, technique in self.hides if _matches(element, selector)), "")
        return self._memo[element]

    def paint(self, element: Element) -> dict[str, str]:
        """The colour declarations that rules give the element, later rules last."""
        painted: dict[str, str] = {}
        for selector, style in self.colours:
            if _matches(element, selector):
                painted |= {name: value for name, value in style.items() if name in {"color", "background", "background-color"}}
        return painted

    def letters(self, element: Element) -> set[str]:
        """Which of letter size and colour some rule gives the element."""
        return {name for selector, names in self.lettered if _matches(element, selector) for name in names}


@lru_cache(maxsize=64)
def _read_sheets(sheets: tuple[str, ...]) -> tuple[_Rules, _Styled, frozenset[str], tuple[tuple[str, frozenset[str]], ...]]:
    """A site repeats its styles on every page: each is read once."""
    hides: list[tuple[str, str]] = []
    colours: list[tuple[str, dict[str, str]]] = []
    shown: set[str] = set()
    lettered: list[tuple[str, frozenset[str]]] = []
    for selectors, style in _rules(sheets):
        technique = hiding(style)
        for selector in selectors.split(",")[:40]:
            selector = selector.strip()
            if not selector or len(selector) > 200:
                continue
            if technique and ":" not in selector:
                hides.append((selector, technique))
            if _shows(style) and not technique:
                shown.update(_last_names(selector))
            if not technique and (letters := _LETTERS & style.keys()):
                lettered.append((selector.split(":")[0], letters))
            if ("color" in style or "background" in style or "background-color" in style) and ":" not in selector:
                colours.append((selector, style))
    return tuple(hides[:_MOST_RULES]), tuple(colours[:_MOST_RULES]), frozenset(shown), tuple(lettered[:_MOST_RULES])


def _matches(element: Element, selector: str) -> bool:
    try:
        return bool(element.matches(selector))
    except ValueError:
        return False


def _shows(style: dict[str, str]) -> bool:
    return (
        style.get("display", "none") != "none"
        or style.get("visibility") == "visible"
        or style.get("opacity") in {"1", "1.0"}
        or (style.get("left") in {"0", "auto", "0px"} or style.get("height") == "auto")
    )


def _last_names(selector: str) -> set[str]:
    parts = re.split(r"[\s>+~]+", selector.split(":")[0].strip() if ":" in selector.rsplit(" ", 1)[-1] else selector)
    return {name for found in _NAMES.findall(parts[-1]) for name in found if name}


def _rules(sheets: Iterable[str]) -> Iterable[tuple[str, dict[str, str]]]:
    for sheet in sheets:
        text = _COMMENT.sub(" ", sheet[:400_000])
        skipped = 0
        for part in text.split("}"):
            pieces = part.split("{")
            if skipped and len(pieces) == 1:
                skipped -= 1
                continue
            heads = pieces[:-1]
            for head in heads[:-1]:
                lowered = head.strip().lower()
                if lowered.startswith("@media") and any(word in lowered for word in ("print", "width", "height", "orientation")):
                    skipped += 1
            if heads and not skipped and not heads[-1].strip().startswith("@"):
                yield heads[-1], declarations(pieces[-1].strip())


def own_style(element: Element) -> dict[str, str]:
    """The element's inline declarations with the old presentational attributes beside them."""
    style = attr(element, "style")
    return declarations(style) if style else {}
