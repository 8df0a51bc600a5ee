"""What is wrong with a file of settings, in Chinese: the decoder's own sentences are English."""

from __future__ import annotations

import re

_TYPES = {
    "int": "整数", "float": "数字", "decimal": "数字", "str": "文字（加引号）", "bool": "true 或 false", "array": "列表（方括号）",
    "object": "一组设置", "null": "空", "date": "日期", "datetime": "时间",
}  # fmt: skip
_SIDES = {">=": "不小于", ">": "大于", "<=": "不大于", "<": "小于"}
_PLACE = re.compile(r" - at `\$\.?(.*?)`$")
_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")
_MISSING = re.compile(r"Object missing required field `(.+?)`")
_TYPE = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_RANGE = re.compile(r"Expected `\w+` ([<>]=?) (\S+)")
_CHOICE = re.compile(r"Invalid enum value '?(.+?)'?$")


def in_chinese(error: Exception) -> str:
    """Place and fault of a settings file that cannot be read, as the decoder names them; never empty."""
    message = str(error)
    if line := _LINE.search(message):
        return f"第{line[1]}行第{line[2]}列不合 TOML 格式"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码"
    place = _PLACE.search(message)
    where = f"[{place[1]}] " if place and place[1] else ""
    return where + _said(_PLACE.sub("", message))


def _said(message: str) -> str:
    if found := _UNKNOWN.match(message):
        return f"没有“{found[1]}”这一项"
    if found := _MISSING.match(message):
        return f"缺少“{found[1]}”"
    if found := _TYPE.match(message):
        return f"应为{_types(found[1])}，现为{_types(found[2])}"
    if found := _RANGE.match(message):
        return f"应{_SIDES[found[1]]} {found[2]}"
    if found := _CHOICE.match(message):
        return f"不能是“{found[1]}”"
    return f"不合格式（{message}）"


def _types(names: str) -> str:
    return "或".join(_TYPES.get(name.strip(), name.strip()) for name in names.split("|"))
