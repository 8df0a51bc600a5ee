"""Ctrl-C and kill -9 in the middle of an inspection: clean, nothing lost, and ``--resume`` ends with the same findings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.cli.conftest import COMMAND, Run

from zhengjian import cli
from zhengjian.lab import Province, Serving, serve, write_register
from zhengjian.service.imports import import_list
from zhengjian.service.register import import_register
from zhengjian.service.setup import init

SETTINGS = """
[network]
hosts_file = "hosts"
hosts_only = true
allow_private = true
host_interval_seconds = {pace}
address_requests_per_second = 0
page_budget = 12
[jobs]
processes = 1
"""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Province, Serving]]:
    province = Province(sites=3, accounts=4, messages=2)
    with serve(province) as serving:
        yield province, serving


def made(root: Path, served: tuple[Province, Serving], pace: float) -> Path:
    province, serving = served
    workspace = init(root / "w", SETTINGS.format(pace=pace))
    (workspace.root / "hosts").write_text(serving.hosts_file_text, "utf-8")
    write_register(province, root / "lists")
    import_register(workspace, root / "lists")
    import_list(workspace, "messages", root / "lists" / "messages.csv")
    return workspace.root


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, served: tuple[Province, Serving]) -> Path:
    """The same lists inspected without an interruption."""
    root = made(tmp_path_factory.mktemp("whole"), served, 0.0)
    assert cli.run(["-C", str(root), "inspect", "--period", "2025Q2", "--as-of", "2025-06-20T12:00:00+08:00"]) in {0, 3}
    return root


def findings(run: Run, root: Path) -> list[object]:
    answer = run("-C", root, "findings", "--period", "2025Q2")
    assert answer.code == 0, answer.err
    kept = []
    for line in answer.objects:
        for finding in line["findings"]:
            finding["evidence"] = len(finding["evidence"])  # the order of visits may differ, what they prove may not
        kept.append({name: line[name] for name in ("target", "check", "verdict", "findings")})
    return kept


def interrupted(root: Path, sent: signal.Signals) -> subprocess.CompletedProcess[str]:
    arguments = [COMMAND, "-C", root, "inspect", "--period", "2025Q2", "--as-of", "2025-06-20T12:00:00+08:00"]
    # A shell that runs the tests in the background has them ignore Ctrl-C, and their children with them.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heed
    )
    deadline = time.monotonic() + 60
    while not list((root / "archive").rglob("*.warc.gz*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    assert process.poll() is None, "the inspection was over before it could be interrupted"
    os.killpg(process.pid, sent) if sent is signal.SIGKILL else process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_inspection_is_gone_on_with(
    here: Run, tmp_path: Path, served: tuple[Province, Serving], whole: Path, sent: signal.Signals
) -> None:
    cut = made(tmp_path, served, 0.25)
    done = interrupted(cut, sent)
    if sent is signal.SIGINT:
        assert done.returncode == 1
        assert "--resume" in done.stderr and "Traceback" not in done.stderr
    assert here("-C", cut, "evidence", "verify").code == 0
    answer = here("-C", cut, "inspect", "--period", "2025Q2", "--resume", "--json")
    assert answer.code in {0, 3}, answer.err
    assert any(line.get("as_of") == "2025-06-20T12:00:00+08:00" for line in answer.objects)
    assert findings(here, cut) == findings(here, whole)
    assert {path.name for path in (cut / "archive" / "2025Q2").glob("*/*") if path.is_dir()} == {"1"}


def test_two_inspections_at_once_are_refused(run: Run, tmp_path: Path, served: tuple[Province, Serving]) -> None:
    from zhengjian.config import Workspace
    from zhengjian.service import only_one

    root = made(tmp_path, served, 0.0)
    with only_one(Workspace.open(root), "inspect"):
        answer = run("-C", root, "inspect", "--period", "2025Q2")
    assert answer.code == 1 and "已有一个检查在进行" in answer.one_sentence()


def test_standard_output_is_nothing_but_json_lines(run: Run, tmp_path: Path, served: tuple[Province, Serving]) -> None:
    root = made(tmp_path, served, 0.0)
    site = served[0].register.sites[0].site_id
    answer = run("-C", root, "inspect", "--period", "2025Q2", "--site", site, "--json")
    objects = [json.loads(line) for line in answer.out.splitlines()]
    assert any("progress" in one for one in objects)
    assert [one["sites"] for one in objects if "verdicts" in one] == [1]
    assert {one["target"]["id"] for one in run("-C", root, "findings", "--period", "2025Q2").objects} == {site}


def test_scores_are_one_list_or_one_object_a_line(here: Run, whole: Path) -> None:
    listed = json.loads(here("-C", whole, "score", "--period", "2025Q2", "--format", "json").out)
    assert listed == here("-C", whole, "score", "--period", "2025Q2", "--format", "jsonl").objects
    assert listed == here("-C", whole, "score", "--period", "2025Q2", "--json").objects
    assert list(listed[0]) == ["target", "period", "rulebook", "result", "vetoes", "deducted", "bonus", "total", "lines"]
    assert listed[0]["deducted"] == "0" and isinstance(listed[0]["vetoes"], list)
