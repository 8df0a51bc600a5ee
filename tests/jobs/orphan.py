"""Run as a program: starts workers that sleep, prints their process ids, and waits to be killed."""

from __future__ import annotations

import os
import time

from zhengjian.config import Jobs
from zhengjian.jobs.executor import executor


def process_id(_: int) -> int:
    """The worker's process id, after long enough for the other worker to take the other call."""
    time.sleep(0.5)
    return os.getpid()


if __name__ == "__main__":
    with executor(Jobs(processes=2)) as pool:
        print(*{pool.submit(process_id, number).result() for number in range(2)}, flush=True)
        time.sleep(60)
