"""Runs the real command line in processes of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhengjian import cli

COMMAND = Path(sys.executable).with_name("zhengjian")


class Answer:
    """What one command did: exit status, lines, objects, and what it said about faults."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def objects(self) -> list[Any]:
        """The JSON objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    def one_sentence(self) -> str:
        """The fault as it was told: exactly one line, and no trace of the program's insides."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err + self.out
        return lines[0]


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str | Path, stdin: str = "", cwd: Path = tmp_path, seconds: float = 100) -> Answer:
        command = [str(COMMAND), *map(str, arguments)]
        return Answer(subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd, timeout=seconds, check=False))

    return call


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str]) -> Run:
    """The same command line in this process: quicker, where a process of its own would prove nothing more."""

    def call(*arguments: str | Path) -> Answer:
        capfd.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        told = capfd.readouterr()
        return Answer(subprocess.CompletedProcess(arguments, code, told.out, told.err))

    return call


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace, made once."""
    root = tmp_path_factory.mktemp("empty") / "w"
    assert subprocess.run([COMMAND, "init", root], capture_output=True, check=False).returncode == 0
    return root


@pytest.fixture
def workspace(empty: Path, tmp_path: Path) -> Path:
    """A new, empty workspace."""
    return Path(shutil.copytree(empty, tmp_path / "w"))
