"""One inspection of a mixed small province, shared by the tests that read it."""

from __future__ import annotations

import pytest

from zhengjian.lab import Fault, Province, Truth
from zhengjian.lab.faults import SITE_FAULTS

from .harness import Seen, look, one_fault_each

DETAILS = {
    "page-labels-wrong": "SiteIDCode",
    "interpretation-late": "12",
    "footer-marks-missing": "site_code",
    "message-elements-missing": "unit",
}
LOOK_ALIKES = ("gambling-news", "masked-numbers", "hidden-menu", "clock", "pinned", "empty-mailbox", "folder")


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Province, Truth, Seen]:
    """Every fault on a site of its own, every look-alike on others, stopped and renamed accounts, a late report."""
    clean = Province(sites=len(SITE_FAULTS) + len(LOOK_ALIKES) + 6, accounts=30, messages=12, faults=())
    sites = [site.site_id for site in clean.register.sites]
    accounts = [account.account_id for account in clean.register.accounts]
    province = clean.plant(
        *one_fault_each(clean, {kind: DETAILS.get(kind, "") for kind in SITE_FAULTS}),
        *(Fault(kind, sites[len(SITE_FAULTS) + n]) for n, kind in enumerate(LOOK_ALIKES)),
        Fault("account-stale", accounts[3], "33"),
        Fault("account-long-stale", accounts[9], "120"),
        Fault("account-unfiled-change", accounts[17]),
        Fault("report-late", "5", "7"),
        Fault("account-harmful-link", accounts[21]),
        Fault("report-reply-evasive", "7"),
    )
    truth = province.truth()
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(Province, "truth")
        seen = look(tmp_path_factory.mktemp("mixed"), province)
    return province, truth, seen
