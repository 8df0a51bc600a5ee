"""Gives memory back to the system: the end of a round takes some for a moment, and the C library would keep it for later."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


@cache
def _library() -> Any:
    """The C library when it is one that can be asked (glibc); else None."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if library is not None and hasattr(library, "malloc_trim") else None


def give_back() -> None:
    """Let free memory go. Takes about a millisecond."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)
