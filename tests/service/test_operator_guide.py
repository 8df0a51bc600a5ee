"""The operator guide names every setting there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from zhengjian.config import Settings

GUIDE = (Path(__file__).parents[2] / "docs" / "operator-guide.md").read_text("utf-8")


def test_every_setting_is_explained() -> None:
    names = set()
    for field in msgspec.structs.fields(Settings):
        inner = getattr(field.type, "__struct_fields__", None)
        names |= {field.name} if inner is None else {f"{field.name}.{name}" for name in inner}
    rows = GUIDE[GUIDE.index("## Settings") : GUIDE.index("## Back-up")]
    told = {name for line in rows.splitlines() if line.startswith("| `") for name in re.findall(r"`([\w.]+)`", line.split("|")[1])}
    assert told == names
