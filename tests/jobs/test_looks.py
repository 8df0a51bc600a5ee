"""Looks beyond the crawl over real TLS and real IPv6 on loopback, stored with the round and judged from there alone."""

from __future__ import annotations

import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from fetch.authority import Authority
from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, SiteServer, page
from zhengjian.archive import StoredFacts, verify
from zhengjian.checks import https_faulty, ipv6_missing
from zhengjian.config import Looks, Settings, Workspace
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.entry_look import EntryLook
from zhengjian.facts.ipv6_look import Ipv6Look
from zhengjian.facts.links import PageLinks
from zhengjian.facts.tls_look import TlsLook, faults
from zhengjian.fetch import entry, ipv6, sockets, tls
from zhengjian.fetch.hosts import Place
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.jobs.looks import Looking
from zhengjian.model import FetchCode, Verdict

HOME = f"https://{HOST}/"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that this test trusts."""
    folder = tmp_path / "authority"
    folder.mkdir()
    made = Authority(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.trusted))
    sockets.trusted_roots.cache_clear()
    yield made
    sockets.trusted_roots.cache_clear()


class SecureServer(SiteServer):
    """The same over TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__({"/": page("/a.html"), "/a.html": page("/")})
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)


class BothServer(SiteServer):
    """Speaks TLS to whoever begins with a handshake, and gives everybody else one plain answer."""

    def __init__(self, context: ssl.SSLContext, plain: Answer) -> None:
        super().__init__({"/": page("/a.html"), "/a.html": page("/"), f"http://{HOST}/": plain})
        self._context = context
        self._http.get_request = self._accept  # type: ignore[method-assign]

    def _accept(self) -> tuple[socket.socket, object]:
        plain, address = self._http.socket.accept()
        speaks_tls = plain.recv(1, socket.MSG_PEEK) == b"\x16"
        return (self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False) if speaks_tls else plain), address


def take(root: Path, server: SiteServer, home: str, hosts: str = "", looks: Looks | None = None) -> RoundResult:
    """Crawl one site with its looks."""
    space = workspace(root, server, hosts)
    space = Workspace(root, Settings(network=space.settings.network, jobs=space.settings.jobs, looks=looks or Looks()))
    (result,) = crawl(space, PERIOD, [CrawlTarget(site_id="5101000001", home=home)], as_of=AS_OF, clock=RealClock())
    return result


def judged(result: RoundResult) -> tuple[Verdict, list[str]]:
    """What ``https-faulty`` says by the stored round alone."""
    source = StoredFacts(result.folder, ())
    coverage, look = source.given(Coverage), source.given(TlsLook)
    assert coverage is not None
    links: Pages[PageLinks] = source.pages(PageLinks)
    outcome = https_faulty.check(links, coverage, look, source.given(EntryLook), https_faulty.Limits())
    return outcome.verdict, [finding.what for finding in outcome.findings]


@pytest.mark.parametrize(
    ("kind", "code", "verdict", "what"),
    [
        ({}, FetchCode.OK, Verdict.MET, []),
        ({"days": (-30, -1)}, FetchCode.DOWN_TLS, Verdict.VIOLATED, ["安全证书已过期"]),
        ({"days": (-30, 20)}, FetchCode.OK, Verdict.VIOLATED, ["安全证书将在19天后到期"]),
        ({"host": "mail.test"}, FetchCode.DOWN_TLS, Verdict.VIOLATED, [f"安全证书与网站域名 {HOST} 不符"]),
        ({"middle": False}, FetchCode.DOWN_TLS, Verdict.VIOLATED, ["服务器未发送中间证书，证书链不完整"]),
        ({"self_signed": True}, FetchCode.DOWN_TLS, Verdict.VIOLATED, ["安全证书为自签名证书，浏览器不予信任"]),
        ({"old": True}, FetchCode.OK, Verdict.VIOLATED, ["服务器仍接受过时的安全协议"]),
        ({"weak": True}, FetchCode.DOWN_TLS, Verdict.VIOLATED, ["安全证书的密钥过短"]),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named_from_the_stored_round(
    tmp_path: Path, authority: Authority, kind: dict[str, object], code: FetchCode, verdict: Verdict, what: list[str]
) -> None:
    context = authority.context(**{"host": HOST, **kind})  # type: ignore[arg-type]
    with SecureServer(context) as server:
        result = take(tmp_path, server, HOME)
    assert result.coverage.home is not None and result.coverage.home.code is code
    assert judged(result) == (verdict, what)
    assert verify(tmp_path / "archive") == []


def test_an_authority_unknown_to_this_machine_alone_is_left_to_a_person(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with SecureServer(Authority(other).context(HOST)) as server:
        result = take(tmp_path, server, HOME)
    assert judged(result) == (Verdict.UNKNOWN, [])


def test_a_changed_look_is_found_and_a_round_without_looks_knows_nothing(tmp_path: Path, authority: Authority) -> None:
    with SecureServer(authority.context(HOST)) as server:
        off = take(tmp_path, server, HOME, looks=Looks(tls=False, ipv6=False))
        assert StoredFacts(off.folder, ()).given(TlsLook) is None and judged(off)[0] is Verdict.MET
        shutil.rmtree(tmp_path / "archive")
        on = take(tmp_path, server, HOME)
    path = on.folder.path / "looks.json"
    path.write_bytes(path.read_bytes().replace(b"TLSv1.3", b"TLSv1.2"))
    assert [problem.what for problem in verify(tmp_path / "archive")] == ["文件内容与登记的摘要不符"]


def test_security_headers_are_told_and_an_upgrade_is_believed(tmp_path: Path, authority: Authority) -> None:
    headers = {"Content-Security-Policy": "upgrade-insecure-requests", "X-Frame-Options": "DENY"}
    body = page("/a.html").body.replace(b"<body>", f'<body><script src="http://{HOST}/x.js"></script>'.encode())
    with SecureServer(authority.context(HOST)) as server:
        server.pages["/"] = Answer(body, headers=headers)
        result = take(tmp_path, server, HOME)
        look, upgraded = StoredFacts(result.folder, ()).given(EntryLook), judged(result)
        server.pages["/"] = Answer(body)
        shutil.rmtree(tmp_path / "archive")
        plain = judged(take(tmp_path, server, HOME))
    assert look is not None and look.headers == {name.lower(): value for name, value in headers.items()}
    assert upgraded == (Verdict.MET, [])
    assert plain == (Verdict.VIOLATED, ["HTTPS 页面以 HTTP 加载脚本，浏览器会拦截"])


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        (Answer(b"", 302, headers={"Location": HOME}), "HTTP 访问可以打开，自动转到 HTTPS"),
        (page(), "HTTP 访问可以打开，未自动转到 HTTPS"),
        (Answer(b"", 404), "HTTP 访问未能打开"),
    ],
)
def test_the_way_from_http_to_https_is_told(tmp_path: Path, authority: Authority, plain: Answer, told: str) -> None:
    with BothServer(authority.context(HOST), plain) as server:
        result = take(tmp_path, server, HOME)
        network, hosts = workspace(tmp_path, server).settings.network, {HOST: Place(addresses=("127.0.0.1",), port=server.port)}
        from_plain = entry.look(HOME.replace("https", "http"), None, network, hosts, RealClock())
        step = next(from_plain)
        with pytest.raises(StopIteration) as end:
            while True:
                step = from_plain.send(step())
    look = StoredFacts(result.folder, ()).given(EntryLook)
    assert look is not None and told in look.told and "Strict-Transport-Security" in look.told
    assert plain.status == 404 or end.value.value.told


def test_a_host_that_speaks_no_tls_is_a_problem_and_no_fault(tmp_path: Path, authority: Authority) -> None:
    with SiteServer({"/": page()}) as server:
        network = workspace(tmp_path, server).settings.network
        look = tls.look(HOST, 443, network, {HOST: Place(addresses=("127.0.0.1",), port=server.port)}, RealClock())
        step = next(look)
        with pytest.raises(StopIteration) as end:
            while True:
                step = look.send(step())
    assert end.value.value.problem and not end.value.value.complete and faults(end.value.value, 30) == []


def test_a_look_that_breaks_is_dropped_and_the_next_is_taken() -> None:
    fact = Ipv6Look(host="a", at=AS_OF + timedelta(0))

    def broken() -> Iterator[object]:
        raise RuntimeError
        yield

    def well() -> Iterator[object]:
        return fact
        yield

    looking = Looking("a", [broken(), well()], lambda keep: "")  # type: ignore[list-item]
    assert looking.done and looking.facts == [fact]


class _SixServer(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def test_a_home_page_is_looked_at_over_ipv6_beside_the_usual_way(tmp_path: Path) -> None:
    with SiteServer({"/": page(title="某市人民政府")}) as server:
        six = _SixServer(("::1", server.port), server._http.RequestHandlerClass)
        six.daemon_threads = True
        threading.Thread(target=six.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        # A host of two addresses: the usual way goes to the first.
        network = workspace(tmp_path, server).settings.network
        hosts = {HOST: Place(addresses=("127.0.0.1", "::1"), port=server.port)}
        found = _run(ipv6.look(f"http://{HOST}/", None, network, hosts, RealClock()))
        six.shutdown()
        six.server_close()
        gone = _run(ipv6.look(f"http://{HOST}/", None, network, hosts, RealClock()))
        four = _run(ipv6.look(f"http://{HOST}/", None, network, {HOST: Place(addresses=("127.0.0.1",), port=server.port)}, RealClock()))
        result = take(tmp_path, server, f"http://{HOST}/")
    assert (found.addresses, found.code, found.title, found.usual_title) == (("::1",), FetchCode.OK, "某市人民政府", "某市人民政府")
    assert gone.code is FetchCode.DOWN_CONN and gone.usual_code is FetchCode.OK
    assert four.problem and not four.addresses
    coverage = result.coverage
    verdicts = [ipv6_missing.check(look, coverage).verdict for look in (found, gone, four)]
    assert verdicts == [Verdict.MET, Verdict.VIOLATED, Verdict.UNKNOWN]
    stored = StoredFacts(result.folder, ()).given(Ipv6Look)
    assert stored is not None and stored.problem == "主机表没有给出该网站的 IPv6 地址"


def _run(look: object) -> Ipv6Look:
    try:
        step = next(look)  # type: ignore[call-overload]
        while True:
            step = look.send(step())  # type: ignore[attr-defined]
    except StopIteration as end:
        assert isinstance(end.value, Ipv6Look)
        return end.value
