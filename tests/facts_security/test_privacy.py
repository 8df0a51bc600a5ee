"""Personal data: check digits, masks, places, lists of any length, and bounds."""

from __future__ import annotations

import pytest

from zhengjian.facts import privacy
from zhengjian.facts.check_digits import luhn
from zhengjian.facts.page import Page

NUMBER = "510102199003071234"


def test_check_digit_date_and_division_decide() -> None:
    assert privacy.valid_id(NUMBER)
    assert not privacy.valid_id(NUMBER[:-1] + "5")
    assert not privacy.valid_id("510102199013071234")
    assert not privacy.valid_id("990102199003071234")


def test_a_number_that_ends_in_x_and_is_no_identity_number_is_no_card() -> None:
    assert not luhn("51010119900101123X")
    assert privacy.read(Page("http://a.gov.cn/", "<p>银行卡号 51010119900101123X</p>")).items == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"张三 {NUMBER} 已领", "张三 5101**********1234 已领"),
        ("王小明 138 1234 5678", "王小明 138****5678"),
        ("身份证５１０１０２１９９００３０７１２３４号", "身份证5101**********1234号"),
        ("护照号码 E12345678", "护照号码 E1*****78"),
        ("没有任何号码", "没有任何号码"),
        ("5101**********1234", "5101**********1234"),
    ],
)
def test_mask(text: str, shown: str) -> None:
    assert privacy.mask(text) == shown


def test_every_number_of_a_long_list_is_masked() -> None:
    listed = f"{NUMBER} " * 500
    assert NUMBER not in privacy.mask(listed)
    assert len(privacy.of_text(listed).items) == 500


def test_nothing_unmasked_is_kept() -> None:
    page = Page("http://a.gov.cn/", f"<p>姓名：李小兰\n身份证：{NUMBER}</p><input value='{NUMBER}'>")
    fact = privacy.read(page)
    assert NUMBER not in repr(fact)
    assert [(item.kind, item.line) for item in fact.certain] == [(privacy.ID_NUMBER, 2)]
    assert page.html[fact.items[0].start : fact.items[0].end] == NUMBER


def test_numbers_in_attributes_and_scripts_are_found() -> None:
    for html in (f"<td onclick=\"look('{NUMBER}')\">李*兰</td>", f'<script>var rows=[{{"sfz":"{NUMBER}"}}]</script>'):
        assert [item.kind for item in privacy.read(Page("http://a.gov.cn/", html)).certain] == [privacy.ID_NUMBER]


@pytest.mark.parametrize(
    "text",
    ["1" * 300_000, "123" + " " * 300_000 + "x", "住" * 300_000, "*1985" * 60_000, "残疾" + "1" * 300_000, "张三 13812345678\n" * 20_000],
)
def test_hostile_texts_end(text: str) -> None:
    assert len(privacy.of_text(text).items) <= 2_000


def test_half_masked_numbers_are_masked_whole_and_named() -> None:
    text = "姓名 王五一 身份证号 51020219850307****"
    assert [(item.kind, item.certain) for item in privacy.of_text(text).items] == [(privacy.HALF_ID, True)]
    assert privacy.mask(text) == "姓名 王五一 身份证号 5102**************"
    assert privacy.mask("王某 ******198503071234") == "王某 ******************"
