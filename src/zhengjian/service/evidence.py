"""Evidence to look at: one snapshot, all of a finding's or a target's, a folder to hand over, and whether it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from zhengjian.config import Workspace
from zhengjian.service import Gate, Stop, WrongUse, open_ledger


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id leads to: the finding when it is one, and its snapshots and imported rows as plain rows."""

    id: str
    finding: dict[str, Any] | None
    snapshots: tuple[dict[str, Any], ...]
    imported: tuple[dict[str, Any], ...]
    missing: tuple[str, ...] = ()


def show(workspace: Workspace, id_: str) -> Shown:
    """What is known of a snapshot (S-…), an imported row (I-…), a finding (F-…) or a target; raises ``WrongUse``."""
    finding, ids = _resolve(workspace, id_)
    snapshots, imported, missing = [], [], []
    for evidence in ids:
        if evidence.startswith("I-"):
            imported.append(_imported(workspace, evidence))
            continue
        try:
            snapshots.append(_snapshot(workspace, evidence))
        except LookupError as error:
            missing.append(str(error))
    if missing and not snapshots and not imported:
        raise WrongUse(missing[0])
    return Shown(id_, finding, tuple(snapshots), tuple(imported), tuple(missing))


def overview(workspace: Workspace) -> list[dict[str, Any]]:
    """Every closed round of the archive: period, target, number, pages, when it ended, whether it was read to the end, its folder."""
    from zhengjian import archive

    found = []
    for folder in archive.folders(workspace.archive):
        if folder.closed:
            read = archive.read_manifest(folder)
            found.append(
                {
                    "period": folder.period,
                    "target": folder.target,
                    "round": folder.round,
                    "pages": read.pages,
                    "finished": read.finished.isoformat(),
                    "complete": read.complete,
                    "folder": str(folder.path),
                }
            )
    return found


def _snapshot(workspace: Workspace, id_: str) -> dict[str, Any]:
    from zhengjian import archive
    from zhengjian.model import to_builtins

    row = to_builtins(archive.snapshot(workspace.archive, id_))
    return dict(row) | {"folder": str(archive.RoundFolder.of_snapshot(workspace.archive, id_).path)}


def _imported(workspace: Workspace, evidence: str) -> dict[str, Any]:
    digest, _, place = evidence.removeprefix("I-").partition("#")
    file = next(iter(sorted((workspace.archive / "imports").glob(f"{digest}*"))), None)
    open_ledger(workspace)
    from zhengjian.ledger import inputs

    removed = None if file else inputs.removed(digest)
    return {"id": evidence, "file": str(file) if file else None, "row": place, "removed": removed.isoformat() if removed else None}


def _resolve(workspace: Workspace, id_: str) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """The finding that an id names, or None, and the ids of the evidence it stands for."""
    if id_.startswith(("S-", "I-")):
        return None, (id_,)
    open_ledger(workspace)
    from zhengjian.ledger import decisions, rounds

    if id_.startswith("F-"):
        row = rounds.finding_row(id_)
        if row is None:
            raise WrongUse(f"没有编号为 {id_} 的问题；用 zhengjian findings 查看编号")
        history = decisions.histories([id_]).get(id_, ())
        row["events"] = [msgspec.to_builtins(event) for event in history]
        return row, tuple(row["evidence"])
    found = rounds.evidence_of(id_)
    if not found and not rounds.known_target(id_):
        raise WrongUse(f"没有编号为 {id_} 的快照、问题、网站或账号；请核对编号")
    return None, found


def export(workspace: Workspace, id_: str, out: Path) -> list[Path]:
    """Write the evidence behind an id, or with "" all of it, into one folder that explains itself; returns the files."""
    from zhengjian import archive
    from zhengjian.model import encode
    from zhengjian.service import pictures
    from zhengjian.service.setup import reason

    finding, ids = _resolve(workspace, id_) if id_ else (None, ())
    try:
        if not id_:
            return archive.export_all(workspace.archive, out)
        files = archive.export(workspace.archive, [evidence for evidence in ids if not evidence.startswith("I-")], out)
        for evidence in {evidence.partition("#")[0] for evidence in ids if evidence.startswith("I-")}:
            file = _imported(workspace, evidence)["file"]
            if file:
                copy = out / Path(file).name
                copy.write_bytes(Path(file).read_bytes())
                files.append(copy)
        if finding is not None and isinstance(shot := pictures.of_finding(workspace, finding), pictures.Shot):
            (out / shot.kept.name).write_bytes(shot.png)
            (out / f"{shot.kept.name}.json").write_bytes(encode(shot.kept))
            files += [out / shot.kept.name, out / f"{shot.kept.name}.json"]
    except LookupError as error:
        raise WrongUse(str(error)) from None
    except archive.Damaged as error:
        raise Gate(f"证据已损坏：{error}") from None
    except ValueError:
        raise WrongUse(f"{out} 在证据库之内；请用 --out 指定证据库以外的目录") from None
    except OSError as error:
        raise Stop(f"无法写入 {out}（{reason(error)}）；请检查权限和磁盘空间") from None
    return files


def verify(workspace: Workspace, id_: str | None = None) -> list[tuple[str, str]]:
    """What is wrong with the evidence behind an id, or with all of it: place and words. Empty when everything is whole."""
    from zhengjian import archive

    if id_ is not None and not id_.startswith("S-"):
        _, ids = _resolve(workspace, id_)
        found = [(p.where, p.what) for evidence in ids if evidence.startswith("S-") for p in archive.verify(workspace.archive, evidence)]
        return list(dict.fromkeys(found))
    problems = [(problem.where, problem.what) for problem in archive.verify(workspace.archive, id_)]
    return problems if id_ is not None else problems + _imports(workspace) + _chain(workspace)


def _imports(workspace: Workspace) -> list[tuple[str, str]]:
    """Imported files carry their SHA-256 as their name; the ledger knows which there must be."""
    folder = workspace.archive / "imports"
    files = {path.stem: path for path in folder.iterdir() if path.suffix != ".part"} if folder.is_dir() else {}
    wrong = [(str(path), "导入文件的内容与其摘要不符") for digest, path in sorted(files.items()) if _sha256(path) != digest]
    open_ledger(workspace)
    from zhengjian.ledger import inputs

    known = {digest: name for name, digest in inputs.imported()}
    return wrong + [(str(folder / digest), f"导入文件“{name}”不见了") for digest, name in known.items() if digest not in files]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chain(workspace: Workspace) -> list[tuple[str, str]]:
    open_ledger(workspace)
    from zhengjian.ledger import decisions

    number = decisions.broken()
    return [] if number is None else [("台账", f"第 {number} 条处理记录与前一条不衔接，记录被改动或删除过")]


def body(workspace: Workspace, id_: str) -> bytes:
    """The stored body of a snapshot; raises ``WrongUse`` or ``Gate``."""
    from zhengjian import archive

    try:
        return archive.body(workspace.archive, id_)
    except LookupError as error:
        raise WrongUse(str(error)) from None
    except archive.Damaged as error:
        raise Gate(f"证据已损坏：{error}") from None


def summary(problems: Sequence[tuple[str, str]]) -> str:
    """One sentence for the end of a verification."""
    return "证据完好" if not problems else f"发现 {len(problems)} 处证据问题"
