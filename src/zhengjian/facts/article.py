"""One article page: its title, when it was published and how that is known, every other date with why it was not taken.

The visible publication date (发布时间, 发布日期, a date in the line under the title) wins over the PubDate label and over
the address, because labels and addresses are often wrong and the public reads the page. 成文日期 is never a publication
date. Clocks in headers, deadlines and dates inside the text are shown as rejected.
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from itertools import islice

from zhengjian.facts.bare_rows import groups_of
from zhengjian.facts.base import Fact
from zhengjian.facts.column_name import SITE_NAME
from zhengjian.facts.dates import FULL, Mention, in_address, mentions, resolve, whole
from zhengjian.facts.links import ending_of
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.model import Value


class DateSeen(Value, array_like=True):
    """One date on the page. ``origin``: article-text, label, address, text; ``where`` quotes what stands beside it.

    ``why`` says in Chinese why it was chosen or not.
    """

    value: str
    origin: str
    where: str
    chosen: bool
    why: str


class Article(Fact):
    """What one page says as an article. ``is_article`` is False for lists, home pages and the rest.

    ``published`` is a kept date (see ``dates``), empty when the page shows none; ``dates`` holds the chosen one first.
    ``sentences`` are the eight smallest digests of its sentences: two texts that share most of them are the same text.
    """

    is_article: bool = False
    title: str = ""
    published: str = ""
    origin: str = ""
    dates: tuple[DateSeen, ...] = ()
    length: int = 0
    sentences: tuple[int, ...] = ()


_PUBLISHED = (
    "发布时间|发布日期|发表时间|发表日期|发稿时间|刊发时间|发布于|发表于|公开日期|公开时间|信息时间|上网时间"
    "|录入时间|添加时间|上传时间|上传日期"
)
_WRITTEN = "成文日期|成文时间|生成日期|印发日期|印发时间|发文日期|发文时间|签发日期|制发日期"
_OTHER = (
    "生效日期|生效时间|施行日期|实施日期|实施时间|失效日期|废止日期|截止日期|截止时间|有效期|报名时间|开标时间|活动时间"
    "|开始时间|结束时间|会议时间|收到日期|公示时间|公示期"
)
_UPDATED = r"更新时间|更新日期|修改时间"
_BARE = r"时间|日期|Date|date"
_WORDS = re.compile(
    f"({_PUBLISHED}|{_WRITTEN}|{_OTHER}|{_UPDATED}|(?<![一-鿿]){_BARE.replace('|', '|(?<![一-鿿])')})" + r"\s*[】\])）]?\s*[:：]?\s*$"
)
_NAMED = re.compile(f"{_PUBLISHED}|{_WRITTEN}|{_OTHER}|{_UPDATED}")
_ENDS_OF_WORDS = frozenset("间期于e")
_META = re.compile(r"来源|作者|浏览|点击|阅读|字号|字体|编辑|访问量|次数|发布[者人]|供稿|打印|分享|责任")
_COMMENT = re.compile(r"评论|网友|跟帖|回帖|楼主|\d楼")
_EVENT = re.compile(r"\s*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?\s*(?:上午|下午|晚|前|至|起|到|—|~|以前|开始)")
_CLOCK = re.compile(r"今天|现在|当前时间|北京时间|农历|欢迎|天气")
_FOOT = re.compile(r"版权|备案|ICP备|标识码|公网安备|Copyright|copyright|©|技术支持")
_TITLE_TAIL = re.compile(r"\s*[-_|–—>«»]+\s*")
_LABELS = ("pubdate", "publishdate", "publish_date", "publishtime", "pubtime", "article:published_time", "og:release_date")
_INFORMED = re.compile(f"{_PUBLISHED}|{_WRITTEN}|{_UPDATED}")
_YEARLESS = re.compile(
    rf"(?:{_PUBLISHED})\s*[:：]\s*((?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?)(?![-/\d年])"
    r"|^\s*((?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?)\s+\d{1,2}:\d{2}\s+来源",
    re.MULTILINE,
)
_ARTICLE_ADDRESS = re.compile(r"(?:content|art|article|show|detail|view|info)[_/-]?\w*\d")
_NO_HEADLINE = re.compile(r"位置|首页|[>›»]|[:：]|[。；]$")
FEW_LINKS = 40
_SAYS_NOTHING = re.compile(r"暂无|没有(?:相关|任何)|建设中|敬请期待|加载")
_MARKS = " \u3000\xa0[（(【"
_SENTENCE = re.compile(r"[。！？；\n]")


def read(page: Page) -> Article:
    """Read a page as an article, once for all readers of the page; about 0.1 ms."""
    found: Article | None = page.shared.get("article")
    if found is None:
        found = page.shared["article"] = _read(page)
    return found


article_of = read


def _read(page: Page) -> Article:
    labels = article_labels(page)
    title = _title(page, labels)
    text = page.text
    start = text.find(title[:30]) if title else -1
    body_length = _longest_paragraphs(text[start:] if start >= 0 else text)
    dates = _dates(page, text, start + len(title) if start >= 0 else 0, labels)
    chosen = next((date for date in dates if date.chosen), None)
    is_article = _is_article(page, labels, dates, body_length)
    return Article(
        complete=page.complete,
        is_article=is_article,
        title=title,
        published=chosen.value if chosen else "",
        origin=chosen.origin if chosen else "",
        dates=tuple(sorted(dates, key=lambda date: not date.chosen)[:12]),
        length=body_length,
        sentences=_sketch(text[max(start, 0) :]) if is_article else (),
    )


def choose(article: Article, at: datetime) -> DateSeen | None:
    """The publication date as of a moment: the first candidate that does not lie in its future; None when there is none."""
    candidates = [date for date in article.dates if date.chosen or date.origin in {"label", "address"}]
    for date in candidates:
        moment = resolve(date.value, at)
        if moment is not None and moment.date() <= at.date():
            return date
    return None


def article_labels(page: Page) -> dict[str, str]:
    """The page's meta labels by lower-case name, the first of each; worked out once for all readers of the page."""
    found: dict[str, str] | None = page.shared.get("meta labels")
    if found is None:
        found = page.shared["meta labels"] = {}
        for key in ("name", "property"):
            for element in page.metas:
                attributes = element.attrs
                if key in attributes:
                    found.setdefault(
                        str(attributes.get("name") or attributes.get("property") or "").lower(), attr(element, "content").strip()
                    )
    return found


def _title(page: Page, labels: dict[str, str]) -> str:
    if labels.get("articletitle"):
        return squeeze(labels["articletitle"])[:200]
    heading = page.document.select_one("h1")
    text = _without_small(heading) if heading is not None else ""
    if 4 <= len(text) <= 120:
        return text
    parts = [part for part in _TITLE_TAIL.split(page.title) if part]
    title = max([part for part in parts[:2] if len(part) >= 4 and not SITE_NAME.search(part)] or parts[:2], key=len, default="")
    shown = page.text
    if title and title[:30] not in shown:
        # 某县人民政府 公示公告 关于…的公告: only the last of the words stands on the page.
        words = [word for word in title.split() if len(word) >= 6 and word in shown and not SITE_NAME.search(word)]
        title = max(words, key=len, default="")
        return (title or _above_information(shown) or max(parts[:2], key=len))[:200]
    if 4 <= len(title) < 6 and (above := _above_information(shown)):
        return above[:200]
    return title[:200]


def _without_small(heading: Element) -> str:
    """A heading's words without the source or day that stands in it in small letters."""
    text = squeeze(heading.text)
    for small in heading.select("small,sub,time,span,em"):
        words = squeeze(small.text)
        beside = small.tag in {"small", "sub", "time"} or FULL.search(words) is not None
        text = text.replace(words, "").strip() if words and beside and len(words) < len(text) else text
    return text


def _above_information(text: str) -> str:
    """The line above the first line that tells source or time: a title that nothing marks as one; empty without any."""
    text = text[:3000]
    for told in islice(_META.finditer(text), 12):
        start, end = text.rfind("\n", 0, told.start()) + 1, text.find("\n", told.end())
        if next(mentions(text[start : end if end >= 0 else len(text)]), None) is not None:
            before = next((words for line in reversed(text[:start].split("\n")) if (words := squeeze(line))), "")
            return before if 6 <= len(before) <= 80 and not _NO_HEADLINE.search(before) else ""
    return ""


def _is_article(page: Page, labels: dict[str, str], dates: list[DateSeen], length: int) -> bool:
    if page.depth == 0 or (len(dates) >= 3 and _is_listing(page, dates, length)):
        return False
    if labels.get("articletitle"):
        return True
    chosen = next((date for date in dates if date.chosen), None)
    visible = chosen is not None and chosen.origin == "article-text"
    stated = chosen is not None and chosen.why.startswith("页面标明") and len(page.anchors) < 80
    if visible and chosen is not None and len({date.value for date in dates}) > 1 and _in_row(page, chosen, 2):
        return False
    if visible and (length >= 60 or stated):
        return True
    if visible and chosen is not None and chosen.why.startswith("标题下") and len(page.anchors) < FEW_LINKS:
        return not _in_row(page, chosen, 1)
    heading = page.document.select_one("h1")
    headed = heading is not None and len(squeeze(heading.text)) >= 6
    by_address = in_address(page.url) is not None or _ARTICLE_ADDRESS.search(page.url) is not None
    return ((by_address or headed) and length >= 80) or _is_headed_text(page)


def _is_headed_text(page: Page) -> bool:
    """True for running text under a heading that the page's title repeats, with nothing else on the page but its menus."""
    if len(page.anchors) >= FEW_LINKS // 2:
        return False
    heading = page.document.select_one("h1") or page.document.select_one("h2")
    words = squeeze(heading.text) if heading is not None else ""
    if heading is None or len(words) < 4 or SITE_NAME.search(words):
        return False
    text = page.text
    told = [line for line in text[text.find(words) + len(words) :].split("\n") if "。" in line and not _FOOT.search(line)]
    titled, said = page.title.startswith(words), "".join(told)
    if not (titled or heading.tag == "h1") or len(said) < 20 or said.count("。") < (1 if titled else 2) or _SAYS_NOTHING.search(said):
        return False
    return all(not group.dated and max(len(item.title) for item in group.items) <= 12 for group in groups_of(page))


def _in_row(page: Page, chosen: DateSeen, least: int) -> bool:
    """True when the date that looks like a publication date stands in one of ``least`` or more dated rows that lead elsewhere."""
    day = chosen.value[:10]
    return any(group.dated >= least and any(item.date[:10] == day for item in group.items) for group in groups_of(page))


def _is_listing(page: Page, dates: list[DateSeen], length: int) -> bool:
    """True when the page's long lines are the rows of a dated list: titles or summaries, not running text."""
    listed = [group for group in groups_of(page) if group.dated >= 3]
    if not listed:
        return False
    if sum(date.why.startswith("页面标明") for date in dates) >= 3:
        return True
    if length >= 60:
        in_rows = max(sum([size for row in group.rows if (size := len(row.text)) >= 40]) for group in listed)
        return in_rows * 10 >= length * 6
    return not any(date.chosen and date.why.startswith(("页面标明", "标题下标明")) for date in dates)


def _longest_paragraphs(text: str) -> int:
    """How many characters stand in lines of 40 or more with a stop in them: what a page says in sentences."""
    return sum([len(line) for line in text.split("\n") if len(line) >= 40 and ("。" in line or "；" in line or "，" in line)])


def _dates(page: Page, text: str, start: int, labels: dict[str, str]) -> list[DateSeen]:
    """Every candidate; at most one is chosen. ``start`` is where the title ends in the text."""
    ranked: list[tuple[int, int, DateSeen]] = []
    body = _body_start(text, start)
    # A publication date stands near the title; a list's hundred dates need no ranking.
    first = max(0, start - 120) if start else 0
    for number, mention in enumerate(islice(mentions(text[first : first + 4000]), 8)):
        rank, why, where = _rank(text, mention, first, start, body)
        ranked.append(
            (
                rank,
                number,
                DateSeen(value=mention.value, origin="article-text" if rank < 50 else "text", where=where, chosen=False, why=why),
            )
        )
    for name in (name for name in _LABELS if name in labels):  # the official one first
        value = whole(labels[name][:32].replace("T", " ").split("+")[0].split(".0")[0])
        if value and not value.startswith("-"):
            ranked.append((50, 0, DateSeen(value=value, origin="label", where=name, chosen=False, why="页面标签中的日期")))
    address = in_address(page.url)
    if address:
        ranked.append((60, 0, DateSeen(value=address, origin="address", where=page.url, chosen=False, why="网址中的日期")))
    if not any(entry[0] < 50 for entry in ranked) and (short := _YEARLESS.search(text, start, start + 400)):
        value = whole(short[1] or short[2]) or ""
        seen = DateSeen(value=value, origin="article-text", where=squeeze(short[0]), chosen=False, why="标题下标明的日期，没有年份")
        ranked.append((15, 0, seen))
    ranked.sort(key=lambda entry: entry[:2])
    dates = [entry[2] for entry in ranked]
    if ranked and ranked[0][0] < 100:
        best = dates[0]
        dates[0] = DateSeen(value=best.value, origin=best.origin, where=best.where, chosen=True, why=best.why)
    return dates


def _body_start(text: str, title_end: int) -> int:
    """Where the running text begins: the first line of 40 or more characters after the title that is no information line."""
    at = title_end
    for line in text[title_end : title_end + 3000].split("\n"):
        if len(line) >= 40 and not _META.search(line) and _INFORMED.search(line) is None:
            return at
        at += len(line) + 1
    return at


def _rank(text: str, mention: Mention, offset: int, title_end: int, body: int) -> tuple[int, str, str]:
    """How good a visible date is (below 50: usable; 100 and above: refused), why, and what stands beside it."""
    start, end = mention.start + offset, mention.end + offset
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    before = text[max(line_start - 12 if start - line_start < 4 else line_start, start - 24) : start].replace("*", " ")
    where = squeeze(text[max(line_start, start - 16) : end + 6])
    if _FOOT.search(line):
        return 140, "页脚或版权说明中的日期", where
    if _CLOCK.search(text[max(line_start, start - 12) : start]) or (start < title_end and "星期" in text[end : end + 5]):
        return 130, "页眉时钟，不是发布时间", where
    word = _word_before(before)
    if word and start - line_start < 4:
        word = _heading_above(text, line_start, line, start - line_start) or word
    near = title_end <= start < min(body, title_end + 400)
    if word:
        name = word[1]
        if re.fullmatch(_PUBLISHED, name):
            if _COMMENT.search(line[: start - line_start]):
                return 118, "评论的时间，不是发布时间", where
            return (0 if near else 30 if start > body > title_end else 5), f"页面标明的{name}", where
        if re.fullmatch(_WRITTEN, name):
            return 110, f"{name}不是发布时间", where
        if re.fullmatch(_OTHER, name):
            return 115, f"{name}不是发布时间", where
        if re.fullmatch(_UPDATED, name):
            return 20, f"页面标明的{name}", where
        event = _EVENT.match(text, end) is not None
        if not event and (near or title_end == 0) and (len(line) <= 60 or _META.search(line)):
            return 10, f"标题下标明的{name}", where
        return 120, f"正文中的{name}，不是发布时间", where
    alone = near and text.count("\n", title_end, start) <= 4 and (whole(line) is not None or _by_itself(line, text[end : end + 3]))
    if len(line) <= 120 and near and (alone or _META.search(line)):
        return 12, "标题下信息行中的日期", where
    if len(line) <= 120 and title_end == 0 and _META.search(line):
        return 15, "信息行中的日期", where
    return 125, "正文或其他位置的日期", where


def _heading_above(text: str, line_start: int, line: str, place: int) -> re.Match[str] | None:
    """The heading of a date's own column where the line above is a table's head with several words for dates; None elsewhere."""
    above = text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : line_start]
    names = list(_NAMED.finditer(above))
    number = sum(1 for mention in mentions(line) if mention.start < place)
    return _WORDS.search(names[number][0]) if len(names) > 1 and number < len(names) else None


def _word_before(text: str) -> re.Match[str] | None:
    """The word such as 发布时间 that a text ends with, a mark behind it aside."""
    end = text.rstrip().rstrip(":：").rstrip().rstrip("】])）").rstrip()[-1:]
    return _WORDS.search(text) if end in _ENDS_OF_WORDS else None


def _by_itself(line: str, after: str) -> bool:
    """True for a short line that begins with a date and goes on behind a mark: ``2025年6月8日 · 新区融媒体``."""
    begun = FULL.match(line.lstrip(_MARKS)) if len(line) <= 40 else None
    if begun is not None and begun["h"] and not re.search(r"[，。；、]", line):  # the source's name follows without a mark
        return True
    return begun is not None and (not after.strip() or after.lstrip()[0] in "·•|｜/")


def _sketch(text: str) -> tuple[int, ...]:
    """The eight smallest digests of sentences of twelve or more characters; empty for a text of fewer than four."""
    digests = {zlib.crc32(piece.encode()) for piece in (part.strip() for part in _SENTENCE.split(text[:20_000])) if len(piece) >= 12}
    return tuple(sorted(digests)[:8]) if len(digests) >= 4 else ()


def is_attachment(url: str) -> bool:
    """True for an address of a file rather than a page."""
    return ending_of(url) in {"pdf", "doc", "docx", "xls", "xlsx", "zip", "rar", "wps", "ofd"}
