"""When a place of a script runs: by itself, at any click on the page, or only when something calls it.

Told from the braces around the place; nothing is executed. What is not understood counts as called: that accuses nobody.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

When = Literal["itself", "any-click", "called"]

_MOST_BACK = 20_000
_MOST_BLOCKS = 12
_MOST_HEAD = 400
_MOST_CALLS = 3
_CONTROL = frozenset({"if", "for", "while", "with", "switch", "catch"})
_PLAIN_BLOCK = re.compile(r"(?:\b(?:else|try|finally|do)|[;{}]|^)\s{0,9}$")
_NAMED = re.compile(r"\bfunction\s{1,9}([A-Za-z_$][\w$]{0,60})\s{0,9}$")
_ANONYMOUS = re.compile(r"(?:\basync\s{1,9})?\bfunction\s{0,9}$")
_ANY_CLICK = re.compile(
    r"(?:\b(?:document|window|body|documentElement|self)\s{0,3}\.\s{0,3}on(?:click|dblclick|mouse\w{2,5}|touch\w{3,5}|pointer\w{2,4}|key\w{2,5}|scroll)\s{0,3}=\s{0,3}"
    r"|(?:\b(?:document|window|body|documentElement|self)\s{0,3}\.\s{0,3}|^\s{0,9}|[;{}\n]\s{0,9})addEventListener\s{0,3}\(\s{0,3}"
    r"[\"'](?:click|mouse\w{2,5}|touch\w{3,5}|pointer\w{2,4}|key\w{2,5}|scroll)[\"']\s{0,3},\s{0,3}"
    r"|(?:\$|\bjQuery)\s{0,3}\(\s{0,3}(?:document|window|[\"'](?:body|html|\*)[\"'])\s{0,3}\)\s{0,3}\.\s{0,3}"
    r"(?:(?:on|one|bind)\s{0,3}\(\s{0,3}[\"'](?:click|mouse\w{2,5}|touch\w{3,5})[\"']\s{0,3},|(?:click|mousedown|mouseup|touchstart)\s{0,3}\()\s{0,3})$"
)
_AT_ONCE = re.compile(
    r"(?:\b(?:setTimeout|setInterval|requestAnimationFrame)\s{0,3}\(\s{0,3}|(?:\$|\bjQuery|\bready)\s{0,3}\(\s{0,3}"
    r"|\bonload\s{0,3}=\s{0,3}|\bonpageshow\s{0,3}=\s{0,3}"
    r"|addEventListener\s{0,3}\(\s{0,3}[\"'](?:load|DOMContentLoaded|pageshow)[\"']\s{0,3},\s{0,3}|attachEvent\s{0,3}\(\s{0,3}[\"']onload[\"']\s{0,3},\s{0,3}"
    r"|(?:^|[;{}\n)])\s{0,9}(?:[!+~(]|void\s){1,3}\s{0,3})$"
)
_STATEMENT = re.compile(r"[;{}\n]")
_CHOOSES = re.compile(r"\btarget\b|srcElement|closest\s{0,3}\(|matches\s{0,3}\(|tagName|className|getAttribute|\bthis\s{0,3}\.")


class Course(NamedTuple):
    """When a place runs, and the conditions around it as they are written."""

    when: When
    conditions: str = ""


def course_of(text: str, at: int, calls: int = 0) -> Course:
    """When the statement at an offset runs. Reads at most 20,000 characters backwards, each once for every call followed."""
    conditions: list[str] = []
    statement = _statement_head(text, at)
    conditions.append(statement)
    if "=>" in statement or "function" in statement:
        return Course("called")
    depth, floor, blocks = 0, max(0, at - _MOST_BACK), 0
    for place in range(at - 1, floor - 1, -1):
        character = text[place]
        if character == "}":
            depth += 1
        elif character == "{" and depth:
            depth -= 1
        elif character == "{":
            blocks += 1
            head = text[max(0, place - _MOST_HEAD) : place]
            found = _of_block(text, head, calls)
            if found.when != "itself" or blocks > _MOST_BLOCKS:
                anywhere = found.when == "any-click" and _CHOOSES.search(text[place:at]) is None
                return Course("any-click" if anywhere else "called", " ".join(conditions))
            conditions.append(found.conditions)
    return Course("itself" if floor == 0 else "called", " ".join(filter(None, conditions)).strip())


def _statement_head(text: str, at: int) -> str:
    """What stands before a place in its own statement: ``if(document.referrer)``."""
    head = text[max(0, at - _MOST_HEAD) : at]
    breaks = [found.end() for found in _STATEMENT.finditer(head)]
    return head[breaks[-1] :] if breaks else head


def _of_block(text: str, head: str, calls: int) -> Course:
    """What the words before an opening brace say: a condition, a block that runs at once, a handler, a function."""
    head = head.rstrip()
    arrow = head.endswith("=>")
    head = head[:-2].rstrip() if arrow else head
    if not head.endswith(")"):
        single = re.search(r"[A-Za-z_$][\w$]{0,40}$", head) if arrow else None
        if single is not None:
            return _handed(head[: single.start()])
        return Course("itself") if not arrow and _PLAIN_BLOCK.search(head) else Course("called")
    opening = _opening(head)
    if opening < 0:
        return Course("called")
    before, inside = head[:opening].rstrip(), head[opening + 1 : -1]
    if arrow:
        return _handed(before)
    word = re.search(r"[A-Za-z]{1,10}$", before)
    if word and word[0] in _CONTROL:
        return Course("itself", inside)
    if named := _NAMED.search(before):
        return _called_from(text, named[1], calls)
    anonymous = _ANONYMOUS.search(before)
    return _handed(before[: anonymous.start()]) if anonymous else Course("called")


def _handed(before: str) -> Course:
    """A function without a name: what it is handed to."""
    if _ANY_CLICK.search(before):
        return Course("any-click")
    return Course("itself") if _AT_ONCE.search(before) else Course("called")


def _called_from(text: str, name: str, calls: int) -> Course:
    """A named function runs when the first call of it does."""
    if calls >= _MOST_CALLS:
        return Course("called")
    handed = re.compile(rf"(?<![\w$.])(?:window\s{{0,3}}\.\s{{0,3}})?{re.escape(name)}(?![\w$])")
    for found in handed.finditer(text[:200_000]):
        before = text[max(0, found.start() - 120) : found.start()]
        if re.search(r"\bfunction\s{1,9}$", before):
            continue
        if text[found.end() : found.end() + 9].lstrip()[:1] == "(":
            return course_of(text, found.start(), calls + 1)
        return _handed(before)
    return Course("called")


def _opening(head: str) -> int:
    """The offset of the parenthesis that the last one closes; -1 when it stands further back."""
    depth = 0
    for place in range(len(head) - 1, -1, -1):
        if head[place] == ")":
            depth += 1
        elif head[place] == "(":
            depth -= 1
            if depth == 0:
                return place
    return -1
