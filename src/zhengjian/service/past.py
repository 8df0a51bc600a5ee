"""What earlier rounds of a site saw, as facts to hold this round against. Read from their stored facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from zhengjian.archive import RoundFolder, StoredFacts, rounds
from zhengjian.archive.manifest import previous_round, read_manifest
from zhengjian.config import Workspace
from zhengjian.facts import former, regions
from zhengjian.facts.article import Article
from zhengjian.facts.base import Coverage, Fact
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.regions import FormerRegions, RegionChanges, Regions
from zhengjian.facts.sightings import Sighting, Sightings, earliest, sighted
from zhengjian.facts.tampering import Tampering
from zhengjian.facts.views import Views
from zhengjian.model import SHANGHAI

MOST_ROUNDS = 60


def of_earlier_rounds(folder: RoundFolder) -> tuple[Fact, ...]:
    """Lists and articles of the round before, the regions of its pages, and since when what is found now has been there."""
    before = list(islice(_before(folder), MOST_ROUNDS))
    if not before:
        return ()
    last = StoredFacts(before[0])
    place = f"{before[0].period}第{before[0].round}轮"
    as_of = read_manifest(before[0]).as_of
    seen = former.of_round(place, last.pages(ListItems), last.pages(Article), last.given(Coverage) or Coverage(), as_of)
    found: list[Fact] = [seen] if seen is not None else []
    return (*found, *_former_regions(before), *_sightings(folder, before))


def changes_of(workspace: Workspace, period: str, site: str) -> RegionChanges | None:
    """What changed outside of a site's texts between its latest round of a period and the round before; None without both."""
    closed = (RoundFolder(workspace.archive, period, site, number) for number in reversed(rounds(workspace.archive, period, site)))
    folder = next((one for one in closed if one.closed), None)
    former = _former_regions(list(islice(_before(folder), 2))) if folder is not None else ()
    if folder is None or not former:
        return None
    stored = StoredFacts(folder)
    return regions.gather(former[0], stored.pages(PageLinks, most=regions.MOST_PAGES), stored.pages(Tampering))


def _former_regions(before: list[RoundFolder]) -> tuple[FormerRegions, ...]:
    pages = _regions(StoredFacts(before[0])) if before else ()
    if not pages:
        return ()
    older = _regions(StoredFacts(before[1])) if len(before) > 1 else ()
    place = f"{before[0].period}第{before[0].round}轮"
    return (FormerRegions(place=place, pages=pages, restless=regions.restless_in(older, pages)),)


def _before(folder: RoundFolder) -> Iterator[RoundFolder]:
    """Earlier closed rounds, the latest first."""
    while (before := previous_round(folder)) is not None:
        yield before
        folder = before


def _regions(stored: StoredFacts) -> tuple[Regions, ...]:
    return tuple(regions.regions_of(stored.pages(PageLinks, most=regions.MOST_PAGES), stored.pages(Tampering)))


def _sightings(folder: RoundFolder, before: list[RoundFolder]) -> tuple[Sightings, ...]:
    """Earlier rounds are opened only where this round has something whose beginning is to be told."""
    now = _sighted(folder)
    return (earliest((one for earlier in before for one in _sighted(earlier)), now),) if now else ()


def _sighted(folder: RoundFolder) -> list[Sighting]:
    stored = StoredFacts(folder)
    on = read_manifest(folder).as_of.astimezone(SHANGHAI).date()
    return list(sighted(on, stored.pages(HiddenLinks), stored.pages(Tampering), stored.given(Views)))
