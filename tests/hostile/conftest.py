from __future__ import annotations

import ssl
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fetch.authority import Authority
from hostile import behaviours
from hostile.server import BEHAVIOURS, HostileServer, bomb
from jobs.conftest import crawl_one

__all__ = ["crawl_one"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    folder = tmp_path_factory.mktemp("tls")
    contexts = {
        "expired": _context(folder, "expired", "tls.gov.test", days=(-30, -1)),
        "self-signed": _context(folder, "self-signed", "tls.gov.test", days=(-1, 30)),
        "wrong-host": _context(folder, "wrong-host", "elsewhere.gov.test", days=(-1, 30)),
    }
    old = Authority(folder).context("old.gov.test", old=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # an old version is what is wanted
        old.maximum_version = ssl.TLSVersion.TLSv1
    contexts["old"] = old
    assert behaviours.MORE.keys() <= BEHAVIOURS.keys()
    bomb()
    with HostileServer(scale=0.1, tls=contexts) as running:
        yield running
        assert running.canary == 0, "a forbidden address was contacted"


def _context(folder: Path, name: str, host: str, days: tuple[int, int]) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
