"""What a look at the TLS of a site's home host found: certificate, chain, protocol versions.

A given fact: the prober in ``fetch.tls`` takes it once a round, and it is stored with the round, so that it can be judged
years later. ``faults`` puts it into words; what only our own list of roots could be wrong about is not among them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.model import SHANGHAI

# OpenSSL's numbers for why a chain was not accepted (x509_vfy.h).
NOT_YET_VALID, EXPIRED, SELF_SIGNED, UNKNOWN_ISSUERS, WRONG_HOST = 9, 10, 18, frozenset({2, 19, 20, 21}), frozenset({62, 64})
TOO_WEAK = frozenset({66, 68})
BROKEN_DIGESTS = frozenset({"md5", "sha1"})
SHORTEST_KEY = 2048
OLD_VERSIONS = {"TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1", "SSLv3": "SSL 3.0"}


class TlsLook(Fact, kw_only=True):
    """``problem`` says in Chinese why there was no handshake at all: then nothing else is known.

    ``refused`` is OpenSSL's number for why the chain was not accepted (0: it was). ``names`` are the hosts that the
    certificate is for; ``chain`` is how many certificates the server sent; ``issued_by_itself`` is true of the first.
    ``version`` is what was agreed on, ``old`` which of TLS 1.0 and 1.1 the server accepts when asked for nothing else.
    ``unclear`` lists the old versions for which the connection broke without an answer. ``signature`` is the digest that the
    certificate is signed with, ``key_bits`` the length of its RSA key; empty and 0 for other kinds.
    """

    lack: ClassVar[str] = "本轮未检查安全证书"

    host: str
    port: int
    at: datetime
    problem: str = ""
    refused: int = 0
    names: tuple[str, ...] = ()
    issuer: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    chain: int = 0
    issued_by_itself: bool = False
    version: str = ""
    old: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    signature: str = ""
    key_bits: int = 0

    @property
    def untold(self) -> str:
        """Why the chain can be neither trusted nor called wrong, in Chinese: its root may only be missing on this machine."""
        if self.refused in UNKNOWN_ISSUERS and not self._leaf_alone:
            return f"证书由“{self.issuer}”签发，本机的信任列表中没有该机构，需人工核实"
        known = {0, NOT_YET_VALID, EXPIRED, SELF_SIGNED} | WRONG_HOST | UNKNOWN_ISSUERS | (TOO_WEAK if _of_strength(self) else set())
        return "" if self.refused in known else f"证书未通过校验（代码{self.refused}），需人工核实"

    @property
    def _leaf_alone(self) -> bool:
        # Authorities in browsers' lists never sign a site's certificate with the root itself, so one alone lacks its intermediate.
        return self.chain == 1 and not self.issued_by_itself


def faults(look: TlsLook, days: int) -> list[tuple[str, str, str]]:
    """Everything certainly wrong as (what, measured value, what is expected). ``days``: an end so near is named."""
    if look.problem or look.not_after is None:
        return []
    return [*_of_dates(look, days), *_of_chain(look), *_of_strength(look), *_of_versions(look)]


def _of_dates(look: TlsLook, days: int) -> list[tuple[str, str, str]]:
    assert look.not_after is not None
    ends = f"{look.not_after.astimezone(SHANGHAI):%Y-%m-%d}"
    if look.not_after <= look.at:
        return [("安全证书已过期", ends, "证书在有效期内")]
    if look.not_before is not None and look.not_before > look.at:
        return [("安全证书尚未生效", f"{look.not_before.astimezone(SHANGHAI):%Y-%m-%d}", "证书在有效期内")]
    if look.not_after - look.at <= timedelta(days=days):
        return [(f"安全证书将在{(look.not_after - look.at).days}天后到期", ends, f"到期前{days}天完成更换")]
    return []


def _of_chain(look: TlsLook) -> list[tuple[str, str, str]]:
    if look.refused in WRONG_HOST:
        return [(f"安全证书与网站域名 {look.host} 不符", "、".join(look.names[:5]) or "证书未写明域名", look.host)]
    if look.issued_by_itself:
        return [("安全证书为自签名证书，浏览器不予信任", look.issuer, "由受信任的机构签发")]
    if look.refused in UNKNOWN_ISSUERS and look.chain == 1:
        return [("服务器未发送中间证书，证书链不完整", look.issuer, "同时发送中间证书")]
    return []


def _of_strength(look: TlsLook) -> list[tuple[str, str, str]]:
    """What browsers have refused since 2017 of authorities that they know; a certificate signed by itself has its own fault."""
    if look.issued_by_itself:
        return []
    weak = [("安全证书使用已淘汰的签名算法", look.signature.upper(), "SHA-256 及以上")] if look.signature in BROKEN_DIGESTS else []
    short = 0 < look.key_bits < SHORTEST_KEY
    return [*weak, *([("安全证书的密钥过短", f"RSA {look.key_bits}位", f"{SHORTEST_KEY}位及以上")] if short else [])]


def _of_versions(look: TlsLook) -> list[tuple[str, str, str]]:
    old = [OLD_VERSIONS[name] for name in look.old if name in OLD_VERSIONS]
    return [("服务器仍接受过时的安全协议", "、".join(old), "只接受 TLS 1.2 及以上版本")] if old else []
