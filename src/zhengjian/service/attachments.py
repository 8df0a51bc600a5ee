"""Files that units hand in: checked by size, name and content, kept under their digest, never run, never shown inline."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from zhengjian.archive.folder import write_whole
from zhengjian.config import Workspace
from zhengjian.ledger.notices import NewFile

LARGEST = 10 * 1024 * 1024
MOST_FILES = 5
UNPACKED_MOST = 100 * 1024 * 1024
ENTRIES_MOST = 2000

_MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
KINDS = "、".join(sorted(_MAGIC))


def keep(workspace: Workspace, name: str, data: bytes) -> NewFile | str:
    """Store one file; the value, or one sentence why it was not accepted."""
    short = Path(name.replace("\\", "/")).name[:120] or "未命名"
    kind = short.rpartition(".")[2].lower()
    problem = _problem(kind, data)
    if problem:
        return f"“{short}”未接收：{problem}"
    sha256 = hashlib.sha256(data).hexdigest()
    path = place(workspace, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_whole(path, data)
    return NewFile(name=short, size=len(data), sha256=sha256, kind=kind)


def place(workspace: Workspace, sha256: str) -> Path:
    """Where a file lies: its name is its digest, so no name from outside reaches the disk."""
    return workspace.root / "attachments" / sha256[:2] / sha256


def _problem(kind: str, data: bytes) -> str:
    if kind not in _MAGIC:
        return f"只接收 {KINDS} 文件"
    if not data:
        return "文件是空的"
    if len(data) > LARGEST:
        return f"文件{len(data) / 1048576:.1f}MB，超过{LARGEST // 1048576}MB的上限"
    if not data.startswith(_MAGIC[kind]):
        return f"内容不是{kind}文件，请检查扩展名"
    return _packed_problem(kind, data) if kind in _PARTS else ""


def _packed_problem(kind: str, data: bytes) -> str:
    """What is wrong with a packed document; sizes are read from its directory, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return f"内容不是完整的{kind}文件"
    if len(entries) > ENTRIES_MOST or sum(entry.file_size for entry in entries) > UNPACKED_MOST:
        return "文件展开后过大"
    names = {entry.filename for entry in entries}
    if _PARTS[kind] not in names:
        return f"内容不是{kind}文件，请检查扩展名"
    return "文件含宏，请去除后再提交" if any(name.endswith("vbaProject.bin") for name in names) else ""
