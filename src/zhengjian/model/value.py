"""What every value is made of, the one encoder and decoder, and time as an argument."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import datetime
from typing import Any, Protocol, TypeVar, dataclass_transform
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI = ZoneInfo("Asia/Shanghai")

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class _ValueType(msgspec.StructMeta):
    """Makes every subclass of ``Value`` frozen and its fields keyword-only (msgspec alone does not inherit the latter)."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> _ValueType:
        return super().__new__(mcls, name, bases, namespace, **{"frozen": True, "kw_only": True, **options})


class Value(msgspec.Struct, metaclass=_ValueType):
    """A frozen value that crosses a stage boundary; fields are given by name."""


def encode(value: object) -> bytes:
    """One JSON object as UTF-8 bytes; the same value always gives the same bytes."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, type_: type[T]) -> T:
    """Read one JSON object; raises ``msgspec.ValidationError`` naming the offending field."""
    return msgspec.json.decode(data, type=type_)


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits of the SHA-256 over the parts: the tail of stable identifiers."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def payload_digest(wire: bytes) -> str:
    """By what WARC tells bodies apart: ``sha1:`` and 32 characters, of the body as it came."""
    return f"sha1:{b32encode(hashlib.sha1(wire, usedforsecurity=False).digest()).decode()}"


def to_builtins(value: object) -> Any:
    """The value as plain dicts, lists and strings, as ``encode`` would write it."""
    return msgspec.json.decode(encode(value))


class Clock(Protocol):
    """Time as an argument: only ``service`` and above hold a real one."""

    def now(self) -> datetime:
        """The wall clock, timezone-aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards, for durations."""
        ...
