"""Times out of the database, which keeps UTC, as the values of ``model`` have them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhengjian.model import SHANGHAI


def shanghai(row: Iterable[Any]) -> tuple[Any, ...]:
    """The same row with every instant in Asia/Shanghai."""
    return tuple(value.astimezone(SHANGHAI) if isinstance(value, datetime) else value for value in row)
