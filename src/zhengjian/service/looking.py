"""Brings what ``check`` and ``facts`` look at: files, addresses, standard input; and the rulebook to look with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from zhengjian.config import SETTINGS_FILE, Network, Workspace
from zhengjian.model import SAID, FetchCode
from zhengjian.rulebook import Rulebook, load, on
from zhengjian.service import CLOCK, Stop, WrongUse
from zhengjian.service.setup import reason
from zhengjian.service.single import Aids, Item


def office_rulebook(root: Path) -> Rulebook:
    """The workspace's rulebook, or the product's own outside a workspace."""
    if not (root / SETTINGS_FILE).exists():
        return load("national-2019")
    workspace = Workspace.open(root)
    return on(load(workspace.settings.office.rulebook, root / "rulebooks"), CLOCK.now().date())


def office_aids(root: Path) -> Aids:
    """The office's own dictionary and counts, or none outside a workspace; raises ``Stop`` when they cannot be used."""
    from zhengjian.service.terms import CountsError, read_aids

    if not (root / SETTINGS_FILE).exists():
        return Aids()
    try:
        return read_aids(root)
    except CountsError as error:
        raise Stop(str(error)) from None


def present() -> datetime:
    """The present instant."""
    return CLOCK.now()


def known_checks(names: Sequence[str]) -> None:
    """Refuse names that no check has; raises ``WrongUse``."""
    from zhengjian.judge import all_checks
    from zhengjian.service.vocabulary import CHECK_NAMES

    built = all_checks()
    if unknown := [name for name in names if name not in built and name not in CHECK_NAMES]:
        raise WrongUse(f"没有名为 {'、'.join(unknown)} 的检查项；检查项名称见 docs/checks")


def item_of(name: str, url: str, root: Path, stdin: BinaryIO) -> Item:
    """The item behind a name on the command line; a file that is not there is wrong use."""
    if name == "-":
        return Item("-", stdin.read(), "", url)
    if name.startswith(("http://", "https://")):
        return _fetched(name, root)
    path = Path(name)
    if not path.exists():
        raise WrongUse(f"没有找到 {name}；请检查文件名和目录")
    if path.is_dir():
        raise WrongUse(f"{name} 是文件夹；请指定文件")
    try:
        return Item(name, path.read_bytes(), path.name, url)
    except OSError as error:
        return Item(name, b"", path.name, url, problem=f"{name} 无法读取（{reason(error)}）")


def _fetched(url: str, root: Path) -> Item:
    from zhengjian.fetch import Fetcher, Visit, read_hosts_file

    workspace = Workspace.open(root) if (root / SETTINGS_FILE).exists() else None
    network = workspace.settings.network if workspace else Network()
    hosts = read_hosts_file(workspace.hosts_file) if workspace and workspace.hosts_file else {}
    fetcher: Fetcher[None] = Fetcher(network, CLOCK, hosts)
    try:
        fetched = fetcher.fetch(Visit(url=url, seconds=network.fetch_seconds))
    finally:
        fetcher.close()
    snapshot = fetched.snapshot
    seen = snapshot.code in {FetchCode.OK, FetchCode.OK_SLOW}
    status = f"，HTTP {snapshot.http_status}" if snapshot.http_status else ""
    problem = "" if seen else f"{url} 未能完整读取（{SAID[snapshot.code]}{status}{'，' + snapshot.detail if snapshot.detail else ''}）"
    return Item(url, fetched.body, "", snapshot.final_url or url, snapshot.content_type, problem)
