"""Characters that are taken for one another: same reading, or alike in shape."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def confusable() -> dict[str, str]:
    """For each character the ones that are taken for it."""
    table: dict[str, dict[str, None]] = {}
    for name in ("shapes.txt", "readings.txt"):
        for line in (resources.files("zhengjian.facts.data") / name).read_text("utf-8").splitlines():
            group = line.rsplit(" ", 1)[-1]
            if not line.startswith("#"):
                for character in group:
                    table.setdefault(character, {}).update(dict.fromkeys(group.replace(character, "")))
    return {character: "".join(others) for character, others in table.items()}
