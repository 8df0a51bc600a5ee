"""Stop the crawl at its k-th lasting effect, for k = 1, 2, 3 … until it ends by itself; go on each time and look."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", [1, 2], ids=["first round", "again, unchanged"])
def test_a_kill_at_any_step_loses_nothing(tmp_path: Path, number: int) -> None:
    tests = Path(__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-m", "crash.loop", str(tmp_path), str(number)],
        cwd=tests,
        env={**os.environ, "PYTHONPATH": str(tests)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-1500:] + ran.stderr[-3000:]
