"""A small province in a real workspace: register, an archived visit with hostile text, outcomes, people of every role."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from tests import postgres

from zhengjian import ledger
from zhengjian.archive.folder import ATTEMPTS, RoundFolder
from zhengjian.archive.store import StoredAttempt, write_attempts
from zhengjian.archive.warc import WarcWriter
from zhengjian.config import Workspace
from zhengjian.ledger import amendments, decisions, inputs, outages, register, rounds, users
from zhengjian.model import SHANGHAI, Account, Finding, Message, Outcome, Period, Post, Site, Target, Unit, Verdict, digest
from zhengjian.register import Register
from zhengjian.register.entries import Outage
from zhengjian.service.scoring import rescore
from zhengjian.workflow.rights import Role

PERIOD = "2025Q2"
AS_OF = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
PASSWORD = "correct-horse-battery-9"
HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0\u202e\x07 13890417263"
MOBILE = "13890417263"
RULEBOOK = "national-2019"
SETTINGS = '[office]\nname = "测试省人民政府办公厅"\n'
ONE, TWO, THREE = "5101000001", "5102000001", "5100000001"
FEED = "A-0001"
ACCOUNTS = ("A-0001", "A-0002", "A-0003")

UNITS = (
    Unit(code="P", name="测试省人民政府办公厅", short_name="省政府办公厅", kind="省政府办公厅"),
    Unit(code="D1", name="测试省财政厅", short_name="财政厅", kind="省直部门", parent="P"),
    Unit(code="C1", name="甲市人民政府", short_name="甲市", kind="市州", parent="P"),
    Unit(code="C1D", name="甲市教育局", kind="市级部门", parent="C1"),
    Unit(code="C2", name="乙市人民政府", short_name="乙市", kind="市州", parent="P"),
)
SITES = (
    Site(site_id=ONE, name="甲市人民政府网站", home="http://www.jia.gov.cn/", unit="C1", kind="市级门户"),
    Site(site_id="5101000002", name="甲市教育局网站", home="http://jyj.jia.gov.cn/", unit="C1D", kind="市级部门"),
    Site(site_id=TWO, name="乙市人民政府网站", home="http://www.yi.gov.cn/", unit="C2", kind="市级门户"),
    Site(site_id=THREE, name=f"财政厅{HOSTILE}", home="javascript:alert(1)", unit="D1", kind="省直部门"),
)
FEEDS = (
    Account(account_id="A-0001", platform="微信公众号", name="甲市发布", unit="C1"),
    Account(account_id="A-0002", platform="抖音", name="甲市教育", unit="C1D"),
    Account(account_id="A-0003", platform="新浪微博", name="乙市发布", unit="C2"),
)
PEOPLE: dict[str, tuple[Role, dict[str, object]]] = {
    "office": (Role.OFFICE, {"name": "办公室"}),
    "li": (Role.REVIEWER, {"name": "李复核"}),
    "wang": (Role.REVIEWER, {"name": "王复核"}),
    "jia": (Role.SUPERVISOR, {"name": "甲市主管", "unit": "C1"}),
    "yi": (Role.SUPERVISOR, {"name": "乙市主管", "unit": "C2"}),
    "jyj": (Role.OPERATOR, {"name": "教育局运维", "targets": ["5101000002", "A-0002"]}),
    "leader": (Role.LEADER, {"name": "领导"}),
    "system": (Role.SYSTEM, {}),
    "security": (Role.SECURITY, {}),
    "auditor": (Role.AUDITOR, {}),
}
PAGE = f"""<!doctype html>
<html><head><meta charset="utf-8"><title>甲市人民政府网站</title></head>
<body>
<h1>补助名单公示{HOSTILE.replace(chr(7), "")}</h1>
<p>张三，联系电话{MOBILE}，身份证号110101199003073917</p>
<div style="position:absolute;left:-9999px"><a href="http://bet.example/">棋牌娱乐</a></div>
</body></html>
"""


@dataclass(frozen=True)
class World:
    """The workspace, and the ids of its findings by a word: veto, second, plain, stale."""

    workspace: Workspace
    ids: dict[str, str]


def _snapshot(workspace: Workspace, target: str) -> str:
    folder = RoundFolder(workspace.archive, PERIOD, target, 1)
    folder.path.mkdir(parents=True)
    id_ = folder.snapshot_id(1)
    path = folder.path / "pages-00000.warc.gz"
    writer = WarcWriter(path, "test")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    piece = writer.add("http://www.jia.gov.cn/", AS_OF, head, PAGE.encode(), address="203.0.113.7", packed=False)
    writer.close()
    attempt = StoredAttempt(
        url="http://www.jia.gov.cn/",
        code="OK",
        http_status=200,
        final_url="http://www.jia.gov.cn/",
        seconds=0.31,
        snapshot=id_,
        at=AS_OF.isoformat(),
        content_type="text/html; charset=utf-8",
        charset="utf-8",
        address="203.0.113.7",
        sha256=sha256(PAGE.encode()).hexdigest(),
        size=len(PAGE.encode()),
        file=path.name,
        offset=piece.offset,
        length=piece.length,
    )
    write_attempts(folder.path / ATTEMPTS, [attempt])
    return id_


def finding(target: str, check: str, what: str, evidence: str, **more: object) -> Finding:
    """A finding with a stable id."""
    id_ = f"F-{digest(target, check, what, str(more.get('value', '')))}"
    return Finding(id=id_, where=f"http://{target}.example/page.html", what=what, evidence=(evidence,), **more)  # type: ignore[arg-type]


def _outcomes(snapshots: dict[str, str]) -> dict[str, list[tuple[str, Outcome]]]:
    def bad(check: str, *found: Finding) -> tuple[str, Outcome]:
        return check, Outcome(verdict=Verdict.VIOLATED, why=f"发现{len(found)}处", findings=found, check=check, rulebook=RULEBOOK)

    def plain(check: str, verdict: Verdict, why: str) -> tuple[str, Outcome]:
        return check, Outcome(verdict=verdict, why=why, check=check, rulebook=RULEBOOK)

    one = snapshots[ONE]
    return {
        ONE: [
            bad("hidden-links", finding(ONE, "hidden-links", "隐藏的赌博链接", one, value="http://bet.example/", line=6)),
            bad(
                "privacy-leak",
                finding(ONE, "privacy-leak", f"公开页面出现手机号{MOBILE}", one, value=MOBILE, expected="应作去标识化处理", line=5),
                finding(ONE, "privacy-leak", "公开页面出现身份证号", one, value="110101********3917", line=5),
            ),
            plain("home-stale", Verdict.MET, "首页2天前有更新"),
        ],
        "5101000002": [bad("dead-links", finding("5101000002", "dead-links", "链接打不开", one, value="HTTP 404"))],
        TWO: [
            bad("dead-links", finding(TWO, "dead-links", f"链接打不开{HOSTILE}", one, value="HTTP 404")),
            plain("hidden-links", Verdict.MET, "未见暗链"),
        ],
        THREE: [plain("hidden-links", Verdict.UNKNOWN, f"首页被拦截（403），未能观测{HOSTILE}")],
    }


def build(root: Path, settings: str = "") -> World:
    """Make the workspace with everything in it, by the ledger's own functions; ``settings`` stand before the usual ones."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "archive").mkdir()
    (root / "zhengjian.toml").write_text(settings + SETTINGS, "utf-8")
    workspace = Workspace.open(root)
    ledger.open(workspace)
    register.take(
        Register(units=UNITS, sites=SITES, columns=(), accounts=FEEDS), ("单位", "网站", "账号"), register.Reason(by="test", at=AS_OF)
    )
    snapshots = {ONE: _snapshot(workspace, ONE)}
    run = rounds.begin(rounds.Run(id=0, period=PERIOD, as_of=AS_OF, rulebook=RULEBOOK, started=AS_OF))
    outcomes = _outcomes(snapshots)
    units = {site.site_id: site.unit for site in SITES}
    rounds.save(
        [
            rounds.Judged(
                entry=rounds.RoundEntry(
                    period=PERIOD,
                    target=Target(kind="site", id=target),
                    number=1,
                    as_of=AS_OF,
                    rulebook=RULEBOOK,
                    unit=units[target],
                    run=run.id,
                    pages=12,
                    observed=target != THREE,
                    why_unseen="首页被拦截（403）" if target == THREE else "",
                    left_out=3,
                    reasons={"超出页数预算": 3},
                ),
                outcomes=tuple(outcome for _, outcome in found),
                columns=(
                    rounds.ColumnLine(
                        site_id=target, name="通知公告", url="http://x/tz/", kind="通知公告", kind_confidence="high", why="名称", items=12,
                        last="2025-06-10", last_from="列表", period_days=180, state="near-stale",
                    ),
                ),
            )
            for target, found in outcomes.items()
        ],
        {"hidden-links": "veto", "privacy-leak": "deduction", "dead-links": "deduction", "home-stale": "veto"},
    )  # fmt: skip
    rounds.save(
        [
            rounds.Judged(
                entry=rounds.RoundEntry(
                    period=PERIOD,
                    target=Target(kind="account", id=feed.account_id),
                    number=1,
                    as_of=AS_OF,
                    rulebook=RULEBOOK,
                    unit=feed.unit,
                ),
                outcomes=(Outcome(verdict=Verdict.MET, why="3天前有更新", check="account-stale", rulebook=RULEBOOK),),
            )
            for feed in FEEDS
        ],
        {"account-stale": "veto"},
    )
    rounds.finish(run, AS_OF)
    decisions.mark_current(PERIOD, RULEBOOK)
    inputs.save_posts(
        [
            Post(account_id=id_, title=HOSTILE, at=AS_OF - timedelta(days=days), evidence="x#1")
            for id_, days in zip(ACCOUNTS, (3, 12, 5), strict=True)
        ]
    )
    inputs.save_messages(
        [
            Message(
                message_id=f"M-{n}",
                site_id=site,
                kind="链接失效",
                content=f"打不开，我的电话{MOBILE}",
                received=AS_OF - timedelta(days=8),
                status="待办",
            )
            for n, site in enumerate((ONE, TWO), 1)
        ]
    )
    amendments.ask(
        RULEBOOK,
        [
            amendments.Asked(
                check="slow-page", starts=AS_OF.date(), source="〔2025〕1号", reason=HOSTILE, fields={"points": "3"}, before={"points": "5"}
            )
        ],
        by="office",
        at=AS_OF,
    )
    outages.save(
        [
            Outage(
                site_id=ONE,
                start=AS_OF - timedelta(days=2),
                end=AS_OF - timedelta(days=1),
                reason=f"机房检修{HOSTILE}",
                approved_by="甲市人民政府办公室",
            )
        ],
        by="office",
        at=AS_OF - timedelta(days=3),
    )
    rescore(workspace, PERIOD)
    for name, (role, more) in PEOPLE.items():
        users.create(name, role, PASSWORD, AS_OF, more={**more, "must_change": False})
    flat = {
        f"{target}/{check}/{n}": found.id for target, pairs in outcomes.items() for check, o in pairs for n, found in enumerate(o.findings)
    }
    ids = {
        "veto": flat[f"{ONE}/hidden-links/0"],
        "plain": flat[f"{ONE}/privacy-leak/0"],
        "other": flat[f"{ONE}/privacy-leak/1"],
        "education": flat["5101000002/dead-links/0"],
        "foreign": flat[f"{TWO}/dead-links/0"],
    }
    return World(workspace, ids)


@cache
def _template(database: str) -> tuple[Path, str, tuple[tuple[str, str], ...]]:
    """The workspace that tests copy, the setting that names its database, and the ids of its findings."""
    root, setting = Path(mkdtemp(prefix="zhengjian-world-")), postgres.setting(database)
    made = build(root / "w", setting)
    from django.db import connections

    connections.close_all()
    return root / "w", setting, tuple(made.ids.items())


def fresh(root: Path, database: str = postgres.DATABASES[0]) -> World:
    """A copy of the small province, made once a session and database, copied for each test."""
    source, setting, ids = _template(database)
    shutil.copytree(source, root / "w")
    if setting:
        (root / "w" / "zhengjian.toml").write_text(postgres.copied(setting) + SETTINGS, "utf-8")
    workspace = Workspace.open(root / "w")
    ledger.open(workspace)
    return World(workspace, dict(ids))


def period() -> Period:
    """The province's period."""
    return Period.parse(PERIOD)
