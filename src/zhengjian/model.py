"""The frozen values that cross stages, and the one encoder and decoder for them.

Data flows one way: register → plan → fetch → archive → facts → checks → review → rectify → score → bulletin.
This module imports nothing of ours; every other room imports it. Times are timezone-aware; a time without an
offset in an input means Asia/Shanghai. The JSON names are those of contract v1 §2, §4 and §5.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar, dataclass_transform
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI = ZoneInfo("Asia/Shanghai")

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class _ValueType(msgspec.StructMeta):
    """Makes every subclass of ``Value`` frozen and its fields keyword-only (msgspec alone does not inherit the latter)."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> _ValueType:
        return super().__new__(mcls, name, bases, namespace, **{"frozen": True, "kw_only": True, **options})


class Value(msgspec.Struct, metaclass=_ValueType):
    """A frozen value that crosses a stage boundary; fields are given by name."""


def encode(value: object) -> bytes:
    """One JSON object as UTF-8 bytes; the same value always gives the same bytes."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, type_: type[T]) -> T:
    """Read one JSON object; raises ``msgspec.ValidationError`` naming the offending field."""
    return msgspec.json.decode(data, type=type_)


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits of the SHA-256 over the parts: the tail of stable identifiers."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------------------------------- register


class Unit(Value):
    """A unit (单位) of the register; ``parent`` is the code of the unit that supervises it."""

    code: str
    name: str
    short_name: str = ""
    kind: str = ""
    parent: str = ""


PORTAL_KINDS = frozenset({"省级门户", "市级门户", "县级门户"})
SCORED_KINDS = PORTAL_KINDS | {"省直部门"}


class Site(Value):
    """A registered website (网站); ``home`` is the address of its home page."""

    site_id: str
    name: str
    home: str
    unit: str
    kind: str
    serves_public: bool = True
    icp: str = ""
    police: str = ""
    status: str = "正常运行"
    scored: bool | None = None

    @property
    def takes_part_in_scoring(self) -> bool:
        """Contract §2: when 参与计分 is not given, portals and provincial departments are scored."""
        return self.kind in SCORED_KINDS if self.scored is None else self.scored


class RegisteredColumn(Value):
    """A column (栏目) that the register names; columns are also discovered by crawling."""

    site_id: str
    name: str
    url: str = ""
    kind: str = ""
    period_days: int | None = None
    exempt_reason: str = ""
    exempt_by: str = ""
    exempt_until: date | None = None


class Account(Value):
    """A registered new-media account (政务新媒体账号)."""

    account_id: str
    platform: str
    name: str
    platform_id: str = ""
    unit: str = ""
    status: str = "正常"
    home: str = ""
    feed: str = ""
    opened: date | None = None
    filed: date | None = None
    filed_name: str = ""
    filed_unit: str = ""
    changed: date | None = None
    notice: str = ""


class Target(Value):
    """What is inspected: a site, an account, or (for ``check``) a file."""

    kind: Literal["site", "account", "file"]
    id: str


# ------------------------------------------------------------------------------------------------ period


class Period(Value):
    """``YYYYQn``, ``YYYYHn`` or ``YYYY``; ``start`` is its first instant, ``end`` the first instant after it."""

    name: str
    start: datetime
    end: datetime

    @classmethod
    def parse(cls, name: str) -> Period:
        """Read a period name; raises ``ValueError`` with one sentence that says what is expected."""
        found = re.fullmatch(r"(\d{4})(?:Q([1-4])|H([12]))?", name)
        if found is None:
            raise ValueError(f"“{name}”不是检查期次，应写成 2025Q2、2025H1 或 2025")
        year, quarter, half = int(found[1]), found[2], found[3]
        if quarter:
            first, months = 3 * int(quarter) - 2, 3
        elif half:
            first, months = 6 * int(half) - 5, 6
        else:
            first, months = 1, 12
        start = datetime(year, first, 1, tzinfo=SHANGHAI)
        last = first + months - 1
        end = datetime(year, last, calendar.monthrange(year, last)[1], tzinfo=SHANGHAI) + timedelta(days=1)
        return cls(name=name, start=start, end=end)

    @property
    def chinese(self) -> str:
        """The period as a document says it: 2025年第二季度, 2025年上半年, 2025年."""
        year, tail = self.name[:4], self.name[4:]
        words = {"": "", "Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度", "H1": "上半年", "H2": "下半年"}
        return f"{year}年{words[tail]}"


# -------------------------------------------------------------------------------------------- observation


class FetchCode(StrEnum):
    """What one visit ended in: exactly one code (reliability §0.1). ``counts_as`` maps each once."""

    OK = "OK"
    OK_SLOW = "OK_SLOW"
    HTTP_ERROR = "HTTP_ERROR"
    DOWN_TIMEOUT = "DOWN_TIMEOUT"
    DOWN_DNS = "DOWN_DNS"
    DOWN_CONN = "DOWN_CONN"
    DOWN_HTTP = "DOWN_HTTP"
    REDIRECT_LOOP = "REDIRECT_LOOP"
    DOWN_TLS = "DOWN_TLS"
    PROTO_ERROR = "PROTO_ERROR"
    INCOMPLETE = "INCOMPLETE"
    DOWN_EMPTY = "DOWN_EMPTY"
    REDIRECT_OFFSITE = "REDIRECT_OFFSITE"
    CHALLENGE = "CHALLENGE"
    BLOCKED = "BLOCKED"
    TRUNCATED = "TRUNCATED"
    DECODE_LIMIT = "DECODE_LIMIT"
    DECODE_ERROR = "DECODE_ERROR"
    PARSE_PARTIAL = "PARSE_PARTIAL"
    BLOCKED_POLICY = "BLOCKED_POLICY"
    SELF_SUSPECT = "SELF_SUSPECT"
    UNCHANGED = "UNCHANGED"


class CountsAs(StrEnum):
    """How a code enters the 5 % rule: open, not open, for a person, or not at all."""

    OPEN = "open"
    NOT_OPEN = "not-open"
    PERSON = "person"
    EXCLUDED = "excluded"


COUNTS_AS: dict[FetchCode, CountsAs] = {
    FetchCode.OK: CountsAs.OPEN,
    FetchCode.OK_SLOW: CountsAs.OPEN,
    FetchCode.UNCHANGED: CountsAs.OPEN,
    FetchCode.TRUNCATED: CountsAs.OPEN,
    FetchCode.DECODE_LIMIT: CountsAs.OPEN,
    FetchCode.DECODE_ERROR: CountsAs.OPEN,
    FetchCode.PARSE_PARTIAL: CountsAs.OPEN,
    FetchCode.DOWN_TIMEOUT: CountsAs.NOT_OPEN,
    FetchCode.DOWN_DNS: CountsAs.NOT_OPEN,
    FetchCode.DOWN_CONN: CountsAs.NOT_OPEN,
    FetchCode.DOWN_HTTP: CountsAs.NOT_OPEN,
    FetchCode.REDIRECT_LOOP: CountsAs.NOT_OPEN,
    FetchCode.HTTP_ERROR: CountsAs.PERSON,
    FetchCode.DOWN_TLS: CountsAs.PERSON,
    FetchCode.PROTO_ERROR: CountsAs.PERSON,
    FetchCode.INCOMPLETE: CountsAs.PERSON,
    FetchCode.DOWN_EMPTY: CountsAs.PERSON,
    FetchCode.REDIRECT_OFFSITE: CountsAs.PERSON,
    FetchCode.CHALLENGE: CountsAs.PERSON,
    FetchCode.BLOCKED: CountsAs.PERSON,
    FetchCode.BLOCKED_POLICY: CountsAs.EXCLUDED,
    FetchCode.SELF_SUSPECT: CountsAs.EXCLUDED,
}

SEEN_WHOLE = frozenset({FetchCode.OK, FetchCode.OK_SLOW, FetchCode.UNCHANGED})


class Snapshot(Value):
    """Immutable evidence of one visit. The body lies in the archive, found by ``id``.

    ``id`` is ``S-PERIOD.TARGET.ROUND.N``, so it says which folder holds it. ``url`` is what was asked,
    ``final_url`` what answered after ``redirects``. ``seconds`` runs from the first DNS packet to the last byte.
    ``sha256`` and ``size`` are of the decoded body.
    """

    id: str
    url: str
    final_url: str
    at: datetime
    code: FetchCode
    seconds: float = 0.0
    http_status: int | None = None
    content_type: str = ""
    charset: str = ""
    address: str = ""
    redirects: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0
    detail: str = ""

    @property
    def whole(self) -> bool:
        """True when a whole, successful answer was read: only then may anything be called absent."""
        return self.code in SEEN_WHOLE


class ProbeVisit(Value):
    """One availability visit of a home page."""

    site_id: str
    at: datetime
    seconds: float
    code: FetchCode
    http_status: int | None = None
    vantage: str = "本地"
    evidence: str = ""


# ----------------------------------------------------------------------------------- what others tell us


class Post(Value):
    """One published item of a new-media account; ``evidence`` names the snapshot or imported file and row."""

    account_id: str
    title: str
    at: datetime | None
    url: str = ""
    source: str = "feed"
    evidence: str = ""
    text: str = ""
    views: int | None = None
    likes: int | None = None
    comments: int | None = None


class Message(Value):
    """One citizen's error report (找错留言). ``content`` may hold personal data: masked in every view."""

    message_id: str
    site_id: str
    url: str = ""
    kind: str = ""
    content: str = ""
    received: datetime | None = None
    forwarded: datetime | None = None
    answered: datetime | None = None
    closed: datetime | None = None
    status: str = ""
    answer: str = ""
    evidence: str = ""


class Policy(Value):
    """A policy document that the office lists; ``needs_interpretation`` says whether 解读 is required."""

    number: str
    title: str
    url: str = ""
    published: date | None = None
    needs_interpretation: bool = False


class Profile(Value):
    """What a platform really shows of an account, as imported or read."""

    account_id: str
    name: str = ""
    certified: str = ""
    platform_id: str = ""
    status: str = ""
    read_at: datetime | None = None
    evidence: str = ""


# ---------------------------------------------------------------------------------------------- judgement


class Verdict(StrEnum):
    """Four verdicts; ``unknown`` never counts as met and never as violated."""

    MET = "met"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class State(StrEnum):
    """Where a finding stands; computed from its append-only events."""

    HIT = "hit"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NOTIFIED = "notified"
    OBJECTED = "objected"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Finding(Value):
    """One instance inside an outcome: where, what, the measured value, what was expected, and its evidence.

    A finding without evidence cannot be built. ``start``, ``end`` (character offsets) and ``line`` place it in a text.
    """

    where: str
    what: str
    evidence: tuple[str, ...]
    value: str | None = None
    expected: str | None = None
    id: str = ""
    state: State = State.HIT
    start: int | None = None
    end: int | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if not self.evidence or not all(self.evidence):
            raise ValueError(f"finding without evidence: {self.what} at {self.where}")
        if not self.where:
            raise ValueError(f"finding without a place: {self.what}")


class Outcome(Value):
    """The verdict of one check on one target in one period, with its findings.

    A check returns it with the judgement only; ``judge`` fills in who, when and under which rulebook.
    ``limit`` is the number of findings that violates (5 stale columns, say), ``unseen`` how many things of the
    same kind could not be judged: with them the verdict can be recomputed from the findings that count.
    """

    verdict: Verdict
    why: str
    findings: tuple[Finding, ...] = ()
    period: str | None = None
    target: Target | None = None
    check: str = ""
    rulebook: str = ""
    as_of: datetime | None = None
    round: int = 1
    limit: int = 1
    unseen: int = 0


class Line(Value):
    """One line of a score sheet: a check's points, its cap, and the findings that cost them."""

    check: str
    points: Decimal
    cap: Decimal | None = None
    findings: tuple[str, ...] = ()
    unverified: bool = False


class Score(Value):
    """Pass or fail, points, and the reasons line by line. ``total`` is None for a target that is not scored."""

    target: Target
    period: str
    rulebook: str
    result: Literal["passed", "failed", "inconclusive"]
    vetoes: tuple[str, ...] = ()
    deducted: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    total: Decimal | None = None
    lines: tuple[Line, ...] = ()


class Claim(Value):
    """One number, name or share in a document, with the lists it counts and the rule that made it.

    ``value`` is printed as it stands. ``numerator_ids`` and ``denominator_ids`` are target, message or finding ids.
    """

    id: str
    text: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    numerator_ids: tuple[str, ...] = ()
    denominator_ids: tuple[str, ...] = ()
    rule: str = ""
    period: str = ""
    as_of: datetime | None = None
    where: str = ""


def to_builtins(value: object) -> Any:
    """The value as plain dicts, lists and strings, as ``encode`` would write it."""
    return msgspec.json.decode(encode(value))


class Clock(Protocol):
    """Time as an argument: only ``service`` and above hold a real one."""

    def now(self) -> datetime:
        """The wall clock, timezone-aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards, for durations."""
        ...
