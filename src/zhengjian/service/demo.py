"""The whole job on the embedded province: served on loopback, inspected over HTTP, ending with a bulletin.

The product is told of the province what an office would tell it: lists. Everything else it finds for itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from zhengjian.config import SETTINGS_FILE, ConfigError, Workspace
from zhengjian.service import CLOCK, Stop, Teller, WrongUse
from zhengjian.service.imports import import_list
from zhengjian.service.inspect import Inspected, Request, inspect
from zhengjian.service.publish import bulletin
from zhengjian.service.register import import_register
from zhengjian.service.setup import init

MARK = "# 演示目录"
LISTS = ("filings", "profiles", "messages", "policies", "probe", "posts", "reposts", "traffic")
SETTINGS = f"""\
{MARK}：内置的演示省，网页由本机提供，均标有“演示”字样。

[office]
name = "演示省人民政府办公厅"
province = "演示省"
document_number = "演示便函〔2025〕1号"

[network]
user_agent = "Zhengjian/1 demo"
hosts_file = "hosts"
hosts_only = true                   # 只访问演示网站
allow_private = true                # 演示网站在本机
host_interval_seconds = 0           # 演示关闭访问间隔；对真实网站不要关闭
address_requests_per_second = 0
address_connections = 16
quiet_hours = ""

[review]
second_person = true
auto_confirm = [                    # 演示中以下检查项的发现不经人工即予确认，通报附注会写明
{{checks}}
]
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo made: the workspace, what the inspection did, the documents, and how long it took."""

    root: Path
    inspected: Inspected
    documents: tuple[Path, ...]
    seconds: float


def demo(root: Path, teller: Teller, *, small: bool = False) -> Shown:
    """Run the demo in a directory; one that was interrupted is gone on with. Raises ``Stop``."""
    from zhengjian.lab import LabError, Province, serve, write_register

    begun = CLOCK.monotonic()
    workspace = _workspace(root)
    province = Province() if small else Province.seed_bulletin()
    lists = root / "inputs"
    teller.say(f"演示省：{province.sites} 个网站，{province.accounts} 个账号，{province.messages} 条找错留言", step="province")
    write_register(province, lists)
    taken = import_register(workspace, lists, by="演示")
    if taken.bad:
        raise Stop(f"演示名录有 {taken.bad} 行未能导入：{taken.problems[0].sentence}")
    for kind in LISTS:
        if (lists / f"{kind}.csv").is_file():
            import_list(workspace, kind, lists / f"{kind}.csv")
    teller.say(f"已导入名录和清单（{lists}）", step="inputs")
    try:
        with serve(province, processes=max(1, (os.cpu_count() or 2) // 2)) as serving:
            (root / "hosts").write_text(serving.hosts_file_text, "utf-8")
            teller.say(f"演示网站已在 {serving.address}:{serving.port} 提供，开始检查", step="inspect")
            done = inspect(workspace, Request(province.period, as_of=province.as_of, resume=True), teller)
    except LabError as error:
        raise Stop(str(error)) from None
    out = root / "bulletin" / province.period
    documents = bulletin(workspace, province.period, out, teller)
    return Shown(root, done, documents, CLOCK.monotonic() - begun)


def _workspace(root: Path) -> Workspace:
    if not (root / SETTINGS_FILE).exists():
        if root.is_dir() and any(root.iterdir()):
            raise WrongUse(f"目录 {root} 不是空的；请换一个目录名，例如 zhengjian demo demo2")
        return init(root, SETTINGS.format(checks=_auto_confirm()))
    if not (root / SETTINGS_FILE).read_text("utf-8").startswith(MARK):
        raise WrongUse(f"{root} 是正式的工作目录，不是演示目录；请换一个目录名，例如 zhengjian demo demo2")
    try:
        return Workspace.open(root)
    except ConfigError as error:
        raise WrongUse(str(error)) from None


def _auto_confirm() -> str:
    """Every check that the rulebook assesses and that is built, one a line, so that the demo needs no hand."""
    from zhengjian.rulebook import load

    return "\n".join(f'  "{name}",' for name in load("national-2019").check)
