"""Structured logs: one JSON object a line in the workspace's ``zhengjian.log``, from every process; never on standard output.

Standard output belongs to results that other programs read. Worker processes inherit the place by environment.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO, cast

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
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _File())),
        cache_logger_on_first_use=False,
    )


class _File:
    """The log file, opened for each line: lines are few, and a file that is held open cannot be moved away."""

    def write(self, text: str) -> None:
        """Append; where there is no file, or it cannot be written, standard error gets the line."""
        try:
            with open(os.environ[PLACE], "a", encoding="utf-8") as file:
                file.write(text)
        except (KeyError, OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Every line is written through already."""
