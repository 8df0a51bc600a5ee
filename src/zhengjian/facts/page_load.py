"""How long the home page of a site took to load in a browser, and what tells whether our own side was to blame.

A given fact: ``fetch.page_load`` takes it once a round, and it is stored with the round.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.model import Value


class Load(Value):
    """One load with an empty cache, in seconds from the beginning: the answer's last byte, the whole page (the load event).

    ``others`` are hosts outside of the site whose things came last, or took a second or more: they may have held the page
    up. ``bytes_in`` counts what came, ``parts`` how many things. ``loaded`` is None when the page did not end in time.
    ``machine`` is how long our own processor took for a fixed piece of work just before.
    """

    answered: float
    loaded: float | None
    others: tuple[str, ...] = ()
    bytes_in: int = 0
    parts: int = 0
    machine: float = 0.0


class Control(Value):
    """Something else fetched on the same line at about the same time: its host, its seconds (None: it did not open)."""

    host: str
    seconds: float | None


class PageLoad(Fact, kw_only=True):
    """``loads`` are the same page one after the other; ``problem`` says in Chinese why there are fewer than wanted.

    ``controls`` are the office's own canaries and the home pages of other sites that the same browser loaded last.
    ``waited`` is how long a load was given.
    """

    lack: ClassVar[str] = "本轮未用浏览器测量加载时长（zhengjian.toml 的 looks.browser 未开启）"

    at: datetime
    url: str
    problem: str = ""
    waited: float = 15.0
    loads: tuple[Load, ...] = ()
    controls: tuple[Control, ...] = ()
