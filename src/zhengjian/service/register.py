"""The register: import, compare, accept differences, export."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengjian.config import Workspace
from zhengjian.register import Problem, Register, Unreadable
from zhengjian.register.comparing import Difference, compare
from zhengjian.register.reading import Reading, RegisterReading, read_register
from zhengjian.register.shapes import REGISTER
from zhengjian.register.writing import ERRORS_FILE, export, write_problems
from zhengjian.service import CLOCK, Refused, Stop, WrongUse, existing, open_ledger
from zhengjian.service.setup import reason


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries added and changed, entries that only the ledger has, and what was refused."""

    read: int
    added: int
    changed: int
    kept: int
    problems: tuple[Problem, ...]
    errors_file: Path | None
    done: bool

    @property
    def bad(self) -> int:
        """The number of rows that were refused."""
        return len({(problem.file, problem.sheet, problem.row) for problem in self.problems if not problem.warning})


def import_register(workspace: Workspace, path: Path, *, strict: bool = False, by: str = "命令行") -> Imported:
    """Take a register into the ledger; with ``strict`` nothing is taken when any row is bad.

    Raises ``Refused`` when the file is no register at all.
    """
    open_ledger(workspace)
    from zhengjian.ledger import register as kept
    from zhengjian.ledger.inputs import ImportedFile, note

    ours = kept.load()
    read = _read(path, ours)
    errors = report(workspace, read.problems)
    values = read.register
    total = sum(len(part) for part in (values.units, values.sites, values.columns, values.accounts))
    if strict and read.bad:
        return Imported(total, 0, 0, 0, read.problems, errors, done=False)
    now = CLOCK.now()
    sources, digests = keep_evidence(workspace, path)
    why = kept.Reason(by, now, f"导入 {path.name}")
    changed = kept.take(values, read.sheets, why, _places(read, sources))
    for name, digest in digests.items():
        note(ImportedFile(kind="register", name=name, sha256=digest, at=now, rows=total, bad_rows=len(read.bad)))
    left = [difference for difference in compare(ours, values, read.sheets) if difference.change == "removed"]
    added = sum(difference.change == "added" for difference in changed)
    return Imported(total, added, len(changed) - added, len(left), read.problems, errors, done=True)


def _read(path: Path, known: Register) -> RegisterReading:
    try:
        return read_register(existing(path), known)
    except Unreadable as error:
        raise Refused(str(error)) from None


def _places(read: RegisterReading, sources: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {(sheet, key): f"{sources[row.file]}#{row.sheet or sheet}!{row.number}" for (sheet, key), row in read.places.items()}


def keep_evidence(workspace: Workspace, path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Copy the imported files into the archive under their digests.

    Returns the evidence id of each file by its name, and its SHA-256.
    """
    folder = workspace.archive / "imports"
    names = {shape.file for shape in REGISTER}
    files = sorted(entry for entry in path.iterdir() if entry.name.lower() in names) if path.is_dir() else [path]
    digests = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            data = file.read_bytes()
            digests[file.name] = hashlib.sha256(data).hexdigest()
            copy = folder / f"{digests[file.name]}{file.suffix.lower()}"
            if not copy.exists():
                whole = copy.with_suffix(".part")
                whole.write_bytes(data)
                whole.replace(copy)
    except OSError as error:
        raise Stop(f"无法把导入文件存入 {folder}（{reason(error)}）；没有导入任何内容") from None
    return {name: f"I-{digest[:16]}" for name, digest in digests.items()}, digests


def report(workspace: Workspace, problems: Sequence[Problem]) -> Path | None:
    """Write the list of problems beside the settings; None when there is none (an older list is removed)."""
    path = workspace.root / ERRORS_FILE
    try:
        if not problems:
            path.unlink(missing_ok=True)
            return None
        write_problems(problems, path)
    except OSError as error:
        raise Stop(f"无法写入 {path}（{reason(error)}）；没有导入任何内容") from None
    return path


def difference(workspace: Workspace, path: Path) -> tuple[list[Difference], tuple[Problem, ...]]:
    """How a file differs from the ledger, and the rows of it that cannot be read."""
    open_ledger(workspace)
    from zhengjian.ledger import register as kept

    ours = kept.load()
    read = _read(path, ours)
    return compare(ours, read.register, read.sheets), read.problems


def accept(workspace: Workspace, path: Path, numbers: Sequence[int], *, by: str, why: str) -> list[Difference]:
    """Accept some differences by their number in the list (from 1), with a reason; returns them."""
    if not why.strip():
        raise WrongUse("采纳差异须用 --reason 写明理由")
    found, _ = difference(workspace, path)
    wrong = [number for number in numbers if not 1 <= number <= len(found)]
    if wrong:
        raise WrongUse(f"没有编号为 {'、'.join(map(str, wrong))} 的差异；现有 {len(found)} 条")
    from zhengjian.ledger import register as kept

    chosen = [found[number - 1] for number in dict.fromkeys(numbers)]
    kept.accept(chosen, kept.Reason(by, CLOCK.now(), why))
    return chosen


def export_register(workspace: Workspace, path: Path) -> Register:
    """Write the register to an XLSX file or a folder of CSV files; returns what was written."""
    open_ledger(workspace)
    from zhengjian.ledger import register as kept

    register = kept.load()
    try:
        export(register, path)
    except OSError as error:
        raise Stop(f"无法写入 {path}（{reason(error)}）；请检查权限和磁盘空间") from None
    return register


def source_of(reading: Reading, sources: Mapping[str, str]) -> list[str]:
    """The evidence id of each good row of an imported list."""
    return [f"{sources[row.file]}#{f'{row.sheet}!' if row.sheet else ''}{row.number}" for row in reading.rows]


def changes(workspace: Workspace, key: str = "") -> list[dict[str, Any]]:
    """The log of the register's changes, the oldest first; of one entry when ``key`` is given."""
    open_ledger(workspace)
    from zhengjian.ledger import register as kept

    return kept.changes(key)
