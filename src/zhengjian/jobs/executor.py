"""Runs independent jobs on processes here or on a Dask cluster: both are the standard ``Executor`` interface."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from typing import TypeVar, cast

from zhengjian.config import Jobs

T = TypeVar("T")
R = TypeVar("R")

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def workers(settings: Jobs) -> int:
    """How many processes work here: the setting, or one per core that we may use."""
    return settings.processes or len(os.sched_getaffinity(0))


@contextmanager
def executor(settings: Jobs) -> Iterator[Executor]:
    """An executor for the settings; leaving it on an exception abandons what has not begun."""
    if settings.scheduler:
        from distributed import Client

        with Client(settings.scheduler) as client:  # type: ignore[no-untyped-call]
            yield cast(Executor, client.get_executor())
        return
    # Workers are spawned, not forked: the caller may hold threads, connections and an open ledger.
    pool = ProcessPoolExecutor(workers(settings), mp_context=multiprocessing.get_context("spawn"), initializer=_quiet_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def map(function: Callable[[T], R], items: Iterable[T], settings: Jobs, *, pool: Executor | None = None) -> Iterator[R]:
    """``function`` of every item, in the order in which they are done; with one process, here and now.

    Who maps batch after batch gives a ``pool`` of his own, whose processes then start once.
    """
    if workers(settings) == 1 and not settings.scheduler:
        for item in items:
            yield function(item)
        return
    with nullcontext(pool) if pool is not None else executor(settings) as hands:
        line, running = iter(items), set[Future[R]]()
        for item in line:
            running.add(hands.submit(function, item))
            if len(running) >= 4 * workers(settings):
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()


def _quiet_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the parent alone decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A worker whose parent was killed would go on beside the resumed run: Linux ends it with its parent.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
