"""What follows from how a visit ended: nothing more, once again, or another stack before it counts. One table."""

from __future__ import annotations

from enum import Enum

from zhengjian.archive.store import CONTROL, UNLINKED
from zhengjian.jobs.frontier import Address
from zhengjian.model import COUNTS_AS, SEEN_WHOLE, CountsAs, FetchCode, Snapshot


class Step(Enum):
    """What to do after an answer."""

    DONE = "done"
    AGAIN_NOW = "again now"
    AGAIN_LATER = "again later"
    SECOND_OPINION = "second opinion"
    RENDER = "render"


_SETTLED = SEEN_WHOLE | {
    FetchCode.BLOCKED,
    FetchCode.CHALLENGE,
    FetchCode.BLOCKED_POLICY,
    FetchCode.REDIRECT_OFFSITE,
    FetchCode.TRUNCATED,
    FetchCode.DECODE_LIMIT,
    FetchCode.DECODE_ERROR,
    FetchCode.PARSE_PARTIAL,
}
_DOWN = frozenset(
    {FetchCode.DOWN_TIMEOUT, FetchCode.DOWN_DNS, FetchCode.DOWN_CONN, FetchCode.REDIRECT_LOOP, FetchCode.PROTO_ERROR, FetchCode.INCOMPLETE}
)
GETS = 2  # a time apart
_HEAD_FIRST = frozenset({"image"})
_ONE_TRY = frozenset({"robots", "sitemap", "probe404", UNLINKED})


def after(address: Address, snapshot: Snapshot) -> Step:
    """HEAD refused → GET at once; GET bad → once more later; still down → the second stack has the last word."""
    code, tries = snapshot.code, address.tries + 1
    gets = tries - 1 if address.kind in _HEAD_FIRST else tries
    if code in _SETTLED and not (code in {FetchCode.BLOCKED, FetchCode.CHALLENGE} and address.kind in _HEAD_FIRST and tries == 1):
        return Step.DONE
    if address.kind in _HEAD_FIRST and tries == 1:
        return Step.AGAIN_NOW
    if address.kind in _ONE_TRY or (address.kind == CONTROL and not address.depth):  # of this very moment, or never
        return Step.DONE
    if gets < GETS:
        return Step.AGAIN_LATER
    home = address.kind == "page" and address.depth == 0
    return Step.SECOND_OPINION if code in _DOWN or (home and code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_EMPTY}) else Step.DONE


def agreed(first: Snapshot, second: Snapshot, *, home: bool) -> FetchCode:
    """The code of a failure that the second stack has looked at, too.

    Both find it not open, in the same way: that is what it is. Anything else is for a person, and nothing is called down.
    """
    if second.code is FetchCode.HTTP_ERROR:
        return FetchCode.DOWN_HTTP if home and first.code is FetchCode.HTTP_ERROR else FetchCode.HTTP_ERROR
    if COUNTS_AS[first.code] is not CountsAs.NOT_OPEN:
        return first.code
    if COUNTS_AS[second.code] is not CountsAs.NOT_OPEN:
        return second.code
    # One that found no address has not looked at the server that the other found silent.
    same = (first.code is FetchCode.DOWN_DNS) is (second.code is FetchCode.DOWN_DNS)
    return first.code if same else FetchCode.INCOMPLETE
