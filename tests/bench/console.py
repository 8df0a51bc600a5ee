"""The console under load: a province of 5,000 targets and 200,000 findings, 50 people at work from another process.

    python -m tests.bench.console [--targets 5000] [--findings 200000] [--people 50] [--seconds 40] [--database postgresql]

Each person opens a page, reads it for ``PAUSE_SECONDS``, and opens another. Prints p50, p95 and the slowest answer by kind of page.
Probe attempts lie in the archive's Parquet files and never in the ledger, so their number does not touch a page.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import postgres

PERIOD = "2025Q2"
PAUSE_SECONDS = 5.0
CHECKS = (("dead-links", "deduction"), ("page-labels-missing", "deduction"), ("hidden-links", "veto"), ("wrong-wording", "deduction"))


def main() -> None:
    """Build, serve, load, print."""
    reader = argparse.ArgumentParser()
    for name, value in (("--targets", 5000), ("--findings", 200_000), ("--people", 50), ("--seconds", 40)):
        reader.add_argument(name, type=int, default=value)
    reader.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = reader.parse_args()
    with TemporaryDirectory(prefix="zhengjian-bench-") as folder:
        root = Path(folder)
        start = time.perf_counter()
        cookies = build(root, given.targets, given.findings, given.people, given.database)
        print(f"built {given.targets} targets, {given.findings} findings in {time.perf_counter() - start:.0f} s", flush=True)
        os.environ.pop("ZHENGJIAN_WORKSPACE", None)
        command = [str(Path(sys.executable).with_name("zhengjian")), "-C", str(root), "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
            try:
                assert server.stdout is not None
                url = next(word for line in server.stdout for word in line.replace("（", " ").replace("：", " ").split() if "http" in word)
                report(load(url.rstrip("/"), cookies, given.targets, given.seconds), given.people)
            finally:
                server.terminate()


def build(root: Path, targets: int, findings: int, people: int, database: str) -> list[str]:
    """A workspace with that many of each; returns session cookies of its people."""
    from zhengjian import ledger
    from zhengjian.config import Workspace
    from zhengjian.ledger import decisions, register, rounds
    from zhengjian.model import SHANGHAI, Account, Finding, Outcome, Site, Target, Unit, Verdict
    from zhengjian.register import Register
    from zhengjian.service.scoring import rescore

    (root / "archive").mkdir()
    setting = f'database = "{postgres.address(postgres.new())}"\n' if database == "postgresql" else ""
    (root / "zhengjian.toml").write_text(setting, "utf-8")
    workspace = Workspace.open(root)
    ledger.open(workspace)
    at, chance = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI), random.Random(8)
    units = [Unit(code="P", name="某省人民政府办公厅", kind="省政府办公厅")]
    units += [Unit(code=f"C{n}", name=f"第{n}市人民政府", short_name=f"第{n}市", kind="市州", parent="P") for n in range(21)]
    units += [Unit(code=f"U{n}", name=f"第{n}单位", kind="市级部门", parent=f"C{n % 21}") for n in range(180)]
    sites = [
        Site(site_id=f"51{n:08d}", name=f"第{n}号网站", home=f"http://s{n}.example.gov.cn/", unit=f"U{n % 180}", kind="市级部门")
        for n in range(targets * 735 // 4794)
    ]
    accounts = [
        Account(account_id=f"A{n:06d}", platform="微信公众号", name=f"第{n}号账号", unit=f"U{n % 180}") for n in range(targets - len(sites))
    ]
    register.take(
        Register(units=tuple(units), sites=tuple(sites), columns=(), accounts=tuple(accounts)),
        ("单位", "网站", "账号"),
        register.Reason(by="bench", at=at),
    )
    run = rounds.begin(rounds.Run(id=0, period=PERIOD, as_of=at, rulebook="national-2019", started=at))
    each = findings // len(sites) // len(CHECKS) + 1
    judged = []
    for n, (kind, id_, unit) in enumerate(
        [("site", one.site_id, one.unit) for one in sites] + [("account", one.account_id, one.unit) for one in accounts]
    ):
        outcomes = []
        for check, _ in CHECKS if kind == "site" else (("account-stale", "veto"),):
            number = each if kind == "site" and check != "hidden-links" else int(chance.random() < 0.03)
            found = tuple(
                Finding(
                    id=f"F-{n:05d}{check[:4]}{m:04d}",
                    where=f"http://s{n}.example.gov.cn/art/{m}.html",
                    what="链接打不开",
                    value=f"HTTP 404 第{m}处",
                    evidence=(f"S-{PERIOD}.{id_}.1.{m + 1}",),
                )
                for m in range(number)
            )
            verdict = Verdict.VIOLATED if found else Verdict.MET
            outcomes.append(Outcome(verdict=verdict, why=f"发现{number}处", findings=found, check=check, rulebook="national-2019"))
        entry = rounds.RoundEntry(
            period=PERIOD, target=Target(kind=kind, id=id_), number=1, as_of=at, rulebook="national-2019", unit=unit, run=run.id, pages=200
        )
        judged.append(rounds.Judged(entry=entry, outcomes=tuple(outcomes)))
        if len(judged) == 250:
            rounds.save(judged, {**dict(CHECKS), "account-stale": "veto"})
            judged = []
    rounds.save(judged, {**dict(CHECKS), "account-stale": "veto"})
    rounds.finish(run, at)
    decisions.mark_current(PERIOD, "national-2019")
    rescore(workspace, PERIOD)
    return _people(people, at)


def _people(number: int, at: datetime) -> list[str]:
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.test import Client

    from zhengjian.ledger import users
    from zhengjian.workflow.rights import Role

    roles = (Role.OFFICE, Role.REVIEWER, Role.LEADER, Role.SUPERVISOR)
    cookies = []
    for n in range(number):
        role = roles[n % 4]
        users.create(f"p{n}", role, "bench", at, more={"must_change": False, "unit": f"C{n % 21}" if role is Role.SUPERVISOR else ""})
        client = Client()
        client.force_login(get_user_model().objects.get(username=f"p{n}"), backend="django.contrib.auth.backends.ModelBackend")
        cookies.append(client.cookies["sessionid"].value)
    connections.close_all()
    return cookies


def load(url: str, cookies: list[str], targets: int, seconds: int) -> dict[str, list[float]]:
    """Let everybody work; seconds of each answer by kind of page."""
    sites = targets * 735 // 4794
    times: dict[str, list[float]] = defaultdict(list)
    end = time.perf_counter() + seconds

    def work(number: int, cookie: str) -> None:
        chance = random.Random(number)
        time.sleep(chance.random() * PAUSE_SECONDS)
        while time.perf_counter() < end:
            n = chance.randrange(sites)
            pages = {
                "home": f"/{PERIOD}/",
                "targets": f"/{PERIOD}/targets/site/?page={chance.randrange(1, 10)}&sort=-total",
                "accounts": f"/{PERIOD}/targets/account/?page={chance.randrange(1, 50)}",
                "target": f"/{PERIOD}/targets/site/51{n:08d}/",
                "findings": f"/{PERIOD}/findings/?page={chance.randrange(1, 200)}",
                "findings of a check": f"/{PERIOD}/findings/?check=dead-links&state=hit",
                "findings, words": f"/{PERIOD}/findings/?q=s{n}.example",
                "review": f"/{PERIOD}/review/",
                "notices": f"/{PERIOD}/notices/",
                "points": f"/{PERIOD}/targets/site/51{n:08d}/points/",
                "changes": f"/{PERIOD}/targets/site/51{n:08d}/changes/",
                "comparison": f"/{PERIOD}/comparison/",
                "units": f"/{PERIOD}/units/",
                "columns": f"/{PERIOD}/columns/",
                "looks": f"/{PERIOD}/looks/",
                "rulebook": "/rulebooks/national-2019/",
                "rule": "/rulebooks/national-2019/rules/dead-links/",
                "amendments": "/rulebooks/national-2019/amendments/",
                "dictionary": "/dictionary/",
                "term": "/dictionary/term/?term=布署",
                "outages": "/outages/",
                "register": "/register/",
                "reports": f"/{PERIOD}/reports/",
            }
            name = chance.choice(list(pages))
            request = urllib.request.Request(url + urllib.parse.quote(pages[name], safe="/?&=-"), headers={"Cookie": f"sessionid={cookie}"})
            start = time.perf_counter()
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    answer.read()
                times[name].append(time.perf_counter() - start)
            except urllib.error.HTTPError as error:  # a page that this role does not have
                if error.code != 404:
                    raise
            time.sleep(PAUSE_SECONDS * (0.5 + chance.random()))

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(cookies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def report(times: dict[str, list[float]], people: int) -> None:
    """One line for each kind of page."""
    print(f"{people} people, a page every {PAUSE_SECONDS:.0f} s: {sum(map(len, times.values()))} answers")
    print(f"{'page':24}{'answers':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for name, found in sorted(times.items()):
        ranked = sorted(found)
        at = [ranked[min(len(ranked) - 1, len(ranked) * share // 100)] * 1000 for share in (50, 95)]
        print(f"{name:24}{len(ranked):>8}{at[0]:>9.0f}{at[1]:>9.0f}{ranked[-1] * 1000:>9.0f}")


if __name__ == "__main__":
    main()
