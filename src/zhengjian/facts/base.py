"""What a fact is, and how a check gets the facts that its signature names.

Three sorts of facts, told apart by how they come to be:

* a **page fact** is read from one page, once, in the process that fetched it: its module has ``read(page) -> Fact``
  and it is listed in ``facts.PAGE_FACTS``. Checks receive all of a target's readings as ``Pages[ThatFact]``;
* a **gathered fact** is made from other facts: its module has ``gather(...) -> Fact`` whose signature names them;
* a **given fact** comes from a list or a log (posts, messages, probe visits, the register): the source hands it over.

Nothing here opens a file or a connection: a ``FactSource`` does, and hands over values.
"""

from __future__ import annotations

import calendar
import sys
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

import msgspec

from zhengjian.model import SAID, SEEN_WHOLE, FetchCode, Policy, RegisteredColumn, Site, Snapshot, Target, Unit, Value


class Fact(Value):
    """A typed reading of snapshots. ``complete`` is False when only a part could be read: conclude no absence from it.

    ``lack`` is what an outcome says, in Chinese, when a check needs this fact and there is none.
    """

    lack: ClassVar[str] = "缺少判断所需的资料"

    complete: bool = True


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Reading(Generic[F]):
    """One page's fact: the page's final address, its snapshot id, and how many clicks from the home page it lies."""

    url: str
    snapshot: str
    depth: int
    fact: F


@dataclass(frozen=True, slots=True)
class Pages(Generic[F]):
    """One page fact over all pages of a target that were read, in the order of the crawl (home page first)."""

    readings: tuple[Reading[F], ...] = ()

    def __iter__(self) -> Iterator[Reading[F]]:
        return iter(self.readings)

    def __len__(self) -> int:
        return len(self.readings)

    @property
    def home(self) -> Reading[F] | None:
        """The home page's reading, or None when the home page was not read."""
        return next((reading for reading in self.readings if reading.depth == 0), None)


class Attempt(Value):
    """One address of a round: what a visit ended in, or why it was never visited (``code`` None, ``reason`` given).

    ``linked_from`` are the pages that link to it (the first few, the home page first); ``kind`` is how they use it:
    page, image, script, style, attachment, external, probe404.
    """

    url: str
    kind: str = "page"
    depth: int = 0
    code: FetchCode | None = None
    http_status: int | None = None
    final_url: str = ""
    seconds: float = 0.0
    snapshot: str = ""
    reason: str = ""
    linked_from: tuple[str, ...] = ()
    tries: int = 1


class Coverage(Fact):
    """Everything known of a target in this round: which addresses were visited, with what end, and which were not.

    ``home`` is the attempt on the home page. ``complete`` is True when no address was left out by budget, robots,
    quiet hours, time or a limit of ours, and no page was read in part. ``controls`` are pages that opened, asked once
    more when everything else was.
    """

    home: Attempt | None = None
    attempts: tuple[Attempt, ...] = ()
    controls: tuple[Attempt, ...] = ()
    started: datetime | None = None
    finished: datetime | None = None

    @property
    def home_seen(self) -> bool:
        """True when the home page answered whole: without it nothing may be called missing or old."""
        return self.home is not None and self.home.code in {FetchCode.OK, FetchCode.OK_SLOW, FetchCode.UNCHANGED}

    @property
    def lost(self) -> Attempt | None:
        """The page that opened and no longer did when it was asked again at the end: conclude nothing from failures."""
        return next((attempt for attempt in self.controls if attempt.code not in SEEN_WHOLE), None)

    @property
    def why_unseen(self) -> str:
        """Chinese words for why the home page was not seen; empty when it was."""
        if self.home_seen:
            return ""
        if self.home is None or self.home.code is None:
            return "首页未访问" + (f"（{self.home.reason}）" if self.home is not None and self.home.reason else "")
        status = f"，HTTP {self.home.http_status}" if self.home.http_status else ""
        return f"首页未能完整读取（{SAID[self.home.code]}{status}）"


class Moment(Fact, kw_only=True):
    """The instant that everything is judged at, and the period it belongs to."""

    as_of: datetime
    period_start: datetime
    period_end: datetime


class Registered(Fact, kw_only=True):
    """The register's own entry for a site: the site, its unit, its listed columns, the policies listed for its unit.

    ``hosts`` maps the host of every registered site (without ``www.``) to its code, to tell other units' sites apart.
    ``evidence`` names the imported list and row. ``learned`` maps column names to the kinds that other sites register them as.
    """

    site: Site
    unit: Unit
    columns: tuple[RegisteredColumn, ...] = ()
    policies: tuple[Policy, ...] = ()
    hosts: dict[str, str] = msgspec.field(default_factory=dict)
    evidence: str = ""
    learned: dict[str, str] = msgspec.field(default_factory=dict)


class FactSource(Protocol):
    """Where facts come from: stored evidence and the ledger, or literals in a case file."""

    def pages(self, fact: type[F]) -> Pages[F]:
        """All readings of a page fact for the target."""
        ...

    def given(self, fact: type[F]) -> F | None:
        """A fact that was imported or recorded, or None when there is none for the target."""
        ...


class NotSeen(Exception):
    """A fact that a check needs is not there; the text says which, in Chinese, and becomes the outcome's why."""


def _module_function(type_: type, name: str) -> Callable[..., Any] | None:
    return getattr(sys.modules[type_.__module__], name, None)


@cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """A function's annotations as types; reading them compiles each one, so it is done once a process."""
    return typing.get_type_hints(function)


@dataclass
class Resolver:
    """Hands a function the facts that its signature names; each fact is made once for a target."""

    source: FactSource
    limits: object | None = None
    _made: dict[object, object] = field(default_factory=dict)

    def call(self, function: Callable[..., Any], **also: object) -> Any:
        """Call ``function`` with its facts; parameters named in ``also`` are given as they are.

        Raises ``NotSeen`` when a needed fact is not there. A parameter typed ``X | None`` gets None instead.
        """
        needed = {name: hint for name, hint in _hints(function).items() if name != "return"}
        return function(**{name: also[name] if name in also else self._get(hint) for name, hint in needed.items()})

    def _get(self, hint: Any) -> object:
        if hint not in self._made:
            self._made[hint] = self._make(hint)
        return self._made[hint]

    def _make(self, hint: Any) -> object:
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is Pages:
            return self.source.pages(cast("type[Fact]", arguments[0]))
        if type(None) in arguments:
            (inner,) = (argument for argument in arguments if argument is not type(None))
            try:
                return self._get(inner)
            except NotSeen:
                return None
        fact = cast("type[Fact]", hint)
        given = self.source.given(fact)
        if given is not None:
            return given
        gather = _module_function(fact, "gather")
        made_here = gather is not None and _hints(gather).get("return") is fact
        if not made_here:
            raise NotSeen(fact.lack)
        assert gather is not None
        return self.call(gather)


@dataclass(frozen=True)
class Literal:
    """A fact source made of literals: what case files and one-page checks use."""

    target: Target
    facts: tuple[Fact, ...] = ()
    page_facts: tuple[tuple[Snapshot, int, tuple[Fact, ...]], ...] = ()

    def pages(self, fact: type[F]) -> Pages[F]:
        """All readings of one fact, in the order given."""
        return Pages(
            tuple(
                Reading(snapshot.final_url, snapshot.id, depth, value)
                for snapshot, depth, values in self.page_facts
                for value in values
                if isinstance(value, fact)
            )
        )

    def given(self, fact: type[F]) -> F | None:
        """The literal of exactly this type, or None."""
        return next((value for value in self.facts if type(value) is fact), None)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many calendar months earlier; a day that month lacks becomes its last day."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
