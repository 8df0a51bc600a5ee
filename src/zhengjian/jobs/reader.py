"""Reads a site's pages as they come: facts into the spool, links into the frontier.

A page is read together with its own style sheets, so that hidden things are judged by what a browser would show: it is
held until they have come. A page that was held is stored only then, so a kill between loses nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from zhengjian.archive.earlier import Known
from zhengjian.facts import attachment, clues, documents, hidden, picture_codes, pictures, privacy, wording
from zhengjian.facts.attachment import Attachment
from zhengjian.facts.base import Fact
from zhengjian.facts.clues import SecretClues
from zhengjian.facts.datastore import holds_records
from zhengjian.facts.footer import Footer
from zhengjian.facts.footer_writers import is_library
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.index import PAGE_FACTS, read_all
from zhengjian.facts.leaving_script import LeavingScript
from zhengjian.facts.link_target import TARGET_DEPTH
from zhengjian.facts.links import PageLinks, host_of, own_host
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.page import AddressBook, Page
from zhengjian.facts.privacy import PersonalData
from zhengjian.facts.static_answer import StaticAnswer
from zhengjian.facts.tampering import Tampering
from zhengjian.fetch.challenge import more_than
from zhengjian.fetch.visit import Fetched
from zhengjian.jobs.frontier import Address
from zhengjian.jobs.link_targets import MOST_OF_TARGET, is_page
from zhengjian.jobs.round import OpenRound
from zhengjian.jobs.scope import Scope, kind_of
from zhengjian.jobs.script_lists import ScriptLists
from zhengjian.jobs.unchanged import Unchanged
from zhengjian.model import Value, decode

if TYPE_CHECKING:
    from zhengjian.jobs.terms import Common

MOST_SHEETS = 12
MANY_LINKS = 12  # a page with so many links has words of its own
MOST_FOLLOWING = 50
# Reading takes about a microsecond a byte: beyond this a page is read in part, and nothing on it is called absent.
MOST_READ = 4 << 20
MOST_OF_ATTACHMENT = 4 << 20
MOST_OF_PICTURE = 1 << 20
MOST_CODES = 40  # pictures of a site that are fetched because they look like codes
FRAGMENT_DEPTH = 99
_OTHER_FACTS = tuple(fact for fact in PAGE_FACTS if fact is not PageLinks)
_TAKEN = (PageLinks.__name__, ListItems.__name__, Footer.__name__, StaticAnswer.__name__)
_OF_UNLINKED: tuple[type[Fact], ...] = (HiddenLinks, Tampering, PersonalData, SecretClues)
_DIGITS = b"0123456789 \t\r\n"


Add = Callable[[str, str, int, str], bool]


class _Leads(Value):
    """Of a page's list and foot only the addresses that are followed, since decoding all of it takes longer than all else.

    ``slot`` and ``script`` are signs of a list whose rows have not come.
    """

    following: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    slot: bool = False
    script: str = ""

    @property
    def may_wait(self) -> bool:
        """True when the page may wait for rows that script files fetch: all of ``ListItems`` tells."""
        return bool(self.slot or self.script)


@dataclass(frozen=True, slots=True)
class _Made:
    """A page on its way: its links, and the parsed page, or the former round's answer with some of what was read of it then."""

    links: PageLinks
    page: Page | None
    known: Known | None = None
    cells: dict[str, bytes] = field(default_factory=dict)


class PageReader:
    """The reading of one site's pages; ``common.shared`` is given to every page: dictionaries that readers work with."""

    def __init__(self, round_: OpenRound, scope: Scope, add: Add, *, common: Common, unchanged: Unchanged) -> None:
        self._round = round_
        self._scope = scope
        self._add = add
        self._targets = common.targets
        self._shared = common.shared
        self._edition = common.edition
        self._unchanged = unchanged
        self._book = AddressBook()
        self._script_lists = ScriptLists(scope.owns, self._book)
        self._sheets: dict[str, str | None] = {}
        self._sheet_digests: dict[str, str] = {}
        self._held: dict[int, tuple[Address, Fetched, set[str]]] = {}
        self._made: dict[int, _Made] = {}
        self.likeness = 0
        """The last page's words without their digits as a number, when it was asked for: the same for pages that say the same."""
        self._addresses_read: set[str] = set()
        self.codes: set[str] = set(filter(None, round_.frontier.noted("codes").split("\n")))
        """Pictures that look like codes: they are fetched, others are only asked for."""
        for url in round_.frontier.page_addresses():
            self._first_time(url)

    @property
    def waiting(self) -> bool:
        """True while pages wait for their style sheets."""
        return bool(self._held)

    def leads_on(self, address: Address, fetched: Fetched) -> str:
        """Where a page goes on by ``<meta refresh>`` or ``location.href=`` when it is nothing but that; else empty."""
        if not is_page(fetched) or len(fetched.body) > MOST_OF_TARGET:
            return ""
        made = self._make(address, fetched)
        gate = self._static_answer(made)
        there = next((link.url for link in made.links.of("refresh", "redirect") if link.url != fetched.snapshot.final_url), "")
        if gate is None or not gate.gate or not there:
            return ""
        del self._made[address.id]
        return there

    def is_shell(self, address: Address, fetched: Fetched) -> bool:
        """True when the words of the page come from scripts, so that only a browser can tell what it says."""
        if not is_page(fetched) or fetched.rendered or more_than(MANY_LINKS, b"href", fetched.body):
            return False
        static = self._static_answer(self._make(address, fetched))
        if static is None or static.enough:
            return False
        del self._made[address.id]
        return True

    def hold(self, address: Address, fetched: Fetched) -> bool:
        """True when the page must wait for style sheets; they are added to the frontier."""
        if not is_page(fetched):
            return False
        sheets = self._sheets_of(self._make(address, fetched).links)
        for sheet in sheets:
            if sheet not in self._sheets:
                self._sheets[sheet] = None if self._add(sheet, "style", address.depth + 1, address.url) else ""
        missing = {sheet for sheet in sheets if self._sheets[sheet] is None}
        if missing:
            self._held[address.id] = (address, fetched, missing)
        return bool(missing)

    def sheet_came(self, url: str, fetched: Fetched | None) -> list[tuple[Address, Fetched]]:
        """A style sheet has come, or has failed, or is not asked for; returns the pages that need wait no longer."""
        came = fetched is not None and fetched.snapshot.whole
        self._sheets[url] = fetched.body.decode("utf-8", "replace") if fetched is not None and came else ""
        self._sheet_digests[url] = fetched.snapshot.sha256 if fetched is not None and came else ""
        free = []
        for id_, (address, answer, missing) in list(self._held.items()):
            missing.discard(url)
            if not missing:
                del self._held[id_]
                free.append((address, answer))
        return free

    def read(self, address: Address, fetched: Fetched, *, compare: bool) -> str:
        """Spool the page's facts and add its links; the reason, in Chinese, when it is only a shell that scripts fill.

        What was read of the same body on the same basis in the former round is taken over. ``compare`` asks for ``likeness``.
        """
        if not is_page(fetched):
            return ""
        made = self._make(address, fetched)
        del self._made[address.id]
        url = fetched.snapshot.final_url
        if not self._first_time(url):
            return ""
        sheets = self._sheets_of(made.links)
        basis = self._basis(address, fetched, [self._sheet_digests.get(sheet, "") for sheet in sheets])
        if made.known is not None and made.known.basis == basis:
            self.likeness = made.known.likeness
            self._round.taken(address, url, address.depth, made.known)
            leads = [decode(made.cells[kind.__name__], _Leads) for kind in (ListItems, Footer) if kind.__name__ in made.cells]
            static = self._static_answer(made)
            listed = decode(made.cells[ListItems.__name__], ListItems) if any(each.may_wait for each in leads) else None
        else:
            page = made.page or self._parse(address, fetched)
            page.shared.update(self._shared)
            page.styles = tuple(self._sheets.get(sheet) or "" for sheet in sheets)
            facts = [made.links, *read_all(page, _OTHER_FACTS)]
            self.likeness = zlib.crc32(page.text.encode().translate(None, _DIGITS)) if compare else 0
            self._round.facts(address, url, address.depth, facts, basis=basis, likeness=self.likeness)
            leads = [_leads(fact) for fact in facts if isinstance(fact, ListItems | Footer)]
            static = next((fact for fact in facts if isinstance(fact, StaticAnswer)), None)
            listed = next((fact for fact in facts if isinstance(fact, ListItems)), None)
        for each in leads:  # before the links: a script that writes the foot is read, not only looked for
            self._follow_leads(address, url, each, made.links)
        self._follow(address, url, made.links)
        files = [link.url for link in made.links.of("script")]
        if listed is not None and self._script_lists.waits(listed, files):
            for data in self._script_lists.page(made.page or self._parse(address, fetched), files):
                self._add(data, "script", FRAGMENT_DEPTH, url)
        return static.why if static is not None and not static.enough else ""

    def read_unlinked(self, address: Address, fetched: Fetched) -> None:
        """A page that nothing links to: what strangers put into it, and what should not be public; its links are not followed."""
        if not is_page(fetched) or not self._first_time(fetched.snapshot.final_url):
            return
        made = self._make(address, fetched)
        del self._made[address.id]
        page = made.page or self._parse(address, fetched)
        sheets = [self._sheets.get(sheet) for sheet in self._sheets_of(made.links)]
        page.styles = tuple(filter(None, sheets))
        facts = list(read_all(page, _OF_UNLINKED))
        if not all(sheets):
            facts = [hidden.doubting_layout(fact) if isinstance(fact, HiddenLinks) else fact for fact in facts]
        self._round.facts(address, page.url, address.depth, facts)

    def read_fragment(self, address: Address, fetched: Fetched) -> None:
        """What a page's scripts fetch: of data the list is read, of a script or fragment that writes the foot its marks."""
        page = Page.of(fetched.body, fetched.snapshot.final_url, content_type=fetched.snapshot.content_type, depth=FRAGMENT_DEPTH)
        wanted = (ListItems,) if holds_records(page) else (Footer, LeavingScript)
        shown_on = self._script_lists.shown_on(address.url)
        facts = [
            msgspec.structs.replace(fact, shown_on=shown_on) if isinstance(fact, ListItems) else fact for fact in read_all(page, wanted)
        ]
        self._round.facts(address, page.url, FRAGMENT_DEPTH, facts)

    def read_script(self, address: Address, fetched: Fetched) -> None:
        """A script file of the site's own: where it fetches lists from, and, of no known library, whether it announces links that leave."""
        page = Page.of(fetched.body, fetched.snapshot.final_url, content_type=fetched.snapshot.content_type, depth=FRAGMENT_DEPTH)
        for shown_on, data in self._script_lists.file(address.url, page.html):
            self._add(data, "script", FRAGMENT_DEPTH, shown_on)
        if not is_library(page.url):
            self._round.facts(address, page.url, FRAGMENT_DEPTH, list(read_all(page, (LeavingScript,))))

    def read_attachment(self, address: Address, fetched: Fetched) -> None:
        """A document's words: personal data, wording, clues. What could not be read makes its readings incomplete."""
        snapshot = fetched.snapshot
        known, cells = self._stored(address, fetched, Attachment.__name__)
        basis = self._basis(address, fetched, ())
        if known is not None and cells and known.basis == basis:
            self._round.taken(address, snapshot.final_url, address.depth, known)
            return
        body = self._unchanged.body(address, fetched) or b""
        if not body or len(body) > MOST_OF_ATTACHMENT:
            document = documents.Document(kind="other", unread=("附件过大，未读取内容" if body else "原有内容已无法读取",))
        else:
            document = documents.read(body, snapshot.final_url.rsplit("/", 1)[-1], snapshot.content_type)
        text = "\n".join(part.text for part in document.parts)
        readings: list[Fact] = [privacy.of_text(text), wording.of_text(text, self._shared.get("lexicon")), clues.of_text(text)]
        whole = snapshot.whole and not document.unread
        held = msgspec.structs.replace(attachment.of_file(body, snapshot.final_url, document), complete=snapshot.whole and bool(body))
        facts = [held, *(msgspec.structs.replace(fact, complete=whole) for fact in readings)]
        self._round.facts(address, snapshot.final_url, address.depth, facts, basis=basis)

    def read_picture(self, address: Address, fetched: Fetched) -> None:
        """A picture that looks like a code: where it leads is looked at like any link; a bad place is a hidden link."""
        url, body = fetched.snapshot.final_url, self._unchanged.body(address, fetched) or b""
        if not body or len(body) > MOST_OF_PICTURE:
            return
        read = picture_codes.of_picture(body)
        bad = picture_codes.bad(read.codes, host_of(url).rsplit(":", 1)[0])
        self._round.facts(address, url, FRAGMENT_DEPTH, [read, *([HiddenLinks(items=bad)] if bad else [])])
        for code in read.codes:
            if code.url and not self._scope.owns(code.url):
                self._add(code.url, "external", FRAGMENT_DEPTH, address.url)

    def read_target(self, address: Address, fetched: Fetched) -> None:
        """A page that is only linked to, or that answers for one that cannot exist: what it is, and nothing else."""
        facts = self._targets.read(address, fetched)
        if facts:
            self._round.facts(address, fetched.snapshot.final_url, TARGET_DEPTH, facts)

    def _make(self, address: Address, fetched: Fetched) -> _Made:
        """The page's links, with the page or what was read of it last time; made once although a page may be held in between."""
        if address.id not in self._made:
            known, cells = self._stored(address, fetched, *_TAKEN)
            if PageLinks.__name__ in cells:
                self._made[address.id] = _Made(decode(cells[PageLinks.__name__], PageLinks), None, known, cells)
            else:
                page = self._parse(address, fetched)
                links = next((fact for fact in read_all(page, (PageLinks,)) if isinstance(fact, PageLinks)), PageLinks(complete=False))
                self._made[address.id] = _Made(links, page)
        return self._made[address.id]

    def _parse(self, address: Address, fetched: Fetched) -> Page:
        snapshot, body = fetched.snapshot, self._unchanged.body(address, fetched)
        return Page.of(
            (body or b"")[:MOST_READ],
            snapshot.final_url,
            content_type=snapshot.content_type,
            whole=snapshot.whole and body is not None and len(body) <= MOST_READ,
            depth=address.depth,
            rendered=fetched.rendered,
            addresses=self._book,
        )

    def _stored(self, address: Address, fetched: Fetched, *names: str) -> tuple[Known | None, dict[str, bytes]]:
        """The former round's answer with the same body, and some facts that were read of it; nothing when there is none."""
        snapshot = fetched.snapshot
        known = self._unchanged.known(address) if snapshot.whole else None
        if known is None or (known.sha256, known.content_type, known.url) != (snapshot.sha256, snapshot.content_type, snapshot.final_url):
            return None, {}
        return known, self._unchanged.cells(known, *names)

    def _basis(self, address: Address, fetched: Fetched, sheets: Iterable[str]) -> str:
        """Everything that what is read of an answer follows from, as a digest; ``sheets`` are the digests of its style sheets."""
        snapshot = fetched.snapshot
        place = f"{snapshot.final_url} {address.kind} {address.depth == 0} {fetched.rendered} {snapshot.whole}"
        parts = "\n".join((self._edition, snapshot.sha256, snapshot.content_type, place, *sheets))
        return blake2b(parts.encode(), digest_size=12).hexdigest()

    def _static_answer(self, made: _Made) -> StaticAnswer | None:
        if made.page is not None:
            return next((fact for fact in read_all(made.page, (StaticAnswer,)) if isinstance(fact, StaticAnswer)), None)
        cell = made.cells.get(StaticAnswer.__name__)
        return decode(cell, StaticAnswer) if cell is not None else None

    def _sheets_of(self, links: PageLinks) -> list[str]:
        return list(dict.fromkeys(link.url for link in links.of("style") if self._scope.owns(link.url)))[:MOST_SHEETS]

    def forget(self, address: Address) -> None:
        """A page may be read once more: what was read of it does not count."""
        self._made.pop(address.id, None)
        self._addresses_read.discard(_one_name(address.url))

    def _first_time(self, url: str) -> bool:
        """False for a page that was read already under another address: by redirect, with or without ``www.`` or TLS."""
        key = _one_name(url)
        if key in self._addresses_read:
            return False
        self._addresses_read.add(key)
        return True

    def _follow_leads(self, address: Address, url: str, leads: _Leads, links: PageLinks) -> None:
        """Addresses that only a reader of the page can tell: scripts that write its footer, the next pages of its list, its data.

        A frame may write the footer, too, but it is a page like any other and is followed as one.
        """
        frames = {link.url for link in links.of("frame")} if leads.writers else ()
        for writer in filter(self._scope.owns, leads.writers):
            if writer not in frames:
                self._add(writer, "script", FRAGMENT_DEPTH, url)
        for following in filter(self._scope.owns, leads.following[:MOST_FOLLOWING]):
            self._add(following, "page", address.depth + 1, url)
        for data in filter(self._scope.owns, leads.data):
            self._add(data, "script", FRAGMENT_DEPTH, url)

    def _follow(self, address: Address, url: str, links: PageLinks) -> None:
        """Every address of a page, each once. Pages come in the order of the page: navigation first on most."""
        once = dict.fromkeys(link.url for link in links.links if link.url and link.kind != "form")
        fresh = set(self._round.frontier.refer(once, url))
        for link in links.links if fresh else ():
            if link.url in fresh:
                fresh.discard(link.url)
                if kind := kind_of(link, self._scope.owns(link.url)):
                    if kind == "image" and len(self.codes) < MOST_CODES and picture_codes.likely(link) and pictures.can_read_codes():
                        self.codes.add(link.url)
                        self._round.frontier.note("codes", "\n".join(self.codes))
                    self._add(link.url, kind, address.depth + 1, url)


def _leads(fact: ListItems | Footer) -> _Leads:
    if isinstance(fact, Footer):
        return _Leads(writers=fact.writers)
    return _Leads(following=fact.following, data=fact.data, slot=fact.slot, script=fact.script)


def _one_name(url: str) -> str:
    host = host_of(url)
    return own_host(host) + url.split(host, 1)[1]
