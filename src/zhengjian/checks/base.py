"""What a check is made of: ``ABOUT``, ``Limits`` and one pure function ``check(...) -> Outcome``.

The function's signature names the facts it needs (see ``facts.base``); a parameter called ``limits`` gets the check's
``Limits`` with the rulebook's values. A check returns one of the outcomes built here and nothing else; who, when and
under which rulebook are filled in by ``judge``.
"""

from __future__ import annotations

from typing import Literal

from zhengjian.model import Finding, Outcome, Value, Verdict


class About(Value):
    """What a check is, in the official words: its title, the wording and clause it serves, and the document.

    ``on`` is what it judges. ``finding_phrase`` is how a bulletin words it (practice.md's phrase bank).
    """

    title: str
    wording: str
    clause: str
    document: str
    on: Literal["site", "account", "message"] = "site"
    finding_phrase: str = ""


class Limits(Value):
    """Base of a check's limits: every field has the clause's own value as its default."""


def met(why: str) -> Outcome:
    """Seen well enough, and nothing wrong."""
    return Outcome(verdict=Verdict.MET, why=why)


def violated(why: str, findings: tuple[Finding, ...] | list[Finding]) -> Outcome:
    """At least one finding; each loses points by itself."""
    return Outcome(verdict=Verdict.VIOLATED, why=why, findings=tuple(findings))


def unknown(why: str) -> Outcome:
    """Not observed, or not enough: never met, never violated. ``why`` says what was not seen."""
    return Outcome(verdict=Verdict.UNKNOWN, why=why)


def not_applicable(why: str) -> Outcome:
    """The check does not concern this target."""
    return Outcome(verdict=Verdict.NOT_APPLICABLE, why=why)


def threshold(why: str, bad: tuple[Finding, ...] | list[Finding], unseen: int, limit: int) -> Outcome:
    """The rule for counts (contract §4): ``bad`` ≥ limit → violated; bad + unseen < limit → met; else unknown.

    ``unseen`` is how many things of the same kind could not be judged.
    """
    verdict = verdict_of_counts(len(bad), unseen, limit)
    findings = tuple(bad) if verdict is Verdict.VIOLATED else ()
    return Outcome(verdict=verdict, why=why, findings=findings, limit=limit, unseen=unseen)


def verdict_of_counts(bad: int, unseen: int, limit: int) -> Verdict:
    """The three-way rule of contract §4 as a function of the counts."""
    if bad >= limit:
        return Verdict.VIOLATED
    return Verdict.MET if bad + unseen < limit else Verdict.UNKNOWN
