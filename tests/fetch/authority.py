"""A certificate authority of the tests' own: a root, an intermediate, and certificates for any host and days."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Authority:
    """``trusted`` is the file with the root; ``context`` makes a server's context with a certificate of the wanted kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root_key, self._key = _key(), _key()
        self._root = _sign("Test Root", self._root_key, "Test Root", self._root_key, authority=True)
        self._middle = _sign("Test Intermediate", self._key, "Test Root", self._root_key, authority=True)
        self.trusted = folder / "root.pem"
        self.trusted.write_bytes(_pem(self._root))

    def context(
        self,
        host: str,
        *,
        days: tuple[int, int] = (-1, 90),
        middle: bool = True,
        self_signed: bool = False,
        old: bool = False,
        weak: bool = False,
    ) -> ssl.SSLContext:
        """A server for a host.

        ``days``: from when to when; ``middle``: the intermediate is sent; ``old``: TLS 1.0 is accepted; ``weak``: a short key.
        """
        key = rsa.generate_private_key(65537, 1024) if weak else _key()
        issuer, signer = (host, key) if self_signed else ("Test Intermediate", self._key)
        leaf = _sign(host, key, issuer, signer, days=days)
        path = self._folder / f"{len(list(self._folder.iterdir()))}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        path.write_bytes(private + _pem(leaf) + (_pem(self._middle) if middle and not self_signed else b""))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if old or weak:
            context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(path)
        if old:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        else:
            context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _sign(
    subject: str, key: Key, issuer: str, signer: Key, *, authority: bool = False, days: tuple[int, int] = (-1, 90)
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
    return builder.sign(signer, hashes.SHA256())
