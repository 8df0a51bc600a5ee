"""Scripts read without running them: packed and escaped text unpacked step by step, then judged by what it does.

Every step is a linear regular expression over bounded text; at most ``_ROUNDS`` rounds and ``MOST_UNPACKED`` characters, so a
packed bomb ends as a script that was read in part (``Unpacked.complete`` False), never as a stall.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote

from zhengjian.model import Value

_ROUNDS = 8
MOST_UNPACKED = 400_000


class Unpacked(Value):
    """A script in plain words. ``encoded`` is True when something was disguised in it, beyond ordinary escapes."""

    text: str
    encoded: bool = False
    complete: bool = True


# A string literal; one that begins behind a backslash is not tried, so a run of escaped quotes stays linear.
STRING = r"""(?<!\\)(?:"((?:[^"\\\n]|\\.){0,200000}+)"|'((?:[^'\\\n]|\\.){0,200000}+)')"""
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-3]?[0-7]{2}))")
_CODES = re.compile(r"String\s*(?:\.\s*fromCharCode|\[\s*[\"']fromCharCode[\"']\s*\])\s*\(([\s\d,xXa-fA-F]{1,100000})\)")
_UNESCAPE = re.compile(r"(?:\bwindow\s*\.\s*)?\b(?:unescape|decodeURIComponent|decodeURI)\s*\(\s*" + STRING + r"\s*\)")
_ATOB = re.compile(r"(?:\bwindow\s*\.\s*)?\b(?:atob|base64_?decode|Base64\.decode)\s*\(\s*" + STRING + r"\s*\)", re.IGNORECASE)
_REVERSE = re.compile(STRING + r"\s*\.\s*split\s*\(\s*(?:\"\"|'')\s*\)\s*\.\s*reverse\s*\(\s*\)\s*\.\s*join\s*\(\s*(?:\"\"|'')\s*\)")
_SPLIT_JOIN = re.compile(STRING + r"\s*\.\s*split\s*\(\s*[\"']([^\"']{1,20})[\"']\s*\)\s*\.\s*join\s*\(\s*[\"']([^\"']{0,20})[\"']\s*\)")
_REPLACE = re.compile(STRING + r"\s*\.\s*replace\s*\(\s*/([A-Za-z0-9@#$%&!~_ -]{1,20})/g?i?\s*,\s*[\"']([^\"']{0,20})[\"']\s*\)")
_JOIN = re.compile(r"\[((?>\s*(?:\"[^\"\\]{0,500}\"|'[^'\\]{0,500}')\s*,?){1,2000}+)\]\s*\.\s*join\s*\(\s*[\"']([^\"']{0,20})[\"']\s*\)")
_PLUS = re.compile(r"""(["'])\s*\+\s*(["'])""")
_CONCAT = re.compile(STRING + r"\s*\.\s*concat\s*\(\s*" + STRING + r"\s*\)")
_MEMBER = re.compile(r"""\[\s*(?:"([A-Za-z_$][\w$]{1,40})"|'([A-Za-z_$][\w$]{1,40})')\s*\]""")
_PACKED = re.compile(
    r"\}\s*\(\s*(?:'((?:[^'\\]|\\.){0,300000})'|\"((?:[^\"\\]|\\.){0,300000})\")\s*,\s*(\d{1,3})\s*,\s*(\d{1,6})\s*,\s*"
    r"(?:'((?:[^'\\]|\\.){0,300000})'|\"((?:[^\"\\]|\\.){0,300000})\")\s*\.\s*split\s*\(\s*['\"]\|['\"]"
)
_ASSIGNED = re.compile(
    r"(?:\bvar\s+|\blet\s+|\bconst\s+|[;,{}\n][ \t]{0,40}|^)([A-Za-z_$][\w$]{0,40})\s*=\s*" + STRING + r"\s*(?=[;,\n}]|$)"
)
_NUMBERS = re.compile(r"\[((?:\s*(?:0x[0-9a-fA-F]{1,6}|\d{1,7})\s*,){7,20000}\s*(?:0x[0-9a-fA-F]{1,6}|\d{1,7})\s*,?\s*)\]")
_SHIFT = re.compile(r"(?:fromCharCode|charCodeAt)[^;\n]{0,120}?([-+^])\s*(0x[0-9a-fA-F]{1,4}|\d{1,5})\b")
_ARRAY = re.compile(
    r"(?:\bvar\s+|\blet\s+|\bconst\s+)([A-Za-z_$][\w$]{0,40})\s*=\s*\[((?>\s*(?:\"[^\"\\\n]{0,2000}\"|'[^'\\\n]{0,2000}')\s*,?){1,2000}+)\]"
)
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = {"n": " ", "r": " ", "t": " ", "v": " ", "f": " ", "b": ""}
_EVALUATED = re.compile(r"\b(?:eval|Function|setTimeout|setInterval|execScript)\s{0,9}\(\s{0,9}" + STRING + r"\s{0,9}(?=[),])")
_GROWN = re.compile(r"([A-Za-z_$][\w$]{0,40}+)\s*\+=")
_LITERAL = re.compile(r"\"([^\"\\\n]*)\"|'([^'\\\n]*)'")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,100000}={0,2}")
_HEX_TEXT = re.compile(r"""(["'])((?:%[0-9a-fA-F]{2}|%u[0-9a-fA-F]{4}){12,20000})\1""")


_HIDDEN_WORDS = ("location", "referrer", "document", "createElement", "write(", "userAgent")
"""Names that honest scripts write out: put together from pieces, they are disguised."""


def unpack(script: str) -> Unpacked:
    """Undo packing, escapes, character codes, Base64, reversal and pieces, until nothing changes or a bound is met."""
    text, encoded = script[:MOST_UNPACKED], False
    for _ in range(_ROUNDS):
        before = text
        for step, disguise in _STEPS:
            text, changed = step(text)
            encoded |= changed and disguise
            if len(text) > MOST_UNPACKED:
                return Unpacked(text=text[:MOST_UNPACKED], encoded=encoded, complete=False)
        if text == before:
            break
    encoded = encoded or any(word in text and word not in script for word in _HIDDEN_WORDS)
    if encoded and '\\"' in text:
        # A decoded script that stands in a literal is run by means that were not followed: read it as a script, too.
        text = f"{text}\n{_concatenated(unquoted(text))[0]}"
    return Unpacked(text=text, encoded=encoded, complete=len(script) <= MOST_UNPACKED)


def _quoted(text: str) -> str:
    """A decoded piece as a string literal again, so that pieces can be joined."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ") + '"'


def unquoted(literal: str) -> str:
    """What a string literal says: its escapes undone."""
    return _BACKSLASH.sub(lambda found: _SIGNS.get(found[1], found[1]), literal) if "\\" in literal else literal


def _sub(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> tuple[str, bool]:
    result = pattern.sub(replace, text)
    return result, result != text


def _inner(found: re.Match[str], first: int = 1) -> str:
    return unquoted(found[first] if found[first] is not None else (found[first + 1] or ""))


def _escapes(text: str) -> tuple[str, bool]:
    if "\\" not in text:
        return text, False
    plain_words = 0

    def character(found: re.Match[str]) -> str:
        nonlocal plain_words
        code = int(found[4], 8) if found[4] else int(found[1] or found[2] or found[3], 16)
        if code < 32 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return " "
        plain_words += 0x30 <= code < 0x7F
        return "\\" + chr(code) if chr(code) in "\\\"'" else chr(code)

    result = _ESCAPE.sub(character, text)
    return result, plain_words >= 6


def _char_codes(text: str) -> tuple[str, bool]:
    def characters(found: re.Match[str]) -> str:
        return _quoted("".join(map(_character, _numbers(found[1]))))

    return _sub(_CODES, characters, text) if "fromCharCode" in text else (text, False)


def _numbers(listed: str) -> list[int]:
    numbers = []
    for part in listed.split(","):
        part = part.strip()
        try:
            numbers.append(int(part, 16) if part[:2].lower() == "0x" else int(part))
        except ValueError:
            continue
    return numbers


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else " "


def percent(text: str) -> str:
    """``%3C`` and ``%u6FB3`` decoded, as the script function ``unescape`` and its successors do."""
    text = re.sub(r"%u([0-9a-fA-F]{4})", lambda found: _character(int(found[1], 16)), text)
    return unquote(text, errors="replace")


def _unescapes(text: str) -> tuple[str, bool]:
    return _sub(_UNESCAPE, lambda found: _quoted(percent(_inner(found))), text) if "%" in text else (text, False)


def _percent_literals(text: str) -> tuple[str, bool]:
    return _sub(_HEX_TEXT, lambda found: _quoted(percent(found[2])), text) if "%" in text else (text, False)


def _base64(text: str) -> tuple[str, bool]:
    def decoded(found: re.Match[str]) -> str:
        plain = from_base64(_inner(found))
        return _quoted(plain) if plain else found[0]

    return _sub(_ATOB, decoded, text)


def of_data(address: str) -> str:
    """The script that a ``data:`` address holds; empty for anything else."""
    head, comma, body = address[:MOST_UNPACKED].partition(",")
    if not comma or not head.lower().startswith("data:"):
        return ""
    return from_base64(unquote(body)) if head.lower().rstrip().endswith("base64") else percent(body)


def from_base64(text: str) -> str:
    """Base64 as readable text, or an empty string when it is something else."""
    text = re.sub(r"\s+", "", text)
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return plain if sum(character.isprintable() or character in "\r\n\t" for character in plain) >= 0.98 * len(plain) else ""


def _base64_literals(text: str) -> tuple[str, bool]:
    """Base64 in a literal that some function of the script's own decodes: kept only when a link or a tag comes out."""

    def decoded(found: re.Match[str]) -> str:
        plain = from_base64(found[0])
        telling = any(mark in plain for mark in ("//", "<a ", "<script", "<iframe", "location", "referrer"))
        return plain.replace('"', "'").replace("\n", " ") if telling else found[0]

    return _sub(_BASE64, decoded, text)


def _reversed(text: str) -> tuple[str, bool]:
    return _sub(_REVERSE, lambda found: _quoted(_inner(found)[::-1]), text) if "reverse" in text else (text, False)


def _split_joined(text: str) -> tuple[str, bool]:
    if "split" not in text:
        return text, False
    return _sub(_SPLIT_JOIN, lambda found: _quoted(_inner(found).replace(found[3], found[4])), text)


def _replaced(text: str) -> tuple[str, bool]:
    return _sub(_REPLACE, lambda found: _quoted(_inner(found).replace(found[3], found[4])), text) if "replace" in text else (text, False)


def _joined(text: str) -> tuple[str, bool]:
    if "join" not in text:
        return text, False
    return _sub(_JOIN, lambda found: _quoted(found[2].join(unquoted(a or b) for a, b in _LITERAL.findall(found[1]))), text)


def _evaluated(text: str) -> tuple[str, bool]:
    """Text that the script runs as a script of its own, put in its place."""
    return _EVALUATED.sub(lambda found: f"({_inner(found)}\n", text), False


def _concatenated(text: str) -> tuple[str, bool]:
    if "concat" in text:
        text = _CONCAT.sub(lambda found: _quoted(_inner(found) + _inner(found, 3)), text)
    pieces = 0

    def piece(found: re.Match[str]) -> str:
        nonlocal pieces
        pieces += 1
        return "" if found[1] == found[2] else found[0]

    return _PLUS.sub(piece, text), False


def _members(text: str) -> tuple[str, bool]:
    return _sub(_MEMBER, lambda found: "." + (found[1] or found[2]), text) if "[" in text else (text, False)


def _packed(text: str) -> tuple[str, bool]:
    """``eval(function(p,a,c,k,e,d){…}('…',62,40,'…'.split('|'),0,{}))``: the words put back into the text."""

    def opened(found: re.Match[str]) -> str:
        body, radix = _inner(found), int(found[3])
        words = (found[5] if found[5] is not None else found[6] or "").split("|")
        if not 2 <= radix <= 95:
            return found[0]
        table = {_digits(index, radix): word for index, word in enumerate(words) if word}
        budget = MOST_UNPACKED

        def word_of(found: re.Match[str]) -> str:
            nonlocal budget
            word = table.get(found[0], found[0]) if budget > 0 else found[0]
            budget -= len(word)
            return word

        return "};" + re.sub(r"\b\w{1,12}\b", word_of, body) + ";("

    return _sub(_PACKED, opened, text) if "split" in text else (text, False)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _digits(number: int, radix: int) -> str:
    head = _digits(number // radix, radix) if number >= radix else ""
    rest = number % radix
    return head + (_DIGITS[rest] if rest < len(_DIGITS) else chr(rest + 29))


def _shifted(text: str) -> tuple[str, bool]:
    """Lists of numbers that the script turns into characters, moved by a constant or exclusive-or."""
    if "fromCharCode" not in text:
        return text, False
    shift = _SHIFT.search(text)
    sign, amount = (shift[1], int(shift[2], 0)) if shift else ("+", 0)

    def characters(found: re.Match[str]) -> str:
        plain = _moved_text(_numbers(found[1]), sign, amount)
        return _quoted(plain) if plain else found[0]

    return _sub(_NUMBERS, characters, text)


_CODE_LIST = re.compile(
    r"""(["'])((?:\d{1,5}([^\w"'\\\n]|[a-zA-Z])(?=\d)){7,20000}\d{1,5})\1\s{0,9}\.\s{0,9}split\s{0,9}\(\s{0,9}(["'])\3\4\s{0,9}\)"""
)
_HEX_PAIRS = re.compile(r"""(["'])((?:[0-9a-fA-F]{2}){8,50000})\1""")
_HEX_SHIFT = re.compile(
    r"parseInt\s{0,9}\([^;\n]{0,80}?,\s{0,9}(?:16|0x10)\s{0,9}\)(?:\s{0,9}([-+^])\s{0,9}(0x[0-9a-fA-F]{1,4}|\d{1,5})\b)?"
)


def _code_lists(text: str) -> tuple[str, bool]:
    """Codes written into one string, ``"111-114-102".split("-")`` or ``"6f7266"`` read two by two: as a list of numbers."""
    if "fromCharCode" not in text:
        return text, False
    if "split" in text:
        text = _CODE_LIST.sub(lambda found: "[" + ",".join(re.findall(r"\d{1,5}", found[2])) + "]", text)
    shift = _HEX_SHIFT.search(text) if "parseInt" in text else None
    if shift is None:
        return text, False
    sign, amount = shift[1] or "+", int(shift[2] or "0", 0)

    def characters(found: re.Match[str]) -> str:
        plain = _moved_text(list(bytes.fromhex(found[2])), sign, amount)
        return _quoted(plain) if plain else found[0]

    return _sub(_HEX_PAIRS, characters, text)


def _moved_text(codes: list[int], sign: str, amount: int) -> str:
    """Character codes moved by a constant or exclusive-or as text; empty when that is no text."""
    moved = [code - amount if sign == "-" else code ^ amount if sign == "^" else code + amount for code in codes]
    plain = "".join(map(_character, moved))
    readable = sum(character.isprintable() for character in plain) >= 0.95 * len(plain)
    return plain if readable and " " not in plain[:1] else ""


_OBJECT = re.compile(
    r"(?:\bvar\s+|\blet\s+|\bconst\s+|[;,{}\n])\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}\{"
    r"((?>\s{0,20}[\"']?[A-Za-z_$][\w$]{0,40}[\"']?\s{0,9}:\s{0,9}(?:\"(?:[^\"\\\n]|\\.){0,4000}\"|'(?:[^'\\\n]|\\.){0,4000}')\s{0,9},?){1,200}+)\s{0,9}\}"
)
_OBJECT_START = re.compile(r"=\s{0,9}\{")
_MOST_OBJECTS = 40
_FIELD = re.compile(r"[\"']?([A-Za-z_$][\w$]{0,40})[\"']?\s{0,9}:\s{0,9}(?:\"((?:[^\"\\\n]|\\.){0,4000})\"|'((?:[^'\\\n]|\\.){0,4000})')")


def _fields(text: str) -> tuple[str, bool]:
    """Texts kept in an object, put where they are asked for: ``k.a + k.b``. Large scripts of many objects are left alone."""
    few = len(_OBJECT_START.findall(text)) <= _MOST_OBJECTS if "+" in text else False
    for name, body in _OBJECT.findall(text) if few else ():
        fields = {field: unquoted(double or single) for field, double, single in _FIELD.findall(body)}
        budget = MOST_UNPACKED

        def value(found: re.Match[str], fields: dict[str, str] = fields) -> str:
            nonlocal budget
            plain = fields.get(found[1])
            budget -= len(plain or "")
            return _quoted(plain) if plain is not None and budget > 0 else found[0]

        text = re.sub(rf"(?<![\w$.]){re.escape(name)}\s{{0,3}}\.\s{{0,3}}([A-Za-z_$][\w$]{{0,40}}+)(?!\s{{0,3}}[=(\w$])", value, text)
    return text, False


def _variables(text: str) -> tuple[str, bool]:
    """Strings given once to a name, put where the name is joined to something or called with; arrays by index."""
    found = _ASSIGNED.findall(text)[:400]
    names_given = [name for name, _, _ in found]
    grown = set(_GROWN.findall(text))
    values = {
        name: unquoted(double or single)
        for name, double, single in found
        if len(double) + len(single) <= 4000 and names_given.count(name) == 1 and name not in grown
    }
    arrays = {name: [a or b for a, b in _LITERAL.findall(listed)] for name, listed in _ARRAY.findall(text)[:40]}
    if arrays:
        names = "|".join(map(re.escape, arrays))
        whole = rf"(?<![\w$.])({names})\s{{0,3}}\.\s{{0,3}}join\s{{0,3}}\(\s{{0,3}}[\"']([^\"']{{0,20}})[\"']\s{{0,3}}\)"
        text = re.sub(whole, lambda found: _quoted(found[2].join(arrays[found[1]])), text)

        def element(found: re.Match[str]) -> str:
            index = int(found[2], 0)
            return _quoted(arrays[found[1]][index]) if index < len(arrays[found[1]]) else found[0]

        text = re.sub(rf"(?<![\w$.])({names})\s*\[\s*(0x[0-9a-fA-F]{{1,4}}|\d{{1,4}})\s*\]", element, text)
    if values:
        names = "|".join(map(re.escape, values))
        joined = rf"(?<![\w$.])({names})(?=\s*\+)|(?<=\+)(\s*)({names})(?![\w$.\[(=])|(?<=[(=\[])(\s*)({names})(?=\s*[);.\]])"
        budget = MOST_UNPACKED

        def value(found: re.Match[str]) -> str:
            nonlocal budget
            plain = values[found[1] or found[3] or found[5]]
            budget -= len(plain)
            return _quoted(plain) if budget > 0 else found[0]

        text = re.sub(joined, value, text)
    return text, False


_STEPS: tuple[tuple[Callable[[str], tuple[str, bool]], bool], ...] = (
    (_packed, True),
    (_escapes, True),
    (_members, False),
    (_char_codes, True),
    (_concatenated, False),
    (_code_lists, True),
    (_fields, False),
    (_variables, False),
    (_evaluated, False),
    (_unescapes, True),
    (_percent_literals, True),
    (_base64, True),
    (_base64_literals, True),
    (_reversed, True),
    (_split_joined, True),
    (_replaced, True),
    (_joined, True),
    (_shifted, True),
)
