"""Characters that are taken for one another: same reading, or alike in shape."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def confusable() -> dict[str, str]:
    """For each character the ones that are taken for it."""
    table: dict[str, dict[str, None]] = {}
    for name in ("shapes.txt", "readings.txt"):
        for group in lines_of(name):
            for character in group:
                table.setdefault(character, {}).update(dict.fromkeys(group.replace(character, "")))
    return {character: "".join(others) for character, others in table.items()}


@cache
def alike() -> dict[str, str]:
    """As ``confusable``, and beside them the characters that have a part in common."""
    table = {character: dict.fromkeys(others) for character, others in confusable().items()}
    for line in lines_of("components.txt"):
        character, others = line[0], line[1:]
        for other in others.replace(character, ""):
            table.setdefault(character, {})[other] = None
            table.setdefault(other, {})[character] = None
    return {character: "".join(others) for character, others in table.items()}


def lines_of(name: str) -> list[str]:
    """The groups of a file of the package's data, without their heads."""
    text = (resources.files("zhengjian.facts.data") / name).read_text("utf-8")
    return [line.rsplit(" ", 1)[-1] if name != "components.txt" else line.replace(" ", "") for line in text.splitlines() if line[:1] != "#"]
