"""Compares two registers: what was added, removed, renamed, moved, or stands in another state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from zhengjian.model import Value, encode
from zhengjian.register import Register
from zhengjian.register.shapes import ACCOUNTS, COLUMNS, SITES, UNITS, Shape
from zhengjian.register.writing import cell_text

Change = Literal["added", "removed", "renamed", "moved", "state", "changed"]
CHANGE_NAMES: dict[Change, str] = {
    "added": "新增", "removed": "缺少", "renamed": "名称不同", "moved": "单位或网址不同", "state": "状态不同", "changed": "其他信息不同",
}  # fmt: skip
_KINDS: dict[str, Change] = {"name": "renamed", "unit": "moved", "parent": "moved", "home": "moved", "status": "state"}


class Difference(Value):
    """One entry that differs. ``before`` and ``after`` are the entries as JSON, empty where there is none."""

    sheet: str
    key: str
    name: str
    change: Change
    fields: tuple[tuple[str, str, str], ...] = ()
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """The difference on one line."""
        details = "，".join(f"{header}“{old}”→“{new}”" for header, old, new in self.fields)
        return f"{self.sheet} {self.key} {self.name}：{CHANGE_NAMES[self.change]}" + (f"（{details}）" if details else "")


def compare(ours: Register, theirs: Register, sheets: Sequence[str] | None = None) -> list[Difference]:
    """What would change if ``theirs`` replaced ``ours``; only the ``sheets`` that theirs has, when given."""
    pairs = (
        (UNITS, ours.units, theirs.units), (SITES, ours.sites, theirs.sites),
        (COLUMNS, ours.columns, theirs.columns), (ACCOUNTS, ours.accounts, theirs.accounts),
    )  # fmt: skip
    return [
        difference
        for shape, old, new in pairs
        if sheets is None or shape.sheet in sheets
        for difference in _compare(shape, {_key(shape, value): value for value in old}, {_key(shape, value): value for value in new})
    ]


def _key(shape: Shape, value: Any) -> str:
    return " ".join(filter(None, (str(getattr(value, name)) for name in shape.unique)))


def _compare(shape: Shape, old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    found = []
    for key, value in new.items():
        if key not in old:
            found.append(Difference(sheet=shape.sheet, key=key, name=value.name, change="added", after=encode(value).decode()))
        elif value != old[key]:
            found.append(_differs(shape, key, old[key], value))
    for key, value in old.items():
        if key not in new:
            found.append(Difference(sheet=shape.sheet, key=key, name=value.name, change="removed", before=encode(value).decode()))
    return found


def _differs(shape: Shape, key: str, old: Any, new: Any) -> Difference:
    keys = [field for field in shape.fields if getattr(old, field.key) != getattr(new, field.key)]
    kinds = [_KINDS.get(field.key, "changed") for field in keys]
    order: list[Change] = ["state", "renamed", "moved", "changed"]
    change = next(kind for kind in order if kind in kinds)
    fields = tuple((field.header, cell_text(getattr(old, field.key)), cell_text(getattr(new, field.key))) for field in keys)
    return Difference(
        sheet=shape.sheet, key=key, name=new.name, change=change, fields=fields, before=encode(old).decode(), after=encode(new).decode()
    )
