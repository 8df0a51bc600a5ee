"""The marks at the foot of a page: the seven that every page must show, and the site map.

Marks come as text, as an image (alternative text or file name), as a link, or from a script whose strings are read here
(``document.write``, ``innerHTML`` …) or whose very presence draws the mark (``_ideConac``, ``jiucuo.js``). No wording
and no markup is required. A mark that is not found is ``missing`` only when the page was read whole and nothing on it
could still write the mark (see ``footer_writers``); else it is ``unknown``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from zhengjian.facts import footer_forms as forms
from zhengjian.facts.base import Fact
from zhengjian.facts.footer_signs import first_of_foot, may_hold, may_write
from zhengjian.facts.footer_writers import IN_WORDS, Writers, pictured_foot, silent_images, writers_of
from zhengjian.facts.page import Page
from zhengjian.facts.source import Source, fold, is_script, source_of, strip_tags
from zhengjian.model import Value

State = Literal["present", "missing", "unknown"]
Form = Literal["", "text", "image", "link", "script"]


class Mark(Value):
    """One mark: whether it is there, what it says (all values in page order), in which form, and on which source line.

    ``fault`` says in Chinese what is wrong with a mark that is there by itself, whatever site it stands on.
    """

    state: State = "missing"
    values: tuple[str, ...] = ()
    form: Form = ""
    line: int | None = None
    fault: str = ""


MARKS: dict[str, str] = {
    "party_mark": "党政机关网站标识",
    "report_entry": "“我为政府网站找错”入口",
    "site_code": "网站标识码",
    "icp": "ICP备案号",
    "police": "公安备案号",
    "sponsor": "主办单位",
    "contact": "联系方式",
    "sitemap": "网站地图",
}
HARD = ("party_mark", "report_entry", "site_code", "icp", "police")


class Footer(Fact):
    """The marks at the foot of one page.

    ``could_write`` says in Chinese what stands between "not found" and "not there", empty when nothing does;
    ``writers`` are the addresses of the scripts and frames meant by it.
    """

    party_mark: Mark = Mark()
    report_entry: Mark = Mark()
    site_code: Mark = Mark()
    icp: Mark = Mark()
    police: Mark = Mark()
    sponsor: Mark = Mark()
    contact: Mark = Mark()
    sitemap: Mark = Mark()
    writers: tuple[str, ...] = ()
    could_write: str = ""

    def mark(self, name: str) -> Mark:
        """One mark by its field name."""
        found: Mark = getattr(self, name)
        return found

    @property
    def marks_seen(self) -> int:
        """How many of the five marks are present that no other part of a page would show; 0: no footer was found."""
        return sum(self.mark(name).state == "present" for name in HARD)


def with_written(footer: Footer, read: Mapping[str, Footer]) -> Footer:
    """A page's footer with the marks of the scripts and fragments that it names, when all of them were read.

    ``read`` maps addresses to what was read there. When one was not read, or could itself load more, the footer
    stays as it is.
    """
    if not footer.writers:
        return footer
    parts = [read.get(address) for address in footer.writers]
    marks = {name: footer.mark(name) for name in MARKS}
    for part in parts:
        for name in MARKS if part is not None else ():
            if part is not None and marks[name].state != "present" and part.mark(name).state == "present":
                marks[name] = part.mark(name)
    settled = all(part is not None and part.complete and not part.could_write for part in parts)
    if settled and any(part is not None and part.marks_seen >= 2 for part in parts):
        marks = {name: Mark() if mark.state == "unknown" else mark for name, mark in marks.items()}
    return msgspec.structs.replace(footer, **marks)


def read(page: Page) -> Footer:
    """Read the marks of one page, of a script, or of a fragment that a page includes.

    The pages of a site share their foot, so its reading is remembered: 0.05 ms for a foot met before, 0.3 ms else.
    """
    known: Footer | None = page.shared.get("footer")
    if known is None:
        known = page.shared["footer"] = _read_page(page)
    return known


footer_of = read


def _read_page(page: Page) -> Footer:
    html = page.html
    if page.complete and not page.rendered and not is_script(page):
        signs = page.signs
        start = _start_of_foot(html, first_of_foot(signs), comments=signs.has("<!--"))
        foot = _marks_of_foot(html[start:]) if start else _Foot({}, silent=False, pictured=False)
        lacking = frozenset(name for name, mark in foot.found.items() if mark is None)
        if foot.found and not any(may_hold(signs, name, start) for name in lacking) and not (lacking - {"sitemap"} and may_write(signs)):
            above = html.count("\n", 0, start)
            found = {
                name: mark and (msgspec.structs.replace(mark, line=mark.line + above) if mark.line else mark)
                for name, mark in foot.found.items()
            }
            return _settled(page, found, _of_still(page, foot, lacking, _seen(found)))
    source = source_of(page)
    found = _find(_Places.of(page, source))
    lacking = frozenset(name for name, mark in found.items() if mark is None)
    return _settled(page, found, writers_of(page, source, lacking=lacking, seen=_seen(found)) if lacking - {"sitemap"} else Writers())


@dataclass(frozen=True)
class _Foot:
    """What a foot's source holds by itself: its marks, and whether it has pictures that do not say what they are."""

    found: dict[str, Mark | None]
    silent: bool
    pictured: bool


@lru_cache(maxsize=512)
def _marks_of_foot(foot: str) -> _Foot:
    """The pages of a site share their foot, so it is read once."""
    page = Page("https://foot.invalid/", foot)
    source = source_of(page)
    return _Foot(_find(_Places.of(page, source)), silent_images(source.shown), pictured_foot(source.shown))


def _of_still(page: Page, foot: _Foot, lacking: frozenset[str], seen: int) -> Writers:
    pictured = foot.pictured and lacking >= IN_WORDS
    return Writers.of_still_page(page, silent=foot.silent, pictured=pictured, seen=seen) if lacking else Writers()


def _start_of_foot(html: str, first: int | None, *, comments: bool) -> int:
    """Where the foot's own markup seems to begin in the source, before its first sign; 0 when that is not plain."""
    start = html.rfind("<", 0, first) if first else -1
    return 0 if start <= 0 or (comments and html.rfind("<!--", 0, start) > html.rfind("-->", 0, start)) else start


def _seen(found: dict[str, Mark | None]) -> int:
    return sum(found[name] is not None for name in HARD)


def _find(at: _Places) -> dict[str, Mark | None]:
    """Every mark that is there, or is open; None for one that was not found."""
    return {
        "party_mark": _party_mark(at),
        "report_entry": _report_entry(at),
        "site_code": _site_code(at),
        "icp": at.numbers(forms.ICP, _icp) or at.blank(forms.ICP_BLANK, "ICP备案号") or _icp_elsewhere(at),
        "police": at.numbers(forms.POLICE, _police) or at.numbers(forms.POLICE_WORDS, _number) or _police_elsewhere(at),
        "sponsor": _sponsor(at),
        "contact": at.blank(forms.CONTACT_BLANK, "联系方式") or at.in_foot(forms.CONTACT) or at.in_source(forms.CONTACT_LINK),
        "sitemap": at.in_foot(forms.SITEMAP) or at.in_source(forms.SITEMAP_LINK, whole=False),
    }


def _settled(page: Page, found: dict[str, Mark | None], writers: Writers) -> Footer:
    """Missing or unknown, for each mark that was not found."""
    marks = {
        name: mark or Mark(state="missing" if page.complete and not writers.may_write(name) else "unknown") for name, mark in found.items()
    }
    addresses = tuple(dict.fromkeys(address for raw in writers.addresses if (address := page.resolve(raw))))
    return msgspec.structs.replace(_footer(page, marks), writers=addresses, could_write=writers.why)


def _footer(page: Page, marks: dict[str, Mark]) -> Footer:
    return msgspec.convert({"complete": page.complete, **marks}, type=Footer)


_TELLING = 12  # characters: a picture that says more may be the whole foot
_HOLLOW = re.compile(r"<a\b[^<>]{0,600}>(?:\s|&nbsp;|</?(?:span|b|i|em|font)\b[^<>]{0,200}>)*</a>", re.IGNORECASE)
_QUOTES = ("“", "‘", "「", "『")  # what is quoted is spoken of
_NAMELESS = re.compile(
    r"(?:copyright|©|\(c\))[\s©\d.,年—–-]*(?:all\s+rights?\s+reserved)?[\s.。!]*(?=$|\n|访问|您是|浏览|网站|最佳)", re.IGNORECASE
)
_ANCHORS = ("ICP备", "识码", "网安备", "ICP備", "識碼")


@dataclass(frozen=True)
class _Places:
    """Where marks are looked for: the text at the foot, all visible text, text that scripts write, and the source."""

    page: Page
    source: Source
    foot: str
    written: str

    @classmethod
    def of(cls, page: Page, source: Source) -> _Places:
        """The foot is the last 1,500 characters of the text, or more when the last of a hard mark stands higher."""
        written = fold(strip_tags(source.written)) if source.written else ""
        if is_script(page):
            return cls(page, source, "", written)
        text = forms.own_words(page.text)
        hits = [place - 400 for anchor in _ANCHORS if (place := text.rfind(anchor)) >= 0]
        pictures = (forms.said_by(tag[0]) for tag in forms.IMAGE.finditer(source.shown, max(0, len(source.shown) - 6000)))
        said = [words for words in pictures if len(words) >= _TELLING]
        return cls(page, source, fold("\n".join([text[max(0, min([len(text) - 1500, *hits])) :], *said])), written)

    def numbers(self, form: forms.Form, value_of: Callable[[re.Match[str]], str]) -> Mark | None:
        """A mark that is a number: at the foot, anywhere else on the page, or in what a script writes."""
        for text in (self.foot, "" if is_script(self.page) else forms.own_words(self.page.text)):
            if values := tuple(
                dict.fromkeys(value_of(hit) for hit in form.hits(text) if text[hit.start() - 1 : hit.start()] not in _QUOTES)
            ):
                digits = max(re.findall(r"[0-9A-Za-z]+", values[-1]), key=len)
                return Mark(state="present", values=values, form="text", line=self.line_of(digits))
        if values := tuple(dict.fromkeys(value_of(hit) for hit in form.hits(self.written))):
            return Mark(state="present", values=values, form="script")
        return None

    def blank(self, form: forms.Form, what: str) -> Mark | None:
        """A mark whose value was never filled in: crosses, or the name of a variable."""
        hit = form.found(self.foot)
        fault = f"{what}未填写" if hit else ""
        return Mark(state="present", values=(hit[1],), form="text", line=self.line_of(hit[1]), fault=fault) if hit else None

    def bare_label(self, form: forms.Form) -> Mark | None:
        """A label whose number is not in the text: something writes it, or it was forgotten; nobody can tell from here."""
        return Mark(state="unknown") if form.found(self.foot) or form.found(self.written) else None

    def in_foot(self, form: forms.Form) -> Mark | None:
        """A mark that is a word, looked for only where the foot may be."""
        hit = form.found(self.foot)
        if hit and self.foot[hit.start() - 1 : hit.start()] in _QUOTES:
            return Mark(state="unknown")
        if hit:
            return Mark(state="present", form="text", line=self.line_of(hit[0]))
        return Mark(state="present", form="script") if form.found(self.written) else None

    def in_source(self, form: forms.Form, *, whole: bool = True) -> Mark | None:
        """A mark that shows in the source: an address, a container or a script that draws it. What is captured is its value."""
        for start in (self.tail, 0) if whole and self.tail else (self.tail,):
            if hits := list(form.hits(self.source.shown, start)):
                return Mark(state="present", values=_captured(hits), form="link", line=self.line(hits[-1].start()))
        if hits := list(form.hits(self.source.written)):
            return Mark(state="present", values=_captured(hits), form="script")
        return None

    def linked(self, form: forms.Form) -> Mark | None:
        """A mark that is a link to its register; one that holds nothing to be seen leaves it open whether the mark is there."""
        mark = self.in_source(form)
        hollow = (
            mark is not None and mark.form == "link" and any(form.pattern.search(hit[0]) for hit in _HOLLOW.finditer(self.source.shown))
        )
        return Mark(state="unknown") if hollow else mark

    def image(self, pattern: re.Pattern[str]) -> Mark | None:
        """A mark that is an image whose alternative text, title or file name says what it is."""
        for start in (self.tail, 0) if self.tail else (0,):
            for tag in forms.IMAGE.finditer(self.source.shown, start):
                if pattern.search(forms.words_of(tag[0])):
                    return Mark(state="present", form="image", line=self.line(tag.start()))
        if any(pattern.search(forms.words_of(tag[0])) for tag in forms.IMAGE.finditer(self.source.written)):
            return Mark(state="present", form="script")
        return None

    @property
    def tail(self) -> int:
        """Where the last 6,000 characters of the source begin: marks are looked for there first, because it is quicker."""
        return max(0, len(self.source.shown) - 6000)

    @cached_property
    def _lines_before_tail(self) -> int:
        return self.page.html.count("\n", 0, self.tail)

    def line(self, position: int) -> int | None:
        """The source line of a position; None for one that was not found."""
        if position < 0:
            return None
        if position < self.tail:
            return self.page.html.count("\n", 0, position) + 1
        return self._lines_before_tail + self.page.html.count("\n", self.tail, position) + 1

    def line_of(self, text: str) -> int | None:
        """The source line where a piece of text stands last outside an attribute; None when the source does not hold it so."""
        html = self.page.html
        place = html.rfind(text)
        while place > 0 and html[place - 1] in "\"'=":
            place = html.rfind(text, 0, place)
        return self.line(place)


def _site_code(at: _Places) -> Mark | None:
    """The code after its label, before it in brackets, or one that was never filled in."""
    return (
        at.numbers(forms.SITE_CODE, _number)
        or at.numbers(forms.SITE_CODE_BEFORE, _number)
        or at.blank(forms.SITE_CODE_BLANK, "网站标识码")
        or at.bare_label(forms.SITE_CODE_LABEL)
    )


def _party_mark(at: _Places) -> Mark | None:
    """The mark as a script or link of its register, an image, or in words; at fault when it does not lead to a record."""
    mark = at.in_source(forms.PARTY)
    if mark is not None:
        home = None if forms.PARTY_RECORD.found(at.source.shown) or mark.form == "script" else forms.PARTY_HOME.found(at.source.shown)
        return msgspec.structs.replace(mark, fault="党政机关网站标识链接到标识管理网站首页，不是本网站的登记信息") if home else mark
    mark = at.image(forms.PARTY_IMAGE)
    if mark is not None and mark.form == "image" and not at.source.scripts and forms.unlinked(at.source.shown, forms.PARTY_WORDS):
        return msgspec.structs.replace(mark, fault="党政机关网站标识只是图片，没有链接到登记信息")
    return mark or at.in_foot(forms.PARTY_TEXT)


def _report_entry(at: _Places) -> Mark | None:
    mark = at.in_source(forms.REPORT) or at.image(forms.REPORT_IMAGE) or at.in_foot(forms.REPORT_TEXT)
    if mark is None:
        return None
    codes = _captured([*forms.REPORT_CODE.hits(at.source.shown, at.tail), *forms.REPORT_CODE.hits(at.source.written)])
    return msgspec.structs.replace(mark, values=codes)


def _icp_elsewhere(at: _Places) -> Mark | None:
    """The number as a link, in other words, or as a label whose number something writes."""
    return at.linked(forms.ICP_LINK) or at.in_foot(forms.ICP_WORDS) or at.bare_label(forms.ICP)


def _police_elsewhere(at: _Places) -> Mark | None:
    """The number before its name, as a link, or a badge whose number may be part of the picture."""
    blank = at.blank(forms.POLICE_BLANK, "公安备案号")
    mark = at.numbers(forms.POLICE_BEFORE, _police_before) or blank or at.linked(forms.POLICE_LINK) or at.bare_label(forms.POLICE_LABEL)
    return mark or (Mark(state="unknown") if at.image(forms.POLICE_IMAGE) else None)


def _sponsor(at: _Places) -> Mark | None:
    """The sponsor in words; a bare word without a name, or a name without a word, is left open."""
    if names := forms.sponsors(at.foot):
        return Mark(state="present", values=names, form="text", line=at.line_of(names[0]))
    if names := forms.sponsors(at.written):
        return Mark(state="present", values=names, form="script")
    tail = _NAMELESS.sub("", f"{at.foot}\n{at.written}")
    return Mark(state="unknown") if forms.SPONSOR_WORD.search(tail) or forms.UNIT_NAME.search(tail[-600:]) else None


def _captured(hits: list[re.Match[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit[1] for hit in hits if hit.re.groups and hit[1]))


def _number(hit: re.Match[str]) -> str:
    return hit[1]


def _icp(hit: re.Match[str]) -> str:
    return f"{hit[1] or ''}ICP备{hit[2]}号" + (f"-{hit[3]}" if hit[3] else "")


def _police_before(hit: re.Match[str]) -> str:
    return f"{hit['place'] or ''}公网安备{hit['number']}号"


def _police(hit: re.Match[str]) -> str:
    return f"{hit[1] or ''}公网安备{forms.joined(hit[2])}号"
