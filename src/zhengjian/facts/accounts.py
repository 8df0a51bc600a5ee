"""What is known of a new-media account: its register entry, what its platform shows, the filing, and its posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhengjian.facts.base import Fact
from zhengjian.model import SHANGHAI, Account, Post, Profile, Unit, Value


class SourceReading(Value):
    """One look at a source of posts: when, which source, whether it answered, and the evidence of the look.

    ``whole`` is True when the source answered and what it listed reaches back beyond the newest post: only then does
    "nothing newer" mean anything.
    """

    source: str
    at: datetime
    whole: bool
    evidence: str = ""
    problem: str = ""


class Posts(Fact):
    """All posts known of an account and every look at its sources. ``complete`` is False when no look succeeded."""

    posts: tuple[Post, ...] = ()
    readings: tuple[SourceReading, ...] = ()


class AccountEntry(Fact, kw_only=True):
    """The register's own entry of an account, with its unit.

    ``profile`` is what the platform really shows, ``filing`` the national system's export, when imported;
    ``siblings`` are the unit's other accounts on the same platform that are in use.
    """

    account: Account
    unit: Unit
    profile: Profile | None = None
    filing: Account | None = None
    siblings: tuple[Account, ...] = ()
    register_evidence: str = ""
    filing_evidence: str = ""


@dataclass(frozen=True)
class Age:
    """How long an account has been silent at the moment of inspection, by its newest post, and what proves it.

    ``doubt`` says in Chinese why a newer post may have been missed; empty when the silence is proved.
    """

    newest: Post
    lasting: timedelta
    evidence: tuple[str, ...]
    doubt: str = ""

    @property
    def day(self) -> str:
        """The newest post's time as documents print it."""
        assert self.newest.at is not None
        return f"{self.newest.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def stale_since(posts: Posts, as_of: datetime, freshness: timedelta) -> Age | str:
    """The age of the newest post before ``as_of``; a Chinese sentence when it cannot be known.

    A recent post proves life whoever told us of it; silence is proved only by a successful look that lies at most
    ``freshness`` before ``as_of``. A post dated after the look that found it shows a wrong clock.
    """
    latest = max((reading for reading in posts.readings if reading.whole), key=lambda reading: reading.at, default=None)
    if latest is not None and any(post.at is not None and post.at > latest.at for post in posts.posts):
        return "有内容的发布时间晚于读取时间，时间不可信，需人工核实"
    newest = max((post for post in posts.posts if post.at is not None and post.at <= as_of), key=_time_of, default=None)
    doubt = ""
    if latest is None:
        problem = next((reading.problem for reading in reversed(posts.readings) if reading.problem), "没有任何来源")
        doubt = f"未能读取账号内容（{problem}）"
    elif latest.at < as_of - freshness:
        doubt = f"最近一次成功读取在{latest.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，早于监测时间点过久"
    elif not posts.posts:
        doubt = "读取成功但没有任何内容，需人工核实"
    elif newest is None or any(post.at is None for post in posts.posts):
        doubt = "读到的内容没有发布时间，或都晚于监测时间点，无法据以判断"
    if newest is None:
        return doubt
    evidence = (newest.evidence, latest.evidence if latest is not None else "")
    return Age(newest, as_of - _time_of(newest), tuple(dict.fromkeys(filter(None, evidence))), doubt)


def _time_of(post: Post) -> datetime:
    assert post.at is not None
    return post.at
