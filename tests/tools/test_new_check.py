"""A new check: two files that are green at once, and one rulebook entry."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest

from zhengjian import judge
from zhengjian.checks.base import Limits
from zhengjian.tools import cases, new_check

GUIDE = Path(__file__).parents[2] / "docs" / "adding-a-check.md"


def know(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a check in a folder of its own known to the judge like any other."""
    name = code.stem.replace("_", "-")
    spec = importlib.util.spec_from_file_location(f"zhengjian.checks.{code.stem}", code)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    known = {**judge.all_checks(), name: judge.Check(name, module.ABOUT, getattr(module, "Limits", Limits), module.check)}
    monkeypatch.setattr(cases, "all_checks", lambda: known)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The two files of a new check, known to the judge."""
    code, claims = new_check.make("foo-bar", tmp_path)
    know(code, monkeypatch)
    return code, claims


def test_every_case_of_the_template_holds(made: tuple[Path, Path]) -> None:
    read = cases.read_cases(made[1])
    assert {case.outcome["verdict"] for case in read} == {"met", "violated", "unknown"}
    for case in read:
        assert cases.difference(case.outcome, cases.outcome_of(case)) == ""


def test_a_check_fits_a_screen(made: tuple[Path, Path]) -> None:
    assert len(made[0].read_text("utf-8").splitlines()) <= 80


def test_nothing_is_overwritten(made: tuple[Path, Path]) -> None:
    with pytest.raises(new_check.NameRefused, match="there already"):
        new_check.make("foo-bar", made[0].parent)


@pytest.mark.parametrize("name", ["Foo", "foo_bar", "", "../x", "-x", "foo--bar"])
def test_a_name_of_another_form_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(new_check.NameRefused, match="joined by hyphens"):
        new_check.make(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_command_prints_the_entry_to_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(new_check.checks, "__path__", [str(tmp_path)])
    assert new_check.main(["foo-bar"]) == 0
    printed = capsys.readouterr().out
    entry = tomllib.loads(printed[printed.index("[check.") : printed.index("then:")])
    assert entry["check"]["foo-bar"]["kind"] == "notice"
    assert new_check.main(["foo-bar"]) == 2
    assert new_check.main([]) == 2


def test_the_worked_example_of_the_guide_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = GUIDE.read_text("utf-8")
    code = tmp_path / "search_box_missing.py"
    code.write_text(re.findall(r"^```python\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)[0], "utf-8")
    claims = code.with_suffix(".md")
    claims.write_text(re.findall(r"^````markdown\n(.*?)^````", guide, re.DOTALL | re.MULTILINE)[0], "utf-8")
    know(code, monkeypatch)
    read = cases.read_cases(claims)
    assert [case.outcome["verdict"] for case in read] == ["met", "violated"]
    for case in read:
        assert cases.difference(case.outcome, cases.outcome_of(case)) == ""
