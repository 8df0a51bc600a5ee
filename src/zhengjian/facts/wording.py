"""Wording of a text: terms that dictionaries call wrong, doubled words, broken punctuation, stray traditional characters.

A hit shows its sentence, the suggestion, the rule and a confidence; what quotes an error, or teaches the right form, is
silent. ``look`` hits are worth a look and never a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from msgspec.structs import replace

from zhengjian.facts import rules, signals
from zhengjian.facts.article import article_of
from zhengjian.facts.base import Fact
from zhengjian.facts.misspelt import SOURCE, is_name
from zhengjian.facts.page import Page
from zhengjian.facts.privacy import mask
from zhengjian.facts.sentences import quotes_error, sentence_at
from zhengjian.facts.set_phrases import shipped
from zhengjian.facts.signals import Found
from zhengjian.facts.terms import Lexicon, Term
from zhengjian.model import Value


class WordingItem(Value):
    """One hit. ``level`` is 严重, 一般 or 提示; ``confidence`` is in percent; ``sentence`` is masked.

    ``since`` and ``until`` bound the days on which the wording is wrong; empty when it always is.
    """

    text: str
    suggestion: str
    kind: str
    level: str
    rule: str
    confidence: int
    sentence: str
    start: int
    end: int
    line: int
    since: date | None = None
    until: date | None = None


class Wording(Fact):
    """表述：文字中的错别字和不规范表述"""

    items: tuple[WordingItem, ...] = ()
    published: str = ""


_MOST = 200
SURE = 85
"""Percent from which a hit may be a finding; less is worth a look."""


def read(page: Page) -> Wording:
    """Read a page's visible text with the dictionary that was handed along, or the starter dictionary."""
    lexicon = page.shared.get("lexicon") or shipped()
    found = _read(page.text, lexicon, signals.of_page(page))
    found_places = [placed(item, page.html) for item in found.items]
    published = article_of(page).published if any(item.since or item.until for item in found_places) else ""
    return Wording(items=tuple(found_places), published=published, complete=page.complete)


def of_text(text: str, lexicon: Lexicon | None = None) -> Wording:
    """Read a plain text; places are offsets into it."""
    return _read(text, lexicon or shipped(), signals.search(text))


def _read(text: str, lexicon: Lexicon, signs: dict[str, Found]) -> Wording:
    items = [
        *islice(_terms(text, lexicon), _MOST),
        *_ruled(text, signs.get("wording", ())),
        *_leaders(text, lexicon),
    ]
    held = [item for item in items if not lexicon.excuses(text, item.start, item.end)] if lexicon.right else items
    return Wording(items=tuple(sorted(held, key=lambda item: item.start)))


def _terms(text: str, lexicon: Lexicon) -> Iterator[WordingItem]:
    for start, end, term in lexicon.find(text):
        sentence = sentence_at(text, start, end)
        if not quotes_error(sentence, text[start:end]) and not (term.source == SOURCE and is_name(text, start, end, term.suggestion)):
            yield _of_term(term, text, start, end, sentence)


def _of_term(term: Term, text: str, start: int, end: int, sentence: str) -> WordingItem:
    return WordingItem(
        text=text[start:end],
        suggestion=term.suggestion,
        kind=term.kind,
        level=term.severity,
        rule=f"词库·{term.source or '自建'}",
        confidence=60 if term.severity == "提示" else 90 if term.source == SOURCE else 99,
        sentence=mask(sentence),
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
        since=term.starts,
        until=term.ends,
    )


def _leaders(text: str, lexicon: Lexicon) -> Iterator[WordingItem]:
    for found in islice(lexicon.roster.read(text), _MOST) if lexicon.roster is not None else ():
        sentence = sentence_at(text, found.start, found.end)
        if not quotes_error(sentence, text[found.start : found.end]):
            yield WordingItem(
                text=text[found.start : found.end],
                suggestion=found.suggestion,
                kind=found.kind,
                level="一般" if found.sure else "提示",
                rule="领导名单",
                confidence=90 if found.sure else 60,
                sentence=mask(sentence),
                start=found.start,
                end=found.end,
                line=text.count("\n", 0, found.start) + 1,
                since=found.since,
                until=found.until,
            )


def _ruled(text: str, signs: Found) -> Iterator[WordingItem]:
    for hit in islice(rules.read(text, signs), _MOST):
        sentence = sentence_at(text, hit.start, hit.end)
        if not quotes_error(sentence, text[hit.start : hit.end]):
            yield WordingItem(
                text=text[hit.start : hit.end],
                suggestion=hit.suggestion,
                kind=hit.kind,
                level="一般" if hit.confidence >= SURE else "提示",
                rule=hit.rule or f"规则·{hit.kind}",
                confidence=hit.confidence,
                sentence=mask(sentence),
                start=hit.start,
                end=hit.end,
                line=text.count("\n", 0, hit.start) + 1,
                since=hit.since,
            )


def placed(item: WordingItem, html: str) -> WordingItem:
    """The item placed in the page's source, when its words stand there in one piece and once."""
    at = html.find(item.text)
    if at < 0 or html.find(item.text, at + 1) >= 0:
        return item
    return replace(item, start=at, end=at + len(item.text), line=html.count("\n", 0, at) + 1)
