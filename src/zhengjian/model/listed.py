"""What lists tell: the register's units, sites, columns and accounts, periods, and imported posts, messages, policies, profiles."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Literal

from zhengjian.model.value import SHANGHAI, Value


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
    """One citizen's error report (找错留言). ``content`` may hold personal data: masked in every view.

    ``until`` is the last day that the office set when it extended the clock; None when it did not.
    """

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
    until: date | None = None


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
