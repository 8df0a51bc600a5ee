"""Identity numbers that stand in parts: inside a certificate of disability, or with so little hidden that they name a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengjian.facts.check_digits import ID_LENGTH, REGIONS, born, valid_id
from zhengjian.facts.persons import name_before, name_by_role, name_within

# Fourteen digits of eighteen with the whole day of birth, or everything but the division: one person in a village.
_HALF = re.compile(
    r"(?<![0-9A-Za-z*＊×●])(?:(?P<front>[1-9][0-9]{5}(?:19|20)[0-9]{6})[0-9]{0,3}(?:[*＊×●]{1,4}|[xX]{2,4})[0-9]{0,3}"
    r"|[*＊×●]{4,6}(?P<back>(?:19|20)[0-9]{6})[0-9]{3}[0-9Xx])(?![0-9A-Za-z*＊×●])"
)
# A certificate of disability is an identity number with class and degree behind it.
_DISABLED = re.compile(r"(?<![0-9A-Za-z*])(?P<id>[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])[1-7][1-4](?:[Bb][0-9])?(?![0-9A-Za-z*])")
# A pupil's number is G and an identity number.
_PUPIL = re.compile(r"(?<![0-9A-Za-z])[GgLlJj](?P<id>[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])(?![0-9A-Za-z])")
_MASKS = "*＊×●xX"
_SPAN = 40


def disabled(text: str, runs: re.Pattern[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Identity numbers in a certificate of disability or a pupil's number, with their places; ``runs`` finds digits that stand together."""
    for run in runs.finditer(text) if "学籍" in text else ():
        for found in _PUPIL.finditer(text, max(0, run.start() - 1), min(len(text), run.end() + 4)):
            if valid_id(found["id"]):
                yield found["id"].upper(), found.span("id")
    for run in runs.finditer(text) if "残疾" in text else ():
        for found in _DISABLED.finditer(text, run.start(), min(len(text), run.end() + 4)):
            if valid_id(found["id"]):
                yield found["id"].upper(), found.span("id")


def half_masked(text: str, runs: re.Pattern[str]) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """Numbers whose day of birth and either front or end can be read, their places, and whether a whole name stands beside."""
    for run in runs.finditer(text) if any(sign in text for sign in _MASKS) else ():
        for found in _HALF.finditer(text, max(0, run.start() - 6), min(len(text), run.end() + 8)):
            front = found["front"]
            if len(found[0]) != ID_LENGTH or not born(front[6:] if front else found["back"]) or (front and front[:2] not in REGIONS):
                continue
            before = text[max(0, found.start() - _SPAN) : found.start()]
            yield found[0], found.span(), bool(name_before(before) or name_within(before) or name_by_role(before))
