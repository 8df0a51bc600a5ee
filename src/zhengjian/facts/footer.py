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
from typing import Literal

import msgspec

from zhengjian.facts import footer_forms as forms
from zhengjian.facts.base import Fact
from zhengjian.facts.footer_writers import writers_of
from zhengjian.facts.page import Page
from zhengjian.facts.source import Source, fold, is_script, line_of, source_of, strip_tags
from zhengjian.model import Value

State = Literal["present", "missing", "unknown"]
Form = Literal["", "text", "image", "link", "script"]


class Mark(Value):
    """One mark: whether it is there, what it says (all values in page order), in which form, and on which source line."""

    state: State = "missing"
    values: tuple[str, ...] = ()
    form: Form = ""
    line: int | None = None


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
    parts = [read.get(address) for address in footer.writers]
    marks = {name: footer.mark(name) for name in MARKS}
    for part in parts:
        for name in MARKS if part is not None else ():
            if part is not None and marks[name].state != "present" and part.mark(name).state == "present":
                marks[name] = part.mark(name)
    settled = bool(parts) and all(part is not None and part.complete and not part.could_write for part in parts)
    if settled and any(part is not None and part.marks_seen >= 2 for part in parts):
        marks = {name: Mark() if mark.state == "unknown" else mark for name, mark in marks.items()}
    return msgspec.structs.replace(footer, **marks)


def read(page: Page) -> Footer:
    """Read the marks of one page, of a script, or of a fragment that a page includes; 0.1 ms for 30 KB."""
    source = source_of(page)
    at = _Places.of(page, source)
    found = {
        "party_mark": at.in_source(forms.PARTY) or at.image(forms.PARTY_IMAGE) or at.in_footer(forms.PARTY_TEXT),
        "report_entry": _report_entry(at),
        "site_code": at.numbers(forms.SITE_CODE, _site_code) or (Mark(state="unknown") if forms.SITE_CODE_LABEL.search(at.text) else None),
        "icp": at.numbers(forms.ICP, _icp) or at.in_source(forms.ICP_LINK),
        "police": at.numbers(forms.POLICE, _police) or at.numbers(forms.POLICE_WORDS, _site_code) or at.in_source(forms.POLICE_LINK),
        "sponsor": _sponsor(at),
        "contact": at.in_footer(forms.CONTACT) or at.in_source(forms.CONTACT_LINK),
        "sitemap": at.in_footer(forms.SITEMAP) or at.in_source(forms.SITEMAP_LINK),
    }
    seen = sum(found[name] is not None for name in HARD)
    writers = writers_of(page, source, seen)
    marks = {
        name: mark or Mark(state="missing" if page.complete and not writers.may_write(name) else "unknown") for name, mark in found.items()
    }
    return Footer(complete=page.complete, writers=writers.addresses, could_write=writers.why, **marks)


@dataclass(frozen=True)
class _Places:
    """Where marks are looked for: visible text, text that scripts write, and the two as source."""

    page: Page
    source: Source
    text: str
    written_text: str

    @classmethod
    def of(cls, page: Page, source: Source) -> _Places:
        written = fold(strip_tags(source.written)) if source.written else ""
        return cls(page, source, "" if is_script(page) else fold(page.text), written)

    def numbers(self, pattern: re.Pattern[str], value_of: Callable[[re.Match[str]], str]) -> Mark | None:
        """A mark that is a number in the visible text, or in what a script writes."""
        if values := _unique(pattern, self.text, value_of):
            digits = max(re.findall(r"[0-9A-Za-z]+", values[-1]), key=len)
            return Mark(state="present", values=values, form="text", line=line_of(self.page, self.page.html.rfind(digits)))
        if values := _unique(pattern, self.written_text, value_of):
            return Mark(state="present", values=values, form="script")
        return None

    def in_footer(self, pattern: re.Pattern[str]) -> Mark | None:
        """A mark that is a word, looked for only where the footer may be."""
        hit = pattern.search(self.footer_text)
        if hit:
            return Mark(state="present", form="text", line=line_of(self.page, self.page.html.rfind(hit[0])))
        return Mark(state="present", form="script") if pattern.search(self.written_text) else None

    def in_source(self, pattern: re.Pattern[str]) -> Mark | None:
        """A mark that shows in the source: an address, a container or a script that draws it. What is captured is its value."""
        if hits := list(pattern.finditer(self.source.shown)):
            return Mark(state="present", values=_captured(hits), form="link", line=line_of(self.page, hits[-1].start()))
        if hits := list(pattern.finditer(self.source.written)):
            return Mark(state="present", values=_captured(hits), form="script")
        return None

    def image(self, pattern: re.Pattern[str]) -> Mark | None:
        """A mark that is an image whose alternative text, title or file name says what it is."""
        for tag in forms.IMAGE.finditer(self.source.shown):
            if pattern.search(forms.words_of(tag[0])):
                return Mark(state="present", form="image", line=line_of(self.page, tag.start()))
        if any(pattern.search(forms.words_of(tag[0])) for tag in forms.IMAGE.finditer(self.source.written)):
            return Mark(state="present", form="script")
        return None

    @property
    def footer_text(self) -> str:
        """The visible text where the footer may be: the last 1,500 characters, or more when hard marks stand higher."""
        half = len(self.text) // 2
        hits = (pattern.search(self.text, half) for pattern in (forms.SITE_CODE, forms.ICP, forms.POLICE))
        start = min([len(self.text) - 1500, *(hit.start() - 400 for hit in hits if hit)])
        return self.text[max(start, 0) :]


def _report_entry(at: _Places) -> Mark | None:
    mark = at.in_source(forms.REPORT) or at.image(forms.REPORT_IMAGE) or at.in_footer(forms.REPORT_TEXT)
    if mark is None:
        return None
    codes = _captured([*forms.REPORT_CODE.finditer(at.source.shown), *forms.REPORT_CODE.finditer(at.source.written)])
    return Mark(state="present", values=codes, form=mark.form, line=mark.line)


def _sponsor(at: _Places) -> Mark | None:
    """The sponsor in words; a bare word without a name, or a name without a word, is left open."""
    for text, form in ((at.footer_text, "text"), (at.written_text, "script")):
        names = [hit["after"] or hit["before"] or hit["owner"] for hit in forms.SPONSOR.finditer(text)]
        if names:
            line = line_of(at.page, at.page.html.rfind(names[0])) if form == "text" else None
            return Mark(state="present", values=tuple(dict.fromkeys(names)), form="text" if form == "text" else "script", line=line)
    tail = f"{at.footer_text}\n{at.written_text}"
    return Mark(state="unknown") if forms.SPONSOR_WORD.search(tail) or forms.UNIT_NAME.search(tail[-600:]) else None


def _unique(pattern: re.Pattern[str], text: str, value_of: Callable[[re.Match[str]], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value_of(hit) for hit in pattern.finditer(text))) if text else ()


def _captured(hits: list[re.Match[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit[1] for hit in hits if hit.re.groups and hit[1]))


def _site_code(hit: re.Match[str]) -> str:
    return hit[1]


def _icp(hit: re.Match[str]) -> str:
    return f"{hit[1] or ''}ICP备{hit[2]}号" + (f"-{hit[3]}" if hit[3] else "")


def _police(hit: re.Match[str]) -> str:
    return f"{hit[1] or ''}公网安备{hit[2]}号"
