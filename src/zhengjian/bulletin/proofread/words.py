"""Words against words: periods and dates, graded words without numbers, lists of good names, slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from zhengjian.bulletin.proofread.remark import Remark
from zhengjian.bulletin.proofread.sections import SECOND, Sentence
from zhengjian.bulletin.proofread.tables import CountTable

PERIOD = re.compile(r"(?:(\d{4})年)?(第?[一二三四]季度|[上下]半年)")
TITLE = re.compile(r"关于[^。]{4,60}?的?(?:通报|函|报告)")
GRADED = re.compile(r"(个别|部分|有的|一些|少数|多数|绝大多数)(?!的?(?:是|为))")
RANKED = re.compile(
    r"((?:[^、，。；：]{2,14}、){3,}[^、，。；：]{2,14}?)等?(?:政府)?(?:[^，。；]{0,10})?(?:得分较高|情况较好|得分靠前|排名靠前)"
)
ORDER_SAID = re.compile(r"由高到低|从高到低|按得分|排名不分先后|分）")
DOUBLED = re.compile(r"的的|了了|是是|在在|和和|对对|将将|(存在|进行|开展|要求|问题|网站)\1")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NUMBER_YEAR = re.compile(r"[^，。《》“”]{2,16}[〔\[（](\d{4})[〕\]）]\d+号")
PERIOD_END = {"一": (3, 31), "二": (6, 30), "三": (9, 30), "四": (12, 31), "上": (6, 30), "下": (12, 31)}


def check_words(said: Sequence[Sentence], paragraphs: Sequence[str], table: CountTable | None) -> Iterator[Remark]:
    """All remarks about words."""
    body = [sentence for sentence in said if not sentence.in_annex]
    yield from _periods(body, paragraphs)
    yield from _dates(body, paragraphs)
    yield from _graded(body)
    yield from _ranked(body, table)
    yield from _slips(said)


def _periods(body: Sequence[Sentence], paragraphs: Sequence[str]) -> Iterator[Remark]:
    """Different periods in titles and in sentences that do not say the year; comparisons may look back."""
    found: dict[str, list[str]] = {}
    titles = [match[0] for match in map(TITLE.search, map(_compact, paragraphs[:12])) if match is not None][:1]
    titles += [one for one in map(_compact, paragraphs) if len(one) < 50 and one.endswith("检查情况")]
    for title in titles:
        for year, word in PERIOD.findall(title):
            found.setdefault(_period(word), []).append(f"标题“{year and year + '年'}{word}”")
    for sentence in body:
        if re.search("比|同期|上期|连续|附件|《", sentence.text):
            continue
        for year, word in PERIOD.findall(sentence.text):
            if not year:
                found.setdefault(_period(word), []).append(f"{sentence.section}“{word}”")
    if len(found) > 1:
        places = "；".join(f"{period}见于{'、'.join(dict.fromkeys(where))}" for period, where in found.items())
        yield Remark(place="全文", read=places, expected="", why=f"文中有{len(found)}种期次，各处数据的统计期不一致或没有分别写明")


def _period(word: str) -> str:
    return word.removeprefix("第")


def _compact(text: str) -> str:
    return "".join(text.split())


def _dates(body: Sequence[Sentence], paragraphs: Sequence[str]) -> Iterator[Remark]:
    """The date at the foot against the number's year and the period's end."""
    signed = next((match for match in (DATE.fullmatch(_compact(one)) for one in reversed(paragraphs)) if match is not None), None)
    if signed is None:
        return
    year, month, day = map(int, signed.groups())
    number = next((match for match in map(NUMBER_YEAR.fullmatch, map(_compact, paragraphs[:4])) if match is not None), None)
    if number is not None and int(number[1]) != year:
        yield Remark(place="文号", read=number[0], expected=str(year), why="文号年份与成文日期年份不一致", certain=False)
    if any("截至" in sentence.text for sentence in body):
        return
    title = next((match[0] for match in map(TITLE.search, map(_compact, paragraphs[:12])) if match is not None), "")
    for said_year, word in PERIOD.findall(title):
        last = date(int(said_year or year), *PERIOD_END[_period(word)[0]])
        if date(year, month, day) <= last:
            why = f"成文日期不晚于{said_year or year}年{word}的末日（{last.month}月{last.day}日），文中没有写明数据截至何日"
            yield Remark(place="成文日期", read=signed[0], expected="", why=why, certain=False)


def _graded(body: Sequence[Sentence]) -> Iterator[Remark]:
    """部分、个别 and the like without a number in the same clause."""
    for sentence in body:
        if "问题" not in sentence.section or SECOND.fullmatch(sentence.text):  # a heading is told in full below it
            continue
        for clause in re.split(r"[；。]", sentence.text):
            words = [found for found in GRADED.finditer(clause) if not re.search(r"\d", clause[found.end() : found.end() + 24])]
            for found in words:
                read = clause[found.start() : found.start() + 18]
                yield Remark(place=sentence.section, read=read, expected="", why=f"只有程度词“{found[0]}”，没有数量可核", certain=False)


def _ranked(body: Sequence[Sentence], table: CountTable | None) -> Iterator[Remark]:
    """Lists of good names: is the order explained, and are the places in the table?"""
    labels = {_place(row.label) for row in table.rows} if table is not None else set()
    for sentence in body:
        for found in RANKED.finditer(sentence.text):
            listed = found[1].split("、")
            listed[0] = re.sub(r"^.*(?:其中|，)", "", listed[0])
            if not ORDER_SAID.search(sentence.text):
                read = f"{listed[0]}、{listed[1]}等{len(listed)}个"
                yield Remark(place=sentence.section, read=read, expected="", why="点名表扬没有写明得分、次序或依据", certain=False)
            cities = [name for name in listed if name.endswith(("市", "州")) or _place(name) in labels]
            missing = [name for name in cities if _place(name) not in labels]
            if len(labels) >= 5 and missing:
                yield Remark(place=sentence.section, read="、".join(missing), expected="", why="点名的地区不在附表各行之中", certain=False)


def _place(name: str) -> str:
    return name if len(name) <= 2 else name[:-1] if name[-1] in "市州" else name


def _slips(said: Sequence[Sentence]) -> Iterator[Remark]:
    """部门 where its neighbours begin with 部分; doubled words; quotation marks and brackets that do not close."""
    graded = any(re.match(r"(?:（[一二三四五]）[^。]*。)?(?:部分|个别|有的)", sentence.text) for sentence in said)
    for sentence in said:
        if graded and re.match(r"部门(?=新媒体|政务新媒体|网站|单位|账号|栏目|政策|信息|市)", sentence.text):
            read = sentence.text[:14]
            why = "相邻各句都以“部分”“个别”“有的”开头，此处疑将“部分”误作“部门”"
            yield Remark(place=sentence.section, read=read, expected=f"部分{read[2:]}", why=why, certain=False)
        for found in DOUBLED.finditer("" if sentence.in_annex else sentence.text):  # cells of a table may touch
            yield Remark(
                place=sentence.section, read=sentence.text[max(found.start() - 4, 0) : found.end() + 4], expected="", why="字词重复"
            )
        for opening, closing in ("“”", "（）", "《》", "〔〕"):
            if sentence.text[-1] in "。！？" and sentence.text.count(opening) != sentence.text.count(closing):
                yield Remark(place=sentence.section, read=sentence.text[:24], expected="", why=f"{opening}{closing}不成对", certain=False)
