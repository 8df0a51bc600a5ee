"""One open round on the disk: its frontier, its WARC, and closing it for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
import pyarrow as pa

from zhengjian.archive import RoundFolder
from zhengjian.archive.earlier import Known, Lost
from zhengjian.archive.folder import ATTEMPTS, FACTS, FRONTIER, LOOKS, force, write_whole
from zhengjian.archive.manifest import Manifest, cited, digest_file, manifest_digest, previous_round, write_manifest
from zhengjian.archive.signs import signs_of
from zhengjian.archive.store import LOOK, StoredAttempt, StoredPage, write_attempts, write_facts
from zhengjian.archive.warc import Piece, WarcWriter
from zhengjian.facts.base import Fact
from zhengjian.fetch.visit import Fetched, Keep
from zhengjian.jobs.frontier import Address, Frontier
from zhengjian.model import FetchCode, encode, payload_digest

WARC = "pages-00000.warc.gz"
MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Ending:
    """What a manifest says besides the files; ``requests`` is how often the site itself was asked."""

    home: str
    as_of: datetime
    started: datetime
    finished: datetime
    complete: bool
    requests: int = 0


class OpenRound:
    """Everything that a crawl writes. Between two calls of ``commit`` all or nothing is kept."""

    def __init__(self, folder: RoundFolder, software: str, *, most_addresses: int) -> None:
        folder.path.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.frontier = Frontier(folder.path / FRONTIER, most_addresses)
        self._warc = WarcWriter(folder.path / WARC, software, int(self.frontier.noted("warc_end") or 0))

    def keep(self, address: Address, fetched: Fetched, *, final: bool, known: Known | None = None) -> StoredAttempt:
        """The answer's row and body. The row cites the WARC by offset, in the same transaction as its new end.

        When ``known``, the former round's answer, brought the same body, the record refers to that one instead of repeating it.
        """
        snapshot, wire = fetched.snapshot, fetched.wire
        payload = known.payload if known is not None and fetched.same else payload_digest(wire) if wire else ""
        unchanged = snapshot.code is FetchCode.UNCHANGED
        held = known if known is not None and (unchanged or (payload and payload == known.payload)) else None
        piece = Piece(offset=0, length=0)
        if held is not None:
            piece = self._warc.revisit(snapshot.final_url, snapshot.at, fetched.head, len(wire), address=snapshot.address, of=held.record)
        elif wire:
            packed = bool(fetched.encoding)
            piece = self._warc.add(
                snapshot.final_url, snapshot.at, fetched.head, wire, address=snapshot.address, packed=packed, payload=payload
            )
        if piece.length:
            self.frontier.note("warc_end", str(piece.offset + piece.length))
        record = StoredAttempt(
            url=snapshot.url,
            code=snapshot.code.value,
            http_status=snapshot.http_status,
            final_url=snapshot.final_url,
            seconds=snapshot.seconds,
            snapshot=self.folder.snapshot_id(address.id),
            tries=address.tries + 1,
            at=snapshot.at.isoformat(),
            content_type=snapshot.content_type,
            address=snapshot.address,
            redirects=snapshot.redirects,
            sha256=snapshot.sha256,
            size=snapshot.size,
            detail=snapshot.detail,
            etag=fetched.etag,
            modified=fetched.modified,
            file=WARC if piece.length else "",
            offset=piece.offset,
            length=piece.length,
            encoding=held.encoding if held is not None else fetched.encoding,
            payload=held.payload if held is not None else payload,
            body_in=held.held_by if held is not None else "",
            body_at=held.held_at if held is not None else "",
            body_offset=held.offset if held is not None else 0,
            body_length=held.length if held is not None else 0,
        )
        self.frontier.visited(address, record, final=final)
        return record

    def recode(self, address: Address, record: StoredAttempt, code: FetchCode, detail: str) -> None:
        """The same answer under another code, when what it says shows more than how it came."""
        self.frontier.visited(address, msgspec.structs.replace(record, code=code.value, detail=detail, tries=address.tries), final=True)

    def facts(self, address: Address, url: str, depth: int, facts: Sequence[Fact], *, basis: str = "", likeness: int = 0) -> None:
        """A page's facts, spooled."""
        cells = {type(fact).__name__: encode(fact) for fact in facts}
        page = StoredPage(self.folder.snapshot_id(address.id), url, depth, cells, basis, likeness, signs_of(cells))
        self.frontier.page(page, address.id)

    def taken(self, address: Address, url: str, depth: int, known: Known) -> None:
        """A page whose facts are those of the former round: where they lie there, spooled."""
        place = self.folder.snapshot_id(address.id)
        page = StoredPage(place, url, depth, {}, known.basis, known.likeness, known.signs, known.row)
        self.frontier.page(page, address.id)

    def looks(self, facts: list[Fact]) -> None:
        """What looks beyond the crawl found, by the fact's name; a round that was not looked at so has no such file."""
        if facts:
            write_whole(self.folder.path / LOOKS, encode({type(fact).__name__: fact for fact in facts}))

    def evidence(self, keep: Keep) -> str:
        """Store an answer that a look wants kept; its snapshot's id, empty when the round holds too many addresses."""
        address = self.frontier.add(f"{keep.fetched.snapshot.url}#{keep.name}", LOOK, 1)
        if address is None:
            return ""
        address.tries = 0  # a look that an interruption broke off is taken anew
        record = self.keep(address, keep.fetched, final=True)
        self.commit()
        return record.snapshot

    def commit(self) -> None:
        """From here on a kill loses nothing of what was written."""
        self.frontier.commit()

    def close(self, ending: Ending) -> Callable[[], None]:
        """Write the Parquet files; returns what is left to do, in any thread: force all to the disk, digest, sign.

        Interrupted at any point, the round is still open and can be closed again.
        """
        self.frontier.commit()
        path = self.folder.path
        try:
            self._write_facts()
        except Lost:
            self.frontier.lose_taken("上一轮检查的页面资料已损坏，本轮未能采用")
            ending = replace(ending, complete=False)
            self._write_facts()
        write_attempts(path / ATTEMPTS, self.frontier.attempts())
        pages, holders = self.frontier.pages_visited(), self.frontier.holders()
        self.frontier.let_go()
        return lambda: self._sign(ending, pages, holders)

    def _write_facts(self) -> None:
        earlier = self.frontier.earlier
        taken = earlier.rows if earlier is not None else _no_rows
        write_facts(self.folder.path / FACTS, self.frontier.facts, self.frontier.pages(), taken)

    def _sign(self, ending: Ending, pages: int, holders: list[str]) -> None:
        path = self.folder.path
        self._warc.close()
        for name in (ATTEMPTS, FACTS):
            force(path / name)
        before = previous_round(self.folder)
        looks = (LOOKS,) if (path / LOOKS).is_file() else ()
        manifest = Manifest(
            period=self.folder.period,
            target=self.folder.target,
            round=self.folder.round,
            home=ending.home,
            as_of=ending.as_of,
            started=ending.started,
            finished=ending.finished,
            pages=pages,
            seconds=round((ending.finished - ending.started).total_seconds(), 3),
            complete=ending.complete,
            files=tuple(digest_file(path / name) for name in (WARC, FACTS, ATTEMPTS, *looks)),
            previous=manifest_digest(before) if before is not None else "",
            requests=ending.requests,
            cites=cited(self.folder, holders),
        )
        write_manifest(self.folder, manifest)
        self.frontier.remove()

    def suspend(self) -> None:
        """Stop for now; a later run goes on from here."""
        self.frontier.let_go()
        self._warc.abandon()


def _no_rows(_: Sequence[int]) -> pa.Table:
    raise Lost
