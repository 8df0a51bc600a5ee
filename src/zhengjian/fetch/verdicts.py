"""From what the wire did to exactly one code of the vocabulary, with a few Chinese words of detail."""

from __future__ import annotations

import errno
from email.utils import parsedate_to_datetime

import pycurl

from zhengjian.fetch.challenge import gate
from zhengjian.model import FetchCode

SLOW_SECONDS = 5.0
REDIRECT_STATUS = frozenset({301, 302, 303, 307, 308})
LONGEST_RETRY_AFTER = 3600.0

# Trouble on our side of the wire: no route, no sockets, no memory. Nothing follows for the site.
# So does a host that a gateway or firewall in between calls out of reach: it may be our own.
OUR_ERRNO = frozenset(
    {
        errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.EACCES, errno.EPERM,
        errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM,
    }
)  # fmt: skip
_OUR_FAULT = frozenset(
    {pycurl.E_FAILED_INIT, pycurl.E_INTERFACE_FAILED, pycurl.E_OUT_OF_MEMORY, pycurl.E_SSL_CACERT_BADFILE, pycurl.E_WRITE_ERROR}
)
_TLS = frozenset(
    {
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_SSL_ISSUER_ERROR,
        pycurl.E_SSL_SHUTDOWN_FAILED,
        pycurl.E_SSL_INVALIDCERTSTATUS,
        pycurl.E_SSL_PINNEDPUBKEYNOTMATCH,
    }
)
CURL_CODES: dict[int, tuple[FetchCode, str]] = {
    pycurl.E_COULDNT_RESOLVE_HOST: (FetchCode.DOWN_DNS, "域名解析失败"),
    pycurl.E_COULDNT_CONNECT: (FetchCode.DOWN_CONN, "连接失败"),
    pycurl.E_SEND_ERROR: (FetchCode.DOWN_CONN, "发送请求时连接断开"),
    pycurl.E_OPERATION_TIMEDOUT: (FetchCode.DOWN_TIMEOUT, "超过时限"),
    pycurl.E_PARTIAL_FILE: (FetchCode.INCOMPLETE, "正文未传完即断开"),
    pycurl.E_FILESIZE_EXCEEDED: (FetchCode.TRUNCATED, "正文超过大小上限"),
}


def of_failure(number: int, message: str, os_error: int, heard: bool) -> tuple[FetchCode, str]:
    """The code of a transfer that curl gave up. ``heard`` is True when at least one byte of an answer came."""
    if number in _OUR_FAULT or (number == pycurl.E_COULDNT_CONNECT and os_error in OUR_ERRNO):
        return FetchCode.SELF_SUSPECT, f"本机或本方线路故障（{message}）"
    if number in _TLS:
        return FetchCode.DOWN_TLS, f"安全连接无法建立（{message}）"
    if "too large" in message.lower() or "chunk" in message.lower():
        return FetchCode.PROTO_ERROR, f"应答不合HTTP规范（{message}）"
    if number in {pycurl.E_RECV_ERROR, pycurl.E_GOT_NOTHING}:
        return (FetchCode.INCOMPLETE, "正文未传完即断开") if heard else (FetchCode.DOWN_CONN, "连接后未应答即断开")
    return CURL_CODES.get(number) or (FetchCode.PROTO_ERROR, f"应答不合HTTP规范（{message}）")


def of_answer(status: int, head: bytes, body: bytes, seconds: float, trouble: FetchCode | None, *, conditional: bool = False) -> FetchCode:
    """The code of an answer that came to its end. ``trouble`` is what decoding or our limits ran into.

    Who was not asked whether something has changed (``conditional``) cannot say that it has not.
    """
    gated = gate(status, head, body)
    if gated is not None:
        return gated
    if status == 304 and conditional:
        return FetchCode.UNCHANGED
    if status in {204, 205}:
        return FetchCode.DOWN_EMPTY
    if status in REDIRECT_STATUS:
        return FetchCode.PROTO_ERROR  # a redirect to nowhere: a browser shows its text
    if not 200 <= status < 300:
        return FetchCode.HTTP_ERROR
    if trouble is not None:
        return trouble
    return of_opened(seconds)


def of_opened(seconds: float) -> FetchCode:
    """The code of an answer that is the site's own and came whole."""
    return FetchCode.OK_SLOW if seconds >= SLOW_SECONDS else FetchCode.OK


def retry_after(value: str, now_timestamp: float) -> float:
    """Seconds that a Retry-After header asks for, as a number or a date; capped at an hour, 0 when unreadable."""
    try:
        seconds = float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - now_timestamp
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
