"""Function checks asked for on one page: what a whole page decides, and what a fragment does not."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.facts_function.test_footer import FOOT

from zhengjian import rulebook
from zhengjian.model import Outcome
from zhengjian.service.single import Item, check

NOW = datetime.fromisoformat("2025-06-20T12:00:00+08:00")
SITE = "".join(
    f'<meta name="{name}" content="{value}">'
    for name, value in {"SiteName": "某市", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "5101000001"}.items()
)
ASKED = ("page-labels-missing", "page-labels-wrong", "footer-marks-missing", "footer-marks-wrong", "report-entry-missing")


def judged(html: str, *names: str) -> dict[str, Outcome]:
    item = Item("k", html.encode(), "page.html", "https://www.example.gov.cn/fw/guide", "text/html")
    return {outcome.check: outcome for outcome in check(item, rulebook.load("national-2019"), NOW, names)}


def test_a_whole_page_is_judged_when_asked() -> None:
    outcomes = judged(f"<html><head><title>某市</title>{SITE}</head><body><p>指南</p>{FOOT}</body></html>", *ASKED)
    assert {outcome.verdict.value for outcome in outcomes.values()} == {"met"}


def test_codes_of_label_and_foot_are_held_against_each_other_without_a_register() -> None:
    page = f"<html><head><title>某市</title>{SITE.replace('5101000001', '5102000009')}</head><body><p>指南</p>{FOOT}</body></html>"
    (finding,) = judged(page, "page-labels-wrong")["page-labels-wrong"].findings
    assert (finding.value, finding.expected) == ("5102000009", "5101000001")
    elsewhere = FOOT.replace('sitecode="5101000001"', 'sitecode="5102000009"')
    page = f"<html><head>{SITE}</head><body>{elsewhere}</body></html>"
    (finding,) = judged(page, "footer-marks-wrong")["footer-marks-wrong"].findings
    assert finding.what == "找错入口指向其他网站"


@pytest.mark.parametrize("name", ASKED)
def test_a_fragment_decides_nothing(name: str) -> None:
    assert judged("<p>关于做好防汛工作的通知</p>", name)[name].verdict.value == "unknown"


def test_a_draft_is_not_asked_for_head_and_foot() -> None:
    assert not set(judged("<html><body><p>关于做好防汛工作的通知</p></body></html>")) & set(ASKED)
