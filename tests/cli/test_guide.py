"""Every command of the user guide, run in its order as a reader would; every column that it names is one that is read."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import COMMAND, Run

from zhengjian.lab import Province, serve, write_register
from zhengjian.register import shapes
from zhengjian.register.reading import read_register
from zhengjian.register.writing import export

GUIDE = Path(__file__).parents[2] / "docs" / "user-guide.zh-CN.md"
EXAMPLE = "F-0123456789ab"
LAB = """
[network]
hosts_file = "hosts"
hosts_only = true
allow_private = true
host_interval_seconds = 0
address_requests_per_second = 0
page_budget = 25
[jobs]
processes = 1
"""
LISTS = {"找错留言": "messages", "监测记录": "probe", "政策文件": "policies", "账号资料": "profiles", "全国账号": "filings"}
OWN = {
    "发布记录.csv": "账号编号,标题,网址,发布时间\nN5100001,通知,http://x.gov.cn/1,2025-06-18 09:00\n",
    "转载任务.csv": "任务编号,标题,原文网址,发布时间,要求时限小时,范围\nT1,重要部署,http://www.gov.cn/1,2025-06-01 08:00,24,\n",
    "停机报备.csv": "网站标识码,起,止,原因,批准人\n5101000001,2025-06-18 22:00,2025-06-19 06:00,机房检修,某市人民政府办公室\n",
    "访问量.csv": "栏目网址,起,止,访问量\nhttp://www.linyu-ys.gov.cn/a/,2025-04-01,2025-06-01,3\n",
    "领导名单.csv": "姓名,职务,单位,任职日期,离任日期,排序\n周明远,市长,青禾市人民政府,2023-03-01,,1\n",
    "稿件.txt": "我市召开安全生产工作会议。\n",
    "网页.html": "<html><title>通知</title><body><a href='/a'>甲</a></body></html>",
}


def commands() -> list[str]:
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with the files that the guide speaks of, and the hosts of a served province."""
    root = tmp_path_factory.mktemp("desk")
    province = Province(sites=4, accounts=6, messages=3)
    write_register(province, root / "lists")
    register = read_register(root / "lists").register
    export(register, root / "名录.xlsx")
    shutil.copy(root / "名录.xlsx", root / "全国系统导出.xlsx")
    export(type(register)(units=register.units, sites=register.sites[:-1]), root / "全国系统导出.xlsx")
    for name, kind in LISTS.items():
        shutil.copy(root / "lists" / f"{kind}.csv", root / f"{name}.csv")
    for name, text in OWN.items():
        (root / name).write_text(text, "utf-8")
    with serve(province) as serving:
        yield root, serving.hosts_file_text


def test_every_command_of_the_guide_works(desk: tuple[Path, str], here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root, hosts = desk
    at, real = root, EXAMPLE
    monkeypatch.chdir(at)
    for line in commands():
        words = shlex.split(line.replace(EXAMPLE, real))
        if words[0] == "cd":
            at /= words[1]
            monkeypatch.chdir(at)
            (at / "zhengjian.toml").write_text(LAB, "utf-8")
            (at / "hosts").write_text(hosts, "utf-8")
            continue
        assert words[0] == "zhengjian", line
        if "serve" in words:
            _served(words, at)
            continue
        done = here(*words[1:], *(["--small"] if words[1] == "demo" else []))
        told = done.out + done.err
        assert done.code in ({0, 3} if words[1] in {"inspect", "demo"} else {0}), f"{line}\n{told}"
        assert "Traceback" not in told, line
        if words[1] == "inspect" and real == EXAMPLE:
            hits = [one for found in here("findings", "--period", "2025Q2").objects for one in found["findings"]]
            real = next(one["id"] for one in hits if one["evidence"][0].startswith("S-"))
    assert (at.parent / "恢复" / "ledger.sqlite").is_file()


def _served(words: list[str], at: Path) -> None:
    """Another program may hold the port that the guide names: any free one will do."""
    words = ["0" if word == "8123" else word for word in words]
    with subprocess.Popen([COMMAND, *words[1:]], cwd=at, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline(), process.stdout.readline()]
            assert "一次性口令" in lines[0] and "http://127.0.0.1:" in lines[1]
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def test_the_guide_names_every_column_and_no_other() -> None:
    text = GUIDE.read_text("utf-8")
    for shape in (
        shapes.UNITS,
        shapes.SITES,
        shapes.COLUMNS,
        shapes.ACCOUNTS,
        shapes.MESSAGES,
        shapes.POSTS,
        shapes.PROBE,
        shapes.POLICIES,
        shapes.PROFILES,
        shapes.REPOSTS,
        shapes.TRAFFIC,
    ):
        row = "、".join(f"{field.header} `{field.key}`{'*' if field.required else ''}" for field in shape.fields)
        assert f"| {shape.sheet} {shape.file} | {row} |" in text, shape.sheet
