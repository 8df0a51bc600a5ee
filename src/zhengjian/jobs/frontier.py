"""Every address that a round knows, on disk as the crawl goes: kill -9 loses no address and no fact.

One SQLite file a target, in the round's folder while the round is open. What a visit brought (the row, the page's
facts, the new addresses, the end of the WARC) is committed in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from zhengjian.archive.earlier import Earlier, Known, Lost
from zhengjian.archive.signs import ORDINARY
from zhengjian.archive.steps import step
from zhengjian.archive.store import CONTROL, LOOK, StoredAttempt, StoredPage
from zhengjian.model import SEEN_WHOLE, FetchCode, decode, encode

REFERRERS_KEPT = 5

_SCHEMA = """
create table address(id integer primary key, url text not null unique, kind text not null, depth integer not null,
                     state integer not null default 0, tries integer not null default 0, record blob, reason text);
create table referrer(id integer primary key, address integer not null, page text not null);
create table page(id integer primary key, snapshot text not null, url text not null, depth integer not null, facts blob not null,
                  basis text not null, likeness integer not null, signs integer not null, taken integer not null);
create table former(url text primary key, answer blob not null) without rowid;
create table note(key text primary key, value text not null) without rowid;
"""
WAITING, VISITED, LEFT_OUT = 0, 1, 2
_WHOLE = ",".join(f"'{code.value}'" for code in sorted(SEEN_WHOLE))
_GONE = "404, 410"  # the server says that there is no such thing: that is all there is to see
# Run in this order at a commit: an address is inserted before it is updated.
_NEW_ADDRESS = "insert into address(id, url, kind, depth) values (?, ?, ?, ?)"
_NEW_REFERRER = "insert into referrer(address, page) values (?, ?)"
_VISIT = "update address set state = ?, tries = ?, record = ? where id = ?"
_REASON = "update address set state = ?, reason = ? where id = ?"
_PAGE = "insert or replace into page values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NOTE = "insert or replace into note values (?, ?)"
_CODE, _STATUS, _HELD = (f"json_extract(cast(record as text), '$.{name}')" for name in ("code", "http_status", "body_in"))
_SPOOLED = "select snapshot, url, depth, facts, basis, likeness, signs, taken from page"
_EDITION = 2  # of the tables: an open round that other software left is crawled anew
_FORMER = "insert or ignore into former values (?, ?)"
_RECORD = "update address set record = ? where id = ?"
_LOST = "delete from page where taken >= 0"
_STATEMENTS = (_NEW_ADDRESS, _NEW_REFERRER, _VISIT, _REASON, _PAGE, _NOTE, _FORMER, _RECORD, _LOST)
_CELLS = msgspec.msgpack.Decoder(dict[str, bytes])


@dataclass(slots=True)
class Address:
    """One known address: how pages use it, how far from the home page, where it stands, how often it was tried."""

    id: int
    url: str
    kind: str
    depth: int
    state: int = WAITING
    tries: int = 0
    referrers: int = 0


class Frontier:
    """The addresses of one open round. ``known`` holds them all by address, in the order in which they were found."""

    def __init__(self, path: Path, most: int) -> None:
        """At most ``most`` addresses are known; ``cut`` counts those that were one too many."""
        self._path = path
        self._most = most
        self._db = sqlite3.connect(path, isolation_level=None)
        # Kill -9 loses nothing of what was committed: the operating system has it. Only a power cut can spoil an open
        # round, which is then crawled anew; a closed round lies in files that were forced to the disk.
        self._db.execute("pragma synchronous=off")
        self._db.execute("pragma locking_mode=exclusive")
        self._db.execute("pragma journal_mode=wal")
        if self._db.execute("pragma user_version").fetchone()[0] != _EDITION:
            self._begin()
        self.known: dict[str, Address] = {}
        self.cut = 0
        self._pending: dict[str, list[tuple[object, ...]]] = {statement: [] for statement in _STATEMENTS}
        self._facts = set(filter(None, self.noted("facts").split(",")))
        by_id = {row[0]: Address(*row) for row in self._db.execute("select id, url, kind, depth, state, tries from address order by id")}
        for id_, count in self._db.execute("select address, count(*) from referrer group by address"):
            by_id[id_].referrers = count
        self.known |= {address.url: address for address in by_id.values()}
        self.earlier: Earlier | None = None
        """The former round, whose rows pages may take over."""

    def _begin(self) -> None:
        tables = [row[0] for row in self._db.execute("select name from sqlite_master where type = 'table'")]
        drops = "".join(f"drop table {name};" for name in tables)
        self._db.executescript(f"begin; {drops} {_SCHEMA} pragma user_version = {_EDITION}; commit;")

    # -- writing: everything between two calls of ``commit`` is one transaction -----------------------------

    def add(self, url: str, kind: str, depth: int, page: str = "") -> Address | None:
        """Make an address known, or note one more page that links to it. None when the round holds too many."""
        address = self.known.get(url)
        if address is None:
            if len(self.known) >= self._most and kind not in {CONTROL, LOOK}:
                self.cut += 1
                return None
            address = Address(len(self.known) + 1, url, kind, depth)
            self.known[url] = address
            self._pending[_NEW_ADDRESS].append((address.id, url, kind, depth))
        if page:
            self.refer((url,), page)
        return address

    def refer(self, urls: Iterable[str], page: str) -> list[str]:
        """Note one more page that links to addresses; those that are not known yet, in order."""
        unknown = []
        for url in urls:
            address = self.known.get(url)
            if address is None:
                unknown.append(url)
            elif address.referrers < REFERRERS_KEPT:
                address.referrers += 1
                self._pending[_NEW_REFERRER].append((address.id, page))
        return unknown

    def visited(self, address: Address, record: StoredAttempt, *, final: bool) -> None:
        """What a visit ended in; with ``final`` False the address will be tried once more."""
        address.tries = record.tries
        address.state = VISITED if final else WAITING
        self._pending[_VISIT].append((address.state, address.tries, encode(record), address.id))

    def left_out(self, address: Address, reason: str) -> None:
        """Why an address is not visited in this round."""
        address.state = LEFT_OUT
        self._pending[_REASON].append((LEFT_OUT, reason, address.id))

    def page(self, page: StoredPage, number: int) -> None:
        """A page's facts, spooled until the round is closed; ``number`` is its place in the crawl."""
        blob = msgspec.msgpack.encode(page.facts)
        row = (number, page.snapshot, page.url, page.depth, blob, page.basis, page.likeness, page.signs, page.taken)
        self._pending[_PAGE].append(row)
        names = self.earlier.fact_names if page.taken >= 0 and self.earlier is not None else page.facts.keys()
        if not self._facts.issuperset(names):
            self._facts |= names
            self.note("facts", ",".join(self.facts))

    def remember(self, answers: Iterable[Known]) -> None:
        """Take over what the former round knows, at the beginning of a round."""
        self._pending[_FORMER].extend((known.url, encode(known)) for known in answers)

    def note(self, key: str, value: str) -> None:
        """Something the round must remember over an interruption."""
        self._pending[_NOTE].append((key, value))

    def commit(self) -> None:
        """Make everything since the last commit last."""
        if not any(self._pending.values()):
            return
        step("commit the frontier")
        self._db.execute("begin immediate")
        for statement, rows in self._pending.items():
            if rows:
                self._db.executemany(statement, rows)
                rows.clear()
        self._db.execute("commit")

    # -- reading back ----------------------------------------------------------------------------------------

    @property
    def facts(self) -> list[str]:
        """The names of all facts that were read of a page, in order."""
        return sorted(self._facts)

    def former(self, url: str) -> Known | None:
        """What the former round knows of an address; None when it does not."""
        row = self._db.execute("select answer from former where url = ?", (url,)).fetchone()
        return decode(row[0], Known) if row is not None else None

    def noted(self, key: str) -> str:
        """What was noted under a key; empty when nothing was."""
        row = self._db.execute("select value from note where key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def attempts(self) -> Iterator[StoredAttempt]:
        """Every address with its record, the pages that link to it, or the reason why it was not visited."""
        referrers = groupby(self._db.execute("select address, page from referrer order by address, id"), itemgetter(0))
        linked, pages = next(referrers, (0, iter(())))
        rows = self._db.execute("select id, url, kind, depth, state, tries, record, reason from address order by id")
        for id_, url, kind, depth, state, tries, record, reason in rows:
            linked_from: tuple[str, ...] = ()
            if id_ == linked:
                linked_from = tuple(page for _, page in pages)
                linked, pages = next(referrers, (0, iter(())))
            if record is None:
                why = reason or "检查中断，未及访问"
                yield StoredAttempt(url=url, kind=kind, depth=depth, reason=why, linked_from=linked_from, tries=tries)
            else:
                stored = decode(record, StoredAttempt)
                left = reason or "" if state != VISITED else ""
                yield msgspec.structs.replace(stored, kind=kind, depth=depth, linked_from=linked_from, reason=left)

    def pages_visited(self) -> int:
        """How many pages were visited, whatever came of it."""
        return int(self._db.execute("select count(*) from address where kind = 'page' and record is not null").fetchone()[0])

    def holders(self) -> list[str]:
        """The earlier snapshots that hold bodies for answers of this round."""
        return [row[0] for row in self._db.execute(f"select {_HELD} from address where record is not null and {_HELD} != ''")]

    def unchanged(self) -> list[str]:
        """The addresses of which the server said that nothing has changed."""
        words = FetchCode.UNCHANGED.value
        return [row[0] for row in self._db.execute(f"select url from address where record is not null and {_CODE} = '{words}'")]

    def home(self) -> StoredAttempt | None:
        """What the visit of the home page ended in; None when it was not visited."""
        row = self._db.execute("select record from address where kind = 'page' and depth = 0 and record is not null").fetchone()
        return decode(row[0], StoredAttempt) if row is not None else None

    def unseen(self) -> int:
        """How many addresses of the site itself were not visited, or came neither whole nor as "there is no such thing".

        A control that no longer opened counts, too: what failed before it was then not seen either.
        """
        gone = f"kind != '{CONTROL}' and {_CODE} = '{FetchCode.HTTP_ERROR.value}' and {_STATUS} in ({_GONE})"
        row = self._db.execute(
            f"select count(*) from address where kind in ('page', 'style', 'attachment', 'image', 'script', '{CONTROL}')"
            f" and (state != {VISITED} or not ({_CODE} in ({_WHOLE}) or ({gone})))"
        ).fetchone()
        return int(row[0])

    def opened(self) -> list[str]:
        """The first and the last page that was read and is what its address promises."""
        ordinary = f"depth < 90 and signs & {ORDINARY}"
        ends = (self._db.execute(f"select url from page where {ordinary} order by id {way} limit 1").fetchone() for way in ("asc", "desc"))
        return list(dict.fromkeys(row[0] for row in ends if row is not None))

    def pages(self) -> Iterator[StoredPage]:
        """Every spooled page, those near the home page first; of those that are as near, what was taken over as it lies there."""
        numbers = self._db.execute("select id from page order by depth, taken < 0, taken, id").fetchall()
        yield from (page for number in numbers for page in self._spooled("where id = ?", number))

    def signed(self, sign: int, most: int) -> list[StoredPage]:
        """The first pages of the crawl that show a sign (see ``signs``)."""
        return self._spooled("where depth < 90 and signs & ? order by id limit ?", (sign, most))

    def cells(self, page: StoredPage, *names: str) -> dict[str, bytes]:
        """Some facts of a spooled page, the JSON of each by its name; none of one that was taken over and is lost."""
        if page.taken < 0 or self.earlier is None:
            return {name: page.facts[name] for name in names if name in page.facts}
        try:
            return self.earlier.cells(page.taken, *names)
        except Lost:
            return {}

    def lose_taken(self, detail: str) -> None:
        """What was taken over cannot be read any more: those pages were seen only in part, and nothing follows from them."""
        taken = self._db.execute("select address.id, record from address join page using (id) where taken >= 0").fetchall()
        for id_, record in taken:
            partial = msgspec.structs.replace(decode(record, StoredAttempt), code=FetchCode.PARSE_PARTIAL.value, detail=detail)
            self._pending[_RECORD].append((encode(partial), id_))
        self._pending[_LOST].append(())
        self.commit()

    def linked(self) -> list[tuple[str, str]]:
        """Snapshot and address of every page that was read, the home page left out."""
        kinds = "id in (select id from address where kind = 'page')"
        return list(self._db.execute(f"select snapshot, url from page where depth between 1 and 89 and {kinds} order by id"))

    def spooled(self, snapshots: list[str]) -> list[StoredPage]:
        """The pages of some snapshots, in the order asked for."""
        return [page for snapshot in snapshots for page in self._spooled("where snapshot = ?", (snapshot,))]

    def page_addresses(self) -> list[str]:
        """The addresses of the pages that are spooled already."""
        return [row[0] for row in self._db.execute("select url from page where depth < 90")]

    def let_go(self) -> None:
        """Close the file; a later run opens it again."""
        self.commit()
        self._db.close()

    def remove(self) -> None:
        """The round is closed and everything in the frontier lies in Parquet."""
        step("remove the frontier")
        self._path.unlink(missing_ok=True)

    def _spooled(self, which: str, values: tuple[object, ...]) -> list[StoredPage]:
        rows = self._db.execute(f"{_SPOOLED} {which}", values)
        return [
            StoredPage(snapshot, url, depth, _CELLS.decode(blob), basis, likeness, signs, taken)
            for snapshot, url, depth, blob, basis, likeness, signs, taken in rows
        ]
