"""Term dictionaries and character counts of a workspace: what ``zhengjian terms import|export|test|train`` does.

The office's own terms lie in ``terms.csv`` of the workspace and are matched together with the starter dictionary; the
counts that ``train`` makes lie in ``characters.bin``. Both are plain files that can be copied to another machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from zhengjian.archive.folder import write_whole
from zhengjian.facts import context, documents, terms, wording
from zhengjian.facts.page import Page
from zhengjian.facts.set_phrases import built_in, shipped
from zhengjian.facts.terms import BadTerm, Lexicon, Term
from zhengjian.facts.wording import WordingItem
from zhengjian.register.shapes import LEADERS
from zhengjian.service import CLOCK, exceptions, leaders, one_by_one
from zhengjian.service.single import Aids

if TYPE_CHECKING:
    from zhengjian.ledger.audit import Person

TERMS_FILE = "terms.csv"
COUNTS_FILE = "characters.bin"
MOST_TRAINING = 200_000_000
"""Characters that ``train`` reads at most."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: terms new and replaced, and the rows that could not be used."""

    added: int
    replaced: int
    bad: tuple[BadTerm, ...]


class CountsError(Exception):
    """The counts of a workspace cannot be used; the text is one sentence with place and remedy."""


def import_terms(workspace: Path, data: bytes, *, who: str = "", strict: bool = False) -> Imported:
    """Take the terms of a CSV over: a term that is there already is replaced. With ``strict`` a bad row stops everything."""
    given, bad = terms.read_csv(data)
    with one_by_one(workspace, TERMS_FILE):
        return _imported(workspace, given, bad, who=who, strict=strict)


def _imported(workspace: Path, given: list[Term], bad: list[BadTerm], *, who: str, strict: bool) -> Imported:
    own = {term.term: term for term in own_terms(workspace)}
    if strict and bad:
        return Imported(0, 0, tuple(bad))
    replaced = sum(term.term in own for term in given)
    own |= {term.term: term if term.who else msgspec.structs.replace(term, who=who) for term in given}
    write_whole(workspace / TERMS_FILE, terms.write_csv(own.values()))
    return Imported(len(given) - replaced, replaced, tuple(bad))


def export_terms(workspace: Path, *, starter: bool = False) -> bytes:
    """The office's own terms as a CSV; with ``starter`` those of the starter dictionary before them."""
    return terms.write_csv([*(terms.starter() if starter else ()), *own_terms(workspace)])


def keep(workspace: Path, term: Term, by: Person, at: datetime) -> bool:
    """Take one term over, as typed by a person; True when it replaces one of the office's own."""
    return _changed(workspace, msgspec.structs.replace(term, who=by.name), "keep-term", by, at)


def retire(workspace: Path, word: str, source: str, by: Person, at: datetime) -> str:
    """Take a term out of use, an own one or one that comes with the product. Returns what stands against it, or nothing."""
    known = {term.term: term for term in (*terms.starter(), *own_terms(workspace))}
    if word not in known or known[word].retired:
        return "没有这个词条，或已停用；请刷新后查看最新情况"
    if not source.strip():
        return "请写明停用的依据或理由"
    today = at.date()
    ended = msgspec.structs.replace(known[word], starts=today, ends=today - timedelta(days=1), source=source.strip()[:500], who=by.name)
    _changed(workspace, ended, "retire-term", by, at)
    return ""


def _changed(workspace: Path, term: Term, act: str, by: Person, at: datetime) -> bool:
    from zhengjian.ledger import audit

    with one_by_one(workspace, TERMS_FILE), audit.together():
        own = {held.term: held for held in own_terms(workspace)}
        before = own.get(term.term)
        detail = {name: value for name, value in msgspec.structs.asdict(term).items() if value and name != "term"}
        audit.write(by, act, term.term, at, {"after": detail, "before": before and msgspec.structs.asdict(before)})
        write_whole(workspace / TERMS_FILE, terms.write_csv((own | {term.term: term}).values()))
    return before is not None


def tried(workspace: Path, term: Term, text: str) -> list[WordingItem]:
    """What would be found in a text if this term were kept."""
    known = read_aids(workspace).lexicon or shipped()
    lexicon = Lexicon.of([*known.terms, term], known.right, known.roster)
    return sorted(wording.of_text(text, lexicon).items, key=lambda item: item.start)


def test_terms(workspace: Path, text: str) -> list[WordingItem]:
    """Every hit in a text, with what the workspace adds: dictionary, rules, context; weaker ones too."""
    aids = read_aids(workspace)
    found = wording.of_text(text, aids.lexicon).items
    taken = [(item.start, item.end) for item in found]
    suspects = [item for item in aids.suspects(text) if all(item.end <= start or end <= item.start for start, end in taken)]
    return sorted([*found, *suspects], key=lambda item: item.start)


def train(workspace: Path, paths: Iterable[Path]) -> int:
    """Count characters in files of any kind and in folders of them; returns how many characters were read.

    Earlier counts are replaced: what an office trains on is a decision, not an accumulation.
    """
    counts = context.train(_texts(paths))
    write_whole(workspace / COUNTS_FILE, context.dump(counts))
    return counts.characters


def own_terms(workspace: Path) -> list[Term]:
    """The office's own terms, in the order of its file."""
    path = workspace / TERMS_FILE
    return terms.read_csv(path.read_bytes())[0] if path.is_file() else []


def read_aids(workspace: Path) -> Aids:
    """Starter and own terms as one lexicon, and the counts when there are any."""
    own, right, roster = own_terms(workspace), exceptions.in_force(workspace, CLOCK.now().date()), leaders.roster(workspace)
    lexicon = Lexicon.of([*built_in(), *own], right, roster) if own or right or roster else shipped()
    aids, path = Aids(lexicon=lexicon), workspace / COUNTS_FILE
    if not path.is_file():
        return aids
    try:
        return replace(aids, counts=context.load(path.read_bytes()))
    except msgspec.DecodeError:
        raise CountsError(f"{path} 已损坏，请删去后重新运行 zhengjian terms train") from None


def stamp(workspace: Path) -> tuple[float, ...]:
    """When the files changed that ``gathering`` reads; 0 for one that is not there."""
    paths = (workspace / name for name in (TERMS_FILE, LEADERS.file))
    return tuple(path.stat().st_mtime if path.is_file() else 0.0 for path in paths)


def gathering(workspace: Path) -> Lexicon:
    """What stored pages and posts are read with: the lexicon without the phrases found right, which are asked when judging."""
    lexicon = read_aids(workspace).lexicon or shipped()
    return replace(lexicon, right=())


def prepare(workspace: Path) -> dict[str, object]:
    """What the readers of crawled pages share in one worker process: the lexicon with the office's own terms."""
    return {"lexicon": gathering(workspace)}


def _texts(paths: Iterable[Path]) -> Iterable[str]:
    budget = MOST_TRAINING
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file():
                continue
            for part in documents.read(file.read_bytes(), file.name).parts:
                text = Page(url="file:///", html=part.text).text if part.kind == "html" else part.text
                budget -= len(text)
                if budget < 0:
                    return
                yield text
