"""Hidden links, personal data and wording on the sets of ``tests/labelled``, which someone wrote who had not read the readers.

``said`` is what a finding would say; what is only worth a look is neither an accusation nor a hit, and is counted beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from tests.accuracy.function.measure import Row
from tests.labelled import AS_OF, Item, load, table

from zhengjian.facts import context, hidden, privacy, wording
from zhengjian.facts.links import host_of
from zhengjian.facts.page import Page
from zhengjian.model import Verdict
from zhengjian.service import single

FIRST_RUN = {
    "hidden": "0.996/0.768",
    "hidden_second": "0.957/0.733",
    "privacy": "1.000/0.767",
    "wording": "0.953/0.320",
    "wording_second": "0.981/0.510",
}
CHECKS = ("hidden-links", "tampered-page", "harmful-content")


def accused(item: Item, checks: tuple[str, ...]) -> list[str]:
    """The names of the checks that find something on the item."""
    media = str(item.labels.get("media", "text/html"))
    given = single.Item(item.key, item.body, url=item.url, content_type=media)
    found = single.check(given, table.rulebook(), datetime.fromisoformat(AS_OF), list(checks))
    return [outcome.check for outcome in found if outcome.verdict is Verdict.VIOLATED]


def hidden_links(name: str) -> Iterator[Row]:
    """Pages with hidden links, hijacks or changed titles, and their look-alikes."""
    row, looks = Row(f"{name}: pages with hidden links or changes"), Counter[str]()
    for item in load(name):
        said, bad = bool(accused(item, CHECKS)), bool(item.labels["bad"])
        row.right += said and bad
        row.wrong += said and not bad
        row.overlooked += bad and not said
        if said != bad:
            seen = hidden.of_script(item.text, host_of(item.url)) if item.labels.get("media") else hidden.read(Page(item.url, item.text))
            doubt = "（留人判断）" if seen.items else ""
            row.differences.append(f"{item.key}: {'overlooked' if bad else 'wrongly said'}{doubt}: {item.labels['technique']}")
            looks["bad" if bad else "fine"] += bool(seen.items)
    row.differences.append(f"left to a person: {looks['bad']} of the overlooked")
    yield row


_KINDS = {
    privacy.ID_NUMBER: "id",
    privacy.HALF_ID: "id",
    privacy.MOBILE: "mobile",
    privacy.BANK_CARD: "bank",
    privacy.ADDRESS: "address",
    privacy.PASSPORT: "passport",
}


def personal_data(name: str) -> Iterator[Row]:
    """Kinds of personal data that a finding would name on each page, and pages on which none may be named."""
    row, left = Row(f"{name}: kinds of data named"), 0
    for item in load(name):
        if item.labels.get("open"):
            continue
        fact = privacy.read(Page.of(item.body, item.url or "https://www.example.gov.cn/a/1.html", content_type="text/html"))
        said, meant = {_KINDS[found.kind] for found in fact.certain}, set(item.notes)
        for kind in sorted(said | meant):
            row.right += kind in said and kind in meant
            row.wrong += kind in said and kind not in meant
            row.overlooked += kind in meant and kind not in said
            if (kind in said) != (kind in meant):
                doubt = any(_KINDS[found.kind] == kind and not found.certain for found in fact.items)
                left += doubt
                what = "wrongly said" if kind in said else "overlooked"
                row.differences.append(f"{item.key}: {kind} {what}{'（留人判断）' if doubt else ''}")
    row.differences.append(f"left to a person: {left} of the overlooked")
    yield row


def sentences(name: str) -> Iterator[Row]:
    """Wrong expressions that a finding would name, and right sentences on which it must be silent; as text before publication."""
    row, looked = Row(f"{name}: sentences"), Row(f"{name}: sentences, worth a look included")
    for item in load(name):
        given = single.Item.of_text(item.key, item.text)
        outcomes = single.check(given, table.rulebook(), datetime.fromisoformat(AS_OF), ["wrong-wording", "serious-wording"])
        said = [str(finding.value) for outcome in outcomes for finding in outcome.findings]
        wrong = bool(item.labels["wrong"])
        hit = _named(item, said)
        row.right += wrong and hit
        row.wrong += bool(said) and not wrong
        row.overlooked += wrong and not hit
        weak = [found.text for found in (*wording.of_text(item.text).items, *context.of_text(item.text))]
        seen = hit or _named(item, weak)
        looked.right += wrong and seen
        looked.wrong += bool(weak) and not wrong
        looked.overlooked += wrong and not seen
        if wrong != hit or (said and not wrong):
            what = "overlooked" if wrong else "wrongly said"
            row.differences.append(f"{item.key}: {what} {item.labels.get('class', '')} {list(item.things)} {said} {item.text[:50]}")
    yield from (row, looked)


def _named(item: Item, said: list[str]) -> bool:
    """True when something that was said holds one of the item's wrong things, or lies inside of it."""
    pairs = [(table.bare(value), table.bare(thing)) for value in said for thing in item.things]
    return any(thing in value or value in thing for value, thing in pairs)


SETS: tuple[tuple[Callable[[str], Iterator[Row]], str], ...] = (
    (hidden_links, "hidden"),
    (hidden_links, "hidden_second"),
    (personal_data, "privacy"),
    (sentences, "wording"),
    (sentences, "wording_second"),
)


def measure() -> list[Row]:
    """All rows, with the figures of the first run beside them; the second sets are hold-outs."""
    rows = []
    for reader, name in SETS:
        made = list(reader(name))
        made[0].first_run = FIRST_RUN[name]
        rows += made
    return rows


THRESHOLDS = (60, 70, 80, 85, 88, 90, 92, 95, 98)
WORDING_SETS = ("wording", "wording_second", "wording_third", "wording_fourth")


def curve() -> Iterator[tuple[int, int, int, int, int]]:
    """For each confidence: it, wrong expressions found, all of them, right sentences accused, all of them; over all sets of wording."""
    judged: list[tuple[bool, int]] = []
    for item in (item for name in WORDING_SETS for item in load(name)):
        found = [hit for hit in (*wording.of_text(item.text).items, *context.of_text(item.text)) if hit.since is None and hit.until is None]
        wrong = bool(item.labels["wrong"])
        judged.append((wrong, max((hit.confidence for hit in found if not wrong or _named(item, [hit.text])), default=0)))
    there, fine = sum(wrong for wrong, _ in judged), sum(not wrong for wrong, _ in judged)
    for least in THRESHOLDS:
        right, accused_wrongly = (sum(wrong is kind and sure >= least for wrong, sure in judged) for kind in (True, False))
        yield least, right, there, accused_wrongly, fine


def main() -> None:
    """Print the table, then every difference, then the curve of confidence."""
    table.show(measure())
    print("wording by confidence: percent, found, recall, right sentences accused, the same per 500")
    for least, right, there, accused_wrongly, fine in curve():
        print(f"  {least:3} {right:4} {right / there:.3f} {accused_wrongly:3} {500 * accused_wrongly / fine:.2f}")


if __name__ == "__main__":
    main()
