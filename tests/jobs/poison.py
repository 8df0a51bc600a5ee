"""Makes a worker's reader die on one page, as a fault in a parser's C code would."""

from __future__ import annotations

import os
import sys
from typing import Any


def prepare() -> dict[str, Any]:
    """Runs in the worker: from now on a page with the word 毒 ends the process while it is read."""
    labels = sys.modules["zhengjian.facts.labels"]
    read = labels.read  # type: ignore[attr-defined]
    labels.read = lambda page: os._exit(11) if "毒" in page.html else read(page)  # type: ignore[attr-defined]
    return {}
