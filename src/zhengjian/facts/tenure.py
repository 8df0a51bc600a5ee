"""Who held which post on which days: the office's list of leaders, asked by place, title and name.

Days within ``GRACE`` of a change belong to nobody's fault: a text of those days may report what happened before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from zhengjian.register.entries import Leader

GRACE = timedelta(days=7)
_DAY = timedelta(days=1)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,9}?(?:自治州|自治县|自治区|新区|省|市|州|县|区|旗)")
_ENDING = re.compile(r"(?:自治州|自治县|自治区|省|市|州|县|区|旗)$")
_HEAD = re.compile(
    r"(?:人民)?政府(?:办公[厅室])?|.{0,1}委员?会?|.{0,2}人大(?:常委会)?|人民代表大会常务委员会|.{0,2}政协|(?:委员会|人民代表大会|政治协商会议).{0,12}|"
)
_JOINED = re.compile(r"[、，,;；兼]")
_FORMS = ("副", "常务副")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included; None is without end on that side."""

    since: date | None
    until: date | None

    def touches(self, first: date, last: date) -> bool:
        """True when a day of the span lies between two days."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)

    def holds(self, first: date, last: date) -> bool:
        """True when all days between two days lie in the span."""
        return (self.since is None or self.since <= first) and (self.until is None or last <= self.until)


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """Where a post is: the division (青禾市), and the body of it that is meant (教育局); the body is empty for those at the head of
    the division (市委, 人民政府, 人大常委会, 政协), whose titles say it themselves."""

    place: str
    body: str = ""

    @classmethod
    def of(cls, unit: str) -> Office:
        """The office of a unit's name: 成都市青羊区人民政府 is the head of 青羊区; a unit that names no division has a body alone."""
        rest, place = unit.removeprefix("中国共产党").removeprefix("中共"), ""
        while found := _PLACE.match(rest):
            place, rest = found[0], rest[found.end() :]
        return cls(place, "" if place and _HEAD.fullmatch(rest) else rest)

    @property
    def stem(self) -> str:
        """The place without its kind: 青禾市 is 青禾; one of a single character keeps it. The body where there is no place."""
        short = _ENDING.sub("", self.place)
        return (short if len(short) >= 2 else self.place) or self.body


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its office, its single title, its holder, the span of days, and the rank of its holder in lists."""

    office: Office
    title: str
    name: str
    span: Span
    rank: int | None


@dataclass(frozen=True)
class Tenure:
    """All posts of a list."""

    posts: tuple[Post, ...]

    @classmethod
    def of(cls, leaders: Iterable[Leader]) -> Tenure:
        """The posts of the rows; a row with several titles is several posts."""
        return cls(
            tuple(
                Post(Office.of(row.unit), title, row.name, Span(row.starts, row.ends), row.rank)
                for row in leaders
                for title in filter(None, map(str.strip, _JOINED.split(row.title)))
            )
        )

    @cached_property
    def by_name(self) -> dict[str, tuple[Post, ...]]:
        """The posts of each name; two people of one name are not told apart."""
        found: dict[str, list[Post]] = {}
        for post in self.posts:
            found.setdefault(post.name, []).append(post)
        return {name: tuple(posts) for name, posts in found.items()}

    @cached_property
    def by_title(self) -> dict[tuple[Office, str], tuple[Post, ...]]:
        """The posts of each title at each office."""
        found: dict[tuple[Office, str], list[Post]] = {}
        for post in self.posts:
            found.setdefault((post.office, post.title), []).append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    @cached_property
    def titles(self) -> dict[Office, tuple[str, ...]]:
        """The titles that are known at each office, the longest first; with each goes the one of its deputy."""
        found: dict[Office, set[str]] = {}
        for post in self.posts:
            found.setdefault(post.office, set()).update({post.title, *deputies(post.title)})
        return {office: tuple(sorted(titles, key=lambda title: (-len(title), title))) for office, titles in found.items()}

    def held(self, name: str, title: str, office: Office | None) -> list[Span]:
        """When somebody of this name held a title at an office, or (None) at any, with the days of grace on both sides."""
        return [_eased(post.span) for post in self.by_name.get(name, ()) if post.title == title and office in {None, post.office}]

    def wrong(self, name: str, title: str, office: Office, *, said: bool = True) -> list[Span]:
        """The days on which it is wrong to call this name by a title of an office, as far as the list knows.

        So it is after the last day of the holder; while he holds the same post in another form (市长, 副市长); and, for a post
        that one person holds, while the list names somebody else. Days before the list knows the person are nobody's. Where the
        text has not ``said`` which office it means, the title at another one is right too.
        """
        own = [post for post in self.by_name.get(name, ()) if post.office == office]
        held, elsewhere = self.held(name, title, office), [] if said else self.held(name, title, None)
        others = [post.span for post in self.by_title.get((office, title), ()) if post.name != name] if is_single(title) else []
        forms = [post.span for post in own if base(post.title) == base(title) and ("副" in post.title) != ("副" in title)]
        known = None if any(post.span.since is None for post in own) else min(post.span.since or date.min for post in own)
        ends = [span.until for span in held]
        after = max((day for day in ends if day is not None), default=None) if None not in ends else None

        def is_wrong(day: date) -> bool:
            if (known is not None and day < known) or _in(held, day) or _in(elsewhere, day):
                return False
            return (after is not None and day > after) or _in(forms, day) or _in(others, day)

        return list(_spans([*held, *elsewhere, *others, *forms, Span(known, None)], is_wrong))

    def titles_in(self, name: str, office: Office, span: Span) -> str:
        """The titles that somebody holds at an office on the last of some days, joined by 、; empty when he has left."""
        last = span.until or date.max
        return "、".join(
            dict.fromkeys(post.title for post in self.by_name[name] if post.office == office and post.span.touches(last, last))
        )

    def reversed_order(self, first: str, second: str, place: str) -> list[Span]:
        """The days on which the list ranks ``second`` before ``first``, both in office at a place."""
        one, other = ([post for post in self.by_name.get(name, ()) if post.office.place == place] for name in (first, second))

        def is_wrong(day: date) -> bool:
            mine, theirs = (min((post.rank for post in posts if post.rank and _in([post.span], day)), default=0) for posts in (one, other))
            return 0 < theirs < mine

        return list(_spans([post.span for post in (*one, *other)], is_wrong))


def deputies(title: str) -> tuple[str, ...]:
    """副市长 and 常务副市长 for 市长; 市委副书记 for 市委书记. None for what is a deputy already."""
    head = re.search(r"(?:书记|[省市州县区局厅部校院乡镇]长|主任|主席|秘书长|检察长|会长)$", title)
    if head is None or "副" in title:
        return ()
    return tuple(title[: head.start()] + form + head[0] for form in _FORMS)


def base(title: str) -> str:
    """A title without its form: 常务副市长, 副市长 and 市长 are one post in three forms."""
    return title.replace("常务副", "").replace("副", "")


def is_single(title: str) -> bool:
    """True for a post that one person holds at a time."""
    return "副" not in title and title.endswith(("书记", "长", "主任", "主席"))


def _eased(span: Span) -> Span:
    return Span(span.since and span.since - GRACE, span.until and span.until + GRACE)


def _in(spans: Iterable[Span], day: date) -> bool:
    return any(span.touches(day, day) for span in spans)


def _spans(bounds: Iterable[Span], is_wrong: Callable[[date], bool]) -> Iterator[Span]:
    """The days for which ``is_wrong`` holds, as spans; it may change at the bounds only."""
    days = sorted({day for span in bounds for day in (span.since, span.until and span.until + _DAY) if day is not None})
    since: date | None = None
    open_ = False
    for day in [date.min, *days]:
        if is_wrong(day) and not open_:
            since, open_ = (None if day == date.min else day), True
        elif open_ and not is_wrong(day):
            yield Span(since, day - _DAY)
            open_ = False
    if open_:
        yield Span(since, None)
