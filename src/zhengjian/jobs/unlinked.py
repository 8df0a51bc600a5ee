"""Pages of a site that nothing links to any more: those that earlier rounds read, and those that the register lists.

Intruders hide their links on old pages, and a page that lost its last link is still open to a search engine. Such pages are
asked last, within the budget, once each, and only what was put into them by strangers or should not be public is read of
them: a column that was retired is not judged for being old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhengjian.archive import RoundFolder
from zhengjian.archive.earlier import Earlier
from zhengjian.archive.manifest import previous_round
from zhengjian.archive.store import UNLINKED
from zhengjian.jobs.frontier import Address, Frontier
from zhengjian.jobs.scope import canonical

UNLINKED_DEPTH = 60
MOST_UNLINKED = 500


def recalled(folder: RoundFolder, frontier: Frontier, listed: Iterable[str], owns: Callable[[str], bool]) -> list[Address]:
    """Make those pages known that the site ``owns`` and the round does not know, the register's first; returns those to be asked."""
    before = previous_round(folder)
    there = Earlier(before).pages() if before is not None else []
    found = [url for url in dict.fromkeys(canonical(url) for url in (*listed, *there) if url) if owns(url) and url not in frontier.known]
    made = [address for url in found if (address := frontier.add(url, UNLINKED, UNLINKED_DEPTH)) is not None]
    for address in made[MOST_UNLINKED:]:
        frontier.left_out(address, f"已无链接指向的旧网址超过{MOST_UNLINKED}个，未逐一检查")
    return made[:MOST_UNLINKED]
