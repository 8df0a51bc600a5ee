"""What became of a few searches on a site's own search box. A given fact, taken once a round and stored with it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from zhengjian.facts.base import Fact
from zhengjian.model import SEEN_WHOLE, FetchCode, Value

Way = Literal["get", "post", "script", "browser"]
# Answers of a search that does not work. A form posted without its visit's history, and an address read out of a script, may
# be refused in many ways that are our doing.
_BROKEN: dict[str, frozenset[int]] = {
    "get": frozenset({404, 410, 500, 502}),
    "post": frozenset({404, 410}),
    "script": frozenset(),
    "browser": frozenset({404, 410, 500, 502}),
}


_OURS = frozenset({400, 404, 405, 500})  # what a request that is not quite the page's own may get


class SearchTry(Value):
    """One search. ``words`` were looked for at ``url``; ``answer``: found, none (the page itself says so), error, or unclear.

    ``why`` says in Chinese why the answer is unclear. ``snapshot`` is the answer's evidence.
    """

    words: str
    url: str
    code: FetchCode
    status: int | None = None
    answer: Literal["found", "none", "error", "unclear"] = "unclear"
    why: str = ""
    snapshot: str = ""


class SearchLook(Fact, kw_only=True):
    """``problem`` says in Chinese why nothing was searched for. ``tries`` are titles that the site itself lists.

    ``control`` is a search for a word that every such site holds: it shows whether the answer page, as it comes, shows
    results at all. ``scripted``: the answer pages have scripts, which may fill in what the page as it came does not show.
    ``way`` is how the box was used: its form sent by GET or POST, an address that the page's script asks, or a browser.
    """

    lack: ClassVar[str] = "本轮未检查站内搜索"

    at: datetime
    problem: str = ""
    tries: tuple[SearchTry, ...] = ()
    control: SearchTry | None = None
    scripted: bool = True
    way: Way = "get"

    @property
    def asked(self) -> tuple[SearchTry, ...]:
        """Every search that was made."""
        return (*self.tries, *((self.control,) if self.control is not None else ()))

    @property
    def found(self) -> int:
        """How many titles were found."""
        return sum(one.answer == "found" for one in self.tries)

    @property
    def nothing(self) -> bool:
        """True when the answers certainly say of every title that there is nothing: they are known to show results as they come."""
        shows = not self.scripted or (self.control is not None and self.control.answer == "found")
        return bool(self.tries) and shows and all(one.answer == "none" for one in self.tries)

    @property
    def broken(self) -> bool:
        """True when every answer is that of a search that does not work; refusals, gates and overload are none."""
        return bool(self.tries) and all(map(self._is_broken, self.asked))

    @property
    def told(self) -> bool:
        """True when the searches tell whether the search works."""
        return (bool(self.tries) and self.found == len(self.tries)) or self.nothing or self.broken

    @property
    def unread(self) -> bool:
        """True when a browser may see more: every answer came, or an address that we read out of the page was wrong."""
        came = all(one.code in SEEN_WHOLE or (self.way != "get" and one.status in _OURS) for one in self.tries)
        return came and not self.problem

    def _is_broken(self, one: SearchTry) -> bool:
        failed = one.code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_HTTP} and one.status in _BROKEN[self.way]
        return failed or (one.answer == "error" and self.way in {"get", "browser"})
