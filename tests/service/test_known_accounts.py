"""Which accounts may be a site's own: those of its unit's line, and those that are called after it, wherever they are registered."""

from __future__ import annotations

from zhengjian.facts.account_links import SeenAccount, account_of
from zhengjian.model import Account, Site, Unit
from zhengjian.register import Register
from zhengjian.service.known_accounts import AccountLists

CITY = Unit(code="510100", name="甲市人民政府办公室", short_name="甲市")
COUNTY = Unit(code="510101", name="乙县人民政府办公室", short_name="乙县", parent="510100")
SITE = Site(site_id="5101010001", name="乙县人民政府门户网站", home="http://www.yi.gov.cn/", unit="510101", kind="县级门户")


def lists(*accounts: Account, filings: tuple[Account, ...] = ()) -> AccountLists:
    register = Register(units=(CITY, COUNTY), sites=(SITE,), accounts=accounts)
    above = {"510100": ("510100",), "510101": ("510101", "510100")}
    return AccountLists.of(register, filings, lambda code: above[code])


def test_ids_come_from_addresses_numbers_and_names_of_both_lists() -> None:
    own = Account(account_id="A1", platform="新浪微博", name="乙县发布", platform_id="1234567890", unit="510101")
    filed = Account(account_id="A2", platform="哔哩哔哩", name="甲市", home="https://space.bilibili.com/778899", unit="510100")
    (fact,) = lists(own, filings=(filed,)).facts(SITE, COUNTY)
    assert {"新浪微博|1234567890", "新浪微博|乙县发布", "哔哩哔哩|778899"} <= fact.ids
    assert ("哔哩哔哩", ("数字ID",)) in fact.line, "the city stands above the county"
    assert "乙县" in fact.names and not lists().facts(SITE, COUNTY)


def test_an_account_called_after_the_site_may_be_its_own_whoever_registered_it() -> None:
    strange = Account(account_id="A1", platform="抖音", name="乙县融媒", unit="999999")
    other = Account(account_id="A2", platform="快手", name="丙县发布", unit="999999")
    (fact,) = lists(strange, other).facts(SITE, COUNTY)
    assert fact.line == (("抖音", ()),)


def test_only_pages_of_accounts_are_accounts() -> None:
    assert account_of("https://weibo.com/u/1234567890?from=x") == SeenAccount("新浪微博", "数字ID", "1234567890")
    assert account_of("http://weibo.com/YiXianFabu") == SeenAccount("新浪微博", "个性域名", "yixianfabu")
    for address in (
        "https://weibo.com/1234567890/Nabc123",
        "https://service.weibo.com/share/share.php",
        "https://mp.weixin.qq.com/s/x",
        "https://weibo.com/login",
    ):
        assert account_of(address) is None, address
