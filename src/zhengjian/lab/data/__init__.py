"""Dated data of the lab: the seed bulletin's counts, and the names it uses."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def read(name: str) -> dict[str, Any]:
    """One TOML file of this folder."""
    return tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))


NAMES = read("names.toml")
