"""What became of a few searches on a site's own search box. A given fact, taken once a round and stored with it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from zhengjian.facts.base import Fact
from zhengjian.model import FetchCode, Value


class SearchTry(Value):
    """One search. ``words`` were looked for at ``url``; ``answer``: found, none (the page itself says so), or unclear."""

    words: str
    url: str
    code: FetchCode
    status: int | None = None
    answer: Literal["found", "none", "unclear"] = "unclear"


class SearchLook(Fact, kw_only=True):
    """``problem`` says in Chinese why nothing was searched for. ``tries`` are titles that the site itself lists.

    ``control`` is a search for a word that every such site holds: it shows whether the answer page, as it comes, shows
    results at all. ``scripted``: the answer pages have scripts, which may fill in what the page as it came does not show.
    """

    lack: ClassVar[str] = "本轮未检查站内搜索"

    at: datetime
    problem: str = ""
    tries: tuple[SearchTry, ...] = ()
    control: SearchTry | None = None
    scripted: bool = True
