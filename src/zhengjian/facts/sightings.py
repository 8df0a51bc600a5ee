"""Since when: the first round in which what is found on a page now was on it already.

A given fact: the service reads it from the stored facts of all earlier rounds, and only when there is something to ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zhengjian.facts.base import Fact, Pages
from zhengjian.facts.column_tree import canonical
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.tampering import Tampering, TamperItem
from zhengjian.facts.view_differences import differences
from zhengjian.facts.views import Views
from zhengjian.model import Value


class Sighting(Value, array_like=True):
    """What stood on a page on a day. ``value`` is what a finding about it gives as its value."""

    url: str
    value: str
    on: date
    snapshot: str


class Sightings(Fact):
    """The first sighting of each value on each of the pages that show it now, earliest first."""

    first: tuple[Sighting, ...] = ()

    def of(self, value: str | None) -> Sighting | None:
        """The first sighting of a value on any of those pages; None when no earlier round has it there."""
        return next((sighting for sighting in self.first if sighting.value == value), None)


def value_of(item: HiddenLink | TamperItem) -> str:
    """What a finding about an item gives as its value."""
    return item.text if isinstance(item, TamperItem) else item.target or item.technique


def sighted(on: date, hidden: Pages[HiddenLinks], tampering: Pages[Tampering], views: Views | None) -> Iterator[Sighting]:
    """Everything of one round that would be a finding by itself, on its page."""
    for links in hidden:
        for item in links.fact.certain:
            yield Sighting(url=canonical(links.url), value=value_of(item), on=on, snapshot=links.snapshot)
    for changed in tampering:
        for change in changed.fact.items:
            yield Sighting(url=canonical(changed.url), value=value_of(change), on=on, snapshot=changed.snapshot)
    for each in differences(views) if views is not None else ():
        if each.level == "sure":
            yield Sighting(url=canonical(each.url), value=each.value, on=on, snapshot=next(filter(None, each.evidence), ""))


def earliest(sightings: Iterable[Sighting], wanted: Iterable[Sighting]) -> Sightings:
    """The first of some sightings for everything that is wanted."""
    names = {(one.url, one.value) for one in wanted}
    found: dict[tuple[str, str], Sighting] = {}
    for one in sorted(sightings, key=lambda one: one.on):
        if (one.url, one.value) in names:
            found.setdefault((one.url, one.value), one)
    return Sightings(first=tuple(found.values()))
