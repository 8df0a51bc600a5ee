"""Whatever is handed to the command line, the answer is one clear sentence, the right exit status, and nothing lost."""

from __future__ import annotations

import io
import os
import socket
import sqlite3
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from tests.cli.conftest import Run

UNITS = "单位编码,单位名称,单位类别\n510100,成都市,市州\n"
SITES = "网站标识码,网站名称,首页网址,主办单位编码,网站类别\n5101000001,成都市人民政府,http://www.chengdu.gov.cn/,510100,市级门户\n"


def folder(root: Path, **files: str | bytes) -> Path:
    root.mkdir()
    for name, text in files.items():
        (root / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def register(run: Run, workspace: Path) -> dict[str, list[list[str]]]:
    """The register as it is exported, by file."""
    out = workspace / "out"
    assert run("-C", workspace, "register", "export", out).code == 0
    return {path.stem: [line.split(",") for line in path.read_text("utf-8-sig").splitlines()[1:]] for path in out.iterdir()}


def test_a_folder_that_is_no_workspace(run: Run, tmp_path: Path) -> None:
    answer = run("-C", tmp_path, "inspect", "--period", "2025Q2")
    assert answer.code == 2
    assert "不是工作目录" in answer.one_sentence() and "zhengjian init" in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["inspect", "--period", "2025Q5"], "不是检查期次"),
        (["findings", "--period", "2019Q1"], "没有 2019Q1 的检查结果"),
        (["findings", "--period", "2025Q2", "--format", "pdf"], "--format"),
        (["rejudge", "--period", "2025Q2"], "没有 2025Q2 的检查结果"),
        (["score", "--period", "x"], "不是检查期次"),
        (["check", "--jsonl", "a.html"], "不能同时指定文件"),
        (["facts", "a.html", "--jsonl"], "不能同时指定文件"),
        (["register", "import"], "缺少 FILE|FOLDER"),
        (["confirm", "--as", "甲"], "缺少 FINDING"),
        (["proofread"], "缺少 FILE"),
        (["confirm", "F-000000000000", "--as", "甲"], "没有编号为“F-000000000000”的问题"),
        (["confirm", "F-000000000000"], "缺少"),
        (["evidence", "show", "F-000000000000"], "没有编号为 F-000000000000 的问题"),
        (["evidence", "show", "S-2025Q2.5101000001.1.7"], "没有快照"),
        (["evidence", "show", "nothing"], "没有编号为 nothing"),
        (["check", "-", "--check", "no-such-check"], "没有名为 no-such-check 的检查项"),
        (["register", "import", "nowhere.xlsx"], "没有找到 nowhere.xlsx"),
        (["inspect", "--period", "2999Q1"], "还没有开始"),
        (["inspect", "--period", "2025Q2", "--as-of", "gestern"], "不是时间"),
        (["inspect", "--period", "2025Q2", "--as-of", "2024-01-01"], "早于"),
        (["inspect", "--period", "2025Q2"], "名录是空的"),
        (["inspect", "--period", "2025Q2", "--site", "5199999999"], "名录中没有 5199999999"),
        (["fly"], "没有命令 fly"),
        (["inspect", "--perod", "2025Q2"], "没有选项 --perod"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(here: Run, workspace: Path, arguments: list[str], words: str) -> None:
    answer = here("-C", workspace, *arguments)
    told = answer.out + answer.err
    assert answer.code == 2, told
    assert words in told and "Traceback" not in told


def test_an_unknown_rulebook_names_those_there_are(here: Run, workspace: Path) -> None:
    settings = workspace / "zhengjian.toml"
    settings.write_text(settings.read_text("utf-8").replace("national-2019", "lunar-1969"), "utf-8")
    answer = here("-C", workspace, "inspect", "--period", "2025Q2")
    assert answer.code == 2
    assert "lunar-1969" in answer.one_sentence() and "national-2019" in answer.err


def test_settings_that_cannot_be_read(here: Run, workspace: Path) -> None:
    (workspace / "zhengjian.toml").write_text("[network]\npage_budge = 1\n", "utf-8")
    answer = here("-C", workspace, "doctor")
    assert answer.code == 1 and "page_budge" in answer.out
    answer = here("-C", workspace, "findings", "--period", "2025Q2")
    assert answer.code == 2 and "page_budge" in answer.one_sentence()


def test_good_rows_are_taken_and_every_bad_row_is_listed(here: Run, workspace: Path, tmp_path: Path) -> None:
    bad = SITES + (
        "5101000001,又一个,http://b.gov.cn/,510100,市级部门\n"  # a code twice
        "51010A,短码,http://c.gov.cn/,510100,市级部门\n"
        "5101000004,无网址,—,510100,市级部门\n"
        "5101000005,坏网址,http://坏 网址/,510100,市级部门\n"
        "5101000006,无单位,http://f.gov.cn/,999999,市级部门\n"
        "5101000007,错类别,http://g.gov.cn/,510100,乡镇\n"
        "12BM010001,怪码,http://h.gov.cn/,510100,市级部门\n"  # a live odd form: taken with a remark
    )
    files = folder(tmp_path / "reg", units=UNITS, sites=bad)
    answer = here("-C", workspace, "register", "import", files)
    assert answer.code == 3
    for words in (
        "第3行“网站标识码”为“5101000001”",
        "第4行“网站标识码”为“51010A”",
        "第5行“首页网址”",
        "第6行“首页网址”",
        "第7行“主办单位编码”为“999999”",
        "第8行“网站类别”为“乡镇”",
        "提示：sites.csv 第9行",
    ):
        assert words in answer.out, words
    assert [row[0] for row in register(here, workspace)["sites"]] == ["5101000001", "12BM010001"]
    assert zipfile.is_zipfile(workspace / "import-errors.xlsx")


def test_strict_takes_nothing(here: Run, workspace: Path, tmp_path: Path) -> None:
    files = folder(tmp_path / "reg", units=UNITS, sites=SITES + "bad,x,http://b.gov.cn/,510100,市级部门\n")
    answer = here("-C", workspace, "register", "import", files, "--strict")
    assert answer.code == 3 and "没有导入任何内容" in answer.out
    assert register(here, workspace)["sites"] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "没有“x”这一项"),
        ("[jobs]\nx = 1", "[jobs] 没有“x”这一项"),
        ('[probe]\nevery_minutes = "a"', "[probe.every_minutes] 应为整数，现为文字"),
        ("[probe]\nevery_minutes = 0", "[probe.every_minutes] 应不小于 1"),
        ("[network]\nprobe_seconds = 0.0", "应大于 0"),
        ("[office]\nlayout = 'x'", "[office.layout] 不能是“x”"),
        ("[probe\n", "第1行第7列不合 TOML 格式"),
        ("[probe]\nevery_minutes = 1\nevery_minutes = 2", "不合格式"),
    ],
)
def test_settings_that_cannot_be_read_are_told_in_chinese(here: Run, workspace: Path, text: str, words: str) -> None:
    (workspace / "zhengjian.toml").write_text(text, "utf-8")
    answer = here("-C", workspace, "findings", "--period", "2025Q2")
    assert answer.code == 2
    assert words in answer.one_sentence() and "zhengjian.toml" in answer.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_of_the_usual_encodings(here: Run, workspace: Path, tmp_path: Path, encoding: str) -> None:
    files = folder(tmp_path / "reg", units=UNITS.encode(encoding), sites=SITES.encode(encoding))
    assert here("-C", workspace, "register", "import", files).code == 0
    assert register(here, workspace)["sites"][0][1] == "成都市人民政府"


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(450):
                member.write(b"\0" * (1 << 20))
    return buffer.getvalue()


def _far_cell() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("网站")
    sheet.write(0, 0, "网站标识码")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    return buffer.getvalue()


def _no_column() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, header in (("单位", ["单位编码", "单位名称"]), ("网站", ["网站标识码", "网站名称", "首页网址"])):
        book.add_worksheet(name).write_row(0, 0, header)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"MZ\x90\0" + b"\0" * 400, "可执行程序"),
        ("b.xlsx", b"", "空文件"),
        ("c.xlsx", b"not a workbook at all", "内容却不是"),
        ("d.xlsx", b"PK\x03\x04 broken", "不是完好的表格文件"),
        ("e.csv", b"\0\1\2\3" * 50, "不是文本表格"),
        ("f.csv", "甲,乙\n1,2\n".encode(), "没有名录的任何一张表"),
        ("g.xlsx", _bomb, "压缩炸弹"),
        ("h.xlsx", _far_cell, "范围过大"),
        ("i.xlsx", _no_column, "缺少列“主办单位编码”“网站类别”"),
    ],
)
def test_a_file_that_is_no_register_is_refused(here: Run, workspace: Path, name: str, data: object, words: str) -> None:
    path = workspace / name
    path.write_bytes(data() if callable(data) else data)  # type: ignore[arg-type]
    answer = here("-C", workspace, "register", "import", path)
    assert answer.code == 3
    assert words in answer.one_sentence()


def test_a_port_in_use(run: Run, workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = run("-C", workspace, "serve", "--port", str(taken.getsockname()[1]))
    assert answer.code == 1
    assert "端口已被占用" in answer.one_sentence() and "--port" in answer.err


def test_a_locked_ledger(run: Run, workspace: Path, tmp_path: Path) -> None:
    files = folder(tmp_path / "reg", units=UNITS, sites=SITES)
    with sqlite3.connect(workspace / "ledger.sqlite", isolation_level=None) as other:
        other.execute("begin exclusive")
        answer = run("-C", workspace, "register", "import", files)
        other.execute("rollback")
    assert answer.code == 1
    assert "被另一个程序占用" in answer.one_sentence()
    assert run("-C", workspace, "register", "import", files).code == 0


def test_a_ledger_that_is_no_database(here: Run, workspace: Path) -> None:
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (workspace / name).unlink(missing_ok=True)
    (workspace / "ledger.sqlite").write_bytes(b"something else entirely" * 500)
    answer = here("-C", workspace, "findings", "--period", "2025Q2")
    assert answer.code == 1
    assert "不是数据库文件" in answer.one_sentence()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(run: Run, workspace: Path, tmp_path: Path) -> None:
    run("-C", workspace, "register", "import", folder(tmp_path / "reg", units=UNITS, sites=SITES))
    (workspace / "full.xlsx.part").symlink_to("/dev/full")
    answer = run("-C", workspace, "register", "export", workspace / "full.xlsx")
    assert answer.code == 1
    assert "磁盘已满" in answer.one_sentence()
    assert len(register(run, workspace)["sites"]) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(here: Run, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    answer = here("init", tmp_path / "shut" / "w")
    assert answer.code == 1 and "没有权限" in answer.one_sentence()


def test_a_place_that_cannot_be_written(here: Run, workspace: Path) -> None:
    answer = here("-C", workspace, "register", "export", "/proc/nowhere.xlsx")
    assert answer.code == 1
    assert "无法写入 /proc/nowhere.xlsx" in answer.one_sentence()


def test_a_clock_that_is_wrong(here: Run, workspace: Path) -> None:
    ahead = 4_000_000_000
    os.utime(workspace / "zhengjian.toml", (ahead, ahead))
    answer = here("-C", workspace, "doctor", "--json")
    clock = next(one for one in answer.objects if one["what"] == "时钟")
    assert answer.code == 1 and clock["level"] == "error" and "校准时间" in clock["message"]


def test_a_doctor_says_what_is_missing(here: Run, workspace: Path) -> None:
    answer = here("-C", workspace, "doctor", "--json")
    assert {"时钟", "机器", "磁盘", "台账", "日历", "浏览器", "字体", "监测"} <= {one["what"] for one in answer.objects}


def test_a_demo_does_not_touch_a_folder_in_use(here: Run, workspace: Path, tmp_path: Path) -> None:
    answer = here("demo", workspace)
    assert answer.code == 2 and "不是演示目录" in answer.one_sentence()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    answer = here("demo", tmp_path / "mine")
    assert answer.code == 2 and "不是空的" in answer.one_sentence()


def test_help_is_quick_and_needs_no_workspace(run: Run) -> None:
    answer = run("--help")
    assert answer.code == 0 and "inspect" in answer.out


def test_a_workspace_is_not_made_twice_and_settings_that_were_there_stay(here: Run, workspace: Path, tmp_path: Path) -> None:
    answer = here("init", workspace)
    assert answer.code == 2 and "已经是工作目录" in answer.one_sentence()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "zhengjian.toml").write_text("[office]\nname = '甲市'\n", "utf-8")
    assert here("init", tmp_path / "own").code == 0
    assert "甲市" in (tmp_path / "own" / "zhengjian.toml").read_text("utf-8")
    assert (tmp_path / "own" / "ledger.sqlite").exists()
