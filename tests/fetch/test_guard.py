"""The guard over address forms: a table of forms that must be refused, look-alikes that must pass, and properties."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengjian.fetch.guard import Parts, Refused, refuse_address, take_apart

PUBLIC = [
    "8.8.8.8",
    "114.114.114.114",
    "1.2.3.4",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.1.1",
    "169.253.1.1",
    "198.17.0.1",
    "2001:4860:4860::8888",
    "240e:1::1",
    "2400:3200::1",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "::ffff:8.8.8.8",
]
INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert refuse_address(address) == ""


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("wrap", ["{}", "::ffff:{}", "::{}", "64:ff9b::{}", "2002:{h}::", "2002:{h}::1", "64:ff9b:1::{}"])
def test_no_wrapping_hides_an_inner_address(inner: str, wrap: str) -> None:
    number = int(ipaddress.IPv4Address(inner))
    address = wrap.format(inner, h=f"{number >> 16:x}:{number & 0xFFFF:x}")
    assert refuse_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "100::1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "192.88.99.1",
        "198.18.0.1",
        "192.0.0.1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "nonsense",
        "",
    ],
)
def test_special_addresses_are_refused(address: str) -> None:
    assert refuse_address(address)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_is_judged_alike_in_every_ipv6_dress(number: int) -> None:
    bare = refuse_address(str(ipaddress.IPv4Address(number)))
    for dress in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert bool(refuse_address(str(ipaddress.IPv6Address(dress)))) == bool(bare)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_loopback:
        assert refuse_address(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0x7f000001",
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "127。0。0。1",
        "127.0.0.1.",
        "[::ffff:7f00:1]",
        "[::1]",
        "%31%32%37.0.0.1",
    ],
)
def test_odd_forms_of_loopback_become_one_literal_that_is_refused(host: str) -> None:
    parts = take_apart(f"http://{host}/")
    assert isinstance(parts, Refused) or refuse_address(parts.host)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://a.gov.cn/",
        "ftp://a.gov.cn/",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://user@a.gov.cn/",
        "http://a.gov.cn:22/",
        "http://a.gov.cn:6379/",
        "http://",
        "",
        "//a.gov.cn",
        "http://a.gov.cn/" + "x" * 3000,
        "http://[::1",
        "http://a b/",
    ],
)
def test_addresses_that_no_visit_may_ask_for(url: str) -> None:
    assert isinstance(take_apart(url), Refused)


def test_the_registered_port_is_allowed_and_chinese_paths_are_right() -> None:
    assert isinstance(take_apart("http://a.gov.cn:8080/", 8080), Parts)
    parts = take_apart("http://WWW.四川.政务/文件 1.html#top")
    assert isinstance(parts, Parts) and parts.url == "http://www.xn--wbsy6n.xn--zfr164b/%E6%96%87%E4%BB%B6%201.html"


@given(st.text(max_size=80))
def test_the_parser_never_fails(text: str) -> None:
    found = take_apart(f"http://{text}")
    assert isinstance(found, Refused) or found.scheme in {"http", "https"}
