"""Imports of what others tell us: posts, messages, availability logs, policies, profiles, filings, repost tasks, visits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from zhengjian.config import Workspace
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, FetchCode, ProbeVisit
from zhengjian.plan.probes import IMPORTED
from zhengjian.register import Problem, Unreadable, shapes
from zhengjian.register.entries import ProbeLine
from zhengjian.register.reading import Reading, Row, read_list
from zhengjian.service import CLOCK, Refused, existing, open_ledger
from zhengjian.service.register import Imported, keep_evidence, report, source_of

Known = tuple[set[str], str, str]


def import_list(workspace: Workspace, kind: str, path: Path, *, strict: bool = False) -> Imported:
    """Import one list; ``kind`` is a command's name (posts, messages, probe, policies, profiles, filings, reposts, traffic,
    outages).

    Raises ``Refused`` when the file is no such list at all.
    """
    shape, save = _KINDS[kind]
    open_ledger(workspace)
    from zhengjian.ledger.inputs import ImportedFile, note

    try:
        reading = _referring(kind, read_list(existing(path), shape))
    except Unreadable as error:
        raise Refused(str(error)) from None
    if kind == "probe":
        reading = _known_results(reading)
    if kind == "outages":
        reading = _ending_after_beginning(reading)
    errors = report(workspace, reading.problems)
    if strict and reading.bad:
        return Imported(len(reading.rows), 0, 0, 0, reading.problems, errors, done=False)
    sources, digests = keep_evidence(workspace, path)
    added = save(workspace, reading, source_of(reading, sources))
    for name, digest in digests.items():
        note(ImportedFile(kind=kind, name=name, sha256=digest, at=CLOCK.now(), rows=len(reading.rows), bad_rows=len(reading.bad)))
    return Imported(len(reading.rows), added, len(reading.rows) - added, 0, reading.problems, errors, done=True)


def _referring(kind: str, reading: Reading) -> Reading:
    """Rows about a site or account that the register does not have are taken, with a remark."""
    from zhengjian.ledger import register as kept

    register = kept.load()
    known: dict[str, Known] = {
        "posts": ({account.account_id for account in register.accounts}, "account_id", "账号编号"),
        "profiles": ({account.account_id for account in register.accounts}, "account_id", "账号编号"),
        "messages": ({site.site_id for site in register.sites}, "site_id", "网站标识码"),
        "probe": ({site.site_id for site in register.sites}, "site_id", "网站标识码"),
        "outages": ({site.site_id for site in register.sites}, "site_id", "网站标识码"),
    }
    if kind not in known:
        return reading
    ids, key, header = known[kind]
    strange: dict[str, Row] = {}
    for row in reading.rows:
        if getattr(row.value, key) not in ids:
            strange.setdefault(getattr(row.value, key), row)
    remarks = tuple(_problem(row, header, id_, "名录中没有此编码，已收入但不计入任何单位", warning=True) for id_, row in strange.items())
    return Reading(reading.rows, reading.problems + remarks)


def _problem(row: Row, column: str, value: str, expected: str, *, warning: bool = False) -> Problem:
    return Problem(file=row.file, sheet=row.sheet, row=row.number, column=column, value=value, expected=expected, warning=warning)


def _posts(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    posts = [
        msgspec.structs.replace(row.value, source="spreadsheet", evidence=source) for row, source in zip(reading.rows, sources, strict=True)
    ]
    added = inputs.save_posts(posts)
    now = CLOCK.now()
    first = {post.account_id: post.evidence for post in reversed(posts)}
    numbers = Counter(post.account_id for post in posts)
    inputs.save_looks(
        inputs.Look(
            account_id=account, source="spreadsheet", at=now, whole=True, posts=numbers[account], evidence=evidence.partition("#")[0]
        )
        for account, evidence in first.items()
    )
    return added


def _messages(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    return inputs.save_messages(_with_evidence(reading, sources))


def _with_evidence(reading: Reading, sources: Sequence[str]) -> list[Any]:
    return [msgspec.structs.replace(row.value, evidence=source) for row, source in zip(reading.rows, sources, strict=True)]


def _profiles(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    now = CLOCK.now()
    return inputs.save_profiles(
        msgspec.structs.replace(profile, read_at=profile.read_at or now) for profile in _with_evidence(reading, sources)
    )


def _policies(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    return inputs.save_policies([row.value for row in reading.rows], sources)


def _filings(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    return inputs.save_filings([row.value for row in reading.rows], sources)


def _reposts(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    return inputs.save_reposts(row.value for row in reading.rows)


def _traffic(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import inputs

    return inputs.save_traffic(row.value for row in reading.rows)


def _outages(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.ledger import outages

    return outages.save((row.value for row in reading.rows), by="名单导入", at=CLOCK.now())


_RESULTS = {
    "正常": FetchCode.OK, "超时": FetchCode.DOWN_TIMEOUT, "连接失败": FetchCode.DOWN_CONN,
    "域名解析失败": FetchCode.DOWN_DNS, "证书错误": FetchCode.DOWN_TLS,
}  # fmt: skip


def _code(line: ProbeLine) -> tuple[FetchCode, int | None] | None:
    """What another monitor's word means; None when it is none of the contract's words.

    A server error is not open; a refusal (401, 403, 429, 412, 521) is the work of a guard and for a person to judge.
    """
    if line.result in _RESULTS:
        return _RESULTS[line.result], 200 if line.result == "正常" else None
    found = re.fullmatch(r"HTTP\s*(\d{3})", line.result, re.I)
    if found is None:
        return None
    status = int(found[1])
    if status < 400:
        return FetchCode.OK, status
    if status in {401, 403, 407, 412, 429, 521}:
        return FetchCode.BLOCKED, status
    return (FetchCode.DOWN_HTTP if status >= 500 else FetchCode.HTTP_ERROR), status


def _ending_after_beginning(reading: Reading) -> Reading:
    wrong = [row for row in reading.rows if row.value.end <= row.value.start]
    words = "应晚于“起”"
    problems = tuple(_problem(row, "止", f"{row.value.end:%Y-%m-%d %H:%M}", words) for row in wrong)
    return Reading(tuple(row for row in reading.rows if row not in wrong), reading.problems + problems)


def _known_results(reading: Reading) -> Reading:
    good, wrong = [], []
    for row in reading.rows:
        if _code(row.value) is None:
            words = f"应为{'、'.join(_RESULTS)}或“HTTP 状态码”"
            wrong.append(_problem(row, "结果", row.value.result[:200], words))
        else:
            good.append(row)
    return Reading(tuple(good), reading.problems + tuple(wrong))


def _probe(workspace: Workspace, reading: Reading, sources: Sequence[str]) -> int:
    from zhengjian.archive import probes

    visits = []
    for row, source in zip(reading.rows, sources, strict=True):
        code, status = _code(row.value) or (FetchCode.SELF_SUSPECT, None)
        visits.append(
            ProbeVisit(
                site_id=row.value.site_id,
                at=row.value.at,
                seconds=row.value.seconds or 0.0,
                code=code,
                http_status=status,
                vantage=IMPORTED,
                evidence=source,
            )
        )
    name = f"import-{sources[0].partition('#')[0].removeprefix('I-')}" if sources else "import"
    probes.append(workspace.archive, visits, name)
    count_probe_days(workspace, visits)
    return len(visits)


def count_probe_days(workspace: Workspace, visits: Iterable[ProbeVisit]) -> None:
    """Bring the daily counts of the days that these visits touch up to date from the archive."""
    from zhengjian.archive import probes
    from zhengjian.ledger.inputs import ProbeCount, save_probe_days

    for day in sorted({visit.at.astimezone(SHANGHAI).date() for visit in visits}):
        counts: dict[str, dict[CountsAs, int]] = {}
        for (site, code), number in probes.counts(workspace.archive, day).items():
            counts.setdefault(site, dict.fromkeys(CountsAs, 0))[COUNTS_AS[code]] += number
        save_probe_days(
            ProbeCount(
                site_id=site,
                day=day,
                visits=sum(held.values()),
                opened=held[CountsAs.OPEN],
                not_opened=held[CountsAs.NOT_OPEN],
                person=held[CountsAs.PERSON],
                excluded=held[CountsAs.EXCLUDED],
            )
            for site, held in counts.items()
        )


Save = Callable[[Workspace, Reading, Sequence[str]], int]
_KINDS: dict[str, tuple[shapes.Shape, Save]] = {
    "posts": (shapes.POSTS, _posts),
    "messages": (shapes.MESSAGES, _messages),
    "probe": (shapes.PROBE, _probe),
    "policies": (shapes.POLICIES, _policies),
    "profiles": (shapes.PROFILES, _profiles),
    "filings": (shapes.FILINGS, _filings),
    "reposts": (shapes.REPOSTS, _reposts),
    "traffic": (shapes.TRAFFIC, _traffic),
    "outages": (shapes.OUTAGES, _outages),
}
