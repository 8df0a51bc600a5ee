"""Undoes Content-Encoding within limits: bytes after decoding, ratio, one layer. The bytes as they came are kept beside."""

from __future__ import annotations

import zlib

import zstandard

from zhengjian.model import FetchCode

FREE_BYTES = 1 << 20
MOST_TIMES = 100
_STEP = 1 << 18


def undo(body: bytes, encoding: str, most: int) -> tuple[bytes, FetchCode | None, str]:
    """The decoded body, the code when decoding failed or hit a limit (None = all well), and words for it.

    What was decoded before the failure is returned. Over the first MiB a hundredfold growth is a bomb.
    """
    layers = [layer for layer in encoding.lower().replace(" ", "").split(",") if layer not in {"", "identity"}]
    if not layers or not body:
        return (body, None, "") if len(body) <= most else (body[:most], FetchCode.TRUNCATED, f"正文超过{most}字节")
    if len(layers) > 1:
        return b"", FetchCode.DECODE_LIMIT, f"正文压缩了{len(layers)}层"
    allowed = min(most, max(FREE_BYTES, len(body) * MOST_TIMES))
    layer = layers[0]
    try:
        if layer in {"gzip", "x-gzip"}:
            return _inflate(body, 31, allowed)
        if layer == "deflate":
            return _inflate(body, 15 if body[0] & 0x0F == 8 else -15, allowed)
        if layer == "zstd":
            return _zstd(body, allowed)
    except (zlib.error, zstandard.ZstdError) as error:
        return b"", FetchCode.DECODE_ERROR, f"声称{layer}压缩但无法解压（{error}）"
    return b"", FetchCode.DECODE_ERROR, f"未请求的压缩方式 {layer[:20]}"


def _inflate(body: bytes, window: int, allowed: int) -> tuple[bytes, FetchCode | None, str]:
    decoder = zlib.decompressobj(window)
    text = decoder.decompress(body, allowed)
    if decoder.eof and not decoder.unused_data:
        return text, None, ""
    if decoder.unconsumed_tail:
        return text, FetchCode.DECODE_LIMIT, f"解压后超过{allowed}字节"
    if not decoder.eof:
        return text + decoder.flush(), FetchCode.INCOMPLETE, "压缩数据不完整"
    return _further_members(text, decoder.unused_data, window, allowed)


def _further_members(text: bytes, rest: bytes, window: int, allowed: int) -> tuple[bytes, FetchCode | None, str]:
    """More gzip members after the first; junk after the last is ignored, as browsers do."""
    parts, size, members = [text], len(text), 1
    while rest[:2] == b"\x1f\x8b":
        members += 1
        if members > 1000 or size >= allowed:
            return b"".join(parts), FetchCode.DECODE_LIMIT, f"压缩成员过多或解压后超过{allowed}字节"
        decoder = zlib.decompressobj(window)
        parts.append(decoder.decompress(rest, allowed - size))
        size += len(parts[-1])
        if not decoder.eof:
            code = FetchCode.DECODE_LIMIT if decoder.unconsumed_tail else FetchCode.INCOMPLETE
            return b"".join(parts), code, "压缩数据过大或不完整"
        rest = decoder.unused_data
    return b"".join(parts), None, ""


def _zstd(body: bytes, allowed: int) -> tuple[bytes, FetchCode | None, str]:
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(body)
    parts, size = [], 0
    while chunk := reader.read(_STEP):
        parts.append(chunk)
        size += len(chunk)
        if size > allowed:
            return b"".join(parts)[:allowed], FetchCode.DECODE_LIMIT, f"解压后超过{allowed}字节"
    return b"".join(parts), None, ""
