"""``make bench-accuracy``: every labelled set under ``tests/accuracy`` measured and printed beside its first run."""

from __future__ import annotations

import runpy
from pathlib import Path


def main() -> None:
    """Each set's ``measure`` module prints its own table."""
    for path in sorted((Path(__file__).parents[1] / "accuracy").glob("*/measure.py")):
        print(f"\n== {path.parent.name}")
        runpy.run_path(str(path), run_name="__main__")


if __name__ == "__main__":
    main()
