"""Codes and words in pictures. Both need a package that is not always installed: without it the reason is said, nothing is guessed.

Finding a code takes a tenth of a second, reading words takes seconds: so the caller says for how many pictures that may be done.
"""

from __future__ import annotations

import importlib
import io
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

MOST_PIXELS = 40_000_000
_LEAST_SIDE = 24
_MOST_CODES = 20
_LONGEST_CODE = 4_000
NO_CODES = "图片中的二维码未读取：未安装识别组件（安装时加选 qr）"
NO_WORDS = "图片中的文字未读取：未安装文字识别组件（安装时加选 ocr）"
NOT_WORDS = "图片中的文字未读取"
TOO_LARGE = "图片过大，未读取"


class Seen(NamedTuple):
    """What a picture shows: the texts of its codes, its words line by line; and in Chinese what was not read."""

    codes: tuple[str, ...] = ()
    words: str = ""
    unread: tuple[str, ...] = ()


@dataclass
class Effort:
    """What may still be spent on one file and everything packed into it: pictures whose words are read, and bytes unpacked."""

    pictures: int = 0
    unpacked: int = 64 * 1024 * 1024

    def spend(self) -> bool:
        """True, and one less, while there are some left."""
        self.pictures -= 1
        return self.pictures >= 0


def see(data: bytes, effort: Effort) -> Seen:
    """Codes and words of one picture. Raises what the library raises for a damaged one."""
    picture = _opened(data)
    if picture is None:
        return Seen(unread=(TOO_LARGE,))
    codes, no_codes = _codes(picture)
    words, no_words = _words(picture) if effort.spend() else ("", (NOT_WORDS,))
    return Seen(codes, words, (*no_codes, *no_words))


def codes(data: bytes, most_pixels: int) -> tuple[tuple[str, ...], str]:
    """The codes of one picture, and why they were not read; a damaged picture has none."""
    try:
        picture = _opened(data, most_pixels)
    except Exception as error:  # a library may fail anywhere in a damaged file
        return (), f"图片已损坏（{type(error).__name__}）"
    if picture is None:
        return (), TOO_LARGE
    found, unread = _codes(picture)
    return found, "；".join(unread)


def can_read_codes() -> bool:
    """True when the package that finds codes is installed."""
    return _package("zxingcpp") is not None and _package("PIL.Image") is not None


def can_read_words() -> bool:
    """True when the packages that read words are installed."""
    return _package("rapidocr") is not None and _package("onnxruntime") is not None


def _opened(data: bytes, most: int = MOST_PIXELS) -> Any:
    """The picture in colours, its first frame; None when it is larger than ``most`` pixels, told before it is unpacked."""
    pillow = _package("PIL.Image")
    if pillow is None:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pillow.DecompressionBombWarning)
        try:
            picture = pillow.open(io.BytesIO(data))
        except pillow.DecompressionBombError:
            return None
        if picture.width * picture.height > most:
            return None
        return picture.convert("RGB")


def _codes(picture: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    reader = _package("zxingcpp")
    if reader is None or picture is False:
        return (), (NO_CODES,)
    if min(picture.width, picture.height) < _LEAST_SIDE:
        return (), ()
    texts = [code.text[:_LONGEST_CODE] for code in reader.read_barcodes(picture)[:_MOST_CODES] if code.text]
    return tuple(dict.fromkeys(texts)), ()


def _words(picture: Any) -> tuple[str, tuple[str, ...]]:
    reader = _package("rapidocr") if can_read_words() else None
    if reader is None or picture is False:
        return "", (NO_WORDS,)
    if min(picture.width, picture.height) < _LEAST_SIDE:
        return "", ()
    found = _engine(reader)(importlib.import_module("numpy").asarray(picture))
    return "\n".join(getattr(found, "txts", None) or ()), ()


@cache
def _package(name: str) -> Any:
    """A package of an extra; None when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


@cache
def _engine(module: Any) -> Any:
    """The recogniser, loaded once a process; its own progress lines are not wanted, and a second thread spends more than it gains."""
    return module.RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
