"""Makes a new workspace: settings with every choice explained, an empty ledger, a secret of its own."""

from __future__ import annotations

from pathlib import Path

from zhengjian.config import SETTINGS_FILE, Workspace
from zhengjian.service import Stop, WrongUse, open_ledger

SETTINGS = """\
# 政检工作目录的设置。每一项都有稳妥的默认值；不确定时保持原样。

[office]
name = "省人民政府办公厅"            # 文件落款
rulebook = "national-2019"          # 检查所依据的指标文件

[network]
user_agent = "Zhengjian/1 (+https://example.invalid/about; inspection@example.invalid)"   # 请改为本单位的说明页和联系邮箱
host_interval_seconds = 2.0         # 对同一主机两次访问的间隔
address_requests_per_second = 5.0   # 对同一服务器每秒最多几次访问
page_budget = 5000                  # 每个网站每轮最多读取的页数，未读取的会列明原因
respect_robots = true
quiet_hours = ""                    # 例如 "08:30-18:00 workdays"：这段时间不抓取

[probe]
every_minutes = 30                  # 可用性监测间隔

[review]
auto_confirm = []                   # 哪些检查项的发现不经人工即予确认；每次使用都会记录
second_person = true                # 单项否决须第二人确认

[looks]
views = true                        # 另以搜索引擎和手机访问者的方式打开少数页面，核对是否另有内容；未获本单位书面同意的，改为 false
browser = true                      # 用浏览器检查无障碍和首页加载时长，每个网站约占用处理器十秒；本机没有浏览器时记为未观察到

[jobs]
processes = 0                       # 0：每个处理器核心一个
"""


def init(root: Path, settings: str = SETTINGS) -> Workspace:
    """Make a workspace in a directory that holds none yet; settings that lie there already are kept. Raises ``Stop``."""
    path = root / SETTINGS_FILE
    if (root / "ledger.sqlite").exists() or (root / "secret.key").exists():
        raise WrongUse(f"{root} 已经是工作目录（{path} 已存在）；没有改动任何内容")
    if root.exists() and not root.is_dir():
        raise WrongUse(f"{root} 是文件，不是目录；请换一个目录名")
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / "archive").mkdir(exist_ok=True)
        if not path.exists():
            path.write_text(settings, "utf-8")
    except OSError as error:
        raise Stop(f"无法在 {root} 建立工作目录（{reason(error)}）；请检查权限和磁盘空间，或换一个目录") from None
    workspace = Workspace.open(root)
    open_ledger(workspace)
    return workspace


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where it is one of the usual reasons."""
    import errno

    usual = {
        errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已用完", errno.EROFS: "所在磁盘为只读", errno.EACCES: "没有权限",
        errno.EPERM: "没有权限", errno.ENOENT: "目录或文件不存在", errno.ENOTDIR: "路径中有一段不是目录", errno.EADDRINUSE: "端口已被占用",
        errno.EISDIR: "是目录，不是文件", errno.EMFILE: "打开的文件过多", errno.ENAMETOOLONG: "名称过长",
    }  # fmt: skip
    return usual.get(error.errno or 0, error.strerror or str(error))
