"""Reads a site's pages as they come: facts into the spool, links into the frontier.

A page is read together with its own style sheets, so that hidden things are judged by what a browser would show: it is
held until they have come. A page that was held is stored only then, so a kill between loses nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

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
from zhengjian.facts.leads import Leads, leads_of
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
from zhengjian.jobs.terms import Common
from zhengjian.jobs.unchanged import Unchanged
from zhengjian.model import decode

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
_OF_UNLINKED: tuple[type[Fact], ...] = (HiddenLinks, Tampering, PersonalData, SecretClues)
_DIGITS = b"0123456789 \t\r\n"


Add = Callable[[str, str, int, str], bool]


@dataclass(frozen=True, slots=True)
class _Made:
    """A page on its way: the former round's answer with the same body and where it led, or the page with its links and style sheets."""

    leads: Leads
    page: Page | None = None
    links: PageLinks | None = None
    known: Known | None = None


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
        links = made.links.of("refresh", "redirect") if made.links is not None else iter(())
        there = next((link.url for link in links if link.url != fetched.snapshot.final_url), "")
        gate = _static_answer(made.page) if made.page is not None and there else None
        if gate is None or not gate.gate:
            return ""
        del self._made[address.id]
        return there

    def is_shell(self, address: Address, fetched: Fetched) -> bool:
        """True when the words of the page come from scripts, so that only a browser can tell what it says."""
        if not is_page(fetched) or fetched.rendered or more_than(MANY_LINKS, b"href", fetched.body):
            return False
        made = self._make(address, fetched)
        static = _static_answer(made.page) if made.page is not None else None
        if not made.leads.shell and (static is None or static.enough):
            return False
        del self._made[address.id]
        return True

    def hold(self, address: Address, fetched: Fetched) -> bool:
        """True when the page must wait for style sheets; they are added to the frontier."""
        if not is_page(fetched):
            return False
        sheets = self._sheets_of(self._make(address, fetched).leads)
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
        leads, sheets = made.leads, self._sheets_of(made.leads)
        basis = self._basis(address, fetched, [self._sheet_digests.get(sheet, "") for sheet in sheets])
        page = made.page
        if made.known is not None and made.known.basis == basis:
            self.likeness = made.known.likeness
            self._round.taken(address, url, address.depth, made.known)
        else:
            page = page or self._parse(address, fetched)
            page.shared.update(self._shared)
            page.styles = tuple(self._sheets.get(sheet) or "" for sheet in sheets)
            facts = [made.links or _links_of(page), *read_all(page, _OTHER_FACTS)]
            leads = leads_of(facts)
            self.likeness = zlib.crc32(page.text.encode().translate(None, _DIGITS)) if compare else 0
            self._round.facts(address, url, address.depth, [*facts, leads], basis=basis, likeness=self.likeness)
        self._follow(address, url, leads)
        if self._script_lists.waits(leads):
            for data in self._script_lists.page(page or self._parse(address, fetched), leads.scripts):
                self._add(data, "script", FRAGMENT_DEPTH, url)
        return leads.shell

    def read_unlinked(self, address: Address, fetched: Fetched) -> None:
        """A page that nothing links to: what strangers put into it, and what should not be public; its links are not followed."""
        if not is_page(fetched) or not self._first_time(fetched.snapshot.final_url):
            return
        made = self._make(address, fetched)
        del self._made[address.id]
        page = made.page or self._parse(address, fetched)
        sheets = [self._sheets.get(sheet) for sheet in self._sheets_of(made.leads)]
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
        """Where the page leads, by its links or by what was read of it last time; made once although a page may be held in between."""
        if address.id not in self._made:
            known, cells = self._stored(address, fetched, Leads.__name__)
            if Leads.__name__ in cells:
                self._made[address.id] = _Made(decode(cells[Leads.__name__], Leads), known=known)
            else:
                page = self._parse(address, fetched)
                links = _links_of(page)
                self._made[address.id] = _Made(Leads(styles=tuple(link.url for link in links.of("style"))), page, links)
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

    def _sheets_of(self, leads: Leads) -> list[str]:
        return list(dict.fromkeys(filter(self._scope.owns, leads.styles)))[:MOST_SHEETS]

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

    def _follow(self, address: Address, url: str, leads: Leads) -> None:
        """Every address of a page, each once.

        Those that only a reader can tell come before the links: a script that writes the foot is read, not only looked for. A
        frame may write it, too, but it is a page like any other and is followed as one.
        """
        for writer in filter(self._scope.owns, leads.writers):
            if writer not in leads.frames:
                self._add(writer, "script", FRAGMENT_DEPTH, url)
        for following in filter(self._scope.owns, leads.following[:MOST_FOLLOWING]):
            self._add(following, "page", address.depth + 1, url)
        for data in filter(self._scope.owns, leads.data):
            self._add(data, "script", FRAGMENT_DEPTH, url)
        for kind, links in leads.links.items():
            for link in self._round.frontier.refer(links, url):
                used = kind_of(link, kind, self._scope.owns(link))
                if used == "image" and link in leads.codes and len(self.codes) < MOST_CODES and pictures.can_read_codes():
                    self.codes.add(link)
                    self._round.frontier.note("codes", "\n".join(self.codes))
                self._add(link, used, address.depth + 1, url)


def _links_of(page: Page) -> PageLinks:
    return next((fact for fact in read_all(page, (PageLinks,)) if isinstance(fact, PageLinks)), PageLinks(complete=False))


def _static_answer(page: Page) -> StaticAnswer | None:
    return next((fact for fact in read_all(page, (StaticAnswer,)) if isinstance(fact, StaticAnswer)), None)


def _one_name(url: str) -> str:
    host = host_of(url)
    return own_host(host) + url.split(host, 1)[1]
