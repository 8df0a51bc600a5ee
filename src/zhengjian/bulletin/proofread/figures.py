"""Figures in the text against each other and against the tables: totals, shares, denominators, decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from zhengjian.bulletin.proofread.remark import Remark
from zhengjian.bulletin.proofread.sections import Sentence
from zhengjian.bulletin.proofread.tables import CountTable
from zhengjian.bulletin.shares import percent

PERCENT = re.compile(
    r"(?<![\d.])(?<!超过)(?<!达到)(?<!高于)(?<!低于)(?<!不足)(?<!（含）)(\d+(?:\.\d+)?)[%％](?!以[上下内])"
)  # limits are no shares
COUNT = re.compile(r"(\d+)(?=(?:余)?[个条家次件名])")
PAIR = re.compile(r"(\d+)[个条家]中?的?(?:有)?(\d+)[个条家]，占(?:比)?(\d+(?:\.\d+)?)[%％]")
PASS_RATE = re.compile(r"合格率(?:为|达)?(\d+(?:\.\d+)?)[%％]")
PASSED = re.compile(r"(?:其中)?(\d+)[个家](?:网站|账号)?合格|(?<!不)合格(?:的|网站|账号|数)?(?:有)?(\d+)[个家]")
FAILED = re.compile(
    r"不合格(?:的|网站|账号|数)?(?:有)?(\d+)[个家]|(\d+)[个家](?:网站|账号)?不合格|问题的?(?:政府)?(?:网站|政务新媒体)?(?:账号)?(?:有)?(\d+)[个家]"
)
PARTS_OF = re.compile(r"(\d+)[个家][，：:（(]其中[：:]?([^。；]*)")
PART = re.compile(r"(\d+)[个家](?:（[^）]*）|\([^)]*\))?")
SMALLEST_BASE = 5  # smaller counts in a sentence are seldom the base of a share
LARGEST_BASE = 60  # bases up to this size are tried for a bare percentage

TOTALS = (
    (re.compile(r"全[省市州区县旗国](\d+)[个家]政府网站|检查(?:全[省市州区县旗国])?政府网站(?:共)?(\d+)个"), "网站总数", ""),
    (re.compile(r"政务新媒体(?:账号)?(?:共)?(\d+)个"), "政务新媒体总数", ""),
    (re.compile(r"问题的(?:政府)?网站(\d+)个|(\d+)个(?:政府)?网站存在突出问题"), "问题", "网站总数"),
    (re.compile(r"问题的(?:政务新媒体)?(?:账号)?(\d+)个(?!政府)"), "问题", "政务新媒体总数"),
)
CLASSES = (
    (re.compile(r"[%％](?:的)?(?:市（州）|市\(州\)|市级)(?:政府)?门户网站"), "市级门户", "市级门户网站"),
    (re.compile(r"[%％](?:的)?县级(?:政府)?门户网站"), "县级门户", "县级门户网站"),
    (re.compile(r"[%％](?:的)?市级部门网站"), "市级部门", "市级部门网站"),
    (re.compile(r"[%％](?:的)?省直部门网站"), "", "省直部门网站"),
)


def check_figures(said: Sequence[Sentence], table: CountTable | None) -> Iterator[Remark]:
    """All remarks about numbers of the text."""
    body = [sentence for sentence in said if not sentence.in_annex]
    if table is not None and table.total is not None:
        yield from _totals(body, table)
    settled, bare = list[str](), list[str]()
    for sentence in body:
        yield from _pairs(sentence)
        yield from _pass_rates(sentence)
        yield from _breakdowns(sentence)
        for share in PERCENT.findall(sentence.text):
            (settled if _settled(share, sentence.text) else bare).append(share)
        yield from _bare(sentence, table)
    yield from _decimals(settled, bare)


def _totals(body: Sequence[Sentence], table: CountTable) -> Iterator[Remark]:
    """The first statement of each total against the table's 合计."""
    for pattern, title, after in TOTALS:
        expected = table.total_of(title, after=after)
        stated = next(((found, one) for one in body for found in pattern.finditer(one.text) if _is_overall(one, found)), None)
        if expected is None or stated is None:
            continue
        found, sentence = stated
        number = next(group for group in found.groups() if group)
        if int(number) != expected:
            name = f"{after and after.removesuffix('总数')}{title if title != '问题' else '存在突出问题数'}"
            yield Remark(place=sentence.section, read=found[0], expected=str(expected), why=f"与附表合计的“{name}”不一致")


def _is_overall(sentence: Sentence, found: re.Match[str]) -> bool:
    """A total is stated in the overall part; "其中" and comparisons speak of something else."""
    return ("总体" in sentence.section or "开头" in sentence.section) and "复查" not in sentence.text[: found.start()]


def _pairs(sentence: Sentence) -> Iterator[Remark]:
    for whole, part, share in PAIR.findall(sentence.text):
        if not _same(share, int(part), int(whole)):
            expected = percent(int(part), int(whole)) if int(part) <= int(whole) else ""
            yield Remark(place=sentence.section, read=f"{part}/{whole}，{share}%", expected=expected, why="占比与所列数量不符")


def _pass_rates(sentence: Sentence) -> Iterator[Remark]:
    """合格率 from what its clause states: passed and failed, else all and one of them. A re-check states its own base."""
    for clause in re.split("[。；]", sentence.text):
        rates = list(PASS_RATE.finditer(clause))
        if len(rates) != 1 or re.search("复查|上期|同期", clause):
            continue
        before = clause[: rates[0].start()]
        counts = [int(number) for number in COUNT.findall(before)]
        passed, failed = _first(PASSED, before), _first(FAILED, before)
        if passed is not None and failed is not None:
            whole = passed + failed
        elif counts and (passed is not None or failed is not None):
            whole = counts[0]
            passed = passed if passed is not None else whole - (failed or 0)
        else:
            continue
        if 0 <= passed <= whole and not _same(rates[0][1], passed, whole):
            expected = percent(passed, whole)
            yield Remark(place=sentence.section, read=f"{rates[0][1]}%", expected=expected, why=f"合格率应为{passed}÷{whole}")


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return None if found is None else int(next(group for group in found.groups() if group))


def _breakdowns(sentence: Sentence) -> Iterator[Remark]:
    """“共N个，其中……a个、……b个”: parts make no more than the whole, and the whole itself when all are listed."""
    for found in PARTS_OF.finditer(sentence.text):
        whole, tail = int(found[1]), re.split("，(?:占|检查|合格|不合格|总体|发现|存在)", found[2])[0]
        parts = [int(number) for number in PART.findall(tail)]
        if len(parts) < 2 or "、" not in tail or "%" in tail or "问题" in tail or "合格" in tail:
            continue
        read = f"{whole}；{'、'.join(map(str, parts))}"
        if sum(parts) > whole:
            yield Remark(place=sentence.section, read=read, expected=str(sum(parts)), why="其中各项之和大于总数")
        elif sum(parts) < whole and len(parts) > 2 and "等" not in tail:
            why = f"其中各项之和为{sum(parts)}，与总数{whole}不等"
            yield Remark(place=sentence.section, read=read, expected="", why=why, certain=False)


def _settled(share: str, text: str) -> bool:
    """True when two counts of the sentence, or their sum or difference, make the share."""
    counts = {int(number) for number in COUNT.findall(text)}
    parts = counts | {abs(one - other) for one, other in product(counts, counts)}
    wholes = counts | {one + other for one, other in product(counts, counts)}
    return any(_same(share, part, whole) for part, whole in product(parts, wholes) if 0 < whole >= part)


def _same(share: str, part: int, whole: int) -> bool:
    """True when the share is the fraction by our rule, or rounded half up to as many decimals as it is printed with."""
    if not 0 < whole >= part >= 0:
        return False
    if percent(part, whole) == f"{_plain(share)}%":
        return True
    scale = 10 ** len(share.partition(".")[2])
    rounded = (2 * 100 * scale * part + whole) // (2 * whole)
    return rounded == round(float(share) * scale) and (part == whole or rounded < 100 * scale)


def exactly(share: str, part: int, whole: int) -> bool:
    """True when the share is the fraction with two decimals, trailing zeros dropped: 5 is 1/20 but not 1/21."""
    return percent(part, whole) == f"{_plain(share)}%"


def _plain(share: str) -> str:
    return share.rstrip("0").rstrip(".") if "." in share else share


def _bare(sentence: Sentence, table: CountTable | None) -> Iterator[Remark]:
    """A percentage whose base is not printed: which bases it can have, and what the sentence and the table say of it."""
    for found in PERCENT.finditer(sentence.text):
        share = found[1]
        if _settled(share, sentence.text) or "个百分点" in sentence.text[found.end() - 1 :][:6]:
            continue
        known = _class_total(sentence.text[found.end() - 1 :], table)
        near_by = sorted({int(number) for number in COUNT.findall(sentence.text[: found.start()]) if int(number) >= SMALLEST_BASE})
        if known is not None:
            why = f"{_possible(share)}；{_against(share, *known)}"
        elif near_by:
            why = f"没有写明基数，{_within(share, near_by)}"
        else:
            why = _possible(share)
        read = sentence.text[max(found.start() - 6, 0) : found.end() + 12]
        yield Remark(place=sentence.section, read=read, expected="", why=why, certain=False)


def _possible(share: str) -> str:
    listed = "、".join(f"{part}/{whole}" for part, whole in possible_bases(share)[:6])
    return f"没有写明基数，{LARGEST_BASE}以内可能是{listed}" if listed else f"没有写明基数，不能由{LARGEST_BASE}以内的基数得出"


def _against(share: str, name: str, base: int) -> str:
    """What the table's own number of that class makes of the share."""
    near = _nearest(share, base)
    if exactly(share, near, base):
        return f"按附表{name}{base}个计为{near}个"
    return f"附表{name}为{base}个，最接近的是{near}/{base}，即{percent(near, base)}"


def _within(share: str, bases: Sequence[int]) -> str:
    """What the counts before the share in its sentence make of it."""
    fitting = [f"{_nearest(share, base)}/{base}" for base in bases if _same(share, _nearest(share, base), base)]
    return f"按本句数量可能是{'、'.join(fitting)}" if fitting else f"按本句的{'、'.join(map(str, bases))}都得不出这个比例"


def _nearest(share: str, base: int) -> int:
    return min(base, max(0, round(float(share) * base / 100)))


def possible_bases(share: str, most: int = LARGEST_BASE) -> list[tuple[int, int]]:
    """(part, whole) with ``whole`` up to ``most`` that print as ``share``: 15.38 is 2/13, 4/26, 6/39 or 8/52.

    A share without decimals is taken as exact: 5 is 1/20, 2/40 or 3/60.
    """
    agrees = _same if "." in share else exactly
    pairs = ((_nearest(share, whole), whole) for whole in range(2, most + 1))
    return [(part, whole) for part, whole in pairs if part > 0 and agrees(share, part, whole)]


def _class_total(tail: str, table: CountTable | None) -> tuple[str, int] | None:
    """How many there are of the class that follows a percentage, as the table has it."""
    if table is None:
        return None
    for pattern, title, name in CLASSES:
        if pattern.match(tail) is None:
            continue
        if title:
            number = table.total_of(title)
        else:
            place = table.column("网站总数")
            number = next((row.numbers[place] for row in table.rows if place is not None and "省直" in row.label), None)
        return (name, number) if number else None
    return None


def _decimals(settled: Sequence[str], bare: Sequence[str]) -> Iterator[Remark]:
    """Different numbers of decimals, unless each follows from dropping trailing zeros."""
    every = [*settled, *bare]
    places = {len(share.partition(".")[2]) for share in every}
    most = max(places, default=0)
    if len(places) > 1 and any(len(share.partition(".")[2]) < most for share in bare):
        listed = "、".join(f"{share}%" for share in every)
        yield Remark(place="全文", read=listed, expected="", why="百分数的小数位数不一致，无法判断是否四舍五入到同一位数", certain=False)
