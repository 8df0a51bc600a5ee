"""Runs the case files beside the checks: each ``## claim`` is facts or pages, and the outcome that must follow.

A case holds fenced blocks: ``facts`` (JSON: fact class name → its JSON, or a list of readings for a page fact),
``page URL depth=N`` (HTML, read by every page fact), ``limits`` (JSON) and ``outcome`` (JSON, matched as a subset).
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from zhengjian import checks, facts
from zhengjian.facts.base import Attempt, Coverage, Fact, Literal, Moment, Registered, Resolver
from zhengjian.facts.index import read_all
from zhengjian.facts.page import Page
from zhengjian.judge import Check, all_checks, run
from zhengjian.model import FetchCode, Period, Site, Snapshot, Target, Unit, to_builtins

AS_OF = datetime.fromisoformat("2025-06-20T12:00:00+08:00")
PERIOD = Period.parse("2025Q2")
HOME = "https://www.example.gov.cn/"

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One claim of a case file: what is given, and the outcome (a subset) that must follow."""

    check: str
    claim: str
    facts: dict[str, Any]
    pages: tuple[tuple[str, int, str], ...]
    limits: dict[str, Any]
    outcome: dict[str, Any]


class CaseError(Exception):
    """A case file cannot be read; the text says where."""


def case_files() -> list[Path]:
    """All case files, in the order of the checks."""
    return sorted(Path(next(iter(checks.__path__))).glob("*.md"))


def read_cases(path: Path) -> list[Case]:
    """The cases of one file; raises ``CaseError`` naming the claim that is not right."""
    check = path.stem.replace("_", "-")
    sections = re.split(r"^## +", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_case(check, section) for section in sections]


def _case(check: str, section: str) -> Case:
    claim, _, rest = section.partition("\n")
    given: dict[str, Any] = {"facts": {}, "limits": {}, "outcome": None}
    pages = []
    for kind, head, text in _BLOCK.findall(rest):
        if kind == "page":
            address, _, options = head.strip().partition(" ")
            depth = re.search(r"depth=(\d+)", options)
            pages.append((address, int(depth[1]) if depth else 1, text))
        elif kind in given:
            try:
                given[kind] = json.loads(text)
            except json.JSONDecodeError as error:
                raise CaseError(f"{check}: “{claim}”: the {kind} block is not JSON: {error}") from None
        else:
            raise CaseError(f"{check}: “{claim}”: no such block: {kind}")
    if given["outcome"] is None:
        raise CaseError(f"{check}: “{claim}”: no outcome block")
    return Case(check, claim.strip(), given["facts"], tuple(pages), given["limits"], given["outcome"])


@cache
def fact_types() -> dict[str, type[Fact]]:
    """Every fact class by its name."""
    for entry in pkgutil.iter_modules(facts.__path__):
        importlib.import_module(f"zhengjian.facts.{entry.name}")
    found: dict[str, type[Fact]] = {}
    waiting = [Fact]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


def outcome_of(case: Case) -> dict[str, Any]:
    """The outcome that the check gives on the case, as JSON values."""
    check = all_checks()[case.check]
    source = Literal(Target(kind="site", id="5101000001"), tuple(_given(case)), tuple(_page_facts(case)))
    limits = msgspec.convert(case.limits, type=check.limits)
    result: dict[str, Any] = to_builtins(_run(check, limits, source))
    return result


def _run(check: Check, limits: Any, source: Literal) -> Any:
    return run(check, limits, Resolver(source))


def _given(case: Case) -> Iterator[Fact]:
    types = fact_types()
    for name, value in case.facts.items():
        if name not in types:
            raise CaseError(f"{case.check}: “{case.claim}”: no such fact: {name}")
        if not isinstance(value, list):
            yield msgspec.convert(value, type=types[name], strict=False)
    home = next((address for address, depth, _ in case.pages if depth == 0), HOME)
    defaults: tuple[Fact, ...] = (
        Moment(as_of=AS_OF, period_start=PERIOD.start, period_end=PERIOD.end),
        Coverage(home=Attempt(url=home, code=FetchCode.OK, final_url=home, http_status=200, snapshot="S-home")),
        Registered(
            site=Site(site_id="5101000001", name="某市人民政府门户网站", home=home, unit="510100", kind="市级门户"),
            unit=Unit(code="510100", name="某市人民政府办公室"),
        ),
    )
    yield from (default for default in defaults if type(default).__name__ not in case.facts)


def _page_facts(case: Case) -> Iterator[tuple[Snapshot, int, tuple[Fact, ...]]]:
    for number, (address, depth, html) in enumerate(case.pages, 1):
        yield _snapshot(f"S-{number}", address), depth, tuple(read_all(Page(address, html, depth=depth)))
    for name, readings in case.facts.items():
        if isinstance(readings, list):
            for number, reading in enumerate(readings, 1):
                fact = msgspec.convert(reading["fact"], type=fact_types()[name], strict=False)
                yield _snapshot(f"S-{name}-{number}", reading["url"]), int(reading.get("depth", 1)), (fact,)


def _snapshot(name: str, url: str) -> Snapshot:
    return Snapshot(id=name, url=url, final_url=url, at=AS_OF, code=FetchCode.OK, http_status=200)


def difference(expected: Any, real: Any, place: str = "outcome") -> str:
    """Why ``real`` does not contain ``expected``; empty when it does. Lists must have the same length."""
    if isinstance(expected, dict) and isinstance(real, dict):
        for key, value in expected.items():
            found = difference(value, real.get(key), f"{place}.{key}")
            if found:
                return found
        return ""
    if isinstance(expected, list) and isinstance(real, list):
        if len(expected) != len(real):
            return f"{place}: {len(expected)} expected, {len(real)} found: {real}"
        for number, (one, other) in enumerate(zip(expected, real, strict=True)):
            found = difference(one, other, f"{place}[{number}]")
            if found:
                return found
        return ""
    return "" if expected == real else f"{place}: expected {expected!r}, found {real!r}"
