"""Looks at the TLS of a host: one handshake a question, nothing sent inside it.

Four connections at most: one as a browser makes it; when that is refused, one that accepts anything, to read the certificate;
and one for each old protocol version. A host that answers none of them is no fault: it may speak only national algorithms.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID

from zhengjian.config import Network
from zhengjian.facts.tls_look import OLD_VERSIONS, TlsLook
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.sockets import connect, place_of, trusted_roots
from zhengjian.model import Clock

SECONDS = 10.0
_OLD = {"TLSv1.1": ssl.TLSVersion.TLSv1_1, "TLSv1": ssl.TLSVersion.TLSv1}


@dataclass(frozen=True, slots=True)
class Shake:
    """One handshake: the version agreed on and the certificates sent, or OpenSSL's number, or what else went wrong.

    ``answered``: the other side spoke TLS and said no.
    """

    version: str = ""
    chain: tuple[bytes, ...] = ()
    refused: int = 0
    trouble: str = ""
    answered: bool = False


def look(
    host: str, port: int, network: Network, hosts: Mapping[str, Place], clock: Clock
) -> Generator[Callable[[], Shake], Shake, TlsLook]:
    """Yields one connection at a time, to be made when its host may be asked; returns what was found."""
    at = clock.now()
    for wanted in (None, *_OLD.values()):
        _accepting_anything(wanted)  # made here and not in the threads: making one changes the filter of warnings for a moment

    def shake(context: Callable[[], ssl.SSLContext]) -> Callable[[], Shake]:
        return lambda: _shake(host, port, network, hosts, context=context())

    first = yield shake(trusted_roots)
    read = first if first.version else (yield shake(partial(_accepting_anything, None)))
    if not read.version or not read.chain:
        return TlsLook(host=host, port=port, at=at, problem=f"未能完成安全连接（{read.trouble or first.trouble}）", complete=False)
    old, unclear = [], []
    for name, version in _OLD.items():
        answer = yield shake(partial(_accepting_anything, version))
        if answer.version:
            old.append(answer.version)
        elif not answer.answered:
            unclear.append(name)
    try:
        return TlsLook(
            host=host,
            port=port,
            at=at,
            refused=first.refused,
            version=read.version,
            old=tuple(dict.fromkeys(name for name in old if name in OLD_VERSIONS)),
            unclear=tuple(unclear),
            **_read(read.chain),
        )
    except ValueError as error:
        return TlsLook(host=host, port=port, at=at, problem=f"证书无法读取（{error}）", complete=False)


def _shake(host: str, port: int, network: Network, hosts: Mapping[str, Place], *, context: ssl.SSLContext) -> Shake:
    try:
        with (
            connect(place_of(host, network, hosts), port, SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            # Public from Python 3.13 on; before, the same method of the inner object.
            inner: Any = secured if hasattr(secured, "get_unverified_chain") else getattr(secured, "_sslobj")  # noqa: B009
            chain = inner.get_unverified_chain() or []
            raw = tuple(one if isinstance(one, bytes) else ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain)
            return Shake(version=secured.version() or "", chain=raw)
    except ssl.SSLCertVerificationError as error:
        return Shake(refused=error.verify_code, trouble=error.verify_message, answered=True)
    except ssl.SSLError as error:
        return Shake(trouble=error.reason or str(error), answered="ALERT" in (error.reason or ""))
    except OSError as error:
        return Shake(trouble=str(error))


@cache
def _accepting_anything(only: ssl.TLSVersion | None) -> ssl.SSLContext:
    """Reads a certificate whoever signed it; nothing is ever sent over such a connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, without a name before Python 3.12
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what is asked for
        context.minimum_version = only or ssl.TLSVersion.MINIMUM_SUPPORTED
        if only is not None:
            context.maximum_version = only
    return context


def _read(chain: tuple[bytes, ...]) -> dict[str, Any]:
    """What the server's certificate says; raises ``ValueError``."""
    leaf = x509.load_der_x509_certificate(chain[0])
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        hosts = [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]
    except x509.ExtensionNotFound:
        hosts = [str(name.value) for name in leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    signature, key_bits = _strength(leaf)
    return {
        "signature": signature,
        "key_bits": key_bits,
        "names": tuple(hosts),
        "issuer": _name(leaf.issuer),
        "not_before": leaf.not_valid_before_utc,
        "not_after": leaf.not_valid_after_utc,
        "chain": len(chain),
        "issued_by_itself": leaf.issuer == leaf.subject,
    }


def _strength(leaf: x509.Certificate) -> tuple[str, int]:
    """The digest of the signature and the length of an RSA key; empty and 0 for national and other algorithms."""
    try:
        key, digest = leaf.public_key(), leaf.signature_hash_algorithm
    except (UnsupportedAlgorithm, ValueError):
        return "", 0
    return (digest.name if digest is not None else ""), (key.key_size if isinstance(key, RSAPublicKey) else 0)


def _name(name: x509.Name) -> str:
    """How people know an authority: its common name, else its organisation."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
