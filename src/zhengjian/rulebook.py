"""Rulebooks: an official document as dated data — which checks, their kind, points, caps, limits, source, confidence.

A rulebook is a TOML file in ``rulebooks/`` (or a path given by the office). This module only loads data; ``judge``
joins it to the checks and refuses names and limits that no check has.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from zhengjian.model import Value, in_chinese

T = TypeVar("T")
Confidence = Literal["certain", "likely", "unsure"]
AMOUNTS = ("points", "home_points", "cap")
AMENDMENTS = "amendments"
"""The folder beside an office's own rulebooks that holds what it settled, one file a rulebook."""


class RulebookError(Exception):
    """The rulebook cannot be used; the text is one sentence with place and remedy."""


class Rule(Value, forbid_unknown_fields=True):
    """How one check counts under a document.

    ``points`` are lost (or, for a bonus, earned) per finding; ``cap`` is the most that the check can cost;
    ``home_points`` replace ``points`` for a finding on the home page; ``applies`` narrows the site kinds;
    ``share`` is the indicator group (an official first-level indicator) that the points belong to.
    """

    kind: Literal["veto", "deduction", "bonus", "notice"]
    source: str
    confidence: Confidence
    points: Decimal = Decimal(0)
    home_points: Decimal | None = None
    cap: Decimal | None = None
    group: str = ""
    applies: tuple[str, ...] = ()
    limits: dict[str, Any] = msgspec.field(default_factory=dict)


class Scale(Value, forbid_unknown_fields=True):
    """The document's general rules of counting (indicators.md §1.1).

    ``groups`` caps what one indicator group (first-level indicator) can cost; a group not named has no cap of its own.
    """

    full: Decimal = Decimal(100)
    pass_below: Decimal = Decimal(60)
    bonus_above: Decimal = Decimal(80)
    bonus_cap: Decimal = Decimal(30)
    no_service_full: Decimal = Decimal(75)
    no_service_group: str = "办事服务"
    no_service_kinds: tuple[str, ...] = ()
    groups: dict[str, Decimal] = msgspec.field(default_factory=dict)
    source: str = ""
    confidence: Confidence = "likely"


class Local(Value, forbid_unknown_fields=True):
    """A stricter rule of some units (地方规定), with a source of its own.

    ``units`` are the codes of those who follow it, and so does everyone below them; ``limits`` maps check names to the limits
    that replace the document's; ``starts`` is the first day on which it counts.
    """

    units: tuple[str, ...]
    source: str
    limits: dict[str, dict[str, Any]]
    starts: date | None = None


class Amendment(Value, forbid_unknown_fields=True, omit_defaults=True):
    """What the office settled about one check's rule after comparing it with a document: ``source`` names that, ``by`` and
    ``second`` the people, ``on`` the day of their decision.

    It counts for periods that begin on ``starts`` or later. What is None stays as the rulebook has it; an amendment that
    changes nothing says that the amounts were compared and hold.
    """

    check: str
    starts: date
    source: str
    by: str
    on: date
    second: str = ""
    reason: str = ""
    points: Decimal | None = None
    home_points: Decimal | None = None
    cap: Decimal | None = None
    limits: dict[str, Any] = msgspec.field(default_factory=dict)


class Rulebook(Value, forbid_unknown_fields=True):
    """One official document as data. ``check`` maps check names to rules, in the order documents list them; ``local`` are
    stricter rules of some units, the later one wins; ``amendment`` is what the office settled since, which ``on`` applies."""

    name: str
    title: str
    document: str
    in_force_from: date
    in_force_to: date | None = None
    scale: Scale = Scale()
    check: dict[str, Rule] = msgspec.field(default_factory=dict)
    local: tuple[Local, ...] = ()
    amendment: tuple[Amendment, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def unverified(self) -> frozenset[str]:
        """Checks whose amounts nobody has compared with the official text, until the office confirms them once."""
        if self.confirmed_by:
            return frozenset()
        return frozenset(name for name, rule in self.check.items() if rule.confidence == "unsure")


def on(rulebook: Rulebook, day: date) -> Rulebook:
    """The rulebook as the office counts by it in a period that begins on this day: the amendment that starts latest wins."""
    checks = dict(rulebook.check)
    for given in sorted(rulebook.amendment, key=lambda given: given.starts):
        if given.starts <= day and given.check in checks:
            checks[given.check] = amended(checks[given.check], given)
    return msgspec.structs.replace(rulebook, check=checks)


def amended(rule: Rule, given: Amendment) -> Rule:
    """A rule with one amendment applied; its amounts have been compared with a document, which is named."""
    amounts = {name: value for name in AMOUNTS if (value := getattr(given, name)) is not None}
    return msgspec.structs.replace(
        rule, **amounts, limits=rule.limits | given.limits, confidence="certain", source=f"{rule.source}；核定依据：{given.source}"
    )


def among(rulebook: Rulebook, units: Collection[str], day: date) -> Rulebook:
    """The rulebook as it counts on a day for a target whose unit and the units above it have these codes."""
    checks = dict(rulebook.check)
    for local in rulebook.local:
        if not set(local.units).isdisjoint(units) and (local.starts is None or local.starts <= day):
            for name, limits in local.limits.items():
                if name in checks:
                    checks[name] = msgspec.structs.replace(checks[name], limits=checks[name].limits | limits)
    return msgspec.structs.replace(rulebook, check=checks)


def load(name: str, folder: Path | None = None) -> Rulebook:
    """Load a rulebook by name: from ``folder`` (an office's own) first, else the ones that come with the product; with what
    the office settled about it, not yet applied (see ``on``).

    Raises ``RulebookError``.
    """
    own = folder / f"{name}.toml" if folder is not None else None
    if own is not None and own.is_file():
        data, place = own.read_bytes(), str(own)
    else:
        shipped = resources.files("zhengjian.rulebooks") / f"{name}.toml"
        if not name.replace("-", "").replace("_", "").isalnum() or not shipped.is_file():
            raise RulebookError(f"没有名为“{name}”的指标文件；现有：{'、'.join(available(folder))}")
        data, place = shipped.read_bytes(), f"rulebooks/{name}.toml"
    book = _decoded(data, Rulebook, place)
    settled = folder / AMENDMENTS / f"{name}.toml" if folder is not None else None
    if settled is None or not settled.is_file():
        return book
    more = _decoded(settled.read_bytes(), Settled, str(settled))
    return msgspec.structs.replace(book, amendment=(*book.amendment, *more.amendment))


class Settled(Value, forbid_unknown_fields=True):
    """The file of an office's amendments of one rulebook."""

    amendment: tuple[Amendment, ...] = ()


def _decoded(data: bytes, type_: type[T], place: str) -> T:
    try:
        return msgspec.toml.decode(data, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RulebookError(f"{place} 内容有误：{in_chinese(error)}；请对照 docs 改正该项") from None


def as_toml(value: Rulebook | Settled) -> bytes:
    """A rulebook, or a file of amendments, as ``load`` reads it back."""
    return msgspec.toml.encode(_without_empty(msgspec.to_builtins(value, builtin_types=(date,))))


def _without_empty(value: Any) -> Any:
    """TOML has no word for nothing: what is not said is left out."""
    if isinstance(value, dict):
        return {name: _without_empty(held) for name, held in value.items() if held is not None}
    return [_without_empty(held) for held in value] if isinstance(value, (list, tuple)) else value


def available(folder: Path | None = None) -> list[str]:
    """Names of all rulebooks that can be loaded, sorted."""
    names = {entry.name.removesuffix(".toml") for entry in resources.files("zhengjian.rulebooks").iterdir() if entry.name.endswith(".toml")}
    if folder is not None and folder.is_dir():
        names |= {path.stem for path in folder.glob("*.toml")}
    return sorted(names)
