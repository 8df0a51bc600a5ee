"""One open round on the disk: its frontier, its WARC, and closing it for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from zhengjian.archive import RoundFolder
from zhengjian.archive.folder import ATTEMPTS, FACTS, FRONTIER, LOOKS, force, write_whole
from zhengjian.archive.manifest import Manifest, digest_file, manifest_digest, previous_round, write_manifest
from zhengjian.archive.store import LOOK, StoredAttempt, StoredPage, write_attempts, write_facts
from zhengjian.archive.warc import WarcWriter
from zhengjian.facts.base import Fact
from zhengjian.fetch.visit import Fetched, Keep
from zhengjian.jobs.frontier import Address, Frontier
from zhengjian.model import FetchCode, encode

WARC = "pages-00000.warc.gz"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a manifest says besides the files."""

    home: str
    as_of: datetime
    started: datetime
    finished: datetime
    complete: bool


class OpenRound:
    """Everything that a crawl writes. Between two calls of ``commit`` all or nothing is kept."""

    def __init__(self, folder: RoundFolder, software: str) -> None:
        folder.path.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.frontier = Frontier(folder.path / FRONTIER)
        self._warc = WarcWriter(folder.path / WARC, software, int(self.frontier.noted("warc_end") or 0))

    def keep(self, address: Address, fetched: Fetched, *, final: bool) -> StoredAttempt:
        """The answer's row and body. The row cites the WARC by offset, in the same transaction as its new end."""
        snapshot = fetched.snapshot
        offset = length = 0
        if fetched.wire:
            piece = self._warc.add(
                snapshot.final_url, snapshot.at, fetched.head, fetched.wire, address=snapshot.address, packed=bool(fetched.encoding)
            )
            offset, length = piece.offset, piece.length
            self.frontier.note("warc_end", str(offset + length))
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
            file=WARC if fetched.wire else "",
            offset=offset,
            length=length,
            encoding=fetched.encoding,
        )
        self.frontier.visited(address, record, final=final)
        return record

    def recode(self, address: Address, record: StoredAttempt, code: FetchCode, detail: str) -> None:
        """The same answer under another code, when what it says shows more than how it came."""
        self.frontier.visited(address, msgspec.structs.replace(record, code=code.value, detail=detail, tries=address.tries), final=True)

    def facts(self, address: Address, url: str, depth: int, facts: list[Fact]) -> None:
        """A page's facts, spooled."""
        cells = {type(fact).__name__: encode(fact) for fact in facts}
        self.frontier.page(StoredPage(self.folder.snapshot_id(address.id), url, depth, cells), address.id)

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
        attempts = list(self.frontier.attempts())
        write_attempts(path / ATTEMPTS, attempts)
        write_facts(path / FACTS, list(self.frontier.pages()))
        pages = sum(attempt.kind == "page" and bool(attempt.code) for attempt in attempts)
        self.frontier.let_go()
        return lambda: self._sign(ending, pages)

    def _sign(self, ending: Ending, pages: int) -> None:
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
        )
        write_manifest(self.folder, manifest)
        self.frontier.remove()

    def suspend(self) -> None:
        """Stop for now; a later run goes on from here."""
        self.frontier.let_go()
        self._warc.abandon()
