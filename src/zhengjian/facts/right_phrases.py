"""What people of the office found right: phrases in which no wording is an error, as far as they count for one target and day.

A given fact: the service reads the phrases from the workspace when it judges, so that a phrase taught today holds for evidence
that was gathered before.
"""

from __future__ import annotations

from zhengjian.facts.base import Fact


class RightPhrases(Fact):
    """The phrases; a hit is excused when one of them holds it and stands in its sentence."""

    phrases: tuple[str, ...] = ()

    def excuse(self, text: str, sentence: str) -> bool:
        """True when a wording in its sentence (masked, as findings show it) lies inside of a phrase."""
        return any(text in phrase and phrase in sentence for phrase in self.phrases)
