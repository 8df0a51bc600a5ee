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


def kinds(html: str) -> list[tuple[str, bool]]:
    return [(item.kind, item.certain) for item in privacy.read(Page("https://www.x.gov.cn/a.html", html)).items]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<div data-content="户主：苏明；电话：13907659981">详情</div>', privacy.MOBILE),
        ('<a href="tel:18608921047">业主 王明 联系电话</a>', privacy.MOBILE),
        ('<script>x=[{xm:"林海",sfzh:"460004197602170473",sjh:"18889012371"}]</script>', privacy.MOBILE),
        ('<script>x={name:"陈生",bankCard:"6216618500007788119"}</script>', privacy.BANK_CARD),
        ("<p>附件：/files/460105199408112158_韦宝_毕业证.pdf</p>", privacy.ID_NUMBER),
        ("<table><tr><th>姓名</th><th>家庭住址</th></tr><tr><td>廖生</td><td>云洲县濂溪路118号附3栋502</td></tr></table>", privacy.ADDRESS),
        ("<table><tr><th>Name</th><th>Passport</th></tr><tr><td>JOHN MILLER</td><td>533401287</td></tr></table>", privacy.PASSPORT),
        ("<p>王芳 460004197602170473 手机13880991726</p>", privacy.MOBILE),
        ("<p>低保户谭信，子女联系电话18990223417</p>", privacy.MOBILE),
        ("<p>医保断缴，请查。我的手机是19823390571。</p>", privacy.MOBILE),
        ("<table><tr><td>户主</td><td>联系方式</td></tr><tr><td>旺堆</td><td>17789971530</td></tr></table>", privacy.MOBILE),
        ("<table><tr><td>户主</td><td>卡号</td></tr><tr><td>多布</td><td>6222029900009900335</td></tr></table>", privacy.BANK_CARD),
        ("<p>学籍号 G460004197602170473</p>", privacy.ID_NUMBER),
        ("<p>楼上漏水，我住平都区名山街道雪玉路27号8栋2-3。</p>", privacy.ADDRESS),
        ("<p>购房补贴：梁山，460004197602170473，南白街道万寿街9号附2号5-1，3万元</p>", privacy.ADDRESS),
    ],
)
def test_data_in_code_in_columns_and_beside_a_number_are_found(html: str, found: str) -> None:
    assert (found, True) in kinds(html)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="tel:13812345671">村卫生室 王医生</a>',
        "<p>家庭医生 王强 13812345671</p>",
        "<p>地质灾害监测员：王强，电话13812345671</p>",
        "<p>挂包干部：王强 13812345671</p>",
        "<p>张* 5101**********1234。如有异议请联系经办人李磊 13912345671</p>",
        "<p>银行卡6217******1234，咨询电话13880991726</p>",
        "<table><tr><th>单位名称</th><th>姓名</th><th>地址</th></tr><tr><td>某某所</td><td>王二</td><td>平安路12号3楼</td></tr></table>",
        "<table><tr><th>姓名</th><th>联系电话</th></tr><tr><td>旺堆</td><td>17789971530</td></tr></table>",
        "<table><tr><th>村居</th><th>网格员姓名</th><th>电话</th></tr><tr><td>旺村</td><td>王强</td><td>17789971530</td></tr></table>",
        "<p>咨询：市民政局三楼，地址：平都区名山街道雪玉路27号8栋2单元，王主任 13812345671</p>",
        '<script>x={"orderNo":"6216618500007788119","phone":"13812345671"}</script>',
        '<img src="/upload/20250611/13912345678901.jpg" data-id="13812345671">',
    ],
)
def test_contacts_by_duty_and_keys_accuse_nobody(html: str) -> None:
    assert not [kind for kind, certain in kinds(html) if certain]
