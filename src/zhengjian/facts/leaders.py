"""Names and titles of leaders, held against the list that the office keeps.

A wrong title, a title kept after its end, a slip in the name, a wrong order. Only what the list can decide is said: a title is
wrong when the list gives it to somebody else, or gives this person another form of it, on the day of the text. What a text
reports of other years, quotes, or says with 原 and 时任 is silent. A place that stands before the title must be the leader's
own: people of one name serve in many places. Without a sign of the place nearby a reading is worth a look and no more.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import daachorse

from zhengjian.facts.confusable import confusable
from zhengjian.facts.tenure import Office, Span, Tenure, is_single
from zhengjian.register.entries import Leader


@dataclass(frozen=True, slots=True)
class Reading:
    """What is wrong at a place of the text, on the days from ``since`` to ``until``. ``sure``: the place of office stands nearby."""

    start: int
    end: int
    kind: str
    suggestion: str
    sure: bool
    since: date | None = None
    until: date | None = None


_MOST = 200
_AROUND = 400
_LINE = 200
_LONGEST = 40
_BEFORE = re.compile(r"[\u4e00-\u9fff、]+$")
_NOT_NOW = (
    "原", "前", "时任", "曾任", "历任", "老", "代", "代理", "拟任", "候任", "当选",
    "任命", "名誉", "首任", "上任", "继任", "退休", "已故", "执行",
)  # fmt: skip
_ONCE = ("原", "时任", "曾任", "历任", "已故", "原任")
_BOUNDARY = re.compile(
    r"(?:^|[、的和与及同由请向对随被让跟给在有是为时日后中上下访说据]|陪同|会见|以及|邀请|出席|参加|主持|代表|听取|介绍|记者|同志"
    r"|强调|指出|表示|领导|党组|党委|中共|我|全)$"
)
_HEAD_BODY = re.compile(r"[省市州县区]?(?:人民)?政府$")
_BODY_BEFORE = re.compile(r"(?:^|[、的和与及同由请向对随被让跟给在有是为时日后中上下访说据我全])[省市州县区]?$")
_PAST = re.compile(
    r"生前|逝世|去世|讣告|遗体|追悼|悼念|回忆|当年|当时|履历|简历|任免|任命|免去|辞去|辞职|选举|当选|提名|同名|化名|饰演|剧中|小说|大事记"
    r"|县志|年鉴|历任|先后任|任期"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月)?")
_UNORDERED = re.compile(r"笔画|排名不分先后|姓氏|先后|分别|依次|发言|汇报|交流|轮流|逐一")
_GOES_ON = re.compile(
    r"主持|出席|参[加与]|讲话|表示|指出|强调|要求|介绍|说|率|带|到|在|与|和|及|对|会[见谈]|调研|检查|督[查导]|同志|等|作|做|为|致|宣[布读]|代表"
    r"|陪同|前往|深入|一行|向|就|听取|实地|签|担任|的|是|于|先后|分别|也|还|将|已|来|赴|视察|慰问|看望|走访|接[受访待]|谈|称|认为|召[集开]|组织"
    r"|部署|通报|传达|安排|汇报|发言|点评|总结|见证|揭牌|启动|女士|先生|任"
)
_AND = re.compile(r"(?:同志)?(?:、|和|，|\s{1,2})")
_LEAST_LIST = 3
_Hit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Chain:
    """The titles before a name, the nearest first; how many characters they take; whether their place stands before them."""

    titles: tuple[str, ...]
    length: int
    is_local: bool


@dataclass(frozen=True)
class Roster:
    """A list of leaders ready to be held against texts."""

    tenure: Tenure

    @classmethod
    def of(cls, leaders: Iterable[Leader]) -> Roster:
        """The roster of the rows of a list."""
        return cls(Tenure.of(leaders))

    @cached_property
    def _words(self) -> tuple[tuple[str, str], ...]:
        """Every name, and every slip of a name, with the name that is meant; a slip that is a name itself is none."""
        names = self.tenure.by_name
        slips = {slip: name for name in names for slip in _slips(name) if slip not in names}
        return (*((name, name) for name in names), *slips.items())

    @cached_property
    def _automaton(self) -> daachorse.CharwiseDoubleArrayAhoCorasick:
        words = [word for word, _ in self._words]
        return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST)

    def read(self, text: str) -> Iterator[Reading]:
        """Everything in a text that the list speaks against."""
        met = self._met(text) if self._words else []
        strangers = {name for start, end, name in met if text[start:end] == name and self._is_stranger(text, start, name)}
        for start, end, name in met:
            if name not in strangers:
                yield from self._named(text, (start, end), name)
        known = [(start, end, name) for start, end, name in met if text[start:end] == name and name not in strangers]
        yield from self._orders(text, known)

    def _met(self, text: str) -> list[_Hit]:
        found: list[_Hit] = []
        for start, end, index in self._automaton.find(text):
            word, name = self._words[index]
            if _is_whole(text, end, word):
                found.append((start, end, name))
            if len(found) >= _MOST:
                break
        return found

    def _named(self, text: str, at: tuple[int, int], name: str) -> Iterator[Reading]:
        start, end = at
        for office in sorted({post.office for post in self.tenure.by_name[name]}):
            chain = self._chain(text, start, office)
            if chain is None or _is_apart(text, start, end):
                continue
            sure = chain.is_local or _is_near(text, start, end, office)
            if text[start:end] != name:
                yield from self._slip(text, at, name, office, chain=chain, sure=sure)
            else:
                yield from self._title(text, at, name, office, chain=chain, sure=sure)
            return

    def _title(self, text: str, at: tuple[int, int], name: str, office: Office, *, chain: _Chain, sure: bool) -> Iterator[Reading]:
        """Beside other titles only a post of one person is judged: lists leave out what else a leader is."""
        start, end = at
        for title in (title for title in chain.titles if is_single(title) or len(chain.titles) == 1):
            for span in _unsaid(self.tenure.wrong(name, title, office, said=chain.is_local), text, start):
                now = self.tenure.titles_in(name, office, span)
                kind, suggestion = ("领导职务与名单不符", f"{now}{name}") if now else ("领导已离任", f"原{title}{name}")
                yield Reading(start - chain.length, end, kind, suggestion, sure, span.since, span.until)
            return

    def _slip(self, text: str, at: tuple[int, int], name: str, office: Office, *, chain: _Chain, sure: bool) -> Iterator[Reading]:
        """A deputy of another name may be somebody whom the list leaves out; who holds a post alone can be no other."""
        title = next(filter(is_single, chain.titles), "")
        spans = [post.span for post in self.tenure.by_title.get((office, title), ()) if post.name == name]
        for span in _unsaid(spans, text, at[0]):
            yield Reading(*at, "领导姓名有误", name, sure, span.since, span.until)

    def _chain(self, text: str, start: int, office: Office) -> _Chain | None:
        """The titles of an office that stand before a name (市委副书记、市长); None without one, or when another office's stand there."""
        found = _BEFORE.search(text[max(0, start - _LONGEST) : start])
        rest, titles, length = found[0] if found else "", [], 0
        known = self.tenure.titles.get(office, ())
        while title := next((title for title in known if rest.endswith(title)), ""):
            titles.append(title)
            rest, length = rest.removesuffix(title), length + len(title)
            if not rest.endswith(tuple(f"{other}、" for other in known)):
                break
            rest, length = rest[:-1], length + 1
        if not titles or rest.endswith(_NOT_NOW):
            return None
        if office.body:
            if not rest.endswith(office.body):
                return None
            rest = rest.removesuffix(office.body)
        else:
            rest = _HEAD_BODY.sub("", rest)
        own = next((place for place in (office.place, office.stem) if office.place and rest.endswith(place)), "")
        if own and rest.removesuffix(own).endswith(_ONCE):
            return None
        is_local = bool(own)
        if is_local or (_BODY_BEFORE if office.body else _BOUNDARY).search(rest):
            return _Chain(tuple(titles), length, is_local)
        return None

    def _is_stranger(self, text: str, start: int, name: str) -> bool:
        """True when the name stands with a title before it that another place gives: then it is somebody else's on this page."""
        offices = {post.office for post in self.tenure.by_name[name]}
        if any(self._chain(text, start, office) for office in offices):
            return False
        titles = {title for office in offices for title in self.tenure.titles[office]}
        before = text[max(0, start - _LONGEST) : start]
        said = max((title for title in titles if before.endswith(title)), key=len, default="")
        return bool(said) and not before.removesuffix(said).endswith(_NOT_NOW)

    def _orders(self, text: str, met: list[_Hit]) -> Iterator[Reading]:
        for group in self._groups(text, met):
            first, last = group[0][0], group[-1][1]
            if _UNORDERED.search(text, max(0, first - 60), last + 30) or _is_apart(text, first, last):
                continue
            for (start, _, one), (_, end, other) in pairwise(group):
                yield from self._order(text, (start, end), (one, other), is_long=len(group) >= _LEAST_LIST)

    def _order(self, text: str, at: tuple[int, int], names: tuple[str, str], *, is_long: bool) -> Iterator[Reading]:
        one, other = ({post.office.place for post in self.tenure.by_name[name]} for name in names)
        for place in sorted(one & other):
            sure = is_long and _is_near(text, *at, Office(place))
            for span in _unsaid(self.tenure.reversed_order(*names, place), text, at[0]):
                yield Reading(*at, "领导排序与名单不符", f"{names[1]}、{names[0]}", sure, span.since, span.until)

    def _groups(self, text: str, met: list[_Hit]) -> Iterator[list[_Hit]]:
        """Names that follow each other in one list: nothing but a mark and a title between them."""
        group: list[_Hit] = []
        for hit in met:
            if group and not self._is_joined(text[group[-1][1] : hit[0]], hit[2]):
                if len(group) > 1:
                    yield group
                group = []
            group.append(hit)
        if len(group) > 1:
            yield group

    def _is_joined(self, between: str, name: str) -> bool:
        mark = _AND.match(between) if len(between) <= _LONGEST else None
        if mark is None:
            return False
        rest = between[mark.end() :].strip()
        titles = {title for post in self.tenure.by_name[name] for title in self.tenure.titles[post.office]}
        return all(part in titles for part in rest.split("、")) if rest else True


def _slips(name: str) -> Iterator[str]:
    """One character of the given name exchanged for a look-alike or sound-alike, or the two changed round."""
    if "·" in name:
        return
    for at in range(1, len(name)):
        for other in confusable().get(name[at], ""):
            yield name[:at] + other + name[at + 1 :]
    if len(name) == 3 and name[1] != name[2]:
        yield name[0] + name[2] + name[1]


def _is_whole(text: str, end: int, word: str) -> bool:
    """A name of two characters may be the beginning of a longer one; what follows must be a verb or a mark."""
    follows = text[end : end + 1]
    return len(word) > 2 or not "\u3400" <= follows <= "\u9fff" or _GOES_ON.match(text, end) is not None


def _is_near(text: str, start: int, end: int, office: Office) -> bool:
    return office.stem in text[max(0, start - _AROUND) : end + _AROUND]


def _paragraph(text: str, start: int, end: int) -> tuple[str, str]:
    head = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    return head, text[end : end + _LINE // 2].partition("\n")[0]


def _is_apart(text: str, start: int, end: int) -> bool:
    """True inside quotation marks and titles of works, and in paragraphs that speak of the past."""
    head, tail = _paragraph(text, start, end)
    quoted = any(head.rfind(left) > head.rfind(right) for left, right in ("“”", "《》", "「」"))
    return quoted or _PAST.search(head + text[start:end] + tail) is not None


def _unsaid(spans: Iterable[Span], text: str, start: int) -> Iterator[Span]:
    """The spans that hold every year and month that the paragraph names: what it says of other days is not judged."""
    months = [_month(int(found[1]), int(found[2] or 0)) for found in _YEAR.finditer("".join(_paragraph(text, start, start)))]
    return (span for span in spans if all(span.holds(*month) for month in months))


def _month(year: int, month: int) -> tuple[date, date]:
    if not 1 <= month <= 12:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
