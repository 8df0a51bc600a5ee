"""Whether a visitor can see an element: styles of its own and of its ancestors, attributes, frames, scripts that hide it.

Weak evidence is told from strong: a switched element (menu, tab, dialog, template) is hidden only for now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.styles import SWITCHING, Sheet, colour, hiding, own_style, pixels

_SWITCH_NAMES = re.compile(
    r"menu|nav|tab|drop|sub|pop|modal|dialog|dlg|layer|mask|swiper|slid|carousel|banner|more|fold|collapse|accord|toggle|switch"
    r"|tip|qr|ewm|erweima|weixin|wechat|tpl|template|sr-only|visually|screen-?reader|skip|hover|option|lang|search|share|float"
    r"|kefu|mobile|phone|\bwap|pc-|-pc|hd-|-bd|\bcon\d|_con|con_|cont(?:ent)?_?\d|item\d|list\d|box\d|show|second|child|third|ejdh|erji|\bsel|linkbox|yqlj|tan|tck",
    re.IGNORECASE,
)
_OUTER_NAMES = re.compile(r"menu|nav|tab|drop|pop|modal|dialog|dlg|swiper|slid|carousel|accord|collapse|toggle|layer", re.IGNORECASE)
_ROLES = frozenset({"menu", "menubar", "tabpanel", "dialog", "alertdialog", "tooltip", "listbox", "navigation"})
_HIDE_CALL = re.compile(
    r"getElementById\s{0,3}\(\s{0,3}[\"']([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.\s{0,3}style\s{0,3}\.\s{0,3}"
    r"(?:display\s{0,3}=\s{0,3}[\"']none|visibility\s{0,3}=\s{0,3}[\"']hidden|(?:left|top|marginLeft|textIndent)\s{0,3}=\s{0,3}[\"']-\d{3})"
    r"|\$\(\s{0,3}[\"']#([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.\s{0,3}hide\(\s{0,3}\)"
    r"|(?:getElementById\s{0,3}\(\s{0,3}[\"']|querySelector\s{0,3}\(\s{0,3}[\"']#)([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\.\s{0,3}"
    r"(?:style\s{0,3}\.\s{0,3}cssText\s{0,3}=\s{0,3}|setAttribute\(\s{0,3}[\"']style[\"']\s{0,3},\s{0,3})[\"'][^\"']{0,80}?"
    r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|(?:height|width|opacity|font-size)\s{0,3}:\s{0,3}0|:\s{0,3}-\d{3})"
    r"|getElementsByClassName\s{0,3}\(\s{0,3}[\"']([\w-]{1,60})[\"']\s{0,3}\)\s{0,3}\[\s{0,3}\d\s{0,3}\]\s{0,3}\.\s{0,3}style\s{0,3}\.\s{0,3}"
    r"(?:left|top|marginLeft|textIndent)\s{0,3}=\s{0,3}[\"']-\d{3}"
    r"|document\.all\.([\w-]{1,60})\.style\.(?:display\s{0,3}=\s{0,3}[\"']none|visibility\s{0,3}=\s{0,3}[\"']hidden)"
)
_DEPTH = 40
_TEMPLATE_TAGS = frozenset({"template", "select", "option", "textarea", "datalist"})


@dataclass(frozen=True, slots=True)
class Hiding:
    """How an element is hidden: by ``technique``, at ``holder``; ``inline`` when its own markup says so.

    ``switched`` means that a menu, tab, dialog or template hides it for now.
    """

    technique: str
    holder: Element
    inline: bool
    switched: bool

    @property
    def bare(self) -> bool:
        """True when the holder says itself that it is hidden and bears no name by which a script could show it."""
        return self.inline and not (attr(self.holder, "id") or attr(self.holder, "class"))

    @property
    def weak(self) -> bool:
        """Hidden in a way that honest pages use as well: by a named style, by a switch, for image letters, for drawers."""
        named = self.technique in {"zero-size", "transparent"} and not self.bare
        return not self.inline or named or self.technique in SWITCHING


@dataclass
class Sight:
    """What can be seen of one page; remembers ancestors that were already looked at."""

    page: Page
    _sheet: Sheet | None = None
    _scripts: str | None = None
    _by_script: frozenset[str] | None = None
    _seen: dict[Element, Hiding | None] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The page's own style blocks and the style sheets fetched with it."""
        if self._sheet is None:
            self._sheet = Sheet.of([*(element.text for element in self.page.select("style")), *self.page.styles])
        return self._sheet

    @property
    def scripts(self) -> str:
        """All inline scripts as one text."""
        if self._scripts is None:
            self._scripts = "\n".join(element.text for element in self.page.select("script:not([src])"))[:400_000]
        return self._scripts

    @property
    def hidden_by_script(self) -> frozenset[str]:
        """Ids that a script hides and that no script names again."""
        if self._by_script is None:
            hidden = [next(filter(None, names)) for names in _HIDE_CALL.findall(self.scripts)]
            self._by_script = frozenset(name for name in hidden if _mentions(self.scripts, name) <= _hidings(self.scripts, name))
        return self._by_script

    def hiding(self, element: Element) -> Hiding | None:
        """How the element is hidden, by itself or by an ancestor; None when nothing says that it is."""
        chain: list[Element] = []
        current: Element | None = element
        while current is not None and current not in self._seen and len(chain) < _DEPTH:
            chain.append(current)
            parent = current.parent
            current = parent if isinstance(parent, Element) else None
        result = self._seen.get(current) if current is not None else None
        for link in reversed(chain):
            result = self._own(link) or (None if self._resets(link, result) else result)
            self._seen[link] = result
        return result

    def _resets(self, element: Element, hiding: Hiding | None) -> bool:
        """Letters of no size or of the ground's colour are undone by an element inside that has its own.

        A style sheet that was not fetched may well do so: lists are often set to no letter size and their items back.
        """
        if hiding is None or hiding.technique not in {"tiny-font", "same-colour"}:
            return False
        if not hiding.inline and self._foreign_styles:
            return True
        names = {"font-size", "font"} if hiding.technique == "tiny-font" else {"color"}
        style = own_style(element)
        return any(style.get(name, "inherit") != "inherit" for name in names) or bool(names & self.sheet.letters(element))

    def _own(self, element: Element) -> Hiding | None:
        tag = element.tag
        if tag in _TEMPLATE_TAGS:
            return Hiding("display", element, False, True)
        if tag == "noscript":
            return Hiding("noscript", element, True, False)
        attrs = element.attrs
        if not attrs:
            return None
        style = own_style(element)
        technique = hiding(style) or self._attributes(element) or self._painted(element, style)
        if not technique and style.get("position") == "fixed" and not (attr(element, "id") or attr(element, "class")) and _below(style):
            technique = "off-screen"
        inline = bool(technique)
        if not technique and style.get("display", "none") == "none":
            technique = self.sheet.technique(element)
        if not technique and not self.hidden_by_script.isdisjoint((attr(element, "id"), *attr(element, "class").split())):
            technique, inline = "script-hidden", True
        return Hiding(technique, element, inline, self._switched(element)) if technique else None

    def _attributes(self, element: Element) -> str:
        attrs = element.attrs
        if "hidden" in attrs:
            return "display"
        if element.tag == "marquee":
            sizes = [pixels(attr(element, "height")), pixels(attr(element, "width"))]
            fast = (pixels(attr(element, "scrollamount")) or 0) >= 500
            return "marquee" if fast or any(size is not None and size <= 5 for size in sizes) else ""
        if element.tag == "svg" and "0" in {attr(element, "width"), attr(element, "height")}:
            return "zero-size"
        if element.tag == "font" and attr(element, "size") in {"0", "-10", "1px"}:
            return "tiny-font"
        return ""

    def _painted(self, element: Element, style: dict[str, str]) -> str:
        """Text in the colour of its ground, when both are known and no picture or foreign style lies between."""
        ink = colour(style.get("color")) or (colour(attr(element, "color")) if element.tag == "font" else None)
        if ink is None and self.sheet.colours:
            ink = colour(self.sheet.paint(element).get("color"))
        if ink is None:
            return ""
        ground = self._ground(element)
        return "same-colour" if ground is not None and _near(ink, ground) else ""

    def _ground(self, element: Element) -> str | None:
        current: Element | None = element
        for _ in range(_DEPTH):
            if current is None:
                return None
            style = own_style(current) | self.sheet.paint(current) if self.sheet.colours else own_style(current)
            painted = style.get("background", "") + style.get("background-image", "")
            if "url(" in painted or "gradient(" in painted:
                return None
            if "background" in current.attrs:
                return None
            ground = colour(style.get("background-color")) or colour(style.get("background")) or colour(attr(current, "bgcolor"))
            if ground is not None and ground != "transparent":
                return ground
            if current.tag in {"body", "html"}:
                return None if attr(current, "background") or self._foreign_styles else "ffffff"
            if self._foreign_styles and (attr(current, "class") or attr(current, "id")):
                return None
            parent = current.parent
            current = parent if isinstance(parent, Element) else None
        return None

    @property
    def _foreign_styles(self) -> bool:
        return not self.page.styles and bool(self.page.select("link[rel~=stylesheet]"))

    def _switched(self, element: Element) -> bool:
        names = f"{attr(element, 'class')} {attr(element, 'id')}".split()
        if any(name in self.sheet.shown_again for name in names):
            return True
        if any(len(name) > 1 and name not in self.hidden_by_script and _named(self.scripts, name) for name in names):
            return True
        names_of_switches, current = _SWITCH_NAMES, element
        for _ in range(3):
            if current.tag in {"body", "html"}:
                return False
            if _is_switch(current) or names_of_switches.search(f"{attr(current, 'class')} {attr(current, 'id')}"):
                return True
            names_of_switches, parent = _OUTER_NAMES, current.parent
            if not isinstance(parent, Element):
                return False
            current = parent
        return False


def _below(style: dict[str, str]) -> bool:
    """Fixed beyond an edge by as much as a drawer is high; a drawer has a name by which a script pulls it in."""
    sides = (pixels(style.get(side)) for side in ("left", "top", "right", "bottom"))
    return any(side is not None and side <= -_DRAWER for side in sides)


_DRAWER = 100.0


def _is_switch(element: Element) -> bool:
    attrs = element.attrs
    if element.tag == "details" and "style" in attrs and not (attr(element, "id") or attr(element, "class")):
        return False  # it opens and shuts by itself: a style of its own hides it for good
    acts = "aria-hidden" in attrs or "aria-labelledby" in attrs or "onmouseover" in attrs or "onclick" in attrs
    return acts or element.tag in {"nav", "dialog", "details"} or attr(element, "role") in _ROLES


def _mentions(scripts: str, name: str) -> int:
    return sum(scripts.count(mark) for mark in (f'"{name}"', f"'{name}'", f"#{name}", f'".{name}', f"'.{name}"))


def _hidings(scripts: str, name: str) -> int:
    """How often scripts name an element to move or hide it, in as many steps as they take for it."""
    steps = re.compile(rf"[\"'#]{re.escape(name)}[\"'][^;{{}}]{{0,40}}\.\s{{0,3}}(?:style\b|hide\(|css\(|setAttribute\()[^;]{{0,80}}")
    return sum(_SHOWS_AGAIN.search(found[0]) is None for found in steps.finditer(scripts))


_SHOWS_AGAIN = re.compile(r"block|inline|visible|show|[\"'][\"']")


def _named(scripts: str, name: str) -> bool:
    return any(mark in scripts for mark in (f'"{name}"', f"'{name}'", f"#{name}", f".{name}"))


def _near(one: str, other: str) -> bool:
    if "transparent" in (one, other):
        return False
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 12 for at in (0, 2, 4))


_SPOT = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})")


def spot(element: Element) -> Hiding | None:
    """An area of a picture too small to be seen or hit."""
    corners = _SPOT.fullmatch(attr(element, "coords").replace(" ", "")) if element.tag == "area" else None
    if corners is None or max(int(corners[3]) - int(corners[1]), int(corners[4]) - int(corners[2])) > 2:
        return None
    return Hiding("zero-size", element, True, False)


def speck(element: Element) -> Hiding | None:
    """A link without words around pictures that nobody can see."""
    if squeeze(element.text):
        return None
    pictures = element.select("img")
    sizes = [pixels(own_style(picture).get(name) or attr(picture, name)) for picture in pictures for name in ("width", "height")]
    tiny = bool(pictures) and all(size is not None and size <= 1 for size in sizes)
    return Hiding("speck", element, True, False) if tiny else None
