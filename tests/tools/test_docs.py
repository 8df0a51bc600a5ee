"""The generated check pages: made from the checks' own words, and stale ones are told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengjian.judge import all_checks
from zhengjian.tools import docs


def test_written_pages_have_no_difference(tmp_path: Path) -> None:
    assert docs.write(tmp_path) == len(all_checks()) + 1
    assert docs.differences(tmp_path) == []
    assert docs.write(tmp_path) == 0


def test_a_stale_a_missing_and_a_left_over_page_are_named_with_the_remedy(tmp_path: Path) -> None:
    docs.write(tmp_path)
    (tmp_path / "dead-links.md").write_text("old", "utf-8")
    (tmp_path / "report-late.md").unlink()
    (tmp_path / "no-such-check.md").write_text("x", "utf-8")
    assert docs.differences(tmp_path) == [
        "docs/checks/dead-links.md is stale: run `make docs` and commit the result",
        "docs/checks/no-such-check.md belongs to no check: run `make docs` and commit the result",
        "docs/checks/report-late.md is missing: run `make docs` and commit the result",
    ]
    docs.write(tmp_path)
    assert docs.differences(tmp_path) == []


def test_the_command_says_what_is_stale_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs.differences, "__defaults__", (tmp_path,))
    assert docs.main(["--check"]) == 1
    assert "docs/checks/dead-links.md is missing: run `make docs`" in capsys.readouterr().err
    monkeypatch.setattr(docs.write, "__defaults__", (tmp_path,))
    assert docs.main(["--write"]) == 0
    assert docs.main(["--check"]) == 0


def test_a_page_tells_wording_rule_limits_and_every_case() -> None:
    page = docs.pages()["dead-links.md"]
    assert "# 链接打不开" in page
    assert "扣分，每处0.1分，首页每处1分（分值待核）" in page
    assert "| `tries` | 2 | as default |" in page
    assert "* Tried only once: not dead → 合格" in page


def test_the_index_lists_every_check_once() -> None:
    index = docs.pages()["index.md"]
    assert all(index.count(f"({name}.md)") == 1 for name in all_checks())
