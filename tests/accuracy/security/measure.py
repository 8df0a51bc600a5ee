"""Precision and recall of hidden links, personal data and wording on the labelled sets; printed by ``make bench-accuracy``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.accuracy.security import hidden_cases, privacy_cases, wording_cases

from zhengjian.facts import context, hidden, privacy, wording
from zhengjian.facts.page import Page


@dataclass
class Tally:
    """Hits and misses with the names of the wrong ones."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    silent: int = 0
    false: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of hits that are right."""
        hits = self.found + len(self.false)
        return self.found / hits if hits else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        there = self.found + len(self.missed)
        return self.found / there if there else 1.0


def tally(cases: Iterable[tuple[str, bool]], label: Callable[[str], bool]) -> Tally:
    """Compare what was hit (name, hit) with the label of the name."""
    result = Tally()
    for name, hit in cases:
        if label(name):
            if hit:
                result.found += 1
            else:
                result.missed.append(name)
        elif hit:
            result.false.append(name)
        else:
            result.silent += 1
    return result


def hidden_links() -> Tally:
    """Pages: one certain item or more is a hit."""
    positive = [(f"+{name}", _hits(url, html)) for name, url, html in hidden_cases.positives()]
    negative = [(f"-{name}", _hits(url, html)) for name, url, html in hidden_cases.negatives()]
    return tally([*positive, *negative], lambda name: name.startswith("+"))


def _hits(url: str, html: str) -> bool:
    return bool(hidden.read(Page(url=url, html=html)).certain)


def personal_data() -> Tally:
    """Texts: a positive must show its own class of data; a negative must show none."""
    positive = [
        (f"+{name}", kind in {item.kind for item in privacy.of_text(text).certain}) for name, kind, text in privacy_cases.positives()
    ]
    negative = [(f"-{name}", bool(privacy.of_text(text).certain)) for name, _, text in privacy_cases.negatives()]
    return tally([*positive, *negative], lambda name: name.startswith("+"))


def wordings() -> tuple[Tally, Tally]:
    """Sentences: a finding of the dictionaries and rules; and with the context's findings beside them."""
    first, both = [], []
    labelled = [(f"+{name}", text) for name, text in wording_cases.wrong()] + [(f"-{name}", text) for name, text in wording_cases.clean()]
    for name, text in labelled:
        sure = any(item.level != "提示" for item in wording.of_text(text).items)
        suspected = any(item.level != "提示" for item in context.of_text(text))
        first.append((name, sure))
        both.append((name, sure or suspected))
    return tally(first, lambda name: name.startswith("+")), tally(both, lambda name: name.startswith("+"))


def report(name: str, result: Tally, first: str) -> None:
    """One line of the table, and the wrong ones by name."""
    total = result.found + len(result.missed) + result.silent + len(result.false)
    print(f"{name}: {total} cases, precision {result.precision:.4f}, recall {result.recall:.4f} (first run: {first})")
    for what, names in (("missed", result.missed), ("false", result.false)):
        if names:
            print(f"  {what}: {', '.join(names[:40])}")


if __name__ == "__main__":
    report("hidden links", hidden_links(), "precision 0.9865, recall 0.9156")
    report("personal data", personal_data(), "precision 1.0000, recall 0.8650")
    by_terms, with_context = wordings()
    report("wording, dictionaries and rules", by_terms, "precision 0.9976, recall 0.8200")
    report("wording, with context", with_context, "precision 0.9978, recall 0.9040")
