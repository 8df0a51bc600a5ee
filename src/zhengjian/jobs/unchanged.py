"""What the former round of a site spares this one: answers that need not be sent, and pages that need not be read again.

A server that is asked with its own marks of the last answer (ETag, Last-Modified) may say "not modified" and send nothing. Its
word is not taken for what matters most: the home page, lists, and whatever was found at fault are always asked for whole.
Of the rest, one in twenty is, too: when such a page has changed under the same marks, the server's word is worth nothing,
and everything it called unchanged is asked for again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from zhengjian.archive import RoundFolder
from zhengjian.archive.earlier import Earlier, Known, Lost
from zhengjian.archive.manifest import previous_round
from zhengjian.facts.content_coding import undo
from zhengjian.fetch.visit import Fetched, Held, Visit
from zhengjian.jobs.frontier import Address, Frontier
from zhengjian.model import FetchCode

ONE_IN = 20
_KINDS = frozenset({"page", "attachment"})
_NOTE, _LIES = "validators", "not to be trusted"
_FORMER = "former round"


class Unchanged:
    """The former round beside the open one. ``anew`` are addresses whose answers must come whole."""

    def __init__(self, folder: RoundFolder, frontier: Frontier, anew: Iterable[str]) -> None:
        self._earlier = frontier.earlier = _earlier(folder, frontier)
        self._frontier = frontier
        self._anew = frozenset(anew)
        self._seed = f"{folder.period}.{folder.round}"
        self._last: tuple[int, Known | None] = (0, None)
        self.trusted = frontier.noted(_NOTE) != _LIES
        """Whether the server's word that nothing has changed is still taken."""

    def begin(self) -> None:
        """Take over what the former round knows, once."""
        if self._earlier is not None:
            self._frontier.remember(self._earlier.answers())

    def known(self, address: Address) -> Known | None:
        """The former round's answer for a page or an attachment; None for the home page, which is always new."""
        if self._earlier is None or not address.depth or address.kind not in _KINDS:
            return None
        if self._last[0] != address.id:  # asked for several times while one answer is dealt with
            self._last = address.id, self._frontier.former(address.url)
        return self._last[1]

    def ask(self, visit: Visit, address: Address) -> Visit:
        """The visit with the former answer, and with its marks where the server's word may be taken."""
        known = self.known(address)
        if known is None or known.row < 0 or known.url != visit.url or self._earlier is None or not self._earlier.holds(known):
            return visit
        held = Held(
            payload=known.payload,
            encoding=known.encoding,
            content_type=known.content_type,
            sha256=known.sha256,
            size=known.size,
        )
        chosen = zlib.crc32(f"{self._seed} {known.url}".encode()) % ONE_IN == 0
        if known.lists or chosen or not self.trusted or visit.url in self._anew:
            return msgspec.structs.replace(visit, held=held)
        return msgspec.structs.replace(visit, held=held, etag=known.etag, modified=known.modified)

    def answer(self, fetched: Fetched, known: Known) -> Fetched | None:
        """An answer "not modified" with the marks of what has not been; None when it is not believed, or its body is lost."""
        if self._earlier is None or not self.trusted or not self._earlier.holds(known):
            self._anew |= {known.url}
            return None
        snapshot = msgspec.structs.replace(
            fetched.snapshot, sha256=known.sha256, size=known.size, content_type=known.content_type, detail="服务器答复内容未变化"
        )
        return replace(fetched, snapshot=snapshot, etag=known.etag, modified=known.modified)

    def body(self, address: Address, fetched: Fetched) -> bytes | None:
        """The body of an answer, out of the evidence when it was not sent; None when that has been damaged since."""
        if fetched.same:
            return undo(fetched.wire, fetched.encoding, fetched.snapshot.size)[0]
        known = self.known(address) if fetched.snapshot.code is FetchCode.UNCHANGED else None
        return fetched.body if known is None or self._earlier is None else self._earlier.body(known)

    def cells(self, known: Known, *names: str) -> dict[str, bytes]:
        """Some of what was read of the page then, the JSON of each fact by its name; empty when it cannot be had."""
        try:
            return self._earlier.cells(known.row, *names) if self._earlier is not None and known.row >= 0 else {}
        except Lost:
            return {}

    def lies(self, fetched: Fetched, known: Known) -> bool:
        """True when this answer shows that the server's marks stay the same although the page has changed."""
        marked = (fetched.etag, fetched.modified) == (known.etag, known.modified) and (known.etag or known.modified)
        return self.trusted and fetched.snapshot.whole and bool(marked) and fetched.snapshot.sha256 != known.sha256

    def distrust(self) -> list[str]:
        """From now on everything is asked for whole; returns the addresses that were called unchanged in this round."""
        self.trusted = False
        self._frontier.note(_NOTE, _LIES)
        self._frontier.commit()
        return self._frontier.unchanged()


def _earlier(folder: RoundFolder, frontier: Frontier) -> Earlier | None:
    """The round before this one; of an interrupted round the one that it began with, since its pages refer to that one's rows."""
    noted = frontier.noted(_FORMER)
    if noted:
        period, _, number = noted.partition(" ")
        return Earlier(RoundFolder(folder.root, period, folder.target, int(number)))
    before = previous_round(folder)
    if before is None:
        return None
    frontier.note(_FORMER, f"{before.period} {before.round}")
    return Earlier(before)
