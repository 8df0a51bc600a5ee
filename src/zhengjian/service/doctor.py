"""Looks at the machine and the workspace, and says in one sentence each what is in order and what is not."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from zhengjian.config import ConfigError, Workspace
from zhengjian.service import CLOCK, Stop, open_ledger

Level = Literal["ok", "warning", "error"]
FEWEST_CANARIES = 3
FREE_WARN, FREE_ERROR = 5 << 30, 1 << 30
BUILT = datetime.fromisoformat("2026-11-01T00:00:00+08:00")  # no clock of a running installation can be earlier than the programme


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at."""

    what: str
    level: Level
    words: str


def examine(root: Path) -> list[Examined]:
    """Everything that a doctor looks at, in order; nothing here raises. What needs a workspace is left out where there is none."""
    machine = [_safely(look, root) for look in (_clock, _memory, _disk, _browser, _fonts)]
    workspace = _safely(_workspace, root)
    if workspace.level == "error":
        return [*machine, workspace]
    return [*machine, workspace, *(_safely(look, root) for look in (_ledger, _secret, _calendar, _hosts, _canaries))]


def _safely(look: Callable[[Path], Examined], root: Path) -> Examined:
    try:
        return look(root)
    except (ConfigError, Stop) as error:
        return Examined("工作目录", "error", str(error))
    except (OSError, ValueError, sqlite3.Error) as error:
        return Examined(look.__name__.removeprefix("_"), "warning", f"无法检查：{error}")


def _clock(root: Path) -> Examined:
    now = CLOCK.now()
    newest = max((stamp for stamp in _stamps(root)), default=None)
    if now < BUILT:
        return Examined("时钟", "error", f"本机时间 {now:%Y-%m-%d %H:%M} 早于程序发布时间 {BUILT:%Y-%m-%d}；请校准时间后再检查")
    if newest is not None and newest > now + timedelta(minutes=10):
        return Examined("时钟", "error", f"本机时间 {now:%Y-%m-%d %H:%M} 早于工作目录中的文件 {newest:%Y-%m-%d %H:%M}；请校准时间后再检查")
    if newest is not None and newest < now - timedelta(days=300):
        words = f"工作目录上次使用在 {newest:%Y-%m-%d}，本机时间是 {now:%Y-%m-%d %H:%M}；如果不是久未使用，请校准时间"
        return Examined("时钟", "warning", words)
    return Examined("时钟", "ok", f"本机时间 {now:%Y-%m-%d %H:%M}")


def _stamps(root: Path) -> Iterator[datetime]:
    for name in ("zhengjian.toml", "ledger.sqlite", "archive"):
        path = root / name
        if path.exists():
            yield datetime.fromtimestamp(path.stat().st_mtime, CLOCK.now().tzinfo)


def _memory(root: Path) -> Examined:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = os.cpu_count() or 1
    level: Level = "ok" if total >= 2 << 30 else "warning"
    return Examined("机器", level, f"{cores} 个处理器核心，内存 {total / (1 << 30):.1f} GB" + ("" if level == "ok" else "；建议至少 2 GB"))


def _disk(root: Path) -> Examined:
    free = shutil.disk_usage(root if root.exists() else root.parent).free
    words = f"可用空间 {free / (1 << 30):.1f} GB"
    if free < FREE_ERROR:
        return Examined("磁盘", "error", f"{words}，不足 1 GB；请腾出空间")
    return Examined("磁盘", "warning" if free < FREE_WARN else "ok", words + ("；建议至少 5 GB" if free < FREE_WARN else ""))


def _workspace(root: Path) -> Examined:
    workspace = Workspace.open(root)
    if not os.access(root, os.W_OK):
        return Examined("工作目录", "error", f"{root.resolve()} 不可写；请检查权限")
    agent = workspace.settings.network.user_agent
    if "example.invalid" in agent and not workspace.settings.network.hosts_only:
        return Examined("工作目录", "warning", "user_agent 还是示例；请在 zhengjian.toml 中改为本单位的说明页和联系邮箱")
    return Examined("工作目录", "ok", f"{root.resolve()}")


def _ledger(root: Path) -> Examined:
    workspace = Workspace.open(root)
    open_ledger(workspace)
    from zhengjian.ledger import decisions, register

    known = register.load()
    if (number := decisions.broken()) is not None:
        return Examined("台账", "error", f"第 {number} 条处理记录与前一条不衔接，记录被改动或删除过")
    return Examined("台账", "ok", f"{len(known.units)} 个单位，{len(known.sites)} 个网站，{len(known.accounts)} 个账号")


def _secret(root: Path) -> Examined:
    path = root / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Examined("密钥", "error", f"{path} 他人可读；请运行 chmod 600 {path}")
    return Examined("密钥", "ok", "仅本人可读")


def _calendar(root: Path) -> Examined:
    from zhengjian.workflow.working_days import UnknownYear, WorkCalendar

    settings = Workspace.open(root).settings.calendar
    calendar, year = WorkCalendar.corrected(settings.workdays, settings.holidays), CLOCK.now().year
    try:
        calendar.is_workday(datetime(year, 1, 4, tzinfo=CLOCK.now().tzinfo).date())
    except UnknownYear as error:
        return Examined("日历", "error", str(error))
    try:
        calendar.is_workday(datetime(year + 1, 1, 4, tzinfo=CLOCK.now().tzinfo).date())
    except UnknownYear:
        return Examined("日历", "ok", f"{year} 年节假日安排已收入；{year + 1} 年的尚未收入，公布后请更新")
    return Examined("日历", "ok", f"{year}、{year + 1} 年节假日安排已收入")


def _browser(root: Path) -> Examined:
    from zhengjian.fetch.browser import chromium

    found = chromium()
    if not found:
        remedy = "可运行 apt-get install chromium，并安装本程序的 browser 组件"
        return Examined("浏览器", "warning", f"浏览器不可用：须由浏览器才能看清的页面记为“未观察到”；{remedy}")
    return Examined("浏览器", "ok", found)


def _fonts(root: Path) -> Examined:
    faces = {
        "仿宋": ("FandolFang", "仿宋", "FangSong"),
        "黑体": ("NotoSansCJK", "Noto Sans CJK", "黑体"),
        "宋体": ("NotoSerifCJK", "小标宋"),
    }
    from zhengjian.bulletin.pdf import font_folders

    places = [Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts", *font_folders()]
    files = [path.name for place in places if place.is_dir() for path in place.rglob("*.[ot]t[fc]")]
    missing = [face for face, marks in faces.items() if not any(mark.replace(" ", "") in name for mark in marks for name in files)]
    if missing:
        return Examined("字体", "warning", f"缺少{'、'.join(missing)}：通报 PDF 将以其他字体代替；可运行 bash scripts/fonts.sh")
    return Examined("字体", "ok", "仿宋、黑体、宋体齐全")


def _canaries(root: Path) -> Examined:
    """What tells a broken line of ours from broken sites: canaries, or a second vantage point."""
    workspace = Workspace.open(root)
    number = len(workspace.settings.probe.canaries)
    if number >= FEWEST_CANARIES or workspace.settings.network.hosts_only:
        return Examined("监测", "ok", f"参照网站 {number} 个")
    words = (
        f"参照网站只有 {number} 个，本机线路故障可能被当成网站打不开；请在 probe.canaries 中写入至少 {FEWEST_CANARIES} 个不同单位的稳定网址"
    )
    return Examined("监测", "warning", words)


def _hosts(root: Path) -> Examined:
    workspace = Workspace.open(root)
    if workspace.settings.network.hosts_only:
        return Examined("网络", "ok", "只访问 hosts 文件中的主机（演示或内网）")
    try:
        socket.getaddrinfo("www.gov.cn", 443)
    except OSError:
        return Examined("网络", "warning", "域名 www.gov.cn 不能解析；如果本机不能上网，检查结果都会记为“未观察到”")
    return Examined("网络", "ok", "域名解析正常")
