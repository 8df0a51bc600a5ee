"""The same sentence or the same file elsewhere: findings that one look can decide together.

Two findings of one check are kin when they name the same wording in nearly the same sentence, or when their evidence is one
and the same file (by its digest). Sentences are held against each other by their pairs of characters; figures, marks and what
is masked do not count.
"""

from __future__ import annotations

import json
import re
from itertools import islice, pairwise
from typing import Any

from zhengjian import archive
from zhengjian.checks._wording import sentence_of
from zhengjian.config import Workspace
from zhengjian.ledger.alike import like
from zhengjian.workflow.rights import Scope

ABOUT_CONTENT = frozenset(
    {
        "wrong-wording", "serious-wording", "account-wording", "privacy-leak", "account-privacy-leak", "state-secret", "harmful-content",
        "placeholder-text",
    }
)  # fmt: skip
"""Checks that speak of what is written: the same text is the same fault wherever it stands."""
SHARED = 80
"""Percent of the pairs of characters of two sentences that both must hold."""
MOST_FILES = 30
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


def kin(workspace: Workspace, finding: dict[str, Any], scope: Scope) -> tuple[dict[str, Any], ...]:
    """The findings that say of another place what this one says, in the same state and within a scope; at most 200."""
    others = like(finding, scope) if finding["check_name"] in ABOUT_CONTENT else ()
    sentence = sentence_of(finding["what"])
    if sentence:
        own = pairs(sentence)
        return tuple(other for other in others if alike(own, pairs(sentence_of(other["what"]))))
    digest = _digest(workspace, finding) if others else ""
    return tuple(other for other in islice(others, MOST_FILES) if digest and _digest(workspace, other) == digest)


def pairs(sentence: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a sentence."""
    return frozenset(one + other for run in _WORDS.findall(sentence) for one, other in pairwise(run))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when two sentences share enough of what either holds."""
    return bool(one) and len(one & other) * 100 >= SHARED * len(one | other)


def _digest(workspace: Workspace, finding: dict[str, Any]) -> str:
    """The digest of the answer that a finding's first evidence is; empty when it is none, or was not kept."""
    first = next((id_ for id_ in json.loads(finding["evidence"]) if id_.startswith("S-")), "")
    try:
        return archive.snapshot(workspace.archive, first).sha256 if first else ""
    except LookupError:
        return ""
