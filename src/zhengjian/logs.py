"""Structured logs: one JSON object a line in the workspace's ``zhengjian.log``, from every process; never on standard output.

Standard output belongs to results that other programs read. Worker processes inherit the place by environment.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

import structlog

PLACE = "ZHENGJIAN_LOG"


def to_file(path: Path) -> None:
    """Log into this file from now on, here and in every process that is started from here."""
    os.environ[PLACE] = str(path)
    inherit()


def inherit() -> None:
    """Log where the parent process logs; without a place, warnings and errors go to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(30),
        logger_factory=structlog.WriteLoggerFactory(file=_open()),
        cache_logger_on_first_use=False,
    )


def _open() -> TextIO:
    place = os.environ.get(PLACE)
    if not place:
        return sys.stderr
    try:
        return open(place, "a", encoding="utf-8", buffering=1)
    except OSError:
        return sys.stderr
