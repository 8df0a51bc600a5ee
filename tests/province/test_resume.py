"""A demo that is killed in the middle and begun again ends with the same bulletin as one that ran through."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

DEMO = [str(Path(sys.executable).with_name("zhengjian")), "demo", "--small"]


def figures(root: Path) -> list[dict[str, Any]]:
    """The claims without the moment they were made for reading: every number with its lists."""
    claims = json.loads((root / "bulletin" / "2025Q2" / "claims.json").read_text("utf-8"))
    return [{name: claim[name] for name in ("id", "text", "value", "numerator_ids", "denominator_ids")} for claim in claims]


def run_through(root: Path) -> None:
    done = subprocess.run([*DEMO, str(root)], capture_output=True, text=True, timeout=240)
    assert done.returncode in {0, 3}, done.stdout + done.stderr


def kill_when_crawling(root: Path) -> None:
    """Start the demo and kill it and all its children when half of the sites have an evidence folder."""
    child = subprocess.Popen([*DEMO, str(root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    period = root / "archive" / "2025Q2"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and child.poll() is None:
        if period.is_dir() and len(list(period.iterdir())) >= 4:
            break
        time.sleep(0.02)
    assert child.poll() is None, "the demo ended before it could be killed"
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def test_a_killed_demo_goes_on_and_ends_with_the_same_bulletin(tmp_path: Path) -> None:
    run_through(tmp_path / "whole")
    kill_when_crawling(tmp_path / "killed")
    assert not (tmp_path / "killed" / "bulletin").exists()
    run_through(tmp_path / "killed")
    assert figures(tmp_path / "killed") == figures(tmp_path / "whole")
