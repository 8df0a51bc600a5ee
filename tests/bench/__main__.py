"""``make bench``: our full inspection beside links-only crawlers over one generated tree, interleaved, as ratios.

Prints what the reading of a page costs, stage by stage; then pages a second, CPU seconds per 1,000 pages, peak memory and
planted broken links found. Every run is a process of its own, start included. The reference is a minimal aiohttp and
selectolax crawler; peers that are not installed are named and left out. Options: ``--sites N`` (6 by default: 1,806 pages),
``--runs N`` (3).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import stages
from tests.bench.programs import PROGRAMS
from tests.bench.tree import Tree, make, served

PORT = 18080
Command = Callable[[Tree, Path], list[str]]


@dataclass
class Measured:
    """One tool's runs: pages a second, CPU seconds per 1,000 pages, peak MiB; planted links found and false reports of the last run."""

    name: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: float = 0.0
    found: int = 0
    false: int = 0


def _module(name: str, *options: str) -> Command:
    return lambda tree, folder: [
        sys.executable,
        "-m",
        f"tests.bench.{name}",
        *(option.format(folder=folder) for option in options),
        *tree.homes,
    ]


def commands() -> dict[str, Command]:
    """The tools that can run here, the reference first; what is not installed is named and left out."""
    known: dict[str, Command] = {
        "reference": _module("reference"),
        "zhengjian": _module("ours", "{folder}", "1"),
        "zhengjian, 2 processes": _module("ours", "{folder}", "2"),
    }
    for peer in ("scrapy", "crawlee"):
        if importlib.util.find_spec(peer):
            known[peer] = _module(f"{peer}_links")
        else:
            print(f"{peer} is not installed: left out")
    for program in PROGRAMS:
        if found := _program(program):
            known[program] = _module("programs", program, found, "{folder}")
        else:
            print(f"{program} is not installed: left out")
    return known


def _program(name: str) -> str | None:
    """A link checker beside this Python, below ``.bench`` (where npm puts it), or on the path."""
    places = [Path(sys.executable).parent / name, Path(".bench/node_modules/.bin") / name]
    return next((str(place.resolve()) for place in places if place.exists()), None) or shutil.which(name)


def run(name: str, command: Command, tree: Tree, into: Measured) -> None:
    """Run one tool once and add what it cost; a tool that fails is said to have failed."""
    with tempfile.TemporaryDirectory() as folder:
        answered, complained = Path(folder) / "out", Path(folder) / "err"
        start = time.perf_counter()
        with answered.open("wb") as out, complained.open("wb") as error:
            process = subprocess.Popen(command(tree, Path(folder) / "w"), stdout=out, stderr=error)
            _, status, used = os.wait4(process.pid, 0)  # the usage of this process and its own children alone
        seconds = time.perf_counter() - start
        if status:
            raise SystemExit(f"{name} failed: {complained.read_text('utf-8', 'replace')[-400:]}")
        answer = json.loads(answered.read_text().splitlines()[-1])
    reported = set(answer["broken"])
    into.rates.append(tree.pages / seconds)
    into.cpu.append((used.ru_utime + used.ru_stime) / tree.pages * 1000)
    into.memory = max(into.memory, used.ru_maxrss / 1024)
    into.found, into.false = len(reported & tree.broken), len(reported - tree.broken)


def main() -> None:
    """Generate, serve, run all tools in turn, print the table."""
    options = argparse.ArgumentParser(description="Benchmark of the crawl against links-only crawlers")
    options.add_argument("--sites", type=int, default=6)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    tools = commands()
    measured = {name: Measured(name) for name in tools}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        tree = make(Path(folder), given.sites, PORT)
        stages.show(Path(folder))
        with served(Path(folder), given.sites, PORT):
            for _ in range(given.runs):
                for name, command in tools.items():
                    run(name, command, tree, measured[name])
    print(f"{tree.pages} pages, {len(tree.broken)} broken targets, {given.runs} interleaved runs")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    heads = f"{'tool':24} {'pages/s':>8} {'CPU s/1,000 pages (min-median-max)':>36} {'ratio':>6}"
    print(f"{heads} {'peak MiB':>9} {'found':>9} {'false':>6}")
    base = statistics.median(measured["reference"].cpu)
    for one in measured.values():
        spread = f"{min(one.cpu):.2f}-{statistics.median(one.cpu):.2f}-{max(one.cpu):.2f}"
        print(
            f"{one.name:24} {statistics.median(one.rates):8.0f} {spread:>36} {statistics.median(one.cpu) / base:6.2f} {one.memory:9.0f}"
            f" {one.found:>4}/{len(tree.broken)} {one.false:>6}"
        )


if __name__ == "__main__":
    main()
