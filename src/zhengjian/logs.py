"""Structured logs: one JSON object a line in the workspace's ``zhengjian.log``, from every process; never on standard output.

Standard output belongs to results that other programs read. Worker processes inherit the place by environment.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    import structlog

PLACE = "ZHENGJIAN_LOG"


def to_file(path: Path) -> None:
    """Log into this file from now on, here and in every process that is started from here."""
    os.environ[PLACE] = str(path)


@cache
def logger() -> structlog.typing.FilteringBoundLogger:
    """The logger of this process. Without a place, warnings and errors go to standard error.

    Made at the first line and not before: most processes log nothing, and the library takes as long to load as 200 pages to read.
    """
    import structlog

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
    made: Any = structlog.get_logger()
    return cast("structlog.typing.FilteringBoundLogger", made)


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
