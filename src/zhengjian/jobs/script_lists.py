"""Lists of which only a script file tells where their rows come from: pages that wait for rows, joined with the files they name.

``list.js`` builds the address from its own words and from variables that the page gave it, so neither tells it alone. What
two pages would ask for alike is a box that both show, and no list of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from zhengjian.facts.data_calls import MARKS, calls_in
from zhengjian.facts.leads import Leads
from zhengjian.facts.page import AddressBook, Page

MOST_PAGES = 300
MOST_FILES = 60
MOST_ASKED = 300
_LONGEST_FILE = 60_000
_LONGEST_GIVEN = 20_000

Owns = Callable[[str], bool]


@dataclass(slots=True)
class _Waiting:
    """A page without the rows it is made for: what its own scripts give, and the files that it names."""

    url: str
    base: str
    given: str
    files: frozenset[str]


@dataclass(slots=True)
class ScriptLists:
    """One site's pages that wait for rows, and its script files that fetch any."""

    _owns: Owns
    _book: AddressBook
    _pages: list[_Waiting] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, set[str]] = field(default_factory=dict)

    def waits(self, leads: Leads) -> bool:
        """True for a page that has a place or a sign of a list, no rows, and script files of the site's own."""
        return leads.waits and len(self._pages) < MOST_PAGES and any(map(self._owns, leads.scripts))

    def page(self, page: Page, files: Iterable[str]) -> list[str]:
        """Note a page that waits; the addresses that files read before would ask for it."""
        given = "\n".join(script.text for script in page.select("script"))[:_LONGEST_GIVEN]
        waiting = _Waiting(page.url, page.base, given, frozenset(filter(self._owns, files)))
        self._pages.append(waiting)
        return [address for url in waiting.files if url in self._files for address in self._join(waiting, self._files[url])]

    def file(self, url: str, text: str) -> list[tuple[str, str]]:
        """Note a script file; (page, address) of what it would ask for each page that waits."""
        fetches = len(text) <= _LONGEST_FILE and any(mark in text for mark in MARKS)
        if not fetches or len(self._files) >= MOST_FILES:
            return []
        self._files[url] = text
        return [(page.url, address) for page in self._pages if url in page.files for address in self._join(page, text)]

    def shown_on(self, url: str) -> tuple[str, ...]:
        """The page whose list an address gives; empty when none is known, or several are."""
        pages = self._asked.get(url, set())
        return tuple(pages) if len(pages) == 1 else ()

    def _join(self, page: _Waiting, text: str) -> list[str]:
        found = calls_in([text], lambda href: self._book.resolve(href, page.base), given=page.given).addresses
        owned = [address for address in found if self._owns(address) and (address in self._asked or len(self._asked) < MOST_ASKED)]
        for address in owned:
            self._asked.setdefault(address, set()).add(page.url)
        return owned
