"""Codes in pictures: only what looks like one is fetched, its target is looked at like any link, and nothing is guessed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import qrcode

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import Answer, Pages, SiteServer, page
from zhengjian.archive import StoredFacts
from zhengjian.checks import dead_links, hidden_links, wrong_target_links
from zhengjian.facts import pictures
from zhengjian.facts.base import Resolver
from zhengjian.facts.picture_codes import PictureCodes
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.model import Verdict

HOME = f"http://{HOST}/"
needs_codes = pytest.mark.skipif(not pictures.can_read_codes(), reason="the packages of the extra qr are not installed")


def code_of(text: str) -> Answer:
    out = io.BytesIO()
    qrcode.make(text).save(out)
    return Answer(out.getvalue(), kind="image/png")


def take(root: Path, pages: Pages) -> tuple[RoundResult, SiteServer]:
    with SiteServer(pages) as server:
        (result,) = crawl(workspace(root, server), PERIOD, [CrawlTarget(site_id="5101000001", home=HOME)], as_of=AS_OF, clock=RealClock())
    return result, server


def home(*images: str) -> Answer:
    body = page("/a.html").body.replace(b"</body>", "".join(images).encode() + b"</body>")
    return Answer(body)


@needs_codes
def test_a_code_is_read_and_what_is_behind_it_is_judged(tmp_path: Path) -> None:
    pages: Pages = {
        "/": home('<img src="/img/ewm.png" alt="微信公众号">', '<img src="/img/photo.png">', '<img src="/img/gz.png" alt="扫码关注">'),
        "/a.html": page(),
        "/img/ewm.png": code_of("https://www.yabo88.vip/app"),
        "/img/gz.png": code_of("http://other.test/sold"),
        "/img/photo.png": code_of("http://www.never-read.com/"),
        "other.test/sold": Answer("<title>此域名出售</title><p>该域名正在出售</p>".encode()),
    }
    result, server = take(tmp_path, pages)
    facts = StoredFacts(result.folder)
    assert {(one.url, code.url) for one in facts.pages(PictureCodes) for code in one.fact.codes} == {
        (f"{HOME}img/ewm.png", "https://www.yabo88.vip/app"),
        (f"{HOME}img/gz.png", "http://other.test/sold"),
    }
    assert server.asked[f"HEAD {HOST} /img/photo.png"] == 1 and not server.asked[f"GET {HOST} /img/photo.png"]
    assert server.asked[f"GET {HOST} /img/ewm.png"] == 1 and not server.asked[f"HEAD {HOST} /img/ewm.png"]
    hidden = Resolver(facts).call(hidden_links.check)
    assert [(finding.where, finding.value) for finding in hidden.findings] == [(f"{HOME}img/ewm.png", "https://www.yabo88.vip/app")]
    wrong = Resolver(facts).call(wrong_target_links.check, limits=wrong_target_links.Limits())
    assert ["二维码图片" in finding.what for finding in wrong.findings if finding.value == "http://other.test/sold"] == [True]


@needs_codes
def test_pictures_that_are_no_codes_broken_or_gone_accuse_nobody_of_more_than_that(tmp_path: Path) -> None:
    pages: Pages = {
        "/": home('<img src="/qr1.png">', '<img src="/qr2.png">', '<img src="/qr3.png">'),
        "/a.html": page(),
        "/qr1.png": Answer(b"\x89PNG\r\n\x1a\nbroken", kind="image/png"),
        "/qr2.png": code_of("http://www.mouxian.gov.cn/wx"),
    }
    result, server = take(tmp_path, pages)
    facts = StoredFacts(result.folder)
    assert [(one.fact.codes, one.fact.complete) for one in facts.pages(PictureCodes) if one.url.endswith("1.png")] == [((), False)]
    assert Resolver(facts).call(hidden_links.check).verdict is Verdict.MET
    dead = Resolver(facts).call(dead_links.check, limits=dead_links.Limits())
    assert f"{HOME}qr3.png" in str(dead.findings) and f"{HOME}qr1.png" not in str(dead.findings)
    assert server.asked[f"GET {HOST} /qr3.png"] >= 2


def test_without_the_packages_no_picture_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "can_read_codes", lambda: False)
    result, server = take(
        tmp_path, {"/": home('<img src="/ewm.png" alt="二维码">'), "/a.html": page(), "/ewm.png": code_of("http://x1.com/")}
    )
    assert server.asked[f"HEAD {HOST} /ewm.png"] == 1 and not server.asked[f"GET {HOST} /ewm.png"]
    assert not list(StoredFacts(result.folder).pages(PictureCodes))
