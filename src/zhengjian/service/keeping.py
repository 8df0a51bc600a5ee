"""Back-up and restore of what cannot be fetched again: settings, decisions, issued notices, handed-in files, own rulebooks."""

from __future__ import annotations

import io
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from zhengjian.config import SETTINGS_FILE, ConfigError, Workspace
from zhengjian.service import Stop, WrongUse, existing
from zhengjian.service.setup import reason

WORDS = ("terms.csv", "exceptions.csv", "characters.bin", "leaders.csv")
"""The office's own terms, the phrases it found right, and what it trained: see ``service.terms`` and ``service.exceptions``."""
KEPT = (SETTINGS_FILE, "secret.key", "hosts", "rulebooks", *WORDS, "notices", "attachments")
LEDGER = "ledger.sqlite"


def backup(workspace: Workspace, file: Path) -> int:
    """Write one tar file, also while others work on the ledger; returns its size. Raises ``Stop``."""
    if workspace.settings.database and not workspace.settings.database.startswith("sqlite"):
        raise WrongUse("台账在 PostgreSQL 中；请用 pg_dump 备份数据库，再复制 zhengjian.toml 和 secret.key")
    part = file.with_name(file.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent if file.parent != Path() else None) as folder, tarfile.open(part, "w") as tar:
            copy = Path(folder) / LEDGER
            with sqlite3.connect(workspace.root / LEDGER) as source, sqlite3.connect(copy) as target:
                source.backup(target)
            tar.add(copy, LEDGER)
            for name in KEPT:
                if (workspace.root / name).exists():
                    tar.add(workspace.root / name, name)
        part.replace(file)
    except (OSError, sqlite3.Error) as error:
        words = reason(error) if isinstance(error, OSError) else str(error)
        raise Stop(f"无法备份到 {file}（{words}）；请检查权限和磁盘空间") from None
    return file.stat().st_size


def restore(file: Path, root: Path) -> Workspace:
    """Unpack a back-up into a new directory and prove that the ledger is whole; raises ``Stop``."""
    existing(file)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise WrongUse(f"目录 {root} 不是空的；请换一个目录名，恢复不会覆盖任何内容")
    try:
        data = file.read_bytes()
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            root.mkdir(parents=True, exist_ok=True)
            tar.extractall(root, filter="data")
        with sqlite3.connect(root / LEDGER) as ledger:
            answer = ledger.execute("pragma integrity_check").fetchone()[0]
    except (tarfile.TarError, sqlite3.Error, EOFError):
        raise Stop(f"{file} 不是完好的备份文件；没有恢复") from None
    except OSError as error:
        raise Stop(f"无法恢复到 {root}（{reason(error)}）；请检查权限和磁盘空间") from None
    if answer != "ok":
        raise Stop(f"{file} 中的台账已损坏（{answer}）；请改用较早的备份")
    (root / "archive").mkdir(exist_ok=True)
    return Workspace.open(root)


def move_ledger(workspace: Workspace, address: str) -> dict[str, int]:
    """Copy the whole ledger into another, empty database; rows by table. Raises ``Stop``."""
    from zhengjian.ledger import LedgerError
    from zhengjian.ledger.moving import move

    try:
        return move(workspace, address)
    except (LedgerError, ConfigError) as error:
        raise Stop(str(error)) from None
