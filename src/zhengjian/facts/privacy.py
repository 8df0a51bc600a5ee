"""Personal data that a page shows unmasked: identity numbers, mobile numbers beside names, bank cards, passports, homes.

One search for runs of digits decides whether anything else is looked at. What is kept is masked; a digest tells the same
datum elsewhere. Office telephones, hotlines, credit codes, document, file, order and serial numbers stay silent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from zhengjian.facts import part_ids, personal_code, personal_columns, signals
from zhengjian.facts.base import Fact
from zhengjian.facts.check_digits import ID_LENGTH, REGIONS, born, check_digit, luhn, valid_id
from zhengjian.facts.page import Page
from zhengjian.facts.personal_words import (
    CARD_WORDS,
    CORPORATE,
    DIRECTORY,
    ID_WORDS,
    MADE_UP,
    OFFICE_HEADER,
    OFFICE_WORDS,
    PERSON_WORDS,
    SAMPLE,
    SAMPLE_TITLE,
    SERIAL_WORDS,
)
from zhengjian.facts.persons import RELATION, name_after, name_before, name_by_role, name_called, name_told_after, name_within
from zhengjian.model import Value, digest

ID_NUMBER = "身份证号码"
HALF_ID = "隐去不足的身份证号码"
MOBILE = "手机号码"
BANK_CARD = "银行卡号"
PASSPORT = "护照等证件号码"
ADDRESS = "家庭住址"


class PersonalItem(Value):
    """One datum. ``value`` is masked; ``digest`` tells the same datum elsewhere.

    ``start``, ``end`` and ``line`` place it in the source (in the text for documents); ``certain`` False means that a
    duty to publish may excuse it, and ``why`` says which.
    """

    kind: str
    value: str
    digest: str
    start: int
    end: int
    line: int
    certain: bool = True
    why: str = ""


class PersonalData(Fact):
    """个人信息：网页或附件中未作去标识化处理的个人信息"""

    items: tuple[PersonalItem, ...] = ()
    public_notice: bool = False

    @property
    def certain(self) -> tuple[PersonalItem, ...]:
        """The items that are findings."""
        return tuple(item for item in self.items if item.certain)


_RUN = re.compile(r"[0-9]{3}[0-9 \u3000\-—－]{7,}[0-9Xx]")
_LABELS = (
    "护照", "assport", "PASSPORT", "行证", "住址", "家住", "现住", "户籍地", "家庭地址", "军官证",
    "台胞证", "居住证", "，住", ",住", "我住",
)  # fmt: skip
SIGNS = (*_LABELS, *(chr(code) for code in range(0xFF10, 0xFF1A)))
"""Labels of personal data and full-width digits: with runs of digits the only things that make a text worth reading."""
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z０-９*＊_=#.])(?<![^\u4e00-\u9fff][/\-])(?:"
    r"(?P<id>[1-9][0-9]{5}(?P<gap>[ \u3000\-—－]?)(?:18|19|20)[0-9]{2}(?P=gap)?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"(?P=gap)?[0-9]{3}[0-9Xx])"
    r"|(?P<old>[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})"
    r"|(?:(?:\+|00)?86[ \-]?)?(?P<mobile>1[3-9][0-9](?P<mgap>[ \-]?)[0-9]{4}(?P=mgap)[0-9]{4})"
    r"|(?P<card>[3-9][0-9]{3}(?P<cgap>[ \-]?)[0-9]{4}(?P=cgap)[0-9]{4}(?P=cgap)[0-9]{4}(?:(?P=cgap)[0-9]{1,3})?|[3-9][0-9]{15,18})"
    r")(?![0-9A-Za-z０-９*＊_]|[-.][0-9]|/[0-9])"
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|军官证|居留证|居住证)[^\n。；;]{0,25}?(?<![0-9A-Za-z])"
    r"(?P<number>[EeGgDdSsPpHhMmCcTtWwKk][A-Za-z]?[0-9]{7,10}|1[45][0-9]{7})(?![0-9A-Za-z*])"
)
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|现住址|常住地址|居住地址|户籍地址|户籍所在地|户籍地|户籍(?=[\u4e00-\u9fff]{2,10}[市县区乡镇村])|住址|家住|现住|住所地|住|姓\s{0,2}名[:：][^\n，,。；;]{2,30}地址)[:：]?\s{0,3}"
    r"(?P<address>[\u4e00-\u9fff0-9０-９A-Za-z（）()\-－#]{4,60}?(?:[0-9０-９一二三四五六七八九十]{1,4}(?:组|社|号|栋|幢|楼|单元|室)){1,5})"
)
_BEHIND_ID = re.compile(
    r"(?<![0-9])(?P<id>[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])[，,、;； \t]{1,3}(?:现?住址?[:：]?|家住)?"
    r"(?P<address>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）()#]{3,50}?(?:[0-9]{1,4}(?:号|栋|幢|楼|组|室))(?:附?[0-9\-]{1,8}号?){0,3})"
)
_HOME = re.compile(r"住(?![房院宅户建宿])|户籍|家庭地址|居住地址|姓\s{0,2}名[:：]")
_WIDE_DIGIT = re.compile("[０-９]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {0xFF38: ord("X"), 0xFF58: ord("X")}
_HEADER = re.compile(r"姓\s{0,2}名")
_PHONE_HEADER = re.compile(r"姓\s{0,2}名[^\n]{0,80}(?:电话|手机|联系方式)")
_NOTICE = re.compile(r"公示|名单|公告|花名册|一览表|明细表|汇总表")
# Beside somebody's identity number, hidden or not, and behind a word for a relative, a number is a person's own.
_IDENTIFIED = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3,5}(?:(?:19|20)[0-9]{9}|[*＊×]{6,13}[0-9]{1,3})[0-9Xx]")
_LABEL_ONLY = re.compile(r"[\s，,：:（(]{0,6}(?:手机|移动电话|联系电话|电话|联系方式)?(?:号码?)?[\s：:]{0,6}")
_OF_KIN = re.compile(
    r"(?:我的|本人|其(?:子|女|妻|夫|父|母|家属|亲属)|邻居[\u4e00-\u9fff]{2,3}[（(]|子女|儿子|女儿|配偶|妻子|丈夫|父亲|母亲|亲属|家属|监护人|紧急联系人)(?:的)?(?:联系)?(?:电话|手机号?|联系方式)(?:号码)?[:：为是]?\s{0,3}$"
)
_COUNTRY = re.compile(r"\(?(?:\+|00)?86\)?[ \-]?$")
_BESIDE = re.compile(r"[\s]{0,2}[（(][^（()）]{1,10}")
_SPAN = 40
_MOST = 2_000
_TOO_OFTEN = 4


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: str
    plain: str
    start: int
    end: int
    certain: bool = True
    why: str = ""
    proved: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """What a text is as a list of persons: many numbers under a heading of names, a heading with telephones, one with posts."""

    listed: bool
    headed: bool
    official: bool
    times: Counter[str]


def read(page: Page) -> PersonalData:
    """Read a page's visible text, then what its attributes and scripts hold."""
    text = page.text
    found = _read(text).items if "personal" in signals.of_page(page) or _RUN.search(text) is not None else ()
    items = [_replaced(item, text[item.start : item.end], page.html) for item in found]
    seen = {(item.kind, item.digest) for item in items}
    items += [item for item in _elsewhere(page) if (item.kind, item.digest) not in seen]
    return PersonalData(items=tuple(items), public_notice=bool(_NOTICE.search(page.title)), complete=page.complete)


def _replaced(item: PersonalItem, plain: str, html: str) -> PersonalItem:
    """The item placed in the page's source, when its own characters stand there in one piece."""
    start = html.find(plain)
    if start < 0:
        return item
    return replace(item, start=start, end=start + len(plain), line=html.count("\n", 0, start) + 1)


_COLUMNS = {"home": ADDRESS, "passport": PASSPORT, "card": BANK_CARD, "mobile": MOBILE}
_CODED = {"id": ID_NUMBER, "card": BANK_CARD, "mobile": MOBILE}


def _elsewhere(page: Page) -> Iterator[PersonalItem]:
    """What attributes, scripts and names of files hold."""
    for coded in personal_code.numbers(page.html, SERIAL_WORDS):
        yield _item(_Hit(_CODED[coded.what], coded.plain, coded.start, coded.end, not coded.why, coded.why), page.html)
    for text, start, end in personal_code.told(page):
        called = page.html.startswith("tel:", start - 4) and PERSON_WORDS.search(text) is None
        for item in _read(text).items if _worth(text) and not called else ():
            yield replace(item, start=start, end=end, line=page.html.count("\n", 0, start) + 1)


def of_text(text: str) -> PersonalData:
    """Read a plain text; places are offsets into it."""
    return _read(text) if _worth(text) else PersonalData()


def _read(text: str) -> PersonalData:
    folded = text.translate(_WIDE) if _WIDE_DIGIT.search(text) else text
    found = [hit for search in (_numbers, _of_parts, _passports, _addresses, _of_columns) for hit in islice(search(folded), _MOST)]
    items = tuple(_item(hit, folded) for hit in _judged(folded, found)[:_MOST])
    return PersonalData(items=items, public_notice=bool(_NOTICE.search(folded[:400])))


def _worth(text: str) -> bool:
    """One search for runs of digits, and a few for labels: most texts end here."""
    return _RUN.search(text) is not None or _WIDE_DIGIT.search(text) is not None or any(label in text for label in _LABELS)


def mask(text: str) -> str:
    """The text with every number that could be a person's replaced by its masked form, whatever stands around it."""
    if not _worth(text):
        return text
    folded = text.translate(_WIDE)
    pieces, last = [], 0
    hits = [*_numbers(folded, every=True), *_of_parts(folded), *_passports(folded), *_addresses(folded)]
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start >= last:
            pieces += [text[last : hit.start], masked(hit.kind, hit.plain)]
            last = hit.end
    return "".join(pieces) + text[last:]


def masked(kind: str, plain: str) -> str:
    """``510102199001011234`` → ``5101**********1234``; a telephone keeps three and four, an address its first six."""
    plain = re.sub(r"[ \u3000\-—－]", "", plain) if kind != ADDRESS else plain
    head, tail = {ID_NUMBER: (4, 4), HALF_ID: (4, 0), MOBILE: (3, 4), BANK_CARD: (4, 4), PASSPORT: (2, 2), ADDRESS: (6, 0)}[kind]
    hidden = max(len(plain) - head - tail, 0)
    return plain[:head] + "*" * hidden + (plain[-tail:] if tail else "")


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Numbers of the right shapes, looked for only where digits stand close together."""
    for run in _RUN.finditer(text):
        yield from _NUMBER.finditer(text, max(0, run.start() - 4), min(len(text), run.end() + 4))


def _numbers(text: str, *, every: bool = False) -> Iterator[_Hit]:
    for found in _candidates(text):
        before = text[max(0, found.start() - _SPAN) : found.start()]
        if found["id"]:
            plain = re.sub(r"[^0-9Xx]", "", found["id"]).upper()
            if _is_id(plain, before) or (every and born(plain[6:14])):
                yield _Hit(ID_NUMBER, plain, *found.span("id"))
            elif _is_card(plain, before):
                yield _Hit(BANK_CARD, plain, *found.span("id"))
        elif found["old"]:
            plain = found["old"]
            if born("19" + plain[6:12]) and plain[:2] in REGIONS and (ID_WORDS.search(before) or every):
                yield _Hit(ID_NUMBER, plain, *found.span("old"))
        elif found["mobile"]:
            yield _Hit(MOBILE, re.sub(r"\D", "", found["mobile"]), *found.span("mobile"))
        elif found["card"]:
            plain = re.sub(r"\D", "", found["card"])
            if _is_card(plain, before) or (every and luhn(plain)):
                yield _Hit(BANK_CARD, plain, *found.span("card"))


def _of_parts(text: str) -> Iterator[_Hit]:
    """Certificates that hold an identity number, and numbers of which too little is hidden."""
    for plain, span in part_ids.disabled(text, _RUN):
        yield _Hit(ID_NUMBER, plain, *span)
    for plain, span, named in part_ids.half_masked(text, _RUN):
        yield _Hit(HALF_ID, plain, *span, named, "" if named else "身份证号码隐去的位数较少，请核对")


def _of_columns(text: str) -> Iterator[_Hit]:
    """Homes and passports under their headings, and files that are named after a number and its bearer."""
    for cell in personal_columns.cells(text):
        yield _Hit(_COLUMNS[cell.what], re.sub(r"\s", "", cell.text), cell.start, cell.end, proved=True)
    for run in _RUN.finditer(text) if "/" in text else ():
        for found in personal_code.NAMED_FILE.finditer(text, max(0, run.start() - 1), min(len(text), run.end() + 4)):
            if valid_id(found[0]):
                yield _Hit(ID_NUMBER, found[0].upper(), *found.span())


def _is_id(number: str, before: str) -> bool:
    if not born(number[6:14]) or number[:2] not in REGIONS:
        return False
    named = ID_WORDS.search(before) is not None
    if SERIAL_WORDS.search(_last_label(before)) and not named:
        return False
    return named or check_digit(number) == number[17]


def _last_label(before: str) -> str:
    """The words right before a number: from the last break on."""
    return re.split(r"[\n。；;|]|[，,、](?=[^，,、]*$)", before)[-1][-14:]


def _is_card(number: str, before: str) -> bool:
    known = number[:2] in {"62", "60", "68", "69", "95"} or number[0] in "45" or number[:2] in {"35", "37", "36"}
    return (
        15 <= len(number) <= 19
        and known
        and luhn(number)
        and CARD_WORDS.search(before) is not None
        and CORPORATE.search(before) is None
        and SERIAL_WORDS.search(_last_label(before)) is None
    )


def _passports(text: str) -> Iterator[_Hit]:
    if "护照" not in text and "证" not in text:
        return
    for found in _PASSPORT.finditer(text):
        yield _Hit(PASSPORT, found["number"], *found.span("number"))


def _places(text: str) -> Iterator[re.Match[str]]:
    """Addresses behind their labels; 住 as a part of 住房, 住院 and the like is passed over."""
    last = 0
    for key in _HOME.finditer(text):
        if key.start() >= last and (found := _ADDRESS.search(text, max(last, key.start() - 3), key.end() + 70)):
            last = found.end()
            yield found


def _addresses(text: str) -> Iterator[_Hit]:
    """Homes: a label that only persons have, or 住 behind a person's name, and a place down to the number."""
    for run in _RUN.finditer(text):
        for found in _BEHIND_ID.finditer(text, max(0, run.start() - 1), min(len(text), run.end() + 70)):
            if valid_id(found["id"]):
                yield _Hit(ADDRESS, found["address"], *found.span("address"))
    for found in _places(text):
        label = found[0][: found.start("address") - found.start()]
        before = text[max(0, found.start() - _SPAN) : found.start()]
        told = name_within(text[found.end() : found.end() + 12]) if label.startswith("家住") else ""
        named = bool(name_before(before) or name_within(before) or name_by_role(before) or told)
        person = named or PERSON_WORDS.search(before) is not None
        if label.startswith("住所地") and "某" in before:
            continue
        own_label = label.startswith(("家庭", "现住址", "常住", "居住", "姓")) or before.endswith(("我", "本人", "我家"))
        bare = label.rstrip(":： ") in {"住", "住所地"} and not own_label
        identified = ID_WORDS.search(before) is not None
        if "某" in before[-14:] or (bare and not (named or identified)) or not (person or own_label or identified):
            continue
        if any(word in found["address"] for word in ("有限公司", "办公", "大厦", "政府", "派出所", "医院", "酒店", "*", "XX", "xx", "××")):
            continue
        yield _Hit(ADDRESS, found["address"], *found.span("address"))


def _judged(text: str, hits: list[_Hit]) -> list[_Hit]:
    """Mobile numbers count with a name beside them or in a list of persons; the rest stand as they are."""
    mobiles = [hit for hit in hits if hit.kind == MOBILE]
    listed = len({hit.plain for hit in mobiles}) >= 3 and _HEADER.search(text) is not None
    headed = bool(mobiles) and _PHONE_HEADER.search(text) is not None
    proper = {hit.start for hit in mobiles if hit.proved}
    mobiles = [hit for hit in mobiles if hit.proved or hit.start not in proper]
    others = [hit for hit in hits if hit.kind != MOBILE]
    official = bool(mobiles) and (OFFICE_HEADER.search(text) or DIRECTORY.search(text)) is not None
    list_ = _List(listed, headed, official, Counter(hit.plain for hit in mobiles))
    judged = [verdict for hit in mobiles if (verdict := _mobile(hit, text, list_)) is not None]
    proved = any(hit.kind == ID_NUMBER and valid_id(hit.plain) for hit in others if len(hit.plain) == ID_LENGTH)
    return sorted((_doubted(hit, text, proved) for hit in [*others, *judged]), key=lambda hit: hit.start)


def _doubted(hit: _Hit, text: str, proved: bool) -> _Hit:
    """The hit, left to a person when it looks like the made-up data of a form that is shown filled in.

    ``proved`` says that an identity number with the right check digit stands in the same text: then one beside it with a
    wrong digit is a slip of the pen, not an example.
    """
    if not hit.certain or hit.kind == ADDRESS:
        return hit
    before = text[max(0, hit.start - _SPAN * 3) : hit.start]
    why = ""
    if SAMPLE.search(before[-_SPAN:]) or SAMPLE.search(before.rsplit("\n", 1)[-1]) or SAMPLE_TITLE.search(text[:60]):
        why = "可能是填写示例，请核对"
    elif hit.kind in {MOBILE, ID_NUMBER} and MADE_UP.search(hit.plain):
        why = "号码像是虚构的，请核对"
    elif hit.kind == ID_NUMBER and not proved and len(hit.plain) == ID_LENGTH and check_digit(hit.plain) != hit.plain[17]:
        why = "校验位不符，可能有误或是示例，请核对"
    return _Hit(hit.kind, hit.plain, hit.start, hit.end, False, why) if why else hit


def _mobile(hit: _Hit, text: str, list_: _List) -> _Hit | None:
    if hit.proved and list_.times[hit.plain] < _TOO_OFTEN:
        return hit
    before, after = _COUNTRY.sub("", text[max(0, hit.start - _SPAN) : hit.start]), text[hit.end : hit.end + 12]
    line = before.rsplit("\n", 1)[-1]
    near = line if len(line.strip()) > 3 else before
    person = PERSON_WORDS.search(near) is not None
    named = bool(name_before(near) or name_after(after) or ((person or list_.headed) and name_within(near)))
    named = named or bool(name_by_role(near) or name_called(near) or name_told_after(after))
    identified = _identified(before) or _OF_KIN.search(line) is not None
    if not named and not identified and not list_.listed:
        return None
    beside = _BESIDE.match(after)
    office = OFFICE_WORDS.search(near + (beside[0] if beside else "")) is not None
    if (office or list_.official) and not identified and not (person and RELATION.search(near)):
        return _Hit(hit.kind, hit.plain, hit.start, hit.end, False, "可能是公开的办公联系方式，请核对")
    return (
        hit
        if list_.times[hit.plain] < _TOO_OFTEN
        else _Hit(hit.kind, hit.plain, hit.start, hit.end, False, "同一号码多次出现，可能是公开的联系方式")
    )


def _identified(before: str) -> bool:
    """True right behind somebody's identity number; not where an office's contact or another sentence begins in between."""
    found = next(reversed(list(_IDENTIFIED.finditer(before))), None)
    between = before[found.end() :] if found else ""
    labelled = _LABEL_ONLY.fullmatch(between) is not None
    return found is not None and (labelled or (not set(between) & set("。\n") and not OFFICE_WORDS.search(between.replace("联系人", ""))))


def _item(hit: _Hit, text: str) -> PersonalItem:
    return PersonalItem(
        kind=hit.kind,
        value=masked(hit.kind, hit.plain),
        digest=digest(hit.kind, hit.plain),
        start=hit.start,
        end=hit.end,
        line=text.count("\n", 0, hit.start) + 1,
        certain=hit.certain,
        why=hit.why,
    )
