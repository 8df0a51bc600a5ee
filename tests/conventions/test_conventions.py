"""What holds for all rooms: sizes, names, the rulebook's join, and what the project must not mention."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from zhengjian import judge, rulebook

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
NOT_OURS = re.compile(r"(^|[^a-z.])/(work|farm)/|files\.pythonhosted|registry\.npmjs|deb\.debian", re.IGNORECASE)
MAX_MODULE_LINES = 400
MAX_CHECK_LINES = 110


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_modules_are_small(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    is_check = path.parent.name == "checks"
    assert lines <= (MAX_CHECK_LINES if is_check else MAX_MODULE_LINES), f"{path.name} has {lines} lines"


@pytest.mark.parametrize("name", rulebook.available())
def test_every_shipped_rulebook_joins_the_checks(name: str) -> None:
    joined = judge.join(rulebook.load(name))
    assert set(joined) == set(rulebook.load(name).check)


def test_every_check_is_in_the_national_rulebook() -> None:
    assert set(judge.all_checks()) <= set(rulebook.load("national-2019").check)


@pytest.mark.parametrize("name", list(judge.all_checks()))
def test_every_check_says_what_it_is(name: str) -> None:
    about = judge.all_checks()[name].about
    assert all((about.title, about.wording, about.clause, about.document))


def test_the_project_speaks_of_itself_alone() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".gz", ".xlsx", ".docx", ".pdf"} or not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text("utf-8", errors="replace")
        found = NOT_OURS.search(text)
        assert found is None, f"{name} names {found[0]!r}"


OFFLINE_ROOMS = (
    "model",
    "config.py",
    "rulebook.py",
    "register",
    "plan",
    "workflow",
    "score.py",
    "facts",
    "checks",
    "judge.py",
    "archive",
    "bulletin",
)


@pytest.mark.parametrize("room", OFFLINE_ROOMS)
def test_rooms_below_fetch_open_no_connection(room: str) -> None:
    """The import contract cannot name a module inside the standard library's packages: this does."""
    place = ROOT / "src" / "zhengjian" / room
    for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
        assert "urllib.request" not in path.read_text("utf-8"), f"{path.name} opens connections"
