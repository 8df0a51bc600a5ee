"""Which workspace this process serves: the one that ``ledger.open`` or ``ZHENGJIAN_WORKSPACE`` named."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from zhengjian.config import SETTINGS_FILE, Workspace


@lru_cache(maxsize=4)
def _read(root: str, changed: int) -> Workspace:
    return Workspace.open(Path(root))


def workspace() -> Workspace:
    """The workspace; its settings are read again when the file has changed."""
    root = os.environ["ZHENGJIAN_WORKSPACE"]
    return _read(root, (Path(root) / SETTINGS_FILE).stat().st_mtime_ns)
