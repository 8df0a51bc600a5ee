"""One page, document, script or text by itself: what ``zhengjian facts`` and ``zhengjian check`` do (contract §5).

Only checks that one page can decide are judged; a check that needs the whole site is absent, or ``unknown`` when it was
asked for by name. Nothing that is handed in is kept. Files, addresses and ``--jsonl`` lines become ``Item`` values; the
shell fetches addresses and reads files, this module judges bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

import msgspec

from zhengjian.facts import clues, context, documents, hidden, picture_codes, placeholders, privacy, tampering, wording
from zhengjian.facts.base import Attempt, Coverage, Fact, Literal, Moment
from zhengjian.facts.context import Counts
from zhengjian.facts.footer_writers import UNPUBLISHED
from zhengjian.facts.hosts import host_of
from zhengjian.facts.index import read_all
from zhengjian.facts.page import Page
from zhengjian.facts.pictures import Effort
from zhengjian.facts.terms import Lexicon
from zhengjian.judge import judge
from zhengjian.model import FetchCode, Outcome, Snapshot, Target, Verdict, encode
from zhengjian.rulebook import Rulebook
from zhengjian.service.page_facts import page_facts
from zhengjian.service.setup import reason

SINGLE = (
    "serious-wording",
    "state-secret",
    "harmful-content",
    "hidden-links",
    "tampered-page",
    "privacy-leak",
    "wrong-wording",
    "placeholder-text",
)
"""The checks that one page or document can decide by itself."""

PAGE_CHECKS = frozenset(
    {
        "page-labels-missing",
        "page-labels-wrong",
        "footer-marks-missing",
        "footer-marks-wrong",
        "report-entry-missing",
        "external-link-unannounced",
    }
)
"""What a whole web page can decide by itself too; judged when asked for by name, because a draft need not have head and foot yet."""

SOURCE_ONLY = frozenset({"hidden-links", "tampered-page"})
"""Checks of markup and scripts: they say nothing about a text or an office document."""

_FRONT = re.compile(r"/?(?:index|default|home|main)?(?:\.\w{2,5})?")
MOST_PICTURES = 10
"""Pictures of one file whose words are read: each takes seconds."""
NEEDS_SITE = "本项需要检查整个网站或账号，单个文件不能作结论"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. ``key`` comes back unchanged; ``url`` is where it stands or will stand, for links and hosts.

    ``problem`` is a Chinese sentence when the caller could not get the bytes (no such file, address not open).
    """

    key: str | int
    body: bytes = b""
    name: str = ""
    url: str = ""
    content_type: str = ""
    problem: str = ""

    @classmethod
    def of_text(cls, key: str | int, text: str, url: str = "", name: str = "") -> Item:
        """An item from a text that is already decoded."""
        return cls(key, text.encode("utf-8", "surrogatepass"), name, url, "text/plain; charset=utf-8" if not name else "charset=utf-8")


@dataclass(frozen=True, slots=True)
class Aids:
    """What an office adds: its own terms, and counts of characters from its own pages. See ``service.terms``."""

    lexicon: Lexicon | None = None
    counts: Counts | None = None

    def suspects(self, text: str) -> list[wording.WordingItem]:
        """What the context speaks against, without the phrases that the office found right."""
        found = context.of_text(text, self.counts)
        return [item for item in found if self.lexicon is None or not self.lexicon.excuses(text, item.start, item.end)]


def check(item: Item, rulebook: Rulebook, as_of: datetime, only: Iterable[str] = (), *, aids: Aids = Aids()) -> list[Outcome]:
    """Outcomes of every check that this one item can decide, in the rulebook's order; ``only`` limits to some names."""
    wanted = list(dict.fromkeys(only)) or [name for name in rulebook.check if name in SINGLE]
    target = Target(kind="file", id=str(item.key))
    document = _document(item)
    own = PAGE_CHECKS.union(SINGLE) if _is_whole_page(document) else frozenset(SINGLE)
    decidable = [name for name in wanted if name in own and name in rulebook.check]
    source = _source(item, document, as_of, aids)
    judged = judge(target, source, rulebook, on="site", period=None, as_of=as_of, only=decidable)
    outcomes = {outcome.check: _weakened(_fitting(outcome, document), document) for outcome in judged}
    for name in wanted:
        if name not in outcomes:
            outcomes[name] = Outcome(
                verdict=Verdict.UNKNOWN, why=NEEDS_SITE, target=target, check=name, rulebook=rulebook.name, as_of=as_of
            )
    return list(outcomes.values())


def facts(item: Item, as_of: datetime) -> dict[str, Any]:
    """The ``facts`` object of contract §5 for one item, read at ``as_of``; what could not be read is listed in ``unknown``."""
    document = _document(item)
    htmls = [part for part in document.parts if part.kind == "html"]
    if htmls:
        page = _page(item, htmls[0])
        return {"key": item.key, **page_facts(page, as_of, list(document.unread))}
    text = "\n".join(part.text for part in document.parts)
    return {
        "key": item.key,
        **page_facts(Page(url=item.url or item.name, html=""), as_of, list(document.unread), text=text),
    }


def jsonl(lines: Iterable[str], work: Callable[[Item], Iterable[object]], load: Callable[[dict[str, Any]], Item]) -> Iterator[bytes]:
    """Answers to ``--jsonl`` lines, in their order and with their keys; a bad line gets an answer that says so.

    ``load`` turns ``{"key", "path"|"text", "url"}`` into an item; ``work`` gives the objects to print for it.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        yield from map(encode, _answers(number, line.removeprefix("\ufeff"), work, load))


def _answers(number: int, line: str, work: Callable[[Item], Iterable[object]], load: Callable[[dict[str, Any]], Item]) -> Iterator[object]:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError):
        given = None
    if not isinstance(given, dict) or not isinstance(given.get("key"), str | int | None):
        yield {"key": None, "line": number, "error": f"第{number}行不是含 key 和 path 或 text 的 JSON 对象"}
        return
    key = given["key"] if given.get("key") is not None else str(number)
    if not any(isinstance(given.get(name), str) for name in ("text", "path")):
        yield {"key": key, "line": number, "error": f"第{number}行缺少 path 或 text"}
        return
    yield from work(load(given | {"key": key}))


def item_of(given: dict[str, Any], read: Callable[[str], bytes]) -> Item:
    """An item from a ``--jsonl`` object that has a key: its text, or its path read by ``read``."""
    key, url = given["key"], str(given.get("url") or "")
    if isinstance(given.get("text"), str):
        return Item.of_text(key, given["text"], url, str(given.get("name") or ""))
    path = str(given.get("path") or "")
    try:
        return Item(key, read(path), path, url)
    except OSError as error:
        return Item(key, b"", path, url, problem=f"文件 {path} 读不到（{reason(error)}），请核对路径")


def _document(item: Item) -> documents.Document:
    if item.problem:
        return documents.Document(kind="other", unread=(item.problem,))
    return documents.read(item.body, item.name or item.url, item.content_type, effort=Effort(MOST_PICTURES))


def _page(item: Item, part: documents.Part, styles: tuple[str, ...] = ()) -> Page:
    url = item.url or (f"file:///{item.name}" if item.name else "file:///文本")
    depth = 0 if _FRONT.fullmatch(urlsplit(url).path) and not urlsplit(url).query else 1
    page = Page(url=url, html=part.text, charset=part.charset or "utf-8", complete=part.complete, depth=depth, styles=styles)
    if item.name:
        page.shared[UNPUBLISHED] = True
    return page


def _source(item: Item, document: documents.Document, as_of: datetime, aids: Aids) -> Literal:
    where = item.url or item.name or str(item.key)
    code = FetchCode.OK if document.parts else FetchCode.DECODE_ERROR
    coverage = Coverage(complete=not document.unread, home=Attempt(url=where, code=code))
    snapshot_id = "file:" + hashlib.sha256(item.body).hexdigest()[:16]
    styles = tuple(part.text for part in document.parts if part.kind == "style")
    readings = []
    for part in document.parts:
        place = f"{where} {part.place}".strip()
        snapshot = Snapshot(id=snapshot_id, url=place, final_url=place, at=as_of, code=FetchCode.OK)
        readings.append((snapshot, 0, tuple(_part_facts(item, part, styles, aids, as_of))))
    now = Moment(as_of=as_of, period_start=as_of, period_end=as_of)
    return Literal(Target(kind="file", id=str(item.key)), (coverage, now), tuple(readings))


def _part_facts(item: Item, part: documents.Part, styles: tuple[str, ...], aids: Aids, as_of: datetime) -> Iterator[Fact]:
    if part.kind == "html":
        page = _page(item, part, styles)
        page.shared["lexicon"] = aids.lexicon
        suspects = [wording.placed(found, page.html) for found in aids.suspects(page.text)]
        for fact in read_all(page):
            yield _with(fact, suspects) if isinstance(fact, wording.Wording) else fact
    elif part.kind == "code":
        yield hidden.HiddenLinks(items=picture_codes.bad((picture_codes.of_text(part.text),), host_of(item.url)))
        yield from (reader(part.text) for reader in TEXT_READERS)
    elif part.kind in {"script", "text"}:
        yield hidden.of_script(part.text, host_of(item.url)) if part.kind == "script" else hidden.HiddenLinks(complete=part.complete)
        yield from (reader(part.text) for reader in TEXT_READERS)
        yield placeholders.read(Page(url="file:///文本", html=f"<pre>{escape(part.text)}</pre>"))
        read = wording.of_text(part.text, aids.lexicon)
        unpublished = msgspec.structs.replace(read, published=as_of.date().isoformat())
        yield _with(unpublished, aids.suspects(part.text))


def _with(fact: wording.Wording, suspects: list[wording.WordingItem]) -> wording.Wording:
    """The readings of the dictionaries first; a suspect that one of them names already is dropped."""
    taken = [(item.start, item.end) for item in fact.items]
    more = [item for item in suspects if all(item.end <= start or end <= item.start for start, end in taken)]
    return msgspec.structs.replace(fact, items=(*fact.items, *more))


TEXT_READERS: tuple[Callable[[str], Fact], ...] = (privacy.of_text, clues.of_text, tampering.of_text)
"""Readers of plain text: documents, pasted texts. Wording is read beside them, with what the office adds."""


def _is_whole_page(document: documents.Document) -> bool:
    """True for one HTML document with a body of its own, not a fragment and not one of several."""
    htmls = [part.text for part in document.parts if part.kind == "html"]
    return len(htmls) == 1 and "<body" in htmls[0].lower()


def _fitting(outcome: Outcome, document: documents.Document) -> Outcome:
    sources = {"html", "script", "code"} if outcome.check == "hidden-links" else {"html", "script"}
    source = any(part.kind in sources for part in document.parts)
    if outcome.check not in SOURCE_ONLY or source or not document.parts:
        return outcome
    return msgspec.structs.replace(outcome, verdict=Verdict.NOT_APPLICABLE, why="本项只检查网页和脚本的源代码")


def _weakened(outcome: Outcome, document: documents.Document) -> Outcome:
    """What was not read is said; a part of a document cannot be called free of faults."""
    if not document.unread or outcome.verdict is Verdict.NOT_APPLICABLE:
        return outcome
    why = "；".join(document.unread[:5])
    if outcome.verdict is Verdict.VIOLATED:
        return msgspec.structs.replace(outcome, why=f"{outcome.why}；另有内容未读取：{why}")
    return msgspec.structs.replace(outcome, verdict=Verdict.UNKNOWN, why=why)
