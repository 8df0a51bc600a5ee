"""What a browser found that keeps people with disabilities out, on the home page and a few other pages of a site.

A given fact: ``fetch.accessibility`` runs axe-core once a round, and it is stored with the round. ``rules`` are the rules
that are asked, each with its WCAG criterion and its subject in GB/T 37668-2019.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib import resources
from typing import ClassVar

import msgspec

from zhengjian.facts.base import Fact
from zhengjian.model import Value


class Criterion(Value):
    """A success criterion of WCAG 2.1: its name and level, and what GB/T 37668-2019 speaks of there."""

    name: str
    level: str
    subject: str


class Rule(Value):
    """A rule of axe-core: the criterion that it serves, and its fault in words."""

    criterion: str
    fault: str


class Words(Value):
    """The data file: rules and criteria by id, the standard, and how sure its subjects are."""

    standard: str
    standard_confidence: str
    criterion: dict[str, Criterion]
    rule: dict[str, Rule]


@cache
def words() -> Words:
    """Every rule that is asked, in the words of both standards."""
    text = (resources.files("zhengjian.facts.data") / "accessibility.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


class Barrier(Value):
    """One rule that a page breaks: axe's ``impact`` (minor, moderate, serious, critical), how many elements, a few selectors."""

    rule: str
    impact: str
    count: int
    samples: tuple[str, ...] = ()


class SeenPage(Value):
    """One page: its barriers, or in ``problem`` why it could not be looked at. ``unsure`` is how many elements axe left to a person.

    ``unstyled``: a style sheet did not come, so nothing is said of colours. ``snapshot`` is the document that was looked at, as
    scripts had made it.
    """

    url: str
    snapshot: str = ""
    problem: str = ""
    barriers: tuple[Barrier, ...] = ()
    unsure: int = 0
    unstyled: bool = False


class AccessibilityLook(Fact, kw_only=True):
    """``problem`` says in Chinese why no page was looked at. The home page is the first of ``pages``; ``version`` is axe-core's."""

    lack: ClassVar[str] = "本轮未用浏览器检查无障碍（zhengjian.toml 的 looks.browser 未开启）"

    at: datetime
    problem: str = ""
    version: str = ""
    pages: tuple[SeenPage, ...] = ()
