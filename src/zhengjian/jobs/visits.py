"""How each kind of address is asked for: method, limits, redirects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from zhengjian.config import Network
from zhengjian.fetch.visit import MEBIBYTE, Fetched, Visit
from zhengjian.jobs.frontier import Address

LINK_SECONDS = 30.0


def visit_of(address: Address, url: str, network: Network, port: int | None, *, seen: bool = False) -> Visit:
    """The visit of an address; ``url`` is where it is asked for, ``port`` the one that its site is registered at.

    Of a picture it is only asked whether it is there, unless it is to be ``seen``.
    """
    seconds, kind = network.fetch_seconds, address.kind
    if kind in {"external", "image"}:
        head = kind == "image" and address.tries == 0 and not seen
        short = min(seconds, LINK_SECONDS)
        return Visit(url=url, why="external", method="HEAD" if head else "GET", seconds=short, most_wire=8 * MEBIBYTE, port=port)
    if kind == "attachment":
        return Visit(url=url, why="attachment", seconds=seconds, most_wire=50 * MEBIBYTE, most_decoded=50 * MEBIBYTE, port=port)
    home = kind == "page" and address.depth == 0
    return Visit(url=url, why="home" if home else "page", seconds=seconds, most_redirects=5 if kind == "robots" else 10, port=port)


def after_jumps(fetched: Fetched, url: str, jumps: Sequence[str]) -> Fetched:
    """The last page that signposts led to as the answer of the address they began at, the signposts among its redirects."""
    redirects = (url, *jumps[:-1], *fetched.snapshot.redirects)
    final = fetched.snapshot.final_url or jumps[-1]
    return replace(fetched, snapshot=msgspec.structs.replace(fetched.snapshot, url=url, final_url=final, redirects=redirects))
